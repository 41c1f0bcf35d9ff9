"""What a text says as its grammar has it, before its meaning is known: days, hours, repetitions, where each stands."""

from dataclasses import dataclass
from datetime import timedelta

Span = tuple[int, int]  # in characters of the text


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it is written; without `day`, a month.

    `swapped` says that the numbers may stand for each other's part; `iso`, that a date such as 2021-03-20 does.
    """

    span: Span
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    iso: bool = False
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour as far as it is written.

    `half` is a term of `small_words`: am, pm, morning …; `form` one of number, clock, word.
    `zone` is a word or offset behind it, and `zone_span` where that stands.
    """

    span: Span
    text: str
    hour: int
    minute: int = 0
    half: str | None = None
    form: str = "number"
    unit: bool = False
    zone: str | timedelta | None = None
    zone_span: Span | None = None

    @property
    def end(self) -> int:
        """Where it ends in the text, with its zone."""
        return (self.zone_span or self.span)[1]

    @property
    def midnight(self) -> bool:
        """Whether the word stands there, which may be either end of the day."""
        return self.form == "word" and self.hour == 0

    @property
    def bare_24(self) -> bool:
        """Whether it is a number alone that only the other end of a range shows to be an hour."""
        return self.form == "number" and self.hour >= 13 and not (self.unit or self.half)

    @property
    def of_24(self) -> bool:
        """Whether only a clock of 24 hours writes it like this."""
        of_24 = self.hour >= 13 or self.unit or self.text.startswith("00")
        return of_24 and self.half is None and self.form != "word"


@dataclass(frozen=True, slots=True)
class Hours:
    """From an hour to another; the second may have a day of its own."""

    begins: Hour
    ends: Hour | None = None
    ends_on: Day | None = None


@dataclass(frozen=True, slots=True)
class Occasions:
    """One day, several, or all from the first to the `last`, at the same hours or all day."""

    days: tuple[Day, ...]
    last: Day | None = None
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What repeats: every `interval` days, weeks or months (`unit`), on these weekdays or days of the month.

    `ordinals` say which of the month's weekdays, -1 is the last one. `span` is where the words stand, `anchored`
    says that they name a month or a week from which to count.
    """

    span: Span
    unit: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    either: tuple[str, ...] = ()  # the two things that "every second Tuesday" can be


@dataclass(frozen=True, slots=True)
class Repetition:
    """A rule from a first to a last day or month, `count` times, or for a number of weeks (7 days) or months."""

    rule: Rule
    first: Day | None = None
    last: Day | None = None
    count: int | None = None
    length: tuple[int, str] | None = None
    hours: Hours | None = None
    excepted: tuple[Day, ...] = ()
