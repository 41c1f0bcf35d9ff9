"""Dates, hours, weekdays, repetitions and zones in running text, each with its position."""

from collections.abc import Iterator

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.parts import Day, Doubt, Reader

OTHERS = ("excepted", "times", "until", "weekdays")


def mentions(text: str, conventions: Conventions) -> Iterator[tuple[str, int, int]]:
    """Yield what can be part of a `when`, in order: its kind, and the offsets of its start and end.

    The kinds are repetition, date, hours, weekday and zone. Hours include their zone; a range or
    list of days is one.
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
    """Return the kind of what begins at a token, or "", and the index of the token after it."""
    means, word = reader.tokens[index].means, reader.words(index, index + 1).text
    name, match = reader.grammar.part(reader.codes, index, OTHERS) or ("", None)
    kind = name.partition(" ")[0]
    reader.parts = {kind: match} if match else {}
    if match and kind == "rule" and "the" not in means:
        return "repetition", match.end()
    if match and kind == "days" and match.start("days") == index:
        days = _with_days(reader.days())
        if any(day.month is not None and (day.day or day.year) for day in days):
            last = index
            while reader.tokens[last].end < days[-1].words.end:
                last += 1
            return "date", last + 1
    if name == "hours sure" and match and match.start("begins") == index and _are_hours(reader):
        return "hours", match.end()
    if "weekday" in means and "month" not in means and (len(word) > 3 or word[0].isupper()):
        if reader.grammar.one["weekdays"].match(reader.codes, index):
            kind, stop = _found(reader, index + 2)  # Monday-Friday, March 15-19
            if kind == "date":
                return kind, stop
        return "weekday", index + 1
    is_zone = "zone" in means and len(word) > 1 and (word.isupper() or " " in word)
    return "zone" if is_zone else "", index + 1


def _with_days(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """Return days without a bare month after them: March 20 – March for Housing."""
    last = days[-1]
    alone = last.day is None and last.year is None and not last.vague
    return days[:-1] if alone and len(days) > 1 else days


def _are_hours(reader: Reader) -> bool:
    """Return whether they are hours that a clock shows."""
    try:
        return reader.hours() is not None
    except Doubt:
        return False
