"""What a text states, part by part, before its meaning is known, and where in the text."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.formatting import WEEKDAYS
from feeds.catalog.when.grammar import Parts
from feeds.catalog.when.moments import WhenError

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
NOON, END_OF_DAY = 12 * 60, 24 * 60  # minutes
UNITS = ("times", "days", "weeks", "months")


class Words(NamedTuple):
    """A slice of a text, its `source`, from offset `start` up to `end`."""

    source: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The slice itself."""
        return self.source[self.start : self.end]

    def instead(self, *offered: str) -> list[str]:
        """Return the source with the slice replaced by each of these."""
        before, after = self.source[: self.start], self.source[self.end :]
        return [before + other + after for other in offered]


class Doubt(Exception):
    """What is ambiguous or wrong in a text, and the `repairs`: texts that would settle it.

    `advice` precedes those that can be read; `error` is the exception raised with them.
    """

    def __init__(
        self,
        found: str,
        repairs: Sequence[str] = (),
        advice: str = "write",
        error: type[WhenError] = WhenError,
    ) -> None:
        super().__init__(found)
        self.found, self.repairs, self.advice, self.error = found, repairs, advice, error


class Day(NamedTuple):
    """A day as far as it is written: without `day`, a month or a year, or a `vague` part of one.

    `swapped`: day and month may be the other way around; `iso`: it is written like 2021-03-20.
    """

    words: Words
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    vague: bool = False
    iso: bool = False
    swapped: bool = False


class Hour(NamedTuple):
    """An hour as far as it is written, in minutes since midnight; `half` is a term such as am.

    `form` is number, clock or word (noon). Its `zone`, a name or an offset, follows its `words`.
    Only a 24-hour clock has an hour `of_24`; one that `is_bare` is a number beyond 12 that only the
    other end of a range shows to be an hour.
    """

    words: Words
    with_zone: Words
    form: str
    minutes: int
    half: str | None
    zone: str | timedelta | None
    of_24: bool = False
    is_bare: bool = False


class Hours(NamedTuple):
    """A start and, if written, an end, which may have its own day: a tuple of one, or none."""

    words: Words
    begins: Hour
    ends: Hour | None = None
    ends_on: tuple[Day, ...] = ()


class Rule(NamedTuple):
    """What repeats: every `interval` days, weeks or months, on these weekdays or days of the month.

    `unit` is day, week or month; `ordinals` are which of the month's weekdays; -1 is the last.
    """

    words: Words
    unit: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()


