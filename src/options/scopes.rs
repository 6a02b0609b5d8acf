//! The scopes that a service key needs, each with what it is for (`README.md` has the same list).

/// A scope with the key of the sentence that says what it is for.
pub const NEEDED: [(&str, &str); 7] = [
    ("crm.objects.contacts.read", "options_scope_contacts_read"),
    ("crm.objects.contacts.write", "options_scope_contacts_write"),
    ("crm.objects.companies.read", "options_scope_companies"),
    ("crm.objects.deals.read", "options_scope_deals_read"),
    ("crm.objects.deals.write", "options_scope_deals_write"),
    ("tickets", "options_scope_tickets"),
    ("crm.objects.owners.read", "options_scope_owners"),
];

/// All of them, one a line.
pub fn as_lines() -> String {
    NEEDED.map(|(scope, _)| scope).join("\n")
}

/// The key of the sentence that says what does not work without a scope.
pub fn without(scope: &str) -> &'static str {
    match scope {
        "crm.objects.contacts.read" => "options_without_contacts_read",
        "crm.objects.contacts.write" => "options_without_contacts_write",
        "crm.objects.companies.read" => "options_without_companies",
        "crm.objects.deals.read" => "options_without_deals_read",
        "crm.objects.deals.write" => "options_without_deals_write",
        "tickets" => "options_without_tickets",
        "crm.objects.owners.read" => "options_without_owners",
        _ => "options_without_other",
    }
}
