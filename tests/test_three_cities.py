"""Three made-up lists of twelve events, as people announce them in three places, read by two calendar programs."""

import icalendar
import pytest
import vobject

from feeds.watch import OpenList
from tests.lists import ROOT, SITE, body

ONLINE = {"glasgow": "Online", "buenos-aires": "En línea", "kathmandu": "Online"}
ROOM = {
    "glasgow": "Test Hall, Room 2",
    "buenos-aires": "Salón de Prueba, Aula 2",
    "kathmandu": "Test Hall, Room 2",
}
CITIES = sorted(ONLINE)
FREE = {"glasgow": "Cost: Free", "buenos-aires": "Costo: Gratis", "kathmandu": "Cost: Free"}


def opened(city: str) -> OpenList:
    """Open the list of a city."""
    return OpenList(ROOT / "tests" / "cases" / "three-cities" / f"{city}.toml", SITE)


@pytest.mark.parametrize("city", CITIES)
def test_a_list_has_no_problem_and_is_marked_as_test_data(city: str) -> None:
    list_of_city = opened(city)
    assert list(list_of_city.inputs.problems) == []
    first, *_ = (
        (ROOT / "tests" / "cases" / "three-cities" / f"{city}.toml").read_text("utf-8").splitlines()
    )
    assert "test data" in first.lower()
    events = list_of_city.inputs.loaded.catalog.events
    assert len({event.series or event.id for event in events}) == 12


@pytest.mark.parametrize("city", CITIES)
def test_two_programs_read_what_it_says(city: str) -> None:
    content = body(opened(city).snapshot, "/feeds/all.ics")
    by_icalendar = {
        str(event["UID"]).partition("@")[0]: event
        for event in icalendar.Calendar.from_ical(content).events
    }
    by_vobject = {
        one.uid.value.partition("@")[0]: one
        for one in vobject.readOne(content.decode()).vevent_list
    }
    assert by_icalendar.keys() == by_vobject.keys()
    for id, event in by_icalendar.items():
        one = by_vobject[id]
        assert (
            event.start == one.dtstart.value
            or event.start.replace(tzinfo=None) == one.dtstart.value
        )
        assert str(event["SUMMARY"]) == one.summary.value
    assert str(by_icalendar["online-2027"]["LOCATION"]) == ONLINE[city]
    assert str(by_icalendar["online-2027"]["CONFERENCE"]) == join_link(city)
    assert join_link(city) in str(by_icalendar["online-2027"]["DESCRIPTION"])
    assert str(by_icalendar["hybrid-2027"]["LOCATION"]).partition("\n")[0] == ROOM[city]
    assert FREE[city] in by_vobject["free-2027"].description.value
    assert sum(id.startswith("first-tuesday-2027-") for id in by_icalendar) == 6
    assert sum(id.startswith("three-days-2027-") for id in by_icalendar) == 3


def join_link(city: str) -> str:
    """Return where people join online."""
    [event] = [
        event for event in opened(city).inputs.loaded.catalog.events if event.id == "online-2027"
    ]
    return event.join


@pytest.mark.parametrize("city", CITIES)
def test_how_people_attend_is_a_feed(city: str) -> None:
    snapshot = opened(city).snapshot
    for slug, stored in (
        ("online", {"online-2027", "hybrid-2027"}),
        ("in-person", {"hybrid-2027", "free-2027"}),
    ):
        calendar = icalendar.Calendar.from_ical(body(snapshot, f"/feeds/attendance/{slug}.ics"))
        ids = {str(event["UID"]).partition("@")[0] for event in calendar.events}
        assert stored <= ids
        assert ("online-2027" in ids) == (slug == "online")
