/** The HubSpot half of the demo: the cast's contacts, look-alikes and a crowd; companies, deals, tickets, owners. */
import { company, deal, hubspotContact, owner, ticket } from "./build.mjs";
import { phone, WITH_CODE, WITHOUT_CODE } from "./formats.mjs";
import { CODES, EXACT, LOOKALIKES, MANUAL, NATIONAL, TIES } from "./people.mjs";

const CONTACTS = 300;
const COMPANIES = 40;
const DEALS = 60;
const TICKETS = 40;
const DAY = 86_400;

const FIRST = ["Aline", "André", "Bianca", "Caio", "Clara", "Daniel", "Débora", "Emily", "Enzo", "Flávia", "Giulia", "Henrique", "Inês", "Jonas", "Kátia", "Leandro", "Luana", "Maria", "Marcelo", "Natália", "Oscar", "Paulo", "Raquel", "Rodrigo", "Samuel", "Simone", "Tânia", "Victor", "William", "Zélia"];
const LAST = ["Almeida", "Barbosa", "Cardoso", "Carvalho", "Castro", "Dias", "Duarte", "Freitas", "Garcia", "Gomes", "Leite", "Lopes", "Machado", "Melo", "Mendes", "Monteiro", "Moura", "Pereira", "Ribeiro", "Rocha", "Santana", "Silva", "Tavares", "Xavier"];
const PLACES = ["Café", "Padaria", "Bistrô", "Empório", "Hotel"];
const NAMES = ["Aroma", "Boa Vista", "Central", "da Serra", "do Porto", "Estrela", "Imperial", "Jardim"];
const TITLES = ["Owner", "Manager", "Buyer", "Barista", "Head Chef", "Operations", null];
const STAGES = ["lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer"];
const STATUS = ["NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "CONNECTED", null];
const AREAS = ["11", "21", "31", "41", "51", "61", "71", "81", "85", "92"];

const ascii = (text) => text.normalize("NFD").replace(/[^\p{L}\p{N}]+/gu, " ").replace(/\p{M}/gu, "").trim().toLowerCase();
const words = (text) => ascii(text).split(" ");
const domainOf = (name) => `${ascii(name).replaceAll(" ", "")}.example`;

/** Deals and tickets of the cast, as the README's pictures show them. */
const CAST_DEALS = [
  ["ana", "Two-group machines, Curitiba", "48600", "contractsent", 12],
  ["ana", "Training day for eight", "3200", "qualifiedtobuy", 25],
  ["james", "Leeds shop set-up", "31900", "presentationscheduled", 40],
  ["lucas", "Order plan 2027", "214000", "decisionmakerboughtin", 60],
  ["priya", "Bengaluru opening", "57250", "closedwon", -9],
  ["tom", "Lease, 36 months", "62400", "contractsent", 8],
  ["carmen", "Six Aurora Mini, hotel bars", "39000", "qualifiedtobuy", 30],
  ["mateus", "Three bakeries, tasting", "72500", "appointmentscheduled", 45],
  ["grace", "Service contract, New York", "8400", "159300101", 20],
  ["ethan", "Four grinders by December", "15800", "qualifiedtobuy", 18],
  ["joao", "Pump replacement and service", "2900", "159300102", 15],
  ["gabriel", "Second training round", "4800", "appointmentscheduled", 33],
  ["charlotte", "Breakfast room machine", "28700", "presentationscheduled", 35],
];
const CAST_TICKETS = [
  ["ana", "Water filter: is it included?", "0", "2", "LOW"],
  ["grace", "Steam wand leaks on machine two", "0", "3", "HIGH"],
  ["joao", "Pressure gauge shows 11 bar", "0", "1", "MEDIUM"],
  ["priya", "Installation in Bengaluru", "91220417", "201400503", "MEDIUM"],
  ["james", "Installation in Leeds", "91220417", "201400501", "LOW"],
  ["marcos", "Descaling kits for both shops", "0", "4", "LOW"],
];
const RENEWALS = ["159300101", "159300102", "159300103", "159300104"];
const SALES = ["appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "decisionmakerboughtin", "contractsent", "closedwon", "closedlost"];

/**
 * @param {{ source: ReturnType<import("./random.mjs").random>, now: number }} given
 * @returns {{ entities: object[], ids: Record<string, string[]> }} `ids` = key of the cast -> contact ids
 */
export function crm({ source, now }) {
  const owners = [["61207711", "Marina", "Duarte"], ["61207712", "Paulo", "Siqueira"], ["61207713", "Emily", "Stone"]].map(([id, firstName, lastName]) => owner({ id, firstName, lastName, email: `${words(firstName)[0]}.${words(lastName)[0]}@aurora.example` }));
  const companies = new Map();
  const companyOf = (name) => {
    if (!companies.has(name)) companies.set(name, company({ id: String(20_310_000 + companies.size * 37), name, domain: domainOf(name) }));
    return companies.get(name);
  };

  let next = 100_451;
  const contacts = [];
  const ids = {};
  const put = (key, properties, at) => {
    next += 1 + source.below(60);
    const contact = hubspotContact({ id: String(next), createdAgo: DAY * (900 - contacts.length * 2), updatedAgo: DAY * (1 + source.below(200)), company: at ? companyOf(at) : undefined, ...properties });
    contacts.push(contact);
    if (key) ids[key] = [...(ids[key] ?? []), contact.id];
    return contact;
  };
  const common = (index) => ({ lifecyclestage: source.pick(STAGES), hs_lead_status: source.pick(STATUS), hubspot_owner_id: owners[index % owners.length].id });
  const mail = (first, last, at) => `${words(first)[0]}.${words(last).at(-1)}@${domainOf(at)}`;

  const byKey = {};
  for (const one of [...EXACT, ...NATIONAL, ...CODES, ...MANUAL]) {
    const [firstname, ...rest] = one.business ? ["", one.name] : one.name.split(" ");
    const lastname = rest.join(" ");
    byKey[one.key] = put(one.key, { firstname, lastname, email: one.business ? `hello@${domainOf(one.at)}` : mail(firstname, lastname, one.at), jobtitle: one.title, ...common(0), ...one.crm }, one.at);
  }
  for (const one of TIES) for (const twin of one.twins) byKey[one.key] = put(one.key, { email: mail(twin.firstname === "M." ? "loja2" : twin.firstname, twin.lastname, one.at), ...common(1), ...twin }, one.at);
  put("locked", { firstname: "Sérgio", lastname: "Pinto", email: "sergio.pinto@private.example", phone: "+55 11 93333-4455", ...common(0) });
  LOOKALIKES.forEach((one, index) => put(null, { email: `${words(one.firstname)[0]}.${words(one.lastname).at(-1)}@look${index}.example`, ...common(index), ...one }));

  const place = (index) => `${PLACES[index % PLACES.length]} ${NAMES[(index * 3) % NAMES.length]}`;
  const crowd = [];
  while (contacts.length < CONTACTS) {
    const index = contacts.length;
    const [firstname, lastname] = [source.pick(FIRST), source.pick(LAST)];
    // 2xxx as the middle of a mobile number belongs to nobody of the cast, so the crowd never matches by chance.
    const digits = `55${source.pick(AREAS)}9${6 + source.below(3)}2${source.digits(2)}${String(index).padStart(4, "0")}`;
    const written = index % 11 === 0 ? {} : { [index % 9 === 0 ? "mobilephone" : "phone"]: phone(digits, source.pick(index % 3 ? WITH_CODE : WITHOUT_CODE)) };
    const at = companies.size < COMPANIES ? place(index) : source.pick([...companies.keys()]);
    crowd.push(put(null, { firstname, lastname, email: `${words(firstname)[0]}.${words(lastname)[0]}.${index}@${domainOf(at)}`, jobtitle: source.pick(TITLES), ...common(index), ...written }, index % 5 ? at : undefined));
  }

  const close = (days) => new Date((now + days * DAY) * 1000).toISOString();
  const deals = CAST_DEALS.map(([key, dealname, amount, dealstage, days]) => ({ dealname, amount, dealstage, closedate: close(days), contact: byKey[key] }));
  const tickets = CAST_TICKETS.map(([key, subject, hs_pipeline, hs_pipeline_stage, hs_ticket_priority]) => ({ subject, hs_pipeline, hs_pipeline_stage, hs_ticket_priority, contacts: [byKey[key]] }));
  while (deals.length < DEALS) deals.push({ dealname: `${source.pick(["Two-group", "Aurora Mini", "Grinder Q", "Service"])} ${deals.length}`, amount: String((5 + source.below(90)) * 500), dealstage: source.pick([...SALES, ...RENEWALS]), closedate: close(source.below(160) - 60), contact: source.pick(crowd) });
  while (tickets.length < TICKETS) tickets.push({ subject: `${source.pick(["Spare parts", "Leak", "Invoice address", "Training", "Delivery date"])} ${tickets.length}`, hs_pipeline: "0", hs_pipeline_stage: String(1 + source.below(4)), hs_ticket_priority: source.pick(["LOW", "MEDIUM", "HIGH"]), contacts: [source.pick(crowd)] });

  return {
    ids,
    entities: [
      ...owners,
      ...companies.values(),
      ...contacts,
      ...deals.map(({ contact, ...properties }, index) => deal({ id: String(38_100_000 + index * 113), ...properties, pipeline: RENEWALS.includes(properties.dealstage) ? "84120931" : "default", hubspot_owner_id: owners[index % 3].id, contacts: [contact], companies: contact.company ? [contact.company] : [] })),
      ...tickets.map((one, index) => ticket({ id: String(27_500_000 + index * 91), ...one })),
    ],
  };
}
