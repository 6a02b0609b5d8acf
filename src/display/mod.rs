//! What is shown of texts that come from outside: names without tricks, initials, digits that agree, links that are safe to follow.
//!
//! Pure, so that it is tested natively; both views use it. Nothing here is a rule about who is linked.

mod agreement;
mod choice;
mod clean;
mod day;
mod initials;
mod proposed_name;
mod record_link;

pub use agreement::{Agreement, Stretch, agreement};
pub use choice::choice_labels;
pub use clean::{clean, clean_lines};
pub use day::iso_day;
pub use initials::initials;
pub use proposed_name::proposed_name;
pub use record_link::RecordLink;
