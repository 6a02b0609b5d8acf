/**
 * The sandbox against HubSpot's own client library: it performs on the v3 and v4 routes every operation that the extension uses, and its
 * deserialisers take the dated answers without loss.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { globalAgent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Client } from "@hubspot/api-client";
import { startHubspot } from "../e2e/hubspot.mjs";
import { throwAwayCertificate } from "../whatsapp/certificate.mjs";
import { company, deal, hubspotContact, owner, ticket, world } from "../world/build.mjs";

const require = createRequire(import.meta.url);
/** The library's deserialisers of one area of the API. */
const models = (area) => require(`@hubspot/api-client/lib/codegen/crm/${area}/models/ObjectSerializer.js`).ObjectSerializer;

let [hubspot, client, folder, key] = [];

before(async () => {
  const harbour = company({ id: "501", name: "Harbour", domain: "harbour.example" });
  const named = { firstname: "Ana", lastname: "Rocha", email: "ana@x.example" };
  const ana = hubspotContact({ id: "101", ...named, phone: "+55 11 98765-4321", company: harbour });
  const noa = hubspotContact({ id: "102", firstname: "Noa", lastname: "Levi", mobilephone: "+1 212 555 0101" });
  const settings = { indexLag: { creates: 0, updates: 0 }, limits: { searchesPerSecond: 100, burst: 1_000 }, associationIds: "texts" };
  const made = world([
    owner({ id: "41", email: "marina@x.example", firstName: "Marina", lastName: "Duarte" }), harbour, ana, noa,
    deal({ id: "301", dealname: "Two machines", pipeline: "default", dealstage: "contractsent", contacts: [ana], companies: [harbour] }),
    ticket({ id: "401", subject: "Leak", hs_pipeline: "0", hs_pipeline_stage: "1", contacts: [ana] }),
  ]);
  key = made.key;
  const { cert, key: privateKey } = throwAwayCertificate(["localhost"]);
  folder = mkdtempSync(join(tmpdir(), "hubspot-client-"));
  const paths = { certificate: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  writeFileSync(paths.certificate, cert);
  writeFileSync(paths.key, privateKey);
  hubspot = await startHubspot({ seed: { ...made.hubspot, settings }, ...paths });
  // Handed an agent of its own the library still refused the certificate, so the process trusts it.
  globalAgent.options.ca = cert;
  client = new Client({ accessToken: key, basePath: `https://localhost:${hubspot.port}`, numberOfApiCallRetries: 0 });
});

after(async () => {
  globalAgent.destroy();
  await hubspot.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An answer as it comes over the wire. */
function ask(method, path, body) {
  return new Promise((done, fail) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const sent = request({ host: "localhost", port: hubspot.port, method, path, headers }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part)).on("end", () => done(JSON.parse(text)));
    });
    sent.on("error", fail).end(body && JSON.stringify(body));
  });
}

/** Property names of a contact are free; those of the envelope are the library's. */
const UNKNOWN_TO_THE_LIBRARY = new Set(["url", "warnings", "dataSensitivity", "archivable", "correlationId"]);

/** What of an answer is not in what was read from it. */
function lost(answer, read, path = "") {
  if (read instanceof Date) return new Date(answer).getTime() === read.getTime() ? [] : [path];
  if (answer === null || typeof answer !== "object") return answer === read || (answer === null && read === undefined) ? [] : [path];
  if (read === null || typeof read !== "object") return [path];
  // `from` is a word of the language the library was made in, and is `_from` there.
  const names = Object.keys(answer).filter((name) => !UNKNOWN_TO_THE_LIBRARY.has(name));
  return names.flatMap((name) => lost(answer[name], read[name] ?? read[`_${name}`], `${path}/${name}`));
}

const association = (id, type) => ({ to: { id }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: type }] });
const idsOf = (page) => page.results.map((one) => one.id);
const has = (propertyName, operator, more = {}) => [{ filters: [{ propertyName, operator, ...more }] }];

