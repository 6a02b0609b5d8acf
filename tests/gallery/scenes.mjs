/** Every state of the sidebar: the view that the engine says, and what a person has done since. */
import { view, viewNames } from "./stage.mjs";

const contact = (contact, name, more) => ({
  contact, name, email: null, company: null, phone: null, owner: null, rank: null, linked_with: null, ...more,
});
export const FOUND = [
  contact("33451", "Maria Silva", {
    email: "maria@acme.example", company: "Acme Coffee Roasters", phone: "(41) 8888-7777", owner: "João Pereira", rank: "national",
  }),
  contact("33452", "Mariana da Silva", {
    email: "mariana@beta.example", company: "Beta Importadora", phone: "+55 11 97777-0000", owner: "Ana Costa", linked_with: "Bruno Costa",
  }),
  contact("33453", "Maria Clara Souza", { email: "mc@gamma.example" }),
];
const [maria, mariana] = FOUND;
export const CHANGE = { before: "(41) 8888-7777", after: "+5541988887777" };
export const problem = (sentence, retry = { kind: "now" }, values = []) => ({ sentence, values, retry });
export const preview = (more = {}) => ({ kind: "preview", candidate: maria, property: "phone", change: CHANGE, taken_by: null, ...more });
export const taken = () => preview({
  candidate: mariana,
  change: { before: "+55 11 97777-0000", after: "+5541988887777" },
  taken_by: { name: "Bruno Costa", number: "+55 11 97777-0000", links: [12] },
});

export const searching = async (sidebar) => {
  await sidebar.show("not-linked");
  await sidebar.button("Link").or(sidebar.button("Vincular")).click();
};
const found = (text, answer) => async (sidebar) => {
  await searching(sidebar);
  const field = sidebar.frame.getByRole("searchbox");
  await field.fill(text);
  if (answer) await sidebar.answer((await sidebar.sent("search")).op, answer);
};
export const results = found("maria", { kind: "found", candidates: FOUND });
const chosen = (id, answer) => async (sidebar) => {
  await results(sidebar);
  await sidebar.frame.locator(`[data-contact="${id}"]`).click();
  const { op } = await sidebar.sent("preview");
  if (answer) {
    await sidebar.answer(op, answer);
    await sidebar.frame.locator(".preview .skeleton").first().waitFor({ state: "detached" });
  }
};
export const previewed = chosen("33451", preview());
const pressLink = async (sidebar) => {
  const button = sidebar.frame.locator(".preview .button").first();
  await button.click();
};

/** The form for a new contact, filled in; `answer` is what comes of pressing the button. */
export const creating = async (sidebar) => {
  await sidebar.show("not-linked");
  await sidebar.button("Create contact").or(sidebar.button("Criar contato")).click();
  await sidebar.frame.locator('[data-question="lastname"] input').fill("Silva");
  await sidebar.frame.locator('[data-question="email"] input').fill("maria@acme.example");
};
const made = (answer) => async (sidebar) => {
  await creating(sidebar);
  await sidebar.frame.locator("[data-new-contact] .button[data-kind=primary]:not([aria-disabled])").click();
  await sidebar.answer((await sidebar.sent("create_contact")).op, answer);
};

const shown = (name) => (sidebar) => sidebar.show(name);
const pressed = (name, ...selectors) => async (sidebar) => {
  await sidebar.show(name);
  for (const selector of selectors) await sidebar.frame.locator(selector).first().click();
};

/** The card with records, and the form that this button opens. */
const opened = (...names) => async (sidebar) => {
  await sidebar.show("linked-records");
  await names.map((name) => sidebar.button(name)).reduce((one, other) => one.or(other)).click();
};
/** The form for the contact's own properties, with another job title typed in. */
const editing = async (sidebar) => {
  await sidebar.show("linked-records");
  await sidebar.button("Edit").or(sidebar.button("Editar")).click();
  await sidebar.frame.locator("#field-jobtitle").fill("Chief buyer");
};
const answered = (answer) => async (sidebar) => {
  await sidebar.frame.locator(".form .button[data-kind=primary]:not([aria-disabled])").click();
  await sidebar.answer((await sidebar.sent("save_fields")).op, answer);
};

