//! What the options page and the engine say to each other. The only place where the service key travels, from the page to the
//! engine and never back.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Millis;
use super::view::{PhoneProperty, Problem, Strip};
use crate::hubspot::ids::{PortalId, PropertyName};
use crate::phone::Region;
pub use crate::whatsapp::health::{Finding, HealthCode};

/// What the rep wants from the options page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "intent", rename_all = "snake_case")]
pub enum OptionsIntent {
    /// The page is there and wants a view.
    Hello {
        /// [`super::VERSION`].
        v: u32,
    },
    /// Check the key and connect.
    Connect {
        /// The service key as pasted.
        key: PastedKey,
        /// How long it is kept.
        keep: Keep,
    },
    /// I-08: no pass asks for anything until told otherwise.
    PausePasses,
    /// Passes may run again.
    ResumePasses,
    /// The reading that is under way is given up.
    CancelPass,
    /// Forget the key. Links and unlink memory stay.
    Disconnect,
    /// Read the account's own properties, to choose some for the card.
    ListProperties,
    /// Keep these settings.
    SetSettings {
        /// All of them.
        settings: Settings,
    },
}

/// A service key on its way from the options page to the engine. Its `Debug` tells nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastedKey(pub String);

impl fmt::Debug for PastedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PastedKey(…)")
    }
}

/// How long the service key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// On this device, so that passes go on after a browser restart.
    OnDevice,
    /// Until the browser is closed; then it is asked for again.
    UntilBrowserCloses,
}

/// What the rep can set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Region of numbers written without a country code; `None` = that of the rep's own WhatsApp number.
    pub portal_region: Option<Region>,
    /// S-47: suggest instead of linking where the country codes differ.
    pub ask_across_country_codes: bool,
    /// The passes also look at people known from groups only.
    pub include_group_members: bool,
    /// S-28: the property that a link by hand replaces.
    pub replaced_property: PhoneProperty,
    /// S-10: properties on the card beside the usual ones, in order.
    pub card_properties: Vec<PropertyName>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            portal_region: None,
            ask_across_country_codes: false,
            include_group_members: false,
            replaced_property: PhoneProperty::Phone,
            card_properties: Vec::new(),
        }
    }
}

/// What the engine says to the options page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OptionsView {
    /// [`super::VERSION`].
    pub v: u32,
    /// The connection to HubSpot.
    pub connection: Connection,
    /// The settings in force.
    pub settings: Settings,
    /// The rep's own WhatsApp number, grouped for reading, once WhatsApp Web has been open.
    pub whatsapp_account: Option<String>,
    /// The region that the rep's own number gives.
    pub own_region: Option<Region>,
    /// The account's own properties that can stand on the card; `None` until they were asked for and read.
    pub properties: Option<Vec<CardProperty>>,
    /// As in the sidebar.
    pub strip: Strip,
    /// How WhatsApp Web is read, where it is open.
    #[serde(default)]
    pub page: Option<PageReport>,
    /// How fast HubSpot may be asked at the moment.
    pub traffic: Traffic,
}

/// How WhatsApp Web is read: for whoever wants to know why automatic linking is off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageReport {
    /// WhatsApp's own name for its build, such as `2.3000.1048032155`.
    pub build: Option<String>,
    /// What is read is believed.
    pub trusted: bool,
    /// What does not add up.
    pub findings: Vec<Finding>,
}

/// The state of what keeps this product below HubSpot's limits, for diagnostics. No counter in it runs by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Traffic {
    /// HubSpot asked everyone to wait so many seconds; 0 = it does not.
    pub held_for: u32,
    /// Why passes rest, where they do.
    pub passes_rest: Option<PassesRest>,
    /// Until when.
    pub passes_until: Option<Millis>,
    /// Requests of passes that failed since the worker started.
    pub failed: u32,
    /// Calls that the account has a day, and what is left of them, as HubSpot said last.
    pub daily: Option<u32>,
    /// What is left of them.
    pub daily_left: Option<u32>,
}

/// Why passes rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassesRest {
    /// The calls of the day are used up, or nearly: the rest is for people.
    DayUsedUp,
    /// HubSpot's answers make no sense (F12).
    NotUnderstood,
    /// HubSpot refuses again and again, because others use up the limits that are shared (F8).
    Refused,
}

/// A property that can stand on the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardProperty {
    /// Internal name.
    pub name: PropertyName,
    /// What the account calls it.
    pub label: String,
    /// It can be edited there.
    pub editable: bool,
}

/// The connection to HubSpot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Connection {
    /// Never connected, or disconnected.
    NotConnected,
    /// A pasted key is being checked.
    Checking,
    /// The pasted key was not taken, and why. What was connected before stays.
    Refused {
        /// Why.
        problem: Problem,
    },
    /// Connected.
    Connected {
        /// The account.
        portal: PortalId,
        /// The host of HubSpot's own pages for this account, such as `app-eu1.hubspot.com`.
        ui_domain: String,
        /// Scopes that are missing, and so what will not work.
        missing: Vec<String>,
        /// How long the key is kept.
        keep: Keep,
    },
    /// The key that was connected is no longer accepted (401).
    KeyRefused {
        /// The account that it belonged to.
        portal: PortalId,
    },
    /// The browser was started anew and the key is asked for each time.
    KeyNeeded {
        /// The account that is waited for.
        portal: PortalId,
    },
}
