"""A second opinion on which numbers are the same.

Written from the definitions alone (requirements, "Matching vectors"; phone facts, section 2), on top of Google's metadata as the
Python package `phonenumbers` has it. It shares no code and no data with `src/phone` nor with the Rust crate that `src/phone` asks, and it
goes the other way round: it parses first and lets the metadata decide, where `src/phone` computes first. Where both agree, two
independent readers of the definitions agree.
"""

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata

RANKS = ["exact", "national", "cc_wrong", "cc_conflict", "none"]
LONGEST_TEXT = 250
EXTENSION = re.compile(r"(?:#|,,|(?<![^\W\d_])(?:extension|extn|ext|x|доб|доп|anexo|ramal|poste|durchwahl))[ :=.]*$")
RUN = re.compile(r"[0-9+\-.()\[\]~/ ]+")
LINK = re.compile(r"(?:https?://)?(?:www\.)?wa\.me/\+?(\d+)", re.IGNORECASE)
HOST = re.compile(r"^\W*(?:[\w.-]*[a-z][\w.-]*\.[a-z]{2,}/|www\.|\S*://)", re.IGNORECASE)
TEL = re.compile(r"(?<!\w)tel:(\S+)")


def main_region(code):
    """The region that a calling code belongs to first, or None for codes without a country."""
    region = phonenumbers.region_code_for_country_code(code)
    return None if region in ("ZZ", "001") else region


def is_assigned(code):
    return code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE or code == 888


def split(digits):
    """Calling code and the rest, or None."""
    if digits.startswith("0"):
        return None
    for length in (1, 2, 3):
        head = digits[:length]
        if len(head) == length and is_assigned(int(head)):
            return int(head), digits[length:]
    return None


def canonical(code, national):
    """Table 1.2 of the facts: the form in which two spellings of one subscriber are equal."""
    size = len(national)
    if code == 1 and size == 11 and national[0] == "1":
        return national[1:]
    if code == 55 and size == 10 and national[2] in "6789":
        return national[:2] + "9" + national[2:]
    if code == 52 and size == 11 and national[0] == "1":
        return national[1:]
    if code == 54 and size == 11 and national[0] == "9":
        return national[1:]
    if code == 229 and size == 8 and national[0] in "24569":
        return "01" + national
    if code == 225 and size == 8 and national[0] != "1":
        if national[0] in "23":
            return {"0": "25", "8": "21"}.get(national[2], "27") + national
        return {**dict.fromkeys("0123", "01"), **dict.fromkeys("456", "05"), **dict.fromkeys("789", "07")}[national[1]] + national
    if code == 220 and size == 7:
        for prefix, pattern in (("83", "3|5[0-57-9]"), ("86", "6|8[4-7]"), ("87", "2|7|4[015]")):
            if re.match(pattern, national):
                return prefix + national
    if code == 378 and size == 6 and national[0] in "89":
        return "0549" + national
    return national


def clean(text):
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif category == "Cf":
            continue
        elif category == "Zs" or character == "\t":
            kept.append(" ")
        elif category == "Pd" and character not in "\u301c\u3030" or character in "\u2212\u30fc":
            kept.append("-")
        elif "\uff01" <= character <= "\uff5e":
            kept.append(chr(ord(character) - 0xFEE0).lower())
        elif character in "\u301c\u3030":
            kept.append("~")
        else:
            kept.append(character.lower())
    return "".join(kept)


def without_addresses(text):
    def word(match):
        word = match.group()
        tel = TEL.search(word)
        if tel:
            number, *parameters = tel.group(1).split(";")
            context = next((p[14:] for p in parameters if p.startswith("phone-context=+")), "")
            context = re.match(r"[\d-]*", context).group()
            others = "|".join(p for p in parameters if "=" not in p)
            number = "" if "@" in number else number
            if context and not number.startswith("+"):
                number = f"+{context} {number}"
            return word[: tel.start()] + "|" + number + "|" + others
        link = LINK.search(word)
        if link:
            return "|+" + link.group(1) + "|"
        if HOST.match(word):
            return "|"
        return "".join("|" if "@" in part else part for part in re.split(r"([,;|])", word))

    return re.sub(r"[^\s]+", word, text)


def digits_in(text):
    return re.sub(r"\D", "", text)


def national_size(text, plus):
    digits = digits_in(text)
    international = digits if plus else digits[2:] if digits.startswith("00") else None
    parts = split(international) if international else None
    return len((parts[1] if parts else digits).lstrip("0"))


def runs(text):
    """(has a plus, text of the run) for each run of a cleaned text."""
    for match in RUN.finditer(text):
        pieces = match.group().split("+")
        for index, piece in enumerate(pieces):
            plus = index > 0
            if not plus and EXTENSION.search(text[: match.start()]):
                continue
            parts = piece.split("/")
            run = parts[0]
            for at, part in enumerate(parts[1:], 1):
                whole = national_size(run, plus) >= 7
                if whole and len(digits_in(part)) >= 7:
                    yield plus, run
                    run, plus = part, False
                elif not run or (not whole and len(digits_in("".join(parts[at:]))) >= 4):
                    run += part
            yield plus, run


EXITS = {"SG": "001", "TH": "001", "KR": "001", "HK": "001", "ID": "001", "KH": "001", "TW": "002", "TZ": "000", "UG": "000"}


