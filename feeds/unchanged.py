"""What of a built folder the edits since then leave as it is: most are of one event's words, and touch few documents.

A build writes down what its documents were made of (`inputs`). Where the next one is made of the same but for the
words of some events, only documents that can show one of these are made again; any other difference makes all anew.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import distributions
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from feeds.calendar.timezones import vtimezone
from feeds.catalog import Event, Text
from feeds.limits import TEXTS
from feeds.pages.month import months, span
from feeds.snapshot import Snapshot

Inputs = dict[str, Any]


def inputs(snapshot: Snapshot) -> Inputs:
    """Return hashes of what a snapshot's documents are made of: of the words of each event by UID, and of the rest."""
    edition, calendar = snapshot.edition, snapshot.catalog.calendar
    rest = hashlib.sha256(_program())
    shared = (snapshot.base_url, snapshot.day, snapshot.forms, snapshot.boundaries, sorted(edition.deleted), edition.at)
    catalog = (replace(edition.catalog, events=()), sorted(snapshot.routes.renamed.items()))
    instants = (snapshot.index.starts, vtimezone(snapshot.contents.zone, None))
    images = [(name, image.path, image.width, image.height) for name, image in snapshot.images.by_file.items()]
    paths = (sorted(images), sorted(snapshot.site.pairs), sorted(snapshot.routes.retired))
    for part in (shared, catalog, instants, paths, _languages(snapshot, [calendar.footer, calendar.about])):
        rest.update(repr(part).encode())
    words: dict[str, str] = {}
    for event in snapshot.index.events:
        structure = replace(event, title=Text(), description=Text(), notice=Text())
        move = edition.moves.get(event.uid)
        rest.update(repr((structure, move, event.uid in edition.as_recorded)).encode())
        texts = [value for one in (event, event.venue) if one for value in TEXTS[type(one)](one)]
        foreign = _languages(snapshot, [value for value in texts if isinstance(value, Text)])
        own = (event.title, event.description, event.notice, foreign, edition.record.events.get(event.uid))
        words[event.uid] = _hash(repr(own).encode())
    return {"rest": rest.hexdigest(), "words": words}


def untouched(snapshot: Snapshot, before: Mapping[str, Any], now: Inputs) -> Callable[[str], bool]:
    """Return what says of a canonical path whether its document is the same as when the inputs were those `before`."""
    if before.get("rest") != now["rest"]:
        return lambda path: False
    words = before["words"]
    edited = [event for event in snapshot.index.events if words.get(event.uid) != now["words"][event.uid]]
    uids = {event.uid for event in edited}
    hosts = {host.slug for event in edited for host in event.hosts}
    subjects = {f"month/{month:%Y-%m}" for event in edited for month in months(*_days(event))}

    @cache
    def touches(subject: str) -> bool:
        feed = snapshot.directory.feed(subject)
        if feed and feed.kind != "changes":
            return any(event.uid in uids for event in snapshot.index.pick(feed.selection))
        if subject.startswith("month/"):
            return subject in subjects
        events = snapshot.routes.dates(subject)  # a page says what its hosts do next
        if events:
            return any(event.uid in uids or any(host.slug in hosts for host in event.hosts) for event in events)
        return not subject.startswith("events/")

    def is_untouched(path: str) -> bool:
        address = snapshot.routes.canonical(path)
        return address is not None and not touches(address.subject)

    return is_untouched


def _languages(snapshot: Snapshot, texts: Iterable[Text]) -> list[str | None]:
    """Return the languages that pages say these texts are in: one changes when another event has the same text."""
    versions = [version for text in texts for _, version in text.by_language]
    return [foreign.get(version) for foreign in snapshot.site.foreign.values() for version in versions]


def _days(event: Event) -> tuple[Any, Any]:
    return span(event.when.start, event.when.end)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


@cache
def _program() -> bytes:
    """Return what tells this program, with what it is built on, from another."""
    installed = sorted((found.name, found.version) for found in distributions())
    sources = sorted(_sources(files("feeds")))
    return repr((installed, sources)).encode()


def _sources(folder: Traversable) -> list[str]:
    found: list[str] = []
    for file in folder.iterdir():
        if file.is_dir() and file.name != "__pycache__":
            found += _sources(file)
        elif file.is_file():
            found.append(_hash(file.read_bytes()))
    return found
