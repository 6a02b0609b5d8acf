//! How far a pass is, in words: the same in the sidebar and on the options page. It says what there is to tell and no more.

use super::format::{duration, number};
use super::locale::{counted, text};
use crate::protocol::view::Progress;

/// What is read, linked, left to choose, failed, and how long it takes; each where it is known and not nothing.
pub fn pass_details(progress: &Progress) -> Vec<String> {
    let Progress { read, total, linked, to_choose, failed, seconds_left, whatsapp: _ } = *progress;
    [
        (total > 0).then(|| text("pass_first_read", &[&number(read), &number(total)])),
        (linked > 0).then(|| counted("contacts_linked", linked)),
        (to_choose > 0).then(|| text("left_to_choose", &[&number(to_choose)])),
        (failed > 0).then(|| counted("requests_repeated", failed)),
        seconds_left.filter(|seconds| *seconds > 0).map(|seconds| text("pass_first_left", &[&duration(seconds)])),
    ]
    .into_iter()
    .flatten()
    .collect()
}
