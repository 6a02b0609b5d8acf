//! The form for a new contact (I-13, B-07): the name as WhatsApp has it, an e-mail, and the number, which is not typed. Contacts that may
//! be this person already are offered for linking before one more is made.

use leptos::prelude::*;

use crate::display::proposed_name;
use crate::protocol::intent::Intent;
use crate::protocol::record::{Again, NewContact};
use crate::protocol::view::{Answer, Candidate, Common, PersonView};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, Press, WritePress};
use crate::sidebar::common::control::{Control, Sort};
use crate::sidebar::common::maybe_created::{MakeFirst, MaybeCreated};
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{isolated, t};
use crate::sidebar::desk::desk;
use crate::sidebar::search::choices::Choices;
use crate::sidebar::sheets::Sheet;

/// What is asked: the property, and the locale key of its label.
const ASKED: [(&str, &str); 3] = [("firstname", "first_name"), ("lastname", "last_name"), ("email", "email")];

/// What came of the last try.
#[derive(Clone, PartialEq)]
enum Came {
    Nothing,
    /// HubSpot's words, by property.
    Refused(Vec<(String, String)>),
    /// There are contacts like it.
    Exists(Common, Vec<Candidate>),
    /// It may have been made.
    Maybe,
}

/// The form. It is there while its sheet is open.
#[component]
pub fn NewContactForm(person: Memo<PersonView>, sheet: Sheet) -> impl IntoView {
    let desk = desk();
    let act = Act::new();
    let came = RwSignal::new(Came::Nothing);
    let proposed = person.with_untracked(|person| proposed_name(&person.name));
    let proposed = StoredValue::new(proposed);
    let value = move |name: &str| {
        sheet.text(name).unwrap_or_else(|| match name {
            "firstname" => proposed.with_value(|(first, _)| first.clone()),
            "lastname" => proposed.with_value(|(_, last)| last.clone()),
            _ => String::new(),
        })
    };
    let make = move |again: Again| {
        let contact = untrack(|| NewContact {
            first_name: value("firstname"),
            last_name: value("lastname"),
            email: value("email"),
        });
        let chat = person.with_untracked(|person| person.chat.clone());
        let close = sheet.closing();
        came.set(Came::Nothing);
        desk.draft.put_back();
        act.ask(
            desk,
            "create_contact",
            move |op| Intent::CreateContact { op, chat, contact, again },
            move |answer| {
                let next = match answer {
                    Answer::Done => return close(),
                    Answer::Invalid { fields, .. } => Came::Refused(
                        fields.into_iter().map(|field| (field.property.to_string(), field.message)).collect(),
                    ),
                    Answer::Exists { by, candidates } => Came::Exists(by, candidates),
                    Answer::MaybeCreated { .. } => Came::Maybe,
                    Answer::Refused(_) | Answer::Found { .. } | Answer::Preview(_) | Answer::Conflict { .. } => {
                        Came::Nothing
                    }
                };
                let _ = came.try_set(next);
            },
        );
    };
    let fields = ASKED.map(|(name, label)| {
        let shown = Signal::derive(move || value(name));
        let typed = Callback::new(move |text: String| sheet.type_in(name, "", text));
        let told = Memo::new(move |_| came.with(|came| told_of(came, name)));
        let wrong = Signal::derive(move || told.with(Option::is_some));
        let id = format!("contact-{name}");
        let (label_id, for_id, error) = (format!("{id}-label"), id.clone(), format!("{id}-error"));
        view! {
            <div class="field" data-question=name>
                <label id=label_id for=for_id>{t(label)}</label>
                <Control id sort=Sort::Line value=shown wrong typed />
                <div class="field-error" id=error role="status">
                    {move || told.get().map(|words| match words {
                        Told::Ours(key) => t(key).into_any(),
                        Told::HubSpots(words) => isolated(&words),
                    })}
                </div>
            </div>
        }
    });
    let asks_first =
        Memo::new(move |_| came.with(|came| !matches!(came, Came::Maybe | Came::Exists(Common::Number, _))));
    let field = "contact-firstname".to_owned();
    view! {
        <section class="section" data-new-contact="" aria-labelledby="new-contact">
            <h3 id="new-contact">{t("new_contact")}</h3>
            <div class="form" role="group" aria-labelledby="new-contact">
                {fields.collect_view()}
                {move || person.with(|person| person.number.clone()).map(|number| view! {
                    <div class="field">
                        <span class="field-label">{t("phone")}</span>
                        <span class="number">{isolated(&number)}</span>
                    </div>
                })}
                {move || match came.get() {
                    Came::Nothing | Came::Refused(_) => None,
                    Came::Exists(by, candidates) => Some(view! { <Alike person act by candidates make=Callback::new(make) /> }.into_any()),
                    Came::Maybe => Some(view! { <MaybeCreated act make=Callback::new(make) /> }.into_any()),
                }}
                {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_done" /> })}
                <div class="actions">
                    <MakeFirst act label="create_contact" stands=asks_first field make=Callback::new(make) />
                    <Press label="cancel" kind=Kind::Secondary on_press=move || {
                        desk.draft.put_back();
                        sheet.close();
                    } />
                </div>
            </div>
        </section>
    }
}

/// Contacts like the one that is wanted: to choose, and then to link by the bar of every choice.
#[component]
fn Alike(
    person: Memo<PersonView>,
    act: Act,
    by: Common,
    candidates: Vec<Candidate>,
    make: Callback<Again>,
) -> impl IntoView {
    let desk = desk();
    let number = Signal::derive(move || person.with(|person| person.number.clone()));
    let choose = Callback::new(move |candidate| {
        let chat = person.with_untracked(|person| person.chat.clone());
        desk.draft.choose(desk, &chat, candidate);
    });
    let candidates = Signal::derive(move || candidates.clone());
    let words = match by {
        Common::Number => "number_exists",
        Common::Email => "email_exists_link",
    };
    view! {
        <p role="alert">{t(words)}</p>
        <Choices list="alike" candidates number choose />
        {(by == Common::Number).then(|| view! {
            <div class="actions">
                <WritePress label="create_again" kind=Kind::Quiet act on_press=move || make.run(Again::Agreed) />
            </div>
        })}
    }
}

/// What is said at a field.
#[derive(Clone, PartialEq)]
enum Told {
    /// A locale key.
    Ours(&'static str),
    HubSpots(String),
}

fn told_of(came: &Came, name: &str) -> Option<Told> {
    match came {
        Came::Exists(Common::Email, _) if name == "email" => Some(Told::Ours("email_exists")),
        Came::Refused(all) => {
            let (_, words) = all.iter().find(|(property, _)| property == name)?;
            Some(Told::HubSpots(words.clone()))
        }
        Came::Exists(..) | Came::Nothing | Came::Maybe => None,
    }
}
