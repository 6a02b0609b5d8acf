//! The directory over a real IndexedDB.

use std::collections::BTreeSet;
use std::rc::Rc;

use idb::TransactionMode;
use js_sys::{Object, Reflect};
use linked_contacts::browser::clock::now;
use linked_contacts::browser::database::{DIRECTORY, Database};
use linked_contacts::browser::directory::BrowserDirectory;
use linked_contacts::hubspot::contact::Contact;
use linked_contacts::hubspot::ids::{ContactId, PortalId};
use linked_contacts::linking::directory::DirectoryEntry;
use linked_contacts::phone::Bucket;
use linked_contacts::ports::{Directory, StoreFault};
use wasm_bindgen_test::wasm_bindgen_test;

fn fresh(name: &str) -> (Rc<Database>, BrowserDirectory) {
    let database = Database::named(name);
    (Rc::clone(&database), BrowserDirectory::new(database))
}

fn portal(id: &str) -> PortalId {
    id.parse().expect("a portal")
}

fn contact(id: u32, phones: &str) -> Contact {
    let json = format!(r#"{{"id":"{id}","phones":{{{phones}}},"modified":0,"merged":[]}}"#);
    serde_json::from_str(&json).expect("a contact")
}

fn entry(id: u32, phone: &str, mirror: u32) -> DirectoryEntry {
    let contact = contact(id, &format!(r#""phone":"{phone}""#));
    DirectoryEntry::file(contact, None, mirror).expect("a number")
}

fn bucket(text: &str) -> Bucket {
    text.parse().expect("seven digits")
}

fn ids(entries: &[DirectoryEntry]) -> Vec<String> {
    let ids: BTreeSet<String> = entries.iter().map(|entry| entry.contact.id.to_string()).collect();
    ids.into_iter().collect()
}

fn id(id: u32) -> ContactId {
    id.to_string().parse().expect("an id")
}

#[wasm_bindgen_test]
async fn an_entry_is_found_by_each_of_its_numbers_and_by_its_id() {
    let (_, directory) = fresh("directory-found");
    let portal = portal("1");
    let both =
        DirectoryEntry::file(contact(7, r#""phone":"+1 212 555 0101","mobile_phone":"+44 20 7946 0102""#), None, 1)
            .expect("numbers");
    directory.put(&portal, vec![both.clone(), entry(8, "+12125550103", 1)], vec![]).await.expect("put");
    for (asked, found) in [("5550101", "7"), ("9460102", "7"), ("5550103", "8")] {
        let entries = directory.in_buckets(&portal, vec![bucket(asked)]).await.expect("read");
        assert_eq!(ids(&entries), [found], "{asked}");
    }
    let all = directory.in_buckets(&portal, vec![bucket("5550101"), bucket("9460102"), bucket("0000000")]).await;
    assert_eq!(all, Ok(vec![both.clone()]), "a contact is told once, however many of its buckets were asked for");
    assert_eq!(directory.by_ids(&portal, vec![id(9), id(7)]).await, Ok(vec![both]));
    assert_eq!(directory.count(&portal).await, Ok(2));
}

#[wasm_bindgen_test]
async fn an_entry_that_is_put_again_is_no_longer_found_by_its_old_number() {
    let (_, directory) = fresh("directory-replaced");
    let portal = portal("1");
    directory.put(&portal, vec![entry(7, "+12125550101", 1), entry(8, "+12125550102", 1)], vec![]).await.expect("put");
    directory.put(&portal, vec![entry(7, "+12125550199", 1)], vec![id(8)]).await.expect("put");
    for (asked, found) in [("5550101", vec![]), ("5550102", vec![]), ("5550199", vec!["7".to_owned()])] {
        let entries = directory.in_buckets(&portal, vec![bucket(asked)]).await.expect("read");
        assert_eq!(ids(&entries), found, "{asked}");
    }
    assert_eq!(directory.count(&portal).await, Ok(1));
}

#[wasm_bindgen_test]
async fn f_20_a_survivor_is_found_by_the_ids_of_those_that_were_merged_into_it_and_with_no_number_too() {
    let (_, directory) = fresh("directory-merged");
    let (one, ten) = (portal("1"), portal("10"));
    let survivor = |phones: &str| {
        let merged = vec![id(5_550_101), id(6)];
        DirectoryEntry::file(Contact { merged, ..contact(7, phones) }, None, 1).expect("a survivor")
    };
    for filed in [survivor(r#""phone":"+1 212 555 0102""#), survivor("")] {
        directory.put(&one, vec![filed.clone(), entry(8, "+12125550101", 1)], vec![]).await.expect("put");
        for old in [5_550_101, 6] {
            assert_eq!(directory.merged_from(&one, &id(old)).await, Ok(Some(filed.clone())), "{old}");
            assert_eq!(directory.merged_from(&ten, &id(old)).await, Ok(None), "{old}");
        }
        assert_eq!(directory.merged_from(&one, &id(7)).await, Ok(None), "its own id");
        // An old id of seven digits is no number.
        let entries = directory.in_buckets(&one, vec![bucket("5550101")]).await.expect("read");
        assert_eq!(ids(&entries), ["8"]);
    }
    directory.put(&one, vec![], vec![id(7)]).await.expect("put");
    assert_eq!(directory.merged_from(&one, &id(6)).await, Ok(None));
}

#[wasm_bindgen_test]
async fn inv_10_portals_do_not_see_each_other() {
    let (_, directory) = fresh("directory-portals");
    let (one, ten) = (portal("1"), portal("10"));
    directory.put(&one, vec![entry(7, "+12125550101", 1)], vec![]).await.expect("put");
    directory.put(&ten, vec![entry(7, "+12125550102", 1), entry(8, "+12125550101", 1)], vec![]).await.expect("put");
    let found = directory.in_buckets(&one, vec![bucket("5550101"), bucket("5550102")]).await.expect("read");
    assert_eq!(found, [entry(7, "+12125550101", 1)]);
    assert_eq!(directory.remove_older_than(&ten, 2).await.map(|gone| gone.len()), Ok(2));
    assert_eq!((directory.count(&one).await, directory.count(&ten).await), (Ok(1), Ok(0)));
    assert_eq!((directory.is_empty(&one).await, directory.is_empty(&ten).await), (Ok(false), Ok(true)));
}

#[wasm_bindgen_test]
async fn a_mirror_that_has_ended_removes_what_it_did_not_see() {
    let (_, directory) = fresh("directory-swept");
    let portal = portal("1");
    // 9: written before the counter of mirrors was lost and began anew.
    let written = vec![entry(7, "+12125550101", 1), entry(8, "+12125550102", 2), entry(9, "+12125550103", 3)];
    directory.put(&portal, written, vec![]).await.expect("put");
    let gone: BTreeSet<ContactId> = directory.remove_older_than(&portal, 2).await.expect("swept").into_iter().collect();
    assert_eq!(gone, BTreeSet::from([id(7), id(9)]));
    assert_eq!(directory.by_ids(&portal, vec![id(7), id(8), id(9)]).await.map(|left| ids(&left)), Ok(vec!["8".into()]));
    assert_eq!(directory.remove_older_than(&portal, 2).await, Ok(vec![]));
}

#[wasm_bindgen_test]
async fn inv_17_a_row_that_cannot_be_read_is_never_left_out() {
    let (database, directory) = fresh("directory-unreadable");
    let portal = portal("1");
    directory.put(&portal, vec![entry(7, "+12125550101", 1), entry(8, "+12125550101", 1)], vec![]).await.expect("put");
    let row = Object::new();
    for (name, value) in [("portal", "1"), ("id", "8"), ("entry", "{\"contact\":")] {
        Reflect::set(&row, &name.into(), &value.into()).expect("set");
    }
    Reflect::set(&row, &"buckets".into(), &js_sys::Array::of1(&"1/5550101".into())).expect("set");
    let transaction = database.begin(DIRECTORY, TransactionMode::ReadWrite).await.expect("begun");
    transaction.object_store(DIRECTORY).expect("a store").put(&row, None).expect("asked").await.expect("put");
    transaction.await.expect("ended");
    // Leaving 8 out would make 7 look like the only one with this number.
    assert_eq!(directory.in_buckets(&portal, vec![bucket("5550101")]).await, Err(StoreFault::NotRead));
    assert_eq!(directory.count(&portal).await, Ok(0), "the next worker reads the directory anew");
}

#[wasm_bindgen_test]
async fn a_pass_over_a_large_book_looks_up_fast() {
    let (_, directory) = fresh("directory-large");
    let portal = portal("1");
    let numbers: Vec<u32> = (0..5_000).collect();
    let begun = now();
    for page in numbers.chunks(200) {
        let entries = page.iter().map(|n| entry(1_000 + n, &format!("+1212{:07}", 2_000_000 + n), 1)).collect();
        directory.put(&portal, entries, vec![]).await.expect("put");
    }
    let written = now();
    let asked = numbers.iter().step_by(5).map(|n| bucket(&format!("{:07}", 2_000_000 + n))).collect();
    let found = directory.in_buckets(&portal, asked).await.expect("read");
    let took = now() - written;
    wasm_bindgen_test::console_log!("5000 entries written in {} ms, 1000 looked up in {took} ms", written - begun);
    assert_eq!(found.len(), 1_000);
    // Measured: about a tenth of this. A look-up without index would take minutes.
    assert!(took < 2_000, "{took} ms");
}
