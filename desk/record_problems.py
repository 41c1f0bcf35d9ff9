"""Problems of the list that only a comparison with the record shows."""

from collections.abc import Iterator
from datetime import timedelta

from feeds.catalog import Event, Problem
from feeds.inputs import Inputs
from feeds.presentation import make_entry
from feeds.record import digest, same_place

YEAR = timedelta(days=365)


def record_problems(inputs: Inputs) -> Iterator[Problem]:
    """Yield these problems, each once for a series."""
    locator = inputs.loaded.locator()
    old, moved = set(), set()
    for event in inputs.loaded.catalog.events:
        name = event.series or event.id
        if name not in old and _is_old(event, inputs):
            old.add(name)
            found = "this is long past, and the event was never published"
            remedy = "if it is still to come, correct the year; else remove the event"
            yield locator.about_event(event.id, found, remedy, "warning", "when")
        if name not in moved and _is_moved(event, inputs):
            moved.add(name)
            found = "the place or room is not the one that was published: does this still hold?"
            remedy = "ask the organizers; write what they say, or leave it as it is"
            yield locator.about_event(event.id, found, remedy, "note", "accessibility")


def _is_old(event: Event, inputs: Inputs) -> bool:
    """Say whether an event of over a year ago is new: most have a wrong year (2017 for 2027)."""
    if not inputs.record.exists:  # a new calendar may start with an archive
        return False
    age = inputs.day - event.when.start_day
    return age >= YEAR and event.uid not in inputs.record.events


def _is_moved(event: Event, inputs: Inputs) -> bool:
    """Say whether the place changed since it was published, and the accessibility did not."""
    before = inputs.record.events.get(event.uid)
    if not event.accessibility or before is None or same_place(before.venue, event.place):
        return False
    calendar = inputs.loaded.catalog.calendar
    entries = [make_entry(event, calendar, language) for language in calendar.languages]
    return digest(entries)["accessibility"] == before.digest.get("accessibility")
