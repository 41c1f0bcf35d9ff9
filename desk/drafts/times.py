"""What the days and hours of an announcement mean together: one time that is certain, or every reading and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk.drafts.marks import FIGURES, Mark, marks
from feeds.catalog import When, WhenError
from feeds.catalog.names import without_accents
from feeds.catalog.when import Conventions, HourError, Series, parse, written

Reading = When | Series
NOON = FIGURES["noon"]
LONGEST_HALF = timedelta(hours=12)
USUAL = range(8, 22)  # hours at which most events begin
MOST_READINGS = 6
HALF_YEAR = timedelta(days=182)
DAYS_BACK = timedelta(days=30)  # so long an announcement may lie about


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the text has it, with its year, and what it can mean; `timed` says that hours stand behind it.

    `error` says why none of the readings is certain.
    """

    text: str
    readings: tuple[Reading, ...]
    error: str = ""
    timed: bool = False


@dataclass(slots=True)
class Settled:
    """When it takes place, or `readings`, the likeliest first, with the `reasons` why a curator must decide.

    `remarks` are what a curator should know of a time that is certain.
    """

    when: When | None = None
    readings: list[Reading] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def compare(self, text: str, conventions: Conventions) -> None:
        """Take the end that only the text says, and the reasons or remarks where it contradicts the time."""
        assert self.when is not None
        self.when, remarks = against_text(self.when, text, conventions.zone)
        self.reasons += (remark for remark in remarks if remark.startswith("the text says"))
        self.remarks += (remark for remark in remarks if remark not in self.reasons)

    def all_readings(self) -> tuple[Reading, ...]:
        """Return the readings, the likeliest first."""
        found = [self.when] if self.when else []
        return tuple(dict.fromkeys((*found, *sorted(self.readings, key=_unlikely))))[:MOST_READINGS]


def settle(found: Sequence[Mark], text: str, conventions: Conventions, today: date, *, online: bool) -> Settled:
    """Return what the marks of one event mean; a year that nobody wrote is the next from `today`.

    `online` says that it takes place nowhere else, so that the hour of another zone is converted.
    """
    settled = Settled(reasons=[f'"{mark.text}" {mark.why}' for mark in found if mark.kind == "unsettled"])
    days = _days(found, text, conventions, today, settled)
    hours = [mark for mark in found if mark.kind in ("hours", "bare")]
    _check_other_words(found, days, conventions, settled)
    for day in days or [Day("", ())]:
        timed = [_at(day, mark, conventions) for mark in hours if day.text]
        _add_readings(day, timed, settled)
        if len(days) == 1:
            _choose(day, timed, settled, online=online)
    if len(days) > 1:
        said = ", ".join(f'"{day.text}"' for day in days)
        settled.reasons.append(f"several days can be meant, of this or of other events: {said}")
    if not days:
        settled.reasons.append("no day was found in the text")
    if settled.reasons:
        settled.when = None
    return settled


def _days(found: Sequence[Mark], text: str, conventions: Conventions, today: date, settled: Settled) -> list[Day]:
    """Return the different days that are named, those with hours behind them first."""
    dates = [(mark, following) for mark, following in zip(found, (*found[1:], None)) if mark.kind == "date"]
    dated = [FIGURES["with_year"].search(mark.text) for mark, _ in dates]
    years = [int(year[0]) for year in dated if year and len(year[0]) == 4]
    if not years and not any(mark.kind == "hours" for mark in found):
        years = [int(year) for year in FIGURES["year_of_text"].findall(text)]
    days: dict[object, Day] = {}
    for (mark, following), has_year in zip(dates, dated):
        day = _dated(mark.text, conventions) if has_year else _in_a_year(mark.text, years, conventions, today)
        timed = following is not None and following.kind == "hours"
        known = days.setdefault(day.readings or day.text, replace(day, timed=timed))
        if not has_year and known.text == day.text and day.readings:
            year = _first_day(day.readings[0]).year
            where = "from the text" if years else "the next such day"
            settled.remarks.append(f"the year {year} is a guess, {where}")
    return sorted(days.values(), key=lambda day: not day.timed)


