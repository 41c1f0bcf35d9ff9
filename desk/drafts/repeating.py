"""The dates of a series in an .ics file: of its rules, listed, and taken out (RFC 5545 §3.8.5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from desk.content_lines import Component, ContentLine
from desk.drafts.ical_times import Zones, day_of, value_of
from feeds.catalog import LONGEST_RULE, MOST_DATES, WhenError
from feeds.catalog.series import PARTS, follow
from feeds.catalog.when import YEARS, say_day

MOST_STEPS = 75_000  # days of two centuries
AHEAD = timedelta(days=366)
MOST_WORK = (
    2500  # years through which the rules of one source are followed; of every day, a fifth of that
)


@dataclass
class Series:
    """The days or moments of a series in their order, the ends that some have of their own, and what is open."""

    begins: list[date] = field(default_factory=list)
    ends: dict[date, date] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    has_more: bool = False


class Repeating:
    """The series of one source, whose rules are followed as long as that is little work."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.work = 0

    def series(self, lines: Component, zones: Zones, start: date) -> Series | None:
        """Return the dates of a series, None for a single event."""
        if not (lines.every("RRULE") or lines.every("RDATE")):
            return None
        series, moments = Series(), {start}
        for line in (*lines.every("RRULE"), *lines.every("EXRULE")):
            try:
                of_rule = self._follow(line, start, series)
            except ValueError:
                rule = line.value[:100]
                series.faults.append(
                    f'the rule "{rule}" is not followed: enter its other dates by hand'
                )
                continue
            if line.name == "EXRULE":
                moments.difference_update(of_rule)
            else:
                moments.update(of_rule)
        for moment, end in _listed(lines, "RDATE", zones, series):
            if isinstance(moment, datetime) != isinstance(start, datetime):
                series.faults.append(
                    f"{say_day(moment)} is a date of it too, but one is a day and the other an hour"
                )
                continue
            if isinstance(moment, datetime) and isinstance(start, datetime):
                moment = moment.astimezone(start.tzinfo)
            moments.add(moment)
            if end:
                series.ends[moment] = end
        taken_out = [moment for moment, _ in _listed(lines, "EXDATE", zones, series)]
        series.begins = list(_remaining(sorted(moments), taken_out, start, series))
        return series

    def _follow(self, line: ContentLine, start: date, series: Series) -> Iterator[date]:
        """Return the moments of a rule; raise ValueError for one that is not followed."""
        parts = dict(
            part.partition("=")[::2] for part in line.value.strip().upper().split(";") if part
        )
        begin, last = _wall(start, start), _until(parts.pop("UNTIL", ""), start)
        count = parts.pop("COUNT", "")
        endless = last is None and not count
        furthest = max(begin, _wall(self.today, None)) + (
            AHEAD if endless and parts.get("FREQ") != "YEARLY" else LONGEST_RULE
        )
        self.work += (furthest.year - start.year + 10) * (5 if parts.get("FREQ") == "DAILY" else 1)
        odd = (
            parts.keys() - set(PARTS) or "" in parts.values() or not re.fullmatch(r"\d{0,4}", count)
        )
        if odd or self.work > MOST_WORK:
            raise ValueError(line.value)
        rule = ";".join(f"{key}={value}" for key, value in parts.items())
        try:
            moments = list(
                islice(
                    follow(rule, begin, min(last or furthest, furthest)), int(count or MOST_STEPS)
                )
            )
        except (TypeError, IndexError, AttributeError) as error:  # whatever dateutil stumbles over
            raise ValueError(rule) from error
        if line.name == "RRULE":
            series.has_more |= endless
            if begin not in moments[:1]:
                rule = f'the rule "{line.value[:100]}"'
                series.faults.append(f"{rule} does not begin on {say_day(start)}: look which holds")
        if isinstance(start, datetime):
            return (moment.replace(tzinfo=start.tzinfo) for moment in moments)
        return (moment.date() for moment in moments)

    def chosen(self, series: Series) -> Series:
        """Return at most a hundred dates: of more, and of a rule without end, of the next year, or the next one."""
        chosen = series.begins
        if chosen and (series.has_more or len(chosen) > MOST_DATES):
            first = max(self.today, day_of(chosen[0]))
            coming = [one for one in chosen if day_of(one) >= first]
            chosen = [one for one in coming if day_of(one) <= first + AHEAD] or coming[:1]
        has_more = series.has_more or len(chosen[:MOST_DATES]) < len(series.begins)
        return replace(series, begins=chosen[:MOST_DATES], has_more=has_more)


def _wall(moment: date, start: date | None) -> datetime:
    """Return a moment on the clock of `start`; a day as its midnight."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(0))
    local = (
        moment.astimezone(start.tzinfo) if isinstance(start, datetime) and moment.tzinfo else moment
    )
    return local.replace(tzinfo=None)


def _until(text: str, start: date) -> datetime | None:
    """Return the last wall-clock moment of a rule, None where it has no end; raise ValueError."""
    if not text:
        return None
    last = value_of(text)
    if not isinstance(last, date) or last.year < YEARS[0]:
        raise ValueError(text)
    if last.year > YEARS[1]:
        return None
    return _wall(last, start) if isinstance(last, datetime) else datetime.combine(last, time.max)


def _listed(
    lines: Component, key: str, zones: Zones, series: Series
) -> Iterator[tuple[date, date | None]]:
    """Yield the days and moments that RDATE or EXDATE lists, with the ends of periods."""
    for line in lines.every(key):
        try:
            yield from zones.periods(line)
        except WhenError as error:
            series.faults.append(f"{error.found}: look its dates up in the announcement")


def _remaining(
    moments: list[date], taken_out: list[date], start: date, series: Series
) -> Iterator[date]:
    """Yield the dates that no exception takes out: of a moment, or of a whole day."""
    days, hours = set[date](), set[date]()
    for one in taken_out:
        if isinstance(one, datetime) and isinstance(start, datetime):
            hours.add(one.astimezone(start.tzinfo))
        else:
            days.add(day_of(one))
    others = set(map(day_of, hours.difference(moments)))
    for moment in moments:
        if day_of(moment) in others:
            series.faults.append(f"an exception is on {say_day(moment)}, but at another hour")
        if moment not in hours and day_of(moment) not in days:
            yield moment
