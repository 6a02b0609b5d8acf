//! `GET /crm/pipelines/{version}/{object}`: pipelines and stages of deals or tickets. No paging.

use serde::Deserialize;

use crate::hubspot::error::Error;
use crate::hubspot::object::ObjectKind;
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};
use crate::hubspot::schema::{Closed, Pipeline, Stage};

/// Asks for the pipelines of an object.
#[derive(Debug)]
pub struct ListPipelines {
    /// Deals or tickets.
    pub of: ObjectKind,
}

#[derive(Deserialize)]
struct Raw {
    results: Vec<RawPipeline>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawPipeline {
    id: String,
    label: String,
    #[serde(default)]
    display_order: i64,
    #[serde(default)]
    archived: bool,
    #[serde(default)]
    stages: Vec<RawStage>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawStage {
    id: String,
    label: String,
    #[serde(default)]
    display_order: i64,
    #[serde(default)]
    archived: bool,
    #[serde(default)]
    metadata: Metadata,
}

/// HubSpot answers texts here, not truth values.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Metadata {
    is_closed: Option<String>,
    ticket_state: Option<String>,
}

impl Call for ListPipelines {
    type Answer = Vec<Pipeline>;

    fn request(&self) -> Request {
        get(format!("/crm/pipelines/{VERSION}/{}", self.of.path()))
    }

    fn decode(&self, body: &str) -> Result<Vec<Pipeline>, Error> {
        let mut raw: Raw = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        raw.results.sort_by_key(|pipeline| pipeline.display_order);
        Ok(raw.results.into_iter().filter(|pipeline| !pipeline.archived).map(pipeline).collect())
    }
}

impl ReadCall for ListPipelines {}

fn pipeline(mut raw: RawPipeline) -> Pipeline {
    raw.stages.sort_by_key(|stage| stage.display_order);
    let stages = raw.stages.into_iter().filter(|stage| !stage.archived).map(|stage| {
        let is =
            |value: &Option<String>, word: &str| value.as_deref().is_some_and(|text| text.eq_ignore_ascii_case(word));
        let closed = is(&stage.metadata.is_closed, "true") || is(&stage.metadata.ticket_state, "closed");
        Stage { id: stage.id, label: stage.label, closed: if closed { Closed::Closed } else { Closed::Open } }
    });
    Pipeline { id: raw.id, label: raw.label, stages: stages.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_come_in_order_and_say_whether_they_end_it() {
        let body = r#"{"results":[{"id":"default","label":"Sales Pipeline","displayOrder":0,"archived":false,"stages":[
            {"id":"closedwon","label":"Closed won","displayOrder":5,"metadata":{"probability":"1.0","isClosed":"true"},"archived":false},
            {"id":"contractsent","label":"Contract Sent","displayOrder":4,"metadata":{"probability":"0.9","isClosed":"false"}}]}]}"#;
        let found = ListPipelines { of: ObjectKind::Deal }.decode(body).expect("pipelines");
        let stages: Vec<(&str, Closed)> =
            found[0].stages.iter().map(|stage| (stage.id.as_str(), stage.closed)).collect();
        assert_eq!(stages, [("contractsent", Closed::Open), ("closedwon", Closed::Closed)]);
        assert_eq!(ListPipelines { of: ObjectKind::Ticket }.request().path, "/crm/pipelines/2026-09/tickets");
    }
}
