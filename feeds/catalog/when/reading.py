"""The one reading of a text: grammar, then meaning; or an error with every reading that it could have."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.cursor import Doubt
from feeds.catalog.when.day_meaning import dates, shared
from feeds.catalog.when.grammar import statement
from feeds.catalog.when.moments import (
    EXAMPLE,
    YEARS,
    HourError,
    Series,
    When,
    WhenError,
    localize,
    place_and_day,
    say_day,
)
from feeds.catalog.when.phrases import Occasions, Repetition
from feeds.catalog.when.rule_meaning import days_of
from feeds.catalog.when.span_meaning import Span, span
from feeds.catalog.when.written import written
from feeds.catalog.when.zone_words import converted, fits, zone_name

LONGEST = 500  # characters
MOST_DOUBTS = 4  # one behind the other in a text whose readings are sought


def parse(value: object, conventions: Conventions) -> When | Series:
    """Return what `value` says: a text, or a date or date-time of TOML.

    Raise WhenError when it cannot be read, or can be read in more than one way. Each text between quotation marks
    in its remedy can be read.
    """
    if isinstance(value, str):
        return _of_text(" ".join(value.split()), conventions)
    if isinstance(value, date) and not YEARS[0] <= value.year <= YEARS[1]:
        raise WhenError(f"the year {value.year} is none that calendars can show", EXAMPLE)
    if isinstance(value, datetime):
        return When(_of_toml(value.replace(microsecond=0), conventions))
    if isinstance(value, date):
        return When(value)
    raise WhenError("this is neither a text nor a date", EXAMPLE)


def parse_when(value: object, zone: ZoneInfo, languages: tuple[str, ...] = ("en",)) -> When:
    """Return what `value` says to a list with this zone and these languages, as `parse_one` does."""
    return parse_one(value, Conventions(zone, languages))


def parse_one(value: object, conventions: Conventions) -> When:
    """Return what `value` says, as `parse` does; raise WhenError for a series, too."""
    found = parse(value, conventions)
    if isinstance(found, When):
        return found
    first = next((when for _, when in found.dates if isinstance(when, When)), None)
    example = f'like "{written(first)}"' if first else EXAMPLE
    raise WhenError(f"{len(found.dates)} dates where one belongs", f"write one of them, {example}", (found,))


def _of_text(text: str, conventions: Conventions) -> When | Series:
    if len(text) > LONGEST:
        raise WhenError(f"{len(text)} characters, at most {LONGEST} are read", EXAMPLE)
    try:
        return _meaning(text, conventions)
    except Doubt as doubt:
        settled = dict(_settled(doubt, conventions, 1))
        offered = " or ".join(f'"{one}"' for one in settled)
        remedy = f"{doubt.advice} {offered}" if offered else _example(doubt)
        error = doubt.error(doubt.found, remedy)
        error.readings = tuple(dict.fromkeys(settled.values()))
        raise error from None


def _example(doubt: Doubt) -> str:
    return f"{doubt.advice} {EXAMPLE}" if doubt.advice.endswith(";") else EXAMPLE


def _settled(doubt: Doubt, conventions: Conventions, depth: int) -> Iterator[tuple[str, When | Series]]:
    """Yield the texts that have one reading, of those that would settle the doubt and others behind it."""
    for repair in doubt.repairs:
        text = " ".join(repair.split())
        if len(text) > LONGEST:
            continue
        try:
            yield text, _meaning(text, conventions)
        except Doubt as further:
            if depth < MOST_DOUBTS:
                yield from _settled(further, conventions, depth + 1)


def _meaning(text: str, conventions: Conventions) -> When | Series:
    found = statement(text, conventions)
    if isinstance(found, Repetition):
        return _repetition(text, found, conventions)
    return _occasions(text, found, conventions)


def _occasions(text: str, found: Occasions, conventions: Conventions) -> When | Series:
    if found.last is not None:
        return _range(text, found, conventions)
    if len(found.days) > 1:
        return _on_each(text, found, tuple(dates(text, found.days)), conventions)
    hours = found.hours
    if hours is None:
        return When(dates(text, found.days)[0])
    day, *last = _day_and_last(text, found)
    one_day = last in ([], [day])
    timed = span(text, hours, conventions, iso=found.days[0].iso, single=True, one_day=one_day)
    return timed.on(day, *last)


def _day_and_last(text: str, found: Occasions) -> list[date]:
    """Return the day, and that of the end where it has one of its own, which may be the same."""
    assert found.hours is not None
    if found.hours.ends_on is None:
        return dates(text, found.days)
    return [dates(text, (day,))[0] for day in shared((*found.days, found.hours.ends_on))]


def _range(text: str, found: Occasions, conventions: Conventions) -> When | Series:
    """Return all days from the first to the last; with hours it is not plain whether they are one event or several."""
    assert found.last is not None
    first, last = dates(text, (*found.days, found.last))
    if found.hours is None:
        return When(first, last)
    hours = found.hours
    begins = text[hours.begins.span[0] : hours.begins.end]
    ends = text[hours.ends.span[0] : hours.ends.end] if hours.ends else ""
    repairs = [f"{say_day(first)} – {say_day(last)}, {begins}{f' – {ends}' if ends else ''} each day"]
    if ends and hours.ends_on is None:
        repairs.append(f"{say_day(first)}, {begins} – {say_day(last)}, {ends}")
    raise Doubt(f'"{text}" could be one event, or one each day', repairs)


def _on_each(text: str, found: Occasions, days: tuple[date, ...], conventions: Conventions) -> Series:
    """Return the same hours on each of several days."""
    if found.hours is None:
        return Series(tuple((day, When(day)) for day in days))
    if found.hours.ends_on is not None:
        raise Doubt("the end has a day of its own, and there are several days")
    iso = all(day.iso for day in found.days)
    timed = span(text, found.hours, conventions, iso=iso, single=False)
    return Series(tuple((day, _on(timed, day)) for day in days))


def _repetition(text: str, found: Repetition, conventions: Conventions) -> Series:
    days = days_of(text, found)
    if found.hours is None:
        return Series(tuple((day, When(day)) for day in days))
    timed = span(text, found.hours, conventions, iso=False, single=False)
    return Series(tuple((day, _on(timed, day)) for day in days))


def _on(hours: Span, day: date) -> When | HourError:
    """Return the hours on a day of a series, or why that day lacks them; every other doubt is one of the text."""
    try:
        return hours.on(day)
    except Doubt as doubt:
        if isinstance(doubt.__cause__, HourError):
            return doubt.__cause__
        raise


def _of_toml(moment: datetime, conventions: Conventions) -> datetime:
    """Return a date-time of TOML in the calendar's zone; with an offset, it must be the zone's."""
    zone, offset = conventions.zone, moment.utcoffset()
    naive = moment.replace(tzinfo=None)
    if offset is None:
        return localize(naive, zone)
    here = naive.replace(tzinfo=zone, fold=0)
    if fits(offset, here):
        return localize(naive, zone, 0)
    (other,) = converted(naive, offset, zone)
    when = When(localize(other, zone))
    found = f"the offset of {moment.isoformat()} does not fit: it is {zone_name(here)} {place_and_day(naive, zone)}"
    raise HourError(found, f'write the hour that it is here: "{written(when)}"')
