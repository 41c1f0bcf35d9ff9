"""Which days a text means: months and years shared out, impossible days and wrong weekdays refused."""

from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from feeds.catalog.when.moments import MONTHS, WEEKDAYS, YEARS, say_day
from feeds.catalog.when.parts import Day, Doubt, Edit, instead

YEAR_OF_EXAMPLES = 2027
PARTS_OF_MONTHS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
VAGUE = "enter it when the day is known;"


def dates(days: Sequence[Day]) -> list[date]:
    """Return the dates of several days in order: a month stands before or behind its days, a year behind them."""
    for day in days:
        if day.day is None:
            _refuse_vague(day)
    whole = shared(days)
    if whole[0].month is not None and whole[0].year is None:
        _refuse_without_year(whole[0], days[-1])
    found = [_date(day) for day in whole]
    for number, (before, after) in enumerate(pairwise(found)):
        if after <= before:
            found_wrong = f"{say_day(after)} is not after {say_day(before)}"
            raise Doubt(found_wrong, _in_order(days[number], days[number + 1], before, after))
    return found


def shared(days: Sequence[Day]) -> list[Day]:
    """Return the days with the month and year that each takes from another."""
    if len(days) == 1:
        return [*days]
    months = _filled([day.month for day in days])
    months = _filled(months[::-1])[::-1]
    years = _filled([day.year for day in reversed(days)])[::-1]
    years = _filled(years)
    return [replace(day, month=month, year=year) for day, month, year in zip(days, months, years)]


def _filled(numbers: list[int | None]) -> list[int | None]:
    """Return numbers with the one before in the place of each that lacks."""
    found: list[int | None] = []
    for number in numbers:
        lacks = number is None and found
        found.append(found[-1] if lacks else number)
    return found


def _date(day: Day) -> date:
    """Return the one date that a day can be."""
    if day.month is None:
        raise Doubt(f"the day {day.day} has no month")
    assert day.year is not None  # `shared` gives each the year of any
    assert day.day is not None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Doubt(f"the year {day.year} is none that calendars can show")
    possible = readings(day.year, day)
    fitting = [one for one in possible if day.weekday in (None, one.weekday())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        repairs = instead(day.words, map(say_day, fitting))
        raise Doubt(f"{day.words.text} reads differently in different countries", repairs)
    if possible and day.weekday is not None:
        raise _wrong_weekday(day, day.weekday, possible[0])
    raise _no_day(day, day.year, day.month)


def readings(year: int, day: Day) -> list[date]:
    """Return the dates that a day with a month can be in a year."""
    pairs = {(day.month, day.day)}
    if day.swapped:
        pairs.add((day.day, day.month))
    found = []
    for month, number in pairs:
        with suppress(ValueError):
            found.append(date(year, month or 0, number or 0))
    return sorted(found)


def _refuse_vague(day: Day) -> None:
    """Refuse what names no day, and offer the days that it may be."""
    found = f'"{day.words.text}" names no day'
    if day.month is None:
        raise Doubt(found, advice=VAGUE)
    first, last = PARTS_OF_MONTHS.get(day.vague or "", (1, 31))
    last = min(last, monthrange(day.year or YEAR_OF_EXAMPLES, day.month)[1])
    year = f", {day.year}" if day.year else ""
    repairs = instead(day.words, [f"{MONTHS[day.month - 1]} {first} – {last}{year}"])
    raise Doubt(found, repairs, f'{VAGUE} or, with status = "tentative", the days that it may be:')


def _refuse_without_year(day: Day, last: Day) -> None:
    """Refuse days without a year; the example has one behind the last, in which the weekday of the first is right."""
    years = range(YEAR_OF_EXAMPLES, YEAR_OF_EXAMPLES + 28)
    fitting = (year for year in years if any(one.weekday() == day.weekday for one in readings(year, day)))
    year = YEAR_OF_EXAMPLES if day.weekday is None else next(fitting, YEAR_OF_EXAMPLES)
    month = day.month or 0
    name = day.words.text if day.swapped or month > 12 else f"{MONTHS[month - 1]} {day.day}"
    parted = "/" if "/" in last.words.text else "" if last.words.text.endswith(".") else ", "
    repair = [(last.words.end, last.words.end, f"{parted}{year}")]
    raise Doubt(f"{name} has no year", [repair], "write the year too, like")


def _wrong_weekday(day: Day, weekday: int, found: date) -> Doubt:
    written, real = WEEKDAYS[weekday], WEEKDAYS[found.weekday()]
    later = (weekday - found.weekday()) % 7
    other = found + timedelta(days=later if later < 4 else later - 7)
    offered = f"{real}, {say_day(found)}", f"{written}, {say_day(other)}"
    return Doubt(f"{say_day(found)} is a {real}, not a {written}", instead(day.words, offered))


def _no_day(day: Day, year: int, month: int) -> Doubt:
    """Return what is wrong with the 30th of February, or a month beyond December."""
    number = day.day or 0
    if day.iso and not 1 <= month <= 12:
        swapped = f"{year}-{number:02}-{month:02}"
        return Doubt(f"{day.words.text} has no month {month}", instead(day.words, [swapped]))
    if not 1 <= month <= 12 or not 1 <= number <= 31:
        return Doubt(f"{day.words.text} is no day")
    first = date(year + month // 12, month % 12 + 1, 1)
    offered = say_day(first - timedelta(days=1)), say_day(first)
    advice = "look the day up in the announcement; write"
    return Doubt(f"there is no {MONTHS[month - 1]} {number} in {year}", instead(day.words, offered), advice)


def _in_order(one: Day, other: Day, before: date, after: date) -> list[list[Edit]]:
    """Return repairs for two days in the wrong order: exchange them, or put the first one a year earlier."""
    if after == before:
        return [[(one.words.end, other.words.end, f", {before.year}")]]
    offered = [(say_day(after), say_day(before))]
    if after.month < before.month and one.year is None:  # from December to January
        with suppress(ValueError):
            offered.insert(0, (say_day(before.replace(year=before.year - 1)), say_day(after)))
    return [[(*one.words[:2], first), (*other.words[:2], second)] for first, second in offered]
