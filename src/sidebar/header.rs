//! The name of the product, a menu, and the button that collapses the sidebar.

use leptos::prelude::*;

use super::common::button::IconPress;
use super::common::icon::{Glyph, Icon};
use super::common::sentence::t;
use super::desk::desk;
use crate::browser::document::is_framed;
use crate::protocol::intent::Intent;

/// The header of the open sidebar.
#[component]
pub fn Header() -> impl IntoView {
    let desk = desk();
    let collapse = move || desk.send(&Intent::SetOpen { open: false });
    view! {
        <header class="header">
            <h1>{t("name")}</h1>
            <button type="button" class="icon-button" id="menu-button" popovertarget="menu" aria-label=t("menu") title=t("menu")>
                <Glyph icon=Icon::More />
            </button>
            {is_framed().then(|| view! { <IconPress label="collapse" icon=Icon::Collapse id="collapse" on_press=collapse /> })}
            <div class="menu" id="menu" popover="auto">
                <button
                    type="button"
                    class="menu-item"
                    popovertarget="menu"
                    popovertargetaction="hide"
                    on:click=move |_| desk.send(&Intent::OpenOptions)
                >
                    <Glyph icon=Icon::Options />
                    {t("menu_options")}
                </button>
                {is_framed().then(|| view! {
                    <p class="menu-hint">
                        <Glyph icon=Icon::Panel />
                        {t("menu_panel_hint")}
                    </p>
                })}
            </div>
        </header>
    }
}
