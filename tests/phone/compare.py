"""Asks both opinions about random pairs and prints where they differ.

    python tests/phone/compare.py [--pairs N] [--seed S] [--show N]

Build the Rust side first: cargo build --release --example same_number. Every kind of difference that it prints is a mistake on one side,
or has its reason in README.md beside this file.
"""

import argparse
import collections
import json
import random
import subprocess
from pathlib import Path

import phonenumbers

import numbers_of_regions as numbers
import oracle
import spellings

TOOL = Path(__file__).parents[2] / "target/release/examples/same_number"
BATCH = 20_000


def changed(digits, chance):
    """The digits with one small change, of the kinds that people and programs make."""
    at = chance.randrange(len(digits))
    other = chance.choice("0123456789")
    return chance.choice(
        [
            digits[:at] + other + digits[at + 1 :],
            digits[:at] + digits[at + 1 :],
            digits[:at] + other + digits[at:],
            digits[:at] + digits[at : at + 2][::-1] + digits[at + 2 :],
            digits[1:],
            digits + other,
            other + digits,
            "0" + digits,
        ]
    )


def any_number(chance):
    while True:
        region = chance.choice(numbers.REGIONS)
        kinds = numbers.patterns(region)
        kind = chance.choice([k for k in kinds if k in numbers.PEOPLE] or list(kinds))
        number = numbers.number(region, chance.choice(list(kinds)) if chance.random() < 0.1 else kind, chance)
        if number:
            return region, number


def any_portal(region, chance):
    return chance.choice(["", region, region, chance.choice(numbers.REGIONS), chance.choice(["US", "GB", "DE", "IN", "BR", "AU", "SG"])])


def any_text(number, portal, chance):
    texts = list(spellings.with_code(number, chance)) + list(spellings.full_digits(number)) + list(spellings.at_home(number, chance)) * 2
    abroad = spellings.dialled_abroad(number, portal) if portal else None
    if abroad:
        texts += [("abroad", abroad)] * 3
    return chance.choice(texts)


def prefixes(chance):
    return chance.choice(["", "", "0", "1", "8", "00", "011", "+", "+", "+1", "9", "06", "80", "001", "+1 0", "0015", "+44", "+49", "810"])


def pair(chance):
    """A random question: (what it tries, digits, text, portal)."""
    region, number = any_number(chance)
    digits = numbers.digits(number)
    portal = any_portal(region, chance)
    national = phonenumbers.national_significant_number(number)
    trial = chance.randrange(9)
    if trial <= 2:
        kind, text = any_text(number, portal, chance)
        return kind, digits, text, portal
    if trial == 3:
        kind, text = any_text(number, portal, chance)
        return "id-changed", changed(digits, chance), text, portal
    if trial == 4:
        text = changed(chance.choice([digits, national, "+" + digits, "0" + national, "00" + digits]), chance)
        return "text-changed", digits, text, portal
    if trial == 5:
        other = chance.choice(numbers.REGIONS)
        code = phonenumbers.country_code_for_region(other)
        return "other-code", digits, f"+{code}{chance.choice(['', '', '0', '8', '1'])}{national}", portal
    if trial == 6:
        return "prefix", digits, prefixes(chance) + chance.choice([national, digits]), portal
    if trial == 7:
        other = any_number(chance)
        texts = [any_text(number, portal, chance)[1], any_text(other[1], portal, chance)[1]]
        chance.shuffle(texts)
        return "two", digits, chance.choice(["; ", ", ", " | ", "\n", " / ", " or "]).join(texts), portal
    code = phonenumbers.country_code_for_region(chance.choice(numbers.REGIONS))
    body = "".join(chance.choice("0123456789") for _ in range(chance.randint(6, 11)))
    return "random", f"{code}{body}"[:15], prefixes(chance) + chance.choice([body, f"{code}{body}", body[1:]]), portal


def answers(pairs):
    lines = "".join(json.dumps({"whatsapp_digits": d, "hubspot_text": t, "default_region": p}) + "\n" for _, d, t, p in pairs)
    done = subprocess.run([TOOL], input=lines.encode(), capture_output=True, check=True)
    return [json.loads(line).get("rank", "error") for line in done.stdout.splitlines()]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pairs", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--show", type=int, default=3)
    wanted = arguments.parse_args()
    chance = random.Random(wanted.seed)
    differences = collections.defaultdict(list)
    agreed = collections.Counter()
    for start in range(0, wanted.pairs, BATCH):
        pairs = [pair(chance) for _ in range(min(BATCH, wanted.pairs - start))]
        for question, ours in zip(pairs, answers(pairs), strict=True):
            kind, digits, text, portal = question
            theirs = oracle.rank(digits, text, portal)
            if ours == theirs:
                agreed[ours] += 1
            else:
                differences[kind, ours, theirs].append((digits, text, portal))
    print("agreed:", dict(agreed))
    for (kind, ours, theirs), questions in sorted(differences.items(), key=lambda item: -len(item[1])):
        print(f"{len(questions):6} {kind}: here {ours}, second opinion {theirs}")
        for question in questions[: wanted.show]:
            print("      ", json.dumps(question, ensure_ascii=False))


if __name__ == "__main__":
    main()
