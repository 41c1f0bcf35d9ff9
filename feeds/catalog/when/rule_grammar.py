"""How repetitions are written: every other Thursday · el primer martes de cada mes · 2nd and 4th Wednesday."""

from dataclasses import replace

from feeds.catalog.when.cursor import Cursor
from feeds.catalog.when.day_grammar import days, month_or_day
from feeds.catalog.when.moments import WEEKDAYS
from feeds.catalog.when.phrases import Day, Rule

MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def repeats(cursor: Cursor) -> bool:
    """Say whether any token names a repetition."""
    terms = {term for token in cursor.tokens for term in token.means}
    if not terms.isdisjoint(("daily", "monthly", "weekdays", "weekly", "workdays")):
        return True
    for ahead in range(len(cursor.tokens)) if terms & {"every", "ordinal"} else ():
        if cursor.at("every", ahead) and not cursor.at("number", ahead + 1):
            return True
        if cursor.at("every", ahead) and any(cursor.at(unit, ahead + 2) for unit in ("day", "week", "months")):
            return True
        if cursor.at("ordinal", ahead) and cursor.at("weekday", ahead + 1):
            return True
    return False


def rule(cursor: Cursor) -> Rule | None:
    """Take what repeats, but not until when."""
    start = cursor.next
    cursor.skip("the")
    if cursor.take("daily"):
        return Rule(cursor.span(start), "day")
    if cursor.take("workdays"):
        return Rule(cursor.span(start), "week", 1, MONDAY_TO_FRIDAY)
    if cursor.take("weekly"):
        return Rule(cursor.span(start), "week", 1, _on_weekdays(cursor))
    interval = _interval(cursor)
    cursor.skip("the")
    if interval and cursor.take("day"):
        return Rule(cursor.span(start), "day", interval)
    if interval and cursor.take("week"):
        return Rule(cursor.span(start), "week", interval, _on_weekdays(cursor))
    if cursor.take("monthly"):
        cursor.skip("comma", "the", "in")
        found = _of_month(cursor, start)
    else:
        found = cursor.attempt(lambda: _of_month(cursor, start)) or _weekly(cursor, start, interval)
    if found is None or found.unit != "month" or not interval:
        return found
    return _every_ordinal(cursor, found, interval)


def period(cursor: Cursor) -> tuple[Day | None, Day | None] | None:
    """Take the first or last day or month of a repetition, or both; a month or year alone is both."""
    begins = cursor.take("start") is not None
    if not begins and cursor.take("until"):
        cursor.skip("the")
        return None, month_or_day(cursor)
    if cursor.at("from"):
        begins = begins or not cursor.at("of")  # los martes de marzo
    cursor.skip("from", "in", "the")
    if cursor.at("year"):
        return _year(cursor)
    first = month_or_day(cursor)
    last = cursor.attempt(lambda: _end_of_period(cursor))
    if first.month is None and (last is None or last.month is None):
        return None
    if last is None and first.day is None and not begins:
        last = first
    return first, last


def times(cursor: Cursor) -> tuple[int, str] | None:
    """Take how often: 6 times, for 6 weeks, for 3 months."""
    cursor.skip("for")
    number: int | None = cursor.value("number")
    unit = next((term for term in ("times", "day", "week", "months") if cursor.at(term)), None)
    if not number or unit is None:
        return None
    cursor.next += 1
    return number, unit


def excepted(cursor: Cursor) -> tuple[Day, ...]:
    """Take the days, or months, on which it does not take place."""
    cursor.take("except")
    cursor.skip("the", "in")
    if cursor.at("month") and not cursor.at("number", 1):
        return (month_or_day(cursor),)
    return days(cursor)


def _interval(cursor: Cursor) -> int | None:
    """Take every, every other, every 3; None where none of them stands there."""
    interval: int | None = cursor.value("every")
    if interval == 1 and cursor.at("number") and not cursor.at("ordinal"):
        interval = cursor.value("number")
    return interval or None  # every 0 days never comes to an end


def _listed(cursor: Cursor, term: str) -> list[int]:
    """Take numbers, parted by commas and and: ordinals, or the days of a month."""

    def one() -> int | None:
        found: int | None = cursor.value(term)
        return found

    def another() -> int | None:
        parted = cursor.take("comma"), cursor.take("and")
        cursor.skip("the")
        return one() if any(parted) else None

    first = one()
    found = [] if first is None else [first]
    while found and (further := cursor.attempt(another)):
        found.append(further)
    return found


