"""Months: which days an event takes, and a month as weeks of days."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from feeds.entries import Entry

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month's table and what takes place on it; one before or after the month is not `within`."""

    date: date
    within: bool
    entries: tuple[Entry, ...]


def span(start: date, last: date | None) -> tuple[date, date]:
    """Return the first and last day that an event is listed under: a night of less than a day under its first."""
    first = start.date() if isinstance(start, datetime) else start
    if last is None or (
        isinstance(start, datetime) and isinstance(last, datetime) and last - start < DAY
    ):
        return first, first
    return first, last.date() if isinstance(last, datetime) else last


def months(first: date, last: date) -> list[date]:
    """Return the first day of each month from that of `first` to that of `last`."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def weeks(month: date, entries: Iterable[Entry], first_weekday: int) -> list[tuple[Day, ...]]:
    """Return the weeks that hold a month, each day of it with its entries, the earlier first."""
    by_day: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.start.isoformat(), entry.uid)):
        first, last = span(entry.start, entry.last)
        day = max(first, month)
        while day <= last and day.month == month.month:
            by_day.setdefault(day, []).append(entry)
            day += DAY
    found = []
    for week in Calendar(first_weekday).monthdatescalendar(month.year, month.month):
        days = (Day(day, day.month == month.month, tuple(by_day.get(day, ()))) for day in week)
        found.append(tuple(days))
    return found
