"""Events whose place changed since they were published, while their accessibility did not."""

from collections.abc import Iterator

from feeds.catalog import Problem
from feeds.inputs import Inputs
from feeds.presentation import make_entry
from feeds.record import digest, same_place


def about_access(inputs: Inputs) -> Iterator[Problem]:
    """Note each such event (a series once): does its accessibility hold at the new place or in the new room?"""
    catalog, locator, asked = inputs.loaded.catalog, inputs.loaded.locator(), set()
    for event in catalog.events:
        before, name = inputs.record.events.get(event.uid), event.series or event.id
        if (
            not event.accessibility
            or before is None
            or name in asked
            or same_place(before.venue, event.place)
        ):
            continue
        entries = (
            make_entry(event, catalog.calendar, language) for language in catalog.calendar.languages
        )
        if digest(entries)["accessibility"] != before.digest.get("accessibility"):
            continue
        asked.add(name)
        found = "the place or room is another than was published: does this still hold there?"
        remedy = "ask the organizers; write what they say, or leave it as it is"
        yield locator.about_event(event.id, found, remedy, "note", "accessibility")
