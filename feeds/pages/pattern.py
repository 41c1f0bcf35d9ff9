"""When the dates of a series are, in words, where they follow a pattern: First Tuesday of the month, 7:00 – 9:00 PM."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from feeds.entries import Entry
from feeds.translations import Translator

WEEK = timedelta(days=7)


def pattern(entries: Sequence[Entry], translator: Translator) -> str:
    """Return the pattern of at least two dates, in their order, and the hours that they share; "" without one."""
    days = sorted({date(entry.start.year, entry.start.month, entry.start.day) for entry in entries})
    if len(days) < 2 or len({day.weekday() for day in days}) > 1:
        return ""
    rule = _rule(days, translator)
    hours = {_hours(entry, translator) for entry in entries}
    shared = hours.pop() if len(hours) == 1 else ""
    return ", ".join(part for part in (rule, shared) if part)


def _rule(days: Sequence[date], translator: Translator) -> str:
    weekday = translator.locale.days["format"]["wide"][days[0].weekday()]
    steps = {after - before for before, after in pairwise(days)}
    if steps == {WEEK}:
        return translator.text("Every %(weekday)s", weekday=weekday)
    if steps == {2 * WEEK}:
        return translator.text("Every other %(weekday)s", weekday=weekday)
    if monthly := _monthly(days, weekday, translator):
        return monthly
    return (
        translator.text("Most weeks on %(weekday)s", weekday=weekday)
        if steps == {WEEK, 2 * WEEK}
        else ""
    )


def _monthly(days: Sequence[date], weekday: str, translator: Translator) -> str:
    """Return which weekday of its month all days are; "" where they differ."""
    if len({(day.year, day.month) for day in days}) < len(days):
        return ""
    if all((day + WEEK).month != day.month for day in days):
        return translator.text("Last %(weekday)s of the month", weekday=weekday)
    places = {(day.day - 1) // 7 for day in days}
    if len(places) > 1:
        return ""
    words = (
        translator.text("First %(weekday)s of the month", weekday=weekday),
        translator.text("Second %(weekday)s of the month", weekday=weekday),
        translator.text("Third %(weekday)s of the month", weekday=weekday),
        translator.text("Fourth %(weekday)s of the month", weekday=weekday),
    )
    return words[places.pop()]


def _hours(entry: Entry, translator: Translator) -> str:
    return translator.hours(entry.start, entry.last) if isinstance(entry.start, datetime) else ""
