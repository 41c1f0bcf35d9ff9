"""When an event takes place, the errors of a text without a single reading, and their limits."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

YEARS = 1900, 2199  # that a text can name
MOST_DATES = 100  # of one series
LONGEST_RULE = timedelta(days=3660)  # from the first date: a rule may never reach its end
EXAMPLE = 'write it like "Sat, March 20, 2021, 1 PM – 3 PM"'


@dataclass(frozen=True, slots=True)
class When:
    """Start and end of an event; an end of None was not announced.

    Both are dates (all day; the end is the last day), or both are datetimes aware of the list's
    zone.
    """

    start: date
    end: date | None = None

    @property
    def all_day(self) -> bool:
        """Whether it has no hours, only days."""
        return not isinstance(self.start, datetime)

    @property
    def start_day(self) -> date:
        """The day it starts on."""
        return self.start.date() if isinstance(self.start, datetime) else self.start


class WhenError(ValueError):
    """A text without a single reading: the fault, what to write instead, and every reading."""

    def __init__(self, found: str, remedy: str, readings: "tuple[When | Series, ...]" = ()) -> None:
        super().__init__(found)
        self.found, self.remedy, self.readings = found, remedy, readings


class HourError(WhenError):
    """An hour that is missing or comes twice on that day, or is in another zone."""


@dataclass(frozen=True, slots=True)
class Series:
    """The single dates of a series in order: each day with its time, or why it lacks that hour."""

    dates: tuple[tuple[date, When | HourError], ...]


def in_order(when: When, zone: ZoneInfo) -> bool:
    """Return whether an event ends after it starts, or its end was not announced."""
    return when.end is None or instant(when.start, zone) < instant(when.end, zone)


def instant(moment: date, zone: ZoneInfo) -> datetime:
    """Return `moment` in UTC, where differences and order are exact; a day is its first minute."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0), zone)
    return moment.astimezone(UTC)