def _dated(text: str, conventions: Conventions) -> Day:
    try:
        found = parse(text, conventions)
    except WhenError as error:
        return Day(text, error.readings, f"{error.found}; {error.remedy}")
    numbers = re.search(r"(\d{1,2})/(\d{1,2})", text)
    if numbers and conventions.month_first and int(numbers[1]) <= 12 and _first_day(found).month != int(numbers[1]):
        return Day(text, (found,), f'"{text}" fits only if the day is before the month')
    return Day(text, (found,))


def _in_a_year(text: str, years: Sequence[int], conventions: Conventions, today: date) -> Day:
    """Return a day without a year in one that stands elsewhere, else in the next that comes."""
    possible = [_dated(f"{text} {year}", conventions) for year in (*years, today.year, today.year + 1)]
    for number, day in enumerate(possible):
        coming = any(_first_day(reading) >= today - DAYS_BACK for reading in day.readings)
        if day.readings and (coming or number < len(years)):
            return day
    return possible[-1]


@dataclass(frozen=True, slots=True)
class Timed:
    """A day at hours: what that can mean, and why it is not certain.

    `zone` is another one that is named, and `others` are readings that no other hour of the text can confirm.
    """

    mark: Mark
    readings: tuple[Reading, ...]
    reason: str = ""
    zone: str = ""
    remark: str = ""
    others: tuple[Reading, ...] = ()


def _at(day: Day, mark: Mark, conventions: Conventions) -> Timed:
    hours = re.sub(r"^T", "", mark.text)
    try:
        found = parse(f"{day.text}, {hours}", conventions)
        reason = f'"{hours}" has no AM or PM, or is no hour' if mark.kind == "bare" else ""
        return Timed(mark, (found,), reason)
    except HourError as error:
        return _in_another_zone(day, mark, error, conventions)
    except WhenError as error:
        only = error.readings[0] if len(error.readings) == 1 else None
        if isinstance(only, When) and _is_short(only) and mark.kind == "hours":
            return Timed(mark, (only,))
        return Timed(mark, error.readings, f"{error.found}; {error.remedy}")


def _in_another_zone(day: Day, mark: Mark, error: HourError, conventions: Conventions) -> Timed:
    """Return the hour as it is here, then as it is written; the wrong one of the zone's own two names is a slip."""
    zone = error.found.partition(" does not fit")[0]
    bare = re.sub(rf"\(?{re.escape(zone)}\)?", "", mark.text, flags=re.IGNORECASE).strip(" ,/")
    as_written = _dated(f"{day.text}, {bare}", conventions).readings
    own = {conventions.zone.tzname(datetime(2021, month, 1)) for month in (1, 7)}
    if zone in own and len(as_written) == 1:
        remark = f"{error.found}: the hour is taken as it is there"
        return Timed(mark, tuple(dict.fromkeys((*as_written, *error.readings))), zone=zone, remark=remark)
    others = (*error.readings[1:], *as_written)
    return Timed(mark, error.readings[:1], f"{error.found}; {error.remedy}", zone, others=others)


def _is_short(when: When) -> bool:
    """Say whether its end can be in one half of the day only."""
    if not isinstance(when.start, datetime) or not isinstance(when.end, datetime):
        return False
    return timedelta(0) < when.end - when.start < LONGEST_HALF


def _check_other_words(found: Sequence[Mark], days: Sequence[Day], conventions: Conventions, settled: Settled) -> None:
    """Add a reason for each weekday, repetition, zone or word like tonight that the one day does not explain."""
    weekdays = conventions.vocabulary.single_words("weekday")
    only = days[0].readings[0] if len(days) == 1 and len(days[0].readings) == 1 else None
    for mark in found:
        word = without_accents(mark.text).lower().strip(".")
        if mark.kind == "weekday" and not (isinstance(only, When) and weekdays.get(word) in _weekdays(only)):
            settled.reasons.append(f'"{mark.text}" is not the weekday of the day')
        elif mark.kind == "relative" and only is None:
            settled.reasons.append(f'"{mark.text}" names no date')
        elif mark.kind == "repetition":
            settled.reasons.append(f'"{mark.text}" may be a repetition')
        elif mark.kind == "zone" and not (days and _is_own(mark, days[0], conventions)):
            settled.reasons.append(f'"{mark.text}" may be the zone of an hour')


def _is_own(zone: Mark, day: Day, conventions: Conventions) -> bool:
    """Say whether a zone that stands apart from the hour is the calendar's."""
    return not _at(day, Mark("hours", 0, 0, f"1 PM {zone.text}"), conventions).reason


