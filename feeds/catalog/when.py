"""When an event takes place, and the words for it that problems use."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

MONTHS = (
    ("January", "jan january ene enero"),
    ("February", "feb february febrero"),
    ("March", "mar march marzo"),
    ("April", "apr april abr abril"),
    ("May", "may mayo"),
    ("June", "jun june junio"),
    ("July", "jul july julio"),
    ("August", "aug august ago agosto"),
    ("September", "sep sept september set septiembre setiembre"),
    ("October", "oct october octubre"),
    ("November", "nov november noviembre"),
    ("December", "dec december dic diciembre"),
)
WEEKDAYS = (
    ("Monday", "mon monday lun lunes"),
    ("Tuesday", "tue tues tuesday mar martes"),
    ("Wednesday", "wed weds wednesday mie mier miercoles"),
    ("Thursday", "thu thur thurs thursday jue jueves"),
    ("Friday", "fri friday vie viernes"),
    ("Saturday", "sat saturday sab sabado"),
    ("Sunday", "sun sunday dom domingo"),
)
EXAMPLE = 'write it like "Sat, March 20, 2021, 1 PM – 3 PM"'


@dataclass(frozen=True, slots=True)
class When:
    """Start and end of an event.

    Both are dates (all day; the end is the last day) or both are datetimes aware of the
    catalog's zone. An end of None was not announced.
    """

    start: date
    end: date | None = None

    @property
    def all_day(self) -> bool:
        return not isinstance(self.start, datetime)

    @property
    def start_day(self) -> date:
        """The day it starts on."""
        return self.start.date() if isinstance(self.start, datetime) else self.start


class WhenError(ValueError):
    """A `when` that has no single reading: what was found, and what to write instead."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.found, self.remedy = found, remedy


class HourError(WhenError):
    """An hour that the zone lacks, has twice, or calls otherwise on that day."""


def instant(moment: date, zone: ZoneInfo) -> datetime:
    """Return `moment` (a day: its first minute in `zone`) in UTC, where differences and order are true."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0), zone)
    return moment.astimezone(UTC)


def say_day(day: date) -> str:
    """Return a day as problems name it: March 20, 2021."""
    return f"{MONTHS[day.month - 1][0]} {day.day}, {day.year}"


def say_hour(moment: time | datetime) -> str:
    """Return an hour as problems name it: 1 PM, 1:30 PM."""
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes} {'AM' if moment.hour < 12 else 'PM'}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it is written; `day` alone may stand before a range."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    iso: bool = False

    def resolve(self, other: "Day | None" = None) -> date:
        """Return the date, month and year taken from the other end of the range where absent here."""
        month = self.month or (other.month if other else None)
        year = self.year or (other.year if other else None)
        if month is None:
            raise WhenError(f"the day {self.day} has no month", EXAMPLE)
        name = MONTHS[month - 1][0]
        if year is None:
            raise WhenError(f"{name} {self.day} has no year", f"write the year too, like {name} {self.day}, 2021")
        try:
            found = date(year, month, self.day)
        except ValueError:
            raise WhenError(f"there is no {name} {self.day} in {year}", "look the day up in the announcement") from None
        if self.weekday not in (None, found.weekday()):
            self._refuse_weekday(found)
        return found

    def _refuse_weekday(self, found: date) -> NoReturn:
        assert self.weekday is not None
        said, is_ = WEEKDAYS[self.weekday][0], WEEKDAYS[found.weekday()][0]
        days = sorted((abs(n), found + timedelta(n)) for n in range(-6, 7))
        nearest = next(day for _, day in days if day.weekday() == self.weekday)
        raise WhenError(
            f"{say_day(found)} is a {is_}, not a {said}",
            f"write {is_}, {say_day(found)} or {said}, {say_day(nearest)}",
        )


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour as far as it is written: `half` is None where neither AM nor PM stands there."""

    text: str
    hour: int
    minute: int
    half: str | None = None
    sure: bool = False  # a 24-hour time, noon or midnight: needs no half
    zone_word: str | None = None

    def at(self, half: str | None = None) -> time:
        half = self.half or half
        if self.sure or half is None:
            return time(self.hour % 24, self.minute)
        return time(self.hour % 12 + (12 if half == "p" else 0), self.minute)

    def minutes(self, half: str | None = None) -> int:
        """Return the minutes since midnight."""
        return self.at(half).hour * 60 + self.minute

    def ambiguous(self, *halves: str) -> WhenError:
        """Return the problem with an hour that lacks AM or PM; `halves` are those that fit the other hour."""
        readings = (say_hour(self.at(half)) for half in halves or ("a", "p"))
        return WhenError(f"{self.text} could be morning or evening", f"write {' or '.join(readings)}")


def refuse_midnight(day: date) -> NoReturn:
    """Raise WhenError for a start at the first minute of `day`."""
    before = day - timedelta(days=1)
    raise WhenError(
        f"midnight at the start of {say_day(day)} is easily taken for the night after",
        f"write 11:59 PM on {say_day(before)} or on {say_day(day)}, or the day alone for all day",
    )


def localize(moment: datetime, zone_word: str | None, zone: ZoneInfo) -> datetime:
    """Return the wall-clock `moment` in `zone`; raise HourError where that hour is missing or comes twice.

    A second hour of a pair is refused: DTSTART with TZID can only say the first (RFC 5545 §3.3.5).
    """
    first = moment.replace(tzinfo=zone, fold=0)
    second = first.replace(fold=1)
    if zone_word is None and first.utcoffset() == second.utcoffset():
        return first
    where = f"on {say_day(moment)} in {zone.key.rpartition('/')[2].replace('_', ' ')}"
    if first.utcoffset() != second.utcoffset():
        step = abs((first.utcoffset() or timedelta()) - (second.utcoffset() or timedelta()))
        if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
            raise HourError(
                f"{say_hour(moment)} does not exist {where}",
                f"write {say_hour(moment - step)} or {say_hour(moment + step)}",
            )
        if zone_word != first.tzname():
            name = first.tzname() or ""
            first_remedy = f"write {say_hour(moment)} {name} for the first; " if name.isalpha() else ""
            raise HourError(
                f"{say_hour(moment)} comes twice {where}: in {name} and, later, in {second.tzname()}",
                f"{first_remedy}the second no calendar can show, write {say_hour(moment + step)} instead",
            )
    if zone_word not in (None, first.tzname()):
        raise HourError(
            f"{zone_word} does not fit: it is {first.tzname()} {where}",
            f"write the hour as it is there, with {first.tzname()} or without a zone",
        )
    return first
