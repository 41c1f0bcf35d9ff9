"""What is made before anybody requests it, so that nobody waits for it."""

from collections.abc import Iterator

from feeds.snapshot import Snapshot

MOST_AHEAD = 1000  # events rendered before an edit shows: half a second a language
MOST_WARM = 10_000  # events rendered in the background: 10 MB a language
WARM_STEP = 50  # of these rendered at a time


def warm_up(snapshot: Snapshot) -> None:
    """Have Babel read its data of the languages, which every answer needs."""
    calendar = snapshot.catalog.calendar
    for language in calendar.languages:
        calendar.translator(language).day(snapshot.day, "y")


def render_changed(snapshot: Snapshot) -> None:
    """Render the events that changed, at most the last MOST_AHEAD; errors propagate."""
    events, calendar = snapshot.index.events, snapshot.catalog.calendar
    if snapshot.changed is not None:
        events = [event for event in events if event.uid in snapshot.changed]
    for language in calendar.languages:
        snapshot.contents.vevents(events[-MOST_AHEAD:], language, calendar.cancelled)


def prerender(snapshot: Snapshot) -> Iterator[None]:
    """Make what takes long, in steps of about ten milliseconds of CPU.

    Home pages come first, then events, the last first, then the data of the search and of feeds.
    """
    calendar = snapshot.catalog.calendar
    yield from _make(snapshot, "", "/")
    events = snapshot.index.events[-MOST_WARM:]
    for language in calendar.languages:
        for end in range(len(events), 0, -WARM_STEP):
            step = events[max(0, end - WARM_STEP) : end]
            snapshot.contents.vevents(step, language, calendar.cancelled)
            yield
    for subject in ("search", "feeds/index"):
        yield from _make(snapshot, subject, "json")


def _make(snapshot: Snapshot, subject: str, format: str) -> Iterator[None]:
    for _, path in snapshot.site.versions(subject, format):
        snapshot.find(path)
        yield
