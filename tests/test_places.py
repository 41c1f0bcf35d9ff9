"""places.jsonl, and a catalog with the positions of its venues."""

import pytest

from feeds.catalog import Point
from feeds.places import Answer, provenance, resolve, unknown_addresses
from feeds.places.answers import read_answers, write_answers
from feeds.places.boundaries import Boundaries, read_boundaries
from tests.lists import HEAD, catalog, event
from tests.test_boundaries import collection, square

SMITH = Answer(
    "1100 N Smith St, Palatine, IL 60067",
    "nominatim",
    "2026-11-21",
    Point(42.123, -88.05),
    "amenity=school",
)
ROUTE = Answer(
    "Route 64 and Randall Rd, St. Charles, IL",
    "nominatim",
    "2026-11-21",
    reason="a corner of two streets: pin it",
)
LINES = (
    b'{"address": "1100 N Smith St, Palatine, IL 60067", "coordinates": [42.123, -88.05], '
    b'"service": "nominatim", "date": "2026-11-21", "precision": "amenity=school"}\n'
    b'{"address": "Route 64 and Randall Rd, St. Charles, IL", "service": "nominatim", '
    b'"date": "2026-11-21", "reason": "a corner of two streets: pin it"}\n'
)
LIST = (
    HEAD
    + """
[venues.sundling]
name = "Walter R Sundling Jr. High School"
address = "1100 N Smith St, Palatine, IL 60067"
[venues.route-64]
address = "Route 64 and Randall Rd, St. Charles, IL"
[venues.words]
name = "Where the march ends"
"""
    + event("a", venue='"sundling"')
    + event("b", venue='{ name = "KOCO", address = "4242 S Cottage Grove Ave, Chicago, IL" }')
    + event("c", venue='"words"')
)


def test_the_file_is_sorted_by_address_and_read_back():
    assert write_answers([ROUTE, SMITH]) == LINES
    assert read_answers(LINES) == ({SMITH.address: SMITH, ROUTE.address: ROUTE}, [])


def test_of_two_lines_for_one_address_the_later_counts():
    merged = LINES + LINES.split(b"\n")[0].replace(b"42.123", b"42.5") + b"\n"
    found, damaged = read_answers(merged)
    assert found[SMITH.address].point == Point(42.5, -88.05)
    assert damaged == []


ANSWERED = b'{"address": "x", "service": "nominatim", "date": "2026-11-21", '
DAMAGED = [
    b"<<<<<<< HEAD\n",
    b'{"address": "x"\n',
    b"[]\n",
    b"\xff\xfe\n",
    b'{"address": 7, "service": "nominatim", "date": "2026-11-21", "reason": ""}\n',
    ANSWERED + b'"coordinates": [NaN, 1]}\n',
    ANSWERED.replace(b"x", b"\\ud800") + b'"coordinates": [42, 1]}\n',
    ANSWERED + b'"reason": "\\uDFFF"}\n',
    ANSWERED + b'"coordinates": ["42", 1]}\n',
    ANSWERED + b'"coordinates": [142.0, 1.0]}\n',
]


def test_whole_numbers_are_coordinates_too():
    found, damaged = read_answers(LINES.replace(b"42.123", b"42").replace(b"-88.05", b"-88"))
    assert (found[SMITH.address].point, damaged) == (Point(42.0, -88.0), [])


@pytest.mark.parametrize("line", DAMAGED)
def test_a_damaged_line_is_reported_and_the_others_are_read(line):
    assert read_answers(line + LINES) == ({SMITH.address: SMITH, ROUTE.address: ROUTE}, [1])


def test_a_pin_is_preferred_to_an_answer():
    answers = {SMITH.address: SMITH, ROUTE.address: ROUTE}
    answers["50 W Adams St, Chicago, IL 60604"] = Answer(
        "50 W Adams St, Chicago, IL 60604", "photon", "", Point(1, 1)
    )
    placed = resolve(catalog(LIST), answers, Boundaries())
    points = {venue.slug: venue.coordinates for venue in placed.venues}
    assert points == {
        "federal-plaza": Point(41.87879, -87.6297),
        "sundling": Point(42.123, -88.05),
        "route-64": None,
        "words": None,
    }
    assert placed.events[0].venue == placed.venues[1]


def test_addresses_without_a_pin_or_answer_are_unknown_except_corners():
    assert unknown_addresses(catalog(LIST), {}) == (
        SMITH.address,
        "4242 S Cottage Grove Ave, Chicago, IL",
    )
    assert unknown_addresses(catalog(LIST), {SMITH.address: SMITH}) == (
        "4242 S Cottage Grove Ave, Chicago, IL",
    )


def test_provenance_in_words():
    listed = catalog(LIST)
    answers = {SMITH.address: SMITH}
    found = [provenance(venue, answers) for venue in listed.venues]
    pin_it = "a corner of two streets: pin it"
    assert found == ["pinned", "nominatim, 2026-11-21: amenity=school", pin_it, "no address"]
    used_once = listed.events[1].venue
    assert provenance(used_once, {}) == "not known; pin it, or publish"
    refused = Answer(used_once.address, "photon", "2026-11-21", reason="nothing found")
    assert (
        provenance(used_once, {used_once.address: refused}) == "photon, 2026-11-21: nothing found"
    )


AREAS = read_boundaries(
    collection(
        ("Loop", "Polygon", [square(-87.64, 41.87, 0.02)]),
        ("Armour Square", "Polygon", [square(-87.64, 41.84, 0.02)]),
        ("Near North Side", "Polygon", [square(-87.64, 41.89, 0.02)]),
    ),
    "name",
)


def venue(slug, latitude, neighborhood=""):
    name = f'neighborhood = "{neighborhood}"\n' if neighborhood else ""
    return f'[venues.{slug}]\nname = "{slug}"\ncoordinates = [{latitude}, -87.63]\n{name}'


CITY = HEAD.replace(
    'loop = "Loop"\n',
    'loop = "Loop"\npalatine = "Palatine"\n'
    'chinatown = { name = "Chinatown", within = ["Armour Square"] }\n',
)


def test_a_venue_without_a_neighborhood_is_in_the_area_around_it():
    text = CITY + venue("one", 41.88) + venue("two", 41.90) + venue("three", 41.95)
    placed = resolve(catalog(text), {}, AREAS)
    areas = [venue.neighborhood and venue.neighborhood.slug for venue in placed.venues[1:]]
    assert areas == ["loop", "near-north-side", None]
    assert [area.slug for area in placed.neighborhoods] == [
        "loop",
        "palatine",
        "chinatown",
        "near-north-side",
    ]


def test_a_neighborhood_within_an_area_is_not_all_of_it():
    placed = resolve(catalog(CITY + venue("one", 41.85)), {}, AREAS)
    assert placed.venues[1].neighborhood.slug == "armour-square"
