//! An account as it is handed in: what `node tests/world/print.mjs hubspot` prints. Everything but the account and its keys may be left
//! out. A property that HubSpot does not define becomes a text property of the account's own.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::kind::{Kind, RecordId};
use crate::settings::Settings;

/// An account with everything in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// The account.
    pub portal: Portal,
    /// Its service keys.
    pub keys: Vec<ServiceKey>,
    /// The people that records belong to.
    #[serde(default)]
    pub owners: Vec<Owner>,
    /// Contacts.
    #[serde(default)]
    pub contacts: Vec<SeedRecord>,
    /// Companies.
    #[serde(default)]
    pub companies: Vec<SeedRecord>,
    /// Deals.
    #[serde(default)]
    pub deals: Vec<SeedRecord>,
    /// Tickets.
    #[serde(default)]
    pub tickets: Vec<SeedRecord>,
    /// Notes.
    #[serde(default)]
    pub notes: Vec<SeedRecord>,
    /// Tasks.
    #[serde(default)]
    pub tasks: Vec<SeedRecord>,
    /// Logged messages.
    #[serde(default)]
    pub communications: Vec<SeedRecord>,
    /// Pipelines of deals and tickets; a fresh account's where left out.
    #[serde(default)]
    pub pipelines: BTreeMap<Kind, Vec<SeedPipeline>>,
    /// Properties of the account's own.
    #[serde(default)]
    pub properties: BTreeMap<Kind, Vec<SeedProperty>>,
    /// How the sandbox behaves for this account.
    #[serde(default)]
    pub settings: Settings,
}

/// The account's details.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Portal {
    /// Its id.
    pub id: u64,
    /// The host of its pages.
    #[serde(default = "ui_domain")]
    pub ui_domain: String,
    /// `na1`, `eu1` …
    #[serde(default = "hosting")]
    pub data_hosting_location: String,
    /// `STANDARD`, `DEVELOPER_TEST`, `SANDBOX`, `APP_DEVELOPER`
    #[serde(default = "account_type")]
    pub account_type: String,
    /// ISO 4217
    #[serde(default = "currency")]
    pub company_currency: String,
    /// Further currencies.
    #[serde(default)]
    pub additional_currencies: Vec<String>,
    /// A name of the time zone database.
    #[serde(default = "time_zone")]
    pub time_zone: String,
    /// Minutes ahead of UTC; from a short table by the zone's name where left out.
    #[serde(default)]
    pub utc_offset_minutes: Option<i64>,
    /// The country that a number without `+` is read in (ISO 3166, two letters).
    #[serde(default = "country")]
    pub inferred_country: String,
}

/// A service key.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceKey {
    /// What stands after `Bearer`.
    pub token: String,
    /// Its scopes.
    pub scopes: Vec<String>,
}

impl std::fmt::Debug for ServiceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServiceKey").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// A person, or a queue, that records belong to.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Owner {
    /// The value of `hubspot_owner_id`.
    pub id: String,
    /// E-mail.
    pub email: String,
    /// First name.
    #[serde(default)]
    pub first_name: String,
    /// Last name.
    #[serde(default)]
    pub last_name: String,
    /// The user behind it.
    #[serde(default)]
    pub user_id: Option<u64>,
    /// Deactivated.
    #[serde(default)]
    pub archived: bool,
    /// `PERSON` or `QUEUE`
    #[serde(default = "person", rename = "type")]
    pub kind: String,
    /// Teams.
    #[serde(default)]
    pub teams: Vec<serde_json::Value>,
}

/// A record.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedRecord {
    /// Its id.
    pub id: RecordId,
    /// Property texts by name; `null` is none.
    #[serde(default, deserialize_with = "texts")]
    pub properties: BTreeMap<String, String>,
    /// ISO 8601
    #[serde(default)]
    pub created_at: Option<String>,
    /// ISO 8601
    #[serde(default)]
    pub updated_at: Option<String>,
    /// In the recycle bin.
    #[serde(default)]
    pub archived: bool,
    /// Contacts it is associated with.
    #[serde(default)]
    pub contacts: Vec<RecordId>,
    /// Companies it is associated with; the first is the primary one.
    #[serde(default)]
    pub companies: Vec<RecordId>,
    /// Deals it is associated with.
    #[serde(default)]
    pub deals: Vec<RecordId>,
    /// Tickets it is associated with.
    #[serde(default)]
    pub tickets: Vec<RecordId>,
}

/// A pipeline.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedPipeline {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// In order.
    pub stages: Vec<SeedStage>,
}

/// A stage of a pipeline.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedStage {
    /// Its id.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Texts, `"true"` included.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
}

/// A property of the account's own.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedProperty {
    /// Its internal name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// `string number date datetime enumeration bool phone_number`
    #[serde(rename = "type")]
    pub kind: String,
    /// `text textarea number date select radio checkbox booleancheckbox phonenumber file html`
    pub field_type: String,
    /// Values and labels of an enumeration.
    #[serde(default)]
    pub options: Vec<(String, String)>,
    /// The group on HubSpot's pages.
    #[serde(default = "own_group")]
    pub group_name: String,
    /// A help text.
    #[serde(default)]
    pub description: String,
    /// No two records may have the same.
    #[serde(default)]
    pub has_unique_value: bool,
    /// Its value is calculated or set by HubSpot.
    #[serde(default)]
    pub read_only: bool,
}

fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    let texts = BTreeMap::<String, Option<String>>::deserialize(from)?;
    Ok(texts.into_iter().filter_map(|(name, text)| Some((name, text?))).collect())
}

fn ui_domain() -> String {
    "app.hubspot.com".into()
}
fn hosting() -> String {
    "na1".into()
}
fn account_type() -> String {
    "STANDARD".into()
}
fn currency() -> String {
    "USD".into()
}
fn time_zone() -> String {
    "US/Eastern".into()
}
fn country() -> String {
    "US".into()
}
fn person() -> String {
    "PERSON".into()
}
fn own_group() -> String {
    "contactinformation".into()
}
