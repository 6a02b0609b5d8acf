//! What the extension's own calls encode is taken, and what the sandbox answers decodes in them.

mod common;

use std::collections::BTreeMap;

use common::{KEY, NOW, sandbox, send, with};
use hubspot_sandbox::{Kind, Sandbox};
use linked_contacts::hubspot::calls::account_details::AccountDetails;
use linked_contacts::hubspot::calls::associated_ids::AssociatedIds;
use linked_contacts::hubspot::calls::changed_contacts::ChangedContacts;
use linked_contacts::hubspot::calls::contacts_with_phone::ContactsWithPhone;
use linked_contacts::hubspot::calls::create_record::CreateRecord;
use linked_contacts::hubspot::calls::get_card::GetCard;
use linked_contacts::hubspot::calls::get_contact::GetContact;
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
use linked_contacts::hubspot::error::Error;
use linked_contacts::hubspot::ids::{ContactId, PropertyName, RecordId};
use linked_contacts::hubspot::object::ObjectKind;
use linked_contacts::hubspot::request::{Call, Method, Response};
use linked_contacts::hubspot::schema::{Access, Closed, PropertyKind};
use linked_contacts::protocol::view::PhoneProperty;
use serde_json::json;

fn asks<C: Call>(sandbox: &mut Sandbox, at: u64, call: &C) -> Result<C::Answer, Error> {
    let request = call.request();
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
    };
    let response = send(sandbox, at, KEY, method, &request.path, &request.body.unwrap_or_default());
    match response.status {
        200 | 201 | 204 | 207 => call.decode(&response.body),
        status => {
            let retry_after = response.header("retry-after").and_then(|text| text.parse().ok());
            Err(Error::from_response(&Response { status, retry_after, body: response.body, ..Response::default() }))
        }
    }
}

fn id(text: &str) -> ContactId {
    text.parse().expect("an id")
}

#[test]
fn the_connect_check_passes_and_names_a_missing_scope() {
    let mut sandbox = sandbox();
    let account = asks(&mut sandbox, NOW, &AccountDetails).expect("an account");
    assert_eq!(
        (account.portal.as_str(), account.ui_domain.as_str(), account.currency.as_deref()),
        ("123456", "app.hubspot.com", Some("USD"))
    );
    for probe in Probe::ALL {
        assert_eq!(asks(&mut sandbox, NOW, &probe), Ok(()), "{probe:?}");
        let mut without = with(|seed| {
            seed["keys"][0]["scopes"].as_array_mut().expect("scopes").retain(|scope| scope != probe.scope());
        });
        assert_eq!(asks(&mut without, NOW, &probe), Err(Error::Forbidden { scopes: vec![probe.scope().into()] }));
    }
}

#[test]
fn the_mirror_reads_every_contact_with_a_phone() {
    let mut sandbox = with(|seed| {
        let made = (1..=450).map(|n| json!({"id": (2_000 + n).to_string(), "properties": if n % 3 == 0 { json!({"firstname": "None"}) } else { json!({"phone": format!("+1212555{n:04}")}) }}));
        seed["contacts"] = made.collect();
    });
    let (mut after, mut found, mut pages) = (None, 0, 0);
    loop {
        let page = asks(&mut sandbox, NOW + pages * 1_000, &ContactsWithPhone { after }).expect("a page");
        (found, pages) = (found + page.contacts.len(), pages + 1);
        after = page.contacts.last().map(|contact| contact.id.clone());
        if !page.more {
            break;
        }
    }
    assert_eq!((found, pages), (300, 2));
}

