"""Maps as drawings: the areas of a city with the pins of its places; surroundings of one place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians

from feeds.places.boundaries import Shape

WIDTH = 600  # units of the city; no phone shows more detail
PIN_DISTANCE = 50  # units between pins: 24 pixels on a screen of 320 (WCAG 2.2, 2.5.8)
NEAR_WIDTH, NEAR_HEIGHT = 300, 225  # units of the surroundings, as in map.html
NEAR_METRES = 4000  # their width
METRES_PER_DEGREE = 111_320  # of latitude
MARGIN = 4  # units beyond the edge, so that the line of a cut is not seen
LETTER, LINE = 6.5, 14  # units: the width of a letter of a name at most, and the height of a line
EDGES = (  # of the surroundings with their margin: axis, limit, and the side to keep
    (0, -MARGIN, 1),
    (0, NEAR_WIDTH + MARGIN, -1),
    (1, NEAR_HEIGHT + MARGIN, -1),
    (1, -MARGIN, 1),
)
Position = tuple[float, float]  # longitude and latitude, or x and y


@dataclass(frozen=True, slots=True)
class Area:
    """The areas of one subject ("" for none) as one path, and the position of a word on it."""

    subject: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A place in degrees, the subject it links to, its name, and its number of upcoming events."""

    subject: str
    name: str
    number: int
    longitude: float
    latitude: float
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of WIDTH by `height` units.

    If pins would overlap, one is drawn; the `others` are dots, and named in a list.
    """

    height: int
    areas: tuple[Area, ...]
    pins: tuple[Pin, ...] = ()
    others: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A name and the middle of its position, in units."""

    name: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The drawing of NEAR_WIDTH by NEAR_HEIGHT units around a place."""

    paths: tuple[str, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """A drawing's origin, which is its north-west corner, and its units per degree."""

    west: float
    north: float
    across: float
    down: float

    def units(self, longitude: float, latitude: float) -> Position:
        """Return x and y of a point in degrees."""
        return (longitude - self.west) * self.across, (self.north - latitude) * self.down

    def degrees(self, x: float, y: float) -> Position:
        """Return the longitude and latitude of a point in units."""
        return self.west + x / self.across, self.north - y / self.down

    def rings(self, shape: Shape) -> list[list[Position]]:
        """Return the rings of a shape in units."""
        return [[self.units(x, y) for x, y in ring] for ring in shape.rings]


def draw(
    shapes: Sequence[tuple[str, Shape]], subjects: Mapping[str, str], pins: Iterable[Pin] = ()
) -> Map | None:
    """Return the map of all areas, joined by the subjects of their names; None without areas."""
    if not shapes:
        return None
    wests, souths, easts, norths = zip(*(shape.box for _, shape in shapes))
    north, south = max(norths), min(souths)
    narrowing = _narrowing((south + north) / 2)
    width = (max(easts) - min(wests)) * narrowing
    down = WIDTH / max(width, 1e-9)
    projection = Projection(min(wests), north, down * narrowing, down)
    height = round((north - south) * down)
    by_subject: dict[str, list[Shape]] = {}
    for name, shape in shapes:
        by_subject.setdefault(subjects.get(name, ""), []).append(shape)
    areas = [_area(*joined, projection) for joined in sorted(by_subject.items())]
    drawn, others = _spread(pins, projection, height)
    return Map(height, tuple(area for area in areas if area.path), tuple(drawn), tuple(others))


def _narrowing(latitude: float) -> float:
    """Return the length of a degree of longitude, in degrees of latitude."""
    return max(cos(radians(latitude)), 1e-6)  # a pole, too, has a map


def _area(subject: str, shapes: Sequence[Shape], projection: Projection) -> Area:
    path = "".join(_path(projection.rings(shape)) for shape in shapes)
    boxes = [shape.box for shape in shapes]
    west, south, east, north = max(boxes, key=lambda box: box[3] - box[1])
    x, y = projection.units((west + east) / 2, (south + north) / 2)
    return Area(subject, path, round(x), round(y))


