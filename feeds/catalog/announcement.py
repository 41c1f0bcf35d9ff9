"""A `when` as announcements write it, in English and in Spanish."""

import re
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, NoReturn, TypeVar
from zoneinfo import ZoneInfo

from feeds.catalog.names import without_accents
from feeds.catalog.when import (
    EXAMPLE,
    MONTHS,
    WEEKDAYS,
    Day,
    Hour,
    When,
    WhenError,
    instant,
    localize,
    refuse_midnight,
    say_day,
    say_hour,
)

Found = TypeVar("Found")
MONTH_OF = {word: n for n, (_, words) in enumerate(MONTHS, 1) for word in words.split()}
WEEKDAY_OF = {word: n for n, (_, words) in enumerate(WEEKDAYS) for word in words.split()}
NOON, MIDNIGHT = {"noon", "mediodia"}, {"midnight", "medianoche"}
RANGE_WORDS = {"to", "a", "al", "until", "through", "hasta"}

TOKEN = re.compile(
    r"""
      \s+ | (?<=:\d\d):00\b  # the first alternatives are found the fastest
    | (?P<word>[^\W\d_]+)\.?
    | (?P<iso>(?:19|2[01])\d\d-\d{1,2}-\d{1,2})
    | (?P<slashed>\d{1,4}[/.]\d{1,2}[/.]\d{1,4})
    | (?P<clock>\d{1,2}(?::\d{2})?)\s*(?P<half>[ap])\.?\s?m\b\.?
    | (?P<hours>\d{1,2}:\d{2})
    | (?P<number>\d{1,4}(?!\d))(?:(?:st|nd|rd|th)\b|°)?
    | (?P<dash>[-‐‑‒–—−])
    | (?P<comma>,)
    | (?P<other>.)
    """,
    re.VERBOSE,
)
YEARS = 1900, 2199  # what `iso` and the years of words say, too


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
            refuse_midnight(value.date())
        return When(localize(value.replace(microsecond=0), None, zone))
    if isinstance(value, date):
        return When(value)
    if isinstance(value, str):
        return _Announcement(value, zone).read()
    raise WhenError("this is neither a text nor a date", EXAMPLE)


class _Token(NamedTuple):
    kind: str
    text: str
    half: str | None = None


END = _Token("end", "")


class _Announcement:
    """One `when` text being read, token by token."""

    def __init__(self, text: str, zone: ZoneInfo) -> None:
        self.text, self.zone = " ".join(text.split()), zone
        plain = without_accents(self.text.replace("º", "°").replace("ª", "°")).lower()
        self.tokens = [
            _Token("clock", m["clock"], m["half"]) if m.lastgroup == "half" else _Token(m.lastgroup, m[m.lastgroup])
            for m in TOKEN.finditer(plain)
            if m.lastgroup
        ] + [END]
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

    def span(self, day: date, begins: Hour, last_day: date | None, ends: Hour | None) -> When:
        """Return the range from `begins` on `day` to `ends`, where every hour has exactly one reading."""
        if ends is not None and not ends.sure and ends.half is None:
            raise ends.ambiguous()
        half = self.inferred_half(begins, ends, last_day in (None, day))
        start = datetime.combine(day, begins.at(half))
        if start.time() == time(0):
            refuse_midnight(day)
        if ends is None:
            return When(localize(start, begins.zone_word, self.zone))
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
        begin, finish = (localize(m, h.zone_word, self.zone) for m, h in ((start, begins), (end, ends)))
        if instant(finish, self.zone) <= instant(begin, self.zone):
            raise WhenError(
                f"it ends on {say_day(end)} at {say_hour(end)}, before it begins", "look the end up in the announcement"
            )
        return When(begin, finish)

    def inferred_half(self, begins: Hour, ends: Hour | None, same_day: bool) -> str | None:
        """Return the half of the day for a first hour without one: the second's, if the range then runs forward."""
        if begins.sure or begins.half:
            return None
        if ends is None or not same_day:
            raise begins.ambiguous()
        fitting = [half for half in ("a", "p") if 0 < (ends.minutes() - begins.minutes(half)) % (24 * 60) < 12 * 60]
        if ends.half not in fitting:
            raise begins.ambiguous(*fitting)
        return ends.half

    def day(self) -> Day:
        weekday = self.weekday()
        if token := self.take("iso"):
            year, iso_month, day = map(int, token.text.split("-"))
            if not 1 <= iso_month <= 12:
                raise WhenError(f"{token.text} has no month {iso_month}", "write year-month-day, like 2021-03-20")
            return Day(day, iso_month, year, weekday, iso=True)
        if token := self.take("slashed"):
            self.refuse_slashed(token.text)
        month = self.month()
        number = self.peek("number")
        if number is None or not 1 <= int(number.text) <= 31:
            self.refuse()
        self.next += 1
        if month is None:
            month = self.attempt(lambda: (self.take_words("de", "of") and self.month()) or self.month())
        return Day(int(number.text), month, self.year(), weekday)

    def other_day(self, first: Day) -> Day | None:
        """Read the second day of a range of days; after a year, a bare number is an hour."""
        if not self.range_mark():
            return None
        day = self.day()
        is_hour = day.month is None and (first.year is not None or first.month is None)
        return day if self.done() and not is_hour else None

    def day_before_hour(self) -> Day | None:
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

    def hour(self, after_iso: bool) -> Hour:
        hour = self.bare_hour(after_iso)
        token = self.peek("word")
        if token and token.text not in RANGE_WORDS:
            self.next += 1
            return replace(hour, zone_word=token.text.upper())
        return hour

    def bare_hour(self, after_iso: bool) -> Hour:
        if token := self.take("clock"):
            hour, minute = self.hour_and_minute(token.text, most=12)
            return Hour(token.text, hour, minute, token.half)
        if token := self.take("hours"):
            hour, minute = self.hour_and_minute(token.text, most=24)
            return Hour(token.text, hour, minute, sure=(after_iso and self.no_half_ahead()) or hour >= 13)
        number = self.take("number")
        word = self.peek("word")
        if word and word.text in NOON | MIDNIGHT and (number is None or number.text == "12"):
            self.next += 1
            return Hour(word.text, 12 if word.text in NOON else 0, 0, sure=True)
        if number is None or not 1 <= int(number.text) <= 12:
            self.next -= 1 if number else 0
            self.refuse()
        return Hour(number.text, int(number.text), 0)

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
        token = self.tokens[self.next]
        return token if token.kind == kind else None

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
        return self.tokens[self.next] is END

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
