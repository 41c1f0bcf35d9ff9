"""What is made once for each event and survives edits.

A fragment is made from one event: its bytes in one format, language and variant, its revision, or
the instants of its start and end. It depends only on the event, its move, its line in the record
and the calendar, and survives edits that leave these equal. Only fragments and the memo of the
reader (feeds/catalog/loading.py) pass from one edition to the next.
"""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any, TypeVar

from feeds.catalog import Event
from feeds.record import Edition

Fragment = TypeVar("Fragment")


class Fragments:
    """Tables of fragments by UID, each under a key for its purpose."""

    def __init__(self, tables: dict[Hashable, dict[str, Any]] | None = None) -> None:
        self._tables = tables or {}

    def table(self, *key: Hashable) -> dict[str, Any]:
        """Return the table for a purpose, such as ("ics", "en", "mark"), to be read and filled."""
        return self._tables.setdefault(key, {})

    def get_or_make(
        self, key: tuple[Hashable, ...], events: Iterable[Event], make: Callable[[Event], Fragment]
    ) -> list[Fragment]:
        """Return the fragment of each event for a purpose, made by `make` if it is missing."""
        table: dict[str, Fragment] = self.table(*key)
        # two threads that miss a fragment make the same
        return [
            table.get(event.uid) or table.setdefault(event.uid, make(event)) for event in events
        ]

    def surviving(self, changed: Collection[str]) -> "Fragments":
        """Return the fragments of all events except those with the `changed` UIDs."""
        tables = {}
        for key, table in list(self._tables.items()):  # another thread may add a table
            surviving = table.copy()
            for uid in changed:
                surviving.pop(uid, None)
            tables[key] = surviving
        return Fragments(tables)


def changed_events(before: Edition, after: Edition) -> frozenset[str]:
    """Return the UIDs of the events that differ between two editions of the same calendar."""
    events = {event.uid: event for event in before.catalog.events}
    changed = {
        event.uid for event in after.catalog.events if not _same(events.pop(event.uid, None), event)
    }
    changed.update(events)  # events missing from the new edition
    for old, new in ((before.moves, after.moves), (before.record.events, after.record.events)):
        uids = old.keys() | new.keys() if old is not new else ()
        changed.update(uid for uid in uids if old.get(uid) != new.get(uid))
    return frozenset(changed | (before.as_recorded ^ after.as_recorded))


def _same(old: object, new: object) -> bool:
    return old is new or old == new  # comparing two equal events takes 5 µs
