"""The city as a drawing: boundary areas as SVG paths, those of a neighborhood with a feed as one link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from feeds.places.boundaries import Shape

WIDTH = 600  # units of the drawing; finer than that no phone shows


@dataclass(frozen=True, slots=True)
class Area:
    """What is drawn together: a path, the subject that it links to ("" for none), and where a word on it stands."""

    subject: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of WIDTH by `height` units, its links last, so that their lines lie above."""

    height: int
    areas: tuple[Area, ...]


def draw(shapes: Sequence[tuple[str, Shape]], subjects: Mapping[str, str]) -> Map | None:
    """Return the map of all areas, each in the subject that has its name; None where there is nothing to draw."""
    if not shapes:
        return None
    boxes = [shape.box for _, shape in shapes]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    narrow = cos(radians((south + north) / 2))  # a degree of longitude is that much shorter there
    scale = WIDTH / max((east - west) * narrow, 1e-9)

    def place(x: float, y: float) -> tuple[int, int]:
        return round((x - west) * narrow * scale), round((north - y) * scale)

    def path(shapes: Iterable[Shape]) -> str:
        return "".join(_ring([place(x, y) for x, y in ring]) for shape in shapes for ring in shape.rings)

    def middle(shapes: Iterable[Shape]) -> tuple[int, int]:
        left, bottom, right, top = max((shape.box for shape in shapes), key=lambda box: box[3] - box[1])
        return place((left + right) / 2, (bottom + top) / 2)

    drawn: dict[str, list[Shape]] = {}
    for name, shape in shapes:
        drawn.setdefault(subjects.get(name, ""), []).append(shape)
    areas = (Area(subject, path(these), *middle(these)) for subject, these in sorted(drawn.items()))
    return Map(round((north - south) * scale), tuple(area for area in areas if area.path))


def _ring(points: Sequence[tuple[int, int]]) -> str:
    """Return a ring as steps from point to point, without those that the drawing cannot show."""
    (x, y), steps = points[0], []
    start = f"M{x} {y}"
    for next_x, next_y in points[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
    return f"{start}l{' '.join(steps)}z".replace(" -", "-") if len(steps) > 2 else ""
