/**
 * The demo's cast: who is on WhatsApp, and what HubSpot knows of them. `crm` is written exactly as a person once typed
 * it. All numbers are invented.
 */

/** Exact matches: the country code stands in HubSpot's text. */
export const EXACT = [
  { key: "ana", name: "Ana Beatriz Rocha", digits: "5511987654321", crm: { phone: "+55 11 98765-4321" }, at: "Café Primavera", title: "Head of Operations", oldName: "Ana (fair)", pin: 1 },
  { key: "james", name: "James Whitfield", digits: "442079460123", crm: { phone: "+44 (0)20 7946 0123" }, at: "Harrow & Finch Coffee", title: "Owner" },
  { key: "grace", name: "Grace Miller", digits: "12125550117", crm: { phone: "+1 (212) 555-0117" }, at: "Hudson Bakehouse", title: "Store Manager", lid: null },
  { key: "priya", name: "Priya Raman", digits: "919820041234", crm: { phone: "+91 98200-41234" }, at: "Lotus Lane Cafés", title: "Founder" },
  { key: "lucas", name: "Lucas Ferreira", digits: "5521998761122", crm: { phone: "0055 21 99876 1122" }, at: "Casa do Grão", title: "Purchasing" },
  { key: "tom", name: "Tom Becker", digits: "4915123456701", crm: { phone: "+49 (0)151 23456701" }, at: "Rösterei Nordlicht", title: "Managing Director" },
  { key: "carmen", name: "Carmen Ortiz", digits: "5215512340678", crm: { phone: "+52 55 1234 0678" }, at: "Hotel Jacaranda", title: "Food & Beverage" },
  { key: "diego", name: "Diego Suárez", digits: "5491123456701", crm: { phone: "+54 11 2345-6701" }, at: "Bar Esquina", title: "Owner" },
  { key: "weiling", name: "Wei Ling Tan", digits: "6591234501", crm: { phone: "+65 9123 4501" }, at: "Orchid Street Coffee", title: "Director" },
  { key: "joao", name: "João Pedro Alves", digits: "554188887701", crm: { phone: "+55 41 98888-7701" }, at: "Padaria Alves", title: "Owner", chat: "phone" },
  { key: "helena", name: "Helena Costa", digits: "5531977772201", crm: { phone: "+55 (31) 7777-2201" }, at: "Mercado Central Café", title: "Manager" },
  { key: "noah", name: "Noah Fischer", digits: "491601234502", crm: { phone: "+49-160-1234502" }, at: "Kiez Kaffee", title: "Barista trainer", olderLid: "255510000000012" },
  { key: "olivia", name: "Olivia Bennett", digits: "12125550133", crm: { phone: "+1.212.555.0133" }, at: "Paper & Bean", title: "Buyer", lid: "15550109999" },
  { key: "rafael", name: "Rafael Nunes", digits: "5511976540088", crm: { mobilephone: "+55 11 97654-0088" }, at: "Nunes Instalações", title: "Technician" },
  { key: "beatriz", name: "Beatriz Lima", digits: "5519991234407", crm: { hs_whatsapp_phone_number: "+5519991234407" }, at: "Doce Lima", title: "Pastry chef" },
  { key: "karl", name: "Karolina Nowak", digits: "48601234501", crm: { phone: "+48 601-234-501" }, at: "Ziarno", title: "Owner" },
  { key: "camille", name: "Camille Laurent", digits: "33612345071", crm: { phone: "+33 6 12 34 50 71" }, at: "Atelier Laurent", title: "Sales" },
  { key: "pedro", name: "Pedro Gonçalves", digits: "351912345671", crm: { phone: "Pedro: +351 912 345 671" }, at: "Feira Atlântica", title: "Events", chat: "phone" },
  { key: "lucia", name: "Lucía Fernández", digits: "34612345701", crm: { phone: "+34612345701" }, at: "Café del Puerto", title: "Marketing" },
  { key: "yuto", name: "Yuto Nakamura", digits: "819012345501", crm: { phone: "+81-90-1234-5501" }, at: "Komorebi Coffee", title: "Importer" },
  { key: "thandi", name: "Thandi Mokoena", digits: "27821234501", crm: { phone: "+27 82 123 4501" }, at: "Khaya Roasters", title: "Founder", chat: "phone" },
  { key: "bakery", name: "Harbor Bakery", digits: "551134567801", crm: { phone: "+55 11 3456-7801; +55 11 3456-7802" }, at: "Harbor Bakery", title: null, business: true, saved: false },
  { key: "omar", name: "Omar Haddad", digits: "971501234501", crm: { phone: "+971501234501" }, at: "Oasis Trading", title: "Procurement" },
  { key: "sofia", name: "Sofia Marino", digits: "393471234567", crm: { phone: "+39 347 123-4567" }, at: "Torrefazione Marino", title: "Export" },
  { key: "daniela", name: "Daniela Rojas", digits: "573001234501", crm: { phone: "+57 300 123-4501 ext. 12" }, at: "Cafetal del Valle", title: "Quality", chat: null },
];

