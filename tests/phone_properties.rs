//! Laws of "the same number", each with 100,000 cases.
//!
//! The cases are drawn from a seeded generator of a few lines instead of a property-testing crate: a million cases then take seconds, are
//! the same at every run, and a failure prints the case. The laws with shrinking, on odder texts, are beside the code
//! (`src/phone/tests/properties.rs`).

use linked_contacts::phone::{
    Canonical, NotANumber, Rank, Region, WhatsAppNumber, best_rank, digits_of, exact_keys, numbers_in,
};
use linked_contacts::whatsapp::jid::Jid;

const CASES: usize = 100_000;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and good enough to draw test cases from.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below the limit.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

/// What the laws draw from.
struct World {
    chance: Chance,
    regions: Vec<Region>,
}

impl World {
    fn new(seed: u64) -> Self {
        Self { chance: Chance(seed), regions: Region::all().collect() }
    }

    fn region(&mut self) -> Region {
        self.chance.pick(&self.regions)
    }

    /// The number's own region, an unknown one, or any.
    fn portal(&mut self, number: &WhatsAppNumber) -> Option<Region> {
        match self.chance.below(3) {
            0 => number.region(),
            1 => None,
            _ => Some(self.region()),
        }
    }

    /// Any id: every calling code, every length, one in three of the six plans with two spellings.
    fn number(&mut self) -> WhatsAppNumber {
        loop {
            let code = match self.chance.below(3) {
                0 => self.chance.pick(&[52, 54, 55, 220, 225, 229, 378]),
                _ => self.region().calling_code(),
            };
            let length = 6 + self.chance.below(6);
            let digits = format!("{code}{}", self.chance.digits(length));
            if let Ok(number) = WhatsAppNumber::from_digits(&digits) {
                return number;
            }
        }
    }

    /// The digits with signs between them that mean nothing, in one of several scripts, with or without words around them.
    fn formatted(&mut self, digits: &str) -> String {
        let zero = self.chance.pick(&['0', '0', '0', '٠', '۰', '०', '๐', '０', '𝟎']);
        let mut text = String::new();
        for digit in digits.chars() {
            text.extend(char::from_u32(zero as u32 + digit.to_digit(10).expect("digits")));
            text.push_str(self.chance.pick(&[
                "", "", "", " ", "-", ".", "\u{A0}", "\u{2011}", "\u{200E}", " - ", "\t", "~", "\u{2009}", "\u{2212}",
            ]));
        }
        text
    }

    fn labelled(&mut self, text: &str) -> String {
        let label = self.chance.pick(&[
            "{}",
            "{}",
            "Jane {}",
            "{} (mobile)",
            "Tel.: {}",
            "{} - office",
            "mob:{}",
            "\u{202A}{}\u{202C}",
        ]);
        label.replace("{}", text)
    }

    /// The two spellings of one subscriber: calling code, old or short national number, new or long one.
    fn twins(&mut self) -> (u16, String, String) {
        let chance = &mut self.chance;
        match chance.below(6) {
            0 => {
                let (area, mobile) =
                    (11 + chance.below(89), format!("{}{}", chance.pick(&[6, 7, 8, 9]), chance.digits(7)));
                (55, format!("{area}{mobile}"), format!("{area}9{mobile}"))
            }
            1 => {
                let national = format!("{}{}", 2 + chance.below(8), chance.digits(9));
                (52, national.clone(), format!("1{national}"))
            }
            2 => {
                let national = format!("{}{}", chance.pick(&["11", "223", "351", "2966", "3492"]), chance.digits(8));
                let national = national[..10].to_owned();
                (54, national.clone(), format!("9{national}"))
            }
            3 => {
                let old = format!("{}{}", chance.pick(&[2, 4, 5, 6, 9]), chance.digits(7));
                (229, old.clone(), format!("01{old}"))
            }
            4 => {
                // (first two digits, third or any, prefix), as the regulator published them.
                let (start, prefix) = chance.pick(&[
                    ("01", "01"),
                    ("42", "01"),
                    ("53", "01"),
                    ("70", "01"),
                    ("04", "05"),
                    ("55", "05"),
                    ("86", "05"),
                    ("07", "07"),
                    ("48", "07"),
                    ("59", "07"),
                    ("88", "07"),
                    ("200", "25"),
                    ("308", "21"),
                    ("203", "27"),
                    ("224", "27"),
                ]);
                let old = format!("{start}{}", chance.digits(8 - start.len()));
                (225, old.clone(), format!("{prefix}{old}"))
            }
            _ => {
                let (start, prefix) = chance.pick(&[
                    ("3", "83"),
                    ("50", "83"),
                    ("57", "83"),
                    ("6", "86"),
                    ("84", "86"),
                    ("87", "86"),
                    ("2", "87"),
                    ("7", "87"),
                    ("40", "87"),
                    ("45", "87"),
                ]);
                let old = format!("{start}{}", chance.digits(7 - start.len()));
                (220, old.clone(), format!("{prefix}{old}"))
            }
        }
    }
}