test("the library reads contacts: one, a page, a batch, a search", async () => {
  const { basicApi, batchApi, searchApi } = client.crm.contacts;
  const one = await basicApi.getById("101", ["phone", "hs_calculated_phone_number"], ["phone"], ["deals", "tickets", "companies"]);
  assert.equal(one.properties.hs_calculated_phone_number, "+5511987654321");
  assert.deepEqual(one.associations.deals.results.map(({ id, type }) => [id, type]), [["301", "contact_to_deal"]]);
  assert.equal(one.associations.companies.results.length, 2);
  assert.equal(one.propertiesWithHistory.phone[0].value, "+55 11 98765-4321");
  const page = await basicApi.getPage(1, undefined, ["email"]);
  assert.deepEqual([idsOf(page), page.paging.next.after], [["101"], "102"]);
  // The list way of a mirror: from where the page before says, to a page that says nothing.
  const last = await basicApi.getPage(100, page.paging.next.after, ["phone"]);
  assert.deepEqual([idsOf(last), last.paging], [["102"], undefined]);
  const batch = await batchApi.read({ inputs: [{ id: "101" }, { id: "999" }], properties: ["email"], propertiesWithHistory: [] });
  assert.deepEqual([idsOf(batch), batch.numErrors, batch.errors[0].context.ids], [["101"], 1, ["999"]]);
  const query = { filterGroups: has("mobilephone", "HAS_PROPERTY"), sorts: ["hs_object_id"], properties: ["mobilephone"], limit: 200 };
  const found = await searchApi.doSearch(query);
  assert.deepEqual([found.total, idsOf(found)], [1, ["102"]]);
  const numbers = has("hs_searchable_calculated_phone_number", "IN", { values: ["11987654321"] });
  assert.deepEqual(idsOf(await searchApi.doSearch({ filterGroups: numbers, limit: 10 })), ["101"]);
});

test("the library writes contacts and is told why not", async () => {
  const { basicApi, batchApi } = client.crm.contacts;
  const changed = await basicApi.update("101", { properties: { jobtitle: "Owner" } });
  assert.equal(changed.properties.jobtitle, "Owner");
  const made = await basicApi.create({ properties: { firstname: "Eva", email: "eva@x.example" }, associations: [] });
  assert.equal((await basicApi.getById(made.id)).properties.firstname, "Eva");
  await assert.rejects(basicApi.create({ properties: { email: "eva@x.example" }, associations: [] }), (error) => {
    return error.code === 409 && error.body.category === "CONFLICT" && error.body.message.endsWith(made.id);
  });
  await assert.rejects(basicApi.update("101", { properties: { nope: "x" } }), { code: 400 });
  await assert.rejects(basicApi.getById("999"), { code: 404 });
  const batch = await batchApi.update({ inputs: [{ id: made.id, properties: { lastname: "Novak" } }] });
  assert.deepEqual(idsOf(batch), [made.id]);
  const merged = await basicApi.merge({ primaryObjectId: made.id, objectIdToMerge: "102" });
  assert.equal((await basicApi.getById(made.id)).id, merged.id);
  await basicApi.archive(merged.id);
  await assert.rejects(basicApi.getById(merged.id), { code: 404 });
});

test("the library creates deals, tickets, notes, tasks and messages with their contact", async () => {
  const { deals, tickets, objects } = client.crm;
  const deal = { dealname: "New", pipeline: "default", dealstage: "contractsent", amount: "1500.00" };
  const made = await deals.basicApi.create({ properties: deal, associations: [association("101", 3)] });
  const ticket = { subject: "New", hs_pipeline: "0", hs_pipeline_stage: "1" };
  await tickets.basicApi.create({ properties: ticket, associations: [association("101", 16)] });
  const at = "2026-11-23T10:00:00Z";
  await objects.notes.basicApi.create({ properties: { hs_timestamp: at, hs_note_body: "Hi" }, associations: [association("101", 202)] });
  const task = { hs_timestamp: at, hs_task_subject: "Call" };
  await objects.tasks.basicApi.create({ properties: task, associations: [association("101", 204)] });
  const channel = { hs_communication_channel_type: "WHATS_APP", hs_communication_logged_from: "CRM" };
  const message = { ...channel, hs_communication_body: "Hi", hs_timestamp: at };
  await objects.communications.basicApi.create({ properties: message, associations: [association("101", 81)] });
  const moved = await deals.basicApi.update(made.id, { properties: { dealstage: "closedwon" } });
  assert.equal(moved.properties.dealstage, "closedwon");
  const read = await deals.batchApi.read({ inputs: [{ id: made.id }], properties: ["hs_is_closed_won"], propertiesWithHistory: [] });
  assert.equal(read.results[0].properties.hs_is_closed_won, "true");
  for (const [area, from] of [["deals", deals], ["tickets", tickets]]) {
    const found = await from.searchApi.doSearch({ filterGroups: has("associations.contact", "EQ", { value: "101" }), limit: 10 });
    assert.equal(found.total, 2, area);
  }
  const names = await client.crm.companies.batchApi.read({ inputs: [{ id: "501" }], properties: ["name"], propertiesWithHistory: [] });
  assert.equal(names.results[0].properties.name, "Harbour");
});

