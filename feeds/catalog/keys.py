"""The keys of each table of a list: what reads each, and in keys.toml what it says, to people and editors.

`./run docs` writes events.schema.json and the tables of docs/format.md from both.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from feeds.catalog import links, values
from feeds.catalog.kinds import NEGATABLE
from feeds.catalog.node import Node, Reader, Schema, reader
from feeds.catalog.nouns import ATTENDANCE, CANCELLED, STATUSES, Areas, Geocoding, Text
from feeds.catalog.tables import Key, Table, read_table
from feeds.catalog.texts import clean_text, describe, line, localized, string, without_markup
from feeds.catalog.values import SLUG_SCHEMA, choice, flag, list_of
from feeds.catalog.when import HourError, Series, When, say_day

ROWS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _table(name: str, readers: Mapping[str, Reader[Any]], **options: Any) -> Table:
    """Return a table of keys.toml with what reads each of its keys; what must not be missing is in `options`."""
    rows = ROWS[name]["keys"]
    keys = [Key(key, reader, **rows[key]) for key, reader in readers.items()]
    return Table(*keys, about=ROWS[name].get("about", ""), **options)


# The calendar

AREAS = _table(
    "areas",
    {
        "file": values.file_below,
        "name": line(),
    },
)
GEOCODER = _table(
    "geocoder",
    {
        "service": choice("nominatim", "photon"),
        "user_agent": line(),
        "domain": line(),
        "scheme": choice("https", "http"),
        "timeout": values.seconds,
    },
)


@reader(AREAS.schema, "[table](#boundaries)")
def areas(node: Node) -> Areas | None:
    """Read which file has the boundaries of areas."""
    read = read_table(node, AREAS)
    return Areas(**read) if read and read.keys() == AREAS.keys.keys() else None


@reader(GEOCODER.schema, "[table](#geocoder)")
def geocoder(node: Node) -> Geocoding | None:
    """Read which geocoder to ask; its usage policy wants to know who asks."""
    read = read_table(node, GEOCODER) or {}
    service = read.pop("service", None)
    return Geocoding(service, tuple(read.items())) if service and read.get("user_agent") else None


CALENDAR = _table(
    "calendar",
    {
        "title": localized(may_be_empty=False),
        "timezone": values.timezone,
        "languages": values.languages,
        "domain": links.domain,
        "url": links.public_address,
        "default_duration": values.duration,
        "cancelled": choice(*CANCELLED),
        "clock": choice("24h", "12h"),
        "area": values.area,
        "footer": localized(500, clean_text),
        "about": localized(2000, clean_text),
        "contact": links.mail_or_link,
        "suggest": links.url,
        "logo": values.file_below,
        "accent": values.accent,
        "boundaries": areas,
        "geocoder": geocoder,
    },
)

# The nouns


ORGANIZATION = _table(
    "organization",
    {
        "name": localized(may_be_empty=False),
        "aliases": list_of(line()),
        "url": links.url,
        "about": localized(500, clean_text),
        "withdrawn": flag,
    },
)
NEIGHBORHOOD = _table(
    "neighborhood",
    {
        "name": localized(may_be_empty=False),
        "aliases": list_of(line()),
        "within": list_of(line()),
    },
)


TOPIC = _table(
    "topic",
    {
        "name": localized(may_be_empty=False),
        "aliases": list_of(line()),
    },
)
VENUE = _table(
    "venue",
    {
        "name": localized(),
        "aliases": list_of(line()),
        "address": line(),
        "neighborhood": string,
        "coordinates": values.point,
        "accessibility": localized(500),
        "withdrawn": flag,
    },
    one_of=("name", "address"),
)
INLINE_VENUE = _table(
    "inline_venue",
    {
        "name": localized(),
        "address": line(),
        "coordinates": values.point,
        "room": localized(100),
        "accessibility": localized(500),
    },
    one_of=("name", "address"),
)

# The collections

HOW = list_of(choice(*(noun.slug for noun in ATTENDANCE)))


def _conditions(negation: str) -> dict[str, Reader[Any]]:
    """Return the keys of a collection that ask for nouns, or with `not-` leave them out."""
    return {negation + kind.plural: HOW if kind.own else values.names for kind in NEGATABLE}


NEAR = Reader(
    line().read,
    {"type": "string", "pattern": r"^\s*(.+?\s*,\s*[0-9]+(\.[0-9]{1,3})?\s*(km|mi))?\s*$"},
    "a venue or neighborhood, and a distance",
)
COLLECTION = _table(
    "collection",
    {
        "title": localized(may_be_empty=False),
        "aliases": list_of(line()),
        **_conditions(""),
        **_conditions("not-"),
        "near": NEAR,
    },
)

# The events


@reader({"anyOf": [string.schema, INLINE_VENUE.schema]}, "one name, or an [inline venue](#inline-venue)")
def event_venue(node: Node) -> str | dict[str, Any] | None:
    """Read where an event takes place: the name of a venue, or a table that describes one used once."""
    if isinstance(node.value, str):
        return string(without_markup(node))
    if isinstance(node.value, dict):
        return read_table(node, INLINE_VENUE)
    node.problem(f"{describe(node.value)} where a venue belongs", 'write its name, like "Federal Plaza"')
    return None


@reader(
    {"anyOf": [values.when.schema, {"type": "array", "minItems": 1, "items": values.when.schema}]},
    "a [date](#when), or a list of them: a series",
)
def dates(node: Node) -> When | Series | None:
    """Read when an event takes place, or the dates of a series: a list, or words that name several."""
    if not isinstance(node.value, list):
        return values.when_or_series(node)
    if not node.value:
        node.problem("no date at all", 'write at least one, like ["Tue, March 7, 2017, 6 PM"]')
        return None
    found: dict[date, When | HourError] = {}
    complete = True
    for index in range(len(node.value)):
        item = node.item(index)
        read = values.when_or_series(item)
        complete = complete and read is not None
        for day, when in _days(read):
            if day in found:
                item.problem(f"{say_day(day)} is already a date of this series", "make it an event of its own")
            found.setdefault(day, when)
    return Series(tuple(found.items())) if complete else None


def _days(read: When | Series | None) -> tuple[tuple[date, When | HourError], ...]:
    if isinstance(read, When):
        return ((read.start_day, read),)
    return read.dates if read else ()


@reader(
    {"type": "array", "items": {"type": "string"}},
    "list of [days](#when)",
)
def exceptions(node: Node) -> dict[date, Node] | None:
    """Read the days on which a series does not take place, each with where it is written."""
    if not isinstance(node.value, list):
        values.refuse_other_than_list(node)
        return None
    found: dict[date, Node] = {}
    for item in map(node.item, range(len(node.value))):
        when = values.when(item)
        if when is None:
            continue
        if when.all_day and when.end is None:
            found[when.start_day] = item
        else:
            item.problem("more than a day, where one day belongs", f'write "{when.start_day}"')
    return found


REASON = localized(500)


@reader({"anyOf": [*REASON.schema["anyOf"], {"const": False}]}, f"{REASON.type}; or `false`")
def moved(node: Node) -> Text | bool | None:
    """Read why an event moved, or `false`: it never was anywhere else."""
    if node.value is True:
        node.problem("what moved shows by itself", 'leave it out, or write the reason: moved = "Larger crowd expected"')
        return None
    return False if node.value is False else REASON(node)


CHANGE = _table(
    "change",
    {
        "venue": event_venue,
        "room": localized(100),
        "online": links.online,
        "title": localized(may_be_empty=False),
        "description": localized(None, clean_text),
        "notice": localized(500, clean_text),
        "cost": localized(500),
        "accessibility": localized(500),
        "status": choice(*STATUSES),
        "moved": moved,
        "when": values.when,
    },
)


@reader(
    {
        "type": "object",
        "propertyNames": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "additionalProperties": CHANGE.schema,
    },
    "table of [changes](#change) by date",
)
def changes(node: Node) -> dict[date, Node] | None:
    """Read what is different on single dates of a series: the table of each date, yet unread."""
    if not isinstance(node.value, dict):
        node.problem(f"{describe(node.value)} where a table belongs", 'write [events.changes."2017-03-07"]')
        return None
    found: dict[date, Node] = {}
    for key in node.value:
        try:
            day = date.fromisoformat(key)
        except ValueError:
            day = date.min
        if day.isoformat() == key:
            found[day] = node.item(key)
        else:
            node.item(key).problem(f'"{key}" is not a date', 'write it like "2017-03-07"', key=True)
    return found


EVENT = _table(
    "event",
    {
        "id": values.slug,
        "aliases": list_of(values.slug),
        "title": localized(may_be_empty=False),
        "when": dates,
        "rrule": line(),
        "except": exceptions,
        "changes": changes,
        "venue": event_venue,
        "room": localized(100),
        "online": links.online,
        "hosts": values.names,
        "supporters": values.names,
        "and_others": flag,
        "topics": values.names,
        "neighborhoods": values.names,
        "description": localized(None, clean_text),
        "notice": localized(500, clean_text),
        "cost": localized(500),
        "accessibility": localized(500),
        "signup": links.url,
        "url": links.url,
        "contact": links.contact,
        "ends_at": localized(),
        "status": choice(*STATUSES),
        "moved": moved,
        "uid": links.uid,
        "notes": localized(None, clean_text),
        "source": line(),
    },
    withdrawn=("status", "withdrawn"),
)

# The list


def _section(schema: Schema, type: str) -> Reader[Node]:
    """Return the reader of a table that has a module of its own."""
    return Reader(lambda node: node, schema, type)


def _nouns(table: Table, noun: str, *, short: bool = True) -> Reader[Node]:
    """Return the reader of the nouns of a kind, by slug; where `short`, each may be its name alone."""
    schema = table.schema
    if short:
        name = table.keys["name"].reader.schema["anyOf"]
        schema = {
            "description": f"A name, a table of language = name, or {{ {', '.join(table.keys)} }}.",
            "anyOf": [*name, schema],
        }
    by_slug = {"type": "object", "propertyNames": SLUG_SCHEMA, "additionalProperties": schema}
    return _section(by_slug, f"table of [{noun}s](#{noun}) by slug")


LIST = _table(
    "list",
    {
        "calendar": _section(CALENDAR.schema, "[table](#calendar)"),
        "organizations": _nouns(ORGANIZATION, "organization"),
        "neighborhoods": _nouns(NEIGHBORHOOD, "neighborhood"),
        "topics": _nouns(TOPIC, "topic"),
        "venues": _nouns(VENUE, "venue", short=False),
        "collections": _nouns(COLLECTION, "collection", short=False),
        "events": _section({"type": "array", "items": EVENT.schema}, "list of [events](#event)"),
        "include": list_of(values.file_pattern),
    },
)
