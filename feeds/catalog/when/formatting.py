"""A reading as a text with that same reading: Sat, March 20, 2021, 1 PM – 3 PM."""

import re
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from feeds.catalog.when.moments import (
    MONTHS,
    WEEKDAYS,
    HourError,
    Series,
    When,
    localize,
    say_day,
    unnamed,
    zoned_hour,
)

SHORT_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)
HOUR = r"(1[0-2]|[1-9])(?::([0-5]\d))? (AM|PM)"
HOURS_OF_A_DAY = re.compile(
    rf"({'|'.join(SHORT_WEEKDAYS)}), ({'|'.join(MONTHS)}) (\d\d?), (19\d\d|2[01]\d\d), {HOUR}(?: – {HOUR})?"
)


def format_when(reading: When | Series) -> str:
    """Return `reading` as lists write it, in English."""
    if isinstance(reading, Series):
        return _series(reading)
    start, end = reading.start, reading.end
    if not isinstance(start, datetime):
        return f"{_day(start)} – {_day(end)}" if end and end != start else _day(start)
    moments = [one for one in (start, end) if isinstance(one, datetime)]
    if any(map(unnamed, moments)):
        return " – ".join(one.isoformat() for one in moments)
    ends_later = len(moments) == 2 and _ends_on_another_day(*moments)
    if _at_midnight(start) and (end is None or ends_later):  # an ISO date settles which midnight
        return " – ".join(f"{one:%Y-%m-%d %H:%M}" for one in moments)
    hours = [zoned_hour(one) for one in moments]
    if ends_later:
        hours[1] = f"{_day(moments[1])}, {hours[1]}"
    elif _at_midnight(moments[-1]) and end:
        hours[1] = "midnight"  # 12 AM would be refused after a start before noon
    return f"{_day(start)}, {' – '.join(hours)}"


def _ends_on_another_day(start: datetime, end: datetime) -> bool:
    """Say whether the end needs its own day: not if it is in the night after."""
    by_the_clock = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    next_midnight = _at_midnight(end) and end.date() == start.date() + timedelta(days=1)
    return end.date() > start.date() and by_the_clock >= timedelta(hours=12) and not next_midnight


def _series(series: Series) -> str:
    """Return the days of a series, then their hours, which must be the same on each."""
    whens = [when for _, when in series.dates if not isinstance(when, HourError)]
    days = [day for day, _ in series.dates]
    if any(_at_midnight(when.start) and when.end is None for when in whens):
        return f"{' and '.join(map(str, days))}, 00:00"
    hours = {format_when(when).removeprefix(_day(when.start)) for when in whens if not when.all_day}
    # the one with a zone, if an hour comes twice on one of the days
    shared = max(hours, key=len, default="")
    if len(days) == 1:  # otherwise it would be a single event
        return f"every day from {_days(days)}, 1 time{shared}"
    return _days(days) + shared


def _days(days: list[date]) -> str:
    """Return days in order: March 9, 11 and 16, 2027; each year follows its days."""
    years = []
    for year, of_year in groupby(days, key=lambda day: day.year):
        months = []
        for month, of_month in groupby(of_year, key=lambda day: day.month):
            months.append(f"{MONTHS[month - 1]} {', '.join(str(day.day) for day in of_month)}")
        *first, last = ", ".join(months).rsplit(", ", 1)
        years.append(f"{' and '.join([*first, last])}, {year}")
    return " and ".join(years)


def _at_midnight(moment: date) -> bool:
    return isinstance(moment, datetime) and moment.time() == time(0)


def _day(day: date) -> str:
    return f"{day:%a}, {say_day(day)}"


def read_formatted(text: str, zone: ZoneInfo) -> When | None:
    """Return the hours of one day in the usual form of `format_when`, faster than the grammar; else None."""
    match = HOURS_OF_A_DAY.fullmatch(text)
    if match is None:
        return None
    weekday, month, day, year, *hours = match.groups()
    try:
        midnight = datetime(int(year), MONTHS.index(month) + 1, int(day))
        start = _at(midnight, *hours[:3])
        end = _at(midnight, *hours[3:]) if hours[3] else None
        if (
            start == midnight
            or (end and end <= start)
            or SHORT_WEEKDAYS[start.weekday()] != weekday
        ):
            return None
        return When(localize(start, zone), end and localize(end, zone))
    except ValueError:  # no such day or hour
        return None


def _at(midnight: datetime, hour: str, minute: str | None, half: str) -> datetime:
    hours = int(hour) % 12 + 12 * (half == "PM")
    return midnight.replace(hour=hours, minute=int(minute or 0))
