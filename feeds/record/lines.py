"""published.jsonl: a record as JSON Lines, one line an event and one a slug, that git merges line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from sys import intern
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from feeds.catalog import STATUSES, Neighborhood, Point, Text, Venue, When
from feeds.catalog.links import UID
from feeds.catalog.names import LONGEST_SLUG, SLUG
from feeds.catalog.texts import clean_line
from feeds.catalog.when import YEARS
from feeds.files import errors_name, read_lines, write_lines, write_whole
from feeds.record.published import PUBLIC_STATES, STATES, First, Published, Record, Slug
from feeds.record.revisions import Revision

FILE = "published.jsonl"
VERSION = 1
LONGEST_ID = LONGEST_SLUG + len("-20170307")  # an alias of a series, with its date
MOST_REVISIONS = 2**31 - 1  # some clients keep SEQUENCE in 32 bits
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)  # also UnicodeError
STAMP, MOMENT = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S"
Line = dict[str, Any]
Moment = TypeVar("Moment", date, datetime)


class NewerRecord(Exception):
    """The record was written by a newer Handbill, which may keep more in it than this one knows."""


def read_record(content: bytes, zone: ZoneInfo) -> Record:
    """Return the record; raise NewerRecord. `zone` is that of its hours.

    Two lines for one event, as a merge of two branches leaves them, become one.
    """
    objects, damaged = read_lines(content)
    events: dict[str, Published] = {}
    slugs: dict[str, Slug] = {}
    for number, line in objects:
        if "version" in line:
            if line["version"] != VERSION:
                raise NewerRecord(f"written by a newer Handbill (version {line['version']}, this one knows {VERSION})")
            continue
        try:
            if "slug" in line:
                subject, slug = _text(line["slug"]), Slug(_text(line.get("name", "")), _stamp(line["created"]))
                slugs[subject] = min(slugs.get(subject, slug), slug, key=lambda known: known.created)
            else:
                event = _event(line, zone)
                known = events.get(event.uid)
                events[event.uid] = _merged(known, event) if known else event
        except UNREADABLE:
            damaged.append(number)
    return Record(MappingProxyType(events), MappingProxyType(slugs), tuple(sorted(damaged)), written=bool(objects))


def write_record(record: Record) -> bytes:
    """Return published.jsonl: its version, the slugs, the events, each sorted."""
    lines: list[Line] = [{"version": VERSION}]
    for subject, slug in sorted(record.slugs.items()):
        lines.append({"slug": subject, "name": slug.name, "created": slug.created.strftime(STAMP)})
    lines += [_line(record.events[uid]) for uid in sorted(record.events)]
    return write_lines(lines)


def keep(folder: Path, record: Record) -> None:
    """Write the record into the folder's published.jsonl, unless it says so already; a damaged file is set aside.

    The caller holds the folder (`only_writer`). Raise OSError when the file cannot be written; it is then as it was.
    """
    file, content = folder / FILE, write_record(record)
    before = file.read_bytes() if file.exists() else b""
    with errors_name(file):
        if record.damaged:
            write_whole(folder / f"{FILE}.damaged", before)
        if content != before:
            write_whole(file, content)


def _merged(one: Published, other: Published) -> Published:
    """Return what two branches published of one event; where they differ, it counts as edited."""
    older, newer = sorted((one, other), key=lambda line: (line.revision.sequence, line.revision.modified))
    early = min(one, other, key=lambda line: line.created)
    firsts = [line.first for line in (newer, older) if line.first]
    forgotten = next((first for first in firsts if first.forgotten), None)  # on one branch: it stays so
    same = one.digest == other.digest and one.state == other.state
    ids = dict.fromkeys((*one.former, one.id, *other.former, other.id))
    if "withdrawn" in (one.state, other.state):  # what was taken down on one branch the other does not bring back
        newer = newer.scrubbed("withdrawn")
    return replace(
        newer,
        revision=Revision(newer.revision.sequence, max(older.revision.modified, newer.revision.modified)),
        created=early.created,
        first=newer.first and (forgotten or early.first),
        former=tuple(id for id in ids if id != newer.id),
        digest=newer.digest if same else MappingProxyType({}),
    )


def _line(event: Published) -> Line:
    """Return the object of one line, without what is empty."""
    when, first = event.when, event.first
    as_first = first is None or first == First(when.start, event.venue)
    line = {
        "uid": event.uid,
        "id": event.id,
        "former": event.former,
        "series": event.series,
        "state": event.state if event.state != "listed" else "",
        "sequence": event.revision.sequence,
        "created": event.created.strftime(STAMP),
        "modified": event.revision.modified.strftime(STAMP),
        "digest": dict(event.digest),
        "status": event.status if event.status != "confirmed" else "",
        "moved": event.moved,
        "title": dict(event.title.by_language),
        "start": _write_moment(when.start),
        "end": _write_moment(when.end) if when.end else "",
        "venue": _write_venue(event.venue),
        "first": {} if as_first or first is None else _write_first(first),
        "tags": dict(event.tags),
    }
    return _without_empty(line, "sequence", "digest")


def _write_first(first: First) -> Line:
    line: Line = {"start": _write_moment(first.start), "venue": _write_venue(first.venue)}
    return {**line, "forgotten": True} if first.forgotten else line


def _write_venue(venue: Venue | None) -> Line:
    if venue is None:
        return {}
    line = {
        "slug": venue.slug,
        "name": dict(venue.name.by_language),
        "address": venue.address,
        "coordinates": venue.coordinates,
        "neighborhood": venue.neighborhood.slug if venue.neighborhood else "",
        "room": dict(venue.room.by_language),
        "online": venue.online,
    }
    return _without_empty(line)


def _write_moment(moment: date) -> str:
    return moment.strftime(MOMENT) if isinstance(moment, datetime) else moment.isoformat()


def _without_empty(line: Line, *needed: str) -> Line:
    return {key: value for key, value in line.items() if value or key in needed}


def _event(line: Line, zone: ZoneInfo) -> Published:
    """Return what one line says of an event; raise one of UNREADABLE."""
    state, status = line.get("state", "listed"), line.get("status", "confirmed")
    if state not in STATES or status not in STATUSES:
        raise ValueError("a state or status that nobody wrote")
    end, first, id = line.get("end"), line.get("first"), _id(line["id"])
    when = When(_moment(line["start"], zone), _moment(end, zone) if end else None)
    venue = _venue(line.get("venue"))
    published_first = First(when.start, venue) if state in PUBLIC_STATES else None
    tags = {intern(_text(kind)): _texts(slugs) for kind, slugs in line.get("tags", {}).items()}
    return Published(
        uid=_uid(line["uid"]),
        id=id,
        former=tuple(_id(former) for former in _texts(line.get("former", [])) if former != id),
        series=_id(line["series"]) if "series" in line else "",
        state=state,
        revision=Revision(_sequence(line["sequence"]), _stamp(line["modified"])),
        created=_stamp(line["created"]),
        digest=MappingProxyType(dict(_interned(line["digest"]))),
        status=status,
        moved=line.get("moved", False) is True,
        title=_translated(line.get("title", {})),
        when=when,
        venue=venue,
        first=_first(first, zone) if first else published_first,
        tags=MappingProxyType(tags),
    )


def _first(line: Line, zone: ZoneInfo) -> First:
    forgotten = line.get("forgotten", False) is True
    return First(_moment(line["start"], zone), _venue(line.get("venue")), forgotten)


def _venue(line: Line | None) -> Venue | None:
    if not line:
        return None
    neighborhood = line.get("neighborhood")
    return Venue(
        slug=_text(line.get("slug", "")),
        name=_translated(line.get("name", {})),
        address=_text(line.get("address", "")),
        coordinates=_point(line["coordinates"]) if "coordinates" in line else None,
        neighborhood=Neighborhood(slug=_id(neighborhood), name=Text()) if neighborhood else None,
        room=_translated(line.get("room", {})),
        online=line.get("online", False) is True,
    )


def _translated(texts: dict[str, str]) -> Text:
    return Text(tuple((_text(language), _text(text)) for language, text in texts.items()))


def _interned(texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of texts whose first ones are few: else each line would keep a copy."""
    for key, value in texts.items():
        yield intern(_text(key)), _text(value)


