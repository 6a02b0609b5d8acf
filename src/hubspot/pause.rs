//! What of HubSpot's limits is stored, because the worker seldom lives as long as HubSpot asks to wait.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::ids::PortalId;
use crate::protocol::Millis;
use crate::protocol::options::PassesRest;

/// A wait that outlives the worker.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pause {
    /// The account that asks for it.
    #[serde(default)]
    pub account: Option<PortalId>,
    /// Nobody asks until then.
    pub held_until: Millis,
    /// Passes wait until then, because HubSpot refuses.
    #[serde(default)]
    pub backed_off_until: Millis,
    /// Passes do not ask until then.
    pub passes_until: Millis,
    /// Why they do not.
    #[serde(default)]
    pub passes_rest: Option<PassesRest>,
    /// What this machine's clock showed when all of this was so.
    #[serde(default)]
    pub at: Millis,
    /// Times of answers that could not be understood (F12): a worker seldom lives to see the fifth.
    #[serde(default)]
    pub unreadable: VecDeque<Millis>,
}

impl Pause {
    /// Whether another, of whatever time, says the same.
    pub fn is_as(&self, other: &Pause) -> bool {
        Pause { at: other.at, ..self.clone() } == *other
    }
}
