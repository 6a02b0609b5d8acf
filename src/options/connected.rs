//! The card of a standing connection: which account, how the key is kept, what the key may not do, and the way out.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::desk::desk;
use super::parts::{Note, Tone};
use super::scopes::without;
use crate::browser::locale::text;
use crate::protocol::options::{Connection, Keep};

/// The card's content. Nothing where HubSpot is not connected.
#[component]
pub fn Connected() -> impl IntoView {
    let desk = desk();
    // A memo, so that a pass that goes on does not redraw the card under an open dialog.
    let connection = Memo::new(move |_| desk.view().map(|view| view.connection));
    move || match connection.get()? {
        Connection::Connected { portal, ui_domain, missing, keep } => {
            Some(account(portal.to_string(), ui_domain, missing, keep).into_any())
        }
        Connection::NotConnected
        | Connection::Checking
        | Connection::Refused { .. }
        | Connection::KeyRefused { .. }
        | Connection::KeyNeeded { .. } => None,
    }
}

fn account(portal: String, domain: String, missing: Vec<String>, keep: Keep) -> impl IntoView {
    let desk = desk();
    let dialog: NodeRef<Dialog> = NodeRef::new();
    let ask = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    let kept = match keep {
        Keep::OnDevice => text("options_kept_device", &[]),
        Keep::UntilBrowserCloses => text("options_kept_session", &[]),
    };
    view! {
        <dl class="facts">
            <dt>{text("options_account", &[])}</dt>
            <dd>{portal.clone()}</dd>
            <dt>{text("options_domain", &[])}</dt>
            <dd>{domain}</dd>
            <dt>{text("options_key", &[])}</dt>
            <dd>{kept}</dd>
        </dl>
        {(!missing.is_empty()).then(|| view! { <Missing scopes=missing /> })}
        <div class="actions">
            <button type="button" class="button" data-kind="secondary" on:click=move |_| desk.changing.set(true)>
                {text("options_change_key", &[])}
            </button>
            <button type="button" class="button" data-kind="danger-quiet" on:click=ask>{text("options_disconnect", &[])}</button>
        </div>
        <LeaveDialog dialog=dialog portal=portal />
    }
}

#[component]
fn Missing(
    /// Scopes that the key lacks.
    scopes: Vec<String>,
) -> impl IntoView {
    let rows = scopes.into_iter().map(|scope| {
        let lost = text(without(&scope), &[]);
        view! { <li><code>{scope}</code><span>{lost}</span></li> }
    });
    view! {
        <Note tone=Tone::Notice>
            <p>{text("options_missing", &[])}</p>
            <ul class="missing">{rows.collect_view()}</ul>
            <p>{text("options_missing_how", &[])}</p>
        </Note>
    }
}

#[component]
fn LeaveDialog(
    /// The element, for whoever opens it.
    dialog: NodeRef<Dialog>,
    /// The account.
    portal: String,
) -> impl IntoView {
    let desk = desk();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="leave">
            <h2 id="leave" class="dialog-title">{text("options_disconnect_title", &[])}</h2>
            <p>{text("options_disconnect_body", &[&portal])}</p>
            <div class="actions">
                <button type="button" class="button" data-kind="secondary" autofocus=true on:click=move |_| close()>
                    {text("options_stay", &[])}
                </button>
                <button
                    type="button"
                    class="button"
                    data-kind="danger"
                    on:click=move |_| {
                        close();
                        desk.disconnect();
                    }
                >
                    {text("options_disconnect", &[])}
                </button>
            </div>
        </dialog>
    }
}