/** A group as large as WhatsApp allows. */
export function largeGroup(size = 1024) {
  const states = ["linked", "not_linked", "not_linked", "candidates", "number_hidden"];
  const large = view("group");
  large.screen.title = "All partners";
  large.screen.rows = Array.from({ length: size }, (_, at) => {
    const state = states[at % states.length];
    const number = state === "number_hidden" ? null : `+55 11 9${String(70_000_000 + at).replace(/(\d{4})(\d{4})/, "$1-$2")}`;
    const contact_name = state === "linked" ? `Contact ${at}` : null;
    return { person: `p${at}`, name: `Person ${at}`, self_named: at % 2 === 0, number, state, contact_name };
  });
  return large;
}

/** Texts that try to be more than text. */
export const hostile = (text) => {
  const bad = view("linked-other-code");
  Object.assign(bad.screen, { name: text, number: text });
  const card = { name: text, job_title: text, company: text, emails: [text], owner: text, stage: text, record_url: text };
  Object.assign(bad.screen.state, card);
  bad.screen.state.phones = [{ property: "phone", text, linking: true }];
  Object.assign(bad.screen.state.reason, { whatsapp: text, hubspot: text });
  bad.screen.state.notice = { kind: "other_country_code", whatsapp: text, hubspot: text, change: { before: text, after: `${text}.` } };
  bad.notice = { kind: "missing_permission", scope: text };
  return bad;
};

