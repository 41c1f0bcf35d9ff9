"""published.jsonl: what subscribers hold of each event, one line an event, and every slug ever published."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from sys import intern
from typing import Any, Literal
from zoneinfo import ZoneInfo

from feeds.catalog import STATUSES, Neighborhood, Point, Status, Text, Venue, When
from feeds.catalog.links import UID
from feeds.catalog.names import LONGEST_SLUG, SLUG
from feeds.catalog.texts import clean_line
from feeds.catalog.when import YEARS
from feeds.files import errors_name, read_lines, write_lines, write_whole

FILE = "published.jsonl"
VERSION = 1
LONGEST_ID = LONGEST_SLUG + len("-20170307")  # an alias of a series, with its date
FIRST_MINUTE = datetime(2020, 1, 1, tzinfo=UTC)
State = Literal["listed", "deleted", "withdrawn", "gone"]
TOLD: tuple[State, ...] = ("listed", "deleted")
STATES: tuple[State, ...] = (*TOLD, "withdrawn", "gone")


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of an event as published: SEQUENCE, and LAST-MODIFIED (which DTSTAMP repeats, rule 12)."""

    sequence: int
    modified: datetime

    def next(self, now: datetime) -> "Revision":
        """Return the revision after this one; it rises also when the clock was set back or the record was lost."""
        new = first_revision(now)
        return Revision(max(self.sequence + 1, new.sequence), max(self.modified + timedelta(seconds=1), new.modified))

    def draft(self) -> "Revision":
        """Return the revision of an edit that is not published yet; no clock is asked."""
        return Revision(self.sequence + 1, self.modified + timedelta(seconds=1))


UNPUBLISHED = Revision(0, datetime(2000, 1, 1, tzinfo=UTC))  # no clock: the same list makes the same bytes


