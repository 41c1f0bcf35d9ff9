"""When an event takes place, read as announcements write it, in English and in Spanish."""

import re
import unicodedata
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn, TypeVar
from zoneinfo import ZoneInfo

Found = TypeVar("Found")

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
MONTH_OF = {word: n for n, (_, words) in enumerate(MONTHS, 1) for word in words.split()}
WEEKDAY_OF = {word: n for n, (_, words) in enumerate(WEEKDAYS) for word in words.split()}
NOON, MIDNIGHT = {"noon", "mediodia"}, {"midnight", "medianoche"}
RANGE_WORDS = {"to", "a", "al", "until", "through", "hasta"}

TOKEN = re.compile(
    r"""
      (?P<iso>(?:19|2[01])\d\d-\d{1,2}-\d{1,2})
    | (?P<slashed>\d{1,4}[/.]\d{1,2}[/.]\d{1,4})
    | (?P<clock>\d{1,2}(?::\d{2})?)\s*(?P<half>[ap])\.?\s?m\b\.?
    | (?P<hours>\d{1,2}:\d{2})
    | (?P<number>\d{1,4}(?!\d))(?:(?:st|nd|rd|th)\b|°)?
    | (?P<dash>[-‐‑‒–—−])
    | (?P<comma>,)
    | (?P<word>[^\W\d_]+)\.?
    | (?P<gap>\s+|(?<=:\d\d):00\b)
    | (?P<other>.)
    """,
    re.VERBOSE,
)
YEARS = 1900, 2199  # what `iso` and the years of words say, too
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


class WhenError(ValueError):
    """A `when` that has no single reading: what was found, and what to write instead."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.found, self.remedy = found, remedy


class HourError(WhenError):
    """An hour that the zone lacks, has twice, or calls otherwise on that day."""


def parse_when(value: object, zone: ZoneInfo) -> When:
    """Return what `value` says: a text, or a TOML local date or date-time.

    Raise WhenError when it cannot be read, or can be read in more than one way.
    """
    if isinstance(value, date) and not YEARS[0] <= value.year <= YEARS[1]:
        raise WhenError(f"the year {value.year} is none that calendars can show", EXAMPLE)
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise WhenError(
                "a date-time with an offset", "leave the offset out: hours are those of the calendar's zone"
            )
        if value.time() == time(0):
            _refuse_midnight(value.date())
        return When(_localize(value.replace(microsecond=0), None, zone))
    if isinstance(value, date):
        return When(value)
    if isinstance(value, str):
        return _Announcement(value, zone).read()
    raise WhenError("this is neither a text nor a date", EXAMPLE)


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


def without_accents(text: str) -> str:
    """Return `text` with every accent taken off its letter (é becomes e)."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    half: str | None = None


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as far as it is written; `day` alone may stand before a range."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    iso: bool = False

    def resolve(self, other: "_Day | None" = None) -> date:
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
class _Hour:
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


