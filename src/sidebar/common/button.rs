//! Buttons. None submits anything, none loses the focus while its work is under way, and none sends twice.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::sentence::t;
use crate::browser::visibility::{Arming, Sight};
use crate::sidebar::act::Act;

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The one next action.
    Primary,
    Secondary,
    Quiet,
    /// Takes something away.
    Danger,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Primary => "primary",
            Kind::Secondary => "secondary",
            Kind::Quiet => "quiet",
            Kind::Danger => "danger",
        }
    }
}

/// A button that does something at once, or asks the engine to: then `act` shows it busy until the answer.
#[component]
pub fn Press(
    /// Locale key of its words.
    label: &'static str,
    kind: Kind,
    /// The element's id, where the focus is sent to it.
    #[prop(optional)]
    id: Option<&'static str>,
    #[prop(optional)] act: Option<Act>,
    /// Whether it may be pressed; always, where nothing is said.
    #[prop(optional, into)]
    ready: Option<Signal<bool>>,
    #[prop(optional)] element: NodeRef<html::Button>,
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    let is_busy = move || act.is_some_and(|act| act.is_busy_with(label));
    let may_press = move || ready.is_none_or(|ready| ready.get());
    let press = move |_| {
        if untrack(move || may_press() && !is_busy()) {
            on_press();
        }
    };
    view! {
        <button
            type="button"
            class="button"
            id=id
            node_ref=element
            data-kind=kind.name()
            aria-busy=move || is_busy().then_some("true")
            aria-disabled=move || (is_busy() || !may_press()).then_some("true")
            on:click=press
        >
            <span class="button-label">{t(label)}</span>
            {move || is_busy().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
        </button>
    }
}

/// A button that writes to HubSpot: it can be pressed only while it is known to be in plain sight (TH-5).
#[component]
pub fn WritePress(
    label: &'static str,
    kind: Kind,
    act: Act,
    #[prop(optional, into)] ready: Option<Signal<bool>>,
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    let element = NodeRef::<html::Button>::new();
    let arming = RwSignal::new(Arming::Unarmed);
    // Held for as long as the button stands.
    let sight = StoredValue::new_local(None::<Sight>);
    Effect::new(move |_| {
        let watched = element.get().map(|button| Sight::of(&button, move |now| arming.try_set(now).map_or((), drop)));
        sight.set_value(watched);
    });
    let armed = Signal::derive(move || arming.get() == Arming::Armed && ready.is_none_or(|ready| ready.get()));
    view! { <Press label kind act ready=armed element on_press /> }
}

/// A button that is an icon.
#[component]
pub fn IconPress(
    /// Locale key of its name.
    label: &'static str,
    icon: Icon,
    #[prop(optional)] id: Option<&'static str>,
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" id=id aria-label=t(label) title=t(label) on:click=move |_| on_press()>
            <Glyph icon />
        </button>
    }
}
