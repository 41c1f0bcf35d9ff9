"""Venues: those that have a feed, and those that one event uses."""

from typing import Any

from feeds.catalog.node import Node
from feeds.catalog.nouns import Neighborhood, Point, Text, Venue
from feeds.catalog.references import KnownNouns


def venue(node: Node, read: dict[str, Any], slug: str, neighborhoods: KnownNouns[Neighborhood]) -> Venue:
    """Return the venue of a table that was read; `slug` is "" for one used once."""
    if not read.get("name") and not read.get("address"):
        said = node.value.keys() & {"name", "address"} if isinstance(node.value, dict) else None
        if said is not None and said <= read.keys() and not read.get("withdrawn"):
            node.problem("a venue without name and address", "add name, address or both", key=True)
        read["name"] = Text(((node.context.languages[0], slug),))
    there = read.pop("neighborhood", None)
    if point := read.get("coordinates"):
        _look_where(point, node.item("coordinates"))
    return Venue(
        slug=slug,
        neighborhood=neighborhoods.find(there, node.item("neighborhood")) if there else None,
        **{"name": Text(), **read},
    )


def _look_where(point: Point, node: Node) -> None:
    """Warn of a place outside the area served; offer it with the two numbers swapped, or another sign."""
    south, west, north, east = node.context.area or (-90, -180, 90, 180)
    lat, lon = point
    readings = (point, (lon, lat), (lat, -lon), (-lat, lon), (lon, -lat), (-lon, lat))
    meant = [[y, x] for y, x in readings if south <= y <= north and west <= x <= east]
    if [*point] not in meant:
        remedy = f"write {meant[0]}" if meant else "look the place up again"
        node.problem("the place lies outside the calendar's area", remedy, "warning")
