//! What can be set for an account: every rule that the facts mark as a guess, every limit, and the account's own write rules. The
//! defaults are the stricter reading.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kind::Kind;

/// The settings of one account. As JSON all of them may be left out; names are in camelCase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Settings {
    /// How long the search index trails writes.
    pub index_lag: IndexLag,
    /// How long every answer takes, in milliseconds.
    pub latency: Span,
    /// Rate limits.
    pub limits: Limits,
    /// Most values of one `IN` or `NOT_IN` filter.
    pub in_cap: usize,
    /// Most bytes of a search body; `null` for no limit.
    pub search_body_limit: Option<usize>,
    /// What `query` finds.
    pub query_matches: QueryMatches,
    /// Under which id the record lives that a merge leaves.
    pub merge_leaves: MergeLeaves,
    /// What a read by an id that was merged into another says.
    pub merged_ids_in_get: MergedIds,
    /// What batch read says to such an id.
    pub merged_ids_in_batch: MergedIds,
    /// What a write says to such an id.
    pub merged_ids_in_writes: MergedIds,
    /// The status of a batch read in which something is missing.
    pub incomplete_batch: IncompleteBatch,
    /// Ids in one key of the `associations=` block before it pages.
    pub association_page: usize,
    /// How association endpoints write record ids.
    pub association_ids: AssociationIds,
    /// What a read with `associations=deals` says to a key without the scope for deals.
    pub associations_without_scope: WithoutScope,
    /// Whether phone numbers must carry a country code.
    pub phone_validation: PhoneValidation,
    /// Properties that the account demands on create.
    pub required_on_create: BTreeMap<Kind, Vec<String>>,
    /// Properties that the account demands when another has a certain value.
    pub conditional_required: Vec<Condition>,
    /// Whether `lifecyclestage` may move back without being cleared first.
    pub lifecycle: Lifecycle,
    /// The country that numbers without `+` are read in; the account's own where `null`. Holds for writes from then on.
    pub inferred_country: Option<String>,
    /// The host of HubSpot's pages; the account's own where `null`.
    pub ui_domain: Option<String>,
    /// Where the account's data lies; the account's own where `null`.
    pub data_hosting_location: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            index_lag: IndexLag::default(),
            latency: Span::Fixed(0),
            limits: Limits::default(),
            in_cap: 100,
            search_body_limit: Some(3_000),
            query_matches: QueryMatches::WholeTokens,
            merge_leaves: MergeLeaves::NewId,
            merged_ids_in_get: MergedIds::Resolved,
            merged_ids_in_batch: MergedIds::Missing,
            merged_ids_in_writes: MergedIds::Missing,
            incomplete_batch: IncompleteBatch::Status207,
            association_page: 100,
            association_ids: AssociationIds::Numbers,
            associations_without_scope: WithoutScope::Refused,
            phone_validation: PhoneValidation::Off,
            required_on_create: BTreeMap::new(),
            conditional_required: Vec::new(),
            lifecycle: Lifecycle::ForwardOnly,
            inferred_country: None,
            ui_domain: None,
            data_hosting_location: None,
        }
    }
}

impl Settings {
    /// The same with a JSON object laid over it: objects are merged, everything else is replaced.
    ///
    /// # Errors
    /// Where the result is no settings.
    pub fn with(&self, changes: &Value) -> Result<Settings, serde_json::Error> {
        let mut all = serde_json::to_value(self)?;
        lay_over(&mut all, changes);
        serde_json::from_value(all)
    }
}

fn lay_over(below: &mut Value, above: &Value) {
    match (below, above) {
        // A span is one value although it may be written as an object.
        (Value::Object(below), Value::Object(above)) if !above.contains_key("from") => {
            for (name, value) in above {
                lay_over(below.entry(name.clone()).or_insert(Value::Null), value);
            }
        }
        (below, above) => *below = above.clone(),
    }
}

/// How long the search index trails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IndexLag {
    /// After a create.
    pub creates: Span,
    /// After any other change.
    pub updates: Span,
}

