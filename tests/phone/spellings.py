"""The ways in which people write one number into a phone field. Each spelling carries the answer that the definitions give for it."""

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat

LABELS = ["Jane {}", "{} (mobile)", "Tel.: {}", "mob {}", "{} - office", "WhatsApp: {}", "☎ {}", "{} ask for Ana", "{},", "<{}>", "{}\n"]
SCRIPTS = {"arabic": 0x660, "persian": 0x6F0, "devanagari": 0x966, "thai": 0xE50, "fullwidth": 0xFF10}


def in_script(text, zero):
    """The text with its ASCII digits in another script."""
    return "".join(chr(zero + int(c)) if c in "0123456789" else c for c in text)


def with_code(number, random):
    """(kind, text) for spellings with the calling code: exact."""
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    international = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    rfc3966 = phonenumbers.format_number(number, PhoneNumberFormat.RFC3966)
    yield "e164", e164
    yield "international", international
    yield "double-zero", "00" + international[1:]
    yield "dots", international.replace(" ", ".").replace("-", ".")
    yield "no-break", "\u202a" + international.replace(" ", "\u00a0").replace("-", "\u2011") + "\u202c"
    yield "script", in_script(international, random.choice(sorted(SCRIPTS.values())))
    yield "rfc3966", rfc3966
    yield "label", random.choice(LABELS).format(international)
    yield "extension", international + random.choice([" ext. 12", " x 4512", ";ext=99", " #7", " ext 12345678"])
    yield "brackets", f"(+{number.country_code}) {international.split(' ', 1)[-1]}"
    yield "wa.me", "https://wa.me/" + e164[1:]


def full_digits(number):
    """(kind, text) for the calling code without a sign: exact, unless the portal's own country reads it as a number."""
    yield "full-digits", phonenumbers.format_number(number, PhoneNumberFormat.E164)[1:]
    yield "full-spaced", phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)[1:]


def dialled_abroad(number, portal):
    """The text that people in the portal's country dial: exact there."""
    metadata = PhoneMetadata.metadata_for_region(portal)
    if metadata.country_code == number.country_code:
        return None
    text = phonenumbers.format_out_of_country_calling_number(number, portal)
    return text if text[:1].isdigit() else None


def at_home(number, random):
    """(kind, text) for spellings without the calling code: national."""
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    yield "national", national
    yield "national-digits", "".join(filter(str.isdigit, national))
    yield "significant", phonenumbers.national_significant_number(number)
    yield "national-label", random.choice(LABELS).format(national)
    yield "national-script", in_script(national, random.choice(sorted(SCRIPTS.values())))
