"""Months: the days that an event is listed under, and a month as a table of weeks."""

from calendar import Calendar
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from feeds.entries import Entry

DAY = timedelta(days=1)
Day = tuple[date, Sequence[Entry]]  # a cell of the table, and its events


def span(start: date, last: date | None) -> tuple[date, date]:
    """Return the first and last day that an event is listed under.

    A night of less than 24 hours is listed under its first day.
    """
    if not isinstance(start, datetime):
        return start, last or start
    first = start.date()
    if not isinstance(last, datetime) or last - start < DAY:
        return first, first
    return first, last.date()


def months(first: date, last: date) -> list[date]:
    """Return the first day of each month from that of `first` to that of `last`."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def weeks(month: date, entries: Iterable[Entry], first_weekday: int) -> list[list[Day]]:
    """Return the weeks that contain a month, each day of it with its entries, sorted by start."""
    by_day: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.start.isoformat(), entry.uid)):
        first, last = span(entry.start, entry.last)
        day = max(first, month)
        while day <= last and day.month == month.month:
            by_day.setdefault(day, []).append(entry)
            day += DAY
    days_of_weeks = Calendar(first_weekday).monthdatescalendar(month.year, month.month)
    return [[(day, by_day.get(day, ())) for day in week] for week in days_of_weeks]
