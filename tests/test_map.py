"""The map of a city and the surroundings of a place: areas, holes, islands, pins and names."""

import re
from xml.etree import ElementTree

import pytest

from feeds.catalog import Point
from feeds.pages.map import NEAR_HEIGHT, NEAR_WIDTH, PIN_DISTANCE, Pin, Surroundings, around, draw
from feeds.places.boundaries import Boundaries, read_boundaries
from feeds.record import Edition, Record, edition
from feeds.snapshot import Snapshot
from tests.lists import EVENT, HEAD, SITE, TODAY, body, catalog, event
from tests.test_boundaries import collection, square

# a Loop of 0.4° with a hole, a neighbor of it, and an island
LOOP = [square(-87.8, 41.7, 0.4), square(-87.65, 41.87, 0.01)]
AREAS = read_boundaries(
    collection(
        ("Loop", "Polygon", LOOP),
        ("West", "MultiPolygon", [[square(-88.2, 41.7, 0.4)], [square(-87.632, 41.882, 0.002)]]),
    ),
    "name",
)


def made(text: str, boundaries: Boundaries | None = AREAS) -> Snapshot:
    return Snapshot(Edition(catalog(text)), SITE, TODAY, boundaries)


def pin(name: str, number: int, longitude: float, latitude: float) -> Pin:
    return Pin(f"feeds/venue/{name}", name, number, longitude, latitude)


def test_pins_have_room_for_a_finger_and_the_others_are_listed() -> None:
    near = 0.8 * PIN_DISTANCE / 600  # degrees that are as wide as a pin, here
    pins = [
        pin("few", 1, -87.8, 41.9),
        pin("many", 5, -87.8 + 0.9 * near, 41.9),
        pin("beside", 1, -87.8 + 2 * near, 41.9),
        pin("abroad", 9, -80, 41.9),
    ]
    drawn = draw(AREAS.shapes, {}, pins)
    assert drawn
    assert [pin.name for pin in drawn.pins] == ["many", "beside"]
    assert [pin.name for pin in drawn.others] == ["abroad", "few"]


def test_a_list_in_any_order_is_drawn_the_same() -> None:
    pins = [pin(name, 1, -87.8 + index / 100, 41.9) for index, name in enumerate("abcdefgh")]
    assert draw(AREAS.shapes, {}, pins) == draw(AREAS.shapes, {}, pins[::-1])


def steps(path: str) -> list[list[tuple[int, int]]]:
    """Return the corners of each ring of a path."""
    rings = []
    for ring in re.findall(r"M([^z]*)z", path):
        first, *others = re.findall(r"-?\d+", ring.replace("l", " "))
        numbers = [int(number) for number in (first, *others)]
        x, y = numbers[:2]
        corners = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2]):
            x, y = x + dx, y + dy
            corners.append((x, y))
        rings.append(corners)
    return rings


def test_what_lies_around_a_place_is_cut_at_the_frame_with_its_hole() -> None:
    found = around(AREAS.shapes, -87.645, 41.875)  # in the middle of the hole
    assert found
    loop, island = steps(found.paths[0]), steps(found.paths[1])
    assert set(loop[0]) == {
        (-4, -4),
        (NEAR_WIDTH + 4, -4),
        (-4, NEAR_HEIGHT + 4),
        (NEAR_WIDTH + 4, NEAR_HEIGHT + 4),
    }
    assert len(loop) == 2
    assert {corner for ring in island for corner in ring}.isdisjoint(loop[0])
    for x, y in loop[1]:  # the hole, around the middle
        assert abs(x - NEAR_WIDTH / 2) == pytest.approx(31, abs=2)
        assert abs(y - NEAR_HEIGHT / 2) == pytest.approx(42, abs=2)


@pytest.mark.parametrize(("longitude", "latitude"), [(-80, 41.9), (-87.7, 45), (0, 90), (180, -90)])
def test_far_from_every_area_nothing_is_drawn(longitude: float, latitude: float) -> None:
    assert around(AREAS.shapes, longitude, latitude) is None
    assert around((), longitude, latitude) is None


