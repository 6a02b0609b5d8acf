//! A link to a record in HubSpot (TH-1).
//!
//! The address comes from the engine, which built it from an account's own host; it becomes a link only if it is nothing but a record page
//! of HubSpot. Anything else is shown without a link.

/// Contacts, companies, deals, tickets.
const KINDS: [&str; 4] = ["0-1", "0-2", "0-3", "0-5"];

/// The address of a record's page in HubSpot: `https://app….hubspot.com/contacts/{portal}/record/0-1/{id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLink(String);

impl RecordLink {
    /// The address, if it is one.
    pub fn read(address: &str) -> Option<RecordLink> {
        let (host, path) = address.strip_prefix("https://")?.split_once('/')?;
        let name = host.strip_suffix(".hubspot.com")?;
        let is_app = name.strip_prefix("app").is_some_and(|tail| {
            tail.is_empty() || (tail.starts_with('-') && tail.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        });
        let (portal, record) = path.strip_prefix("contacts/")?.split_once("/record/")?;
        let (kind, id) = record.split_once('/')?;
        (is_app && is_id(portal) && KINDS.contains(&kind) && is_id(id)).then(|| RecordLink(address.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn th_1_only_record_pages_of_hubspot_are_links() {
        for address in [
            "https://app.hubspot.com/contacts/146512345/record/0-1/33451",
            "https://app-eu1.hubspot.com/contacts/1/record/0-1/2",
            "https://app.hubspot.com/contacts/1/record/0-3/2",
        ] {
            assert_eq!(RecordLink::read(address).as_ref().map(RecordLink::as_str), Some(address));
        }
        for address in [
            "javascript:alert(1)",
            "http://app.hubspot.com/contacts/1/record/0-1/2",
            "https://app.hubspot.com.example.com/contacts/1/record/0-1/2",
            "https://example.com/app.hubspot.com/contacts/1/record/0-1/2",
            "https://app@example.com/contacts/1/record/0-1/2",
            "https://application.hubspot.com/contacts/1/record/0-1/2",
            "https://app.x.hubspot.com/contacts/1/record/0-1/2",
            "https://app.hubspot.com/contacts/1/record/0-1/2?x=1",
            "https://app.hubspot.com/contacts/1/record/0-1/2/../3",
            "https://app.hubspot.com/contacts//record/0-1/2",
            "https://app.hubspot.com/contacts/1/record/0-4/2",
            "",
        ] {
            assert_eq!(RecordLink::read(address), None, "{address}");
        }
    }
}
