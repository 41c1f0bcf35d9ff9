"""Hours in the zone of a list: clock changes, and the words after an hour that name a zone."""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from feeds.catalog.when.formatting import clock_change, format_when, say_day, say_hour
from feeds.catalog.when.moments import EXAMPLE, HourError, Series, When, in_order
from feeds.catalog.zones import zone

TABLE = tomllib.loads(Path(__file__).with_name("zones.toml").read_text("utf-8"))
ALL_YEAR: dict[str, str] = TABLE["all_year"]


def localize(
    moments: Sequence[datetime], local: ZoneInfo, named: Sequence[bool] = (False, False)
) -> When:
    """Return the time from a wall-clock start, and up to an end if there is one, in a zone.

    Raise HourError for an hour that is missing or comes twice. Of two hours, the first is read if
    `named` says that its zone is written. The second is always refused: DTSTART with TZID can only
    name the first (RFC 5545 §3.3.5).
    """
    for number, moment in enumerate(moments):
        change = clock_change(moment.replace(tzinfo=local))
        if change > timedelta() or (change and not named[number]):
            raise _hour_error(moments, number, local)
    return When(*(moment.replace(tzinfo=local) for moment in moments))


def _hour_error(moments: Sequence[datetime], number: int, local: ZoneInfo) -> HourError:
    """Return the error for a moment that is missing or comes twice, with its possible readings."""
    moment = moments[number].replace(tzinfo=local)
    hour, where, change = say_hour(moment), place_and_day(moment, local), clock_change(moment)
    found, advice = f"{hour} does not exist {where}", "write"
    choices = moment - change, moment + change
    if change < timedelta():
        names = f"in {moment.tzname()} and, later, in {moment.replace(fold=1).tzname()}"
        found = f"{hour} comes twice {where}: {names}"
        advice = "no calendar can show the second; write"
        choices = moment, moment - change
    readings = []
    for choice in choices:
        ends = [end.replace(tzinfo=local) for end in moments]
        ends[number] = choice
        when = When(*ends)
        if in_order(when, local) and all(clock_change(end) <= timedelta() for end in ends):
            readings.append(when)
    offered = " or ".join(f'"{format_when(when)}"' for when in readings)
    return HourError(found, f"{advice} {offered}" if offered else EXAMPLE, tuple(readings))


def repeated(first: When, days: Iterable[date], local: ZoneInfo) -> Series:
    """Return `first` on each of the `days`, at the same hours."""

    def on(day: date) -> When:
        later = timedelta(days=(day - first.start_day).days)
        ends = [end + later for end in (first.start, first.end) if end]
        moments = [end.replace(tzinfo=None) for end in ends if isinstance(end, datetime)]
        return localize(moments, local) if moments else When(*ends)

    return on_each(days, on)


def on_each(days: Iterable[date], on: Callable[[date], When]) -> Series:
    """Return the result of `on` for each of the days, or the HourError it raises."""
    dates: list[tuple[date, When | HourError]] = []
    for day in days:
        try:
            dates.append((day, on(day)))
        except HourError as error:
            dates.append((day, error))
    return Series(tuple(dates))


def place_and_day(moment: datetime, local: ZoneInfo) -> str:
    """Return the day and place of an hour: on March 20, 2021 in Chicago."""
    return f"on {say_day(moment)} in {local.key.rpartition('/')[2].replace('_', ' ')}"


@lru_cache(maxsize=1)
def clocks() -> dict[str, tuple[tzinfo, ...]]:
    """Return the clocks that each word can mean, the likeliest first.

    A seasonal name has two: EST in July usually means the East, seldom Panama.
    """
    found: dict[str, tuple[tzinfo, ...]] = {word: (zone(name),) for word, name in ALL_YEAR.items()}
    for name in TABLE["by_season"]["zones"]:
        for month in (1, 7):
            moment = datetime(2021, month, 1, tzinfo=zone(name))
            steady = timezone(moment.utcoffset() or timedelta(0))
            found[str(moment.tzname())] = (zone(name), steady)
    return found


def fits(word: str | timedelta, moment: datetime) -> bool:
    """Return whether this word or offset is that of the zone of a moment."""
    if isinstance(word, timedelta):
        return moment.utcoffset() == word
    if word in ("UTC", "Z", "GMT"):
        return moment.utcoffset() == timedelta(0)
    name = moment.tzname()
    return name == word or (word in ALL_YEAR and name in names(zone(ALL_YEAR[word])))


def converted(moment: datetime, word: str | timedelta, local: ZoneInfo) -> list[datetime]:
    """Return what an hour in a word's zone can be on the clocks of `local`, likeliest first."""
    meant = (timezone(word),) if isinstance(word, timedelta) else clocks().get(word, ())
    others = (moment.replace(tzinfo=clock).astimezone(local) for clock in meant)
    return [other.replace(tzinfo=None) for other in others]


@lru_cache(maxsize=64)
def names(local: ZoneInfo) -> frozenset[str]:
    """Return the names of a zone in the years of any list, such as CST and CDT."""
    days = (datetime(year, month, 1) for year in range(1970, 2038) for month in (1, 7))
    found = {local.tzname(day) or "" for day in days}
    return frozenset(name for name in found if name.isalpha())
