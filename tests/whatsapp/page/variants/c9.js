/**
 * C9: Arabic, right to left (the server says so in the shell). Every label and localized title is Arabic; names, test ids and roles
 * are as they were.
 */
const LABELS = {
  "Chat list": "قائمة الدردشات",
  "Search or start a new chat": "ابحث أو ابدأ دردشة جديدة",
  "Profile details": "تفاصيل الملف الشخصي",
  "Type a message": "اكتب رسالة",
  " Read ": " مقروءة ",
};
const HEARD = ["aria-label", "aria-placeholder", "placeholder"];

export default {
  attribute: (name, value) => {
    if (HEARD.includes(name)) return [name, LABELS[value] ?? "زر"];
    return [name, name === "title" ? LABELS[value] ?? value : value];
  },
};
