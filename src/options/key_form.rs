//! Where the service key is pasted.
//!
//! The draft lives in the page's memory while it is typed and checked, and nowhere else; the field is a password field that can be shown, asks
//! browsers not to fill or keep it, and has no name under which a form could send it. Nothing is sent before the button is pressed.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::desk::{Kind, desk};
use super::parts::{Drawing, Icon, Words, sentence};
use crate::browser::locale::text;
use crate::protocol::options::{Connection, Keep};

/// The form.
#[component]
pub fn KeyForm() -> impl IntoView {
    let desk = desk();
    let kind = Memo::new(move |_| desk.kind());
    let checking = Memo::new(move |_| kind.get() == Some(Kind::Checking));
    let shown = RwSignal::new(false);
    let missing = RwSignal::new(false);
    let field: NodeRef<Input> = NodeRef::new();
    let focus = move || {
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
    };
    let error = Memo::new(move |_| {
        if missing.get() {
            return Some(text("options_key_empty", &[]));
        }
        match desk.view()?.connection {
            Connection::Refused { problem } => Some(sentence(&problem)),
            Connection::NotConnected
            | Connection::Checking
            | Connection::Connected { .. }
            | Connection::KeyRefused { .. }
            | Connection::KeyNeeded { .. } => None,
        }
    });
    Effect::new(move |before: Option<Option<Kind>>| {
        let now = kind.get();
        if now == Some(Kind::Refused) && before.is_some_and(|before| before != now) {
            focus();
        }
        now
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        missing.set(desk.draft.with_untracked(|draft| draft.trim().is_empty()));
        if missing.get_untracked() {
            focus();
        } else if !checking.get_untracked() {
            shown.set(false);
            desk.connect();
        }
    };
    view! {
        <form class="key-form" on:submit=submit novalidate=true>
            <Show when=move || desk.changing.get()>
                <p class="field-help">{text("options_change_help", &[])}</p>
            </Show>
            <div class="field">
                <label for="key">{text("options_key", &[])}</label>
                <div class="key-field">
                    <input
                        id="key"
                        class="input"
                        node_ref=field
                        type=move || if shown.get() { "text" } else { "password" }
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        placeholder="pat-…"
                        aria-describedby="key-help key-error"
                        aria-invalid=move || error.get().is_some().to_string()
                        readonly=move || checking.get()
                        prop:value=move || desk.draft.get()
                        on:input=move |event| {
                            missing.set(false);
                            desk.draft.set(event_target_value(&event));
                        }
                    />
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=text("options_key_show", &[])
                        title=text("options_key_show", &[])
                        aria-controls="key"
                        aria-pressed=move || shown.get().to_string()
                        on:click=move |_| shown.update(|shown| *shown = !*shown)
                    >
                        {move || view! { <Drawing icon=if shown.get() { Icon::EyeOff } else { Icon::Eye } /> }}
                    </button>
                </div>
                <p id="key-error" class="field-error" hidden=move || error.get().is_none()>{move || error.get()}</p>
                <p id="key-help" class="field-help">{text("options_key_help", &[])}</p>
            </div>
            <fieldset class="field" disabled=move || checking.get()>
                <legend class="field-label">{text("options_keep", &[])}</legend>
                <KeepChoice keep=Keep::OnDevice name="options_keep_device" help="options_keep_device_help" />
                <KeepChoice keep=Keep::UntilBrowserCloses name="options_keep_session" help="options_keep_session_help" />
            </fieldset>
            <div class="actions">
                <button
                    type="submit"
                    class="button"
                    data-kind="primary"
                    aria-busy=move || checking.get().to_string()
                    aria-disabled=move || checking.get().to_string()
                >
                    {move || checking.get().then(|| view! { <span class="spinner"></span> })}
                    {move || button(kind.get())}
                </button>
                <Show when=move || desk.changing.get() && !checking.get()>
                    <button type="button" class="button" data-kind="quiet" on:click=move |_| desk.give_up()>
                        {text("cancel", &[])}
                    </button>
                </Show>
            </div>
            <p class="field-help">{text("options_connect_note", &[])}</p>
        </form>
    }
}

#[component]
fn KeepChoice(
    /// What this choice means.
    keep: Keep,
    /// Key of its name.
    name: &'static str,
    /// Key of the sentence below.
    help: &'static str,
) -> impl IntoView {
    let desk = desk();
    view! {
        <label class="choice">
            <input
                type="radio"
                name="keep"
                aria-labelledby=name
                aria-describedby=help
                prop:checked=move || desk.keep.get() == keep
                on:change=move |_| desk.keep.set(keep)
            />
            <Words name=name help=help />
        </label>
    }
}

fn button(kind: Option<Kind>) -> String {
    match kind {
        Some(Kind::Checking) => text("options_checking", &[]),
        Some(Kind::KeyRefused) => text("reconnect", &[]),
        Some(Kind::NotConnected | Kind::Refused | Kind::Connected | Kind::KeyNeeded) | None => {
            text("connect_hubspot", &[])
        }
    }
}
