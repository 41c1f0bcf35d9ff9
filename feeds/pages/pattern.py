"""The pattern of a series in words: First Tuesday of the month, 7:00 – 9:00 PM."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from feeds.entries import Entry
from feeds.pages.month import span
from feeds.translations import Translator

WEEK = timedelta(days=7)


def pattern(entries: Sequence[Entry], translator: Translator) -> str:
    """Return the pattern of at least two dates, and the hours that they share; "" without one."""
    days, hours = set(), set()
    for entry in entries:
        first, _ = span(entry.start, entry.last)
        days.add(first)
        hours.add("" if entry.all_day else translator.hours(entry.start, entry.last))
    if len(days) < 2 or len({day.weekday() for day in days}) > 1:
        return ""
    parts = [_rule(sorted(days), translator)]
    if len(hours) == 1:
        parts += hours
    return ", ".join(part for part in parts if part)


def _rule(days: Sequence[date], translator: Translator) -> str:
    weekday = translator.weekday(days[0])
    steps = {after - before for before, after in pairwise(days)}
    if steps == {WEEK}:
        return translator.text("Every %(weekday)s", weekday=weekday)
    if steps == {2 * WEEK}:
        return translator.text("Every other %(weekday)s", weekday=weekday)
    if monthly := _monthly(days, weekday, translator):
        return monthly
    if steps == {WEEK, 2 * WEEK}:
        return translator.text("Most weeks on %(weekday)s", weekday=weekday)
    return ""


def _monthly(days: Sequence[date], weekday: str, translator: Translator) -> str:
    """Return which weekday of its month all days are; "" if they differ."""
    if len({(day.year, day.month) for day in days}) < len(days):
        return ""
    if all((day + WEEK).month != day.month for day in days):
        return translator.text("Last %(weekday)s of the month", weekday=weekday)
    weeks = {(day.day - 1) // 7 for day in days}
    if len(weeks) > 1:
        return ""
    words = (
        translator.text("First %(weekday)s of the month", weekday=weekday),
        translator.text("Second %(weekday)s of the month", weekday=weekday),
        translator.text("Third %(weekday)s of the month", weekday=weekday),
        translator.text("Fourth %(weekday)s of the month", weekday=weekday),
    )
    return words[weeks.pop()]
