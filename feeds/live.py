"""Publish each valid save of a list on one machine."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.catalog import Catalog, Event, ListError, Problem
from feeds.files import only_writer
from feeds.inputs import Inputs
from feeds.publishing import IsCurrent, make_edition, refuse_stale, write
from feeds.record import (
    Edition,
    Record,
    edition,
    lost_slugs,
    mentions_withdrawn,
    missing,
    rebuild,
)

# until what is missing from a file counts as deleted: the file may be half written
QUIET = timedelta(seconds=60)
# what was published for less is forgotten: typing errors in ids are corrected soon
BRIEF = timedelta(hours=1)


class Live:
    """Publishes each valid save of the list on one machine.

    A deletion is accepted after 60 quiet seconds; until then the event is served as it was.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.changed = clock()
        self.waiting = False

    def due(self) -> bool:
        """Return whether something waits to be published, and the quiet seconds are over."""
        return self.waiting and self.clock() - self.changed >= QUIET

    def publish(
        self, inputs: Inputs, previous: Edition | None, is_current: IsCurrent, *, saved: bool
    ) -> Edition:
        """Publish what was `saved`, or what waits; `previous` is the edition served until now.

        Raise StaleFiles when `is_current` says that the files have changed since: another worker
        may have published them. Raise ListError when subscribers would lose an address, or a file
        cannot be written.
        """
        now = self.clock()
        if saved:
            self.changed = now
        try:
            with only_writer(inputs.file.parent):
                refuse_stale(is_current)
                return self._publish(inputs, previous, is_current, now)
        except (ListError, OSError) as error:
            # a slug published by mistake may be forgotten in a minute
            self.waiting, self.changed = True, now
            if isinstance(error, ListError):
                raise
            found = f"cannot be written: {error.strerror}"
            remedy = "free disk space or check permissions"
            raise ListError((Problem(str(error.filename), 0, "", found, remedy),)) from error

    def _publish(
        self, inputs: Inputs, previous: Edition | None, is_current: IsCurrent, now: datetime
    ) -> Edition:
        quiet = previous is not None and now - self.changed >= QUIET
        catalog = inputs.catalog(previous.catalog if previous else None)
        slugs = quiet or previous is None
        record = _without_brief(inputs.record, catalog, now, events=quiet, slugs=slugs)
        vanished = {} if quiet else dict(_vanished(catalog, record, previous))
        self.waiting = bool(vanished)
        as_recorded = frozenset(event.uid for event, unchanged in vanished.items() if unchanged)
        catalog = replace(catalog, events=(*catalog.events, *vanished))
        published = make_edition(inputs.loaded, catalog, record, now, as_recorded)
        # A half-written list seems to have lost addresses: places.jsonl keeps them while it waits.
        record = write(inputs, published, is_current, forgetting=not self.waiting)
        # Serve what a restart would serve: an edition by the new record, without pending changes.
        return edition(catalog, record, None, as_recorded)


def _vanished(
    catalog: Catalog, record: Record, previous: Edition | None
) -> Iterator[tuple[Event, bool]]:
    """Yield each event that the list no longer has, and whether it can be served as it was."""
    known = {event.uid: event for event in previous.catalog.events} if previous else {}
    lines = sorted(missing(catalog, record), key=lambda line: line.uid)
    for event in rebuild([(line, line.status) for line in lines], catalog):
        public = not mentions_withdrawn(event)
        yield known.get(event.uid, event) if public else event, public


def _without_brief(
    record: Record, catalog: Catalog, now: datetime, *, events: bool, slugs: bool
) -> Record:
    """Return the record without events and slugs that vanished within an hour of publication.

    An event's stamps stay, so that they rise if it comes back.
    """
    earliest = now - BRIEF
    vanished = {line.uid for line in missing(catalog, record)} if events else set()
    lost = set(lost_slugs(catalog, record)) if slugs else set()
    lines, nouns = dict(record.events), dict(record.slugs)
    for uid in vanished:
        if lines[uid].created > earliest:
            lines[uid] = lines[uid].redacted("gone")
    for subject in lost:
        if nouns[subject].created > earliest:
            del nouns[subject]
    return replace(record, events=lines, slugs=nouns)
