"""Which answers of a geocoder are believed: tables of what it offers and what becomes of it."""

import pytest

from feeds.catalog import Point
from feeds.places.judging import Candidate, is_corner, judge, queries

AREA = (41.4, -88.6, 42.6, -87.3)
ADDRESS = "1100 N Smith St, Palatine, IL 60067"
HERE, NEXT_DOOR, ELSEWHERE = Point(42.123, -88.05), Point(42.124, -88.05), Point(42.2, -88.05)


def candidate(point=HERE, category="building", kind="school", **stated) -> Candidate:
    return Candidate(point=point, category=category, kind=kind, **stated)


BELIEVED = [
    [candidate()],
    [candidate(category="place", kind="house", house_number="1100")],
    [candidate(category="leisure", kind="park")],
    [candidate(category="place", kind="square")],
    [candidate(category="amenity", kind="townhall")],
    [candidate(category="railway", kind="station")],
    [candidate(postcode="60067", municipalities=("Palatine",))],
    [candidate(postcode="60067-1234", municipalities=("Palatine Township", "Palatine"))],
    [candidate(), candidate(NEXT_DOOR)],  # the building and its gate
    [candidate(), candidate(ELSEWHERE, "highway", "residential")],  # a street does not compete
    [candidate(Point(48.1, 11.5)), candidate()],  # nor does another country
    [candidate(ELSEWHERE, postcode="60601"), candidate()],
]


@pytest.mark.parametrize("candidates", BELIEVED, ids=range(len(BELIEVED)))
def test_one_precise_place_is_believed(candidates):
    found = judge(candidates, ADDRESS, AREA)
    assert isinstance(found, Candidate)
    assert found.point == HERE


REFUSED = [
    ([], "nothing found"),
    ([candidate(category="highway", kind="residential")], "not precise: highway=residential"),
    ([candidate(category="highway", kind="residential", house_number="1100")], "not precise: highway=residential"),
    ([candidate(category="boundary", kind="administrative")], "not precise: boundary=administrative"),
    ([candidate(category="place", kind="city")], "not precise: place=city"),
    ([candidate(category="place", kind="suburb")], "not precise: place=suburb"),
    ([candidate(category="place", kind="postcode")], "not precise: place=postcode"),
    ([candidate(category="landuse", kind="retail")], "not precise: landuse=retail"),
    ([candidate(category="railway", kind="rail")], "not precise: railway=rail"),
    ([candidate(Point(41.0, -88.05))], "outside the area: 41.0000, -88.0500"),
    ([candidate(Point(-88.05, 42.123))], "outside the area: -88.0500, 42.1230"),  # swapped
    ([candidate(postcode="60601")], "another ZIP: 60601"),
    ([candidate(municipalities=("Rolling Meadows",))], "another municipality: Rolling Meadows"),
    ([candidate(), candidate(ELSEWHERE)], "2 places fit, 8.6 km apart"),
]


@pytest.mark.parametrize(("candidates", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_a_doubtful_answer_is_not_published(candidates, reason):
    assert judge(candidates, ADDRESS, AREA) == reason


MUNICIPALITIES = [
    ("100 W Randolph St, Chicago, IL 60601", "Chicago", True),
    ("100 W Randolph St, Chicago IL", "Chicago", True),
    ("100 W Randolph St, CHICAGO", "Chicago", True),
    ("1500 Chicago Rd, Chicago Heights, IL", "Chicago Heights", True),
    ("1500 Chicago Rd, Chicago Heights, IL", "Chicago", False),
    ("100 Chicago Ave, Oak Park, IL", "Chicago", False),
    ("Calle 18 y Blue Island, Pilsen, Chicago, IL", "Chicago", True),
]


@pytest.mark.parametrize(("address", "municipality", "agrees"), MUNICIPALITIES)
def test_the_municipality_is_the_one_the_address_states(address, municipality, agrees):
    found = judge([candidate(municipalities=(municipality,))], address, AREA)
    assert isinstance(found, Candidate) == agrees


CORNERS = [
    ("Wacker and Wabash, Chicago, IL", True),
    ("Route 64 and Randall Rd, St. Charles, IL", True),
    ("Dearborn & Adams, Chicago, IL", True),
    ("Kedzie/Milwaukee, Chicago", True),
    ("26th St at California Ave, Chicago", True),
    ("Calle 18 y Blue Island, Chicago", True),
    ("corner of Clark St, Chicago", True),
    ("50 W Adams St, Chicago, IL 60604", False),
    ("2741 W Montrose Ave, Chicago, IL", False),
    ("1234 Hall and Oates Way, Chicago", False),
    ("Logan Square Monument, Chicago", False),
    ("5533 N Broadway, Chicago, IL", False),
]


@pytest.mark.parametrize(("address", "corner"), CORNERS)
def test_a_corner_of_two_streets_is_known_by_its_address(address, corner):
    assert is_corner(address) == corner


QUERIES = [
    ("50 W Adams St, Chicago, IL 60604", ("50 W Adams St, Chicago, IL 60604",)),
    (
        "230 S Dearborn St, Suite 400, Chicago, IL, USA",
        ("230 S Dearborn St, Suite 400, Chicago, IL, USA", "230 S Dearborn St, Chicago, IL"),
    ),
    (
        "Kluczynski Federal Building, 230 S Dearborn St, Chicago, IL",
        ("Kluczynski Federal Building, 230 S Dearborn St, Chicago, IL", "230 S Dearborn St, Chicago, IL"),
    ),
    (
        "5301 N Clark St 2nd Floor, Chicago, IL",
        ("5301 N Clark St 2nd Floor, Chicago, IL", "5301 N Clark St, Chicago, IL"),
    ),
    ("5301 N Clark St #2, Chicago", ("5301 N Clark St #2, Chicago", "5301 N Clark St, Chicago")),
    ("Horner Park, Chicago", ("Horner Park, Chicago",)),
]


@pytest.mark.parametrize(("address", "asked"), QUERIES)
def test_a_second_question_leaves_out_what_confuses(address, asked):
    assert queries(address) == asked
