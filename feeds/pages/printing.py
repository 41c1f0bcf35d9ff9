"""Handbills: a list on paper, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from feeds.entries import Entry
from feeds.pages.frame import PageContext, render
from feeds.pages.month import span
from feeds.selection import Feed

WEEKS, MOST_WEEKS = 2, 8  # that a handbill shows, and that it can be asked for
AT_LEAST = 3  # events, where the weeks have fewer
MOST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """One day of a handbill; `week` counts from 1, the seven days that begin today."""

    date: date
    week: int
    entries: Sequence[Entry]


def printed(frame: PageContext, feed: Feed, entries: Sequence[Entry]) -> str:
    """Return the handbill of a feed: the next two weeks, and for a choice eight; `entries` are sorted by start."""
    days: dict[date, list[Entry]] = {}
    for entry in entries[:MOST_EVENTS]:
        first, _ = span(entry.start, entry.last)
        days.setdefault(max(first, frame.day), []).append(entry)
    return render(
        "print.html",
        frame,
        feed=feed,
        days=_weeks(days, frame.day),
        weeks=WEEKS,
        most_weeks=MOST_WEEKS,
    )


def _weeks(days: dict[date, list[Entry]], today: date) -> list[PrintedDay]:
    """Return the days with their weeks; the next few events are in the first, however far away they are."""
    found, number = [], 0
    for day, entries in days.items():
        week = 1 if number < AT_LEAST else (day - today).days // 7 + 1
        number += len(entries)
        if week <= MOST_WEEKS:
            found.append(PrintedDay(day, week, entries))
    return found
