"""The one reading of a text: its parts, then their meaning; or an error with every reading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.days import dates, days_of, shared
from feeds.catalog.when.formatting import MONTHS, format_when, say_day
from feeds.catalog.when.hours import Timed
from feeds.catalog.when.local_time import localize, on_each
from feeds.catalog.when.moments import EXAMPLE, YEARS, HourError, Series, When, WhenError
from feeds.catalog.when.parts import Day, Doubt, Hours, Reader, Rule

LONGEST = 500  # characters
MOST_DOUBTS = 4  # one after the other in a text whose readings are sought
HOUR = r"(1[0-2]|[1-9])(?::([0-5]\d))? (AM|PM)"
HOURS_OF_A_DAY = re.compile(
    rf"(\w\w\w), ({'|'.join(MONTHS)}) (\d\d?), (19\d\d|2[01]\d\d), {HOUR}(?: – {HOUR})?"
)


def parse(value: object, conventions: Conventions) -> When | Series:
    """Return the reading of a text, or of a TOML date or date-time.

    Raise WhenError if it cannot be read, or can be read in more than one way. Each quoted text in
    its remedy can be read.
    """
    if isinstance(value, str):
        formatted = _formatted(value, conventions.zone)
        return formatted or _of_text(" ".join(value.split()), conventions)
    if isinstance(value, date) and not YEARS[0] <= value.year <= YEARS[1]:
        raise WhenError(f"calendars cannot show the year {value.year}", EXAMPLE)
    if isinstance(value, datetime):
        return _of_moment(value, conventions)
    if isinstance(value, date):
        return When(value)
    raise WhenError("this is neither a text nor a date", EXAMPLE)


def _of_moment(moment: datetime, conventions: Conventions) -> When | Series:
    """Return the reading of a TOML date-time, which, unlike a text, may have seconds."""
    when = _of_text(moment.replace(second=0, microsecond=0).isoformat(), conventions)
    assert isinstance(when, When)
    return replace(when, start=when.start + timedelta(seconds=moment.second))


def parse_when(value: object, zone: ZoneInfo, languages: tuple[str, ...] = ("en",)) -> When:
    """Return the reading of `value` in a list with this zone and these languages."""
    return parse_one(value, Conventions(zone, languages))


def parse_one(value: object, conventions: Conventions) -> When:
    """Return the reading of `value`, as `parse` does; raise WhenError for a series, too."""
    found = parse(value, conventions)
    if isinstance(found, When):
        return found
    whens = [when for _, when in found.dates if isinstance(when, When)]
    remedy = f'write one of them, like "{format_when(whens[0])}"' if whens else EXAMPLE
    raise WhenError(f"found {len(found.dates)} dates, expected one", remedy, (found,))


def _formatted(text: str, zone: ZoneInfo) -> When | None:
    """Return the hours of one day in the usual form of `format_when`; None for any other text.

    Most events of a list have this form, and the grammar takes ten times as long for it.
    """
    match = HOURS_OF_A_DAY.fullmatch(text)
    if match is None:
        return None
    weekday, month, day, year, *hours = match.groups()
    try:
        midnight = datetime(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None
    moments = []
    for hour, minute, half in (hours[:3], hours[3:]):
        if hour:
            hour_of_24 = int(hour) % 12 + 12 * (half == "PM")
            moments.append(midnight.replace(hour=hour_of_24, minute=int(minute or 0)))
    in_order = moments == sorted(set(moments))
    if moments[0] == midnight or not in_order or f"{midnight:%a}" != weekday:
        return None
    return localize(moments, zone)


def _of_text(text: str, conventions: Conventions) -> When | Series:
    try:
        return _meaning(text, conventions)
    except Doubt as doubt:
        settled = dict(_settled(doubt, conventions, 1))
        offered = " or ".join(f'"{one}"' for one in settled)
        advice = f"{doubt.advice} " if offered or doubt.advice.endswith(";") else ""
        readings = tuple(dict.fromkeys(settled.values()))
        raise doubt.error(doubt.found, advice + (offered or EXAMPLE), readings) from None


def _settled(
    doubt: Doubt, conventions: Conventions, depth: int
) -> Iterator[tuple[str, When | Series]]:
    """Yield each text that would settle the doubt, or a further one, with its one reading."""
    for repair in doubt.repairs:
        other = " ".join(repair.split())
        try:
            yield other, _meaning(other, conventions)
        except HourError as error:
            yield from ((format_when(reading), reading) for reading in error.readings)
        except Doubt as further:
            if depth < MOST_DOUBTS:
                yield from _settled(further, conventions, depth + 1)


def _meaning(text: str, conventions: Conventions) -> When | Series:
    if len(text) > LONGEST:
        raise Doubt(f"{len(text)} characters, at most {LONGEST} are read")
    reader = Reader(text, conventions)
    reader.parts, wrong = reader.grammar.parts(reader.codes)
    if wrong is not None:
        raise reader.unreadable(wrong)
    days, hours, rule = reader.days(), reader.hours(), reader.rule()
    if rule and "weekdays" not in reader.parts and (len(days) < 2 or reader.has("range")):
        return _on_each(days_of(reader, rule), hours, conventions)
    if not days:
        raise Doubt(f'"{text}" names no date')
    days = _on_weekdays(reader, rule, days)
    if reader.has("range"):
        return _range(text, days, hours)
    if len(days) > 1:
        return _on_each(dates(days), hours, conventions, iso=all(day.iso for day in days))
    return _once(days[0], hours, conventions)


def _on_weekdays(reader: Reader, rule: Rule | None, days: tuple[Day, ...]) -> tuple[Day, ...]:
    """Return the days, each with its weekday written before them all.

    Refuse what only a repetition can have.
    """
    repeats = reader.has("starts") or not {"until", "times", "excepted"}.isdisjoint(reader.parts)
    weekdays = reader.weekdays()
    if rule:
        repeats |= bool(weekdays) or rule.interval != 1 or rule.unit == "month"
        weekdays = rule.weekdays
    if len(weekdays) == 1:
        weekdays *= len(days)
    elif weekdays and reader.has("range"):
        weekdays = weekdays[0], weekdays[-1]
    if repeats or len(weekdays) not in (0, len(days)):
        raise Doubt(f'"{reader.text}" is neither a day nor a repetition')
    found = zip(days, weekdays or [day.weekday for day in days])
    return tuple(day._replace(weekday=weekday) for day, weekday in found)


def _once(day: Day, hours: Hours | None, conventions: Conventions) -> When:
    """Return one day, or hours that begin on it; their end may have its own day."""
    if hours is None:
        return When(dates([day])[0])
    days = [dates([one])[0] for one in shared([day, *hours.ends_on])]
    return Timed(hours, conventions, iso=day.iso, single=True).on(*days)


def _range(text: str, days: Sequence[Day], hours: Hours | None) -> When:
    """Return all days from the first to the last.

    Refuse hours: it could be one event, or one each day.
    """
    first, last = dates(days)
    if hours is None:
        return When(first, last)
    repairs = [f"{say_day(first)} – {say_day(last)}, {hours.words.text} each day"]
    if hours.ends and not hours.ends_on:
        start, end = hours.begins.with_zone.text, hours.ends.with_zone.text
        repairs.append(f"{say_day(first)}, {start} – {say_day(last)}, {end}")
    raise Doubt(f'"{text}" could be one event, or one each day', repairs)


def _on_each(
    days: Sequence[date], hours: Hours | None, conventions: Conventions, iso: bool = False
) -> Series:
    """Return the same hours on each of several days."""
    if hours is None:
        return on_each(days, When)
    if hours.ends_on:
        raise Doubt("the end has a day of its own, and there are several days")
    return on_each(days, Timed(hours, conventions, iso=iso, single=False).on)
