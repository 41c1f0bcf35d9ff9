"""What days and hours of an announcement mean together: one time, or several readings and why."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from desk.drafts.draft import UNFINISHED, Doubt, doubt, unfinished
from desk.drafts.marks import FIGURES, NO_BEGINNING, Mark
from feeds.catalog import When, WhenError
from feeds.catalog.names import without_accents
from feeds.catalog.when import Conventions, HourError, Series, format_when, parse

Reading = When | Series
LONGEST_HALF = timedelta(hours=12)
USUAL_HOURS = range(8, 22)  # at which most events begin
MOST_READINGS = 6
HALF_YEAR = timedelta(days=182)
DAYS_BACK = timedelta(days=30)  # by which the day of an announcement may be past


@dataclass(frozen=True, slots=True)
class Candidate:
    """A day of the text, with or without hours, its readings, and a `reason` if it is uncertain.

    `zone` is another one that is named, `as_written` the readings without it. `remark` is what a
    curator should know of a certain one.
    """

    text: str
    readings: tuple[Reading, ...]
    reason: str = ""
    zone: str = ""
    as_written: tuple[Reading, ...] = ()
    remark: str = ""


@dataclass(slots=True)
class Settled:
    """When an event takes place, or the readings to choose from, the likeliest first."""

    when: When | None = None
    readings: tuple[Reading, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)


def settle(
    found: Sequence[Mark], text: str, conventions: Conventions, today: date, *, online: bool
) -> Settled:
    """Return what the marks of one event mean; a missing year is that of the next such day.

    `online` means that it is nowhere else, so that the hour of another zone is converted.
    """
    settled = Settled()
    settled.doubts += (unfinished("mark", mark.text, mark.why) for mark in found if mark.why)
    days = _days(found, text, conventions, today, settled)
    hours = [mark for mark in found if mark.kind in ("hours", "bare")]
    hours.sort(key=lambda mark: mark.why == NO_BEGINNING)
    settled.doubts += _unexplained_words(found, days, conventions)
    readings = list[Reading]()
    for day in days:
        timed = [_at(day, mark, conventions) for mark in hours]
        for one in timed or [day]:
            readings += (*one.readings, *one.as_written)
        if len(days) == 1:
            _choose(day, timed, settled, online=online)
    if len(days) > 1:
        several = ", ".join(f'"{day.text}"' for day in days)
        settled.doubts.append(unfinished("several-days", several))
    if not days:
        settled.doubts.append(unfinished("no-day"))
    if any(one.key == UNFINISHED for one in settled.doubts):
        readings.sort(key=_unlikely)
        settled.readings = tuple(dict.fromkeys(readings))[:MOST_READINGS]
        settled.when = None
    return settled


def _days(
    found: Sequence[Mark], text: str, conventions: Conventions, today: date, settled: Settled
) -> list[Candidate]:
    """Return the different named days, each in its year; add a doubt if that is guessed."""
    texts = [mark.text for mark in found if mark.kind == "date"]
    named = filter(None, map(FIGURES["year"].search, texts))
    years = [int(year[0]) for year in named if len(year[0]) == 4]
    if not years and not any(mark.kind == "hours" for mark in found):
        years = [int(year) for year in FIGURES["year_of_text"].findall(text)]
    days = dict[object, Candidate]()
    for words in texts:
        if FIGURES["with_year"].search(words):
            day = _dated(words, conventions)
            days.setdefault(day.readings or day.text, day)
            continue
        day = _in_a_year(words, years, conventions, today)
        if days.setdefault(day.readings or day.text, day) is day and day.readings:
            first = _first_day(day.readings[0])
            source = "from the text" if years else "the next such day"
            settled.doubts.append(doubt("when", "guessed-year", first.year, source))
            if not years and first < today:
                reason = unfinished("this-or-next-year", words, first.year, first.year + 1)
                settled.doubts.append(reason)
    return list(days.values())


def _dated(text: str, conventions: Conventions) -> Candidate:
    try:
        found = parse(text, conventions)
    except WhenError as error:
        return Candidate(text, error.readings, f"{error.found}; {error.remedy}")
    slashed = re.search(r"(\d{1,2})/(\d{1,2})", text)
    if slashed and conventions.month_first:
        month = int(slashed[1])
        if month <= 12 and _first_day(found).month != month:
            reason = f'"{text}" fits only if the day is before the month'
            return Candidate(text, (found,), reason)
    return Candidate(text, (found,))


def _in_a_year(text: str, years: Sequence[int], conventions: Conventions, today: date) -> Candidate:
    """Return a day in a year that the text names elsewhere, or else the next such day."""
    possible = [
        _dated(f"{text} {year}", conventions) for year in (*years, today.year, today.year + 1)
    ]
    for number, day in enumerate(possible):
        coming = any(_first_day(reading) >= today - DAYS_BACK for reading in day.readings)
        if day.readings and (coming or number < len(years)):
            return day
    return next((day for day in possible if not day.readings), possible[-1])


def _at(day: Candidate, mark: Mark, conventions: Conventions) -> Candidate:
    """Return a day at hours."""
    hours, words = mark.text.removeprefix("T"), day.text
    # 6:30 after 2027-03-20 is not surely 06:30.
    unpadded = re.match(r"[1-9]\b", hours) and len(day.readings) == 1
    if unpadded and FIGURES["iso"].match(words):
        words = format_when(day.readings[0])
    try:
        found = parse(f"{words}, {hours}", conventions)
    except HourError as error:
        return _in_another_zone(day, mark, error, conventions)
    except WhenError as error:
        only = error.readings[0] if len(error.readings) == 1 else None
        certain = mark.kind == "hours" and isinstance(only, When) and _is_short(only)
        reason = "" if certain else f"{error.found}; {error.remedy}"
        return Candidate(mark.text, error.readings, reason)
    reason = f'"{hours}" has no AM or PM, or is not an hour' if mark.kind == "bare" else ""
    return Candidate(mark.text, (found,), reason)


def _in_another_zone(
    day: Candidate, mark: Mark, error: HourError, conventions: Conventions
) -> Candidate:
    """Return the hour as it is here, then as it is written.

    CST in summer, or CDT in winter, is a slip: the hour is taken as it is written.
    """
    zone = error.found.partition(" does not fit")[0]
    bare = re.sub(rf"\(?{re.escape(zone)}\)?", "", mark.text, flags=re.IGNORECASE).strip(" ,/")
    as_written = _dated(f"{day.text}, {bare}", conventions).readings
    own = {conventions.zone.tzname(datetime(2021, month, 1)) for month in (1, 7)}
    if zone in own and len(as_written) == 1:
        remark = f"{error.found}: the hour is read as local"
        return Candidate(mark.text, as_written, as_written=error.readings, remark=remark)
    others = (*error.readings[1:], *as_written)
    return Candidate(mark.text, error.readings[:1], f"{error.found}; {error.remedy}", zone, others)


def _is_short(when: When) -> bool:
    """Say whether its end can be in one half of the day only."""
    if not isinstance(when.start, datetime) or not isinstance(when.end, datetime):
        return False
    return timedelta(0) < when.end - when.start < LONGEST_HALF


def _unexplained_words(
    found: Sequence[Mark], days: Sequence[Candidate], conventions: Conventions
) -> Iterator[Doubt]:
    """Yield a reason for each weekday, repetition, zone or "tonight" that no day explains."""
    only = days[0].readings[0] if len(days) == 1 and len(days[0].readings) == 1 else None
    explained = _weekdays(only) if isinstance(only, When) else set[int]()
    for mark in found:
        word = without_accents(mark.text).lower().strip(".")
        weekday = conventions.vocabulary.phrases.get((word,), {}).get("weekday")
        if mark.kind == "weekday" and weekday not in explained:
            yield unfinished("wrong-weekday", mark.text)
        elif mark.kind == "relative" and only is None:
            yield unfinished("no-date", mark.text)
        elif mark.kind == "repetition":
            yield unfinished("repetition", mark.text)
        elif mark.kind == "zone":
            hour = Mark("hours", 0, 0, f"1 PM {mark.text}")
            if not days or _at(days[0], hour, conventions).reason:
                yield unfinished("zone-of-hour", mark.text)


def _weekdays(when: When) -> set[int]:
    end = when.end or when.start
    days = (end - when.start).days + 1
    return {(when.start_day + timedelta(days=number)).weekday() for number in range(min(7, days))}


def _choose(day: Candidate, timed: Sequence[Candidate], settled: Settled, *, online: bool) -> None:
    """Set the one time that the day and its hours can mean, or add the reasons against it."""
    settled.when = agreed = _agreed(timed or [day])
    reasons = [one.reason for one in timed if one.reason] or [day.reason]
    zones = {one.zone for one in timed}
    if agreed and zones and (len(zones) > 1 or (online and zones != {""})):
        here = format_when(agreed)
        settled.doubts.append(doubt("when", "local-hour", timed[0].text, here))
        reasons = [one.reason for one in timed if not one.zone] + [day.reason]
    if agreed is None and len(timed) > 1:
        texts = ", ".join(f'"{one.text}"' for one in timed)
        settled.doubts.append(unfinished("several-hours", texts))
    elif agreed is None and not any(reasons):
        settled.doubts.append(unfinished("several-dates", day.text))
    settled.doubts += (Doubt(UNFINISHED, reason) for reason in reasons if reason)
    settled.doubts += (Doubt("when", one.remark) for one in timed if one.remark)


def _agreed(timed: Sequence[Candidate]) -> When | None:
    """Return the first time that all hours can mean, with the end that any of them gives."""
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
    start = first.start if isinstance(first, When) else None
    return not (isinstance(start, datetime) and start.hour in USUAL_HOURS)


def _first_day(reading: Reading) -> date:
    return reading.start_day if isinstance(reading, When) else reading.dates[0][0]


def with_end_of_text(
    when: When, lines: Iterable[Sequence[Mark]], conventions: Conventions
) -> tuple[When, list[Doubt]]:
    """Return `when` with the end that only sentences give, and doubts about it.

    `lines` are the marks of each sentence.
    """
    contradictions = list[Doubt]()
    for marks in lines:
        found = [mark for mark in marks if mark.kind in ("date", "hours")]
        other = settle(found, "", conventions, when.start_day - HALF_YEAR, online=True).when
        if other is None or other.all_day or abs(other.start_day - when.start_day) > DAYS_BACK:
            continue
        same = other.start == when.start
        if same and when.end is None:
            when = other
        elif (not same and other.start_day >= when.start_day) or other.end not in (None, when.end):
            texts = ", ".join(mark.text for mark in found)
            contradictions.append(unfinished("contradiction", texts))
    return when, contradictions
