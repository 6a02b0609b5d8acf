//! `POST /crm/objects/{version}/{object}/batch/read`: up to 100 records of one kind by id. Answers 200 or 207; ids that are gone are simply
//! not among the answers, and so are those that HubSpot could not read just now (F13).

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::hubspot::contact::RawObject;
use crate::hubspot::error::Error;
use crate::hubspot::ids::RecordId;
use crate::hubspot::object::{ObjectKind, Record};
use crate::hubspot::request::{Budget, Call, Method, ReadCall, Request, VERSION, with_body};

/// Ids a request.
pub const BATCH: usize = 100;

/// Asks for records by id.
#[derive(Debug)]
pub struct ReadRecords<'a> {
    /// Their kind.
    pub of: ObjectKind,
    /// At most [`BATCH`] ids.
    pub ids: &'a [RecordId],
    /// The properties wanted.
    pub properties: &'a [&'a str],
    /// What a record that HubSpot names as not read means.
    pub partly: Partly,
}

/// What a partial answer is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partly {
    /// To show what there is.
    Enough,
    /// Nothing: whoever asks concludes from what is missing.
    Failed,
}

#[derive(Deserialize)]
struct Raw {
    results: Vec<RawObject>,
    #[serde(default)]
    errors: Vec<RawError>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawError {
    category: Option<Value>,
}

impl Call for ReadRecords<'_> {
    /// In no order.
    type Answer = Vec<Record>;

    fn request(&self) -> Request {
        let inputs: Vec<Value> = self.ids.iter().map(|id| json!({"id": id})).collect();
        let body = json!({"properties": self.properties, "propertiesWithHistory": [], "inputs": inputs});
        let path = format!("/crm/objects/{VERSION}/{}/batch/read", self.of.path());
        with_body(Method::Post, path, Budget::General, &body)
    }

    fn decode(&self, body: &str) -> Result<Vec<Record>, Error> {
        let raw: Raw = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        let is_gone = |error: &RawError| error.category.as_ref().is_some_and(|category| category == "OBJECT_NOT_FOUND");
        if self.partly == Partly::Failed && !raw.errors.iter().all(is_gone) {
            return Err(Error::Server { status: 207 });
        }
        let mut seen = BTreeSet::new();
        let records = raw.results.into_iter().filter_map(Record::from_raw);
        let asked = |record: &Record| self.ids.contains(&record.id) && seen.insert(record.id.clone());
        Ok(records.filter(asked).collect())
    }
}

impl ReadCall for ReadRecords<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_13_a_record_that_comes_twice_is_taken_once() {
        let ids = ["1".parse().expect("an id"), "2".parse().expect("an id")];
        let call = ReadRecords { of: ObjectKind::Deal, ids: &ids, properties: &["dealname"], partly: Partly::Enough };
        let row = r#"{"id":"2","properties":{"dealname":"Big"}}"#;
        let records = call.decode(&format!(r#"{{"status":"COMPLETE","results":[{row},{row}]}}"#)).expect("records");
        assert_eq!(records.len(), 1);
    }

    #[test]
    fn f_13_what_could_not_be_read_now_is_not_gone() {
        let ids = ["1".parse().expect("an id"), "2".parse().expect("an id")];
        let answer = |category: &str, partly| {
            let call = ReadRecords { of: ObjectKind::Deal, ids: &ids, properties: &["dealname"], partly };
            let row = r#"{"id":"2","properties":{"dealname":"Big"}}"#;
            let error = format!(r#"{{"status":"error","category":"{category}","context":{{"ids":["1"]}}}}"#);
            call.decode(&format!(r#"{{"results":[{row}],"numErrors":1,"errors":[{error}]}}"#))
                .map(|records| records.len())
        };
        assert_eq!(answer("OBJECT_NOT_FOUND", Partly::Failed), Ok(1));
        assert_eq!(answer("INTERNAL_ERROR", Partly::Failed), Err(Error::Server { status: 207 }));
        assert_eq!(answer("INTERNAL_ERROR", Partly::Enough), Ok(1));
    }

    #[test]
    fn only_what_was_asked_for_is_taken() {
        let ids = ["1".parse().expect("an id"), "2".parse().expect("an id")];
        let call = ReadRecords { of: ObjectKind::Deal, ids: &ids, properties: &["dealname"], partly: Partly::Enough };
        assert_eq!(call.request().path, "/crm/objects/2026-09/deals/batch/read");
        let body = r#"{"status":"COMPLETE","results":[{"id":"2","properties":{"dealname":"Renewal"}},{"id":"7","properties":{}}]}"#;
        assert_eq!(call.decode(body).map(|records| records.len()), Ok(1));
    }
}
