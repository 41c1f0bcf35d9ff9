"""What a whole text says: occasions, one day, several or a range, or a repetition; with hours or all day."""

from dataclasses import replace
from typing import Any

from feeds.catalog.when import rule_grammar
from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.cursor import Cursor
from feeds.catalog.when.day_grammar import day, days, last_day
from feeds.catalog.when.hour_grammar import begins_range, hour, take_between
from feeds.catalog.when.phrases import Day, Hours, Occasions, Repetition
from feeds.catalog.when.tokens import tokens


def statement(text: str, conventions: Conventions) -> Occasions | Repetition:
    """Return what `text` says; raise Doubt where it cannot be read."""
    cursor = Cursor(text, tokens(text, conventions.vocabulary), conventions)
    repeats = rule_grammar.repeats(cursor)
    if repeats or cursor.at("weekday"):
        named = cursor.attempt(lambda: _days_of_weekdays(cursor))
        if named:
            return named
    found = repetition(cursor) if repeats else occasions(cursor)
    cursor.expect_end()
    return found


def occasions(cursor: Cursor) -> Occasions:
    """Take days, and the hours behind or before them."""
    if any(map(cursor.at, ("number", "clock", "from", "at", "noon"))):
        before = cursor.attempt(lambda: _hours_before_days(cursor))
        if before:
            return before
    cursor.skip("from", "in")
    found, last = days_or_range(cursor)
    if cursor.done:
        return Occasions(found, last)
    take_between(cursor)
    return Occasions(found, last, hours(cursor))


def hours(cursor: Cursor) -> Hours:
    """Take an hour, or a range of hours; the end may have a day of its own."""
    begins = hour(cursor)
    if cursor.done or not begins_range(cursor):
        return Hours(begins)
    ends_on = cursor.attempt(lambda: _day_before_hour(cursor))
    return Hours(begins, hour(cursor), ends_on)


def repetition(cursor: Cursor) -> Repetition:
    """Take a rule, and in any order its hours, its first and last day, how often, and what is excepted."""
    parts: dict[str, Any] = {}
    while True:
        cursor.skip("comma", "dash")
        if cursor.done:
            break
        _add_part(cursor, parts)
    if "rule" not in parts:
        cursor.refuse()
    return Repetition(**parts)


def _add_part(cursor: Cursor, parts: dict[str, Any]) -> None:
    if "excepted" not in parts and cursor.at("except"):
        parts["excepted"] = rule_grammar.excepted(cursor)
    elif "rule" not in parts and (rule := cursor.attempt(lambda: rule_grammar.rule(cursor))):
        parts["rule"] = rule
    elif not parts.keys() & {"count", "length"} and (times := cursor.attempt(lambda: rule_grammar.times(cursor))):
        number, unit = times
        parts |= {"count": number} if unit == "times" else {"length": times}
    elif found := cursor.attempt(lambda: _new_period(cursor, parts)):
        parts |= found
    else:
        cursor.skip("at", "from")
        if "hours" in parts:
            cursor.refuse()
        parts["hours"] = _hours_of_one_day(cursor)


def _new_period(cursor: Cursor, parts: dict[str, Any]) -> dict[str, Day] | None:
    """Take the first or last day, where they do not stand there yet."""
    first, last = rule_grammar.period(cursor) or (None, None)
    found = {key: day for key, day in (("first", first), ("last", last)) if day}
    return None if found.keys() & parts.keys() else found


def _hours_of_one_day(cursor: Cursor) -> Hours:
    begins = hour(cursor)
    ends = cursor.attempt(lambda: hour(cursor) if begins_range(cursor) else None)
    return Hours(begins, ends)


def _hours_before_days(cursor: Cursor) -> Occasions | None:
    """Take 7 PM on March 20, 2027: hours that are nothing else, then all of the rest as days."""
    cursor.skip("at", "from")
    begins = hour(cursor)
    ends = cursor.attempt(lambda: hour(cursor) if begins_range(cursor) else None)
    if all(one.form == "number" and not (one.half or one.unit) for one in (begins, ends) if one):
        return None
    cursor.skip("comma", "dash", "the", "from")
    found, last = days_or_range(cursor)
    return Occasions(found, last, Hours(begins, ends)) if cursor.done else None


def days_or_range(cursor: Cursor) -> tuple[tuple[Day, ...], Day | None]:
    """Take one day or several, or the first and last of a range."""
    weekdays = cursor.attempt(lambda: _range_of_weekdays(cursor))
    first = day(cursor)
    last = cursor.attempt(lambda: last_day(cursor, first))
    if last is None:
        return days(cursor, first), None
    if weekdays:
        first, last = _on(first, weekdays[0]), _on(last, weekdays[1])
    return (first,), last


def _days_of_weekdays(cursor: Cursor) -> Occasions | None:
    """Take several days behind their weekdays, and nothing else: Saturdays, March 20 and 27, 2027, 10 AM."""
    several = cursor.take("every") is not None or cursor.at("weekdays")
    weekdays = rule_grammar.weekday_list(cursor)
    cursor.skip("comma", "the")
    if not weekdays or not (several or len(weekdays) > 1):
        return None
    found = days(cursor)
    if len(found) < 2 or len(weekdays) not in (1, len(found)) or any(day.weekday is not None for day in found):
        return None
    named = weekdays if len(weekdays) > 1 else weekdays * len(found)
    timed = None
    if not cursor.done:
        take_between(cursor)
        timed = hours(cursor)
    return Occasions(tuple(map(_on, found, named)), None, timed) if cursor.done else None


def _on(day: Day, weekday: int) -> Day:
    return replace(day, weekday=weekday)


def _range_of_weekdays(cursor: Cursor) -> tuple[int, int] | None:
    """Take Monday to Friday before a range of days."""
    cursor.skip("the")
    if not (cursor.at("weekday") and (cursor.at("dash", 1) or cursor.at("to", 1)) and cursor.at("weekday", 2)):
        return None
    first = cursor.value("weekday")
    cursor.next += 1
    last = cursor.value("weekday")
    cursor.skip("comma", "the")
    if not (cursor.at("number") or cursor.at("month")) or (cursor.at("month") and cursor.at("weekday")):
        return None
    return first, last


def _day_before_hour(cursor: Cursor) -> Day | None:
    found = day(cursor)
    if found.month is None:
        return None
    take_between(cursor)
    return found
