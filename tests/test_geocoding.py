"""Asking a geocoder: a real service on loopback that is right, wrong, slow, broken or rude."""

import threading

import pytest

from feeds.catalog import Geocoding, Point
from feeds.places import geocoding
from feeds.places.geocoding import NoAnswer, answers, geocoder
from feeds.places.judging import Candidate
from tests.geocoders import nominatim, photon, reply, service, silent, slow

AREA = (41.4, -88.6, 42.6, -87.3)
ADDRESS = "1100 N Smith St, Palatine, IL 60067"
NAME = {"nominatim": "house_number", "photon": "housenumber"}
STREET = {"nominatim": "road", "photon": "street"}


def house(name, **other):
    """Return the parts of the address under the keys of a service."""
    number, street = {NAME[name]: "1100"}, {STREET[name]: "North Smith Street"}
    return {**number, **street, "city": "Palatine", "postcode": "60067", **other}


RIGHT = {
    "nominatim": [nominatim(42.123, -88.05, "amenity", "school", **house("nominatim"))],
    "photon": {
        "features": [photon(42.123, -88.05, "amenity", "school", type="house", **house("photon"))]
    },
}
SERVICES = sorted(RIGHT)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    """Wait nowhere but in the test of the pause between requests."""
    monkeypatch.setattr(geocoding, "PAUSE", 0.0)


def ask(running, name, address=ADDRESS, timeout=2.0, area=AREA):
    options = (
        ("user_agent", "Handbill tests"),
        ("domain", running.domain),
        ("scheme", "http"),
        ("timeout", timeout),
    )
    return geocoder(Geocoding(name, options), area)(address)


@pytest.mark.parametrize("name", SERVICES)
def test_the_right_answer_is_a_point_with_its_precision(name):
    with service(reply(RIGHT[name])) as running:
        found = ask(running, name)
    assert isinstance(found, Candidate)
    assert (found.point, found.precision) == (Point(42.123, -88.05), "amenity=school")
    assert running.asked == [ADDRESS]
    assert running.agents == {"Handbill tests"}


QUESTIONS = [
    (
        "nominatim",
        AREA,
        "/search?{}&format=json&limit=5&viewbox=-88.6%2C41.4%2C-87.3%2C42.6&addressdetails=1",
    ),
    (
        "nominatim",
        None,
        "/search?{}&format=json&limit=5&viewbox=-180.0%2C-90.0%2C180.0%2C90.0&addressdetails=1",
    ),
    ("photon", AREA, "/api?{}&limit=5&bbox=-88.6%2C41.4%2C-87.3%2C42.6"),
    ("photon", None, "/api?{}&limit=5&bbox=-180.0%2C-90.0%2C180.0%2C90.0"),
]


@pytest.mark.parametrize(("name", "area", "path"), QUESTIONS)
def test_a_service_is_asked_for_places_in_the_area(name, area, path):
    with service(reply(RIGHT[name])) as running:
        ask(running, name, area=area)
    assert running.paths == [path.format("q=1100+N+Smith+St%2C+Palatine%2C+IL+60067")]


@pytest.mark.parametrize("name", SERVICES)
def test_the_second_query_is_simpler(name):
    def answer(handler, query):
        empty = {"features": []} if name == "photon" else []
        reply(empty if "Suite" in query else RIGHT[name])(handler, query)

    with service(answer) as running:
        found = ask(running, name, "1100 N Smith St, Suite 3, Palatine, IL 60067, USA")
    assert isinstance(found, Candidate)
    assert running.asked == ["1100 N Smith St, Suite 3, Palatine, IL 60067, USA", ADDRESS]


def both(latitude, longitude, category="building", kind="yes", **extra):
    return {
        "nominatim": [
            nominatim(latitude, longitude, category, kind, **house("nominatim", **extra))
        ],
        "photon": {
            "features": [photon(latitude, longitude, category, kind, **house("photon", **extra))]
        },
    }


def together(*bodies):
    return {
        "nominatim": [one for body in bodies for one in body["nominatim"]],
        "photon": {"features": [one for body in bodies for one in body["photon"]["features"]]},
    }


DOUBTFUL = {
    "nothing": ({"nominatim": [], "photon": {"features": []}}, "nothing found"),
    "outside the area": (both(48.1, 11.5), "outside the area: 48.1000, 11.5000"),
    "swapped": (both(-88.05, 42.123), "outside the area: -88.0500, 42.1230"),
    "a city's centroid": (both(41.87, -87.63, "place", "city"), "not precise: place=city"),
    "a street": (
        both(42.123, -88.05, "highway", "residential"),
        "not precise: highway=residential",
    ),
    "another postcode": (both(42.123, -88.05, postcode="60601"), "another postcode: 60601"),
    "another municipality": (both(42.123, -88.05, city="Chicago"), "another municipality: Chicago"),
    "two far apart": (
        together(both(42.123, -88.05), both(42.2, -88.05)),
        "2 places fit, 8.6 km apart",
    ),
}


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("case", DOUBTFUL)
def test_a_doubtful_answer_becomes_a_reason(name, case):
    body, reason = DOUBTFUL[case]
    with service(reply(body[name])) as running:
        assert ask(running, name) == reason


