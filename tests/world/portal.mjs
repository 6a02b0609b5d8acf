/** The HubSpot account of the test worlds: details, scopes of its key, pipelines. */

export const PORTAL = { id: 146512345, uiDomain: "app.hubspot.com", dataHostingLocation: "na1", accountType: "STANDARD", companyCurrency: "BRL", timeZone: "America/Sao_Paulo", inferredCountry: "US" };

/** Everything the product can use (hubspot-api.md 2.5). */
export const SCOPES = ["crm.objects.contacts.read", "crm.objects.contacts.write", "crm.objects.deals.read", "crm.objects.deals.write", "tickets", "crm.objects.owners.read", "crm.objects.companies.read", "oauth"];

const stage = (id, label, probability) => ({ id, label, metadata: { probability: String(probability), isClosed: String(probability === 0 || probability === 1) } });
const step = (id, label, closed = false) => ({ id, label, metadata: { isClosed: String(closed), ticketState: closed ? "CLOSED" : "OPEN" } });

export const PIPELINES = {
  deals: [
    { id: "default", label: "Sales Pipeline", stages: [stage("appointmentscheduled", "Appointment scheduled", 0.2), stage("qualifiedtobuy", "Qualified to buy", 0.4), stage("presentationscheduled", "Presentation scheduled", 0.6), stage("decisionmakerboughtin", "Decision maker bought in", 0.8), stage("contractsent", "Contract sent", 0.9), stage("closedwon", "Closed won", 1), stage("closedlost", "Closed lost", 0)] },
    { id: "84120931", label: "Service contracts", stages: [stage("159300101", "Due for renewal", 0.5), stage("159300102", "Offer sent", 0.7), stage("159300103", "Renewed", 1), stage("159300104", "Cancelled", 0)] },
  ],
  tickets: [
    { id: "0", label: "Support Pipeline", stages: [step("1", "New"), step("2", "Waiting on contact"), step("3", "Waiting on us"), step("4", "Closed", true)] },
    { id: "91220417", label: "Installations", stages: [step("201400501", "To schedule"), step("201400502", "Scheduled"), step("201400503", "Installed", true)] },
  ],
};
