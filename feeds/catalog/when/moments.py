"""When an event takes place, and how problems write it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale

ENGLISH = Locale("en")
MONTHS = tuple(name for _, name in sorted(ENGLISH.months["format"]["wide"].items()))
WEEKDAYS = tuple(name for _, name in sorted(ENGLISH.days["format"]["wide"].items()))
YEARS = 1900, 2199  # that a text can name
MOST_DATES = 100  # of one series
LONGEST_RULE = timedelta(days=3660)  # from the first date: a rule may never reach its end
EXAMPLE = 'write it like "Sat, March 20, 2021, 1 PM – 3 PM"'


@dataclass(frozen=True, slots=True)
class When:
    """Start and end of an event.

    Both are dates (all day; the end is the last day), or both are datetimes aware of the catalog's zone. An end of
    None was not announced.
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
    """A text without a single reading: what was found, what to write instead, and every reading it could have."""

    def __init__(self, found: str, remedy: str, readings: "tuple[When | Series, ...]" = ()) -> None:
        super().__init__(found)
        self.found, self.remedy, self.readings = found, remedy, readings


class HourError(WhenError):
    """An hour that does not exist or comes twice on that day; `instead` are the hours to choose from, in the zone."""

    def __init__(self, found: str, remedy: str, instead: tuple[datetime, ...] = ()) -> None:
        super().__init__(found, remedy)
        self.instead = instead


@dataclass(frozen=True, slots=True)
class Series:
    """The single dates of a series in order: each day with its time, or why it lacks that hour."""

    dates: tuple[tuple[date, When | HourError], ...]


def instant(moment: date, zone: ZoneInfo) -> datetime:
    """Return `moment` (a day: its first minute in `zone`) in UTC, where differences and order are exact."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0), zone)
    return moment.astimezone(UTC)


def say_day(day: date) -> str:
    """Return a day as problems write it: March 20, 2021."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def say_hour(moment: time | datetime) -> str:
    """Return an hour as problems write it: 1 PM, 1:30 PM."""
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes} {'AM' if moment.hour < 12 else 'PM'}"


def place_and_day(moment: datetime, zone: ZoneInfo) -> str:
    """Return the day and place of an hour: on March 20, 2021 in Chicago."""
    return f"on {say_day(moment)} in {zone.key.rpartition('/')[2].replace('_', ' ')}"


def localize(moment: datetime, zone: ZoneInfo, fold: int | None = None) -> datetime:
    """Return the wall-clock `moment` in `zone`; raise HourError if that hour is missing or comes twice.

    With a `fold` of 0, the first of two hours was named. The second is always refused: DTSTART with TZID can only name
    the first (RFC 5545 §3.3.5).
    """
    first = moment.replace(tzinfo=zone, fold=0)
    second = first.replace(fold=1)
    surplus = (first.utcoffset() or timedelta()) - (second.utcoffset() or timedelta())
    if not surplus or (surplus > timedelta() and fold == 0):
        return first
    where, hour = place_and_day(moment, zone), say_hour(moment)
    earlier, later = ((moment + by).replace(tzinfo=zone) for by in (-abs(surplus), abs(surplus)))
    if surplus < timedelta():
        remedy = f"write {_from(moment, earlier)} or {_from(moment, later)}"
        raise HourError(f"{hour} does not exist {where}", remedy, (earlier, later))
    found = f"{hour} comes twice {where}: in {first.tzname()} and, later, in {second.tzname()}"
    remedy = (
        f"no calendar can show the second; write {_from(moment, first)} or {_from(moment, later)}"
    )
    raise HourError(found, remedy, (first, later))


def comes_twice(moment: datetime) -> bool:
    """Say whether an hour, aware of its zone, comes twice or is missing on its day."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def zoned_hour(moment: datetime) -> str:
    """Return an hour as `say_hour` does, with its zone if it comes twice and the zone has a name."""
    name = moment.tzname() or ""
    return (
        f"{say_hour(moment)} {name}" if comes_twice(moment) and name.isalpha() else say_hour(moment)
    )


def unnamed(moment: datetime) -> bool:
    """Say whether an hour comes twice and only its offset distinguishes the two."""
    return comes_twice(moment) and not (moment.tzname() or "").isalpha()


def _from(moment: datetime, other: datetime) -> str:
    """Return another hour beside `moment`: with its day if that differs."""
    if unnamed(other):
        return other.isoformat(timespec="seconds")
    day = "" if other.date() == moment.date() else f"{say_day(other)}, "
    return day + zoned_hour(other)


def repeated(first: When, days: Iterable[date], zone: ZoneInfo) -> Series:
    """Return `first` on each of the `days`, at the same hours."""

    def on(day: date) -> When:
        later = timedelta(days=(day - first.start_day).days)
        start, end = first.start + later, first.end and first.end + later
        if isinstance(start, datetime):
            start = localize(start.replace(tzinfo=None), zone)
            end = localize(end.replace(tzinfo=None), zone) if isinstance(end, datetime) else None
        return When(start, end)

    return on_each(days, on)


def on_each(days: Iterable[date], on: Callable[[date], When]) -> Series:
    """Return the result of `on` for each of the days, or the HourError it raises."""
    dates: list[tuple[date, When | HourError]] = []
    for day in days:
        try:
            dates.append((day, on(day)))
        except HourError as error:
            dates.append((day, error))
    return Series(tuple(dates))