impl Default for IndexLag {
    fn default() -> Self {
        IndexLag { creates: Span::Fixed(10_000), updates: Span::Fixed(30_000) }
    }
}

/// A number of milliseconds, or a range from which each use takes its own, the same in every run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Span {
    /// Always so many.
    Fixed(u64),
    /// Between two, both included.
    Between {
        /// Least.
        from: u64,
        /// Most.
        to: u64,
    },
}

impl Span {
    /// The milliseconds for one use; `salt` tells the uses apart.
    pub fn pick(self, salt: u64) -> u64 {
        match self {
            Span::Fixed(ms) => ms,
            Span::Between { from, to } => from + scatter(salt) % (to.saturating_sub(from) + 1),
        }
    }
}

/// Spreads a counter over all numbers (the finaliser of SplitMix64).
pub(crate) fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Rate limits (section 6.5 of the facts); the defaults are those of the smallest plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Limits {
    /// Searches a second for the whole account.
    pub searches_per_second: u32,
    /// Of these, how many other integrations take.
    pub searches_taken: u32,
    /// Other calls in ten seconds for one key.
    pub burst: u32,
    /// Calls a day for the whole account.
    pub daily: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { searches_per_second: 5, searches_taken: 0, burst: 100, daily: 250_000 }
    }
}

/// What `query` finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum QueryMatches {
    /// Whole words.
    WholeTokens,
    /// Beginnings of words too.
    Prefixes,
}

/// What becomes of an id that was merged into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MergedIds {
    /// It is unknown.
    Missing,
    /// It stands for the survivor.
    Resolved,
}

/// Under which id the record lives that a merge leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MergeLeaves {
    /// A new one; both old ones are gone.
    NewId,
    /// That of the primary record, which is listed among the merged ids all the same.
    PrimaryId,
}

/// The status of a batch read in which something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IncompleteBatch {
    /// 207
    Status207,
    /// 200; the errors are in the body all the same.
    Status200,
}

/// How association endpoints write record ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AssociationIds {
    /// As numbers: the documented answers.
    Numbers,
    /// As texts: the schema.
    Texts,
}

/// What a read with associations says to a key without their scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WithoutScope {
    /// 403
    Refused,
    /// The answer lacks them.
    LeftOut,
}

/// The account's phone validation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PhoneValidation {
    /// Any text is taken.
    Off,
    /// A country code is needed, and the number is stored as `+` and digits.
    CountryCode,
}

/// A conditional rule: where `property` has one of `values`, `required` must have a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The type of record.
    pub object: Kind,
    /// The controlling property.
    pub property: String,
    /// Its values for which the rule holds.
    pub values: Vec<String>,
    /// What is then required.
    pub required: Vec<String>,
}

/// How `lifecyclestage` moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Lifecycle {
    /// An earlier stage is not taken unless the property was cleared before.
    ForwardOnly,
    /// Any way.
    Free,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_part_is_laid_over_the_rest() {
        let changes =
            json!({"indexLag": {"updates": {"from": 0, "to": 120_000}}, "limits": {"burst": 190}, "inCap": 50});
        let settings = Settings::default().with(&changes).expect("settings");
        assert_eq!(settings.index_lag.creates, Span::Fixed(10_000));
        assert_eq!(settings.index_lag.updates, Span::Between { from: 0, to: 120_000 });
        assert_eq!((settings.limits.burst, settings.limits.daily, settings.in_cap), (190, 250_000, 50));
        let again = settings.with(&json!({"indexLag": {"updates": 0}})).expect("settings");
        assert_eq!(again.index_lag.updates, Span::Fixed(0));
        assert!(Settings::default().with(&json!({"indexLog": 1})).is_err());
    }

    #[test]
    fn a_span_stays_within_itself_and_moves_about() {
        let span = Span::Between { from: 5, to: 9 };
        let picked: std::collections::BTreeSet<u64> = (0..100).map(|salt| span.pick(salt)).collect();
        assert_eq!(picked.into_iter().collect::<Vec<_>>(), [5, 6, 7, 8, 9]);
    }
}
