"""What is made once for each event and reused from edit to edit.

A fragment is made of one event: its bytes in one format, language and variant, its revision, or the instants it
starts and ends at. It depends only on the event, its move, its line of the record and the calendar. So after an edit,
the fragments of every event for which these are equal by value survive: `changed_events` compares two editions, and
`surviving` returns the fragments of the rest. Only these and the memo of the reader (feeds/catalog/loading.py) pass
from one edition to the next.
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

    def of(
        self, key: tuple[Hashable, ...], events: Iterable[Event], make: Callable[[Event], Fragment]
    ) -> list[Fragment]:
        """Return the fragment of each event for a purpose, made by `make` where it is missing."""
        table: dict[str, Fragment] = self.table(*key)
        # two threads that miss a fragment make the same
        return [
            table.get(event.uid) or table.setdefault(event.uid, make(event)) for event in events
        ]

    def surviving(self, changed: Collection[str]) -> "Fragments":
        """Return the fragments of all events but those whose UIDs `changed`."""
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
    for one, other in ((before.moves, after.moves), (before.record.events, after.record.events)):
        if one is not other:
            changed.update(
                uid for uid in one.keys() | other.keys() if one.get(uid) != other.get(uid)
            )
    return frozenset(changed | (before.as_recorded ^ after.as_recorded))


def _same(one: object, other: object) -> bool:
    return one is other or one == other  # equality of two events takes 5 µs
