"""Areas of a city, from GeoJSON, and the area around a point."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from feeds.catalog import Point

Ring = tuple[tuple[float, float], ...]  # longitudes and latitudes, in degrees


class BoundariesError(ValueError):
    """The file does not contain boundaries; the message is what it contains."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A polygon: its outer ring, its holes, and the box around it (west, south, east, north)."""

    rings: tuple[Ring, ...]
    box: tuple[float, float, float, float]

    def encloses(self, x: float, y: float) -> bool:
        """Return whether a ray from a point crosses the rings an odd number of times.

        `x` is its longitude, `y` its latitude, in degrees.
        """
        west, south, east, north = self.box
        if not (west <= x <= east and south <= y <= north):
            return False
        return sum(_crossings(ring, x, y) for ring in self.rings) % 2 == 1


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Named areas, in the order of the file."""

    shapes: tuple[tuple[str, Shape], ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names of all areas."""
        return frozenset(name for name, _ in self.shapes)

    def area(self, point: Point) -> str | None:
        """Return the name of the first area that contains the point."""
        return next(self.areas(point), None)

    def areas(self, point: Point) -> Iterator[str]:
        """Yield the name of each area that contains the point."""
        for name, shape in self.shapes:
            if shape.encloses(point.longitude, point.latitude):
                yield name


def read_boundaries(content: bytes, name_key: str) -> Boundaries:
    """Return the Polygons and MultiPolygons of a GeoJSON FeatureCollection (RFC 7946).

    They are named by their property `name_key`. Raise BoundariesError for anything else.
    """
    shapes: list[tuple[str, Shape]] = []
    try:
        for feature in json.loads(content)["features"]:
            shapes += _shapes(feature, name_key)
    except BoundariesError:
        raise
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as e:
        raise BoundariesError(f"this is not a GeoJSON FeatureCollection of areas ({e!r})") from e
    return Boundaries(tuple(shapes))


def _shapes(feature: Any, name_key: str) -> Iterator[tuple[str, Shape]]:
    properties, geometry = feature["properties"], feature["geometry"]
    name = properties.get(name_key)
    if not isinstance(name, str) or not name.strip():
        known = ", ".join(map(str, properties))
        raise BoundariesError(f'an area has no property "{name_key}"; it has {known}')
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        found = f'the area "{name}" is a {geometry["type"]}'
        raise BoundariesError(f"{found}, not a Polygon or MultiPolygon")
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        rings = tuple(_ring(ring) for ring in polygon if ring)
        if rings:
            xs, ys = zip(*rings[0])
            yield name.strip(), Shape(rings, (min(xs), min(ys), max(xs), max(ys)))


def _ring(corners: Any) -> Ring:
    """Return the corners of a ring; raise BoundariesError for one that is not on Earth, as NaN."""
    ring = tuple((float(x), float(y)) for x, y, *_ in corners)
    for x, y in ring:
        if not (abs(x) <= 360 and abs(y) <= 90):
            raise BoundariesError(f"a corner at {x}, {y} is nowhere on Earth")
    return ring


def _crossings(ring: Ring, x: float, y: float) -> int:
    """Return how many edges of the ring a ray from (x, y) to the east crosses."""
    count = 0
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            count += 1
        x1, y1 = x2, y2
    return count