def _texts(values: list[Any]) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(values)
    return tuple(map(_text, values))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    if not (value.isascii() and value.isprintable()) and value != clean_line(value):
        raise ValueError(value)
    return value


def _uid(value: Any) -> str:
    """Return a UID as feeds can hold it, as the list does (links.uid)."""
    if not isinstance(value, str) or not UID.fullmatch(value):
        raise ValueError(value)
    return value


def _id(value: Any) -> str:
    """Return an id or slug: it becomes the name of a file."""
    if not isinstance(value, str) or not SLUG.fullmatch(value) or len(value) > LONGEST_ID:
        raise ValueError(value)
    return value


def _sequence(value: Any) -> int:
    if type(value) is not int or not 0 <= value < MOST_REVISIONS:
        raise ValueError(value)
    return value


def _point(value: Iterable[Any]) -> Point:
    latitude, longitude = map(float, value)
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(value)
    return Point(latitude, longitude)


def _moment(text: str, zone: ZoneInfo) -> date:
    """Return a day, or a wall-clock moment in `zone`."""
    found = datetime.fromisoformat(text).replace(tzinfo=zone) if "T" in text else date.fromisoformat(text)
    return _dated(found)


def _stamp(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.strftime(STAMP) != text:
        raise ValueError(text)
    return _dated(found)


def _dated(moment: Moment) -> Moment:
    """Return a day or moment of the years that a list can name; raise ValueError for others."""
    if not YEARS[0] <= moment.year <= YEARS[1]:
        raise ValueError(moment)
    return moment
