"""Which answers of a geocoder are trusted: tables of answers, each with its outcome.

cases/geocoders/ has an answer a line, in the services' own forms, for addresses in twenty
countries. The streets and landmarks are public; house numbers next door, towns and coordinates
around them are made up: test data.
"""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.catalog import Point
from feeds.places.geocoding import read_candidate
from feeds.places.judging import Candidate, is_corner, judge, queries
from tests.lists import ROOT

CASES = ROOT / "tests" / "cases" / "geocoders"
TABLE = {
    f"{file.stem} {number}: {case['case']}": case
    for file in sorted(CASES.glob("*.jsonl"))
    for number, case in enumerate(map(json.loads, file.read_text("utf-8").splitlines()), 1)
}
AREA = (41.4, -88.6, 42.6, -87.3)
ADDRESS = "1100 N Smith St, Palatine, IL 60067"
HERE, NEXT_DOOR, ELSEWHERE = Point(42.123, -88.05), Point(42.124, -88.05), Point(42.2, -88.05)


@pytest.mark.parametrize("name", TABLE)
def test_an_answer_is_trusted_if_it_agrees_with_the_address(name):
    case = TABLE[name]
    candidate = read_candidate(case["service"], case["answer"])
    found = judge([candidate], case["address"], tuple(case["area"]) if case["area"] else None)
    assert (found == candidate, "" if found == candidate else found) == (
        case["believed"],
        case["reason"],
    )


def test_the_table_has_many_countries_and_both_services():
    assert len(TABLE) >= 120
    assert len({name[:2] for name in TABLE}) >= 15
    assert Counter(case["service"] for case in TABLE.values()).keys() == {"nominatim", "photon"}
    assert Counter(case["believed"] for case in TABLE.values())[True] >= 40


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name]["believed"]])
def test_a_right_answer_with_another_number_or_postcode_is_refused(name):
    case = TABLE[name]
    parts = "address" if case["service"] == "nominatim" else "properties"
    for key, other in (("house_number", "999"), ("housenumber", "999"), ("postcode", "98765")):
        stated = case["answer"][parts].get(key, "")
        if stated and (key != "postcode" or stated in case["address"]):
            answer = {**case["answer"], parts: {**case["answer"][parts], key: other}}
            assert isinstance(
                judge([read_candidate(case["service"], answer)], case["address"], None), str
            ), key


def candidate(point=HERE, category="building", kind="school", **stated) -> Candidate:
    known = {
        "house_number": "1100",
        "streets": ("North Smith Street",),
        "municipalities": ("Palatine",),
        **stated,
    }
    return Candidate(point=point, category=category, kind=kind, **known)


BELIEVED = [
    [candidate()],
    [candidate(category="place", kind="house")],
    [candidate(category="craft", kind="carpenter")],
    [candidate(category="landuse", kind="retail")],
    [candidate(postcode="60067")],
    [candidate(postcode="60067-1234", municipalities=("Palatine Township", "Palatine"))],
    [candidate(municipalities=())],
    [candidate(streets=("N. Smith Str.",))],
    [candidate(streets=("Smith Street",), postcode="60067")],
    [candidate(streets=("North Smiths Street",), postcode="60067")],
    [candidate(house_number="1098;1100")],
    [candidate(), candidate(NEXT_DOOR)],  # the building and its gate
    [candidate(), candidate(ELSEWHERE, "highway", "residential")],  # a street does not compete
    [candidate(Point(48.1, 11.5)), candidate()],  # nor does another country
    [candidate(ELSEWHERE, postcode="60601"), candidate()],
]


@pytest.mark.parametrize("candidates", BELIEVED, ids=range(len(BELIEVED)))
def test_one_precise_place_is_trusted(candidates):
    found = judge(candidates, ADDRESS, AREA)
    assert isinstance(found, Candidate)
    assert found.point == HERE


