"""What in running text can be a date, hours, a weekday, a repetition or a zone: each with where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.parts import Day, Doubt, Reader

MONEY = ("$", "€", "£")
OTHERS = ("excepted", "times", "until", "weekdays")
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
    reader, at = Reader(text, conventions), 0
    while at < len(reader.tokens):
        kind, behind = _found(reader, at)
        if kind:
            start, end, _ = reader.words(at, behind)
            if text[start:end].count(".") == 1 and text[end - 1] == ".":  # of the sentence, or of Sat.
                end -= 1
            yield Mention(kind, start, end, text[start:end])
        at = behind


def _found(reader: Reader, at: int) -> tuple[Kind | None, int]:
    """Return what begins at a token, and the number of the token behind it."""
    means, word = reader.tokens[at].means, reader.words(at, at + 1).text
    name, match = reader.grammar.part(reader.codes, at, OTHERS) or ("", None)
    if match and name.startswith("rule") and "the" not in means:
        return "repetition", match.end()
    reader.parts = {name.partition(" ")[0]: match} if match else {}
    if match and name == "days" and match.start("days") == at:
        days = _with_days(reader.days())
        if _is_date(days):
            behind = match.end()
            if len(days) < len(reader.days()):
                behind = next(token for token in range(at, behind) if reader.start(token) >= days[-1].words.end)
            return "date", behind
    if match and name == "hours sure" and match.start("begins") == at and _are_hours(reader):
        return "hours", match.end()
    if "weekday" in means and "month" not in means and (len(word) > 3 or word[0].isupper()):
        kind, behind = _found(reader, at + 2) if _is_range(reader, at) else (None, at)
        return (kind, behind) if kind == "date" else ("weekday", at + 1)
    if "zone" in means and len(word) > 1 and (word.isupper() or " " in word):
        return "zone", at + 1
    return None, at + 1


def _with_days(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """Return the days of a range or list, without a month alone at its end: March 20 – March for Housing."""
    last = days[-1]
    alone = last.day is None and last.year is None and last.vague is None
    return days[:-1] if alone and len(days) > 1 else days


def _is_range(reader: Reader, at: int) -> bool:
    """Say whether a weekday and the next are a range, as before the days of a range: Monday-Friday, March 15-19."""
    following = [token.means for token in reader.tokens[at + 1 : at + 3]]
    joined = len(following) == 2 and not following[0].keys().isdisjoint(("dash", "to"))
    return joined and "weekday" in following[1]


def _is_date(days: tuple[Day, ...]) -> bool:
    """Say whether days name a month, and more than that."""
    return any(day.month is not None and (day.day or day.year) for day in days)


def _are_hours(reader: Reader) -> bool:
    """Say whether each is an hour of the day, and none a sum of money."""
    try:
        hours = reader.hours()
    except Doubt:
        return False
    return hours is not None and reader.text[: hours.begins.words.start][-1:] not in MONEY
