//! `GET /account-info/{version}/details`: which account a key belongs to. Needs the scope `oauth`, which every key has.

use serde::{Deserialize, Serialize};

use crate::hubspot::error::Error;
use crate::hubspot::ids::PortalId;
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};

/// Asks which account the key belongs to.
#[derive(Debug)]
pub struct AccountDetails;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The account's id.
    pub portal: PortalId,
    /// The host of HubSpot's pages for this account: `app.hubspot.com`, `app-eu1.hubspot.com` …
    pub ui_domain: String,
    /// ISO 4217 code.
    pub currency: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    portal_id: u64,
    ui_domain: String,
    #[serde(default)]
    company_currency: Option<String>,
}

impl Call for AccountDetails {
    type Answer = Account;

    fn request(&self) -> Request {
        get(format!("/account-info/{VERSION}/details"))
    }

    fn decode(&self, body: &str) -> Result<Account, Error> {
        let raw: Raw = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        // Links are built from this host, so it must be one of HubSpot's own (TH-1).
        let own = raw
            .ui_domain
            .strip_suffix(".hubspot.com")
            .is_some_and(|sub| sub.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
        let portal = raw.portal_id.to_string().parse().map_err(|_| Error::Unreadable)?;
        if own {
            Ok(Account { portal, ui_domain: raw.ui_domain, currency: raw.company_currency })
        } else {
            Err(Error::Unreadable)
        }
    }
}

impl ReadCall for AccountDetails {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_answer_is_read_and_a_foreign_host_refused() {
        let body = |domain: &str| {
            format!(r#"{{"portalId":123456,"accountType":"STANDARD","companyCurrency":"USD","uiDomain":"{domain}"}}"#)
        };
        let account = AccountDetails.decode(&body("app-eu1.hubspot.com")).expect("an account");
        assert_eq!((account.portal.as_str(), account.ui_domain.as_str()), ("123456", "app-eu1.hubspot.com"));
        for domain in ["example.com", "app.hubspot.com.example.com", "a/b.hubspot.com"] {
            assert_eq!(AccountDetails.decode(&body(domain)), Err(Error::Unreadable), "{domain}");
        }
    }
}
