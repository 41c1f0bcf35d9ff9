"""A reading as a text with that same reading: Sat, March 20, 2021, 1 PM – 3 PM."""

from calendar import day_name, month_name
from datetime import date, datetime, time, timedelta
from itertools import groupby

from feeds.catalog.when.moments import HourError, Series, When

# English, like %a and %p of strftime: nothing here sets a locale
MONTHS, WEEKDAYS = tuple(month_name)[1:], tuple(day_name)


def say_day(day: date) -> str:
    """Return a day as problems write it: March 20, 2021."""
    return f"{day:%B} {day.day}, {day.year}"


def say_hour(moment: time | datetime) -> str:
    """Return an hour as problems write it: 1 PM, 1:30 PM."""
    return f"{moment:%I:%M %p}".lstrip("0").replace(":00", "")


def zone_name(moment: datetime) -> str:
    """Return the name of a zone at `moment`; many have only an offset."""
    name = moment.tzname() or ""
    return name if name.isalpha() else f"UTC{name}"


def clock_change(moment: datetime) -> timedelta:
    """Return how far clocks are set forward at an hour: negative for one that comes twice."""
    before, after = (moment.replace(fold=fold).utcoffset() for fold in (0, 1))
    return (after or timedelta()) - (before or timedelta())


def format_when(reading: When | Series) -> str:
    """Return `reading` as lists write it, in English."""
    if isinstance(reading, Series):
        return _series(reading)
    start, end = reading.start, reading.end
    if not isinstance(start, datetime):
        return f"{_day(start)} – {_day(end)}" if end and end != start else _day(start)
    moments = [one for one in (start, end) if isinstance(one, datetime)]
    hours = []
    for moment in moments:
        hours.append(say_hour(moment))
        if clock_change(moment):
            if not zone_name(moment).isalpha():
                return " – ".join(one.isoformat() for one in moments)
            hours[-1] += f" {zone_name(moment)}"
    ends_later = len(moments) == 2 and _ends_on_another_day(*moments)
    if _at_midnight(start) and (end is None or ends_later):  # an ISO date settles which midnight
        return " – ".join(f"{one:%Y-%m-%d %H:%M}" for one in moments)
    if ends_later:
        hours[1] = f"{_day(moments[1])}, {hours[1]}"
    elif end and _at_midnight(end):
        hours[1] = "midnight"  # 12 AM would be refused after a start before noon
    return f"{_day(start)}, {' – '.join(hours)}"


def _ends_on_another_day(start: datetime, end: datetime) -> bool:
    """Return whether the end needs its own day: not if it is in the night after."""
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
