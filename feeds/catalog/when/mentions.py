"""What in running text can be a date, hours, a weekday, a repetition or a zone: each with where it stands."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.cursor import Cursor
from feeds.catalog.when.grammar import days_or_range, hours
from feeds.catalog.when.hour_grammar import hour
from feeds.catalog.when.phrases import Hour, Hours
from feeds.catalog.when.rule_grammar import rule
from feeds.catalog.when.tokens import tokens

MONEY = ("$", "€", "£")
Kind = Literal["repetition", "date", "hours", "weekday", "zone"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A part of a text, from `start` up to `end` in its characters, and what it can be."""

    kind: Kind
    start: int
    end: int
    text: str


def mentions(text: str, conventions: Conventions) -> Iterator[Mention]:
    """Yield all that can be a part of a `when`, in order; hours with their zone, days of a range or list together."""
    cursor = Cursor(text, tokens(text, conventions.vocabulary), conventions)
    while not cursor.done:
        start = cursor.next
        kind = next((kind for kind, take in KINDS if cursor.attempt(partial(take, cursor))), None)
        if kind is None:
            cursor.next = start + 1
            continue
        begin, end = cursor.span(start)
        if text[begin:end].count(".") == 1 and text[end - 1] == ".":  # of the sentence, or of Sat.
            end -= 1
        yield Mention(kind, begin, end, text[begin:end])


def _repetition(cursor: Cursor) -> bool:
    return not cursor.at("the") and rule(cursor) is not None


def _date(cursor: Cursor) -> bool:
    """Take days that name their month, a range or list of them, or a month with its year."""
    if cursor.at("the"):
        return False
    if cursor.at("month") and cursor.at("year", 1):
        cursor.next += 2
        return True
    found, last = days_or_range(cursor)
    return any(day.month is not None for day in (*found, last) if day)


def _hours(cursor: Cursor) -> bool:
    """Take hours of which one at least is more than a bare number, and no sum of money."""
    if cursor.next and cursor.tokens[cursor.next - 1].text in MONEY:
        return False
    found = cursor.attempt(lambda: hours(cursor)) or Hours(hour(cursor))  # 4 PM to the plaza, 4 PM – Main Hall
    return any(_is_sure(hour) for hour in (found.begins, found.ends) if hour)


def _is_sure(hour: Hour) -> bool:
    return hour.form != "number" or hour.half is not None or hour.unit


def _weekday(cursor: Cursor) -> bool:
    """Take a weekday; one in three letters, as sun, only if it is a name."""
    token = None if cursor.at("month") else cursor.take("weekday")
    return token is not None and (len(token.text) > 3 or token.text[0].isupper())


def _zone(cursor: Cursor) -> bool:
    """Take a zone that stands apart from any hour, in capitals as ET, or in words as Eastern Time."""
    token = cursor.take("zone")
    return token is not None and (token.text.isupper() or " " in token.text) and len(token.text) > 1


KINDS: tuple[tuple[Kind, Callable[[Cursor], bool]], ...] = (
    ("repetition", _repetition),
    ("date", _date),
    ("hours", _hours),
    ("weekday", _weekday),
    ("zone", _zone),
)
