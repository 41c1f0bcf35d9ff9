"""Days and hours in running text. This finds them; what they mean is the list's own parser's to say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from feeds.catalog import When, WhenError, parse_when
from feeds.catalog.names import without_accents
from feeds.catalog.when import EXAMPLE, MONTHS, HourError, Series
from feeds.catalog.when.vocabulary import vocabulary

LONGEST_LINE = 120  # characters of a line that says nothing but when
NAMES = vocabulary(("en", "es"))
WEEKDAY_OF, MONTH_OF = NAMES.single_words("weekday"), NAMES.single_words("month")
WEEKDAY = "|".join(sorted(WEEKDAY_OF, key=len, reverse=True))
MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
DAY = re.compile(
    rf"""\b(?:(?P<weekday>{WEEKDAY})\b\.?,?\s(?:el\s)?)?
    (?: (?P<month>{MONTH})\b\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b
      | (?P<day_first>\d{{1,2}})\s(?:de\s)?(?P<month_after>{MONTH})\b
      | (?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?:/(?P<slashed>20\d\d|\d\d))?(?![\d/]) )
    (?:,?\s(?:de\s)?(?P<year>(?:19|20)\d\d)\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
HOUR = r"(?:(?:12\s)?(?:noon|mediodia|midnight|medianoche)\b|\d{1,2}(?::\d\d)?\s?[ap]\.?\s?m\b\.?)"
HOURS = re.compile(
    rf"(?<![\w:/$.])(?:(?:{HOUR}|\d{{1,2}}(?::\d\d)?)\s?(?:[-–—]|to|until|a|hasta)\s?(?:las\s)?)?{HOUR}", re.IGNORECASE
)
BY_24_HOURS = re.compile(r"\b\d{1,2}:\d\d(?:\s?(?:[-–—]|to|a)\s?\d{1,2}:\d\d)?\b")
YEAR = re.compile(r"(?<![\d$#.,-])(?:19|20)\d\d(?!\d|[,-]\d)")
NEAR = 40  # characters between a day and its hours
ZONE_WORD = re.compile(r"\b[A-Z]{2,4}T\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A day that a text names, with its hours where they stand by it: what it means, or why it means nothing."""

    said: str
    found: When | WhenError
    exact: bool  # weekday or hours stand by it
    timed: bool  # hours do
    dated: bool  # its year does too


def mentions(text: str, zone: ZoneInfo, near: date) -> Iterator[Mention]:
    """Yield the days that `text` names; one without a year is the one nearest to `near`."""
    for line in without_accents(text).splitlines():
        line = " ".join(line.split())
        for day in DAY.finditer(line):
            before, after = max(0, day.start() - NEAR), day.end() + NEAR
            hour = HOURS.search(line, day.end(), after) or HOURS.search(line, before, day.start())
            start, end = (min(day.start(), hour.start()), max(day.end(), hour.end())) if hour else day.span()
            dated = bool(day["year"] or day["slashed"])
            found = _meaning(day, hour[0] if hour else "", zone, near)
            yield Mention(line[start:end], found, bool(day["weekday"] or hour), bool(hour), dated)


def _meaning(day: re.Match[str], hours: str, zone: ZoneInfo, near: date) -> When | WhenError:
    """Return the one reading of a day and hours, the one on the day `near` among several, or what is wrong."""
    found: list[When] = []
    error = WhenError(f"{day[0]} can be read in more than one way", "write the month's name")
    for words in _days(day, near):
        try:
            found.append(parse_when(f"{words}, {hours}" if hours else words, zone))
        except WhenError as wrong:
            error = wrong
    chosen = [when for when in found if when.start_day == near] or found
    return chosen[0] if len(chosen) == 1 else error


def _days(day: re.Match[str], near: date) -> Iterator[str]:
    """Yield the readings of a day, its year written out."""
    weekday = f"{day['weekday']}, " if day["weekday"] else ""
    year = day["year"] or day["slashed"]
    if day["a"]:
        a, b = int(day["a"]), int(day["b"])
        pairs = [(month, number) for month, number in dict.fromkeys(((a, b), (b, a))) if 1 <= month <= 12]
    else:
        month = MONTH_OF[(day["month"] or day["month_after"]).lower()]
        pairs = [(month, int(day["day"] or day["day_first"]))]
    for month, number in pairs:
        if number < 1:
            continue
        in_full = f"20{year}" if year and len(year) == 2 else year or _year(month, number, near)
        yield f"{weekday}{MONTHS[month - 1]} {number}, {in_full}"


def _year(month: int, day: int, near: date) -> int:
    years = (near.year, near.year - 1, near.year + 1)
    return min(years, key=lambda year: abs((date(year, month, min(day, 28)) - near).days))


def is_when(line: str) -> bool:
    """Say whether a line says when, and nothing else to speak of."""
    if len(line) > LONGEST_LINE:
        return False
    rest = without_accents(line)
    if (day := DAY.search(rest)) is None:
        return bool(re.match(r"(?:19|20)\d\d-\d\d-\d\d\b", rest))
    rest = HOURS.sub(" ", rest[: day.start()] + " " + rest[day.end() :])
    return len(re.sub(r"\b(?:[A-Z]{2,4}T|at|from|a las|when|date|cuando|fecha)\b|\W", "", rest)) <= 8


def is_hours(line: str) -> bool:
    """Say whether a line says hours of a day that stands above or below it, and nothing else."""
    rest, hours = HOURS.subn(" ", without_accents(line)) if len(line) <= LONGEST_LINE else (line, 0)
    rest, by_24 = BY_24_HOURS.subn(" ", rest)
    return hours + by_24 > 0 and not re.sub(r"\b(?:[A-Z]{2,4}T|at|from|a las|de)\b|\W", "", rest)


def settle(words: str, text: str, zone: ZoneInfo, today: date) -> tuple[When, list[str]]:
    """Return when an announcement means by `words`, with what is doubtful about it; raise WhenError.

    A year that is not written comes from the `text` around, else it is the next from `today`.
    """
    doubts = []
    if found := ZONE_WORD.search(words):
        names = {zone.tzname(datetime(2021, month, 1)) for month in (1, 7)}
        try:
            return parse_when(words, zone), []
        except WhenError as error:
            if found[0] not in names:
                raise
            words = ZONE_WORD.sub("", words)
            doubts.append(f"{error.found}: the hour is taken as it is there")
    try:
        return parse_when(words, zone), doubts
    except WhenError as error:
        if isinstance(error, HourError) or any(isinstance(reading, Series) for reading in error.readings):
            raise  # an hour of another zone, or several dates: the first of them is not the answer
        years = YEAR.findall(text)
        near = date(int(years[0]), 7, 1) if years else today + timedelta(days=150)  # or the 30 days before today
        seen = max(mentions(words, zone, near), key=lambda seen: (seen.timed, seen.exact), default=None)
        if seen is None:
            raise error if len(words) <= LONGEST_LINE else WhenError("no day was found in the text", EXAMPLE) from None
        if isinstance(seen.found, WhenError):
            raise seen.found from None
        if len(words) <= LONGEST_LINE and len(re.findall(r"\d", words)) > len(re.findall(r"\d", seen.said)):
            raise  # an hour that has no single reading
        if not seen.dated:
            year = seen.found.start_day.year
            doubts.append(f"the year {year} is a guess, {'from the text' if years else 'the next such day'}")
        if len(words) > LONGEST_LINE:
            doubts.append(f'taken from the text, "{seen.said}"')
        elif len(seen.said) < len(words.strip()) - 2:
            doubts.append(f'read from "{words}"')
        return seen.found, doubts


def against_text(when: When, text: str, zone: ZoneInfo) -> tuple[When, list[str]]:
    """Return `when`, with the end that only the text says, and where the text contradicts it."""
    doubts: list[str] = []
    for seen in mentions(text, zone, when.start_day):
        if isinstance(seen.found, WhenError):
            doubts += [f'the text says "{seen.said}": {seen.found.found}'] if seen.exact else []
            continue
        there, last = seen.found, when.end.date() if isinstance(when.end, datetime) else when.end or when.start_day
        if not when.start_day <= there.start_day <= last:
            far = abs(there.start_day - when.start_day) > timedelta(days=31)
            doubts += [f'the text also says "{seen.said}"'] if seen.exact and not far else []
        elif there.all_day or there.start_day != when.start_day:
            continue
        elif when.all_day or there.start != when.start:
            doubts.append(f'the text says "{seen.said}"')
        elif there.end and not when.end:
            when = there
            doubts.append(f'the end comes from the text, "{seen.said}"')
        elif there.end and there.end != when.end:
            doubts.append(f'the text says "{seen.said}"')
    return when, list(dict.fromkeys(doubts))
