//! The connect check: one read of one record per object type, to learn what the key may read.

use serde_json::Value;

use crate::hubspot::error::Error;
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};

/// What a key should be able to read, with the scope to name where HubSpot names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// Contacts; without them nothing works.
    Contacts,
    /// Companies.
    Companies,
    /// Deals.
    Deals,
    /// Tickets.
    Tickets,
    /// Owners.
    Owners,
}

impl Probe {
    /// All, contacts first.
    pub const ALL: [Probe; 5] = [Probe::Contacts, Probe::Companies, Probe::Deals, Probe::Tickets, Probe::Owners];

    /// The scope that reading this needs.
    pub fn scope(self) -> &'static str {
        match self {
            Probe::Contacts => "crm.objects.contacts.read",
            Probe::Companies => "crm.objects.companies.read",
            Probe::Deals => "crm.objects.deals.read",
            Probe::Tickets => "tickets",
            Probe::Owners => "crm.objects.owners.read",
        }
    }
}

impl Call for Probe {
    type Answer = ();

    fn request(&self) -> Request {
        let object = match self {
            Probe::Contacts => "contacts",
            Probe::Companies => "companies",
            Probe::Deals => "deals",
            Probe::Tickets => "tickets",
            Probe::Owners => return get(format!("/crm/owners/{VERSION}?limit=1")),
        };
        get(format!("/crm/objects/{VERSION}/{object}?limit=1&archived=false"))
    }

    fn decode(&self, body: &str) -> Result<(), Error> {
        let answer: Value = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        if answer.get("results").is_some_and(Value::is_array) { Ok(()) } else { Err(Error::Unreadable) }
    }
}

impl ReadCall for Probe {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_expected() {
        assert_eq!(Probe::Deals.request().path, "/crm/objects/2026-09/deals?limit=1&archived=false");
        assert_eq!(Probe::Deals.decode(r#"{"results":[]}"#), Ok(()));
        assert_eq!(Probe::Deals.decode("<html>captive portal</html>"), Err(Error::Unreadable));
    }
}
