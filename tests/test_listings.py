"""The list against its three listings, as compared by eye: what stands there, whatever the file says."""

from datetime import date, datetime

import pytest

from feeds.catalog import instant, zone
from feeds.presentation import make_entry
from tests.lists import body

DSA = "Chicago Democratic Socialists of America"
CAARPR = "Chicago Alliance Against Racist and Political Repression"
# title as listed, start, announced end, LOCATION, hosts, number of supporters, whether the listing
# says "and others"
EVENTS = {
    "resistance-recess-lipinski-2017": (
        "Resistance Recess – 3rd Congressional District – Dan Lipinksi",
        "2017-02-23 15:00",
        None,
        "6245 S Archer Ave\nChicago, IL 60638",
        ["MoveOn"],
        0,
        False,
    ),
    "jan-fan-rally-2017": (
        "Resistance Recess – 9th Congressional District – JAN FAN RALLY",
        "2017-02-23 15:00",
        None,
        "5533 N Broadway\nChicago, IL",
        ["MoveOn"],
        0,
        False,
    ),
    "save-the-aca-2017": (
        "Resistance Recess – Save the ACA with Progressives of Kane County",
        "2017-02-25 11:00",
        None,
        "Route 64 and Randall Rd\nSt. Charles, IL",
        ["MoveOn", "Progressives of Kane County"],
        0,
        False,
    ),
    "mardi-gras-march-2017": (
        "Resist Trump Tuesdays – Mardi Gras March! Stop the corporate takeover of our democracy!",
        "2017-02-28 17:00",
        "2017-02-28 18:30",
        "Kluczynski Federal Building\n230 S Dearborn St, Chicago, IL",
        ["Resist Trump Tuesdays Chicago", "MoveOn"],
        0,
        False,
    ),
    "trans-liberation-2017": (
        "Trans Liberation Protest Chicago",
        "2017-03-03 18:00",
        "2017-03-03 21:00",
        "Wacker and Wabash\nChicago, IL",
        [],
        0,
        False,
    ),
    "justice-dept-protest-2017": (
        "Protest Trump’s Racist Dept of Justice",
        "2017-03-07 17:00",
        "2017-03-07 19:00",
        "Federal Plaza\n50 W Adams St, Chicago, IL 60604",
        [CAARPR],
        0,
        False,
    ),
    "working-womens-day-2017": (
        "International Working Women’s Day",
        "2017-03-08 18:00",
        "2017-03-08 21:00",
        "Thompson Center\n100 W Randolph St, Chicago, IL 60601",
        ["Chicago Socialist Party"],
        0,
        False,
    ),
    "stand-with-students-2017": (
        "Stand with Students – Rally of Support for Transgender Youth",
        "2017-03-08 18:30",
        "2017-03-08 19:30",
        "Walter R Sundling Jr. High School\n1100 N Smith St, Palatine, IL 60067",
        [],
        0,
        False,
    ),
    "womens-day-march-2017": (
        "Chicago Int’l Women’s Day March for Equality, Justice & Power!",
        "2017-03-12 12:00",
        "2017-03-12 15:30",
        "Wacker and Wabash\nChicago, IL",
        ["ANSWER Chicago Women"],
        0,
        False,
    ),
    "ryan-not-welcome-2017": (
        "Paul Ryan and the Illinois GOP are Not Welcome Here",
        "2017-03-23 16:00",
        "2017-03-23 17:00",
        "Kluczynski Federal Building\n230 S Dearborn St, Chicago, IL",
        ["Indivisible Illinois", "ANSWER Chicago"],
        1,
        True,
    ),
    "sanctuary4all-2019": (
        "Elect Socialists February 2nd Day of Action: #Sanctuary4All",
        "2019-02-02",
        None,
        "Pilsen, Albany Park, Logan Square, Lincoln Square, Woodlawn",
        [],
        0,
        False,
    ),
    "chauvin-trial-day-1-2021": (
        "The People vs. Derek Chauvin: Trial Day 1",
        "2021-03-08 18:00",
        None,
        "Federal Plaza\n50 W Adams St, Chicago, IL 60604",
        [CAARPR],
        13,
        True,
    ),
    "rent-control-2021": (
        "Protest at Real Estate Lobby To Lift the Ban on Rent Control",
        "2021-03-20 12:00",
        None,
        "430 N Michigan Ave\nChicago, IL",
        [
            "Lift the Ban Coalition",
            "Chicago Teachers Union",
            "United Working Families",
            DSA,
            "KOCO",
            "Action Now",
            "Pilsen Alliance",
        ],
        0,
        True,
    ),
    "endless-wars-2021": (
        "Endless Wars = Few or No Gains for Working People",
        "2021-03-20 12:00",
        None,
        "Federal Plaza\n50 W Adams St, Chicago, IL 60604",
        ["Chicago Committee Against War and Racism", "Illinois Choice Action Team"],
        0,
        True,
    ),
    "bamazon-workers-2021": (
        "Solidarity Rally: Stand With #Bamazon Workers!",
        "2021-03-20 13:00",
        "2021-03-20 15:00",
        "Federal Plaza\n50 W Adams St, Chicago, IL 60604",
        ["Chicago Socialist Alternative", DSA, "Warehouse Workers For Justice"],
        0,
        False,
    ),
    "stop-asian-hate-march-2021": (
        "Stop Asian Hate Chicago March For AAPI",
        "2021-03-20 14:00",
        "2021-03-20 16:00",
        "Logan Square Monument\nChicago, IL",
        ["Stop Asian Hate Chicago"],
        0,
        False,
    ),
    "lori-doesnt-cares-2021": (
        "Lori Doesn’t C.A.R.E.S.",
        "2021-03-23 18:00",
        None,
        "Unity Park\n2636 N Kimball Ave, Chicago, IL",
        [DSA, "32nd Ward United", "33rd Ward Working Families"],
        0,
        True,
    ),
    "georgia-vigil-2021": (
        "Chicagoland Vigil & Rally for Georgia Shooting Victims: National Day of Action to Stop AAPI Hate",
        "2021-03-26 17:00",
        None,
        "Horner Park\n2741 W Montrose Ave, Chicago, IL",
        ["Apna Ghar", "HANA Center", "HEART Women & Girls", "KAN-WIN", "NAPAWF Chicago"],
        22,
        False,
    ),
    "ilprc-day-of-action-2021": (
        "ILPRC Day of Action: Laying Down for Justice for Justice",
        "2021-03-27 12:00",
        None,
        "Thompson Center\n100 W Randolph St, Chicago, IL 60601",
        ["Illinois Prisoner Rights Coalition"],
        0,
        False,
    ),
    "chinatown-rally-2021": (
        "Rally for Community Safety and Stop Anti-Asian Hate Crime",
        "2021-03-27 14:00",
        None,
        "Chinatown Square\n2154 S Archer Ave, Chicago, IL",
        ["Chinatown Security Foundation", "Coalition for a Better Chinese American Community"],
        64,
        True,
    ),
    "peoples-ordinance-2021": (
        "Pass the People’s Ordinance!",
        "2021-04-21 09:00",
        None,
        "Thompson Center\n100 W Randolph St, Chicago, IL 60601",
        [CAARPR],
        0,
        False,
    ),
}


