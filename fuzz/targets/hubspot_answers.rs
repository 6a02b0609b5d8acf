//! What HubSpot, or something on the way to it, answers: any bytes, and good answers with a few bytes changed, read as an error of every
//! status and as the answer to every call.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::OnceLock;

use linked_contacts::hubspot::calls::account_details::AccountDetails;
use linked_contacts::hubspot::calls::associated_ids::AssociatedIds;
use linked_contacts::hubspot::calls::changed_contacts::ChangedContacts;
use linked_contacts::hubspot::calls::contact_by_email::ContactByEmail;
use linked_contacts::hubspot::calls::contacts_with_phone::ContactsWithPhone;
use linked_contacts::hubspot::calls::create_record::CreateRecord;
use linked_contacts::hubspot::calls::get_card::GetCard;
use linked_contacts::hubspot::calls::get_contact::GetContact;
use linked_contacts::hubspot::calls::list_contacts::ListContacts;
use linked_contacts::hubspot::calls::list_owners::ListOwners;
use linked_contacts::hubspot::calls::list_pipelines::ListPipelines;
use linked_contacts::hubspot::calls::list_properties::ListProperties;
use linked_contacts::hubspot::calls::newest_change::NewestChange;
use linked_contacts::hubspot::calls::probe_object::Probe;
use linked_contacts::hubspot::calls::read_contacts::ReadContacts;
use linked_contacts::hubspot::calls::read_records::{Partly, ReadRecords};
use linked_contacts::hubspot::calls::replace_phone::ReplacePhone;
use linked_contacts::hubspot::calls::search_contacts::SearchContacts;
use linked_contacts::hubspot::calls::update_record::UpdateRecord;
use linked_contacts::hubspot::contact::Contact;
use linked_contacts::hubspot::error::Error;
use linked_contacts::hubspot::object::ObjectKind;
use linked_contacts::hubspot::request::{Call, Response};
use linked_contacts::protocol::view::{PhoneProperty, Retry};
use serde_json::Value;

/// Statuses that mean something, and some that should not come.
const STATUSES: [u16; 16] = [400, 401, 403, 404, 409, 414, 423, 429, 477, 500, 502, 503, 418, 301, 0, u16::MAX];

/// Good answers, one of each shape.
const ANSWERS: [&str; 9] = [
    r#"{"portalId":12345,"uiDomain":"app.hubspot.com","companyCurrency":"EUR"}"#,
    r#"{"results":[{"from":{"id":"7"},"to":[{"toObjectId":9},{"toObjectId":"9"}]}]}"#,
    r#"{"total":2,"results":[{"id":"7","properties":{"firstname":"Ana","phone":"+1 212 555 0101","lastmodifieddate":"2024-01-17T19:55:04.281Z","hubspot_owner_id":"41","hs_merged_object_ids":"8;9"}}],"paging":{"next":{"after":"8"}}}"#,
    r#"{"id":"7","properties":{"email":"a@example.com","phone":null,"lastmodifieddate":"1705521304281"},"associations":{"deals":{"results":[{"id":"9","type":"x"}],"paging":{"next":{"after":"10"}}}}}"#,
    r#"{"results":[{"id":"41","email":"a@example.com","firstName":"Ana","lastName":""}],"paging":{"next":{"after":"42"}}}"#,
    r#"{"results":[{"id":"default","label":"Sales","displayOrder":0,"stages":[{"id":"won","label":"Won","displayOrder":5,"metadata":{"isClosed":"true"}}]}]}"#,
    r#"{"results":[{"name":"hs_lead_status","label":"Status","type":"enumeration","fieldType":"radio","options":[{"label":"New","value":"NEW","displayOrder":0}]}]}"#,
    r#"{"status":"error","message":"x","policyName":"DAILY","errors":[{"message":"bad","context":{"propertyName":["email"],"requiredGranularScopes":["tickets"]}}]}"#,
    r#"{"errors":[{"message":["x"],"context":{"propertyName":["../x"]}}]}"#,
];

/// The first byte chooses the status, the second a good answer or none. Then come changes of that answer, three bytes each (place, what to
/// do, with which byte), or the answer itself.
pub fn all(data: &[u8]) {
    let [status, which, rest @ ..] = data else { return };
    let body = match ANSWERS.get(usize::from(*which) % (ANSWERS.len() + 1)) {
        Some(answer) => changed(answer, rest),
        None => rest.to_vec(),
    };
    let body = String::from_utf8_lossy(&body);
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    for retry_after in [None, Some(0), Some(u32::MAX)] {
        let response = Response { status, retry_after, body: body.clone().into_owned(), ..Response::default() };
        is_told(&Error::from_response(&response));
    }
    contacts(&body);
    others(&body);
}

fn changed(answer: &str, changes: &[u8]) -> Vec<u8> {
    let mut body = answer.as_bytes().to_vec();
    for change in changes.chunks_exact(3) {
        let place = usize::from(change[0]) % (body.len() + 1);
        match change[1] % 4 {
            0 => body.insert(place, change[2]),
            1 => body.truncate(place),
            2 if place < body.len() => drop(body.remove(place)),
            _ if place < body.len() => body[place] = change[2],
            _ => {}
        }
    }
    body
}