class _Announcement:
    """One `when` text being read, token by token."""

    def __init__(self, text: str, zone: ZoneInfo) -> None:
        self.text, self.zone = " ".join(text.split()), zone
        plain = without_accents(re.sub("[ºª]", "°", self.text)).lower()
        self.tokens = [
            _Token(
                str(m.lastgroup) if m["half"] is None else "clock",
                m["clock"] or m["number"] or m["word"] or m[0],
                m["half"],
            )
            for m in TOKEN.finditer(plain)
            if m["gap"] is None
        ]
        self.next = 0

    def read(self) -> When:
        first = self.day()
        if self.done():
            return When(first.resolve())
        if second := self.attempt(lambda: self.other_day(first)):
            self.expect_end()
            start, end = first.resolve(second), second.resolve(first)
            if end <= start:
                raise WhenError(
                    f"{say_day(end)} is not after {say_day(start)}", "write both years, or the earlier day first"
                )
            return When(start, end)
        self.day_from_hour()
        begins = self.hour(first.iso)
        if self.done():
            return self.span(first.resolve(), begins, None, None)
        if not self.range_mark():
            self.refuse()
        last = self.attempt(self.day_before_hour)
        ends = self.hour(first.iso)
        self.expect_end()
        return self.span(first.resolve(last), begins, last.resolve(first) if last else None, ends)

    def span(self, day: date, begins: _Hour, last_day: date | None, ends: _Hour | None) -> When:
        """Return the range from `begins` on `day` to `ends`, where every hour has exactly one reading."""
        if ends is not None and not ends.sure and ends.half is None:
            raise ends.ambiguous()
        half = self.inferred_half(begins, ends, last_day in (None, day))
        start = datetime.combine(day, begins.at(half))
        if start.time() == time(0):
            _refuse_midnight(day)
        if ends is None:
            return When(_localize(start, begins.zone_word, self.zone))
        end = datetime.combine(last_day or day, ends.at())
        if ends.hour == 24 and last_day:
            end += timedelta(days=1)
        if last_day is None and end <= start:
            end += timedelta(days=1)
            if end - start >= timedelta(hours=12):
                raise WhenError(
                    f"{say_hour(end)} is not after {say_hour(start)}, or runs 12 hours or more into the next day",
                    f"write the last day too: {say_hour(start)} – {say_day(end)}, {say_hour(end)}",
                )
        begin, finish = (_localize(m, h.zone_word, self.zone) for m, h in ((start, begins), (end, ends)))
        if instant(finish, self.zone) <= instant(begin, self.zone):
            raise WhenError(
                f"it ends on {say_day(end)} at {say_hour(end)}, before it begins", "look the end up in the announcement"
            )
        return When(begin, finish)

    def inferred_half(self, begins: _Hour, ends: _Hour | None, same_day: bool) -> str | None:
        """Return the half of the day for a first hour without one: the second's, if the range then runs forward."""
        if begins.sure or begins.half:
            return None
        if ends is None or not same_day:
            raise begins.ambiguous()
        fitting = [half for half in ("a", "p") if 0 < (ends.minutes() - begins.minutes(half)) % (24 * 60) < 12 * 60]
        if ends.half not in fitting:
            raise begins.ambiguous(*fitting)
        return ends.half

    def day(self) -> _Day:
        weekday = self.weekday()
        if token := self.take("iso"):
            year, iso_month, day = map(int, token.text.split("-"))
            if not 1 <= iso_month <= 12:
                raise WhenError(f"{token.text} has no month {iso_month}", "write year-month-day, like 2021-03-20")
            return _Day(day, iso_month, year, weekday, iso=True)
        if token := self.take("slashed"):
            self.refuse_slashed(token.text)
        month = self.month()
        number = self.peek("number")
        if number is None or not 1 <= int(number.text) <= 31:
            self.refuse()
        self.next += 1
        if month is None:
            month = self.attempt(lambda: (self.take_words("de", "of") and self.month()) or self.month())
        return _Day(int(number.text), month, self.year(), weekday)

    def other_day(self, first: _Day) -> _Day | None:
        """Read the second day of a range of days; after a year, a bare number is an hour."""
        if not self.range_mark():
            return None
        day = self.day()
        is_hour = day.month is None and (first.year is not None or first.month is None)
        return day if self.done() and not is_hour else None

    def day_before_hour(self) -> _Day | None:
        day = self.day()
        if day.month is None:
            return None
        self.day_from_hour()
        return day

    def weekday(self) -> int | None:
        self.take_words("el", "on", "del")
        token = self.peek("word")
        if token is None or token.text not in WEEKDAY_OF:
            return None
        if token.text in MONTH_OF and not self.month_follows():  # "mar" is martes only before a month
            return None
        self.next += 1
        self.take("comma")
        self.take_words("el")
        return WEEKDAY_OF[token.text]

    def month_follows(self) -> bool:
        for token in self.tokens[self.next + 1 :]:
            if token.kind == "iso" or token.text in MONTH_OF:
                return True
            if token.kind not in ("number", "comma") and token.text not in ("el", "de", "of"):
                return False
        return False

    def month(self) -> int | None:
        token = self.peek("word")
        if token is None or token.text not in MONTH_OF:
            return None
        self.next += 1
        return MONTH_OF[token.text]

    def year(self) -> int | None:
        def read() -> int | None:
            self.take("comma")
            self.take_words("de", "del")
            token = self.take("number")
            return int(token.text) if token and re.fullmatch(r"(19|2[01])\d\d", token.text) else None

        return self.attempt(read)

    def hour(self, after_iso: bool) -> _Hour:
        hour = self.bare_hour(after_iso)
        token = self.peek("word")
        if token and token.text not in RANGE_WORDS:
            self.next += 1
            return replace(hour, zone_word=token.text.upper())
        return hour

    def bare_hour(self, after_iso: bool) -> _Hour:
        if token := self.take("clock"):
            hour, minute = self.hour_and_minute(token.text, most=12)
            return _Hour(token.text, hour, minute, token.half)
        if token := self.take("hours"):
            hour, minute = self.hour_and_minute(token.text, most=24)
            return _Hour(token.text, hour, minute, sure=(after_iso and self.no_half_ahead()) or hour >= 13)
        number = self.take("number")
        word = self.peek("word")
        if word and word.text in NOON | MIDNIGHT and (number is None or number.text == "12"):
            self.next += 1
            return _Hour(word.text, 12 if word.text in NOON else 0, 0, sure=True)
        if number is None or not 1 <= int(number.text) <= 12:
            self.next -= 1 if number else 0
            self.refuse()
        return _Hour(number.text, int(number.text), 0)

    def no_half_ahead(self) -> bool:
        return all(token.kind != "clock" for token in self.tokens[self.next :])

    def hour_and_minute(self, text: str, most: int) -> tuple[int, int]:
        hour, _, minute = text.partition(":")
        if int(hour) > most or int(hour) < (most == 12) or int(minute or 0) > (59 if int(hour) < 24 else 0):
            raise WhenError(f"{text} is no hour of the day", "write an hour like 1 PM, 1:30 PM or 13:30")
        return int(hour), int(minute or 0)

    def day_from_hour(self) -> None:
        """Take what may stand between a day and an hour: comma, dash, `at`, `a las`, `al` (mediodía), `de`, `T`."""
        self.take("comma")
        if self.take("dash"):
            return
        if not self.take_words("a", "al"):
            self.take_words("at", "de", "from", "desde", "t")
            self.take_words("las", "la")
        elif not self.take_words("las", "la") and not self.at_word(NOON | MIDNIGHT):
            self.refuse()

    def range_mark(self) -> bool:
        if self.take("dash"):
            return True
        if self.take_words(*RANGE_WORDS):
            self.take_words("las", "la")
            return True
        return False

    def peek(self, kind: str) -> _Token | None:
        if self.next < len(self.tokens) and self.tokens[self.next].kind == kind:
            return self.tokens[self.next]
        return None

    def take(self, kind: str) -> _Token | None:
        token = self.peek(kind)
        self.next += token is not None
        return token

    def take_words(self, *words: str) -> bool:
        found = self.at_word(words)
        self.next += found
        return found

    def at_word(self, words: Container[str]) -> bool:
        token = self.peek("word")
        return token is not None and token.text in words

    def attempt(self, read: Callable[[], Found | None]) -> Found | None:
        """Return what `read` finds; where it finds nothing, nothing was taken."""
        start = self.next
        try:
            found = read()
        except WhenError:
            found = None
        if not found:
            self.next = start
        return found

    def done(self) -> bool:
        return self.next == len(self.tokens)

    def expect_end(self) -> None:
        if not self.done():
            self.refuse()

    def refuse(self) -> NoReturn:
        if self.done():
            raise WhenError(f'"{self.text}" stops too early' if self.text else "it is empty", EXAMPLE)
        raise WhenError(f'"{self.tokens[self.next].text}" in "{self.text}" is no day or hour here', EXAMPLE)

    def refuse_slashed(self, text: str) -> NoReturn:
        a, b, year = (int(part) for part in re.split(r"[/.]", text))
        if a > 31:
            a, b, year = b, year, a
        year += 2000 if year < 100 else 0
        readings = []
        for month, day in ((a, b), (b, a)):
            with suppress(ValueError):
                readings.append(say_day(date(year, month, day)))
        both = " or ".join(dict.fromkeys(readings)) or "the month's name"
        raise WhenError(f"{text} reads differently in different countries", f"write {both}")