/** @type {Record<string, (sidebar: any) => Promise<void>>} */
export const SCENES = {
  ...Object.fromEntries(viewNames().map((name) => [name, shown(name)])),
  waiting: async () => {},
  menu: pressed("linked", "#menu-button"),
  "search-empty": searching,
  "search-too-short": found("m"),
  "search-loading": found("maria"),
  "search-results": results,
  "search-none": found("zebedee", { kind: "found", candidates: [] }),
  "search-error": found("maria", { kind: "refused", ...problem("problem_offline") }),
  "search-waiting": found("maria", { kind: "refused", ...problem("problem_waiting", { kind: "after", seconds: 9 }, ["9"]) }),
  "search-reconnect": found("maria", { kind: "refused", ...problem("problem_key_refused", { kind: "reconnect" }) }),
  "preview-loading": chosen("33451"),
  preview: previewed,
  "preview-empty-before": chosen("33453", preview({ candidate: FOUND[2], change: { before: "", after: "+5541988887777" } })),
  "preview-same": chosen("33451", preview({ change: { before: "+5541988887777", after: "+5541988887777" } })),
  "preview-no-number": chosen("33451", preview({ property: null, change: null })),
  "preview-taken": chosen("33452", taken()),
  "preview-failed": chosen("33451", { kind: "refused", ...problem("problem_not_found", { kind: "never" }) }),
  /** The notice after a merge, once its button was pressed: whoever has the survivor now is named. */
  "linked-merged-preview": async (sidebar) => {
    await sidebar.show("linked-merged");
    await sidebar.button("Link merged contact").or(sidebar.button("Vincular contato mesclado")).click();
    await sidebar.answer((await sidebar.sent("preview")).op, { ...taken(), candidate: { ...FOUND[1], contact: "90", name: "Ana Costa" } });
    await sidebar.frame.locator(".preview .skeleton").first().waitFor({ state: "detached" });
  },
  "take-over": async (sidebar) => {
    await chosen("33452", taken())(sidebar);
    await pressLink(sidebar);
  },
  linking: async (sidebar) => {
    await previewed(sidebar);
    await pressLink(sidebar);
  },
  "link-refused": async (sidebar) => {
    await previewed(sidebar);
    await pressLink(sidebar);
    await sidebar.answer((await sidebar.sent("link")).op, { kind: "refused", ...problem("problem_server", { kind: "now" }, ["500"]) });
  },
  "candidates-chosen": async (sidebar) => {
    await sidebar.show("candidates");
    await sidebar.frame.locator("[data-contact]").first().click();
    await sidebar.answer((await sidebar.sent("preview")).op, preview());
  },
  "candidates-and-search": pressed("candidates", ".actions .button >> nth=1"),
  "new-contact": creating,
  "new-contact-email": made({ kind: "exists", by: "email", candidates: [{ ...FOUND[2], email: "maria@acme.example" }] }),
  "new-contact-number": made({ kind: "exists", by: "number", candidates: [maria] }),
  "new-contact-chosen": async (sidebar) => {
    await made({ kind: "exists", by: "number", candidates: [maria] })(sidebar);
    await sidebar.frame.locator("[data-contact]").first().click();
    await sidebar.answer((await sidebar.sent("preview")).op, preview());
  },
  "new-contact-refused": made({
    kind: "invalid", problem: problem("problem_validation", { kind: "never" }, ["Email address maria@acme is invalid"]),
    fields: [{ property: "email", message: "Email address maria@acme is invalid" }],
  }),
  "new-contact-maybe": made({ kind: "maybe_created", problem: problem("problem_timeout") }),
  "new-contact-permission": made({ kind: "refused", ...problem("problem_permission", { kind: "never" }, ["crm.objects.contacts.write"]) }),
  "why-exact": pressed("linked", ".why .link"),
  "why-brazil": pressed("linked-brazil", ".why .link"),
  "why-other-code": pressed("linked-other-code", ".why .link"),
  "why-by-hand": pressed("linked-by-hand", ".why .link"),
  "record-new-deal": opened("New deal", "Novo negócio"),
  "record-new-ticket": opened("New ticket", "Novo ticket"),
  "record-new-note": opened("New note", "Nova nota"),
  "record-new-task": opened("New task", "Nova tarefa"),
  "record-maybe": async (sidebar) => {
    await opened("New deal", "Novo negócio")(sidebar);
    await sidebar.frame.locator("#create_deal-name").fill("Espresso machines, 12 units");
    const make = sidebar.frame.locator("[data-shelf=deals] .form .button[data-kind=primary]");
    await make.scrollIntoViewIfNeeded();
    await make.and(sidebar.frame.locator(":not([aria-disabled])")).click();
    await sidebar.answer((await sidebar.sent("create")).op, { kind: "maybe_created", problem: problem("problem_timeout") });
  },
  "edit-conflict": async (sidebar) => {
    await editing(sidebar);
    await answered({ kind: "conflict", fields: [{ property: "jobtitle", mine: "Chief buyer", theirs: "Purchasing director" }] })(sidebar);
  },
  "edit-refused": async (sidebar) => {
    await editing(sidebar);
    await answered({
      kind: "invalid", problem: problem("problem_validation", { kind: "never" }, ["Job title is too long"]),
      fields: [{ property: "jobtitle", message: "Job title may have 40 characters at most." }],
    })(sidebar);
  },
  "unlink-dialog": pressed("linked", ".card-end .link"),
  "group-filtered": pressed("group", ".filter-chip >> nth=1"),
  "group-nobody": async (sidebar) => {
    await sidebar.show("group");
    await sidebar.frame.getByRole("searchbox").fill("zebedee");
  },
  "group-large": (sidebar) => sidebar.show(largeGroup()),
  "not-understood-results": async (sidebar) => {
    await sidebar.show("not-understood");
    await sidebar.frame.getByRole("searchbox").fill("maria");
    await sidebar.answer((await sidebar.sent("search")).op, { kind: "found", candidates: FOUND.map((one) => ({ ...one, rank: null })) });
  },
  updated: async (sidebar) => {
    await sidebar.show("linked");
    await sidebar.frame.evaluate(() => window.gallery.update());
  },
  hostile: (sidebar) => sidebar.show(hostile("\u202EGnimoc\u2066 <img src=x onerror=alert(1)> \u0000{{7*7}} 'x' \"y\"")),
};