/// Every error has a sentence that exists, in few words, and a wait that ends.
fn is_told(error: &Error) {
    static SENTENCES: OnceLock<BTreeSet<String>> = OnceLock::new();
    let sentences = SENTENCES.get_or_init(|| {
        let texts = include_str!("../../static/_locales/en/messages.json");
        serde_json::from_str::<BTreeMap<String, Value>>(texts).expect("the texts").into_keys().collect()
    });
    let problem = error.problem();
    assert!(sentences.contains(&problem.sentence), "{} has no text", problem.sentence);
    if let Retry::After { seconds } = problem.retry {
        assert!((1..=86_400).contains(&seconds), "{seconds} s");
    }
    if let Error::Conflict { message } | Error::Invalid { message, .. } = error {
        assert!(message.chars().count() <= 300, "{message}");
    }
}

/// The answer, where it is one.
fn read<C: Call>(call: &C, body: &str) -> Option<C::Answer> {
    match call.decode(body) {
        Ok(answer) => Some(answer),
        Err(error) => {
            assert_eq!(error, Error::Unreadable, "{body}");
            is_told(&error);
            None
        }
    }
}

/// What is carried on into the next request is a value there and no more.
fn is_sound(call: &impl Call) {
    let path = call.request().path;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_=.,&?%".contains(&byte);
    assert!(path.starts_with('/') && path.bytes().all(plain), "{path}");
    assert!(!path.contains("/../") && path.matches("after=").count() <= 1, "{path}");
}

fn contacts(body: &str) {
    let id = "7".parse().expect("an id");
    let one = read(&GetContact { id: &id }, body);
    assert!(one.iter().all(|contact| contact.id == id || contact.merged.contains(&id)), "{body}");
    let names = ["hs_lead_status".parse().expect("a name")];
    let kinds = [ObjectKind::Deal, ObjectKind::Ticket, ObjectKind::Company];
    if let Some(card) = read(&GetCard { id: &id, properties: &names, associations: &kinds }, body) {
        assert!(card.contact.id == id || card.contact.merged.contains(&id), "{body}");
        [&card.deals, &card.tickets, &card.companies].iter().for_each(|related| are_single(&related.ids));
        is_kept(&card.contact);
    }
    let by_email = read(&ContactByEmail { email: body }, "{}").or_else(|| read(&ContactByEmail { email: body }, body));
    is_sound(&ContactByEmail { email: body });
    let list = ListContacts { after: None };
    let mut found: Vec<Contact> = one.into_iter().chain(by_email).collect();
    if let Some(page) = read(&list, body) {
        let next = ListContacts { after: page.next };
        is_sound(&next);
        assert!(next.after.is_none() || read(&next, body).is_none(), "it stands still: {body}");
        found.extend(page.contacts);
    }
    found.extend(read(&ReadContacts { ids: std::slice::from_ref(&id) }, body).into_iter().flatten());
    let pages = [
        read(&ChangedContacts { since: 0, after_id: None }, body),
        read(&ContactsWithPhone { after: None }, body),
        read(&SearchContacts::words("ana"), body),
    ];
    found.extend(pages.into_iter().flatten().flat_map(|page| page.contacts));
    found.iter().for_each(is_kept);
    read(&NewestChange, body);
}

fn others(body: &str) {
    if let Some(account) = read(&AccountDetails, body) {
        let sub = account.ui_domain.strip_suffix(".hubspot.com").expect("a host of HubSpot");
        assert!(!sub.contains(['/', '@', ':', '?', '#', '.']), "{}", account.ui_domain);
    }
    let contact = "7".parse().expect("an id");
    for of in [ObjectKind::Note, ObjectKind::Deal] {
        let ids = read(&AssociatedIds { contact: &contact, of }, body);
        are_single(&ids.unwrap_or_default());
    }
    if let Some(page) = read(&ListOwners { after: None }, body) {
        is_sound(&ListOwners { after: page.next.as_deref() });
    }
    read(&ListPipelines { of: ObjectKind::Deal }, body);
    read(&ListProperties { of: ObjectKind::Contact }, body);
    for probe in Probe::ALL {
        read(&probe, body);
    }
    let asked = ["7".parse().expect("an id")];
    let records = read(
        &ReadRecords { of: ObjectKind::Deal, ids: &asked, properties: &["dealname"], partly: Partly::Failed },
        body,
    );
    assert!(records.iter().flatten().all(|record| asked.contains(&record.id)), "{body}");
    let values = BTreeMap::new();
    read(&CreateRecord { of: ObjectKind::Note, values: &values, contact: Some(&contact) }, body);
    read(&UpdateRecord { of: ObjectKind::Deal, id: &asked[0], values: &values }, body);
    read(&ReplacePhone { id: &contact, property: PhoneProperty::Phone, text: body }, body);
}

fn are_single<T: Ord + Debug>(ids: &[T]) {
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

/// A contact is stored as it is, and has a name to show.
fn is_kept(contact: &Contact) {
    let stored = serde_json::to_string(contact).expect("a contact is JSON");
    assert_eq!(serde_json::from_str::<Contact>(&stored).as_ref().ok(), Some(contact));
    assert!(!contact.shown_name().trim().is_empty(), "{stored}");
}
