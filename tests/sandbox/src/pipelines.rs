//! Pipelines of deals and tickets and their stages (section 7.5 of the facts). Metadata values are texts, `"true"` included.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::account::Account;
use crate::dates;
use crate::errors::{Answered, Reply, unknown};
use crate::kind::Kind;
use crate::seed::{SeedPipeline, SeedStage};

/// A pipeline.
pub type Pipeline = SeedPipeline;

/// When pipelines were made: 2025-01-01.
const MADE: u64 = 1_735_689_600_000;

/// The pipelines of an account; a fresh account's where the seed has none.
pub fn of_seed(seed: &BTreeMap<Kind, Vec<SeedPipeline>>) -> BTreeMap<Kind, Vec<Pipeline>> {
    let mut all = BTreeMap::from([(Kind::Deals, vec![fresh_deals()]), (Kind::Tickets, vec![fresh_tickets()])]);
    all.extend(seed.iter().map(|(kind, pipelines)| (*kind, pipelines.clone())));
    all
}

/// `GET /crm/pipelines/{version}/{object}`
pub fn list(account: &Account, kind: Kind) -> Answered {
    let pipelines = account.pipelines.get(&kind).map(Vec::as_slice).unwrap_or_default();
    let results: Vec<Value> = pipelines.iter().enumerate().map(|(place, pipeline)| shown(pipeline, place)).collect();
    Reply::ok(json!({"results": results}))
}

/// `GET /crm/pipelines/{version}/{object}/{id}`
pub fn one(account: &Account, kind: Kind, id: &str) -> Answered {
    let mut all = account.pipelines.get(&kind).into_iter().flatten().enumerate();
    match all.find(|(_, pipeline)| pipeline.id == id) {
        Some((place, pipeline)) => Reply::ok(shown(pipeline, place)),
        None => Err(unknown("pipeline", id)),
    }
}

/// A stage of an account's pipelines, with the pipeline it belongs to.
pub fn stage<'a>(pipelines: &'a [Pipeline], id: &str) -> Option<(&'a Pipeline, &'a SeedStage)> {
    pipelines.iter().find_map(|pipeline| Some((pipeline, pipeline.stages.iter().find(|stage| stage.id == id)?)))
}

fn shown(pipeline: &Pipeline, place: usize) -> Value {
    let stage = |(place, stage): (usize, &SeedStage)| {
        json!({"id": stage.id, "label": stage.label, "displayOrder": place, "metadata": stage.metadata, "archived": false,
            "createdAt": dates::iso(MADE), "updatedAt": dates::iso(MADE), "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT"})
    };
    let stages: Vec<Value> = pipeline.stages.iter().enumerate().map(stage).collect();
    json!({"id": pipeline.id, "label": pipeline.label, "displayOrder": place, "archived": false,
        "createdAt": dates::iso(MADE), "updatedAt": dates::iso(MADE), "stages": stages})
}

fn fresh_deals() -> Pipeline {
    let stage = |(id, label, probability, closed): (&str, &str, &str, &str)| {
        seed_stage(id, label, &[("probability", probability), ("isClosed", closed)])
    };
    let stages = [
        ("appointmentscheduled", "Appointment Scheduled", "0.2", "false"),
        ("qualifiedtobuy", "Qualified To Buy", "0.4", "false"),
        ("presentationscheduled", "Presentation Scheduled", "0.6", "false"),
        ("decisionmakerboughtin", "Decision Maker Bought-In", "0.8", "false"),
        ("contractsent", "Contract Sent", "0.9", "false"),
        ("closedwon", "Closed Won", "1.0", "true"),
        ("closedlost", "Closed Lost", "0.0", "true"),
    ];
    Pipeline { id: "default".into(), label: "Sales Pipeline".into(), stages: stages.map(stage).into() }
}

fn fresh_tickets() -> Pipeline {
    let stage = |(id, label, state, closed): (&str, &str, &str, &str)| {
        seed_stage(id, label, &[("ticketState", state), ("isClosed", closed)])
    };
    let stages = [
        ("1", "New", "OPEN", "false"),
        ("2", "Waiting on contact", "OPEN", "false"),
        ("3", "Waiting on us", "OPEN", "false"),
        ("4", "Closed", "CLOSED", "true"),
    ];
    Pipeline { id: "0".into(), label: "Support Pipeline".into(), stages: stages.map(stage).into() }
}

fn seed_stage(id: &str, label: &str, metadata: &[(&str, &str)]) -> SeedStage {
    let metadata = metadata.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    SeedStage { id: id.into(), label: label.into(), metadata: metadata.collect() }
}