UNNAMED = "no house number, and no place that the address names"
REFUSED = [
    ([], "nothing found"),
    ([candidate(category="highway", kind="residential")], "not precise: highway=residential"),
    (
        [candidate(category="boundary", kind="administrative")],
        "not precise: boundary=administrative",
    ),
    ([candidate(category="place", kind="city")], "not precise: place=city"),
    ([candidate(category="place", kind="suburb")], "not precise: place=suburb"),
    ([candidate(category="place", kind="postcode")], "not precise: place=postcode"),
    ([candidate(category="district", kind="suburb")], "not precise: district=suburb"),
    ([candidate(category="railway", kind="rail", house_number="")], "not precise: railway=rail"),
    ([candidate(Point(41.0, -88.05))], "outside the area: 41.0000, -88.0500"),
    ([candidate(Point(-88.05, 42.123))], "outside the area: -88.0500, 42.1230"),  # swapped
    ([candidate(postcode="60601")], "another postcode: 60601"),
    ([candidate(municipalities=("Rolling Meadows",))], "another municipality: Rolling Meadows"),
    ([candidate(house_number="1102")], "another house number: 1102"),
    ([candidate(house_number="60067")], "another house number: 60067"),
    ([candidate(house_number="1100A")], "another house number: 1100A"),
    ([candidate(house_number="")], UNNAMED),
    ([candidate(house_number="", name="Palatine")], UNNAMED),
    ([candidate(house_number="", name="North Smith Street")], UNNAMED),
    ([candidate(streets=("North Smyth Street",))], "another street: North Smyth Street"),
    (
        [candidate(streets=("South Smith Street",), postcode="60067")],
        "another street: South Smith Street",
    ),
    (
        [candidate(streets=("North Smith Avenue",), postcode="60067")],
        "another street: North Smith Avenue",
    ),
    (
        [candidate(streets=("Old Smith Street",), postcode="60067")],
        "another street: Old Smith Street",
    ),
    ([candidate(streets=())], "a house number without a street: 1100"),
    ([candidate(), candidate(ELSEWHERE)], "2 places fit, 8.6 km apart"),
]


@pytest.mark.parametrize(("candidates", "reason"), REFUSED, ids=range(len(REFUSED)))
def test_a_doubtful_answer_is_refused(candidates, reason):
    assert judge(candidates, ADDRESS, AREA) == reason


STREETS = [  # as the address has it, as the answer has it, whether they are one
    ("12 King St", "King Street", True),
    ("12 King St", "Queen Street", False),
    ("12 King St N", "King Street", False),
    ("12 Old King St", "King Street", False),
    ("Nieuwe Markt 12", "Nieuwmarkt", True),
    ("Av. Corrientes 12", "Avenida Corrientes", True),
    ("Corrientes 12", "Avenida Corrientes", False),
    ("Corrientes 12", "Calle Corrientes", True),
    ("Karl Marx Str. 12", "Karl-Marx-Straße", True),
    ("Karlstr. 12", "Karl-Marx-Straße", False),
    ("12 Fifth Avenue", "5th Ave", True),
    ("12 Fifth Avenue", "6th Avenue", False),
    ("12 rue St-Honore", "Rue Saint-Honoré", True),
    ("12 Rue Neuve", "Rue Neuve - Nieuwstraat", True),
    ("Storgt. 12", "Storgata", True),
    # unknown abbreviations are refused, not guessed
    ("Jl. Malioboro 12", "Jalan Malioboro", False),
    ("12 O'Connell St", "O’Connell Street", True),
    ("улица Ленина 12", "улица Ленина", True),
]


@pytest.mark.parametrize(("stated", "street", "same"), STREETS)
def test_a_street_agrees_if_its_words_are_the_same(stated, street, same):
    found = judge(
        [candidate(house_number="12", streets=(street,), municipalities=("Town",))],
        f"{stated}, Town",
        None,
    )
    assert isinstance(found, Candidate) == same, found


NUMBERS = [
    ("Friedrichstraße 43", "43", True),
    ("Friedrichstraße Nr. 43", "43", True),
    ("43 Friedrichstraße", "43", True),
    ("43, Friedrichstraße", "43", True),
    ("Friedrichstraße, 43", "43", True),
    ("Friedrichstraße 43 a", "43A", True),
    ("Friedrichstraße 43a", "43", False),
    ("Friedrichstraße 43", "43a", False),
    ("Friedrichstraße 43", "43–45", True),
    ("Friedrichstraße 43-45", "45", True),
    ("Friedrichstraße 43-45", "44", False),
    ("Friedrichstraße 37-12", "37", False),  # as in Queens or Bogotá, no range
    ("Friedrichstraße 43/2", "43", True),
    ("Friedrichstraße 43/2", "2", False),
    ("Friedrichstraße N° 8", "8", True),
    ("Friedrichstraße ४३", "43", True),
    ("Friedrichstraße 8, 2. OG", "8", True),
    ("Friedrichstraße 8, 2. OG", "2", False),
    ("Friedrichstraße", "8", False),
]


