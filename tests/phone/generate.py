"""Writes the vector file: questions about the example numbers of every region, with the answers of the second opinion.

    pip install -r tests/phone/requirements.txt
    python tests/phone/generate.py > tests/fixtures/phone/vectors.tsv

The numbers are the public examples in libphonenumber's metadata. A row is: kind, digits of the WhatsApp id, portal's region (may be empty),
rank, text (a JSON string). Each answer is known twice: by construction, since the generator knows whose number it spells, and from
`oracle.py`, which sees only the row. The script stops where the two disagree, so that a row in the file is a row they agree on.
The file is the same at every run.
"""

import json
import random
import sys

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType

import numbers_of_regions as numbers
import oracle
import spellings

PORTALS = ["US", "GB", "DE", "IN", "BR", "AU", "JP", "RU", "SG", "KE", "FR", "MX"]
SERVICES = ["toll_free", "premium_rate", "shared_cost", "uan", "personal_number", "pager"]
# Two spellings of one subscriber: (calling code, one national number, the other).
TWINS = [
    (55, "41988887777", "4188887777"),
    (55, "11961234567", "1161234567"),
    (52, "15512345678", "5512345678"),
    (52, "13312345678", "3312345678"),
    (54, "91123456789", "1123456789"),
    (54, "92966123456", "2966123456"),
    (54, "92235123456", "2235123456"),
    (229, "95123456", "0195123456"),
    (229, "21351234", "0121351234"),
    (225, "01123456", "0101123456"),
    (225, "05123456", "0505123456"),
    (225, "47123456", "0747123456"),
    (225, "20344373", "2720344373"),
    (225, "20044373", "2520044373"),
    (225, "20844373", "2120844373"),
    (220, "3012345", "833012345"),
    (220, "5212345", "835212345"),
    (220, "6123456", "866123456"),
    (220, "7123456", "877123456"),
    (220, "4512345", "874512345"),
    (378, "886377", "0549886377"),
]


def rows(chance):
    for region in numbers.REGIONS:
        for kind in numbers.KINDS:
            number = phonenumbers.example_number_for_type(region, numbers.KINDS[kind])
            if number is None:
                continue
            if kind in numbers.PEOPLE:
                yield from same(region, number, chance)
                yield from other(region, number, chance)
            elif kind in SERVICES:
                yield from service(region, number)
    yield from twins()


def portals(region, chance):
    """The number's own region, an unknown one, and another."""
    return [region, "", chance.choice(PORTALS)]


def same(region, number, chance):
    digits = numbers.digits(number)
    for kind, text in spellings.with_code(number, chance):
        yield kind, digits, chance.choice(portals(region, chance)), text, {"exact"}
    for kind, text in spellings.full_digits(number):
        yield kind, digits, chance.choice(portals(region, chance)), text, {"exact", "cc_conflict"}
    for kind, text in spellings.at_home(number, chance):
        portal = chance.choice(portals(region, chance))
        yield kind, digits, portal, text, home_ranks(number, portal, text)
    for portal in chance.sample(PORTALS, 2):
        text = spellings.dialled_abroad(number, portal)
        if text:
            yield "abroad", digits, portal, text, {"exact"}
    text = spellings.two(number, chance)
    yield "two-numbers", digits, region, text, {"exact"}


def home_ranks(number, portal, text):
    """What a spelling without the code may be, by the length rule and the portal."""
    size = len(phonenumbers.national_significant_number(number))
    own = bool(portal) and phonenumbers.country_code_for_region(portal) == number.country_code
    if size < (7 if own else 8):
        return {"none"}
    # Plans without a trunk prefix: the significant number may be the full digits of a twin plan, never of this number.
    return {"national"} if own or not portal else {"national", "cc_conflict"}


def other(region, number, chance):
    """Near misses: texts that name somebody else, or nobody."""
    digits, national = numbers.digits(number), phonenumbers.national_significant_number(number)
    code = number.country_code
    for _ in range(3):
        changed = change_one(national, chance)
        if oracle.canonical(code, changed) != oracle.canonical(code, national):
            yield "digit-changed", digits, region, f"+{code}{changed}", {"none"}
            yield "digit-changed-at-home", digits, region, changed, {"none"}
    at = chance.randrange(len(national) - 1)
    swapped = national[:at] + national[at + 1] + national[at] + national[at + 2 :]
    if oracle.canonical(code, swapped) != oracle.canonical(code, national):
        yield "digits-swapped", digits, region, f"+{code} {swapped}", {"none"}
    yield "digit-missing", digits, region, f"+{digits[:-1]}", {"none"}
    yield "digit-too-many", digits, region, f"+{digits}{chance.randrange(10)}", {"none"}
    for kind, portal, end in (("local-only", region, national[-7:]), ("end-only", "", national[2:])):
        # The end of a number in Benin is its form of before 2024.
        if len(national) >= 9 and oracle.canonical(code, end) != oracle.canonical(code, national):
            yield kind, digits, portal, end, {"none"}
    unrelated = "+12125550123" if code != 1 else "+442079460123"
    yield "in-extension", digits, region, f"{unrelated} ext. {national}", {"none"}
    yield "in-address", digits, region, f"{digits}@example.com", {"none"}
    foreign = next(c for c in (91, 49, 1, 33) if c != code)
    expected = {"cc_conflict", "cc_wrong"} if len(national) >= 8 else {"none"}
    yield "other-code", digits, region, f"+{foreign} {national}", expected


def service(region, number):
    digits = numbers.digits(number)
    if not 7 <= len(digits) <= 15:
        return
    yield "service", digits, region, f"+{digits}", {"exact"}
    text = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    yield "service-national", digits, region, text, home_ranks(number, region, text)


def twins():
    for code, one, two in TWINS:
        region = oracle.main_region(code)
        for first, second in ((one, two), (two, one)):
            yield "twin", f"{code}{first}", region, f"+{code} {second}", {"exact"}
            yield "twin", f"{code}{first}", "", f"00{code}{second}", {"exact"}
            yield "twin", f"{code}{first}", region, f"{code}{second}", {"exact"}
            if len(second) >= 7:
                yield "twin-national", f"{code}{first}", region, second, {"national"}


def change_one(digits, chance):
    at = chance.randrange(len(digits))
    return digits[:at] + chance.choice([d for d in "0123456789" if d != digits[at]]) + digits[at + 1 :]


def main():
    chance = random.Random(20261123)
    lines = ["kind\tdigits\tportal\trank\ttext"]
    disagreements = []
    for kind, digits, portal, text, expected in rows(chance):
        rank = oracle.rank(digits, text, portal)
        if rank not in expected:
            disagreements.append((kind, digits, portal, text, rank, expected))
        lines.append("\t".join([kind, digits, portal, rank, json.dumps(text, ensure_ascii=False)]))
    for disagreement in disagreements:
        print("the two opinions differ:", disagreement, file=sys.stderr)
    if disagreements:
        sys.exit(1)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