def weekday_list(cursor: Cursor) -> tuple[int, ...]:
    """Take weekdays: Tuesday and Thursday, Monday to Friday."""
    if not _is_weekday(cursor):
        return ()
    found = [cursor.value("weekday")]
    while True:
        if (cursor.at("dash") or cursor.at("to")) and cursor.at("weekday", 1) and not _begins_day(cursor, 2):
            cursor.next += 1
            last = cursor.value("weekday")
            found += [number % 7 for number in range(found[-1] + 1, last + 1 + 7 * (last <= found[-1]))]
        elif (another := cursor.attempt(lambda: _another_weekday(cursor))) is not None:
            found.append(another - 1)
        else:
            return tuple(dict.fromkeys(found))


def _another_weekday(cursor: Cursor) -> int | None:
    """Take a further weekday, as a number from 1; behind a comma, one before a date is that date's."""
    comma, conjunction = cursor.take("comma"), cursor.take("and")
    cursor.skip("the", "every")
    if not (comma or conjunction) or not _is_weekday(cursor):
        return None
    if not conjunction and _begins_day(cursor, 1):
        return None
    weekday: int = cursor.value("weekday")
    return weekday + 1


def _is_weekday(cursor: Cursor) -> bool:
    """Say whether a weekday stands there; "mar" before a number is March."""
    return cursor.at("weekday") and not (cursor.at("month") and cursor.at("number", 1))


def _begins_day(cursor: Cursor, ahead: int) -> bool:
    return any(cursor.at(term, ahead) for term in ("month", "number", "iso", "slashed", "dotted"))


def _on_weekdays(cursor: Cursor) -> tuple[int, ...]:
    """Take the weekdays of every week or of every third, if they stand there."""

    def behind() -> tuple[int, ...]:
        cursor.skip("comma", "the", "every")
        return weekday_list(cursor)

    return cursor.attempt(behind) or ()


def _weekly(cursor: Cursor, start: int, interval: int | None) -> Rule | None:
    plural = cursor.at("weekdays")
    weekdays = weekday_list(cursor)
    if not weekdays or not (interval or plural):
        return None
    if (interval or 1) == 1:
        cursor.take("monthly")  # every Tuesday of the month
    return Rule(cursor.span(start), "week", interval or 1, weekdays)


def _of_month(cursor: Cursor, start: int) -> Rule | None:
    """Take the weekdays or days of a month: second Tuesday, 1st and 15th."""
    every_month = start < cursor.next and "monthly" in cursor.tokens[start].means
    ordinals = _listed(cursor, "ordinal")
    weekdays = weekday_list(cursor) if ordinals else ()
    if weekdays and set(ordinals) <= ORDINALS.keys():
        cursor.take("monthly")
        return Rule(cursor.span(start), "month", 1, weekdays, tuple(ordinals))
    days_of_month = ordinals or _listed(cursor, "number")
    in_month = all(1 <= number <= 31 for number in days_of_month)
    if days_of_month and in_month and not weekdays and (cursor.take("monthly") or every_month):
        return Rule(cursor.span(start), "month", 1, (), (), tuple(days_of_month))
    return None


def _every_ordinal(cursor: Cursor, found: Rule, interval: int) -> Rule | None:
    """Return every first Tuesday; of every second one, the two things that it can be; None of every other second."""
    said_month = "monthly" in cursor.tokens[cursor.next - 1].means
    if interval != 1:
        return None
    if said_month or set(found.ordinals) <= {1, -1}:
        return found
    names = " and ".join(WEEKDAYS[weekday] for weekday in found.weekdays)
    ordinals = " and ".join(ORDINALS[ordinal] for ordinal in found.ordinals)
    several = found.ordinals[0]
    by_weeks = f"every other {names}" if several == 2 else f"every {several} weeks on {names}"
    return replace(found, either=(by_weeks, f"{ordinals} {names} of every month"))


def _end_of_period(cursor: Cursor) -> Day | None:
    cursor.skip("comma")
    if not cursor.take("dash", "to", "until"):
        return None
    cursor.skip("the")
    return month_or_day(cursor)


def _year(cursor: Cursor) -> tuple[Day, Day]:
    start = cursor.next
    year = cursor.value("year")
    span = cursor.span(start)
    return Day(span, None, 1, year), Day(span, None, 12, year)