test("the library searches contacts in each of the ways of the extension", async () => {
  const { basicApi, searchApi } = client.crm.contacts;
  const made = await basicApi.create({
    properties: { firstname: "Maria", lastname: "Silva", email: "maria.silva@x.example", phone: "+1 650 123 4567" }, associations: [],
  });
  const changed = Date.parse((await basicApi.getById(made.id)).properties.lastmodifieddate);
  const sorted = (propertyName, direction = "ASCENDING") => [{ propertyName, direction }];
  const filter = (propertyName, operator, more) => ({ propertyName, operator, ...more });
  /** @type {[string, object[][], object[]][]} */
  const searches = [
    ["a page of the change feed", [[filter("lastmodifieddate", "GTE", { value: String(changed) })]], sorted("lastmodifieddate")],
    ["one instant of it, by id", [[
      filter("lastmodifieddate", "EQ", { value: String(changed) }), filter("hs_object_id", "GT", { value: String(made.id - 1) }),
    ]], sorted("hs_object_id")],
    ["a later page of a mirror", ["phone", "mobilephone", "hs_whatsapp_phone_number"].map((name) => [
      filter(name, "HAS_PROPERTY"), filter("hs_object_id", "GT", { value: String(made.id - 1) }),
    ]), sorted("hs_object_id")],
    ["part of a name or an e-mail", ["firstname", "lastname", "email"].map((name) => [
      filter(name, "CONTAINS_TOKEN", { value: "*silv*" }),
    ]), sorted("lastmodifieddate", "DESCENDING")],
    ["the end of a number", ["phone", "mobile"].map((name) => [
      filter(`hs_searchable_calculated_${name}_number`, "CONTAINS_TOKEN", { value: "*1234567" }),
    ]), sorted("lastmodifieddate", "DESCENDING")],
  ];
  for (const [what, groups, sorts] of searches) {
    const filterGroups = groups.map((filters) => ({ filters }));
    const found = await searchApi.doSearch({ filterGroups, sorts, properties: ["phone"], limit: 200 });
    assert.ok(idsOf(found).includes(made.id), what);
  }
  const newest = await searchApi.doSearch({
    filterGroups: has("hs_object_id", "HAS_PROPERTY"), sorts: sorted("lastmodifieddate", "DESCENDING"), properties: [], limit: 1,
  });
  assert.deepEqual([idsOf(newest), newest.total > 1], [[made.id], true]);
  const byEmail = await basicApi.getById("maria.silva@x.example", ["email"], undefined, undefined, false, "email");
  assert.equal(byEmail.id, made.id);
  const replaced = await basicApi.update(made.id, { properties: { hs_whatsapp_phone_number: "+16501234567" } });
  assert.equal(replaced.properties.hs_whatsapp_phone_number, "+16501234567");
  await basicApi.archive(made.id);
});

test("the library proves a key and reads what the other cards need", async () => {
  const { companies, deals, tickets, objects } = client.crm;
  const parts = [["companies", companies, "501"], ["deals", deals, "301"], ["tickets", tickets, "401"]];
  for (const [area, { basicApi, batchApi }, id] of parts) {
    assert.equal((await basicApi.getPage(1, undefined, undefined, undefined, undefined, false)).results.length, 1, area);
    const read = await batchApi.read({ inputs: [{ id }], properties: ["hs_object_id"], propertiesWithHistory: [] });
    assert.deepEqual(idsOf(read), [id], area);
    assert.ok((await client.crm.properties.coreApi.getAll(area)).results.length > 5, area);
  }
  const moved = await tickets.basicApi.update("401", { properties: { hs_pipeline_stage: "2" } });
  assert.equal(moved.properties.hs_pipeline_stage, "2");
  assert.ok((await client.crm.pipelines.pipelinesApi.getAll("tickets")).results.length > 0);
  const owners = await client.crm.owners.ownersApi.getPage(undefined, undefined, 100, true);
  assert.deepEqual(owners.results, []);
  for (const kind of ["notes", "tasks"]) {
    const linked = await client.crm.associations.v4.batchApi.getPage("contacts", kind, { inputs: [{ id: "101" }] });
    const inputs = linked.results[0].to.map((one) => ({ id: String(one.toObjectId) }));
    const read = await objects[kind].batchApi.read({ inputs, properties: ["hs_timestamp"], propertiesWithHistory: [] });
    assert.equal(read.results.length, 1, kind);
  }
});

