/** Every state of the options page: the view that the engine says, and what a person does then. */
import { NOW } from "./stage.mjs";

const now = NOW.getTime();
const portal = "146512345";
const settings = {
  portal_region: null, ask_across_country_codes: false, include_group_members: false, replaced_property: "phone",
  card_properties: [],
};

export const traffic = { held_for: 0, passes_rest: null, passes_until: null, failed: 0, daily: 250_000, daily_left: 249_120 };

/** A view with these parts in place of the usual ones. @param {object} parts */
export const optionsView = (parts = {}) => ({
  v: 1, connection: { kind: "not_connected" }, settings, whatsapp_account: null, own_region: null,
  strip: { pass: { kind: "idle" }, linked: 0 }, traffic, ...parts,
});

const known = { whatsapp_account: "+55 41 98888-7777", own_region: "BR" };
const problem = (sentence, values = [], retry = { kind: "now" }) => ({ sentence, values, retry });
const checked = { pass: { kind: "checked", at: now - 180_000 }, linked: 214 };

/** @param {object} [parts] of the connection */
export const connected = (parts = {}) => optionsView({
  ...known, strip: checked,
  connection: { kind: "connected", portal, ui_domain: "app-eu1.hubspot.com", missing: [], keep: "on_device", ...parts },
});

const report = (trusted, ...findings) => ({
  build: "2.3000.1048032155", trusted, findings: findings.map(([code, about = null]) => ({ code, since: now - 60_000, about })),
});
const refused = (...words) => optionsView({ ...known, connection: { kind: "refused", problem: problem(...words) } });
const passing = (pass, linked = 214) => ({ ...connected(), strip: { pass, linked } });
const progress = { read: 7200, total: 24000, whatsapp: 5012, linked: 0, to_choose: 0, failed: 0, seconds_left: 28 };
export const passOf = (kind, more = {}) => passing({ kind, progress: { ...progress, ...more } }, 0);
const diagnosed = async (options, more) => {
  await options.show({ ...connected(), traffic: { ...traffic, ...more } });
  await options.page.getByText("Diagnostics").or(options.page.getByText("Diagnóstico", { exact: true })).click();
};

/**
 * @typedef {import("./options-stage.mjs").OptionsPage} OptionsPage
 * @type {Record<string, (options: OptionsPage) => Promise<unknown>>}
 */
export const OPTIONS_SCENES = {
  "waiting": async () => {},
  "not-connected": (options) => options.show(optionsView()),
  "not-connected-known": (options) => options.show(optionsView(known)),
  "key-shown": async (options) => {
    await options.show(optionsView());
    await options.key.fill("pat-eu1-00000000-0000-4000-8000-000000000000");
    await options.button("Show the key").click();
  },
  "key-empty": async (options) => {
    await options.show(optionsView());
    await options.button("Connect HubSpot").click();
  },
  "checking": async (options) => {
    await options.show(optionsView());
    await options.key.fill("pat-eu1-00000000-0000-4000-8000-000000000000");
    await options.show(optionsView({ connection: { kind: "checking" } }));
  },
  "refused": (options) => options.show(refused("problem_key_unknown")),
  "refused-shape": (options) => options.show(refused("problem_key_shape")),
  "refused-scope": (options) => options.show(refused("problem_permission", ["crm.objects.contacts.read"], { kind: "never" })),
  "refused-offline": (options) => options.show(refused("problem_offline")),
  "connected": (options) => options.show(connected()),
  "connected-session": (options) => options.show(connected({ keep: "until_browser_closes" })),
  "connected-unknown-number": (options) => options.show({ ...connected(), whatsapp_account: null, own_region: null }),
  "missing": (options) => options.show(connected({ missing: ["crm.objects.companies.read", "tickets"] })),
  "missing-all": (options) => options.show(connected({
    missing: ["crm.objects.companies.read", "crm.objects.deals.read", "crm.objects.owners.read", "e-commerce", "tickets"],
  })),
  "pass-idle": (options) => options.show(passing({ kind: "idle" }, 0)),
  "pass-first": (options) => options.show(passOf("first")),
  "pass-first-unknown": (options) => options.show(passOf("first", { read: 0, total: 0, seconds_left: null })),
  "pass-first-linking": (options) => options.show(passOf("first", { read: 24000, linked: 350, to_choose: 31, failed: 3, seconds_left: 0 })),
  "pass-again": (options) => options.show(passOf("again")),
  "pass-paused": (options) => options.show(passOf("paused")),
  "pass-cancelled": (options) => options.show(passing({ kind: "cancelled" }, 0)),
  "diagnostics": (options) => diagnosed(options, {}),
  "diagnostics-resting": (options) => diagnosed(options, {
    held_for: 12, passes_rest: "not_understood", passes_until: now + 25 * 60_000, failed: 7, daily_left: 100,
  }),
  "pass-first-done": (options) => options.show(passing({ kind: "first_done", linked: 1204, to_choose: 31 }, 1204)),
  "pass-failed": (options) => options.show(passing({ kind: "failed", problem: problem("problem_offline") })),
  "page-fine": (options) => options.show({ ...connected(), page: { build: "2.3000.1048032155", trusted: true, findings: [] } }),
  "page-odd": (options) => options.show({ ...connected(), page: report(true, ["H03"], ["H11", "conversation:2, title:3"]) }),
  "page-doubtful": (options) => options.show({
    ...connected(), page: report(false, ["H02"], ["H04"], ["H05"], ["H06", "contact"], ["H07"], ["H08"], ["H09"], ["H10"], ["H12"]),
  }),
  "another-key": async (options) => {
    await options.show(connected());
    await options.button("Use another key").click();
  },
  "disconnect": async (options) => {
    await options.show(connected());
    await options.button("Disconnect").click();
  },
  "key-refused": (options) => options.show(optionsView({ ...known, strip: checked, connection: { kind: "key_refused", portal } })),
  "key-needed": (options) => options.show(optionsView({ ...known, strip: checked, connection: { kind: "key_needed", portal } })),
  "settings-changed": (options) => options.show({
    ...connected(),
    settings: {
      portal_region: "DE", ask_across_country_codes: true, include_group_members: true, replaced_property: "whats_app",
      card_properties: [],
    },
  }),
  "updated": async (options) => {
    await options.show(connected());
    await options.page.evaluate(() => window.gallery.update());
  },
};