@pytest.mark.parametrize(("stated", "number", "same"), NUMBERS)
def test_the_house_number_must_be_that_of_the_address(stated, number, same):
    answer = candidate(
        house_number=number, streets=("Friedrichstraße",), municipalities=("Berlin",)
    )
    assert isinstance(judge([answer], f"{stated}, Berlin", None), Candidate) == same


POSTCODES = [
    ("60606", "60606-6448", True),
    ("60606-6448", "60606", True),
    ("60606-6448", "60606-1111", False),
    ("C1065", "C1065AAA", True),
    ("C1065AAA", "C1065", True),
    ("C1065", "C1064AAA", False),
    ("G1 1DB", "G1 1DB", True),
    ("G11DB", "G1 1DB", True),
    ("G1", "G1 1DB", True),
    ("G1", "G11 1DB", False),
    ("NW1 6XE", "NW1 5XE", False),
    ("NW1 6XE", "W1U 8ED", False),
    ("1012 CR", "1012CR", True),
    ("1012", "1012 CR", True),
    ("1012 CR", "1012 CS", False),
    ("110 00", "11000", True),
    ("11000", "116 02", False),
    ("01310-100", "01310100", True),
    ("10117", "570", False),
]


@pytest.mark.parametrize(("stated", "postcode", "same"), POSTCODES)
def test_a_postcode_agrees_if_one_begins_with_the_other(stated, postcode, same):
    answer = candidate(
        house_number="12", streets=("Long Street",), municipalities=("Town",), postcode=postcode
    )
    for address in (f"12 Long St, {stated} Town", f"12 Long St, Town {stated}"):
        assert isinstance(judge([answer], address, None), Candidate) == same, address


MUNICIPALITIES = [
    ("100 W Randolph St, Chicago, IL 60601", "Chicago", True),
    ("100 W Randolph St, Chicago IL", "Chicago", True),
    ("100 W Randolph St, CHICAGO", "Chicago", True),
    ("100 W Randolph St Chicago", "Chicago", True),
    ("100 W Randolph St", "Chicago", True),  # none is stated
    ("100 W Randolph St, Chicago Heights, IL", "Chicago Heights", True),
    ("100 W Randolph St, Chicago Heights, IL", "Chicago", False),
    ("100 W Randolph St, Chicago", "West Chicago", False),
    ("100 W Randolph St, Oak Park, IL", "Randolph", False),
    ("100 W Randolph St, West, TX", "Chicago", False),
    ("100 W Randolph St, IL", "Chicago", True),  # the code of a state is no town
    ("100 W Randolph St, Pilsen, Chicago, IL", "Chicago", True),
    ("Chicago, 100 W Randolph St", "Chicago", True),
    ("100 W Randolph St, Buenos Aires", "Ciudad Autónoma de Buenos Aires", True),
    ("100 W Randolph St, Ciudad Autónoma de Buenos Aires", "Buenos Aires", True),
    ("100 W Randolph St, Frankfurt am Main", "Frankfurt", True),
    ("100 W Randolph St, Frankfurt", "Frankfurt am Main", True),
    ("100 W Randolph St, Westminster", "City of Westminster", True),
    ("100 W Randolph St, Kathmandu-12", "Kathmandu Metropolitan City", True),
    ("100 W Randolph St, Sydney NSW 2000", "Sydney", True),
]


@pytest.mark.parametrize(("address", "municipality", "agrees"), MUNICIPALITIES)
def test_the_municipality_must_be_that_of_the_address(address, municipality, agrees):
    answer = candidate(
        house_number="100", streets=("West Randolph Street",), municipalities=(municipality,)
    )
    assert isinstance(judge([answer], address, None), Candidate) == agrees


