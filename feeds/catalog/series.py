"""The dates of a series: listed one by one, or by a rule of RFC 5545 §3.3.10."""

import re
from calendar import isleap
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.parser import isoparse
from dateutil.rrule import rrulestr

from feeds.catalog.data import WORDS
from feeds.catalog.when import LONGEST_RULE, MOST_DATES, When, WhenError, say_day

PARTS: dict[str, dict[str, str]] = WORDS["rule_parts"]
EXAMPLE = 'write it like "FREQ=WEEKLY;COUNT=6"'


def repeat(first: When, rule: str, zone: ZoneInfo) -> tuple[date, ...]:
    """Return the days on which `rule` repeats `first`, including its own.

    Raise WhenError for an invalid rule.
    """
    parts = _parts(rule)
    start = datetime.combine(first.start_day, time(0))
    if isinstance(first.start, datetime):
        start = first.start.replace(tzinfo=None)
    most = int(parts.pop("COUNT", MOST_DATES + 1))
    last = _last(parts.pop("UNTIL"), zone) if "UNTIL" in parts else start + LONGEST_RULE
    try:
        text = ";".join(f"{key}={value}" for key, value in parts.items())
        moments = islice(follow(text, start, last), most)
        days = tuple(moment.date() for moment in moments)
    except (ValueError, TypeError, IndexError, AttributeError) as error:  # whatever dateutil raises
        raise WhenError(f'"{rule}" is not a supported rule: {error}', EXAMPLE) from error
    if not days:
        raise WhenError("no day matches the rule", EXAMPLE)
    if days[0] != first.start_day:
        begins = f"the rule begins on {say_day(days[0])}, `when` on {say_day(first.start_day)}"
        raise WhenError(begins, "make `when` the first date of the rule")
    if len(days) > MOST_DATES:
        remedy = "make the series end earlier; enter a new one later"
        raise WhenError(f"more than {MOST_DATES} dates", remedy)
    if most <= MOST_DATES and len(days) < most:
        found = f"only {len(days)} of {most} dates come within ten years"
        raise WhenError(found, "list the dates in `when`")
    return days


def follow(rule: str, start: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the wall-clock moments from `start` to `last` of a rule without COUNT and UNTIL.

    dateutil searches for the next day of a rule up to the year 9999, which takes seconds if there
    is none. So the rule is followed in later years with the same weekdays and leap years, close to
    that limit. Raise ValueError, or what dateutil raises, for an invalid rule; without FREQ or
    with a step of zero it would never end.
    """
    parts = {"INTERVAL": "1", **dict(part.partition("=")[::2] for part in rule.split(";"))}
    if not (_is_valid(parts, "FREQ") and _is_valid(parts, "INTERVAL")):
        raise ValueError(rule)
    if last < start:
        return
    years = _years_to_the_end(start.year, last.year)
    then = start.replace(year=start.year + years)
    until = last.replace(year=last.year + years)
    for moment in rrulestr(rule, dtstart=then).replace(until=until):
        yield moment.replace(year=moment.year - years)


def _years_to_the_end(first: int, last: int) -> int:
    """Return how many years later the calendar is the same, with `last` close to 9999.

    All weekdays and leap years repeat after 400 years, those of a few years after 28 or less.
    """
    for years in range(9999 - last, 0, -1):
        if date(first, 1, 1).weekday() == date(first + years, 1, 1).weekday() and all(
            isleap(year) == isleap(year + years) for year in range(first, last + 1)
        ):
            return years
    return 0


def _is_valid(parts: Mapping[str, str], key: str) -> bool:
    return re.fullmatch(PARTS[key]["pattern"], parts.get(key, "")) is not None


def _parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule with an end; raise WhenError for a part that is not supported."""
    parts: dict[str, str] = {}
    for part in filter(None, rule.upper().strip().removeprefix("RRULE:").split(";")):
        key, _, value = map(str.strip, part.partition("="))
        if key not in PARTS or not value:
            raise WhenError(f'"{key}" is not a supported part of a rule', _instead(key, value))
        if key in parts:
            raise WhenError("a part is repeated in the rule", "remove one of the two")
        parts[key] = value
    for key in ("FREQ", *parts):
        if not _is_valid(parts, key):
            found = f"{key}={parts.get(key, '')} is not {PARTS[key]['expected']}"
            raise WhenError(found, EXAMPLE)
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise WhenError("a rule needs one end: COUNT or UNTIL", EXAMPLE)
    return parts


def _instead(key: str, value: str) -> str:
    """Return the remedy for an unsupported part."""
    days = re.findall(r"(\d{4})(\d\d)(\d\d)(?!\d)", value)
    if key == "EXDATE" and days:
        excepted = ", ".join(f'"{"-".join(day)}"' for day in days)
        return f"remove it from the rule, and write except = [{excepted}] on a line of its own"
    return f"the parts are {', '.join(PARTS)}"


def _last(until: str, zone: ZoneInfo) -> datetime:
    """Return the last wall-clock moment of UNTIL; a day lasts to its end."""
    try:
        last: datetime = isoparse(until)
        if last.tzinfo:
            return last.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        remedy = "write the last day, like UNTIL=20170401"
        raise WhenError(f"UNTIL={until} is a day or hour that does not exist", remedy) from None
    return last if "T" in until else datetime.combine(last, time.max)
