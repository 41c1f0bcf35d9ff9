"""The keys of each table of a list: keys.toml names the reader of each, defined here or in an imported module."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from feeds.catalog import links, values
from feeds.catalog.kinds import OWN
from feeds.catalog.node import Node, Reader, Refused
from feeds.catalog.nouns import CANCELLED, STATUSES, Areas, Geocoding, Picture, Text
from feeds.catalog.tables import Table, read_table
from feeds.catalog.texts import clean_text, describe, line, localized, quoted, string
from feeds.catalog.values import choice, list_of
from feeds.catalog.when import HourError, Series, When, say_day

ROWS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
# of an event, read alike unless its row says otherwise
for name, row in ROWS["change"]["keys"].items():
    row.setdefault("reader", ROWS["event"]["keys"][name]["reader"])
READERS: dict[str, Reader[Any]] = {  # by the name that keys.toml has for each
    **vars(values),
    **vars(links),
    **values.MATCHING,
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
    "file patterns": list_of(values.MATCHING["file_pattern"]),
    **{kind.slug: list_of(choice(*(noun.slug for noun in kind.nouns))) for kind in OWN},
    "cancelled": choice(*CANCELLED),
    "status": choice(*STATUSES, key_of_others="notice"),
    "near": line(),
}


def _table(name: str) -> Table:
    """Return a table of keys.toml."""
    keys = {}
    for key, columns in ROWS[name]["keys"].items():
        reader = columns["reader"]
        keys[key] = READERS[reader] if isinstance(reader, str) else choice(*reader)
    return Table(ROWS[name], keys)


# The calendar

AREAS = _table("areas")
GEOCODER = _table("geocoder")


def areas(node: Node) -> Areas | None:
    """Read which file holds the boundaries of areas."""
    read = read_table(node, AREAS)
    return None if AREAS.missing(read) else Areas(**read)


def geocoder(node: Node) -> Geocoding | None:
    """Read which geocoder to ask; its usage policy requires a user agent."""
    read = read_table(node, GEOCODER)
    if GEOCODER.missing(read) or not read["user_agent"]:
        return None
    return Geocoding(read.pop("service"), tuple(read.items()))


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


def event_venue(node: Node) -> str | dict[str, Any]:
    """Read where an event takes place: the name of a venue, or a table that describes one inline."""
    if isinstance(node.value, str):
        return string(node)
    if isinstance(node.value, dict):
        return read_table(node, INLINE_VENUE)
    remedy = 'write its name, like "Federal Plaza"'
    if isinstance(node.value, list) and len(node.value) > 1:
        first, others = "write the one where people meet", "the others in the description"
        remedy = f'{first}, and {others}; or remove venue, and write neighborhoods = ["…"]'
    raise Refused(f"found {describe(node.value)}, expected a venue", remedy)


def dates(node: Node) -> When | Series | None:
    """Read when an event takes place, or the dates of a series: a list, or words that name several."""
    if not isinstance(node.value, list):
        return values.when_or_series(node)
    if not node.value:
        raise Refused("no date is given", 'write at least one, like ["Tue, March 7, 2017, 6 PM"]')
    found: dict[date, When | HourError] = {}
    complete = True
    for item in values.items(node):
        read = item.read(values.when_or_series)
        complete = complete and read is not None
        for day, when in _days(read):
            if day in found:
                item.problem(
                    f"{say_day(day)} is already a date of this series",
                    "make it an event of its own",
                )
            found.setdefault(day, when)
    return Series(tuple(found.items())) if complete else None


def _days(read: object) -> tuple[tuple[date, When | HourError], ...]:
    if isinstance(read, When):
        return ((read.start_day, read),)
    return read.dates if isinstance(read, Series) else ()


def exceptions(node: Node) -> dict[date, Node]:
    """Read the days on which a series does not take place, each with its node."""
    found: dict[date, Node] = {}
    for item in values.items(node):
        when = item.read(values.when)
        if when and (not when.all_day or when.end):
            item.problem("found more than a day, expected one day", f'write "{when.start_day}"')
        elif when:
            found[when.start_day] = item
    return found


REASON: Reader[Text] = READERS["sentences"]


def moved(node: Node) -> Text | bool | None:
    """Read why an event moved, or `false` if it was never anywhere else."""
    if node.value is True:
        remedy = 'leave it out, or write the reason: moved = "Larger crowd expected"'
        raise Refused("moves are detected automatically", remedy)
    return False if node.value is False else REASON(node)


READERS |= {"event_venue": event_venue, "dates": dates, "exceptions": exceptions, "moved": moved}
CHANGE = _table("change")


def changes(node: Node) -> dict[date, Node]:
    """Read the changes to single dates of a series, the table of each still unread."""
    if not isinstance(node.value, dict):
        raise Refused(
            f"found {describe(node.value)}, expected a table", 'write [events.changes."2017-03-07"]'
        )
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


def image(node: Node) -> Picture | None:
    """Read which file is the picture of an event, and its text alternative."""
    if not isinstance(node.value, dict):
        file = quoted(node.value) if isinstance(node.value, str) else '"…"'
        remedy = f'write {{ file = {file}, alt = "what the picture shows" }}'
        raise Refused(f"found {describe(node.value)}, expected a table", remedy)
    read = read_table(node, IMAGE)
    if read.get("alt") == Text():
        node.item("alt").problem(
            "the text alternative of the picture is empty", 'describe the picture: alt = "…"'
        )
        return None
    return None if IMAGE.missing(read) else Picture(**read)


READERS |= {"changes": changes, "image": image}
EVENT = _table("event")
LIST = tuple(ROWS["list"]["keys"])  # each is read by a module of its own