/** Matches by national number only: no country code in the text. */
export const NATIONAL = [
  { key: "mateus", name: "Mateus Oliveira", digits: "5511991112233", crm: { phone: "(11) 99111-2233" }, at: "Pães do Bairro", title: "Owner" },
  { key: "juliana", name: "Juliana Prado", digits: "5548992223344", crm: { phone: "48 99222 3344" }, at: "Ilha Café", title: "Manager" },
  { key: "bruno", name: "Bruno Teixeira", digits: "5585983334455", crm: { phone: "0 85 98333-4455" }, at: "Praia Bistrô", title: "Chef" },
  { key: "larissa", name: "Larissa Campos", digits: "5561994445566", crm: { phone: "061 99444.5566" }, at: "Planalto Eventos", title: "Planner" },
  { key: "felipe", name: "Felipe Araújo", digits: "5551995556677", crm: { phone: "51995556677" }, at: "Serra Gaúcha Cafés", title: "Partner" },
  { key: "isabela", name: "Isabela Martins", digits: "5571996667788", crm: { mobilephone: "(71) 9 9666-7788" }, at: "Bahia Doce", title: "Owner" },
  { key: "hannah", name: "Hannah Wolf", digits: "491712345678", crm: { phone: "0171 2345678" }, at: "Wolf Gastro", title: "Consultant" },
  { key: "arjun", name: "Arjun Mehta", digits: "919030045612", crm: { phone: "090300 45612" }, at: "Deccan Roastery", title: "Head Roaster" },
];

/** The same number on two contacts: nobody but the rep can choose. */
export const TIES = [
  { key: "marcos", name: "Marcos Vieira", digits: "5511982221100", at: "Vieira Cafés", twins: [{ firstname: "Marcos", lastname: "Vieira", phone: "+55 11 98222-1100" }, { firstname: "M.", lastname: "Vieira (loja 2)", phone: "5511982221100" }] },
  { key: "patricia", name: "Patrícia Gomes", digits: "5527993332211", at: "Gomes & Filhas", twins: [{ firstname: "Patrícia", lastname: "Gomes", phone: "(27) 99333-2211" }, { firstname: "Loja", lastname: "Gomes & Filhas", mobilephone: "27 993332211" }] },
  { key: "renata", name: "Renata Azevedo", digits: "5581994443322", at: "Azevedo Hotéis", twins: [{ firstname: "Renata", lastname: "Azevedo", phone: "+55 81 99444-3322 ext. 10" }, { firstname: "Caio", lastname: "Azevedo", phone: "+55 81 99444-3322 ext. 22" }] },
];

/** The same national number under another country code: once a valid number there, once not. */
export const CODES = [
  { key: "ethan", name: "Ethan Clarke", digits: "12125550142", crm: { phone: "+55 21 2555-0142" }, at: "Brooklyn Grind", title: "Co-owner" },
  { key: "charlotte", name: "Charlotte Hughes", digits: "442079460142", crm: { phone: "+34 20 7946 0142" }, at: "Tidewater Rooms", title: "General Manager" },
];

/** In HubSpot under another number: to be linked by hand. */
export const MANUAL = [
  { key: "gabriel", name: "Gabriel Moreira", digits: "5511965432109", crm: { phone: "+55 11 3222-8800" }, at: "Moreira Restaurantes", title: "Director" },
  { key: "chloe", name: "Chloé Dubois", digits: "33698765012", crm: { phone: "+33 1 70 18 99 40" }, at: "Maison Dubois", title: "Owner" },
];

/** Not in HubSpot at all: among them an unsaved person, two namesakes and someone not migrated. */
export const UNMATCHED = [
  { key: "unsaved", name: "", pushname: "Thiago", digits: "5511964440077", saved: false, mirror: false },
  { key: "namesakeA", name: "Ana Souza", digits: "5511955501234" },
  { key: "namesakeB", name: "Ana Souza", digits: "5562988123409" },
  { key: "vinicius", name: "Vinícius Barros", digits: "5592991237788", lid: null },
  { key: "ingrid", name: "Ingrid de Vries", digits: "31612345098" },
  { key: "matthew", name: "Matthew Cole", digits: "61412345098" },
];

/** Saved, but never written to. */
export const SAVED_ONLY = [
  { name: "Adriana Pires", digits: "5511943215566" },
  { name: "Eduardo Reis", digits: "5541991230098" },
  { name: "Fernanda Lopes", digits: "5521981230055" },
  { name: "Dentist", digits: "551130451122" },
  { name: "Otávio Ramos", digits: "5534991112288" },
];

/** HubSpot contacts who look like somebody of the cast and are not. */
export const LOOKALIKES = [
  { firstname: "Ana", lastname: "Rocha", phone: "+55 11 98765-4399" },
  { firstname: "Ana", lastname: "Souza", phone: "+55 47 99911-0042" },
  { firstname: "James", lastname: "Whitefield", phone: "+44 20 7946 0931" },
  { firstname: "Mateus", lastname: "Oliveira Neto", phone: "(11) 99111-9922" },
  { firstname: "Grace", lastname: "Millar", phone: "+1 212 555 0171" },
  { firstname: "Gabriel", lastname: "Moreira Santos", phone: "+55 11 98800-7712" },
];
