"""published.jsonl: a record as JSON Lines, one line an event and one a slug, that git merges line by line."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from operator import attrgetter
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
from feeds.files import keep_lines, read_lines, write_lines
from feeds.record.published import PUBLIC_STATES, STATES, First, Published, Record, Slug
from feeds.record.revisions import Revision

FILE = "published.jsonl"
VERSION = 1
LONGEST_ID = LONGEST_SLUG + len("-20170307")  # an alias of a series, with its date
MOST_REVISIONS = 2**31 - 1  # some clients keep SEQUENCE in 32 bits
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)  # also UnicodeError
STAMP, MOMENT = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S"
REQUIRED = object()
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
    keep_lines(folder / FILE, write_record(record), damaged=bool(record.damaged))


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


@dataclass(frozen=True, slots=True)
class Codec:
    """How values of one type are read from JSON, which raises one of UNREADABLE, and written to it.

    A key is left out where nothing is to be written, and is then read as `empty`; REQUIRED: none may be left out.
    """

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value
    empty: Any = ""


def _read(line: Line, codecs: Mapping[str, Codec]) -> Line:
    """Return the value of each key of a line."""
    values = {}
    for key, codec in codecs.items():
        values[key] = codec.read(line[key]) if key in line or codec.empty is REQUIRED else codec.empty
    return values


def _write(values: Line, codecs: Mapping[str, Codec]) -> Line:
    """Return the line that is read as these values."""
    line = {}
    for key, codec in codecs.items():
        value = values[key]
        written = "" if value == codec.empty else codec.write(value)
        if written or codec.empty is REQUIRED:
            line[key] = written
    return line


def _object(make: Callable[..., Any], codecs: Mapping[str, Codec]) -> Codec:
    """Return the codec of a record of its own inside a line, None where it is left out."""

    def read(line: Any) -> Any:
        return make(**_read(line, codecs)) if line else None

    def write(value: Any) -> Line:
        return _write({key: getattr(value, key) for key in codecs}, codecs)

    return Codec(read, write, None)


def _line(event: Published) -> Line:
    """Return the line of an event; where it was first is said where that is another."""
    values = {key: getattr(event, key, None) for key in EVENT}
    values |= {"sequence": event.revision.sequence, "modified": event.revision.modified}
    values |= {"start": event.when.start, "end": event.when.end}
    if event.first == First(event.when.start, event.venue):
        values["first"] = None
    return _write(values, EVENT)


def _event(line: Line, zone: ZoneInfo) -> Published:
    """Return what one line says of an event; raise one of UNREADABLE."""
    values = _read(line, EVENT)
    revision = Revision(values.pop("sequence"), values.pop("modified"))
    when = When(_in_zone(values.pop("start"), zone), _in_zone(values.pop("end"), zone))
    first = values.pop("first")
    if first:
        first = replace(first, start=_in_zone(first.start, zone))
    elif values["state"] in PUBLIC_STATES:
        first = First(when.start, values["venue"])
    values["former"] = tuple(former for former in values["former"] if former != values["id"])
    return Published(**values, revision=revision, when=when, first=first)


def _in_zone(moment: Any, zone: ZoneInfo) -> Any:
    """Return a moment of the wall clock in a zone; a day, or None, as it is."""
    return moment.replace(tzinfo=zone) if isinstance(moment, datetime) else moment


def _translated(texts: dict[str, str]) -> Text:
    return Text(tuple((_text(language), _text(text)) for language, text in texts.items()))


def _hashes(texts: dict[str, str]) -> Mapping[str, str]:
    """Return texts by names, which are few: else each line would keep a copy of them."""
    whole = "".join((*texts, *texts.values()))
    if not (whole.isascii() and whole.isprintable()):  # as most are: one look instead of thirty
        raise ValueError(whole)
    return MappingProxyType({intern(name): text for name, text in texts.items()})


def _tags(tags: dict[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({intern(_text(kind)): _list(_text, slugs) for kind, slugs in tags.items()})


def _list(read: Callable[[Any], str], values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(values)
    return tuple(map(read, values))


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


def _one_of(known: Collection[str]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value not in known:
            raise ValueError(value)
        return value

    return read


def _moment(text: str) -> date:
    """Return a day, or a moment of the wall clock."""
    return _dated(datetime.fromisoformat(text).replace(tzinfo=None) if "T" in text else date.fromisoformat(text))


def _write_moment(moment: date) -> str:
    return moment.strftime(MOMENT) if isinstance(moment, datetime) else moment.isoformat()


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


TEXT = Codec(_text)
TRANSLATED = Codec(_translated, lambda text: dict(text.by_language), Text())
FLAG = Codec(lambda value: value is True, empty=False)
MOMENT_OR_DAY = Codec(_moment, _write_moment, REQUIRED)
INSTANT = Codec(_stamp, lambda moment: moment.strftime(STAMP), REQUIRED)
VENUE = {
    "slug": TEXT,
    "name": TRANSLATED,
    "address": TEXT,
    "coordinates": Codec(_point, empty=None),
    "neighborhood": Codec(lambda slug: Neighborhood(slug=_id(slug), name=Text()), attrgetter("slug"), None),
    "room": TRANSLATED,
    "online": FLAG,
}
PLACE = _object(Venue, VENUE)
FIRST = {"start": MOMENT_OR_DAY, "venue": PLACE, "forgotten": FLAG}
EVENT = {
    "uid": Codec(_uid, empty=REQUIRED),
    "id": Codec(_id, empty=REQUIRED),
    "former": Codec(partial(_list, _id), empty=()),
    "series": Codec(_id),
    "state": Codec(_one_of(STATES), empty="listed"),
    "sequence": Codec(_sequence, empty=REQUIRED),
    "created": INSTANT,
    "modified": INSTANT,
    "digest": Codec(_hashes, dict, REQUIRED),
    "status": Codec(_one_of(STATUSES), empty="confirmed"),
    "moved": FLAG,
    "title": TRANSLATED,
    "start": MOMENT_OR_DAY,
    "end": replace(MOMENT_OR_DAY, empty=None),
    "venue": PLACE,
    "first": _object(First, FIRST),
    "tags": Codec(_tags, dict, MappingProxyType({})),
}
