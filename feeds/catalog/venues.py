"""Venues: those with a feed, and inline ones, which only one event uses."""

import re
from typing import Any

from feeds.catalog.data import WORDS
from feeds.catalog.names import cached_slug_form
from feeds.catalog.node import Node
from feeds.catalog.nouns import Point, Text, Venue
from feeds.catalog.problems import Severity
from feeds.catalog.references import KnownNouns
from feeds.catalog.texts import quoted, string

ONLINE = re.compile(WORDS["online"])  # in slug form
LINK = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


def make_venue(node: Node, read: dict[str, Any], slug: str) -> Venue:
    """Return the venue of a table already read; `slug` is "" for an inline one."""
    for _, title in read.get("name", Text()).by_language:
        if _refuse_online(title, node.item("name")):
            break
    if not read.get("name") and not read.get("address"):
        written = node.value if isinstance(node.value, dict) else {"name": node.value}
        is_faulty = {"name", "address"} & written.keys() - read.keys()  # a problem already
        if not is_faulty and not read.get("withdrawn"):
            found = "a venue without a name or an address"
            node.problem(found, "add name, address or both", key=True)
        read["name"] = Text(((node.context.languages[0], slug),))
    if point := read.get("coordinates"):
        _warn_outside(point, node.item("coordinates"))
    return Venue(slug=slug, **{"name": Text(), **read})


def find_venue(node: Node) -> Venue | None:
    """Read the name of a venue, and return the venue; note a problem if there is none."""
    name = string(node)
    venues: KnownNouns = node.context.nouns["venue"]
    if not name or (not venues.index.find(name) and _refuse_online(name, node, "error")):
        return None
    found: Venue | None = venues.find(name, node)
    return found


def _refuse_online(name: str, node: Node, severity: Severity = "warning") -> bool:
    """Say whether a venue's name is a link or a word for online; note it."""
    example = 'true, or with its link: online = "https://…"'
    if link := LINK.search(name):
        found, severity = "found a link, expected a place", "error"
        example = quoted(link[0] if "://" in link[0] else f"https://{link[0]}")
    elif ONLINE.fullmatch(cached_slug_form(name)):
        found = f"{quoted(name)} is not a place"
    else:
        return False
    node.problem(found, f"write in the event instead: online = {example}", severity)
    return True


def _warn_outside(point: Point, node: Node) -> None:
    """Warn of a place outside the area; suggest it with numbers swapped or signs changed."""
    south, west, north, east = node.context.area or (-90, -180, 90, 180)
    lat, lon = point
    readings = (point, (lon, lat), (lat, -lon), (-lat, lon), (lon, -lat), (-lon, lat))
    meant = [[y, x] for y, x in readings if south <= y <= north and west <= x <= east]
    if [*point] not in meant:
        remedy = f"write {meant[0]}" if meant else "look the place up again"
        node.problem("the place is outside the calendar's area", remedy, "warning")