def _refuse_midnight(day: date) -> NoReturn:
    before = day - timedelta(days=1)
    raise WhenError(
        f"midnight at the start of {say_day(day)} is easily taken for the night after",
        f"write 11:59 PM on {say_day(before)} or on {say_day(day)}, or the day alone for all day",
    )


def _localize(moment: datetime, zone_word: str | None, zone: ZoneInfo) -> datetime:
    """Return the wall-clock `moment` in `zone`; raise HourError where that hour is missing or comes twice.

    A second hour of a pair is refused: DTSTART with TZID can only say the first (RFC 5545 §3.3.5).
    """
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    where = f"on {say_day(moment)} in {zone.key.rpartition('/')[2].replace('_', ' ')}"
    if first.utcoffset() != second.utcoffset():
        step = abs((first.utcoffset() or timedelta()) - (second.utcoffset() or timedelta()))
        if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
            raise HourError(
                f"{say_hour(moment)} does not exist {where}",
                f"write {say_hour(moment - step)} or {say_hour(moment + step)}",
            )
        if zone_word != first.tzname():
            raise HourError(
                f"{say_hour(moment)} comes twice {where}: in {first.tzname()} and, later, in {second.tzname()}",
                f"write {say_hour(moment)} {first.tzname()} for the first; "
                f"the second no calendar can show, write {say_hour(moment + step)} instead",
            )
    if zone_word not in (None, first.tzname()):
        raise HourError(
            f"{zone_word} does not fit: it is {first.tzname()} {where}",
            f"write the hour as it is there, with {first.tzname()} or without a zone",
        )
    return first
