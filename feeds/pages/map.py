"""The city as a drawing: boundary areas as SVG paths, pins of places, and the few kilometres around one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, radians

from feeds.places.boundaries import Ring, Shape

WIDTH = 600  # units of the city; no phone shows more detail
ROOM = 50  # units between pins: 24 pixels on a screen of 320 (WCAG 2.2, 2.5.8)
# metres to either side of a place, and the units of that drawing
NEAR, NEAR_WIDTH, NEAR_HEIGHT = (2000, 300, 225)
MARGIN = 4  # units beyond the edge, where the cut of an area has its line
DEGREE = 111_320  # metres of latitude
LETTER, LINE = 6.5, 14  # units: how wide a letter of a name is at most, and how high a line
Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(frozen=True, slots=True)
class Area:
    """What is drawn together: a path, the subject that it links to ("" for none), and where a word on it stands."""

    subject: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A place in degrees with the subject that it links to, its name, and how many events are coming there."""

    subject: str
    name: str
    number: int
    longitude: float
    latitude: float
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing of WIDTH by `height` units, its links last, so that their lines lie above.

    Of pins that would lie on each other one has room; the `others` are dots, named in a list.
    """

    height: int
    areas: tuple[Area, ...]
    pins: tuple[Pin, ...] = ()
    others: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The drawing of NEAR_WIDTH by NEAR_HEIGHT units around a place: paths, and names with where they stand."""

    paths: tuple[str, ...]
    names: tuple[tuple[str, int, int], ...]
    kilometre: int = NEAR_WIDTH * 1000 // (2 * NEAR)
    half_mile: int = NEAR_WIDTH * 805 // (2 * NEAR)


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of the world in degrees, so many units wide."""

    box: Box
    width: int

    @property
    def scale(self) -> tuple[float, float]:
        """The units of a degree of longitude, which is shorter away from the equator, and of one of latitude."""
        west, south, east, north = self.box
        narrow = max(cos(radians((south + north) / 2)), 1e-6)
        unit = self.width / max((east - west) * narrow, 1e-9)
        return unit * narrow, unit

    @property
    def height(self) -> int:
        """Its height in units."""
        _, south, _, north = self.box
        return round((north - south) * self.scale[1])

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Return the units of a point of the world."""
        across, down = self.scale
        return round((x - self.box[0]) * across), round((self.box[3] - y) * down)

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the world at these units, longitude first."""
        across, down = self.scale
        return self.box[0] + x / across, self.box[3] - y / down

    def path(self, rings: Sequence[Sequence[tuple[float, float]]]) -> str:
        """Return rings as one path."""
        return "".join(_steps([self.place(x, y) for x, y in ring]) for ring in rings)


def draw(
    shapes: Sequence[tuple[str, Shape]], subjects: Mapping[str, str], pins: Sequence[Pin] = ()
) -> Map | None:
    """Return the map of all areas, each in the subject that has its name; None where there is nothing to draw."""
    if not shapes:
        return None
    boxes = [shape.box for _, shape in shapes]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    window = Window((west, south, east, north), WIDTH)

    def area(subject: str, shapes: Sequence[Shape]) -> Area:
        path = window.path([ring for shape in shapes for ring in shape.rings])
        left, bottom, right, top = max(
            (shape.box for shape in shapes), key=lambda box: box[3] - box[1]
        )
        return Area(subject, path, *window.place((left + right) / 2, (bottom + top) / 2))

    drawn: dict[str, list[Shape]] = {}
    for name, shape in shapes:
        drawn.setdefault(subjects.get(name, ""), []).append(shape)
    areas = [area(subject, these) for subject, these in sorted(drawn.items())]
    shown, others = _spread(pins, window)
    return Map(
        window.height, tuple(area for area in areas if area.path), tuple(shown), tuple(others)
    )


def _spread(pins: Sequence[Pin], window: Window) -> tuple[list[Pin], list[Pin]]:
    """Return the pins that fit, in reading order, and the others."""
    shown, others = list[Pin](), list[Pin]()
    for pin in sorted(pins, key=lambda pin: (-pin.number, pin.name, pin.subject)):
        x, y = window.place(pin.longitude, pin.latitude)
        placed = replace(pin, x=x, y=y)
        inside = 0 <= x <= window.width and 0 <= y <= window.height
        has_room = all((x - other.x) ** 2 + (y - other.y) ** 2 >= ROOM**2 for other in shown)
        (shown if inside and has_room else others).append(placed)
    return sorted(shown, key=lambda pin: (pin.y, pin.x)), sorted(others, key=lambda pin: pin.name)


def around(
    shapes: Sequence[tuple[str, Shape]], longitude: float, latitude: float
) -> Surroundings | None:
    """Return what lies around a point in degrees; None where no area does."""
    high = NEAR / DEGREE
    wide = high / max(cos(radians(latitude)), 1e-6)
    half = high * NEAR_HEIGHT / NEAR_WIDTH
    window = Window(
        (longitude - wide, latitude - half, longitude + wide, latitude + half), NEAR_WIDTH
    )
    west, north = window.degrees(-MARGIN, -MARGIN)
    east, south = window.degrees(NEAR_WIDTH + MARGIN, NEAR_HEIGHT + MARGIN)
    paths, names = [], list[tuple[str, int, int]]()
    for name, shape in shapes:
        rings = [_clip(ring, (west, south, east, north)) for ring in shape.rings]
        if path := window.path([ring for ring in rings if ring]):
            paths.append(path)
            names += _named(name, shape, rings[0], window, names)
    return Surroundings(tuple(paths), tuple(names)) if paths else None


def _named(
    name: str,
    shape: Shape,
    ring: Sequence[tuple[float, float]],
    window: Window,
    taken: Sequence[tuple[str, int, int]],
) -> list[tuple[str, int, int]]:
    """Return an area's name and where it can be read: inside, off the pin in the middle and the names before it."""
    points = [window.place(x, y) for x, y in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if not points or max(xs) - min(xs) < LETTER * len(name):
        return []
    x = (min(xs) + max(xs)) // 2
    for y in ((min(ys) + max(ys)) // 2, min(ys) + 2 * LINE, max(ys) - LINE):
        boxes = [("", NEAR_WIDTH // 2, NEAR_HEIGHT // 2), *taken]
        meets = any(
            abs(y - other_y) < 1.5 * LINE
            and abs(x - other_x) < LETTER * (len(name) + len(other) + 3) / 2
            for other, other_x, other_y in boxes
        )
        if not meets and LINE < y < NEAR_HEIGHT - LINE and shape.encloses(*window.degrees(x, y)):
            return [(name, x, y)]
    return []


def _clip(ring: Ring, box: Box) -> list[tuple[float, float]]:
    """Return the part of a ring inside a box (Sutherland and Hodgman, 1974)."""
    west, south, east, north = box
    points = list(ring)
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        points = _cut(points, axis, limit, sign)
    return points


def _cut(
    points: Sequence[tuple[float, float]], axis: int, limit: float, sign: int
) -> list[tuple[float, float]]:
    """Return the part of a ring on one side of a line."""
    points_left: list[tuple[float, float]] = []
    for index, point in enumerate(points):
        before = points[index - 1]
        inside, was_inside = ((one[axis] - limit) * sign >= 0 for one in (point, before))
        if inside != was_inside:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            x, y = (start + part * (end - start) for start, end in zip(before, point))
            points_left.append((x, y))
        if inside:
            points_left.append(point)
    return points_left


def _steps(points: Sequence[tuple[int, int]]) -> str:
    """Return a ring as steps from point to point, without those that the drawing cannot show."""
    (x, y), steps = points[0], []
    start = f"M{x} {y}"
    for next_x, next_y in points[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
    return f"{start}l{' '.join(steps)}z".replace(" -", "-") if len(steps) > 2 else ""