WORDS = [
    ("nominatim", {"addresstype": "house"}, None),
    ("nominatim", {"addresstype": "city"}, "not precise: place=city"),
    ("nominatim", {"category": "leisure", "type": "park"}, None),
    ("nominatim", {"class": "place", "type": "neighbourhood"}, "not precise: place=neighbourhood"),
    ("photon", {"type": "house"}, None),
    ("photon", {"type": "city"}, "not precise: city=city"),
    (
        "photon",
        {"osm_key": "highway", "osm_value": "residential", "type": "street"},
        "not precise: street=residential",
    ),
    (
        "photon",
        {"osm_key": "place", "osm_value": "suburb", "type": "district"},
        "not precise: district=suburb",
    ),
    ("photon", {"osm_key": "leisure", "osm_value": "park", "type": "other"}, None),
]


@pytest.mark.parametrize(("name", "stated", "reason"), WORDS)
def test_precision_is_read_in_the_terms_of_each_service(name, stated, reason):
    feature = {
        "geometry": {"coordinates": [-88.05, 42.123]},
        "properties": {**house("photon"), **stated},
    }
    body = (
        [
            {
                "lat": "42.123",
                "lon": "-88.05",
                "display_name": "here",
                "address": house("nominatim"),
                **stated,
            }
        ]
        if name == "nominatim"
        else {"features": [feature]}
    )
    with service(reply(body)) as running:
        found = ask(running, name)
    assert (None if isinstance(found, Candidate) else found) == reason


def test_numbers_as_strings_are_numbers():
    body = {"features": [photon("42.123", "-88.05", "amenity", "school", **house("photon"))]}
    with service(reply(body)) as running:
        assert isinstance(ask(running, "photon"), Candidate)


BROKEN = {
    "429": reply({}, 429),
    "403": reply({}, 403),
    "500": reply({}, 500),
    "503": reply({}, 503),
    "HTML": reply(b"<html><body>Sorry</body></html>"),
    "truncated": reply(b'[{"lat": "42.1'),
    "not UTF-8": reply(b"\xff\xfe"),
    "empty": reply(b""),
    "NaN": reply(b'[{"lat": NaN, "lon": NaN, "class": "building", "type": "yes"}]'),
    "no coordinates": reply([{"class": "building", "type": "yes"}]),
    "a number": reply(7),
    "a list of numbers": reply([1, 2]),
    "an error": reply({"error": "overloaded"}),
    "a redirect loop": reply(b"", 302, Location="/search?q=again"),
}


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("case", BROKEN)
def test_a_service_that_fails_has_not_answered(name, case):
    with service(BROKEN[case]) as running, pytest.raises(NoAnswer):
        ask(running, name)


def test_null_is_never_a_place():
    with service(reply(None)) as running:
        assert ask(running, "nominatim") == "nothing found"
        with pytest.raises(NoAnswer):
            ask(running, "photon")


@pytest.mark.parametrize("name", SERVICES)
def test_a_silent_service_times_out(name):
    with service(silent(over := threading.Event())) as running:
        with pytest.raises(NoAnswer):
            ask(running, name, timeout=0.2)
        over.set()


@pytest.mark.parametrize("name", SERVICES)
def test_a_slow_answer_within_the_timeout_counts(name):
    with service(slow(0.2, reply(RIGHT[name]))) as running:
        assert isinstance(ask(running, name), Candidate)


@pytest.mark.parametrize("name", SERVICES)
def test_a_refused_connection_is_no_answer(name):
    with service(reply([])) as running:
        pass
    with pytest.raises(NoAnswer):
        ask(running, name)


def test_retry_after_is_obeyed():
    with service(reply({}, 429, Retry_After="120")) as running, pytest.raises(NoAnswer) as refused:
        ask(running, "nominatim")
    assert refused.value.after == 120


class Paused(Exception):
    """Raised in place of a pause."""


def test_each_request_is_followed_by_a_pause(monkeypatch):
    def pause(seconds):
        raise Paused(seconds)

    monkeypatch.setattr(geocoding, "PAUSE", 1.0)
    monkeypatch.setattr(geocoding, "sleep", pause)
    with service(reply(RIGHT["nominatim"])) as running:
        options = (("user_agent", "Handbill tests"), ("domain", running.domain), ("scheme", "http"))
        request = geocoder(Geocoding("nominatim", options), AREA)
        with pytest.raises(Paused) as paused:
            request(ADDRESS)
    assert paused.value.args == (1.0,)


def collect(script, tries=None):
    """Run `answers` over scripted replies; return what it yields and its waits in seconds."""
    waits = []
    replies = {address: list(found) for address, found in script.items()}

    def ask(address):
        found = replies[address].pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    def wait(seconds):
        waits.append(seconds)
        return False

    known: list[str] = []
    found = []
    unknown = lambda: [address for address in script if address not in known]  # noqa: E731
    for answer in answers(unknown, ask, "nominatim", lambda: "2026-11-21", wait, tries):
        known.append(answer.address)
        found.append((answer.address, answer.point, answer.reason))
    return found, waits


def test_an_unanswered_address_is_tried_again_and_not_recorded():
    place = Candidate(point=Point(42.0, -88.0), category="building", kind="yes")
    script = {"a": [NoAnswer("500"), NoAnswer("429", 60.0), place], "b": ["nothing found"]}
    found, waits = collect(script)
    assert found == [("b", None, "nothing found"), ("a", Point(42.0, -88.0), "")]
    assert waits == [2.0, 60.0]


def test_waits_grow_to_an_hour():
    found, waits = collect({"a": [NoAnswer("500")] * 14 + ["nothing found"]})
    assert [reason for _, _, reason in found] == ["nothing found"]
    assert waits == [2.0, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600]


def test_failures_in_a_row_end_a_run_with_limited_tries():
    found, waits = collect({"a": [NoAnswer("500")] * 9, "b": [NoAnswer("500")] * 9}, tries=3)
    assert (found, waits) == ([], [2.0, 4.0])
