"""One VEVENT of an .ics file, and when it takes place (RFC 5545 §3.6.1)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from desk.content_lines import Component
from desk.drafts.ical_times import REMEDY, Zones, after, duration, wall
from feeds.catalog import WhenError, plain_text

LONGEST_VALUE = 50_000  # characters
ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID")
ALL_DAY = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY")


@dataclass(eq=False)
class IcalEvent:
    """A VEVENT, what its VCALENDAR says of it, and what a curator must look at or decide.

    `ends` are the ends of single dates, by their wall-clock start, where they have their own.
    """

    lines: Component
    cancelled: bool
    zones: Zones
    doubts: list[tuple[str, str]] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    ends: dict[datetime, datetime] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return the first property `key` as plain text."""
        return plain_text(self.lines.text(key)[:LONGEST_VALUE]).strip()

    def texts(self, key: str) -> list[str]:
        """Return the properties `key` as texts, without empty ones."""
        return [line.text.strip() for line in self.lines.every(key) if line.text.strip()]

    @property
    def version(self) -> tuple[int, bool, str]:
        """What tells versions of one event apart: the newest is the greatest."""
        sequence = self.lines.text("SEQUENCE").strip()
        number = int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0
        stamp = self.lines.text("LAST-MODIFIED") or self.lines.text("DTSTAMP")
        return number, self.cancelled, stamp.strip()

    @property
    def is_change(self) -> bool:
        """Whether it changes a date of a series, or all from that date on."""
        return bool(self.lines.first("RECURRENCE-ID"))

    @property
    def goes_on(self) -> bool:
        """Whether it also changes the dates behind that date."""
        line = self.lines.first("RECURRENCE-ID")
        return line is not None and line.parameter("RANGE").upper() == "THISANDFUTURE"

    def moment(self, key: str) -> Any:
        """Return the day or moment of a property, None without one; raise WhenError."""
        line = self.lines.first(key)
        if line and "T000000" in line.value and any(self.text(name).upper() == "TRUE" for name in ALL_DAY):
            line = replace(line, value=line.value.partition("T")[0], parameters={})
        return self.zones.moment(line) if line else None

    def start(self) -> date:
        """Return the day or moment of DTSTART; raise WhenError."""
        for key in ONCE:
            if len(self.lines.every(key)) > 1:
                raise WhenError(f"{key} stands there more than once", REMEDY)
        start = self.moment("DTSTART")
        if not isinstance(start, date):
            raise WhenError("no time is given", REMEDY)
        return start

    def end(self, start: date) -> Any:
        """Return the end, of days the last one, None where there is none; raise WhenError."""
        end, lasts = self.moment("DTEND"), self.lines.first("DURATION")
        if end is None and lasts:
            end = after(start, duration(lasts))
        if end is not None and isinstance(start, datetime) != isinstance(end, datetime):
            raise WhenError("of DTSTART and DTEND, one is a day and the other an hour", REMEDY)
        if end is None or isinstance(end, datetime):
            return end
        return end - timedelta(days=end > start)

    def clock(self) -> tzinfo | None:
        """Return the zone of DTSTART, None for days, or where it cannot be read."""
        try:
            start = self.start()
        except WhenError:
            return None
        return start.tzinfo if isinstance(start, datetime) else None

    def times(self, moments: Sequence[datetime]) -> Iterator[tuple[date, date | None]]:
        """Yield start and end of each of its wall-clock moments; raise WhenError."""
        start = self.start()
        end = self.end(start)
        clock = start.tzinfo if isinstance(start, datetime) else None
        lasts = None if end is None else wall(end, clock) - wall(start, clock)
        for moment in moments:
            last = None if lasts is None else moment + lasts
            if not isinstance(start, datetime):
                yield moment.date(), last.date() if last else None
            else:
                own = self.ends.get(moment)
                yield moment.replace(tzinfo=clock), own or (last.replace(tzinfo=clock) if last else None)
