"""Former ids and UIDs of events, which subscribers' addresses and calendars still have."""

from collections.abc import Iterable
from dataclasses import replace

from feeds.catalog import Catalog, Event
from feeds.record.published import PublishedEvent, Record


def with_published_uids(events: tuple[Event, ...], record: Record) -> tuple[Event, ...]:
    """Return the events with the UIDs that subscribers have, even if the list implies others."""
    if not record.events or all(event.uid in record.events for event in events):
        return events
    by_id = record.by_id()
    found = []
    for event in events:
        ids = () if event.uid in record.events else (*event.aliases, event.id)
        lines = [by_id[id] for id in ids if id in by_id]
        uids = [line.uid for line in lines if line.state != "gone"]
        found.append(replace(event, uid=uids[0]) if uids else event)
    return tuple(found)


def former_ids(event: Event, line: PublishedEvent | None) -> tuple[str, ...]:
    """Return every former id of the event and of its series, from its line and its aliases."""
    ids = [*line.former, line.id, line.series] if line else []
    ids += event.aliases
    if event.series:
        date = event.id.removeprefix(event.series)
        ids += [alias.removesuffix(date) for alias in event.aliases]
    present = ("", event.id, event.series)
    return tuple(dict.fromkeys(id for id in ids if id not in present))


def renamed_ids(events: Iterable[Event], record: Record) -> dict[str, str]:
    """Return the present id of an event or series by each of its former ids."""
    found: dict[str, str] = {}
    for event in events:
        line = record.events.get(event.uid)
        if not event.aliases and (line is None or (line.id == event.id and not line.former)):
            continue
        date = event.id.removeprefix(event.series) if event.series else ""
        for id in former_ids(event, line):
            found[id] = event.id if id.endswith(date) else event.series
    return found


def retired_ids(catalog: Catalog, record: Record, renamed: Iterable[str]) -> frozenset[str]:
    """Return every published id that is neither in the catalog nor among the `renamed` ids."""
    ids, series = {event.id for event in catalog.events}, {event.series for event in catalog.events}
    present = {"", *renamed, *ids, *series}
    published = {withdrawal.id for withdrawal in catalog.withdrawals}
    for line in record.events.values():
        published.update((line.id, line.series), line.former)
    return frozenset(published - present)