def first_revision(now: datetime) -> Revision:
    """Return the first revision of an event published `now`: minutes since 2020, above any that was lost."""
    return Revision(max(0, (now - FIRST_MINUTE) // timedelta(minutes=1)), now.replace(microsecond=0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What subscribers hold of one event.

    `digest` has a hash for each field that they see. `state` tells whether the event stands in the list; deleted
    and withdrawn ones are in the feeds until they are past, and then gone. `first` says when and where it was first
    published, `when` and `venue` when and where at last. `tags` are the slugs that it is selected by. Of withdrawn
    and gone ones nothing is kept that tells what they were.
    """

    uid: str
    id: str
    former: tuple[str, ...] = ()
    series: str = ""
    state: State = "listed"
    revision: Revision
    created: datetime
    digest: Mapping[str, str] = field(default_factory=dict)
    status: Status = "confirmed"
    moved: bool = False
    title: Text
    when: When
    venue: Venue | None = None
    first: "First | None" = None
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids it ever had itself, the present one first."""
        return tuple(id for id in (self.id, *self.former) if id.endswith(self.of_day))

    @property
    def series_ids(self) -> tuple[str, ...]:
        """The ids that its series ever had, the present one first."""
        return (self.series, *(id for id in self.former if not id.endswith(self.of_day))) if self.series else ()

    @property
    def of_day(self) -> str:
        """What the id of a date ends with after that of its series."""
        return self.id.removeprefix(self.series) if self.series else ""

    def scrubbed(self, state: State) -> "Published":
        """Return it in a state of which nothing is told any more."""
        return replace(self, state=state, title=Text(), venue=None, first=None, moved=False, status="confirmed")


@dataclass(frozen=True, slots=True)
class First:
    """When and where an event was first published.

    Of a `forgotten` place, whose address was taken back, only the slug and the neighborhood are kept: their
    subscribers still see that the event moved.
    """

    start: date
    venue: Venue | None
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Slug:
    """A noun that was published: what it was called, and when it first was."""

    name: str
    created: datetime


@dataclass(frozen=True)
class Record:
    """All that was ever published: events by UID, nouns by kind and slug (topic/labor).

    `damaged` are the numbers of the lines that cannot be read; `written` says that there is a file.
    """

    events: Mapping[str, Published] = field(default_factory=dict)
    slugs: Mapping[str, Slug] = field(default_factory=dict)
    damaged: tuple[int, ...] = ()
    written: bool = field(default=False, compare=False)

    @cached_property
    def by_id(self) -> dict[str, Published]:
        """What was published under each id, former ones too; of two the one that is not gone."""
        found: dict[str, Published] = {}
        for state in ("gone", "deleted", "withdrawn", "listed"):
            lines = [line for line in self.events.values() if line.state == state]
            found |= {id: line for line in lines for id in line.ids[1:]}
            found |= {line.id: line for line in lines}
        return found

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that an event or series was ever published under."""
        return frozenset(id for line in self.events.values() for id in (line.id, *line.former, line.series) if id)

    @cached_property
    def renamed(self) -> tuple[Published, ...]:
        """The lines of events that had other ids."""
        return tuple(line for line in self.events.values() if line.former)

    @cached_property
    def newest(self) -> datetime:
        """The last moment at which something was published."""
        return max((line.revision.modified for line in self.events.values()), default=UNPUBLISHED.modified)


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
                read = _published(line, zone)
                events[read.uid] = _merged(events[read.uid], read) if read.uid in events else read
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):  # also UnicodeError
            damaged.append(number)
    return Record(events, slugs, tuple(sorted(damaged)), written=bool(objects))


def write_record(record: Record) -> bytes:
    """Return published.jsonl: its version, the slugs, the events, each sorted."""
    slugs = (
        {"slug": subject, "name": slug.name, "created": _say_stamp(slug.created)}
        for subject, slug in sorted(record.slugs.items())
    )
    events = (_line(record.events[uid]) for uid in sorted(record.events))
    return write_lines(({"version": VERSION}, *slugs, *events))


def _merged(one: Published, other: Published) -> Published:
    """Return what two branches published of one event; where they differ, it counts as edited."""
    older, newer = sorted((one, other), key=lambda line: (line.revision.sequence, line.revision.modified))
    early = min(one, other, key=lambda line: line.created)
    firsts = (line.first for line in (newer, older) if line.first)
    forgotten = next((first for first in firsts if first.forgotten), None)  # on one branch: it stays so
    if "withdrawn" in (one.state, other.state):  # what was taken down on one branch is not told by the other
        newer = newer.scrubbed("withdrawn")
    return replace(
        newer,
        revision=Revision(newer.revision.sequence, max(older.revision.modified, newer.revision.modified)),
        created=early.created,
        first=newer.first and (forgotten or early.first),
        former=tuple(dict.fromkeys(id for id in (*one.former, one.id, *other.former, other.id) if id != newer.id)),
        digest=newer.digest if one.digest == other.digest and one.state == other.state else {},
    )


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


def _published(line: dict[str, Any], zone: ZoneInfo) -> Published:
    if line.get("state", "listed") not in STATES or line.get("status", "confirmed") not in STATUSES:
        raise ValueError("a state or status that nobody wrote")
    end = line.get("end")
    venue, state = _read_venue(line.get("venue")), line.get("state", "listed")
    when = When(_moment(line["start"], zone), _moment(end, zone) if end else None)
    first = line.get("first")
    return Published(
        uid=_uid(line["uid"]),
        id=_id(line["id"]),
        former=tuple(_id(id) for id in _texts(line.get("former", [])) if id != line["id"]),
        series=_id(line["series"]) if "series" in line else "",
        state=state,
        revision=Revision(_sequence(line["sequence"]), _stamp(line["modified"])),
        created=_stamp(line["created"]),
        digest={intern(_text(name)): _text(digest) for name, digest in line["digest"].items()},  # else a copy a line
        status=line.get("status", "confirmed"),
        moved=line.get("moved", False) is True,
        title=_read_text(line.get("title", {})),
        when=when,
        venue=venue,
        first=_read_first(first, zone) if first else First(when.start, venue) if state in TOLD else None,
        tags={intern(_text(kind)): _texts(slugs) for kind, slugs in line.get("tags", {}).items()},
    )


def _line(line: Published) -> dict[str, Any]:
    """Return the object of one line, without what is empty."""
    whole = {
        "uid": line.uid,
        "id": line.id,
        "former": line.former,
        "series": line.series,
        "state": line.state if line.state != "listed" else "",
        "sequence": line.revision.sequence,
        "created": _say_stamp(line.created),
        "modified": _say_stamp(line.revision.modified),
        "digest": line.digest,
        "status": line.status if line.status != "confirmed" else "",
        "moved": line.moved,
        "title": dict(line.title.by_language),
        "start": _say_moment(line.when.start),
        "end": _say_moment(line.when.end) if line.when.end else "",
        "venue": _say_venue(line.venue),
        "first": _say_first(line),
        "tags": line.tags,
    }
    return {key: value for key, value in whole.items() if value or key in ("sequence", "digest")}


def _say_first(line: Published) -> dict[str, Any]:
    """Return when and where it was first published, where that is not when and where it is."""
    if line.first is None or line.first == First(line.when.start, line.venue):
        return {}
    found = {"start": _say_moment(line.first.start), "venue": _say_venue(line.first.venue)}
    return {**found, "forgotten": True} if line.first.forgotten else found


def _read_first(first: dict[str, Any], zone: ZoneInfo) -> First:
    forgotten = first.get("forgotten", False) is True
    return First(_moment(first["start"], zone), _read_venue(first.get("venue")), forgotten)


def _say_venue(venue: Venue | None) -> dict[str, Any]:
    if venue is None:
        return {}
    whole = {
        "slug": venue.slug,
        "name": dict(venue.name.by_language),
        "address": venue.address,
        "coordinates": venue.coordinates,
        "neighborhood": venue.neighborhood.slug if venue.neighborhood else "",
    }
    return {key: value for key, value in whole.items() if value}


def _read_venue(line: dict[str, Any] | None) -> Venue | None:
    if not line:
        return None
    there = line.get("neighborhood")
    return Venue(
        slug=_text(line.get("slug", "")),
        name=_read_text(line.get("name", {})),
        address=_text(line.get("address", "")),
        coordinates=_point(line["coordinates"]) if "coordinates" in line else None,
        neighborhood=Neighborhood(slug=_id(there), name=Text()) if there else None,
    )


def _read_text(words: dict[str, str]) -> Text:
    return Text(tuple((_text(language), _text(said)) for language, said in words.items()))


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
    """Return a SEQUENCE: some clients keep 32 bits."""
    if type(value) is not int or not 0 <= value < 2**31 - 1:
        raise ValueError(value)
    return value


def _point(value: Any) -> Point:
    latitude, longitude = map(float, value)
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(value)
    return Point(latitude, longitude)


def _moment(text: str, zone: ZoneInfo) -> date:
    """Return a day, or a wall-clock moment in `zone`."""
    found = datetime.fromisoformat(text).replace(tzinfo=zone) if "T" in text else date.fromisoformat(text)
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise ValueError(text)
    return found


def _say_moment(moment: date) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S") if isinstance(moment, datetime) else moment.isoformat()


def _stamp(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if not YEARS[0] <= found.year <= YEARS[1] or _say_stamp(found) != text:
        raise ValueError(text)
    return found


def _say_stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
