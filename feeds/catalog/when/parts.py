"""What a text says, part by part, before its meaning is known: days, hours, a repetition; each with its place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple, NoReturn

from feeds.catalog.names import nearest
from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.moments import WEEKDAYS, WhenError

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
NUMBERS = {"ordinal", "monthday"}
UNITS = ("times", "day", "week", "months")
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
Edit = tuple[int, int, str]  # from a character up to another, what stands there instead


class Words(NamedTuple):
    """A piece of a text, and where it stands there."""

    start: int
    end: int
    text: str


class Doubt(Exception):
    """What a text leaves open or has wrong, and the repairs that would settle it: other texts, or edits of this one.

    `advice` stands before the texts that pass, `error` is what is raised with them.
    """

    def __init__(
        self,
        found: str,
        repairs: Sequence[str | Sequence[Edit]] = (),
        advice: str = "write",
        error: type[WhenError] = WhenError,
    ) -> None:
        super().__init__(found)
        self.found, self.repairs, self.advice, self.error = found, repairs, advice, error


def instead(words: Words, offered: Iterable[str]) -> list[list[Edit]]:
    """Return a repair for each text offered in the place of a piece."""
    return [[(words.start, words.end, other)] for other in offered]


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return a text after edits of different places; nothing is left of the T before an hour."""
    for start, end, words in sorted(edits, reverse=True):
        before = text[:start]
        if words and before[-1:] in ("T", "t"):
            before = f"{before[:-1]} "
        text = before + words + text[end:]
    return text


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it is written: without `day` it is a month or a year, or what `vague` calls a part of one.

    `swapped` says that the numbers may stand for each other's part; `iso`, that a date such as 2021-03-20 does.
    """

    words: Words
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    vague: str | None = None
    iso: bool = False
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour as far as it is written; `half` is a term such as am, pm or morning, `zone` a name or an offset.

    `words` are without the zone, which ends at `end`; `form` is number, clock or word (noon).
    """

    words: Words
    form: str
    hour: int
    minute: int
    half: str | None
    unit: bool
    zone: str | timedelta | None
    zone_text: str
    end: int

    @property
    def bare_24(self) -> bool:
        """Whether it is a number alone that only the other end of a range shows to be an hour."""
        return self.form == "number" and self.hour >= 13 and not (self.unit or self.half)

    @property
    def of_24(self) -> bool:
        """Whether only a clock of 24 hours writes it like this."""
        of_24 = self.hour >= 13 or self.unit or self.words.text.startswith("00")
        return of_24 and self.half is None and self.form != "word"