@given(
    st.lists(
        st.sampled_from(
            [
                "12",
                "a",
                "St",
                "/",
                "-",
                ",",
                "#",
                "N°",
                "G1",
                "1012 CR",
                "३",
                "é",
                "\u0300",
                "²",
                "½",
            ]
        )
    )
)
def test_any_address_is_judged(parts):
    address = " ".join(parts)
    answer = candidate(
        house_number=address, streets=(address,), municipalities=(address,), postcode=address
    )
    assert judge([answer, candidate(name=address, house_number="")], address, None)
    assert is_corner(address) in (True, False)
    assert queries(address)


def test_if_the_postcode_agrees_a_municipality_may_be_part_of_the_other():
    address = "100 W Randolph St, 1000 Old Town"
    answer = candidate(
        house_number="100", streets=("West Randolph Street",), municipalities=("Old Town Harbour",)
    )
    assert judge([answer], address, None) == "another municipality: Old Town Harbour"
    known = candidate(
        house_number="100",
        streets=("West Randolph Street",),
        municipalities=("Old Town Harbour",),
        postcode="1000",
    )
    assert judge([known], address, None) == known


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
    ("Friedrichstraße 43, 10117 Berlin", False),
    ("Straße der Freiheit und Einheit 5, Berlin", False),
    ("Museo de Arte y Cultura, Defensa 223, Buenos Aires", False),
    ("C/ Mayor 3, Madrid", False),
    ("C/ Mayor s/n, Madrid", False),
    ("3/45 Clarence Street, Sydney", False),
    ("Calle 18 y Calle 20, Chicago", True),
    ("Defensa y Alsina, C1065 Buenos Aires", True),
]


@pytest.mark.parametrize(("address", "corner"), CORNERS)
def test_a_corner_of_two_streets_is_recognized(address, corner):
    assert is_corner(address) == corner


LANGUAGES = [
    ("pt", "Rua Augusta e Rua Oscar Freire, São Paulo"),
    ("it", "via Roma e via Milano, Torino"),
    ("nl", "Damrak en Dam, Amsterdam"),
    ("pl", "Nowy Świat i Świętokrzyska, Warszawa"),
    ("sv", "Sveavägen och Kungsgatan, Stockholm"),
    ("de-AT", "Graben Ecke Dorotheergasse, Wien"),
    ("fr", "angle rue de Rivoli, Paris"),
]


@pytest.mark.parametrize(("language", "address"), LANGUAGES)
def test_a_corner_is_recognized_in_each_language_of_the_list(language, address):
    assert is_corner(address, ("en", language))
    assert not is_corner(address, ("en", "xx"))


QUERIES = [
    ("50 W Adams St, Chicago, IL 60604", ("50 W Adams St, Chicago, IL 60604",)),
    (
        "230 S Dearborn St, Suite 400, Chicago, IL, USA",
        ("230 S Dearborn St, Suite 400, Chicago, IL, USA", "230 S Dearborn St, Chicago, IL"),
    ),
    (
        "Kluczynski Federal Building, 230 S Dearborn St, Chicago, IL",
        (
            "Kluczynski Federal Building, 230 S Dearborn St, Chicago, IL",
            "230 S Dearborn St, Chicago, IL",
        ),
    ),
    (
        "5301 N Clark St 2nd Floor, Chicago, IL",
        ("5301 N Clark St 2nd Floor, Chicago, IL", "5301 N Clark St, Chicago, IL"),
    ),
    ("5301 N Clark St #2, Chicago", ("5301 N Clark St #2, Chicago", "5301 N Clark St, Chicago")),
    ("Horner Park, Chicago", ("Horner Park, Chicago",)),
    (
        "Museo de la Ciudad, Defensa 223, C1065 Buenos Aires",
        ("Museo de la Ciudad, Defensa 223, C1065 Buenos Aires", "Defensa 223, C1065 Buenos Aires"),
    ),
    ("Carrera 7 # 11-10, Bogotá", ("Carrera 7 # 11-10, Bogotá",)),
]


@pytest.mark.parametrize(("address", "asked"), QUERIES)
def test_the_second_query_leaves_out_suite_building_and_country(address, asked):
    assert queries(address) == asked
