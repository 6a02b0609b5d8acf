//! The card of a link: the contact, why it was linked, and the one thing about it to look at.

use super::present::owner_of;
use super::present_card::{activity_of, company_of, deals_of, fields_of, forms_of, last_activity, tickets_of};
use super::state::{CardRead, Linked, Member, State};
use crate::hubspot::contact::Contact;
use crate::linking::directory::{Match, match_contact};
use crate::linking::link::{Link, Standing};
use crate::phone::{Rank, WhatsAppNumber};
use crate::ports::TabId;
use crate::protocol::view::{CardPhone, CardView, Change, Freshness, LinkNotice, LinkReason, PhoneProperty};

/// The card of a linked person.
pub(super) fn card_of(state: &State, tab: Option<TabId>, member: &Member, linked: &Linked) -> CardView {
    let (link, contact) = (&linked.link, linked.contact.as_ref());
    let region = state.portal_region(tab);
    let number = member.person.number.as_ref();
    let matched = contact.zip(number).and_then(|(contact, number)| match_contact(contact, number, region));
    let account = state.connection.as_ref().and_then(|connection| connection.account.as_ref());
    CardView {
        contact: link.contact.clone(),
        merged: contact.map(|contact| contact.merged.clone()).unwrap_or_default(),
        name: contact.map_or_else(|| link.contact_name.clone(), Contact::shown_name),
        record_url: account.map(|account| {
            format!("https://{}/contacts/{}/record/0-1/{}", account.ui_domain, account.portal, link.contact)
        }),
        job_title: contact.and_then(|contact| contact.job_title.clone()),
        company: contact.and_then(|contact| contact.company.clone()),
        emails: contact.and_then(|contact| contact.email.clone()).into_iter().collect(),
        phones: contact.map(|contact| phones_of(contact, matched.as_ref())).unwrap_or_default(),
        owner: contact.and_then(|contact| owner_of(state, contact)),
        stage: contact.and_then(|contact| contact.stage.clone()),
        fields: fields_of(state, linked),
        company_link: company_of(state, linked),
        last_activity: last_activity(linked),
        deals: deals_of(state, linked),
        tickets: tickets_of(state, linked),
        activity: activity_of(state, linked),
        forms: forms_of(state),
        freshness: match &linked.read {
            CardRead::NotYet => Freshness::Loading,
            CardRead::Done | CardRead::Gone | CardRead::Merged { .. } => Freshness::Fresh,
            CardRead::Failed(problem) => Freshness::Stale { at: linked.data.at, problem: problem.clone() },
        },
        reason: reason_of(link),
        notice: link_notice(state, linked, number, matched.as_ref()),
    }
}

fn phones_of(contact: &Contact, matched: Option<&Match>) -> Vec<CardPhone> {
    let linking = |property: PhoneProperty| matched.is_some_and(|matched| matched.property == property);
    contact
        .phones
        .iter()
        .map(|(&property, text)| CardPhone { property, text: text.clone(), linking: linking(property) })
        .collect()
}

fn reason_of(link: &Link) -> LinkReason {
    LinkReason {
        origin: link.origin,
        rank: link.evidence.as_ref().map(|evidence| evidence.rank),
        whatsapp: link.number_at_link.as_ref().map(WhatsAppNumber::display),
        hubspot: link.evidence.as_ref().map(|evidence| evidence.text.clone()),
        at: link.made_at,
    }
}

/// The one thing about a link that the rep should look at, the most important first.
fn link_notice(
    state: &State,
    linked: &Linked,
    number: Option<&WhatsAppNumber>,
    matched: Option<&Match>,
) -> Option<LinkNotice> {
    match &linked.read {
        CardRead::Gone => return Some(LinkNotice::Deleted),
        CardRead::Merged { survivor, name } => {
            return Some(LinkNotice::Merged { survivor: survivor.clone(), into: name.clone() });
        }
        CardRead::NotYet | CardRead::Done | CardRead::Failed(_) => {}
    }
    let (contact, number) = (linked.contact.as_ref()?, number?);
    let property = state.settings.replaced_property;
    let change = Change { before: contact.phone(property).to_owned(), after: number.written() };
    let automatic = linked.link.standing == Standing::Automatic;
    let evidence = linked.link.evidence.as_ref().filter(|_| automatic);
    if let Some(evidence) = evidence.filter(|evidence| matches!(evidence.rank, Rank::CcWrong | Rank::CcConflict)) {
        let code = number.canonical().calling_code();
        return Some(LinkNotice::OtherCountryCode {
            whatsapp: format!("+{code}"),
            hubspot: evidence.written_code.map(|code| format!("+{code}")),
            change,
        });
    }
    if let Some(name) = linked.rival.as_ref().filter(|_| automatic && matched.is_some()) {
        return Some(LinkNotice::SharedNumber { name: name.clone() });
    }
    match matched {
        None => Some(LinkNotice::PhoneDiffers { change }),
        Some(_) if change.before == change.after => None,
        // The same number in another writing is no news, and a card that says so each time is not read.
        Some(matched) if matched.property == property && matched.rank == Rank::Exact => None,
        Some(matched) if linked.link.evidence.is_none() && matched.rank == Rank::Exact => None,
        Some(_) => Some(LinkNotice::WrittenDifferently { change }),
    }
}
