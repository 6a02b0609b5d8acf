//! One spelling for what looks alike: digits of every script, spaces, dashes, fullwidth forms, invisible marks.
//!
//! Numbers are pasted from mails, web pages and right-to-left texts, which bring bidirectional marks, no-break spaces and digits of other
//! scripts. Only decimal digits (Unicode category Nd) count as digits: a superscript or a circled digit is an ornament, and is refused.

/// The zero of every run of ten decimal digits (Unicode 16, category Nd), ascending.
#[rustfmt::skip]
const ZEROS: [char; 76] = [
    '0', '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}', '\u{C66}', '\u{CE6}',
    '\u{D66}', '\u{DE6}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}', '\u{1090}', '\u{17E0}', '\u{1810}', '\u{1946}', '\u{19D0}',
    '\u{1A80}', '\u{1A90}', '\u{1B50}', '\u{1BB0}', '\u{1C40}', '\u{1C50}', '\u{A620}', '\u{A8D0}', '\u{A900}', '\u{A9D0}', '\u{A9F0}',
    '\u{AA50}', '\u{ABF0}', '\u{FF10}', '\u{104A0}', '\u{10D30}', '\u{10D40}', '\u{11066}', '\u{110F0}', '\u{11136}', '\u{111D0}',
    '\u{112F0}', '\u{11450}', '\u{114D0}', '\u{11650}', '\u{116C0}', '\u{116D0}', '\u{116DA}', '\u{11730}', '\u{118E0}', '\u{11950}',
    '\u{11BF0}', '\u{11C50}', '\u{11D50}', '\u{11DA0}', '\u{11F50}', '\u{16130}', '\u{16A60}', '\u{16AC0}', '\u{16B50}', '\u{16D70}',
    '\u{1CCF0}', '\u{1D7CE}', '\u{1D7D8}', '\u{1D7E2}', '\u{1D7EC}', '\u{1D7F6}', '\u{1E140}', '\u{1E2F0}', '\u{1E4F0}', '\u{1E5F1}',
    '\u{1E950}', '\u{1FBF0}',
];

/// The decimal digits of a text in ASCII, everything else dropped: a loose form for finding parts of numbers in a search field.
pub fn digits_of(text: &str) -> String {
    text.chars().filter_map(ascii_digit).collect()
}

/// The text in lower case with ASCII digits, plain spaces and hyphens, without invisible marks.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            cleaned.push(plain(character).to_ascii_lowercase());
            continue;
        }
        match ascii_digit(character) {
            Some(digit) => cleaned.push(digit),
            None if is_invisible(character) => {}
            None => cleaned.extend(plain(character).to_lowercase()),
        }
    }
    cleaned
}

/// The ASCII form of a decimal digit of any script.
fn ascii_digit(character: char) -> Option<char> {
    if character.is_ascii() {
        return character.is_ascii_digit().then_some(character);
    }
    let after = ZEROS.partition_point(|zero| *zero <= character);
    let zero = ZEROS.get(after.checked_sub(1)?)?;
    let value = u32::from(character).checked_sub(u32::from(*zero))?;
    char::from_digit(value, 10)
}

/// Format characters (category Cf) that people paste without seeing them.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
    )
}

/// Spaces (category Zs and the tabulator), dashes (category Pd and their look-alikes) and fullwidth forms in ASCII.
fn plain(character: char) -> char {
    match character {
        '\t' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{58A}'
        | '\u{5BE}'
        | '\u{1400}'
        | '\u{1806}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2E17}'
        | '\u{2E1A}' => '-',
        '\u{2E3A}' | '\u{2E3B}' | '\u{2E40}' | '\u{30A0}' | '\u{30FC}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '\u{301C}' | '\u{3030}' => '~',
        '\u{FF01}'..='\u{FF5E}' => {
            u32::from(character).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(character)
        }
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_ascending_and_ten_apart() {
        assert!(ZEROS.windows(2).all(|pair| u32::from(pair[0]) + 10 <= u32::from(pair[1])));
    }

    #[test]
    fn digits_of_every_script_and_no_ornaments() {
        for (text, digits) in [
            ("+٩٦٦ ٥٠١", "966501"),
            ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
            ("+１ (６５０)", "1650"),
            ("९८७", "987"),
            ("๐๑๒", "012"),
            ("𝟎𝟏𝟚𝟛𝟿", "01239"),
            ("²³ ①② Ⅳ ½", ""),
        ] {
            assert_eq!(digits_of(text), digits, "{text}");
        }
    }

    #[test]
    fn look_alikes_become_one() {
        assert_eq!(clean("\u{202A}＋49\u{2011}(0)\u{A0}1\u{2212}2\u{30FC}3／Ｔｅｌ\u{202C}"), "+49-(0) 1-2-3/tel");
    }
}
