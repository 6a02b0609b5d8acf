//! From what a rep typed into a form to the properties of a new record.

use std::collections::BTreeMap;

use super::ids::{OwnerId, PropertyName};
use super::object::ObjectKind;
use super::rich_text::to_html;
use crate::protocol::Millis;
use crate::protocol::record::NewRecord;

/// A record without the words by which people would know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unnamed;

/// The kind and the properties of a new record; properties without a value are left out. `now` dates notes and tasks without a day.
pub fn properties_of(record: &NewRecord, now: Millis) -> Result<(ObjectKind, BTreeMap<PropertyName, String>), Unnamed> {
    let instant = now.to_string();
    let (kind, pairs) = match record {
        NewRecord::Deal { name, pipeline, stage, amount, close_date, owner } => (
            ObjectKind::Deal,
            vec![
                ("dealname", name.trim().to_owned()),
                ("pipeline", pipeline.clone()),
                ("dealstage", stage.clone()),
                ("amount", amount.trim().to_owned()),
                ("closedate", noon(close_date)),
                owned(owner),
            ],
        ),
        NewRecord::Ticket { subject, content, pipeline, stage, priority, owner } => (
            ObjectKind::Ticket,
            vec![
                ("subject", subject.trim().to_owned()),
                ("content", content.trim().to_owned()),
                ("hs_pipeline", pipeline.clone()),
                ("hs_pipeline_stage", stage.clone()),
                ("hs_ticket_priority", priority.clone()),
                owned(owner),
            ],
        ),
        NewRecord::Note { text, owner } => {
            (ObjectKind::Note, vec![("hs_note_body", to_html(text.trim())), ("hs_timestamp", instant), owned(owner)])
        }
        NewRecord::Task { subject, body, due, owner } => (
            ObjectKind::Task,
            vec![
                ("hs_task_subject", subject.trim().to_owned()),
                ("hs_task_body", to_html(body.trim())),
                ("hs_timestamp", if due.is_empty() { instant } else { noon(due) }),
                ("hs_task_status", "NOT_STARTED".to_owned()),
                ("hs_task_type", "TODO".to_owned()),
                owned(owner),
            ],
        ),
    };
    // The first of each list is the one by which people know the record.
    if pairs.first().is_none_or(|(_, words)| words.is_empty()) {
        return Err(Unnamed);
    }
    let filled = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    Ok((kind, filled.filter_map(|(name, value)| Some((name.parse().ok()?, value))).collect()))
}

/// Noon in UTC: the same day in nearly every time zone, whichever the account or the rep is in.
fn noon(day: &str) -> String {
    if day.is_empty() { String::new() } else { format!("{day}T12:00:00Z") }
}

fn owned(owner: &Option<OwnerId>) -> (&'static str, String) {
    ("hubspot_owner_id", owner.as_ref().map(OwnerId::to_string).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_12_a_deal_carries_only_what_was_filled_in() {
        let deal = NewRecord::Deal {
            name: " Renewal ".into(),
            pipeline: "default".into(),
            stage: "contractsent".into(),
            amount: String::new(),
            close_date: "2026-12-07".into(),
            owner: None,
        };
        let (kind, values) = properties_of(&deal, 0).expect("a deal");
        let pairs: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(kind, ObjectKind::Deal);
        assert_eq!(
            pairs,
            [
                ("closedate", "2026-12-07T12:00:00Z"),
                ("dealname", "Renewal"),
                ("dealstage", "contractsent"),
                ("pipeline", "default")
            ]
        );
    }

    #[test]
    fn a_record_without_words_is_none() {
        let note = NewRecord::Note { text: "  ".into(), owner: None };
        assert_eq!(properties_of(&note, 0), Err(Unnamed));
    }

    #[test]
    fn a_task_is_one_to_do() {
        let task =
            NewRecord::Task { subject: "Call".into(), body: String::new(), due: "2026-12-01".into(), owner: None };
        let (_, values) = properties_of(&task, 0).expect("a task");
        let of = |name: &str| values.get(&name.parse::<PropertyName>().expect("a name")).map(String::as_str);
        assert_eq!((of("hs_task_type"), of("hs_timestamp")), (Some("TODO"), Some("2026-12-01T12:00:00Z")));
    }

    #[test]
    fn a_note_is_dated_and_escaped() {
        let note = NewRecord::Note { text: "a < b".into(), owner: "41".parse().ok() };
        let (_, values) = properties_of(&note, 1_764_000_000_000).expect("a note");
        let of = |name: &str| values.get(&name.parse::<PropertyName>().expect("a name")).cloned();
        assert_eq!(of("hs_note_body").as_deref(), Some("a &lt; b"));
        assert_eq!(of("hs_timestamp").as_deref(), Some("1764000000000"));
        assert_eq!(of("hubspot_owner_id").as_deref(), Some("41"));
    }
}
