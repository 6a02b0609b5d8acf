"""Random valid numbers of every region, drawn from the metadata's own patterns."""

import re._parser as sre  # the public name of the parser changed over time; the requirements file pins the rest

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType

KINDS = {
    "fixed_line": PhoneNumberType.FIXED_LINE,
    "mobile": PhoneNumberType.MOBILE,
    "toll_free": PhoneNumberType.TOLL_FREE,
    "premium_rate": PhoneNumberType.PREMIUM_RATE,
    "shared_cost": PhoneNumberType.SHARED_COST,
    "personal_number": PhoneNumberType.PERSONAL_NUMBER,
    "voip": PhoneNumberType.VOIP,
    "pager": PhoneNumberType.PAGER,
    "uan": PhoneNumberType.UAN,
}
PEOPLE = ("fixed_line", "mobile", "voip")
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def patterns(region):
    """The patterns of a region's numbers by kind."""
    metadata = PhoneMetadata.metadata_for_region(region)
    found = {}
    for kind in KINDS:
        description = getattr(metadata, kind)
        if description is not None and description.national_number_pattern:
            found[kind] = description.national_number_pattern
    return found


def draw(pattern, random):
    """A random text that the pattern matches."""
    return "".join(_draw(sre.parse(pattern), random))


def _draw(parsed, random):
    for operator, argument in parsed:
        name = str(operator)
        if name == "LITERAL":
            yield chr(argument)
        elif name == "IN":
            yield random.choice(_members(argument))
        elif name == "BRANCH":
            yield from _draw(random.choice(argument[1]), random)
        elif name == "SUBPATTERN":
            yield from _draw(argument[-1], random)
        elif name == "MAX_REPEAT":
            low, high, inner = argument
            for _ in range(random.randint(low, min(int(high), low + 12))):
                yield from _draw(inner, random)
        elif name == "CATEGORY":
            yield random.choice("0123456789")
        elif name not in ("AT",):
            raise ValueError(f"a pattern with {name}")


def _members(parts):
    members = []
    for operator, argument in parts:
        name = str(operator)
        if name == "LITERAL":
            members.append(chr(argument))
        elif name == "RANGE":
            members.extend(chr(code) for code in range(argument[0], argument[1] + 1))
        elif name == "CATEGORY":
            members.extend("0123456789")
        else:
            raise ValueError(f"a set with {name}")
    return members


def number(region, kind, random):
    """A valid number of the region, as `phonenumbers` has it, or None where the drawn digits are none."""
    code = phonenumbers.country_code_for_region(region)
    national = draw(patterns(region)[kind], random)
    try:
        parsed = phonenumbers.parse(f"+{code}{national}", None)
    except phonenumbers.NumberParseException:
        return None
    same = phonenumbers.national_significant_number(parsed) == national and parsed.country_code == code
    return parsed if same and phonenumbers.is_valid_number(parsed) else None


def digits(number):
    """The digits of the international number: those of a WhatsApp id."""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
