//! Both sides of "the same number": any text as the phone property of a contact, and any text as a WhatsApp id.

use linked_contacts::phone::{
    Bucket, Canonical, FoundNumber, Rank, Region, WhatsAppNumber, best_rank, digits_of, exact_keys, numbers_in, rank,
};
use linked_contacts::whatsapp::jid::Jid;

/// The first byte chooses the portal's region, or none; the rest is the text.
pub fn text(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let portal = usize::from(*first).checked_sub(1).and_then(|place| Region::all().nth(place));
    let text = String::from_utf8_lossy(rest);
    let numbers = numbers_in(&text, portal);
    assert!(numbers.is_empty() || text.chars().count() <= 250, "a number in prose");
    for found in &numbers {
        let stored = String::from(found.clone());
        assert_eq!(FoundNumber::try_from(stored.clone()).as_ref(), Ok(found), "{stored} is not what it was");
        let keys = exact_keys(found);
        assert!(keys.len() <= 2, "{stored} has {} keys", keys.len());
        for key in &keys {
            key_is_found(key, found, portal);
        }
    }
    // The same digits as an id of WhatsApp: half of all texts meet themselves, and the metadata is asked.
    if let Ok(number) = WhatsAppNumber::from_digits(&digits_of(&text)) {
        best_rank(&number, &text, portal);
        best_rank(&number, &format!("+{}", number.digits()), portal);
    }
}

/// A key joins the two books exactly, unless the digits have no sign and are a number of the portal's own country.
fn key_is_found(key: &Canonical, found: &FoundNumber, portal: Option<Region>) {
    let Ok(number) = WhatsAppNumber::from_digits(&format!("{}{}", key.calling_code(), key.national())) else { return };
    if number.canonical() != key {
        return;
    }
    assert_eq!(rank(&number, found, None), Some(Rank::Exact), "{key}");
    let in_portal = rank(&number, found, portal);
    let is_other_country = portal.is_some_and(|region| region.calling_code() != key.calling_code());
    let may_be_taken = is_other_country && found.written_code().is_none();
    assert!(
        in_portal == Some(Rank::Exact) || may_be_taken && in_portal == Some(Rank::CcConflict),
        "{key} {in_portal:?}"
    );
}

/// The text as the digits of an id, as a whole id, and as every stored form.
pub fn whatsapp(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    stored_forms(&text);
    for id in [text.to_string(), format!("{text}@c.us"), format!("{text}:12@s.whatsapp.net")] {
        if let Some(Jid::Number(number)) = Jid::parse(&id) {
            is_sound(&number);
        }
    }
    // A privacy id is a row of digits too, and is never taken for a number.
    let lid = format!("{text}@lid");
    assert!(!matches!(Jid::parse(&lid), Some(Jid::Number(_))), "{lid}");
    assert!(WhatsAppNumber::from_digits(&lid).is_err(), "{lid}");
    if let Ok(number) = WhatsAppNumber::from_digits(&text) {
        is_sound(&number);
    }
}

fn is_sound(number: &WhatsAppNumber) {
    let digits = number.digits();
    assert!((7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()), "{digits}");
    assert_eq!(WhatsAppNumber::from_digits(digits).as_ref(), Ok(number));
    assert_eq!(number.canonical().to_string().parse().as_ref(), Ok(number.canonical()), "{digits}");
    assert_eq!(digits_of(&number.display()), digits_of(&number.written()), "{digits}");
    let again = WhatsAppNumber::from_digits(&digits_of(&number.written())).expect(digits);
    assert_eq!((again.canonical(), again.bucket()), (number.canonical(), number.bucket()), "{digits}");
    for portal in [None, number.region(), "US".parse().ok(), "BR".parse().ok(), "IT".parse().ok()] {
        for text in [number.written(), number.display(), format!("+{digits}")] {
            assert_eq!(best_rank(number, &text, portal), Some(Rank::Exact), "{digits} {text} {portal:?}");
        }
        best_rank(number, digits, portal);
    }
}

/// What is read from the store may be anything; what is read is written the same way.
fn stored_forms(text: &str) {
    if let Ok(canonical) = text.parse::<Canonical>() {
        assert_eq!(canonical.to_string().parse().as_ref(), Ok(&canonical), "{text}");
    }
    if let Ok(bucket) = text.parse::<Bucket>() {
        assert_eq!(bucket.to_string(), text);
    }
    if let Ok(found) = FoundNumber::try_from(text.to_owned()) {
        assert_eq!(String::from(found), text);
    }
    if let Ok(region) = text.parse::<Region>() {
        assert_eq!(region.to_string(), text);
    }
}
