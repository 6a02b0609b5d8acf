//! A native dialog: Esc and a click beside it close it without effect, the focus goes back to where it was, and it goes with the section
//! that opened it, so that another chat never finds it open.

use leptos::html;
use leptos::prelude::*;

/// A dialog's handle. Copies are the same dialog.
#[derive(Clone, Copy)]
pub struct Dialog {
    shown: RwSignal<Shown>,
    element: NodeRef<html::Dialog>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    No,
    Yes,
}

impl Dialog {
    /// A closed dialog.
    pub fn new() -> Dialog {
        Dialog { shown: RwSignal::new(Shown::No), element: NodeRef::new() }
    }

    /// Opens it.
    pub fn open(self) {
        self.shown.set(Shown::Yes);
    }

    /// Closes it; the browser puts the focus back.
    pub fn close(self) {
        if let Some(element) = self.element.get_untracked() {
            element.close();
        }
    }

    /// The browser tells some time after it has closed a dialog: one that was opened again meanwhile stays.
    fn closed(self) {
        if self.element.get_untracked().is_none_or(|element| !element.open()) {
            self.shown.set(Shown::No);
        }
    }
}

/// What a dialog shows: a title, sentences and buttons. The first button gets the focus; `autofocus` is refused in a frame.
#[component]
pub fn Modal(
    dialog: Dialog,
    /// Names the title and the sentence for screen readers; unique in the document. The sentence has the id `{id}-text`.
    id: &'static str,
    #[prop(into)] title: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let title = StoredValue::new(title);
    let children = StoredValue::new(children);
    Effect::new(move |_| {
        if let Some(element) = dialog.element.get() {
            // Refused only where it is open already.
            let _ = element.show_modal();
        }
    });
    move || {
        (dialog.shown.get() == Shown::Yes).then(|| {
            view! {
                <dialog
                    class="dialog"
                    closedby="any"
                    node_ref=dialog.element
                    aria-labelledby=format!("{id}-title")
                    aria-describedby=format!("{id}-text")
                    on:close=move |_| dialog.closed()
                >
                    <h2 class="dialog-title" id=format!("{id}-title")>
                        {title.with_value(|title| title.run())}
                    </h2>
                    {children.with_value(|children| children())}
                </dialog>
            }
        })
    }
}