fn national_in_id(number: &WhatsAppNumber) -> &str {
    &number.digits()[number.canonical().calling_code().to_string().len()..]
}

#[test]
fn s_29_formatting_never_changes_a_decision() {
    let mut world = World::new(1);
    for _ in 0..CASES {
        let number = world.number();
        let portal = world.portal(&number);
        let national = national_in_id(&number).to_owned();
        for plain in
            [format!("+{}", number.digits()), format!("00{}", number.digits()), number.digits().to_owned(), national]
        {
            let expected = best_rank(&number, &plain, portal);
            let (sign, digits) =
                if let Some(digits) = plain.strip_prefix('+') { ("+", digits) } else { ("", plain.as_str()) };
            let text = format!("{sign}{}", world.formatted(digits));
            let text = world.labelled(&text);
            assert_eq!(best_rank(&number, &text, portal), expected, "{} {text:?} {plain} {portal:?}", number.digits());
        }
    }
}

#[test]
fn s_29_e164_of_e164_is_itself() {
    let mut world = World::new(2);
    for _ in 0..CASES {
        let number = world.number();
        let portal = world.portal(&number);
        let written = number.written();
        let again = WhatsAppNumber::from_digits(&digits_of(&written)).expect(&written);
        assert_eq!((again.written(), again.canonical()), (written.clone(), number.canonical()));
        for text in [&written, &format!("+{}", number.digits()), &number.display()] {
            assert_eq!(best_rank(&number, text, portal), Some(Rank::Exact), "{} {text}", number.digits());
            assert_eq!(best_rank(&again, text, portal), Some(Rank::Exact), "{} {text}", number.digits());
        }
    }
}

#[test]
fn v_08_adding_an_unrelated_number_never_unlinks() {
    let mut world = World::new(3);
    for _ in 0..CASES {
        let (number, other) = (world.number(), world.number());
        let portal = world.portal(&number);
        let national = national_in_id(&number);
        let text = match world.chance.below(4) {
            0 => format!("+{}", number.digits()),
            1 => number.display(),
            2 => number.digits().to_owned(),
            _ => format!("0{national}"),
        };
        let unrelated = format!("+{}", other.digits());
        let between = world.chance.pick(&["; ", ", ", " | ", "\n", " / ", " or ", ";", "|", " +44 20 7946 0123, "]);
        let alone = best_rank(&number, &text, portal);
        for both in [format!("{text}{between}{unrelated}"), format!("{unrelated}{}{text}", between.replace('/', "|"))] {
            let rank = best_rank(&number, &both, portal);
            let still = alone.is_none_or(|alone| rank.is_some_and(|rank| rank <= alone));
            assert!(still, "{} {both:?} {portal:?}: {alone:?} became {rank:?}", number.digits());
        }
    }
}

