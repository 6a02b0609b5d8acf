//! What stands around every screen: header, banner, the screen itself, the strip at the foot. Or, collapsed, the rail.

use leptos::html;
use leptos::prelude::*;

use super::banner::{Banner, Updated};
use super::desk::{Desk, desk};
use super::header::Header;
use super::rail::Rail;
use super::screen::{Place, ScreenView};
use super::strip::StripView;
use crate::browser::document::{Direction, Theme, is_framed, set_direction, set_theme};
use crate::protocol::view::View;

/// The whole sidebar.
#[component]
pub fn Frame() -> impl IntoView {
    let desk = Desk::open();
    provide_context(desk);
    let appearance = Memo::new(move |_| desk.view.with(|view| view.as_ref().map(|view| view.appearance)));
    Effect::new(move |_| {
        if let Some(appearance) = appearance.get() {
            set_theme(if appearance.dark { Theme::Dark } else { Theme::Light });
            set_direction(if appearance.rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        }
    });
    // The side panel is never a rail: it is closed by the browser's own button.
    let shape = Memo::new(move |_| match (desk.orphaned.get(), appearance.get()) {
        (true, _) => Shape::Orphan,
        (false, Some(appearance)) if !appearance.open && is_framed() => Shape::Rail,
        (false, Some(_) | None) => Shape::Open,
    });
    view! {
        {move || match shape.get() {
            Shape::Orphan => view! { <Updated /> }.into_any(),
            Shape::Rail => view! { <Rail /> }.into_any(),
            Shape::Open => view! { <Open /> }.into_any(),
        }}
        <p class="visually-hidden" role="status">{move || desk.said.get()}</p>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// The extension was updated under this document: it can do nothing any more.
    Orphan,
    Rail,
    Open,
}

#[component]
fn Open() -> impl IntoView {
    let desk = desk();
    let place = Memo::new(move |_| desk.view.with(|view| view.as_ref().map_or(Place::Resolving, View::place)));
    let main = NodeRef::<html::Main>::new();
    Effect::new(move |_| {
        place.track();
        if let Some(main) = main.get_untracked() {
            main.set_scroll_top(0);
        }
    });
    view! {
        <div class="frame">
            <Header />
            <Banner />
            <main class="screen" node_ref=main data-screen=move || place.with(Place::name)>
                {move || view! { <ScreenView place=place.get() /> }}
            </main>
            <StripView />
        </div>
    }
}