class Reader:
    """The tokens of a text, the parts found among them, and what they state."""

    def __init__(self, text: str, conventions: Conventions) -> None:
        self.text, self.conventions = text, conventions
        self.grammar, self.parts = conventions.vocabulary.grammar, Parts()
        self.tokens, self.codes = conventions.vocabulary.tokens(text)

    def words(self, first: int, stop: int) -> Words:
        """Return the slice of text from token `first` up to token `stop`."""
        return Words(self.text, self.tokens[first].start, self.tokens[stop - 1].end)

    def means(self, first: int, stop: int) -> dict[str, Any]:
        """Return all that these tokens can mean."""
        found: dict[str, Any] = {}
        for token in self.tokens[first:stop]:
            found |= token.means
        return found

    def days(self, kind: str = "days", group: str = "days") -> tuple[Day, ...]:
        """Return the days in a group of a part."""
        if kind not in self.parts:
            return ()
        span = self.parts[kind].span(group)
        return tuple(map(self._day, self.grammar.one["day"].finditer(self.codes, *span)))

    def has(self, group: str) -> bool:
        """Return whether the days are a `range`, or follow a word that `begins` or `starts`."""
        return "days" in self.parts and self.parts["days"][group] is not None

    def _day(self, match: re.Match[str]) -> Day:
        first, stop = match.span()
        words, weekday = self.words(first, stop), None
        if match["weekday"]:
            weekday = self.tokens[first].means["weekday"]
            first += 1
        means = self.means(first, stop)
        (year,), month, day = means.get("year", [None]), means.get("month"), means.get("monthday")
        iso, swapped = "iso" in means, False
        numbers = means.get("iso") or means.get("figures") or means.get("yearless")
        if numbers:
            day, month, year = (*(numbers[::-1] if numbers[0] > 99 else numbers), year)[:3]
            year = year + 2000 if year is not None and year < 100 else year
            # with dots, the day is first, but with slashes or in some countries the month may be
            swapped = not iso and ("/" in words.text or self.conventions.month_first or month > 12)
        vague = "vague" in means or "season" in means
        return Day(words, day, month, year, weekday, vague, iso, swapped)

    def hours(self) -> Hours | None:
        """Return the hours; raise Doubt for an impossible one."""
        if "hours" not in self.parts:
            return None
        match = self.parts["hours"]
        words = self.words(match.start("begins"), match.end())
        begins = self._hour(match.start("begins"))
        if match["ends"] is None:
            return Hours(words, begins)
        ends_on = self.days("hours", "day") if match["day"] else ()
        return Hours(words, begins, self._hour(match.start("ends")), ends_on)

    def _hour(self, first: int) -> Hour:
        match = self.grammar.one["hour"].match(self.codes, first)
        assert match is not None
        stop = match.start("zone") if match["zone"] else match.end()
        words, with_zone = self.words(first, stop), self.words(first, match.end())
        figure, rest = self.tokens[first].means, self.means(first + 1, stop)
        behind = self.means(stop, match.end())
        half, zone = rest.get("half"), behind.get("offset", behind.get("zone"))
        if "noon" in figure or "midnight" in figure:
            return Hour(words, with_zone, "word", NOON * ("noon" in figure), half, zone)
        number = figure.get("hour", figure.get("number"))
        hour, minute = figure.get("clock", (number, rest.get("minute", 0)))[:2]
        minutes, (least, most) = hour * 60 + minute, (1, 12) if half else (0, 24)
        if not least <= hour <= most or minute > 59 or minutes > END_OF_DAY:
            raise Doubt(f"{words.text} is not an hour of the day")
        form = "clock" if "clock" in figure or minute else "number"
        unit = "unit" in rest or "offset" in behind
        of_24 = half is None and (hour >= 13 or unit or words.text.startswith("00"))
        is_bare = of_24 and form == "number" and not unit and hour >= 13
        return Hour(words, with_zone, form, minutes, half, zone, of_24, is_bare)

    def rule(self) -> Rule | None:
        """Return the rule of a repetition, if there is one; raise Doubt if it can mean two."""
        if "rule" not in self.parts:
            return None
        match = self.parts["rule"]
        words, means = self.words(*match.span()), self.means(*match.span())
        unit, weekdays = str(match.lastgroup), self.weekdays("rule")
        if unit != "month":
            return Rule(words, unit, 2 if "other" in means else means.get("number", 1), weekdays)
        found = [token.means for token in self.tokens[slice(*match.span())]]
        days = [one.get("ordinal", one.get("monthday")) for one in found]
        numbers = tuple(day for day in days if day is not None)
        if not weekdays:
            return Rule(words, unit, month_days=numbers)
        if "every" in means and "monthly" not in means and not set(numbers) <= {1, -1}:
            names = " and ".join(WEEKDAYS[weekday] for weekday in weekdays)
            of_month = f"{words.text.partition(' ')[2]} of every month"
            either = f"every {numbers[0]} weeks on {names}", of_month
            raise Doubt(f'"{words.text}" is read in two ways', words.instead(*either))
        return Rule(words, unit, weekdays=weekdays, ordinals=numbers)

    def weekdays(self, kind: str = "weekdays") -> tuple[int, ...]:
        """Return the weekdays of a part, including those within a range."""
        if kind not in self.parts:
            return ()
        found: list[int] = []
        before: Mapping[str, Any] = {}
        for token in self.tokens[slice(*self.parts[kind].span())]:
            if "workdays" in token.means:
                return MONDAY_TO_FRIDAY
            if "weekday" in token.means:
                last = token.means["weekday"]
                while before.keys() & {"dash", "to"} and (found[-1] + 1) % 7 != last:
                    found.append((found[-1] + 1) % 7)
                found.append(last)
            before = token.means
        return tuple(dict.fromkeys(found))

    def times(self) -> tuple[int, str]:
        """Return how often, or how long: a number and its unit, one of UNITS; 0 if not written."""
        if "times" not in self.parts:
            return 0, ""
        means = self.means(*self.parts["times"].span())
        return means["number"], next(term for term in UNITS if term in means)

    def unreadable(self, index: int) -> Doubt:
        """Return the doubt about the first meaningless token from `index` on, or the one there."""
        if index == len(self.tokens):
            return Doubt(f'"{self.text}" stops too early' if self.text else "it is empty")
        following = range(index, len(self.tokens))
        unknown = next((number for number in following if not self.tokens[number].means), index)
        word = self.words(unknown, unknown + 1).text
        return Doubt(f'"{word}" in "{self.text}" is not a day or an hour here')