#[test]
fn the_change_feed_begins_at_the_newest_change_and_sees_what_follows() {
    let mut sandbox = sandbox();
    let newest = asks(&mut sandbox, NOW, &NewestChange).expect("an instant");
    // Neither 101 nor the seed's clock, but the contact whose time was changed last.
    assert_eq!(newest.changed, 1_705_521_304_281);
    sandbox.colleague(NOW).edit(Kind::Contacts, "102", &[("phone", "+55 11 99999-0000")]).expect("edited");
    let feed = ChangedContacts { since: newest.changed, after_id: None };
    let later = asks(&mut sandbox, NOW + 40_000, &feed).expect("a page");
    assert_eq!(
        later.contacts.last().map(|contact| (contact.id.to_string(), contact.modified)),
        Some(("102".into(), NOW))
    );
    let one_instant = ChangedContacts { since: NOW, after_id: Some(id("101")) };
    assert_eq!(asks(&mut sandbox, NOW + 50_000, &one_instant).expect("a page").contacts.len(), 1);
}

#[test]
fn s_18_to_s_20_searches_find_names_emails_and_numbers() {
    let mut sandbox = sandbox();
    for (search, expected) in [
        (SearchContacts::words("mar"), vec!["101", "103"]),
        (SearchContacts::words("silva@"), vec!["101"]),
        (SearchContacts::words("maria sil"), vec!["101"]),
        (SearchContacts::words("primav"), vec!["103"]),
        (SearchContacts::Numbers(vec!["2125550101".into()]), vec!["101"]),
        (SearchContacts::Numbers(vec!["11999990000".into()]), vec!["102"]),
    ] {
        let page = asks(&mut sandbox, NOW, &search).expect("a page");
        let mut ids: Vec<String> = page.contacts.iter().map(|contact| contact.id.to_string()).collect();
        ids.sort();
        assert_eq!(ids, expected, "{search:?}");
        sandbox.colleague(NOW).settings().limits.searches_per_second += 1;
    }
}

#[test]
fn a_contact_is_read_replaced_and_followed_through_a_merge() {
    let mut sandbox = sandbox();
    let contact = asks(&mut sandbox, NOW, &GetContact { id: &id("101") }).expect("a contact");
    assert_eq!(
        (contact.shown_name().as_str(), contact.phone(PhoneProperty::Phone)),
        ("Maria Silva", "+1 212 555 0101")
    );
    for property in PhoneProperty::ALL {
        asks(&mut sandbox, NOW, &ReplacePhone { id: &id("101"), property, text: "+12125550102" }).expect("written");
    }
    let contact = asks(&mut sandbox, NOW, &GetContact { id: &id("101") }).expect("a contact");
    assert!(PhoneProperty::ALL.into_iter().all(|property| contact.phone(property) == "+12125550102"));
    sandbox.colleague(NOW).merge(Kind::Contacts, "102", "101").expect("merged");
    let survivor = asks(&mut sandbox, NOW, &GetContact { id: &id("101") }).expect("a contact");
    assert!(survivor.id != id("101") && survivor.merged.contains(&id("101")));
    assert_eq!(asks(&mut sandbox, NOW, &GetContact { id: &id("999") }), Err(Error::NotFound));
    let write = ReplacePhone { id: &id("101"), property: PhoneProperty::Phone, text: "" };
    assert_eq!(asks(&mut sandbox, NOW, &write), Err(Error::NotFound));
}

#[test]
fn batches_and_owners_decode() {
    let mut sandbox = sandbox();
    let ids = [id("101"), id("999"), id("103")];
    assert_eq!(asks(&mut sandbox, NOW, &ReadContacts { ids: &ids }).map(|contacts| contacts.len()), Ok(2));
    let owners = asks(&mut sandbox, NOW, &ListOwners { after: None }).expect("owners");
    assert_eq!(owners.names.values().collect::<Vec<_>>(), ["Ann One", "Bob Two"]);
}

