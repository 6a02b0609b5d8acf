//! Rules about a whole record: what a create needs, which stage belongs to which pipeline, and the account's own rules, which writes
//! obey from 2026-09 on.

use std::sync::Arc;

use crate::account::Account;
use crate::errors::{Failure, Refused, invalid, invalid_values, rules_broken};
use crate::kind::Kind;
use crate::pipelines;
use crate::record::Record;
use crate::routes::Version;

/// With one pipeline a create need not name it.
pub fn default_pipeline(account: &Account, kind: Kind, texts: &mut Vec<(Arc<str>, String)>) {
    let (Some((pipeline, _)), Some([only])) = (stage_properties(kind), account.pipelines.get(&kind).map(Vec::as_slice))
    else {
        return;
    };
    if !texts.iter().any(|(name, _)| &**name == pipeline) {
        texts.push((pipeline.into(), only.id.clone()));
    }
}

/// What a new record needs.
///
/// # Errors
/// 400 naming what is missing.
pub fn on_create(account: &Account, version: Version, kind: Kind, record: &Record) -> Result<(), Failure> {
    if kind == Kind::Contacts && ["email", "firstname", "lastname"].iter().all(|name| record.text(name).is_none()) {
        return Err(invalid("At least one of the properties email, firstname or lastname must be set"));
    }
    let own: Vec<String> = match version {
        Version::September2026 => account.settings.required_on_create.get(&kind).cloned().unwrap_or_default(),
        Version::Older => Vec::new(),
    };
    let needed = needed(kind).iter().map(|name| (*name).to_owned()).chain(own);
    let missing: Vec<Refused> = needed
        .filter(|name| record.text(name).is_none())
        .map(|name| Refused {
            code: "MISSING_REQUIRED_PROPERTY",
            message: format!("A value for {name} must be provided"),
            property: name,
        })
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(rules_broken(&missing)) }
}

/// Whether a record makes sense after a write: its stage belongs to its pipeline, and the account's conditional rules hold.
///
/// # Errors
/// 400
pub fn consistent(
    account: &Account,
    version: Version,
    kind: Kind,
    record: &Record,
    written: &[(Arc<str>, String)],
) -> Result<(), Failure> {
    let wrote = |name: &str| written.iter().any(|(own, _)| &**own == name);
    if let Some((pipeline, stage)) = stage_properties(kind).filter(|(pipeline, stage)| wrote(pipeline) || wrote(stage))
    {
        stage_belongs(account, kind, record, pipeline, stage)?;
    }
    if version == Version::Older {
        return Ok(());
    }
    let broken: Vec<Refused> = account
        .settings
        .conditional_required
        .iter()
        .filter(|rule| rule.object == kind)
        .filter(|rule| record.text(&rule.property).is_some_and(|text| rule.values.iter().any(|value| value == text)))
        .flat_map(|rule| rule.required.iter().map(move |name| (rule, name)))
        .filter(|(rule, name)| record.text(name).is_none() && (wrote(&rule.property) || wrote(name)))
        .map(|(rule, name)| Refused {
            property: name.clone(),
            code: "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
            message: format!("{name} is required because of a conditional property rule based on [{}]", rule.property),
        })
        .collect();
    if broken.is_empty() { Ok(()) } else { Err(rules_broken(&broken)) }
}

/// Whether a lifecycle stage is earlier than the one a record has.
pub fn moves_back(account: &Account, kind: Kind, record: &Record, wanted: &str) -> bool {
    let Some(property) = account.store(kind).schema.get("lifecyclestage") else { return false };
    let place = |value: &str| property.options.iter().position(|(own, _)| own == value);
    match (record.text("lifecyclestage").and_then(place), place(wanted)) {
        (Some(now), Some(wanted)) => wanted < now,
        (Some(_) | None, _) => false,
    }
}

fn stage_belongs(account: &Account, kind: Kind, record: &Record, pipeline: &str, stage: &str) -> Result<(), Failure> {
    let (Some(in_pipeline), Some(at_stage)) = (record.text(pipeline), record.text(stage)) else { return Ok(()) };
    let all = account.pipelines.get(&kind).map(Vec::as_slice).unwrap_or_default();
    if pipelines::stage(all, at_stage).is_some_and(|(own, _)| own.id == in_pipeline) {
        return Ok(());
    }
    let stages = all.iter().filter(|one| one.id == in_pipeline).flat_map(|one| &one.stages);
    let allowed: Vec<&str> = stages.map(|one| one.id.as_str()).collect();
    let message = format!("{at_stage} was not one of the allowed options: [{}]", allowed.join(", "));
    Err(invalid_values(account.portal.id, &[Refused { property: stage.into(), code: "INVALID_OPTION", message }]))
}

fn stage_properties(kind: Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Deals => Some(("pipeline", "dealstage")),
        Kind::Tickets => Some(("hs_pipeline", "hs_pipeline_stage")),
        Kind::Contacts | Kind::Companies | Kind::Communications | Kind::Tasks | Kind::Notes => None,
    }
}

/// What HubSpot itself demands of a new record.
fn needed(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Contacts | Kind::Companies => &[],
        Kind::Deals => &["dealname", "dealstage", "pipeline"],
        Kind::Tickets => &["subject", "hs_pipeline_stage", "hs_pipeline"],
        Kind::Communications => &["hs_communication_channel_type", "hs_communication_logged_from"],
        Kind::Tasks | Kind::Notes => &["hs_timestamp"],
    }
}
