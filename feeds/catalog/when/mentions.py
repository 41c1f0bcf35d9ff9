"""Dates, hours, weekdays, repetitions and zones in running text, each with its position."""

from collections.abc import Iterator

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.parts import Day, Doubt, Reader

MONEY = ("$", "€", "£")
OTHERS = ("excepted", "times", "until", "weekdays")


def mentions(text: str, conventions: Conventions) -> Iterator[tuple[str, int, int]]:
    """Yield everything that can be part of a `when`, in order: its kind, and the offsets of its start and end.

    The kinds are repetition, date, hours, weekday and zone. Hours include their zone; a range or list of days is one.
    """
    reader, index = Reader(text, conventions), 0
    while index < len(reader.tokens):
        kind, stop = _found(reader, index)
        words = reader.words(index, stop)
        if kind:
            ends_sentence = words.text.count(".") == 1 and words.text.endswith(".")  # or Sat.
            yield kind, words.start, words.end - ends_sentence
        index = stop


def _found(reader: Reader, index: int) -> tuple[str, int]:
    """Return the kind of what begins at a token, "" for nothing, and the index of the token after it."""
    means, word = reader.tokens[index].means, reader.words(index, index + 1).text
    name, match = reader.grammar.part(reader.codes, index, OTHERS) or ("", None)
    kind = name.partition(" ")[0]
    reader.parts = {kind: match} if match else {}
    if match and kind == "rule" and "the" not in means:
        return "repetition", match.end()
    if match and kind == "days" and match.start("days") == index:
        days = _with_days(reader.days())
        if any(day.month is not None and (day.day or day.year) for day in days):
            tokens = range(index + 1, match.end())
            ends = (token for token in tokens if reader.tokens[token - 1].end >= days[-1].words.end)
            return "date", next(ends, match.end())
    if name == "hours sure" and match and match.start("begins") == index and _are_hours(reader):
        return "hours", match.end()
    if "weekday" in means and "month" not in means and (len(word) > 3 or word[0].isupper()):
        kind, stop = _found(reader, index + 2) if _is_range(reader, index) else ("", index)
        return (kind, stop) if kind == "date" else ("weekday", index + 1)
    is_zone = "zone" in means and len(word) > 1 and (word.isupper() or " " in word)
    return "zone" if is_zone else "", index + 1


def _with_days(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """Return the days of a range or list, without a bare month at its end: March 20 – March for Housing."""
    last = days[-1]
    alone = last.day is None and last.year is None and not last.vague
    return days[:-1] if alone and len(days) > 1 else days


def _is_range(reader: Reader, index: int) -> bool:
    """Say whether a weekday and the next form a range, as in Monday-Friday, March 15-19."""
    following = [token.means for token in reader.tokens[index + 1 : index + 3]]
    joined = len(following) == 2 and not following[0].keys().isdisjoint(("dash", "to"))
    return joined and "weekday" in following[1]


def _are_hours(reader: Reader) -> bool:
    """Say whether they are hours of the day, and not sums of money."""
    try:
        hours = reader.hours()
    except Doubt:
        return False
    return hours is not None and reader.text[: hours.begins.words.start][-1:] not in MONEY