@dataclass(frozen=True, slots=True)
class Hours:
    """From an hour to another, where it is written; the second may have a day of its own."""

    begins: Hour
    ends: Hour | None = None
    ends_on: Day | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What repeats: every `interval` days, weeks or months (`unit`), on these weekdays or days of the month.

    `ordinals` say which of the month's weekdays, -1 is the last one.
    """

    words: Words
    unit: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    either: tuple[str, ...] = ()  # the two things that "every second Tuesday" can be


@dataclass(slots=True)
class Parts:
    """All parts of a text, in whatever order it has them.

    `days` are several or, if `forms` has range, the first and last; `begins` there says that it goes on from them,
    `starts` says so in words that only a repetition has.
    """

    text: str
    days: tuple[Day, ...] = ()
    forms: frozenset[str] = frozenset()
    until: Day | None = None
    hours: Hours | None = None
    rule: Rule | None = None
    times: tuple[int, str] | None = None
    excepted: tuple[Day, ...] = ()
    weekdays: tuple[int, ...] = ()


class Reader:
    """The tokens of a text, and what the parts that are found among them say."""

    def __init__(self, text: str, conventions: Conventions) -> None:
        self.text, self.conventions = text, conventions
        self.grammar = conventions.vocabulary.grammar
        self.tokens, self.codes = conventions.vocabulary.tokens(text)

    def words(self, first: int, behind: int) -> Words:
        """Return the text of the tokens from the first up to another."""
        start, end = self.tokens[first].start, self.tokens[behind - 1].end
        return Words(start, end, self.text[start:end])

    def means(self, first: int, behind: int) -> dict[str, Any]:
        """Return all that these tokens can mean together."""
        found: dict[str, Any] = {}
        for token in self.tokens[first:behind]:
            found |= token.means
        return found

    def days(self, match: re.Match[str], group: str = "days") -> tuple[Day, ...]:
        """Return the days that stand in a group."""
        first, behind = match.span(group)
        found = self.grammar.day.finditer(self.codes, first)
        return tuple(self._day(day) for day in found if day.start() < behind)

    def _day(self, match: re.Match[str]) -> Day:
        first, behind = match.span()
        words, weekday = self.words(first, behind), None
        if match["weekday"]:
            weekday = self.tokens[first].means["weekday"]
            first += 1
        means = self.means(first, behind)
        year, month, day = means.get("year"), means.get("month"), means.get("monthday")
        iso, swapped = "iso" in means, False
        if iso:
            year, month, day = means["iso"]
        elif "figures" in means:  # with dots the day is first; with slashes, or where months are, it may be either
            day, month, *rest = means["figures"]
            if day > 99:
                year, day, month = (day, month, *rest)
            elif rest:
                year = rest[0] + 2000 * (rest[0] < 100)
            swapped = "/" in words.text or self.conventions.month_first or month > 12
        return Day(words, day, month, year, weekday, means.get("vague"), iso, swapped)

    def hours(self, match: re.Match[str]) -> Hours:
        """Return the hours of a match; raise Doubt for one that no day has."""
        begins = self._hour(match.start("begins"))
        if match["ends"] is None:
            return Hours(begins)
        ends_on = self.days(match, "day")[0] if match["day"] else None
        return Hours(begins, self._hour(match.start("ends")), ends_on)

    def _hour(self, first: int) -> Hour:
        match = self.grammar.hour.match(self.codes, first)
        assert match is not None
        behind = match.start("zone") if match["zone"] else match.end()
        words, end = self.words(first, behind), self.tokens[match.end() - 1].end
        figure, rest, zone = self.tokens[first].means, self.means(first + 1, behind), self.means(behind, match.end())
        hour, minute, seconds = figure.get("clock", (figure.get("hour", figure.get("number")), 0, False))
        minute = rest.get("minute", minute)
        form = "clock" if "clock" in figure or minute else "number"
        if hour is None:
            form, hour = "word", 12 * ("noon" in figure)
        half = rest.get("half")
        _refuse_impossible(words, hour, minute, half, seconds)
        return Hour(
            words,
            form,
            hour,
            minute,
            half,
            unit=not half and ("unit" in rest or "offset" in zone),
            zone=zone.get("offset", zone.get("zone")),
            zone_text=self.text[words.end : end].strip(),
            end=end,
        )

    def rule(self, name: str, match: re.Match[str]) -> Rule:
        """Return the rule of a match with its name."""
        first, behind = match.span()
        means = self.means(first, behind)
        weekdays = MONDAY_TO_FRIDAY if "workdays" in means else self.weekdays(match)
        rule = Rule(self.words(first, behind), name.split()[1], weekdays=weekdays)
        if rule.unit != "month":
            return replace(rule, interval=2 if "other" in means else means.get("number", 1))
        found = [token.means for token in self.tokens[first:behind]]
        ordinals = tuple(one.get("ordinal", one.get("monthday")) for one in found if one.keys() & NUMBERS)
        if not weekdays:
            return replace(rule, month_days=ordinals)
        plain = "every" not in means or "monthly" in means or set(ordinals) <= {1, -1}
        return replace(rule, ordinals=ordinals, either=() if plain else _either(ordinals, weekdays))

    def weekdays(self, match: re.Match[str]) -> tuple[int, ...]:
        """Return the weekdays that a match lists, with all between the ends of a range."""
        found: list[int] = []
        before: Mapping[str, Any] = {}
        for token in self.tokens[match.start() : match.end()]:
            if "weekday" in token.means:
                found.append(token.means["weekday"])
                while before.keys() & {"dash", "to"} and (found[-1] - found[-2]) % 7 > 1:
                    found.insert(-1, (found[-2] + 1) % 7)
            before = token.means
        return tuple(dict.fromkeys(found))

    def times(self, match: re.Match[str]) -> tuple[int, str]:
        """Return how often, or how long: the number of times, days, weeks or months."""
        means = self.means(*match.span())
        return means["number"], next(term for term in UNITS if term in means)

    def refuse(self, at: int) -> NoReturn:
        """Refuse the first token from a place on that means nothing; a misspelt name is offered as it may be meant."""
        if at == len(self.tokens):
            raise Doubt(f'"{self.text}" stops too early' if self.text else "it is empty")
        strange = (number for number in range(at, len(self.tokens)) if not self.tokens[number].means)
        at = next(strange, at)
        words = self.words(at, at + 1)
        offered = []
        if len(words.text) > 2 and words.text.isalpha() and not self.tokens[at].means:
            vocabulary = self.conventions.vocabulary
            known = vocabulary.single_words("month") | vocabulary.single_words("weekday")
            alike = sorted(name for name in known if abs(len(name) - len(words.text)) <= 1)
            offered = [name.capitalize() for name in nearest(words.text, alike, 1)]
        raise Doubt(f'"{words.text}" in "{self.text}" is no day or hour here', instead(words, offered))


def _refuse_impossible(words: Words, hour: int, minute: int, half: str | None, seconds: bool) -> None:
    """Refuse what no clock shows, and seconds."""
    least, most = (1, 12) if half else (0, 24)
    last_minute = 59 if hour < 24 else 0
    if not seconds and least <= hour <= most and minute <= last_minute:
        return
    offered = [words.text.rpartition(":")[0]] if seconds else []
    if half and 13 <= hour <= 23:  # 13 PM
        offered = [f"{hour}:{minute:02}"]
    raise Doubt(f"{words.text} is no hour of the day", instead(words, offered))


def _either(ordinals: tuple[int, ...], weekdays: tuple[int, ...]) -> tuple[str, str]:
    """Return the two things that every third Friday can be."""
    names = " and ".join(WEEKDAYS[weekday] for weekday in weekdays)
    numbers = " and ".join(ORDINALS[ordinal] for ordinal in ordinals)
    several = ordinals[0]
    by_weeks = f"every other {names}" if several == 2 else f"every {several} weeks on {names}"
    return by_weeks, f"{numbers} {names} of every month"


def parts(text: str, conventions: Conventions) -> Parts:
    """Return the parts of a text; raise Doubt where it cannot be read."""
    reader, found = Reader(text, conventions), Parts(text)
    matches, wrong = reader.grammar.parts(reader.codes)
    if wrong is not None:
        reader.refuse(wrong)
    for kind, (name, match) in matches.items():
        if kind == "days":
            found.days = reader.days(match)
            found.forms = frozenset(form for form, codes in match.groupdict().items() if codes)
        elif kind == "hours":
            found.hours = reader.hours(match)
        elif kind == "rule":
            found.rule = reader.rule(name, match)
        elif kind == "until":
            found.until = reader.days(match)[0]
        elif kind == "excepted":
            found.excepted = reader.days(match)
        elif kind == "times":
            found.times = reader.times(match)
        else:
            found.weekdays = reader.weekdays(match)
    return found
