"""Events of years ago that are new to the record: most have a wrong year (2017 for 2027)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from feeds.catalog import Event, Problem, When
from feeds.catalog.texts import quoted
from feeds.catalog.when import format_when, say_day
from feeds.inputs import Inputs

LONG = timedelta(days=365)


def about_long_past(inputs: Inputs) -> Iterator[Problem]:
    """Warn of each event, or the first date of a series, that was over a year ago and was never published."""
    if not inputs.record.exists:  # a new calendar may start with an archive
        return
    locator = inputs.loaded.locator()
    warned = set()
    for event in inputs.loaded.catalog.events:
        start, name = event.when.start_day, event.series or event.id
        if inputs.day - start < LONG or event.uid in inputs.record.events or name in warned:
            continue
        warned.add(name)
        found = f"{say_day(start)} is long past, and this event was never published"
        yield locator.about_event(event.id, found, _remedy(event, inputs.day), "warning", "when")


def _remedy(event: Event, today: date) -> str:
    again = None if event.series else _when_again(event.when, today)
    line = f"write when = {quoted(format_when(again))}" if again else "correct the year"
    return f"if it is still to come, {line}; else take the event out"


def _when_again(when: When, today: date) -> When | None:
    """Return the same day and hours in the first year in which they are not over; None for February 29."""
    start, end = when.start, when.end
    years = today.year - start.year
    try:
        if when.start_day.replace(year=today.year) < today:
            years += 1
        later = end.replace(year=end.year + years) if end else None
        return replace(when, start=start.replace(year=start.year + years), end=later)
    except ValueError:
        return None
