"""Venues: those with a feed, and inline ones, which only one event uses."""

import re
from typing import Any

from feeds.catalog.data import WORDS
from feeds.catalog.names import slug_form
from feeds.catalog.node import Node
from feeds.catalog.nouns import Neighborhood, Point, Text, Venue
from feeds.catalog.problems import Severity
from feeds.catalog.references import KnownNouns, NounsByKind
from feeds.catalog.texts import quoted

ONLINE = re.compile(WORDS["online"])  # in slug form
LINK = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


def make_venue(
    node: Node, read: dict[str, Any], slug: str, neighborhoods: KnownNouns[Neighborhood]
) -> Venue:
    """Return the venue of a table already read; `slug` is "" for an inline one."""
    if "name" in read:
        any(_refuse_online(title, node.item("name")) for _, title in read["name"].by_language)
    if not read.get("name") and not read.get("address"):
        written = (
            node.value.keys() & {"name", "address"} if isinstance(node.value, dict) else {"name"}
        )
        # a faulty value is already a problem
        if written <= read.keys() and not read.get("withdrawn"):
            node.problem(
                "a venue without a name or an address", "add name, address or both", key=True
            )
        read["name"] = Text(((node.context.languages[0], slug),))
    name = read.pop("neighborhood", None)
    neighborhood = neighborhoods.find(name, node.item("neighborhood")) if name else None
    if point := read.get("coordinates"):
        _warn_outside(point, node.item("coordinates"))
    return Venue(slug=slug, neighborhood=neighborhood, **{"name": Text(), **read})


def event_venue(node: Node, venue: str | dict[str, Any], nouns: NounsByKind) -> Venue | None:
    """Return the venue that an event names or describes; note a problem if there is none."""
    if isinstance(venue, dict):
        return make_venue(node, venue, "", nouns["neighborhood"])
    if nouns["venue"].index.find(venue) is None and _refuse_online(venue, node, "error"):
        return None
    found: Venue | None = nouns["venue"].find(venue, node)
    return found


def _refuse_online(name: str, node: Node, severity: Severity = "warning") -> bool:
    """Say whether a venue's name is a link or a word for online; note it."""
    if link := LINK.search(name):
        address = link[0] if "://" in link[0] else f"https://{link[0]}"
        node.problem(
            "found a link, expected a place",
            f"write in the event instead: online = {quoted(address)}",
        )
    elif ONLINE.fullmatch(slug_form(name)):
        remedy = 'write in the event instead: online = true, or with its link: online = "https://…"'
        node.problem(f"{quoted(name)} is not a place", remedy, severity)
    else:
        return False
    return True


def _warn_outside(point: Point, node: Node) -> None:
    """Warn of a place outside the area served; suggest it with the numbers swapped or signs changed."""
    south, west, north, east = node.context.area or (-90, -180, 90, 180)
    lat, lon = point
    readings = (point, (lon, lat), (lat, -lon), (-lat, lon), (lon, -lat), (-lon, lat))
    meant = [[y, x] for y, x in readings if south <= y <= north and west <= x <= east]
    if [*point] not in meant:
        remedy = f"write {meant[0]}" if meant else "look the place up again"
        node.problem("the place is outside the calendar's area", remedy, "warning")
