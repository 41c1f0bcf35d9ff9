"""The keys of each table of a list: keys.toml names the reader of each.

It is defined here, in values.py or in links.py.
"""

from datetime import date
from typing import Any

from feeds.catalog import links, values
from feeds.catalog.catalog import CANCELLED, Areas, Geocoding
from feeds.catalog.data import read_data
from feeds.catalog.kinds import BUILT_IN
from feeds.catalog.near import near
from feeds.catalog.node import Node, Reader, Refused
from feeds.catalog.nouns import STATUSES, Picture, Text, Venue
from feeds.catalog.references import all_named, named
from feeds.catalog.tables import Key, Table, missing_keys, read_table
from feeds.catalog.texts import LOCALIZED, line, unexpected
from feeds.catalog.values import choice, list_of
from feeds.catalog.venues import find_venue, make_venue
from feeds.catalog.when import HourError, Series, When, say_day

ROWS = read_data("keys")
# of an event, read alike unless its row says otherwise
for name, row in ROWS["change"]["keys"].items():
    row.setdefault("reader", ROWS["event"]["keys"][name]["reader"])


def areas(node: Node) -> Areas | None:
    """Read which file holds the boundaries of areas."""
    read = read_complete(node, "areas")
    return Areas(**read) if read else None


def geocoder(node: Node) -> Geocoding | None:
    """Read which geocoder to ask; its usage policy requires a user agent."""
    read = read_complete(node, "geocoder")
    if not read or not read["user_agent"]:
        return None
    return Geocoding(read.pop("service"), tuple(read.items()))


def event_venue(node: Node) -> Venue | None:
    """Read where an event takes place: the name of a venue, or the table of an inline one."""
    if isinstance(node.value, str):
        return find_venue(node)
    if isinstance(node.value, dict):
        return make_venue(node, read_table(node, TABLES["inline_venue"]), "")
    one = 'write one place by its name, like "Federal Plaza", and others in the description'
    none = 'where there is no single one, remove venue and write neighborhoods = ["…"]'
    raise unexpected(node, "a venue", f"{one}; {none}")


def dates(node: Node) -> When | Series | None:
    """Read when an event takes place, or the dates of a series: a list, or words."""
    if not isinstance(node.value, list):
        return values.when_or_series(node)
    if not node.value:
        raise Refused("no date is given", 'write at least one, like ["Tue, March 7, 2017, 6 PM"]')
    found: dict[date, When | HourError] = {}
    is_complete = True
    for item in values.items(node):
        read = item.read(values.when_or_series)
        is_complete = is_complete and read is not None
        for day, when in _days(read):
            if day in found:
                doubt = f"{say_day(day)} is already a date of this series"
                item.problem(doubt, "make it an event of its own")
            found.setdefault(day, when)
    return Series(tuple(found.items())) if is_complete else None


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


def moved(node: Node) -> Text | bool | None:
    """Read why an event moved, or `false` if it was never anywhere else."""
    if node.value is True:
        remedy = 'leave it out, or write the reason: moved = "Larger crowd expected"'
        raise Refused("moves are detected automatically", remedy)
    return False if node.value is False else LOCALIZED["sentences"](node)


def changes(node: Node) -> dict[date, Node]:
    """Read the changes to single dates of a series, the table of each still unread."""
    if not isinstance(node.value, dict):
        raise unexpected(node, "a table", 'write [events.changes."2017-03-07"]')
    days: dict[date, Node] = {}
    for key in node.value:
        try:
            day = date.fromisoformat(key)
        except ValueError:
            day = date.min
        if day.isoformat() == key:
            days[day] = node.item(key)
        else:
            node.item(key).problem(f'"{key}" is not a date', 'write it like "2017-03-07"', key=True)
    return days


def image(node: Node) -> Picture | None:
    """Read which file is the picture of an event, and its text alternative."""
    read = read_complete(node, "image")
    if read and not read["alt"]:
        found = "the text alternative of the picture is empty"
        node.item("alt").problem(found, 'describe the picture: alt = "…"')
        return None
    return Picture(**read) if read else None


def read_complete(node: Node, name: str) -> dict[str, Any]:
    """Read a table; return nothing if a required value is missing or faulty."""
    read = read_table(node, TABLES[name])
    return {} if missing_keys(TABLES[name], read) else read


READERS: dict[str, Reader[Any]] = {  # by the name that keys.toml has for each
    **vars(values),
    **vars(links),
    **values.MATCHING,
    "line": line(),
    "lines": list_of(line()),
    **LOCALIZED,
    "slugs": list_of(values.slug),
    "file patterns": list_of(values.MATCHING["file_pattern"]),
    "cancelled": choice(*CANCELLED),
    "status": choice(*STATUSES, key_of_others="notice"),
    "near": near,
    "areas": areas,
    "geocoder": geocoder,
    "event_venue": event_venue,
    "dates": dates,
    "exceptions": exceptions,
    "moved": moved,
    "changes": changes,
    "image": image,
}

for own in BUILT_IN:
    READERS[own.slug] = list_of(choice(*(noun.slug for noun in own.nouns)))


def _table(name: str) -> Table:
    """Return a table of keys.toml."""
    table = {}
    for key, columns in ROWS[name]["keys"].items():
        reader, noun = columns["reader"], columns.get("noun")
        if noun:
            read = all_named(noun) if reader == "names" else named(noun)
        else:
            read = READERS[reader] if isinstance(reader, str) else choice(*reader)
        table[key] = Key(read, columns.get("default", ""))
    return table


LIST = tuple(ROWS["list"]["keys"])  # each is read by a module of its own
TABLES = {name: _table(name) for name in ROWS if name != "list"}
