"""Measure how long it takes to find the areas of 10,000 places.

    python -m bench.places [AREAS.geojson [NAME]]

Without a file: 77 made-up areas of 200 corners each.
"""

import json
import math
import random
import sys
import time
from pathlib import Path

from feeds.catalog import Point
from feeds.places.boundaries import read_boundaries

PLACES = 10_000


def made_up() -> bytes:
    """Return 77 round areas in a grid."""
    features = []
    for number in range(77):
        west, south = -88 + number % 11 * 0.05, 41.6 + number // 11 * 0.05
        turns = [2 * math.pi * n / 200 for n in range(200)]
        ring = [[west + 0.025 * math.cos(turn), south + 0.025 * math.sin(turn)] for turn in turns]
        geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        features.append({"properties": {"name": f"Area {number}"}, "geometry": geometry})
    return json.dumps({"features": features}).encode()


def main() -> None:
    """Read the areas, scatter places over the box around them, and find each one's area."""
    content = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else made_up()
    start = time.process_time()
    boundaries = read_boundaries(content, sys.argv[2] if len(sys.argv) > 2 else "name")
    read = time.process_time() - start
    boxes = [shape.box for _, shape in boundaries.shapes]
    west, south, east, north = (
        f(box[n] for box in boxes) for n, f in enumerate((min, min, max, max))
    )
    chance = random.Random(1)
    points = [
        Point(chance.uniform(south, north), chance.uniform(west, east)) for _ in range(PLACES)
    ]
    start = time.process_time()
    inside = sum(boundaries.area(point) is not None for point in points)
    found = time.process_time() - start
    corners = sum(len(ring) for _, shape in boundaries.shapes for ring in shape.rings)
    print(f"{len(boundaries.names)} areas, {corners} corners: read in {read * 1000:.0f} ms of CPU")
    print(
        f"{PLACES} places, {inside} inside: {found * 1000:.0f} ms, {found / PLACES * 1e6:.0f} µs each"
    )


if __name__ == "__main__":
    main()
