"""Which hours of the day a text means, in minutes since midnight (1440 is its end); what is open raises Doubt."""

from dataclasses import dataclass
from datetime import time

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.cursor import Doubt, replaced
from feeds.catalog.when.moments import say_hour
from feeds.catalog.when.phrases import Hour, Hours

DAY, HALF_DAY, NOON = 24 * 60, 12 * 60, 12
PARTS_OF_DAYS: dict[str, dict[str, set[int]]] = {  # of each hour that is called so the half of the day
    "am": {"am": set(range(1, 13))},
    "pm": {"pm": set(range(1, 13))},
    "small hours": {"am": {12, 1, 2, 3, 4, 5, 6}},
    "morning": {"am": set(range(1, 12))},
    "afternoon": {"pm": {12, 1, 2, 3, 4, 5, 6, 7, 8}},
    "evening": {"pm": {4, 5, 6, 7, 8, 9, 10, 11}},
    "night": {"pm": {6, 7, 8, 9, 10, 11}},
}


@dataclass(frozen=True, slots=True)
class _Reader:
    """The hours of one text, of one day or not; a date as in ISO 8601 may stand before them."""

    text: str
    hours: Hours
    iso: bool
    one_day: bool
    conventions: Conventions


def minutes(text: str, hours: Hours, conventions: Conventions, *, iso: bool, one_day: bool) -> tuple[int, int | None]:
    """Return the minutes of the first and second hour, which may be of `one_day` or of two."""
    reader = _Reader(text, hours, iso, one_day, conventions)
    begins, ends = hours.begins, hours.ends
    if begins.bare_24 and (ends is None or ends.half):
        _refuse_number(reader, begins)
    if ends is not None and ends.bare_24 and (begins.half or begins.form == "word"):
        _refuse_number(reader, ends)
    first = _settled(reader, begins, ends)
    if ends is None:
        return _only(reader, begins) if first is None else first, None
    second = _settled(reader, ends, begins)
    if second is None:
        second = _only(reader, ends, first)
    return _like_the_end(reader, second) if first is None else first, second


def _refuse_number(reader: _Reader, hour: Hour) -> None:
    """Refuse a number beyond 12 that no other hour shows to be an hour."""
    repairs = [replaced(reader.text, hour.span, f"{hour.hour}:00")]
    raise Doubt(f'"{hour.text}" in "{reader.text}" is no day or hour here', repairs)


def _settled(reader: _Reader, hour: Hour, other: Hour | None) -> int | None:
    """Return the minutes of an hour if it is settled which half of the day it is in."""
    if hour.form == "word":
        return hour.hour * 60
    half = _half(hour)
    if hour.half is not None and half is None:  # 12 de la mañana
        return _only(reader, hour)
    if half is not None:
        return _minutes(hour, half)
    return hour.hour * 60 + hour.minute if _as_written(reader, hour, other) else None


def _half(hour: Hour) -> str | None:
    """Return am or pm as they are written, or as a part of the day says."""
    halves = PARTS_OF_DAYS.get(hour.half or "", {})
    return next((half for half, hours in halves.items() if hour.hour in hours), None)


def _minutes(hour: Hour, half: str) -> int:
    return (hour.hour % 12 + (12 if half == "pm" else 0)) * 60 + hour.minute


def _as_written(reader: _Reader, hour: Hour, other: Hour | None) -> bool:
    """Say whether an hour without AM or PM is meant as it is written, on a clock of 24 hours."""
    if hour.of_24:
        return True
    if other is not None and other.half is not None:
        return False
    if reader.iso and hour.form == "clock":
        return True
    if other is not None and other.of_24 and (hour.form == "clock" or other.unit or hour is reader.hours.begins):
        return True
    conventions = reader.conventions
    if hour.form != "clock" or not conventions.by_24_hours:
        return False
    return not conventions.english or hour.text.startswith("0")


def _only(reader: _Reader, hour: Hour, first: int | None = None) -> int:
    """Refuse an hour that could be morning or evening; as an end, one that is under 12 hours from the first."""
    halves: tuple[str, ...] = ("am", "pm")
    if first is not None and reader.one_day:
        halves = tuple(half for half in halves if 0 < (_minutes(hour, half) - first) % DAY < HALF_DAY) or halves
    raise _could_be(reader, hour, halves)


def _could_be(reader: _Reader, hour: Hour, halves: tuple[str, ...]) -> Doubt:
    offered = [_say(_minutes(hour, half)) for half in halves]
    repairs = [replaced(reader.text, hour.span, words) for words in offered]
    written = reader.text[slice(*hour.span)] if hour.half else hour.text
    return Doubt(f"{written} could be morning or evening", repairs)


def _like_the_end(reader: _Reader, second: int) -> int:
    """Return the first hour in the half of the day of the second, if the range then runs forward under 12 hours."""
    begins, ends = reader.hours.begins, reader.hours.ends
    assert ends is not None
    if not reader.one_day:
        raise _could_be(reader, begins, ("am", "pm"))
    fitting = tuple(half for half in ("am", "pm") if 0 < (second - _minutes(begins, half)) % DAY < HALF_DAY)
    half = _half(ends)
    if half is None or half not in fitting:
        raise _could_be(reader, begins, fitting or ("am", "pm"))
    return _minutes(begins, half)


def _say(minutes: int) -> str:
    return say_hour(time(minutes // 60 % 24, minutes % 60))
