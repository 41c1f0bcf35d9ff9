"""Live publishing: each valid save of the list on one machine is published automatically."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.catalog import Catalog, Event, ListError, Problem
from feeds.files import content_of, only_writer
from feeds.inputs import Inputs, as_record
from feeds.places import addresses
from feeds.publishing import IsCurrent, StaleFiles, make_edition, write
from feeds.record import (
    FILE,
    Edition,
    Record,
    edition,
    lost_slugs,
    mentions_withdrawn,
    missing,
    rebuild,
    record_after,
)

# until what vanished from a file counts as deleted: it may be half written
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
        """Say whether something waits to be published, and the quiet seconds are over."""
        return self.waiting and self.clock() - self.changed >= QUIET

    def publish(
        self, inputs: Inputs, previous: Edition | None, is_current: IsCurrent, *, saved: bool
    ) -> Edition:
        """Publish what was `saved`, or what waits; `previous` is the edition served until now.

        Raise StaleFiles when `is_current` says that the files have changed since: another worker may have published
        them. Raise ListError when subscribers would lose an address, or a file cannot be written.
        """
        now = self.clock()
        self.changed = now if saved else self.changed
        quiet = previous is not None and now - self.changed >= QUIET
        with only_writer(inputs.file.parent):
            if not is_current():
                raise StaleFiles
            try:
                return self._publish(inputs, previous, is_current, now, quiet)
            except (ListError, OSError) as error:
                # a slug published by mistake may be forgotten in a minute
                self.waiting, self.changed = True, now
                if isinstance(error, ListError):
                    raise
                found, remedy = (
                    f"cannot be written: {error.strerror}",
                    "free disk space or check permissions",
                )
                raise ListError((Problem(str(error.filename), 0, "", found, remedy),)) from error

    def _publish(
        self,
        inputs: Inputs,
        previous: Edition | None,
        is_current: IsCurrent,
        now: datetime,
        quiet: bool,
    ) -> Edition:
        folder, catalog = inputs.file.parent, inputs.catalog(previous.catalog if previous else None)
        content = content_of(folder / FILE)
        record = as_record(str(folder / FILE), content, inputs.zone, inputs)
        record = _without_brief(record, catalog, now, events=quiet, slugs=quiet or previous is None)
        vanished = {} if quiet else dict(_vanished(catalog, record, previous))
        as_recorded = frozenset(event.uid for event, unchanged in vanished.items() if unchanged)
        catalog = replace(catalog, events=(*catalog.events, *vanished))
        self.waiting = bool(vanished)
        # A half-written list seems to have lost addresses: they stay in places.jsonl until nothing waits.
        needed = None if self.waiting else addresses(inputs.loaded.catalog)
        after = record_after(make_edition(inputs.loaded, catalog, record, now, as_recorded))
        write(folder, after, content, is_current, needed)
        # A second edition, by the new record, is served: it has no pending changes, and is what a restart would serve.
        return edition(catalog, after, None, as_recorded)


def _vanished(
    catalog: Catalog, record: Record, previous: Edition | None
) -> Iterator[tuple[Event, bool]]:
    """Yield each event that the list no longer has, and whether it can be shown exactly as it was."""
    known = {event.uid: event for event in previous.catalog.events} if previous else {}
    lines = sorted(missing(catalog, record), key=lambda line: line.uid)
    for event in rebuild([(line, line.status) for line in lines], catalog):
        public = not mentions_withdrawn(event)
        yield known.get(event.uid, event) if public else event, public


def _without_brief(
    record: Record, catalog: Catalog, now: datetime, *, events: bool, slugs: bool
) -> Record:
    """Return the record without events and slugs that disappeared within an hour of being published.

    An event's stamps stay, so that they rise if it comes back.
    """
    vanished = {line.uid for line in missing(catalog, record)} if events else frozenset()
    lost = frozenset(lost_slugs(catalog, record)) if slugs else frozenset()
    return replace(
        record,
        events={
            uid: line.redacted("gone") if uid in vanished and now - line.created < BRIEF else line
            for uid, line in record.events.items()
        },
        slugs={
            key: slug
            for key, slug in record.slugs.items()
            if key not in lost or now - slug.created >= BRIEF
        },
    )
