"""The dates of a series in an .ics file: by its rules, listed, and excepted (RFC 5545 §3.8.5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

from desk.content_lines import Component, ContentLine
from desk.drafts.draft import Doubt, doubt, unfinished
from desk.drafts.ical_times import Zones, day_of, value_of
from feeds.catalog import LONGEST_RULE, MOST_DATES, WhenError
from feeds.catalog.series import PARTS, follow
from feeds.catalog.when import YEARS, say_day

MOST_STEPS = 75_000  # days of two centuries
AHEAD = timedelta(days=366)
# Years of recurrence followed for one source; a year of a daily rule counts as five.
MOST_WORK = 2500


@dataclass
class Recurrence:
    """The days or moments of a series in their order, and the ends that some have of their own."""

    begins: list[date] = field(default_factory=list)
    ends: dict[date, date] = field(default_factory=dict)
    endless: bool = False


class Repeating:
    """The series of one source, whose rules are followed as long as that is little work."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.work = 0

    def series(
        self, lines: Component, zones: Zones, start: date, doubts: list[Doubt]
    ) -> Recurrence | None:
        """Return the dates of a series, None for a single event; add what is doubtful."""
        if not (lines.every("RRULE") or lines.every("RDATE")):
            return None
        series, moments = Recurrence(), {start}
        for line in (*lines.every("RRULE"), *lines.every("EXRULE")):
            try:
                moments.update(self._follow(line, start, series, doubts))
            except ValueError:
                doubts.append(unfinished("rule", line.value[:100]))
        for moment, end in _listed(lines, "RDATE", zones, doubts):
            if isinstance(moment, datetime) and isinstance(start, datetime):
                moment = moment.astimezone(start.tzinfo)
            elif isinstance(moment, datetime) or isinstance(start, datetime):
                doubts.append(unfinished("day-and-hour", say_day(moment)))
                continue
            moments.add(moment)
            if end:
                series.ends[moment] = end
        excepted = [moment for moment, _ in _listed(lines, "EXDATE", zones, doubts)]
        series.begins = list(_remaining(sorted(moments), excepted, start, doubts))
        return series

    def _follow(
        self, line: ContentLine, start: date, series: Recurrence, doubts: list[Doubt]
    ) -> Iterator[date]:
        """Return the moments of a rule; raise ValueError for one that is not followed."""
        pairs = (part.partition("=")[::2] for part in line.value.strip().upper().split(";"))
        parts = {key: value for key, value in pairs if key}
        begin, last = _wall(start, start), _until(parts.pop("UNTIL", ""), start)
        count, frequency = parts.pop("COUNT", ""), parts.get("FREQ")
        endless = last is None and not count
        ahead = AHEAD if endless and frequency != "YEARLY" else LONGEST_RULE
        furthest = max(begin, _wall(self.today, None)) + ahead
        years = furthest.year - start.year + 10
        self.work += years * (5 if frequency == "DAILY" else 1)
        unknown = parts.keys() - set(PARTS) or "" in parts.values() or line.name == "EXRULE"
        if unknown or not re.fullmatch(r"\d{0,4}", count) or self.work > MOST_WORK:
            raise ValueError(line.value)
        rule = ";".join(f"{key}={value}" for key, value in parts.items())
        found = follow(rule, begin, min(last or furthest, furthest))
        try:
            moments = list(islice(found, int(count or MOST_STEPS)))
        except (TypeError, IndexError, AttributeError) as error:  # whatever dateutil raises
            raise ValueError(rule) from error
        series.endless |= endless
        if begin not in moments[:1]:
            doubts.append(unfinished("begin-of-rule", line.value[:100], say_day(start)))
        if isinstance(start, datetime):
            return (moment.replace(tzinfo=start.tzinfo) for moment in moments)
        return (moment.date() for moment in moments)

    def limit_dates(self, series: Recurrence, doubts: list[Doubt]) -> None:
        """Keep at most a hundred dates: of more, and of an endless rule, those of the next year."""
        chosen = series.begins
        if chosen and (series.endless or len(chosen) > MOST_DATES):
            first = max(self.today, day_of(chosen[0]))
            coming = [one for one in chosen if day_of(one) >= first]
            chosen = [one for one in coming if day_of(one) <= first + AHEAD] or coming[:1]
        chosen = chosen[:MOST_DATES]
        if series.endless or len(chosen) < len(series.begins):
            doubts.append(doubt("when", "more-dates"))
        series.begins = chosen


def _wall(moment: date, start: date | None) -> datetime:
    """Return a moment on the clock of `start`; a day as its midnight."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(0))
    if isinstance(start, datetime) and moment.tzinfo:
        moment = moment.astimezone(start.tzinfo)
    return moment.replace(tzinfo=None)


def _until(text: str, start: date) -> datetime | None:
    """Return the last wall-clock moment of a rule, None if it is endless; raise ValueError."""
    if not text:
        return None
    last = value_of(text)
    if not isinstance(last, date) or last.year < YEARS[0]:
        raise ValueError(text)
    if last.year > YEARS[1]:
        return None
    return _wall(last, start) if isinstance(last, datetime) else datetime.combine(last, time.max)


def _listed(
    lines: Component, key: str, zones: Zones, doubts: list[Doubt]
) -> Iterator[tuple[date, date | None]]:
    """Yield the days and moments that RDATE or EXDATE lists, with the ends of periods."""
    for line in lines.every(key):
        try:
            yield from zones.periods(line)
        except WhenError as error:
            doubts.append(unfinished("unreadable-dates", error.found))


def _remaining(
    moments: list[date], excepted: list[date], start: date, doubts: list[Doubt]
) -> Iterator[date]:
    """Yield the dates that are not excepted, by their moment or by their day."""
    days, hours = set[date](), set[date]()
    for one in excepted:
        if isinstance(one, datetime) and isinstance(start, datetime):
            hours.add(one.astimezone(start.tzinfo))
        else:
            days.add(day_of(one))
    at_another_hour = set(map(day_of, hours.difference(moments)))
    for moment in moments:
        if day_of(moment) in at_another_hour:
            doubts.append(unfinished("excepted-hour", say_day(moment)))
        if moment not in hours and day_of(moment) not in days:
            yield moment
