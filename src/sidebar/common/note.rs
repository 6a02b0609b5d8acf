//! A sentence that stands out, with what can be done about it.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// How much it stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Notice,
    Danger,
}

impl Tone {
    /// Its name in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::Notice => "notice",
            Tone::Danger => "danger",
        }
    }
}

/// A note around sentences and actions.
#[component]
pub fn Note(tone: Tone, icon: Icon, children: Children) -> impl IntoView {
    view! {
        <div class="note" data-tone=tone.name()>
            <Glyph icon />
            <div class="note-body">{children()}</div>
        </div>
    }
}
