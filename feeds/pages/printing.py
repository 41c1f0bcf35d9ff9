"""Handbills: a list on paper, day by day."""

from collections.abc import Sequence
from datetime import date

from feeds.entries import Entry
from feeds.pages.frame import PageContext, render
from feeds.pages.month import span
from feeds.selection import Feed

WEEKS, MOST_WEEKS = 2, 8  # shown at first, and to choose from
AT_LEAST = 3  # events, even if they are later
MOST_PRINTED = 200


def printed(frame: PageContext, feed: Feed, entries: Sequence[Entry]) -> str:
    """Return the handbill of a feed; `entries` are sorted by start.

    Each of its days has a date, the number of its week, which counts from 1 and from today, and
    its entries. The first events are in the first week, however far away they are.
    """
    by_day: dict[date, list[Entry]] = {}
    for entry in entries[:MOST_PRINTED]:
        first, _ = span(entry.start, entry.last)
        by_day.setdefault(max(first, frame.day), []).append(entry)
    days, number = [], 0
    for day, of_day in by_day.items():
        week = 1 if number < AT_LEAST else (day - frame.day).days // 7 + 1
        number += len(of_day)
        if week <= MOST_WEEKS:
            days.append((day, week, of_day))
    return render("print.html", frame, feed=feed, days=days, weeks=WEEKS, most_weeks=MOST_WEEKS)