def _weekdays(when: When) -> set[int]:
    end = when.end or when.start
    days = (end - when.start).days + 1
    return {(when.start_day + timedelta(days=number)).weekday() for number in range(min(7, days))}


def _add_readings(day: Day, timed: Sequence[Timed], settled: Settled) -> None:
    found = [reading for one in timed for reading in (*one.readings, *one.others)]
    settled.readings += found or day.readings


def _choose(day: Day, timed: Sequence[Timed], settled: Settled, *, online: bool) -> None:
    """Set the one time that the day and its hours can mean, or add the reasons why there is none."""
    if not timed:
        if not day.error and isinstance(day.readings[0], When):
            settled.when = day.readings[0]
        else:
            settled.reasons.append(day.error or f'"{day.text}" are several dates')
        return
    settled.reasons += [day.error] if day.error and not any(one.reason for one in timed) else []
    agreed = _agreed(timed)
    if agreed is None and len(timed) > 1:
        said = ", ".join(f'"{one.mark.text}"' for one in timed)
        settled.reasons.append(f"several hours can be meant: {said}")
    converted = timed[0].zone and not timed[0].remark and online
    certain = len({one.zone for one in timed}) > 1  # hours of two zones that are the same moment
    reasons = [one.reason for one in timed if one.reason and not (one.zone and (converted or certain))]
    settled.reasons += dict.fromkeys(reasons)
    if agreed is None and not reasons and len(timed) == 1:
        settled.reasons.append(f'"{timed[0].mark.text}" on "{day.text}" are several dates')
    if agreed and not reasons:
        settled.when = agreed
        settled.remarks += dict.fromkeys(one.remark for one in timed if one.remark)
        if converted or certain:
            settled.remarks.append(f'"{timed[0].mark.text}" is {written(agreed)} here')


def _agreed(timed: Sequence[Timed]) -> When | None:
    """Return the first time that all hours can mean, with the end that any of them says."""
    for first in timed[0].readings:
        if not isinstance(first, When):
            continue
        same = [_beginning(one.readings, first.start) for one in timed]
        ends = {when.end for when in same if when is not None and when.end is not None}
        if all(same) and len(ends) <= 1:
            return When(first.start, next(iter(ends), None))
    return None


def _beginning(readings: Sequence[Reading], start: date) -> When | None:
    return next((one for one in readings if isinstance(one, When) and one.start == start), None)


def _unlikely(reading: Reading) -> bool:
    """Say whether it begins at night, or has no hour."""
    first = reading if isinstance(reading, When) else reading.dates[0][1]
    return not (isinstance(first, When) and isinstance(first.start, datetime) and first.start.hour in USUAL)


def _first_day(reading: Reading) -> date:
    return reading.start_day if isinstance(reading, When) else reading.dates[0][0]


def against_text(when: When, text: str, zone: ZoneInfo) -> tuple[When, list[str]]:
    """Return `when`, with the end that only the text says, and where the text contradicts it."""
    remarks: list[str] = []
    conventions = Conventions(zone, ("en", "es"))
    last = when.end.date() if isinstance(when.end, datetime) else when.end or when.start_day
    for line in text.splitlines():
        found = [mark for mark in marks(line, conventions) if mark.kind in ("date", "hours")]
        if not any(mark.kind == "date" for mark in found):
            continue
        said = f'"{line[found[0].start : found[-1].end]}"'
        there = settle(found, "", conventions, when.start_day - HALF_YEAR, online=True)
        if there.when is None:
            known = any(when.start_day <= _first_day(reading) <= last for reading in there.readings)
            remarks += [] if known else [f"the text also says {said}: {'; '.join(there.reasons)}"]
        elif not when.start_day <= there.when.start_day <= last:
            far = abs(there.when.start_day - when.start_day) > DAYS_BACK
            other = there.when.start_day > last and not there.when.all_day  # it may be this event, moved
            remarks += [] if far else [f"the text {'' if other else 'also '}says {said}"]
        elif there.when.all_day or there.when.start_day != when.start_day:
            continue
        elif when.all_day or there.when.start != when.start:
            remarks.append(f"the text says {said}")
        elif there.when.end and not when.end:
            when = there.when
            remarks.append(f"the end comes from the text, {said}")
        elif there.when.end and there.when.end != when.end:
            remarks.append(f"the text says {said}")
    return when, list(dict.fromkeys(remarks))