def test_the_sides_are_two_kilometres_away() -> None:
    found = around(AREAS.shapes, -87.8 + 0.0, 41.9)  # on the border of two areas
    assert found
    assert isinstance(found, Surroundings)
    borders = [{x for ring in steps(path) for x, _ in ring} for path in found.paths]
    assert borders == [{150, 304}, {-4, 150}]


def test_a_name_is_inside_its_area_and_beside_the_pin() -> None:
    found = around(AREAS.shapes, -87.7, 41.8)
    assert found
    [label] = found.labels
    assert label.name == "Loop"
    assert 0 < label.x < NEAR_WIDTH
    assert 0 < label.y < NEAR_HEIGHT
    assert abs(label.y - NEAR_HEIGHT / 2) > 20


def svg(page: str) -> list[ElementTree.Element]:
    return [
        ElementTree.fromstring(found)
        for found in re.findall(r'<svg class="map".*?</svg>', page, re.DOTALL)
    ]


INLINE = event("street", venue='{ name = "Corner <3", coordinates = [41.95, -87.75] }')
OVER = event(
    "over",
    when='"Sat, March 6, 2021, 1 PM"',
    venue='{ name = "Old", coordinates = [41.75, -87.75] }',
)
OFF = event("off", status='"cancelled"', venue='{ name = "Off", coordinates = [41.75, -87.7] }')


def test_pins_lead_to_venues_and_events_that_are_coming() -> None:
    snapshot = made(HEAD + EVENT + INLINE + OVER + OFF)
    page = body(snapshot, "/").decode()
    pins = re.findall(r'<a class="pin" href="([^"]*)" aria-label="([^"]*)">', page)
    assert pins == [
        ("events/street/", "Corner &lt;3, 1 upcoming event"),
        ("feeds/venue/federal-plaza/", "Federal Plaza, 1 upcoming event"),
    ]
    [drawn] = svg(page)
    assert [text.text for text in drawn.iter("text") if text.get("class") is None] == ["1", "1"]


def test_pages_of_events_and_venues_show_what_lies_around_with_its_name() -> None:
    snapshot = made(HEAD + EVENT)
    for path in ("/events/rally/", "/es/events/rally/", "/feeds/venue/federal-plaza/"):
        page = body(snapshot, path).decode()
        assert 'role="img" aria-label="Federal Plaza, Loop"' in page
        assert '<figcaption class="quiet">Loop</figcaption>' in page
        assert "https://www.openstreetmap.org/" in page
    # the bar of half a mile, 805 m, in a drawing that is 4 km and 300 units wide
    page = body(snapshot, "/events/rally/").decode()
    assert "h60m0-2.5" in page
    assert "½ mi" in page


FAR = read_boundaries(collection(("Far", "Polygon", [square(0, 0, 1)])), "name")


@pytest.mark.parametrize("boundaries", [None, Boundaries(), FAR])
def test_without_boundaries_there_is_no_empty_frame(boundaries: Boundaries | None) -> None:
    snapshot = made(HEAD + EVENT, boundaries)
    for path in ("/events/rally/", "/feeds/venue/federal-plaza/"):
        page = body(snapshot, path).decode()
        assert "<figure" not in page
        assert "https://www.openstreetmap.org/" in page


def test_a_place_that_was_taken_back_is_on_no_map() -> None:
    withdrawn = HEAD.replace(
        "[venues.federal-plaza]\n", "[venues.federal-plaza]\nwithdrawn = true\n"
    )
    snapshot = Snapshot(edition(catalog(withdrawn + EVENT), Record()), SITE, TODAY, AREAS)
    for path in ("/", "/events/rally/"):
        page = body(snapshot, path).decode()
        assert 'class="pin"' not in page
        assert "<figure" not in page


def test_the_north_pole_has_a_map() -> None:
    areas = read_boundaries(collection(("Ice", "Polygon", [square(-10, 80, 10)])), "name")
    assert areas.area(Point(89.999, -5)) == "Ice"
    assert around(areas.shapes, -5, 89.999)
