"""Telephone numbers in a text, by libphonenumber's data: in national and international form."""

import re
from collections.abc import Iterator

from feeds.catalog.data import WORDS

LONGEST_LINE = 20_000  # characters of a line that are searched
WITHOUT_TERRITORY = "US"  # for a zone like UTC: the North American form is unmistakable
PATTERNS = WORDS["telephones"]
SEVEN_DIGITS = re.compile(PATTERNS["seven_digits"], re.VERBOSE)
OTHER_NUMBERS = re.compile(PATTERNS["other_numbers"], re.VERBOSE | re.IGNORECASE)
EVIDENT = re.compile(PATTERNS["evident"])
BEFORE_IN_ID, AFTER_IN_ID = (
    re.compile(PATTERNS["before_in_id"]),
    re.compile(PATTERNS["after_in_id"]),
)


def telephone_numbers(text: str, territory: str | None) -> Iterator[tuple[int, str]]:
    """Yield the offset of each telephone number in `text`, and the number as written.

    `territory` is an ISO 3166 code, as `locales.territory` returns it.
    """
    end = 0
    for digits in SEVEN_DIGITS.finditer(text):
        if digits.start() < end:
            continue
        start = text.rfind("\n", 0, digits.start()) + 1
        end = text.find("\n", digits.end())
        if end < 0:
            end = len(text)
        line = text[start : min(end, start + LONGEST_LINE)]
        for offset, number in _in_line(line, territory or WITHOUT_TERRITORY):
            yield start + offset, number


def _in_line(line: str, territory: str) -> Iterator[tuple[int, str]]:
    line = OTHER_NUMBERS.sub(lambda other: "|" * len(other[0]), line)
    if not SEVEN_DIGITS.search(line):
        return
    # 30 ms, saved for lists without such lines
    from phonenumbers import Leniency, PhoneNumberMatcher

    found = list(PhoneNumberMatcher(line, territory, Leniency.VALID))
    for match in PhoneNumberMatcher(line, territory, Leniency.POSSIBLE):
        if EVIDENT.fullmatch(match.raw_string):
            found.append(match)
    end = 0
    for match in sorted(found, key=lambda match: match.start):
        before = line[max(0, match.start - 2) : match.start]
        is_id = BEFORE_IN_ID.search(before) or AFTER_IN_ID.match(line, match.end)
        if match.start >= end and not is_id:
            yield match.start, match.raw_string
            end = match.end