#[test]
fn the_card_and_what_belongs_to_it_is_read_created_and_changed() {
    let mut sandbox = sandbox();
    let contact = id("101");
    let extra: Vec<PropertyName> = vec!["city".parse().expect("a name")];
    let every = [ObjectKind::Company, ObjectKind::Deal, ObjectKind::Ticket];
    let card =
        asks(&mut sandbox, NOW, &GetCard { id: &contact, properties: &extra, associations: &every }).expect("a card");
    let texts = |ids: &[RecordId]| ids.iter().map(RecordId::to_string).collect::<Vec<_>>();
    assert_eq!(
        (texts(&card.deals.ids), texts(&card.tickets.ids)),
        (vec!["301".to_owned(), "302".to_owned()], vec!["401".to_owned()])
    );
    assert_eq!(texts(&card.companies.ids), ["501"], "once, though there are two rows");

    let values = |pairs: &[(&str, &str)]| -> BTreeMap<PropertyName, String> {
        pairs.iter().map(|(name, text)| (name.parse().expect("a name"), (*text).to_owned())).collect()
    };
    let made = [
        (
            ObjectKind::Deal,
            values(&[("dealname", "New"), ("pipeline", "default"), ("dealstage", "contractsent"), ("amount", "12")]),
        ),
        (
            ObjectKind::Ticket,
            values(&[
                ("subject", "New"),
                ("hs_pipeline", "0"),
                ("hs_pipeline_stage", "1"),
                ("hs_ticket_priority", "HIGH"),
            ]),
        ),
        (ObjectKind::Note, values(&[("hs_timestamp", "1795597200000"), ("hs_note_body", "Hi")])),
        (
            ObjectKind::Task,
            values(&[
                ("hs_timestamp", "1795597200000"),
                ("hs_task_subject", "Call"),
                ("hs_task_status", "NOT_STARTED"),
            ]),
        ),
    ];
    for (kind, values) in made {
        let create = CreateRecord { of: kind, values: &values, contact: Some(&contact) };
        let record = asks(&mut sandbox, NOW, &create).expect("created");
        let ids = asks(&mut sandbox, NOW, &AssociatedIds { contact: &contact, of: kind }).expect("ids");
        assert!(ids.contains(&record.id), "{kind:?}");
        let read = ReadRecords {
            of: kind,
            ids: std::slice::from_ref(&record.id),
            properties: &["hubspot_owner_id"],
            partly: Partly::Failed,
        };
        assert_eq!(asks(&mut sandbox, NOW, &read).map(|records| records.len()), Ok(1), "{kind:?}");
    }
    let empty = AssociatedIds { contact: &id("103"), of: ObjectKind::Note };
    assert_eq!(asks(&mut sandbox, NOW, &empty), Ok(vec![]));

    let deal: RecordId = "301".parse().expect("an id");
    let won = values(&[("dealstage", "closedwon"), ("amount", "")]);
    asks(&mut sandbox, NOW, &UpdateRecord { of: ObjectKind::Deal, id: &deal, values: &won }).expect("written");
    assert_eq!(sandbox.colleague(NOW).text(Kind::Deals, "301", "hs_is_closed_won").as_deref(), Some("true"));
}

#[test]
fn pipelines_and_properties_decode() {
    let mut sandbox = sandbox();
    for (kind, closed) in [(ObjectKind::Deal, 2), (ObjectKind::Ticket, 1)] {
        let pipelines = asks(&mut sandbox, NOW, &ListPipelines { of: kind }).expect("pipelines");
        let stages = pipelines.iter().flat_map(|pipeline| &pipeline.stages);
        assert_eq!(stages.filter(|stage| stage.closed == Closed::Closed).count(), closed, "{kind:?}");
    }
    let properties = asks(&mut sandbox, NOW, &ListProperties { of: ObjectKind::Contact }).expect("properties");
    let kind =
        |name: &str| properties.iter().find(|one| one.name.as_str() == name).map(|one| (one.kind.clone(), one.access));
    assert_eq!(kind("phone"), Some((PropertyKind::Phone, Access::Writable)));
    assert_eq!(kind("hubspot_owner_id"), Some((PropertyKind::Owner, Access::Writable)));
    assert_eq!(kind("lastmodifieddate"), Some((PropertyKind::DateTime, Access::ReadOnly)));
    assert!(
        matches!(kind("lifecyclestage"), Some((PropertyKind::Choice { options }, Access::Writable)) if options.len() == 8)
    );
    assert!(matches!(kind("hs_buying_role"), Some((PropertyKind::MultipleChoice { .. }, Access::Writable))));
    assert_eq!(kind("hs_searchable_calculated_phone_number"), None, "hidden");
}