def exit_codes(region):
    """What people dial before a foreign number: the metadata's one prefix, or the usual one where carriers have their own."""
    metadata = PhoneMetadata.metadata_for_region(region)
    prefix = metadata.preferred_international_prefix or metadata.international_prefix
    usual = [digits_in(prefix)] if re.fullmatch(r"[\d~]+", prefix) else []
    if region in EXITS:
        usual = [EXITS[region]]
    return [code for code in usual if len(code) > 2], re.compile(f"(?:{metadata.international_prefix})")


def international_digits(digits, portal):
    """What follows `00` or the portal's own exit code, if a calling code does."""
    if len(digits) < 9:
        return None
    plain_us = re.compile(r"1[2-9]\d{9}$")
    after_00 = digits[2:] if digits.startswith("00") and split(digits[2:]) else None
    if after_00 and plain_us.match(after_00):
        return after_00
    home = phonenumbers.country_code_for_region(portal) if portal else None

    def abroad(rest):
        parts = split(rest)
        return rest if plain_us.match(rest) or (parts and parts[0] != home) else None

    if portal:
        usual, every = exit_codes(portal)
        for code in usual:
            if digits.startswith(code) and abroad(digits[len(code) :]):
                return digits[len(code) :]
    if after_00 and after_00[0] != "1":
        return after_00
    if portal in ("BR", "IL"):
        carrier = every.match(digits)
        if carrier and carrier.end() > 2 and abroad(digits[carrier.end() :]):
            return digits[carrier.end() :]
    return after_00


def parse(text, region):
    """(calling code, national number) as the metadata reads it, or None."""
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return None
    return number.country_code, phonenumbers.national_significant_number(number)


def is_valid(text, region=None):
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException:
        return False
    same_code = region is None or number.country_code == phonenumbers.country_code_for_region(region)
    return same_code and phonenumbers.is_valid_number(number)


def rank(whatsapp_digits, text, portal=""):
    """The rank by its name; "none" where the numbers differ or there is none."""
    if not re.fullmatch(r"[1-9][0-9]{6,14}", whatsapp_digits) or not split(whatsapp_digits):
        return "none"
    if len(text) > LONGEST_TEXT:
        return "none"
    best = len(RANKS) - 1
    for plus, run in runs(without_addresses(clean(text))):
        best = min(best, RANKS.index(rank_run(whatsapp_digits, plus, run, portal)))
    return RANKS[best]


def keeps_zero(code):
    return code in (39, 225, 227, 229, 242, 378)


def rank_run(whatsapp_digits, plus, run, portal):
    code, national = split(whatsapp_digits)
    wanted = canonical(code, national)
    bracketed = re.match(r"^(\D*\d[\d .~-]*?\D*)[(\[] *0 *[)\]]", run)
    if bracketed:
        before = digits_in(bracketed.group(1))
        starts = [before, before[2:] if before.startswith("00") else ""]
        starts += [before[len(code) :] for code in (exit_codes(portal)[0] if portal else []) if before.startswith(code)]
        if any(s and split(s) and split(s)[1] == "" and not keeps_zero(split(s)[0]) for s in starts):
            run = bracketed.group(1) + run[bracketed.end() :]
    digits = digits_in(run)
    if not 7 <= len(digits) <= 18 + 6:
        return "none"
    international = digits if plus else international_digits(digits, portal)
    ranks = ["none"]
    if international is not None:
        ranks.append(rank_explicit(whatsapp_digits, code, wanted, international))
    # A short foreign number behind an exit code other than 00 may be a number at home as well: 011 4444 5555.
    doubtful = international is not None and not plus and not digits.startswith("00") and len(international) <= 10
    if international is None or doubtful:
        ranks.append(rank_unmarked(whatsapp_digits, code, wanted, digits, portal))
    return min(ranks, key=RANKS.index)


def rank_explicit(whatsapp_digits, code, wanted, digits):
    parts = split(digits)
    if not parts:
        return "none"
    written_code, rest = parts
    parsed = parse("+" + digits, None)
    national = parsed[1] if parsed and parsed[0] == written_code else rest
    if written_code == code:
        return "exact" if wanted in (canonical(code, national), canonical(code, rest)) else "none"
    valid = is_valid("+" + digits) or is_valid(f"+{written_code}{canonical(written_code, national)}")
    if canonical(written_code, national) == wanted and len(national) >= 8:
        return "cc_conflict" if valid else "cc_wrong"
    if not valid and main_region(code):
        at_home = parse(rest, main_region(code))
        if at_home and at_home[0] == code and len(at_home[1]) >= 8 and canonical(code, at_home[1]) == wanted:
            return "cc_wrong"
    return "none"


def rank_unmarked(whatsapp_digits, code, wanted, digits, portal):
    portal_code = phonenumbers.country_code_for_region(portal) if portal else None
    own = "none"
    parts = split(digits)
    if parts and len(digits) <= 15 and parts[0] == code and canonical(code, parts[1]) == wanted:
        own = "exact"
    elif main_region(code):
        shortest = 7 if portal_code == code else 8
        at_home = parse(digits, main_region(code))
        readings = {digits}
        if at_home and at_home[0] == code:
            readings.add(at_home[1])
        if any(len(national) >= shortest and canonical(code, national) == wanted for national in readings):
            own = "national"
    if own != "none" and portal_code not in (None, code):
        parsed = parse(digits, portal)
        old = f"+{parsed[0]}{canonical(*parsed)}" if parsed else ""
        if is_valid(digits, portal) or is_valid(old):
            return "cc_conflict"
    return own