def _spread(
    pins: Iterable[Pin], projection: Projection, height: int
) -> tuple[list[Pin], list[Pin]]:
    """Return the pins that fit, in reading order, and the others by name."""
    drawn, others = list[Pin](), list[Pin]()
    for pin in sorted(pins, key=lambda pin: (-pin.number, pin.name, pin.subject)):
        x, y = map(round, projection.units(pin.longitude, pin.latitude))
        inside = 0 <= x <= WIDTH and 0 <= y <= height
        distances = [(x - other.x) ** 2 + (y - other.y) ** 2 for other in drawn]
        fits = inside and min(distances, default=PIN_DISTANCE**2) >= PIN_DISTANCE**2
        (drawn if fits else others).append(replace(pin, x=x, y=y))
    return sorted(drawn, key=lambda pin: (pin.y, pin.x)), sorted(others, key=lambda pin: pin.name)


def around(
    shapes: Iterable[tuple[str, Shape]], longitude: float, latitude: float
) -> Surroundings | None:
    """Return the surroundings of a point in degrees; None if no area is there."""
    down = NEAR_WIDTH * METRES_PER_DEGREE / NEAR_METRES
    across = down * _narrowing(latitude)
    west, north = longitude - NEAR_WIDTH / 2 / across, latitude + NEAR_HEIGHT / 2 / down
    projection = Projection(west, north, across, down)
    paths, labels = list[str](), list[Label]()
    for name, shape in shapes:
        rings = [_clip(ring) for ring in projection.rings(shape)]
        if path := _path(rings):
            paths.append(path)
            for label in _positions(name, rings[0]):
                point = projection.degrees(label.x, label.y)
                if _is_free(label, labels) and shape.encloses(*point):
                    labels.append(label)
                    break
    return Surroundings(tuple(paths), tuple(labels)) if paths else None


def _positions(name: str, ring: Sequence[Position]) -> list[Label]:
    """Return where an area's name might be read; nowhere if the area is too narrow for it."""
    if not ring:
        return []
    xs, ys = sorted(round(x) for x, _ in ring), sorted(round(y) for _, y in ring)
    if xs[-1] - xs[0] < LETTER * len(name):
        return []
    x, middle = (xs[0] + xs[-1]) // 2, (ys[0] + ys[-1]) // 2
    return [Label(name, x, y) for y in (middle, ys[0] + 2 * LINE, ys[-1] - LINE)]


def _is_free(label: Label, others: Sequence[Label]) -> bool:
    """Say whether a label is within the frame, and off the pin in the middle and all `others`."""
    for other in (Label("", NEAR_WIDTH // 2, NEAR_HEIGHT // 2), *others):
        width = LETTER * (len(label.name) + len(other.name) + 3) / 2
        if abs(label.y - other.y) < 1.5 * LINE and abs(label.x - other.x) < width:
            return False
    return LINE < label.y < NEAR_HEIGHT - LINE


def _clip(ring: list[Position]) -> list[Position]:
    """Return the part of a ring inside EDGES (Sutherland and Hodgman, 1974)."""
    for axis, limit, side in EDGES:
        clipped: list[Position] = []
        for start, end in zip((ring[-1:] + ring), ring):
            inside, was_inside = ((p[axis] - limit) * side >= 0 for p in (end, start))
            if inside != was_inside:
                part = (limit - start[axis]) / (end[axis] - start[axis])
                x, y = (a + part * (b - a) for a, b in zip(start, end))
                clipped.append((x, y))
            if inside:
                clipped.append(end)
        ring = clipped
    return ring


def _path(rings: Iterable[Sequence[Position]]) -> str:
    """Return rings as one SVG path, without those too small to be seen."""
    return "".join(_steps([(round(x), round(y)) for x, y in ring]) for ring in rings if ring)


def _steps(points: Sequence[tuple[int, int]]) -> str:
    (x, y), steps = points[0], []
    start = f"M{x} {y}"
    for next_x, next_y in points[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
    return f"{start}l{' '.join(steps)}z".replace(" -", "-") if len(steps) > 2 else ""
