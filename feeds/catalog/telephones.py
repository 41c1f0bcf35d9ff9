"""Telephone numbers in a text, by libphonenumber's data: in national and international form."""

import re
from collections.abc import Iterator

from feeds.catalog.data import WORDS

LONGEST_LINE = 20_000  # characters of a line that are searched
WITHOUT_TERRITORY = "US"  # for a zone like UTC: the North American form is unmistakable
GAP = r"[ \u00a0\u202f()./\u2010-\u2015-]{0,3}"
SEVEN_DIGITS = re.compile(
    rf"""
    \d(?<!\d\d)  # beginning with a class makes the search fast
    (?!(?<=[12])[90]\d\d[-/.]\d\d[-/.]\d\d(?!\d))  # dates, which lists are full of, fail at once: 2027-03-20
    (?!\d?[./-][ ]?\d\d?[./-][ ]?(?:19|20)\d\d(?!\d))  # 20.3.2027
    (?!\d{{0,2}}\.\d{{4,}}[,\]])  # degrees
    (?:{GAP}\d){{6}}
    """,
    re.VERBOSE,
)
OTHER_NUMBERS = re.compile(WORDS["other_numbers"], re.VERBOSE | re.IGNORECASE)
# these forms count even if libphonenumber calls them possible, not valid, like the ranges reserved for fiction
EVIDENT = re.compile(
    r"(?=(?:\D*\d){9})[(]?[+0].*|(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4}"
)
PART_OF_ID = re.compile(r"(?:\w-?|\d\.|@)$"), re.compile(r"[\w@%]|-\w")  # before and after a number


def telephone_numbers(text: str, territory: str | None) -> Iterator[tuple[int, str]]:
    """Yield the offset of each telephone number in `text`, and the number as written.

    `territory` is an ISO 3166 code, as `locales.territory` returns it.
    """
    end = 0
    for digits in SEVEN_DIGITS.finditer(text):
        if digits.start() < end:
            continue
        start, end = (
            text.rfind("\n", 0, digits.start()) + 1,
            text.find("\n", digits.end()) + 1 or len(text) + 1,
        )
        for place, number in _in_line(
            text[start : min(end - 1, start + LONGEST_LINE)], territory or WITHOUT_TERRITORY
        ):
            yield start + place, number


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
        if match.start >= end and not _is_part_of_id(line, match.start, match.end):
            yield match.start, match.raw_string
            end = match.end


def _is_part_of_id(line: str, start: int, end: int) -> bool:
    before, after = PART_OF_ID
    return bool(before.search(line[max(0, start - 2) : start]) or after.match(line, end))