def test_the_list_has_these_events_and_no_others(chicago):
    assert {event.id for event in chicago.catalog.events} == set(EVENTS)


@pytest.mark.parametrize("id", EVENTS)
def test_an_event_is_as_its_listing_says(chicago, id):
    title, start, end, location, hosts, supporters, others = EVENTS[id]
    (event,) = (event for event in chicago.catalog.events if event.id == id)
    entry = make_entry(event, chicago.catalog.calendar, "en")
    moments = (event.when.start, event.when.end)
    assert entry.title == title
    assert tuple(moment and _wall(moment) for moment in moments) == (start, end)
    assert entry.location == location
    assert list(entry.hosts) == hosts
    assert (len(entry.supporters), entry.and_others) == (supporters, others)


def _wall(moment: date) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else f"{moment:%Y-%m-%d}"


INSTANTS = {
    "womens-day-march-2017": "17:00",
    "bamazon-workers-2021": "18:00",
    "jan-fan-rally-2017": "21:00",
}


@pytest.mark.parametrize("id", INSTANTS)
def test_hours_are_chicagos_on_either_side_of_the_change_to_daylight_time(chicago, id):
    (event,) = (event for event in chicago.catalog.events if event.id == id)
    assert (
        f"{instant(event.when.start, zone(chicago.catalog.calendar.timezone)):%H:%M}"
        == INSTANTS[id]
    )


def test_two_organizations_stand_under_three_names(chicago):
    names = {
        organization.slug: {organization.name.in_language("en"), *organization.aliases}
        for organization in chicago.catalog.organizations
    }
    assert names["chicago-dsa"] == {DSA, "Chicago DSA", "CDSA"}
    assert len(names["cbcac"] - {"CBCAC"}) == 3
    assert len(names) == 124


def test_nothing_lost_is_invented(chicago):
    assert not any(event.url or event.signup for event in chicago.catalog.events)
    assert not any(organization.url for organization in chicago.catalog.organizations)


def test_a_charity_can_leave_the_candidates_event_out(chicago):
    id = b"UID:sanctuary4all-2019@"
    assert id in body(chicago, "/feeds/topic/elections.ics")
    assert id not in body(chicago, "/feeds/collection/without-elections.ics")
    assert body(chicago, "/feeds/collection/without-elections.ics").count(b"BEGIN:VEVENT") == 20
