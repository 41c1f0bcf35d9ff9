"""Venues: those that have a feed, and those that one event uses."""

from typing import Any

from feeds.catalog.nouns import Neighborhood, Point, Text, Venue
from feeds.catalog.references import KnownNouns
from feeds.catalog.values import Spot


def venue(spot: Spot, read: dict[str, Any], slug: str, neighborhoods: KnownNouns[Neighborhood]) -> Venue:
    """Return the venue of a table that was read; `slug` is "" for one used once."""
    if not read.get("name") and not read.get("address"):
        said = spot.value.keys() & {"name", "address"} if isinstance(spot.value, dict) else None
        if said is not None and said <= read.keys() and not read.get("withdrawn"):
            spot.problem("a venue without name and address", "add name, address or both", key=True)
        read["name"] = Text(((spot.reading.languages[0], slug),))
    there = read.pop("neighborhood", None)
    if point := read.get("coordinates"):
        _look_where(point, spot.item("coordinates"))
    return Venue(
        slug=slug,
        neighborhood=neighborhoods.find(there, spot.item("neighborhood")) if there else None,
        **{"name": Text(), **read},
    )


def _look_where(point: Point, spot: Spot) -> None:
    """Warn of a place outside the area served; offer it with the two numbers swapped, or another sign."""
    south, west, north, east = spot.reading.area or (-90, -180, 90, 180)
    lat, lon = point
    readings = (point, (lon, lat), (lat, -lon), (-lat, lon), (lon, -lat), (-lon, lat))
    meant = [[y, x] for y, x in readings if south <= y <= north and west <= x <= east]
    if [*point] not in meant:
        remedy = f"write {meant[0]}" if meant else "look the place up again"
        spot.problem("the place lies outside the calendar's area", remedy, "warning")
