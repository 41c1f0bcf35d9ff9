"""Which days a text means: months and years shared out, impossible days and wrong weekdays refused."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from feeds.catalog.when.cursor import Doubt, replaced
from feeds.catalog.when.moments import MONTHS, WEEKDAYS, YEARS, say_day
from feeds.catalog.when.phrases import Day

YEAR_OF_EXAMPLES = 2027


def dates(text: str, days: Sequence[Day]) -> list[date]:
    """Return the dates of several days in order: a month stands before or behind its days, a year behind them."""
    if all(day.year is None for day in days) and shared(days)[0].month is not None:
        _refuse_without_year(text, shared(days)[0], days[-1])
    found = [_date(text, day) for day in shared(days)]
    for number, (before, after) in enumerate(pairwise(found), 1):
        if after <= before:
            raise Doubt(f"{say_day(after)} is not after {say_day(before)}", _in_order(text, days, found, number))
    return found


def shared(days: Sequence[Day]) -> list[Day]:
    """Return the days with the month and year that each takes from another."""
    found = list(days)
    for number in range(1, len(found)):
        month = found[number].month or found[number - 1].month
        found[number] = replace(found[number], month=month, year=found[number].year)
    for number in reversed(range(len(found) - 1)):
        month, year = found[number].month, found[number].year
        found[number] = replace(
            found[number], month=month or found[number + 1].month, year=year or found[number + 1].year
        )
    for number in range(1, len(found)):
        found[number] = replace(found[number], year=found[number].year or found[number - 1].year)
    return found


def _date(text: str, day: Day) -> date:
    """Return the one date that a day can be."""
    if day.month is None or day.day is None:
        raise Doubt(f"the day {day.day} has no month")
    assert day.year is not None  # `shared` gives each the year of any
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Doubt(f"the year {day.year} is none that calendars can show")
    possible = readings(day)
    fitting = [one for one in possible if day.weekday in (None, one.weekday())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        repairs = [replaced(text, day.span, say_day(one)) for one in fitting]
        raise Doubt(f"{_written(text, day)} reads differently in different countries", repairs)
    if possible:
        _refuse_weekday(text, day, possible[0])
    _refuse_day_that_is_none(text, day)
    raise AssertionError


def readings(day: Day) -> list[date]:
    """Return the dates that a day with month and year can be."""
    year, month, number = _numbers(day)
    pairs = [(month, number)]
    if day.swapped:
        pairs.append((number, month))
    found = []
    for month, number in dict.fromkeys(pairs):
        with suppress(ValueError):
            found.append(date(year, month, number))
    return sorted(found)


def _numbers(day: Day) -> tuple[int, int, int]:
    """Return year, month and day of one that has them all."""
    assert day.year is not None
    assert day.month is not None
    assert day.day is not None
    return day.year, day.month, day.day


def _written(text: str, day: Day) -> str:
    return text[slice(*day.span)]


def _refuse_without_year(text: str, day: Day, last: Day) -> None:
    """Refuse days without a year; the example has one behind the last, in which the weekday of the first is right."""
    year = YEAR_OF_EXAMPLES
    while day.weekday is not None and year < YEAR_OF_EXAMPLES + 28:
        if any(one.weekday() == day.weekday for one in readings(replace(day, year=year))):
            break
        year += 1
    assert day.month is not None
    name = _written(text, day) if day.swapped or day.month > 12 else f"{MONTHS[day.month - 1]} {day.day}"
    end = _written(text, last)
    parted = "/" if "/" in end else "" if end.endswith(".") else ", "
    repair = replaced(text, (last.span[1], last.span[1]), f"{parted}{year}")
    raise Doubt(f"{name} has no year", [repair], "write the year too, like")


def _refuse_weekday(text: str, day: Day, found: date) -> None:
    assert day.weekday is not None
    written, real = WEEKDAYS[day.weekday], WEEKDAYS[found.weekday()]
    near = sorted((abs(n), found + timedelta(n)) for n in range(-6, 7))
    other = next(one for _, one in near if one.weekday() == day.weekday)
    offered = f"{real}, {say_day(found)}", f"{written}, {say_day(other)}"
    repairs = [replaced(text, day.span, words) for words in offered]
    raise Doubt(f"{say_day(found)} is a {real}, not a {written}", repairs)


def _refuse_day_that_is_none(text: str, day: Day) -> None:
    """Refuse the 30th of February, or a month beyond December."""
    year, month, number = _numbers(day)
    advice = "look the day up in the announcement; write"
    if not 1 <= month <= 12 or not 1 <= number <= 31:
        raise Doubt(f"{_written(text, day)} is no day")
    first = date(year + month // 12, month % 12 + 1, 1)
    offered = first - timedelta(days=1), first
    repairs = [replaced(text, day.span, say_day(one)) for one in offered]
    raise Doubt(f"there is no {MONTHS[month - 1]} {number} in {year}", repairs, advice)


def _in_order(text: str, days: Sequence[Day], found: Sequence[date], number: int) -> list[str]:
    """Return the text with the two days that stand in the wrong order exchanged, or the first one a year earlier."""
    before, after = found[number - 1], found[number]
    earlier, later = say_day(after), say_day(before)
    offered = []
    if after.month < before.month and days[number - 1].year is None:  # from December to January
        with suppress(ValueError):
            offered.append((say_day(before.replace(year=before.year - 1)), say_day(after)))
    if after < before:
        offered.append((earlier, later))
    ends = days[number - 1].span, days[number].span
    repairs = [replaced(replaced(text, ends[1], second), ends[0], first) for first, second in offered]
    return repairs or [replaced(text, (ends[0][1], ends[1][1]), f", {before.year}")]
