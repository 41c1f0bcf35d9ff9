"""The dates of a series in an .ics file: of its rules, listed, and taken out (RFC 5545 §3.8.5)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice

from desk.content_lines import Component, ContentLine
from desk.drafts.ical_times import Zones, until, wall
from feeds.catalog import LONGEST_RULE, MOST_DATES, WhenError
from feeds.catalog.series import PARTS, follow
from feeds.catalog.when import say_day

MOST_STEPS = 25_000
AHEAD = timedelta(days=366)
EARLIEST = datetime(1970, 1, 1)  # a rule that begins earlier takes long to follow
MOST_WORK = 2500  # years through which the rules of one source are followed; of every day, a fifth of that


class Repeating:
    """The series of one source, whose rules are followed as long as that is little work."""

    def __init__(self, today: date) -> None:
        self.today = datetime(today.year, today.month, today.day)
        self.work = 0

    def dates(self, lines: Component, zones: Zones, start: date) -> tuple[list[datetime], list[str], bool]:
        """Return the wall-clock beginnings of a series, why they may be wrong, and whether there are more."""
        faults = list[str]()
        clock = start.tzinfo if isinstance(start, datetime) else None
        begin = wall(start, None)
        found, endless = {begin}, False
        for line in lines.every("RRULE"):
            try:
                moments, goes_on = self._follow(line, begin, clock)
            except ValueError:
                rule = line.value[:100]
                faults.append(f'the rule "{rule}" is not followed: enter its other dates by hand')
                continue
            found.update(moments)
            endless |= goes_on
        for moment in _listed(lines, "RDATE", zones, faults):
            found.add(wall(moment, clock))
            if isinstance(moment, datetime) != isinstance(start, datetime):
                faults.append("of its dates, some are days and others have an hour")
        kept = list(_remaining(sorted(found), list(_listed(lines, "EXDATE", zones, faults)), clock, faults))
        one_a_day = {moment.date(): moment for moment in reversed(kept)}
        if len(one_a_day) < len(kept):
            faults.append("two of its dates are on one day: only the first is here")
        chosen = self._chosen(sorted(one_a_day.values()), endless)
        return chosen, faults, endless or len(chosen) < len(one_a_day)

    def _follow(self, line: ContentLine, start: datetime, clock: tzinfo | None) -> tuple[list[datetime], bool]:
        """Return the moments of a rule, and whether it has no end; raise ValueError for one that is not followed."""
        parts = dict(part.partition("=")[::2] for part in line.value.strip().upper().split(";") if part)
        last, count = until(line, clock), parts.pop("COUNT", "")
        parts.pop("UNTIL", None)
        endless = last is None and not count
        furthest = max(start, self.today) + (AHEAD if endless else LONGEST_RULE)
        self.work += (furthest.year - start.year + 10) * (5 if parts.get("FREQ") == "DAILY" else 1)
        odd = parts.keys() - set(PARTS) or "" in parts.values() or not re.fullmatch(r"\d{0,4}", count)
        if odd or self.work > MOST_WORK or start < EARLIEST:
            raise ValueError(line.value)
        rule = ";".join(f"{key}={value}" for key, value in parts.items())
        try:
            moments = list(islice(follow(rule, start, min(last or furthest, furthest)), int(count or MOST_STEPS)))
        except (TypeError, IndexError, AttributeError) as error:  # whatever dateutil stumbles over
            raise ValueError(rule) from error
        return [moment for moment in moments if moment >= self.today or not endless], endless

    def _chosen(self, moments: list[datetime], endless: bool) -> list[datetime]:
        """Return at most a hundred moments: of more, and of a rule without end, those of a year from today on."""
        if moments and (endless or len(moments) > MOST_DATES):
            begin = max(self.today, moments[0])
            moments = [moment for moment in moments if begin <= moment <= begin + AHEAD]
        return moments[:MOST_DATES]


def _listed(lines: Component, key: str, zones: Zones, faults: list[str]) -> Iterator[date]:
    """Yield the days and moments that RDATE or EXDATE lists."""
    for line in lines.every(key):
        try:
            yield from zones.moments(line) if line.value.strip() else ()
        except WhenError as error:
            faults.append(f"{error.found}: look its dates up in the announcement")


def _remaining(
    moments: list[datetime], taken_out: list[date], clock: tzinfo | None, faults: list[str]
) -> Iterator[datetime]:
    """Yield the moments that no exception takes out: of a moment, or of a whole day."""
    days, hours = set[date](), set[datetime]()
    for one in taken_out:
        if isinstance(one, datetime) and clock:
            hours.add(wall(one, clock))
        else:
            days.add(wall(one, None).date())
    others = {moment.date() for moment in hours - set(moments)}
    for moment in moments:
        if moment.date() in others:
            faults.append(f"an exception is on {say_day(moment)}, but at another hour")
        if moment not in hours and moment.date() not in days:
            yield moment