#[test]
fn s_29_s_40_a_changed_digit_never_links() {
    let mut world = World::new(4);
    let mut tried = 0;
    while tried < CASES {
        let number = world.number();
        let code = number.canonical().calling_code();
        let mut national = national_in_id(&number).to_owned().into_bytes();
        let place = world.chance.below(national.len());
        national[place] = b'0' + (national[place] - b'0' + 1 + world.chance.below(9) as u8) % 10;
        let changed = String::from_utf8(national).expect("ASCII");
        let other = WhatsAppNumber::from_digits(&format!("{code}{changed}")).expect("as long as before");
        // A rule may bring the two together: Brazil's 99 9888 8777 is a changed 99 9 8888 777. And `+54 0 ...` is a trunk prefix before the
        // national number, a third spelling of one line.
        let has_trunk_prefix = code == 54 && changed.starts_with('0');
        if other.canonical() == number.canonical() || has_trunk_prefix {
            continue;
        }
        tried += 1;
        let portal = world.portal(&number);
        for text in [
            other.digits().to_owned(),
            format!("+{}", other.digits()),
            format!("00{}", other.digits()),
            other.display(),
        ] {
            assert_eq!(best_rank(&number, &text, portal), None, "{} {text} {portal:?}", number.digits());
        }
    }
}

#[test]
fn canonical_form_is_idempotent() {
    let mut world = World::new(5);
    for _ in 0..CASES {
        let number = world.number();
        let canonical = number.canonical();
        let again: Canonical = canonical.to_string().parse().expect("its own text");
        assert_eq!(&again, canonical);
        let id = format!("{}{}", canonical.calling_code(), canonical.national());
        if let Ok(same) = WhatsAppNumber::from_digits(&id) {
            assert_eq!((same.canonical(), same.bucket()), (canonical, number.bucket()), "{}", number.digits());
        }
        let found = numbers_in(&format!("+{}", number.digits()), None);
        assert!(found.iter().any(|found| exact_keys(found).contains(canonical)), "{}", number.digits());
    }
}

#[test]
fn b_03_a_lid_is_refused() {
    let mut world = World::new(6);
    for _ in 0..CASES {
        let number = world.number();
        let portal = world.portal(&number);
        let lid = format!("{}@lid", number.digits());
        assert_eq!(WhatsAppNumber::from_digits(&lid), Err(NotANumber::NotDigits));
        assert!(matches!(Jid::parse(&lid), Some(Jid::Lid(_) | Jid::NotAPerson)), "{lid}");
        let text = world.labelled(&lid);
        assert!(numbers_in(&text, portal).is_empty(), "{text}");
    }
}

#[test]
fn s_29_both_spellings_of_one_subscriber_match_in_both_directions() {
    let mut world = World::new(7);
    for _ in 0..CASES {
        let (code, one, two) = world.twins();
        for (first, second) in [(&one, &two), (&two, &one)] {
            let number = WhatsAppNumber::from_digits(&format!("{code}{first}")).expect("a whole number");
            let other = WhatsAppNumber::from_digits(&format!("{code}{second}")).expect("a whole number");
            assert_eq!((number.canonical(), number.bucket()), (other.canonical(), other.bucket()));
            let portal = world.portal(&number);
            for text in [format!("+{code}{second}"), format!("00 {code} {second}"), other.written(), other.display()] {
                assert_eq!(best_rank(&number, &text, portal), Some(Rank::Exact), "{code}{first} {text} {portal:?}");
            }
            let at_home = number.region();
            assert_eq!(
                best_rank(&number, &format!("{code} {second}"), at_home),
                Some(Rank::Exact),
                "{code}{first} {second}"
            );
            assert_eq!(best_rank(&number, second, at_home), Some(Rank::National), "{code}{first} {second}");
        }
    }
}

#[test]
fn v_11_landlines_never_gain_a_ninth_digit() {
    let mut world = World::new(8);
    for _ in 0..CASES {
        let (area, first, rest) = (11 + world.chance.below(89), 2 + world.chance.below(4), world.chance.digits(7));
        let landline = WhatsAppNumber::from_digits(&format!("55{area}{first}{rest}")).expect("ten digits");
        let longer = WhatsAppNumber::from_digits(&format!("55{area}9{first}{rest}")).expect("eleven digits");
        assert_eq!(landline.canonical().national(), &landline.digits()[2..]);
        let portal = world.portal(&landline);
        for (number, other) in [(&landline, &longer), (&longer, &landline)] {
            let national = &other.digits()[2..];
            for text in
                [format!("+{}", other.digits()), other.digits().to_owned(), national.to_owned(), format!("0{national}")]
            {
                assert_eq!(best_rank(number, &text, portal), None, "{} {text} {portal:?}", number.digits());
            }
        }
    }
}