test("the library reads and changes associations", async () => {
  const { basicApi, batchApi } = client.crm.associations.v4;
  const read = await batchApi.getPage("contacts", "deals", { inputs: [{ id: "101" }] });
  assert.ok(read.results[0].to.some((one) => one.toObjectId === "301" && one.associationTypes[0].typeId === 4));
  await basicApi.createDefault("contacts", "101", "deals", "301");
  const page = await basicApi.getPage("deals", "301", "contacts");
  assert.equal(page.results[0].toObjectId, "101");
  const spec = [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: 15 }];
  const put = await basicApi.create("contacts", "101", "tickets", "401", spec);
  assert.deepEqual([put.fromObjectTypeId, put.toObjectId], ["0-1", "401"]);
  await basicApi.archive("contacts", "101", "tickets", "401");
  const left = await basicApi.getPage("tickets", "401", "contacts");
  assert.deepEqual(left.results, []);
});

test("the library reads owners, pipelines, properties and the account", async () => {
  const owners = await client.crm.owners.ownersApi.getPage();
  assert.deepEqual([idsOf(owners), owners.results[0].firstName], [["41"], "Marina"]);
  const pipelines = await client.crm.pipelines.pipelinesApi.getAll("deals");
  assert.equal(pipelines.results[0].stages[4].metadata.probability, "0.9");
  const phone = await client.crm.properties.coreApi.getByName("contacts", "phone");
  assert.deepEqual([phone.fieldType, phone.modificationMetadata.readOnlyValue], ["phonenumber", false]);
  const all = await client.crm.properties.coreApi.getAll("contacts");
  assert.ok(all.results.length > 50);
  const details = await (await client.apiRequest({ path: "/account-info/v3/details" })).json();
  assert.equal(details.uiDomain, "app.hubspot.com");
});

const OBJECTS = "/crm/objects/2026-09";
const COMPANIES = "/crm/associations/2026-09/contacts/companies/batch/read";
const READ = { inputs: [{ id: "101" }, { id: "999" }], properties: ["phone"], propertiesWithHistory: ["phone"] };
const FULL = "properties=phone,jobtitle&propertiesWithHistory=phone&associations=deals,companies";
const LIST = "CollectionResponseSimplePublicObjectWithAssociationsForwardPaging";
const FOUND = "CollectionResponseWithTotalSimplePublicObjectForwardPaging";
const DATED = [
  ["contacts", "SimplePublicObjectWithAssociations", "GET", `${OBJECTS}/contacts/101?${FULL}`],
  ["contacts", LIST, "GET", `${OBJECTS}/contacts?limit=1&associations=deals`],
  ["contacts", FOUND, "POST", `${OBJECTS}/contacts/search`, { limit: 1, properties: ["phone"] }],
  ["contacts", "BatchResponseSimplePublicObjectWithErrors", "POST", `${OBJECTS}/contacts/batch/read`, READ],
  ["contacts", "SimplePublicObject", "PATCH", `${OBJECTS}/contacts/101`, { properties: { jobtitle: "Owner" } }],
  ["deals", "SimplePublicObjectWithAssociations", "GET", `${OBJECTS}/deals/301?associations=contacts`],
  ["owners", "CollectionResponsePublicOwnerForwardPaging", "GET", "/crm/owners/2026-09?limit=100"],
  ["pipelines", "CollectionResponsePipelineNoPaging", "GET", "/crm/pipelines/2026-09/tickets"],
  ["properties", "CollectionResponsePropertyNoPaging", "GET", "/crm/properties/2026-09/contacts"],
  ["associations/v4", "BatchResponsePublicAssociationMultiWithLabel", "POST", COMPANIES, { inputs: [{ id: "101" }] }],
];

for (const [area, type, method, path, body] of DATED) {
  test(`${type} takes ${method} ${path.split("?")[0]} without loss`, async () => {
    const answer = await ask(method, path, body);
    assert.notEqual(answer.status, "error", JSON.stringify(answer));
    assert.deepEqual(lost(answer, models(area).deserialize(answer, type, "")), []);
  });
}

test("a loss would be seen", async () => {
  const at = "2024-01-01T00:00:00Z";
  const answer = { id: "1", properties: {}, createdAt: at, updatedAt: at, archived: false, novelty: 1 };
  assert.deepEqual(lost(answer, models("contacts").deserialize(answer, "SimplePublicObject", "")), ["/novelty"]);
});
