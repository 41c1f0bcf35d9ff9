"""The keys of each table of a list: keys.toml says what reads each, and what it says, to people and editors.

`./run docs` writes events.schema.json and the tables of docs/format.md from both.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from feeds.catalog import links, values
from feeds.catalog.node import Node, Reader, Schema, reader
from feeds.catalog.nouns import ATTENDANCE, CANCELLED, STATUSES, Areas, Geocoding, Picture, Text
from feeds.catalog.tables import Key, Table, read_table
from feeds.catalog.texts import clean_text, describe, line, localized, quoted, string, without_markup
from feeds.catalog.values import SLUG_SCHEMA, choice, list_of
from feeds.catalog.when import HourError, Series, When, say_day

ROWS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
READERS: dict[str, Reader[Any]] = {  # by the name that keys.toml has for each
    "line": line(),
    "lines": list_of(line()),
    "name": localized(may_be_empty=False),
    "text": localized(),
    "short text": localized(100),
    "sentences": localized(500),
    "paragraph": localized(500, clean_text),
    "page": localized(2000, clean_text),
    "paragraphs": localized(None, clean_text),
    "slugs": list_of(values.slug),
    "file patterns": list_of(values.file_pattern),
    "attendance": list_of(choice(*(noun.slug for noun in ATTENDANCE))),
    "cancelled": choice(*CANCELLED),
    "status": choice(*STATUSES, key_of_others="notice"),
    "near": Reader(
        line().read,
        {"type": "string", "pattern": r"^\s*(.+?\s*,\s*[0-9]+(\.[0-9]{1,3})?\s*(km|mi))?\s*$"},
        "a venue or neighborhood, and a distance",
    ),
}
for module in (values, links):
    READERS |= {name: found for name, found in vars(module).items() if isinstance(found, Reader)}


def _table(name: str) -> Table:
    """Return a table of keys.toml."""
    row = ROWS[name]
    keys = [_key(key, **columns) for key, columns in row.pop("keys").items()]
    return Table(*keys, **row)


def _key(name: str, reader: str | list[str], **columns: Any) -> Key:
    """Return a key, read by the reader of that name, or as one of several words."""
    found = READERS[reader] if isinstance(reader, str) else choice(*reader)
    return Key(name, found, **columns)


# The calendar

AREAS = _table("areas")
GEOCODER = _table("geocoder")


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


READERS |= {"areas": areas, "geocoder": geocoder}
CALENDAR = _table("calendar")

# The nouns

ORGANIZATION = _table("organization")
NEIGHBORHOOD = _table("neighborhood")
TOPIC = _table("topic")
VENUE = _table("venue")
INLINE_VENUE = _table("inline_venue")
COLLECTION = _table("collection")

# The events


@reader({"anyOf": [string.schema, INLINE_VENUE.schema]}, "one name, or an [inline venue](#inline-venue)")
def event_venue(node: Node) -> str | dict[str, Any] | None:
    """Read where an event takes place: the name of a venue, or a table that describes one used once."""
    if isinstance(node.value, str):
        return string(without_markup(node))
    if isinstance(node.value, dict):
        return read_table(node, INLINE_VENUE)
    remedy = 'write its name, like "Federal Plaza"'
    if isinstance(node.value, list) and len(node.value) > 1:
        first, others = "write the one where people meet", "the others in the description"
        remedy = f'{first}, and {others}; or take venue out, and write neighborhoods = ["…"]'
    node.problem(f"{describe(node.value)} where a venue belongs", remedy)
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
    for item in values.items(node) or ():
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
    nodes = values.items(node)
    if nodes is None:
        return None
    found: dict[date, Node] = {}
    for item in nodes:
        when = values.when(item)
        if when is None:
            continue
        if when.all_day and when.end is None:
            found[when.start_day] = item
        else:
            item.problem("more than a day, where one day belongs", f'write "{when.start_day}"')
    return found


REASON = READERS["sentences"]


@reader({"anyOf": [*REASON.schema["anyOf"], {"const": False}]}, f"{REASON.type}; or `false`")
def moved(node: Node) -> Text | bool | None:
    """Read why an event moved, or `false`: it never was anywhere else."""
    if node.value is True:
        node.problem("what moved shows by itself", 'leave it out, or write the reason: moved = "Larger crowd expected"')
        return None
    return False if node.value is False else REASON(node)


READERS |= {"event_venue": event_venue, "dates": dates, "exceptions": exceptions, "moved": moved}
CHANGE = _table("change")


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


IMAGE = _table("image")


@reader(IMAGE.schema, "[table](#image)")
def image(node: Node) -> Picture | None:
    """Read which file has the picture of an event, and what it shows."""
    if not isinstance(node.value, dict):
        file = quoted(node.value) if isinstance(node.value, str) else '"…"'
        found = f"{describe(node.value)} where a table belongs"
        node.problem(found, f'write {{ file = {file}, alt = "what there is to see" }}')
        return None
    read = read_table(node, IMAGE) or {}
    if read.get("alt") == Text():
        node.item("alt").problem("the words for the picture are empty", 'write what there is to see: alt = "…"')
        return None
    return Picture(**read) if read.keys() == IMAGE.keys.keys() else None


READERS |= {"changes": changes, "image": image}
EVENT = _table("event")

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


READERS |= {
    "calendar": _section(CALENDAR.schema, "[table](#calendar)"),
    "organizations": _nouns(ORGANIZATION, "organization"),
    "neighborhoods": _nouns(NEIGHBORHOOD, "neighborhood"),
    "topics": _nouns(TOPIC, "topic"),
    "venues": _nouns(VENUE, "venue", short=False),
    "collections": _nouns(COLLECTION, "collection", short=False),
    "events": _section({"type": "array", "items": EVENT.schema}, "list of [events](#event)"),
}
LIST = _table("list")
