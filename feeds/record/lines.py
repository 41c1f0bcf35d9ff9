"""published.jsonl: the record as JSON Lines, one per event or slug, so that git can merge it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from sys import intern
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from feeds.catalog import STATUSES, Neighborhood, Point, Text, Venue
from feeds.catalog.links import UID
from feeds.catalog.names import LONGEST_SLUG, SLUG
from feeds.catalog.texts import clean_line
from feeds.catalog.when import YEARS
from feeds.files import read_lines, write_lines
from feeds.record.published import (
    PUBLIC_STATES,
    STATES,
    FirstAnnouncement,
    PublishedEvent,
    PublishedNoun,
    Record,
)

FILE = "published.jsonl"
VERSION = 1
LONGEST_ID = LONGEST_SLUG + len("-20170307")  # an alias of a series, with its date
MOST_REVISIONS = 2**31 - 1  # some clients store SEQUENCE in 32 bits
# what readers raise for a line that somebody else wrote; a ValueError may be a UnicodeError
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
STAMP, MOMENT = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S"
JsonObject = dict[str, Any]
Reader = Callable[[Any], Any]  # of a value of JSON; raises one of UNREADABLE
Readers = Mapping[str, Reader]


class NewerRecord(Exception):
    """The record was written by a newer Handbill, and may have keys that this one would lose."""


def read_record(content: bytes, zone: ZoneInfo) -> Record:
    """Return the record, its times in `zone`; raise NewerRecord.

    Two lines for one event, left by a merge of two branches, become one.
    """
    events: dict[str, PublishedEvent] = {}
    slugs: dict[str, PublishedNoun] = {}
    damaged = []
    for number, line in read_lines(content):
        version = line.get("version", VERSION)
        if version != VERSION:
            found = f"version {version}, this one knows {VERSION}"
            raise NewerRecord(f"written by a newer Handbill ({found})")
        try:
            if "slug" in line:
                _add_slug(slugs, line)
            elif "version" not in line:
                event = _event(line, zone)
                known = events.get(event.uid)
                events[event.uid] = _merged(known, event) if known else event
        except UNREADABLE:
            damaged.append(number)
    return Record(
        MappingProxyType(events),
        MappingProxyType(slugs),
        tuple(damaged),
        exists=bool(content.strip()),
        checksum=checksum(content),
    )


def checksum(content: bytes) -> bytes:
    """Return a digest, to compare contents of the file without keeping its megabytes."""
    return sha256(content).digest()


def write_record(record: Record) -> bytes:
    """Return published.jsonl: its version, the slugs, the events, each sorted."""
    lines: list[JsonObject] = [{"version": VERSION}]
    for subject, slug in sorted(record.slugs.items()):
        lines.append({"slug": subject, "name": slug.name, "created": _plain(slug.created)})
    for _, event in sorted(record.events.items()):
        lines.append(_line(event))
    return write_lines(lines)


def _add_slug(slugs: dict[str, PublishedNoun], line: JsonObject) -> None:
    """Add the noun of a line; of two lines for one noun the earlier counts."""
    subject = _text(line["slug"])
    noun = PublishedNoun(_text(line.get("name", "")), _stamp(line["created"]))
    known = slugs.get(subject, noun)
    slugs[subject] = min(known, noun, key=lambda line: line.created)


def _merged(one: PublishedEvent, other: PublishedEvent) -> PublishedEvent:
    """Merge what two branches published for one event; if they differ, it counts as edited."""
    older, newer = sorted((one, other), key=lambda line: (line.sequence, line.modified))
    early = min(one, other, key=lambda line: line.created)
    first = early.first
    for line in (older, newer):
        if line.first and line.first.forgotten:  # an address stays taken back
            first = line.first
    same = one.digest == other.digest and one.state == other.state
    ids = dict.fromkeys((*one.former, one.id, *other.former, other.id))
    if "withdrawn" in (one.state, other.state):
        newer = newer.redacted("withdrawn")
    return replace(
        newer,
        modified=max(older.modified, newer.modified),
        created=early.created,
        first=newer.first and first,
        former=tuple(id for id in ids if id != newer.id),
        digest=newer.digest if same else MappingProxyType({}),
    )


def _line(event: PublishedEvent) -> JsonObject:
    """Return the line of an event, without `first` if nothing moved."""
    line = _written(event, EVENT)
    if event.first == FirstAnnouncement(event.start, event.venue):
        del line["first"]
    return line


def _written(value: object, keys: Iterable[str]) -> JsonObject:
    """Return the attributes named by `keys` as JSON, without empty and usual values."""
    line = {}
    for key in keys:
        found = _plain(getattr(value, key))
        if key in REQUIRED or (found and found != USUAL.get(key)):
            line[key] = found
    return line


def _plain(value: Any) -> Any:
    """Return a value as JSON."""
    match value:
        case Text():
            return dict(value.by_language)
        case Venue():
            return _written(value, VENUE)
        case FirstAnnouncement():
            return _written(value, FIRST)
        case Neighborhood():
            return value.slug
        case datetime():
            return value.strftime(STAMP if value.tzinfo is UTC else MOMENT)
        case date():
            return value.isoformat()
        case Mapping():
            return dict(value)
    return value


def _read(line: JsonObject, readers: Readers) -> JsonObject:
    """Return the values of the keys in `readers`; ignore others."""
    return {key: readers[key](value) for key, value in line.items() if key in readers}


def _event(line: JsonObject, zone: ZoneInfo) -> PublishedEvent:
    values = {"title": Text(), **_read(line, EVENT)}
    values["start"] = _in_zone(values["start"], zone)
    values["end"] = _in_zone(values.get("end"), zone)
    if first := values.get("first"):
        values["first"] = replace(first, start=_in_zone(first.start, zone))
    elif values.get("state", "listed") in PUBLIC_STATES:
        values["first"] = FirstAnnouncement(values["start"], values.get("venue"))
    return PublishedEvent(**values)


def _in_zone(moment: Any, zone: ZoneInfo) -> Any:
    """Return a local time in the zone; a day, or None, unchanged."""
    return moment.replace(tzinfo=zone) if isinstance(moment, datetime) else moment


def _first(line: JsonObject) -> FirstAnnouncement | None:
    return FirstAnnouncement(**_read(line, FIRST)) if line else None


def _venue(line: JsonObject) -> Venue | None:
    return _shared_venue(json.dumps(line)) if line else None


@lru_cache(maxsize=4096)  # most events share a few places: one object each saves memory
def _shared_venue(line: str) -> Venue:
    return Venue(**{"slug": "", "name": Text(), **_read(json.loads(line), VENUE)})


def _translated(texts: dict[str, str]) -> Text:
    return Text(tuple((intern(_text(language)), _text(text)) for language, text in texts.items()))


def _hashes(texts: dict[str, str]) -> Mapping[str, str]:
    """Return hashes by field, interned: those of a topic or host recur in many lines."""
    joined = "".join((*texts, *texts.values()))  # one check instead of thirty
    if not (joined.isascii() and joined.isprintable()):
        raise ValueError(joined)
    return MappingProxyType({intern(name): intern(text) for name, text in texts.items()})


def _tags(tags: dict[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({_text(kind): _list(slugs, _text) for kind, slugs in tags.items()})


def _list(values: Any, read: Reader) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(values)
    return tuple(map(read, values))


@lru_cache(maxsize=4096)  # most events share topics, hosts and places
def _text(value: Any) -> str:
    if not (value.isascii() and value.isprintable()) and value != clean_line(value):
        raise ValueError(value)
    return str(value)


def _point(value: Iterable[Any]) -> Point:
    latitude, longitude = map(float, value)
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(value)
    return Point(latitude, longitude)


def _valid(is_valid: Callable[[Any], object]) -> Reader:
    """Return a reader that only validates."""

    def read(value: Any) -> Any:
        if not is_valid(value):
            raise ValueError(value)
        return value

    return read


def _moment(text: str) -> Any:
    """Return a day or moment within the years that a list can name."""
    found = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise ValueError(text)
    return found


@lru_cache(maxsize=4096)  # one publication stamps many lines
def _stamp(text: str) -> Any:
    found = _moment(text)
    if found.strftime(STAMP) != text:
        raise ValueError(text)
    return found


def _flag(value: object) -> bool:
    return value is True


_id = _valid(lambda id: SLUG.fullmatch(id) and len(id) <= LONGEST_ID)  # it becomes a file name
VENUE: Readers = {
    "slug": _text,
    "name": _translated,
    "address": _text,
    "coordinates": _point,
    "neighborhood": lambda slug: Neighborhood(slug=_id(slug), name=Text()),
    "room": _translated,
    "online": _flag,
}
FIRST: Readers = {"start": _moment, "venue": _venue, "forgotten": _flag}
EVENT: Readers = {  # the keys of a line in their order, each with its reader
    "uid": _valid(UID.fullmatch),
    "id": _id,
    "former": lambda ids: _list(ids, _id),
    "series": _id,
    "state": _valid(STATES.__contains__),
    "sequence": _valid(lambda number: type(number) is int and 0 <= number < MOST_REVISIONS),
    "created": _stamp,
    "modified": _stamp,
    "digest": _hashes,
    "status": _valid(STATUSES.__contains__),
    "moved": _flag,
    "title": _translated,
    "start": _moment,
    "end": _moment,
    "venue": _venue,
    "first": _first,
    "tags": _tags,
}
REQUIRED = ("uid", "id", "sequence", "created", "modified", "digest", "start")
USUAL = {"state": "listed", "status": "confirmed"}
