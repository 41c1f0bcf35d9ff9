"""Publishing: what subscribers get is written down as published; by the curator's word, or with each valid save."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from feeds.catalog import Catalog, Event, ListError, Loaded, Problem, zone
from feeds.files import only_writer
from feeds.places import addresses, forget
from feeds.record import (
    FILE,
    Edition,
    NewerRecord,
    Record,
    edition,
    keep,
    losses,
    lost_slugs,
    missing,
    read_record,
    rebuilding,
)

QUIET = timedelta(seconds=60)  # until what vanished from a file is believed: it may be half written
BRIEF = timedelta(hours=1)  # what was published for less is forgotten: an id is corrected soon after it was typed


class StaleFiles(Exception):
    """The files changed after they were read."""


def publish(
    folder: Path, loaded: Loaded, catalog: Catalog, now: datetime, fresh: Callable[[], bool] = lambda: True
) -> Edition:
    """Publish the catalog of `loaded` (with its places) and return it as published.

    Raise StaleFiles when `fresh` says that the files are not those that were read: what another process published
    meanwhile would be taken for deleted. Raise ListError when subscribers would lose an address, OSError when a file
    cannot be written.
    """
    with only_writer(folder):
        if not fresh():
            raise StaleFiles
        before = _content(folder)
        found = issue(loaded, catalog, as_record(str(folder / FILE), before, catalog), now)
        _write(folder, found.published(), before, fresh, addresses(loaded.catalog))
    return found


def _write(
    folder: Path, record: Record, before: bytes, fresh: Callable[[], bool], needed: frozenset[str] | None
) -> None:
    """Write the record, and leave in places.jsonl only the addresses `needed` (None: all).

    Raise StaleFiles when the list changed since it was read, or the record is not as it was `before`: editors and
    git do not ask who holds the folder, so this is the last look before the files are replaced.
    """
    if not fresh() or _content(folder) != before:
        raise StaleFiles
    if needed is not None:
        forget(folder, needed)
    keep(folder, record)


def issue(
    loaded: Loaded,
    catalog: Catalog,
    record: Record,
    now: datetime | None = None,
    held: frozenset[str] = frozenset(),
) -> Edition:
    """Return the edition; raise ListError when subscribers would lose an address."""
    if lost := tuple(losses(loaded, catalog, record)):
        raise ListError((*loaded.problems, *lost))
    return edition(catalog, record, now, held)


def _content(folder: Path) -> bytes:
    file = folder / FILE
    return file.read_bytes() if file.exists() else b""


def as_record(name: str, content: bytes, catalog: Catalog) -> Record:
    """Return what the content of a record says; raise ListError when it is not for this program."""
    try:
        return read_record(content, zone(catalog.calendar.timezone))
    except NewerRecord as error:
        remedy = "update Handbill; nothing was changed"
        raise ListError((Problem(name, 0, "", str(error), remedy),)) from error


class Live:
    """Publishes each valid save of one machine's list.

    What vanishes while saving is believed after 60 quiet seconds; until then it is served as it was.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.changed = clock()
        self.waiting = False

    def due(self) -> bool:
        """Say whether something was left to be published after the quiet seconds, and they are over."""
        return self.waiting and self.clock() - self.changed >= QUIET

    def publish(
        self,
        folder: Path,
        loaded: Loaded,
        catalog: Catalog,
        before: Edition | None,
        fresh: Callable[[], bool],
        *,
        saved: bool,
    ) -> Edition:
        """Publish what was `saved`, or what was left; `before` is the edition served until now.

        Raise StaleFiles when `fresh` says that the files are not those that were read: another worker may have
        published newer ones. Addresses leave places.jsonl once nothing is waiting: a list that is half written
        seems to have lost them.
        """
        now = self.clock()
        self.changed = now if saved else self.changed
        quiet = before is not None and now - self.changed >= QUIET
        with only_writer(folder):
            if not fresh():
                raise StaleFiles
            content = _content(folder)
            record = as_record(str(folder / FILE), content, catalog)
            record = _without_brief(record, catalog, now, events=quiet, slugs=quiet or before is None)
            vanished = {} if quiet else dict(_vanished(catalog, record, before))
            held = frozenset(event.uid for event, as_it_was in vanished.items() if as_it_was)
            catalog = replace(catalog, events=(*catalog.events, *vanished))
            self.waiting = bool(vanished)
            needed = None if self.waiting else addresses(loaded.catalog)
            try:
                published = issue(loaded, catalog, record, now, held).published()
                _write(folder, published, content, fresh, needed)
            except ListError:
                self.waiting, self.changed = True, now  # a slug published just now may be forgotten in a minute
                raise
            except OSError as error:
                self.waiting, self.changed = True, now
                found, remedy = f"cannot be written: {error.strerror}", "make room, or look who may write there"
                raise ListError((Problem(str(error.filename), 0, "", found, remedy),)) from error
            return edition(catalog, published, None, held)


def _vanished(catalog: Catalog, record: Record, before: Edition | None) -> Iterator[tuple[Event, bool]]:
    """Yield the events that the list does not have any more, and whether they can be shown just as they were."""
    known = {event.uid: event for event in before.catalog.events} if before else {}
    rebuilt = rebuilding(catalog)
    untold = {slug for nouns in catalog.nouns.values() for noun in nouns if noun.withdrawn for slug in noun.slugs}
    for uid in sorted(missing(catalog, record)):
        line = record.events[uid]
        told = untold.isdisjoint(slug for slugs in line.tags.values() for slug in slugs)
        event = known.get(uid) if told else None
        yield event or rebuilt(line, line.status), told


def _without_brief(record: Record, catalog: Catalog, now: datetime, *, events: bool, slugs: bool) -> Record:
    """Return the record without the events and slugs that have gone again after less than an hour.

    Of an event its stamps stay: they only rise when it comes back.
    """
    gone = missing(catalog, record) if events else frozenset()
    lost = frozenset(lost_slugs(catalog, record)) if slugs else frozenset()
    return replace(
        record,
        events={
            uid: line.scrubbed("gone") if uid in gone and now - line.created < BRIEF else line
            for uid, line in record.events.items()
        },
        slugs={key: slug for key, slug in record.slugs.items() if key not in lost or now - slug.created >= BRIEF},
    )
