/**
 * Texts that anybody may put into a name, a message or a field of HubSpot, made by crossing what opens a door with what walks through it:
 * elements and attributes, addresses, templates, broken and nested markup, characters that turn, hide or end a text.
 */
const HARM = ["alert(1)", "window.harmed=1", "fetch('/x')", "top.location='/x'"];
const ELEMENTS = HARM.flatMap((harm) => [
  `<script>${harm}</script>`,
  `<img src=x onerror=${harm}>`,
  `<svg onload=${harm}>`,
  `<svg><script>${harm}</script></svg>`,
  `<svg><animate onbegin=${harm} attributeName=x dur=1s>`,
  `<iframe srcdoc="<script>${harm}</script>"></iframe>`,
  `<iframe src="javascript:${harm}">`,
  `<object data="javascript:${harm}">`,
  `<embed src="javascript:${harm}">`,
  `<a href="javascript:${harm}">x</a>`,
  `<form action="javascript:${harm}"><button>x</button></form>`,
  `<input autofocus onfocus=${harm}>`,
  `<details open ontoggle=${harm}>`,
  `<video><source onerror=${harm}>`,
  `<audio src=x onerror=${harm}>`,
  `<body onload=${harm}>`,
  `<marquee onstart=${harm}>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${harm}>`,
  `<template><img src=x onerror=${harm}></template>`,
  `<style>@import '/x';</style><b onmouseover=${harm}>x</b>`,
]);
const BREAKERS = [
  '"', "'", "`", '">', "'>", "-->", "]]>", "</title>", "</textarea>", "</style>", "</template>", "</noscript>", "<!--", "<![CDATA[",
  "\\\"", "&lt;", "&#60;", "%3C",
];
const BROKEN = BREAKERS.flatMap((breaker) => [
  `${breaker}<img src=x onerror=alert(1)>`, `${breaker} onfocus=alert(1) autofocus x=`, `a${breaker}b`,
]);
const MUTATING = [
  "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
  "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
  "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
  "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert(1) src>\">",
  "<b><p><b/></p></b>", "<p><table><p>", "<select><option><style></option></select><img src=x onerror=alert(1)></style>",
];
const ADDRESSES = [
  "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "//example.com/x", "blob:x", "filesystem:x", "chrome://settings",
];
const TEMPLATES = [
  "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{constructor.constructor('alert(1)')()}}", "{name}", "$NAME$", "$1", "$$",
  "__MSG_name__", "%s", "\\u003cimg\\u003e", "[object Object]", "__proto__", "constructor", "undefined", "null", "NaN",
];
const TURNS = ["\u202E", "\u202D", "\u2066", "\u2067", "\u2068", "\u2069", "\u200E", "\u200F", "\u061C", "\u200B", "\u2060", "\uFEFF"];
const TURNING = TURNS.flatMap((turn) => [
  `${turn}Maria`, `Ma${turn}ria`, `Maria${turn}`, `${turn.repeat(40)}x`, `+55 41 ${turn}98888-7777`,
]);
const HIDDEN = [
  "", " ", "\u00A0", "\u3164", "\u00AD", "\u200B", "\0", "a\0b", "\u0007\u001B[31m", "\r\n\r\nx", "a\u2028b\u2029c", "\uFFFE",
  "\uD800x\uDC00", "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}", "\u{E0041}\u{E0042}", "Z\u0351\u036B\u0343\u032Aalgo",
  "i\u0307\u0307\u0307".repeat(30),
];
const LONG = [
  "x".repeat(64 * 1024), "<b>".repeat(5000), "\u202E".repeat(5000), "A ".repeat(20_000), "\u{1F600}".repeat(5000), "&amp;".repeat(5000),
  "<img src=x onerror=alert(1)>".repeat(500),
];
const NUMBERS = [
  "+49 151 23456789", "+1 (650) 123-4567", "tel:+15551234567", "00000000000000000000", "-1", "1e308", "٩٦٦٥٠١٢٣٤٥٦٧", "１２３４５", "²³",
];
const MARKS = [
  "~ Maria", "Maria Silva ✓", "HubSpot", "Linked", "Linked by exact number", "Unlink", "\u2713 Verified", "مريم", "מרים", "李小龍", "ไทย",
  "e\u0301",
];

export const CORPUS = [
  ...ELEMENTS, ...BROKEN, ...MUTATING, ...ADDRESSES, ...TEMPLATES, ...TURNING, ...HIDDEN, ...LONG, ...NUMBERS, ...MARKS,
  ...ELEMENTS.slice(0, 40).map((element) => `Maria ${element} Silva`),
  ...ADDRESSES.map((address) => `<a href="${address}">Maria</a>`),
];
