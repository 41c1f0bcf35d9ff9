"""What a text says, part by part, before its meaning is known: days, hours, a repetition; each with its place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile
from typing import Any, NamedTuple, NoReturn

from feeds.catalog.names import nearest
from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.grammar import Parts
from feeds.catalog.when.moments import WEEKDAYS, WhenError
from feeds.catalog.when.vocabulary import Token

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
PIECES = re.compile("[^,]*,|[^,]+")
NUMBERS = {"ordinal", "monthday"}
UNITS = ("times", "day", "week", "months")
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


class Reader:
    """The tokens of a text, the parts that are found among them, and what these say."""

    def __init__(self, text: str, conventions: Conventions) -> None:
        self.text, self.conventions = text, conventions
        vocabulary = conventions.vocabulary
        self.grammar, self.parts, self.codes = vocabulary.grammar, Parts(), ""
        self.tokens: list[Token] = []
        self.offsets: list[int] = []  # of the pieces in which the tokens stand
        offset = 0
        for piece in PIECES.findall(text):
            tokens, codes = vocabulary.tokens(piece)
            self.tokens += tokens
            self.offsets += [offset] * len(tokens)
            self.codes += codes
            offset += len(piece)

    def read(self) -> None:
        """Find the parts, in whatever order the text has them; raise Doubt where it cannot be read."""
        self.parts, wrong = self.grammar.parts(self.codes)
        if wrong is not None:
            self.refuse(wrong)

    def start(self, number: int) -> int:
        """Return the character at which a token starts."""
        return self.offsets[number] + self.tokens[number].start

    def end(self, number: int) -> int:
        """Return the character behind a token."""
        return self.offsets[number] + self.tokens[number].end

    def words(self, first: int, behind: int) -> Words:
        """Return the text of the tokens from the first up to another."""
        start, end = self.start(first), self.end(behind - 1)
        return Words(start, end, self.text[start:end])

    def means(self, first: int, behind: int) -> dict[str, Any]:
        """Return all that these tokens can mean together."""
        found: dict[str, Any] = {}
        for token in self.tokens[first:behind]:
            found |= token.means
        return found

    def days(self, kind: str = "days", group: str = "days") -> tuple[Day, ...]:
        """Return the days that stand in a group of a part."""
        if kind not in self.parts:
            return ()
        first, behind = self.parts[kind].span(group)
        found = self.grammar.one["day"].finditer(self.codes, first)
        return tuple(map(self._day, takewhile(lambda day: day.start() < behind, found)))

    def has(self, group: str) -> bool:
        """Say whether the days are a `range`, or something before them `begins` or `starts` a repetition."""
        return "days" in self.parts and self.parts["days"][group] is not None

    def _day(self, match: re.Match[str]) -> Day:
        first, behind = match.span()
        words, weekday = self.words(first, behind), None
        if match["weekday"]:
            weekday = self.tokens[first].means["weekday"]
            first += 1
        means = self.means(first, behind)
        (year,), month, day = means.get("year", [None]), means.get("month"), means.get("monthday")
        iso, swapped = "iso" in means, False
        if iso:
            year, month, day = means["iso"]
        elif "figures" in means or "yearless" in means:
            numbers = means.get("figures") or (*means["yearless"], year)
            day, month, year = numbers if numbers[0] < 100 else (*numbers[1:], numbers[0])
            if year is not None and year < 100:
                year += 2000
            # with dots the day is first; with slashes, or where months are, it may be either
            swapped = "/" in words.text or self.conventions.month_first or month > 12
        return Day(words, day, month, year, weekday, means.get("vague"), iso, swapped)

    def hours(self) -> Hours | None:
        """Return the hours; raise Doubt for one that no day has."""
        if "hours" not in self.parts:
            return None
        match = self.parts["hours"]
        begins = self._hour(match.start("begins"))
        if match["ends"] is None:
            return Hours(begins)
        ends_on = self.days("hours", "day")[0] if match["day"] else None
        return Hours(begins, self._hour(match.start("ends")), ends_on)

    def _hour(self, first: int) -> Hour:
        match = self.grammar.one["hour"].match(self.codes, first)
        assert match is not None
        behind = match.start("zone") if match["zone"] else match.end()
        words, end = self.words(first, behind), self.end(match.end() - 1)
        figure, rest, zone = self.tokens[first].means, self.means(first + 1, behind), self.means(behind, match.end())
        number = figure.get("hour", figure.get("number"))
        hour, minute = figure.get("clock", (number, rest.get("minute", 0)))[:2]
        form = "clock" if "clock" in figure or minute else "number"
        if hour is None:
            form, hour = "word", 12 * ("noon" in figure)
        half = rest.get("half")
        _refuse_impossible(words, hour, minute, half)
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

    def rule(self) -> Rule | None:
        """Return what repeats."""
        if "rule" not in self.parts:
            return None
        unit, (first, behind) = str(self.parts["rule"].lastgroup), self.parts["rule"].span()
        means, weekdays = self.means(first, behind), self.weekdays("rule")
        rule = Rule(self.words(first, behind), unit, weekdays=weekdays)
        if unit != "month":
            return replace(rule, interval=2 if "other" in means else means.get("number", 1))
        found = [token.means for token in self.tokens[first:behind]]
        ordinals = tuple(one.get("ordinal", one.get("monthday")) for one in found if one.keys() & NUMBERS)
        if not weekdays:
            return replace(rule, month_days=ordinals)
        rule = replace(rule, ordinals=ordinals)
        if "every" not in means or "monthly" in means or set(ordinals) <= {1, -1}:
            return rule
        every = next(number for number in range(first, behind) if "every" in self.tokens[number].means)
        names = " and ".join(WEEKDAYS[weekday] for weekday in weekdays)
        of_month = f"{self.words(every + 1, behind).text} of every month"
        return replace(rule, either=(f"every {ordinals[0]} weeks on {names}", of_month))

    def weekdays(self, kind: str = "weekdays") -> tuple[int, ...]:
        """Return the weekdays that a part lists, with all between the ends of a range."""
        if kind not in self.parts:
            return ()
        found: list[int] = []
        before: Mapping[str, Any] = {}
        for token in self.tokens[slice(*self.parts[kind].span())]:
            if "workdays" in token.means:
                return MONDAY_TO_FRIDAY
            if "weekday" in token.means:
                found.append(token.means["weekday"])
                while before.keys() & {"dash", "to"} and (found[-1] - found[-2]) % 7 != 1:
                    found.insert(-1, (found[-2] + 1) % 7)
            before = token.means
        return tuple(dict.fromkeys(found))

    def times(self) -> tuple[int, str] | None:
        """Return how often, or how long: the number of times, days, weeks or months."""
        if "times" not in self.parts:
            return None
        means = self.means(*self.parts["times"].span())
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


def _refuse_impossible(words: Words, hour: int, minute: int, half: str | None) -> None:
    """Refuse what no clock shows."""
    least, most = (1, 12) if half else (0, 24)
    last_minute = 59 if hour < 24 else 0
    if not least <= hour <= most or minute > last_minute:
        of_24 = [f"{hour}:{minute:02}"] if 13 <= hour <= 23 and half else []  # 13 PM
        raise Doubt(f"{words.text} is no hour of the day", instead(words, of_24))
