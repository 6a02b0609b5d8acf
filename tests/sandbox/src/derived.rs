//! Properties that HubSpot derives from others whenever a record changes: whether a deal or ticket is closed, what a contact is called,
//! when a task was done.

use std::sync::Arc;

use crate::account::Account;
use crate::dates;
use crate::kind::Kind;
use crate::pipelines;
use crate::record::Record;

/// Derives again what depends on other properties.
pub fn refresh(account: &Account, kind: Kind, record: &mut Record, now: u64) {
    match kind {
        Kind::Contacts => contact(record),
        Kind::Deals => deal(account, record),
        Kind::Tickets => ticket(account, record, now),
        Kind::Tasks => task(record, now),
        Kind::Notes => preview(record, "hs_note_body"),
        Kind::Communications => preview(record, "hs_communication_body"),
        Kind::Companies => {}
    }
}

fn set(record: &mut Record, name: &str, text: String) {
    if record.text(name).unwrap_or_default() != text {
        record.put(Arc::from(name), text, None);
    }
}

fn contact(record: &mut Record) {
    let names: Vec<&str> = ["firstname", "lastname"].iter().filter_map(|name| record.text(name)).collect();
    let email = record.text("email").unwrap_or_default();
    let shown = if names.is_empty() { email.to_owned() } else { names.join(" ") };
    let domain = email.split_once('@').map(|(_, domain)| domain.to_owned()).unwrap_or_default();
    set(record, "hs_full_name_or_email", shown);
    set(record, "hs_email_domain", domain);
}

fn deal(account: &Account, record: &mut Record) {
    let stage = stage(account, Kind::Deals, record, "dealstage");
    let (closed, probability) = stage.unwrap_or_default();
    let won = closed && probability.parse::<f64>().is_ok_and(|chance| chance >= 1.0);
    set(record, "hs_is_closed", closed.to_string());
    set(record, "hs_is_closed_won", won.to_string());
    set(record, "hs_is_closed_lost", (closed && !won).to_string());
    set(record, "hs_deal_stage_probability", probability);
}

fn ticket(account: &Account, record: &mut Record, now: u64) {
    let closed = stage(account, Kind::Tickets, record, "hs_pipeline_stage").is_some_and(|(closed, _)| closed);
    let at = match (closed, record.text("closed_date")) {
        (true, Some(before)) => before.to_owned(),
        (true, None) => dates::iso(now),
        (false, _) => String::new(),
    };
    set(record, "hs_is_closed", closed.to_string());
    set(record, "closed_date", at);
}

fn task(record: &mut Record, now: u64) {
    let at = match (record.text("hs_task_status"), record.text("hs_task_completion_date")) {
        (Some("COMPLETED"), Some(before)) => before.to_owned(),
        (Some("COMPLETED"), None) => dates::iso(now),
        (Some(_) | None, _) => String::new(),
    };
    set(record, "hs_task_completion_date", at);
}

fn preview(record: &mut Record, body: &str) {
    let mut text = String::new();
    let mut within = false;
    for c in record.text(body).unwrap_or_default().chars() {
        match c {
            '<' => within = true,
            '>' => within = false,
            c if !within && text.len() < 200 => text.push(c),
            _ => {}
        }
    }
    set(record, "hs_body_preview", text);
}

/// Whether a stage is closed, and its probability.
fn stage(account: &Account, kind: Kind, record: &Record, property: &str) -> Option<(bool, String)> {
    let pipelines = account.pipelines.get(&kind)?;
    let (_, stage) = pipelines::stage(pipelines, record.text(property)?)?;
    let text = |name: &str| stage.metadata.get(name).cloned().unwrap_or_default();
    Some((text("isClosed") == "true", text("probability")))
}
