"""What an event says of itself behind a label, and how people take part: online, in which room, at what cost."""

import json
from pathlib import Path

import pytest

from desk.record_problems import record_problems
from feeds.catalog import DETAILS, Event, Text, Venue, is_free
from feeds.entries import Entry
from feeds.pages import linked
from feeds.presentation import make_entry
from feeds.record import fields
from feeds.watch import OpenList
from tests.lists import HEAD, SITE, body, catalog, event, snapshot
from tests.servers import run
from tests.test_linked import check
from tests.wire import read

PAGE = f"{SITE}/events/rally/"
LINK = "https://meet.jit.si/chicago-actions"
ONLINE = f'"{LINK}"'
STEP_FREE = 'coordinates = [41.87879, -87.6297]\naccessibility = { en = "Step-free.", es = "Sin escalones." }\n'
ACCESSIBLE = HEAD.replace("coordinates = [41.87879, -87.6297]\n", STEP_FREE)
SCHEMA = "https://schema.org/"
VENUE = '"Federal Plaza"'


def entry_of(language: str = "en", head: str = HEAD, **lines: str) -> Entry:
    """Return the entry of an event with these lines of TOML."""
    read = catalog(head + event("rally", **lines))
    return make_entry(read.events[0], read.calendar, language)


# lines with a label


def test_every_detail_is_a_field_of_the_event_and_of_the_venue_where_that_has_a_label() -> None:
    for detail in DETAILS:
        assert detail.key in Event.__dataclass_fields__
        assert not detail.venue_label or detail.key in Venue.__dataclass_fields__


def test_cost_and_accessibility_stand_on_lines_of_their_own() -> None:
    lines = {
        "venue": VENUE,
        "description": '"A rally."',
        "hosts": '["KOCO"]',
        "cost": '{ en = "$5 – 20", es = "5 a 20 dólares" }',
        "accessibility": '"ASL interpretation."',
    }
    assert entry_of("en", ACCESSIBLE, **lines).text.startswith(
        "A rally.\n\nCost: $5 – 20\nAccessibility: ASL interpretation.\nAccessibility of the venue: Step-free.\n\n"
        "Hosted by KOCO\n\nMap: "
    )
    assert entry_of("es", ACCESSIBLE, **lines).text.startswith(
        "A rally.\n\nCosto: 5 a 20 dólares\nAccesibilidad: ASL interpretation.\n"
        "Accesibilidad del lugar: Sin escalones.\n\nOrganizado por KOCO\n\nMapa: "
    )


def test_what_a_withdrawn_venue_says_of_access_is_shown_nowhere() -> None:
    withdrawn = entry_of(
        head=ACCESSIBLE.replace("accessibility", "withdrawn = true\naccessibility"), venue=VENUE
    )
    assert withdrawn.lines == ()


@pytest.mark.parametrize(
    ("cost", "languages", "free"),
    [
        ("Free", ("en",), True),
        ("free!", ("en", "es"), True),
        ("Gratis", ("en", "es"), True),
        ("Gratuit", ("fr-CA",), True),
        ("Gratis", ("en",), False),
        ("Free for members", ("en",), False),
        ("$0", ("en",), False),
        ("", ("en",), False),
    ],
)
def test_only_the_word_free_is_free(cost: str, languages: tuple[str, ...], free: bool) -> None:
    assert is_free(cost, languages) is free


def test_linked_data_says_what_it_costs_and_that_it_is_free() -> None:
    data = linked.event(entry_of(cost='"Free"', description='"A rally."'), PAGE)
    check(data)
    assert data["isAccessibleForFree"] is True
    assert data["description"] == "A rally.\n\nCost: Free"
    data = linked.event(entry_of(cost='"$5"'), PAGE)
    assert "isAccessibleForFree" not in data


def test_the_page_shows_each_line_with_its_label() -> None:
    made = snapshot(
        ACCESSIBLE + event("rally", venue=VENUE, cost='"Free <b>"', accessibility='"ASL."')
    )
    page = body(made, "/events/rally/").decode()
    for label, text in (
        ("Cost", "Free"),
        ("Accessibility", "ASL."),
        ("Accessibility of the venue", "Step-free."),
    ):
        assert f'<dt>{label}</dt>\n<dd dir="auto">{text}' in page


# organizations


def test_what_an_organization_says_of_itself_is_on_its_page_and_in_linked_data() -> None:
    about = '{ en = "Neighbors <organized>.", es = "Vecinos." }'
    says = f'koco = {{ name = "KOCO", url = "https://koco.org", about = {about} }}'
    made = snapshot(HEAD.replace('koco = "KOCO"', says) + event("rally", hosts='["KOCO", "CDSA"]'))
    data = json.loads(body(made, "/es/feeds/all.json"))["itemListElement"][0]
    assert data["organizer"][0] == {
        "@type": "Organization",
        "name": "KOCO",
        "url": "https://koco.org",
        "description": "Vecinos.",
    }
    assert data["organizer"][1].keys() == {"@type", "name"}
    for kind in ("organization", "host"):
        page = body(made, f"/feeds/{kind}/koco/").decode()
        assert (
            'Neighbors &lt;organized&gt;. <a href="https://koco.org">https://koco.org</a>' in page
        )
        assert "koco.org" not in body(made, f"/feeds/{kind}/chicago-dsa/").decode()
    assert b"Neighbors" not in body(made, "/feeds/all.ics")


# online


@pytest.mark.parametrize(
    ("lines", "location", "text", "mode", "kinds"),
    [
        ({}, "", "", None, []),
        ({"online": "false"}, "", "", None, []),
        ({"online": "true"}, "Online", "", "Online", ["VirtualLocation"]),
        ({"online": ONLINE}, "Online", f"Join: {LINK}", "Online", ["VirtualLocation"]),
        (
            {"online": ONLINE, "neighborhoods": '["Loop"]'},
            "Online",
            f"Join: {LINK}",
            "Online",
            ["VirtualLocation"],
        ),
        (
            {"online": ONLINE, "venue": '{ name = "Hall" }'},
            "Hall",
            f"Join: {LINK}",
            "Mixed",
            ["Hall", "VirtualLocation"],
        ),
        (
            {"online": "true", "venue": '{ address = "1 W Lake St, Chicago" }'},
            "1 W Lake St\nChicago",
            "",
            "Mixed",
            ["Place", "VirtualLocation"],
        ),
    ],
)
def test_how_people_take_part(
    lines: dict[str, str], location: str, text: str, mode: str | None, kinds: list[str]
) -> None:
    shown = entry_of(**lines)
    assert (shown.location, shown.text) == (location, text)
    data = linked.event(shown, PAGE)
    check(data)
    assert data.get("eventAttendanceMode") == (mode and f"{SCHEMA}{mode}EventAttendanceMode")
    places = data.get("location", [])
    places = places if isinstance(places, list) else [places]
    assert [place if isinstance(place, str) else place["@type"] for place in places] == kinds


def test_it_is_online_in_the_words_of_each_language() -> None:
    assert entry_of("es", online=ONLINE).location == "En línea"
    assert entry_of("es", online=ONLINE).text == f"Unirse: {LINK}"


def test_the_link_to_join_comes_directly_after_the_notices() -> None:
    notice = '{ en = "Bring a pen.", es = "Traiga una pluma." }'
    lines = {"notice": notice, "description": '"A class."', "signup": '"https://koco.org/class"'}
    assert entry_of(online=ONLINE, **lines).text == (
        f"Bring a pen.\n\nTraiga una pluma.\n\nJoin: {LINK}\n\nA class.\n\nSign up: https://koco.org/class"
    )


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ({"online": ONLINE, "signup": '"https://koco.org/s"'}, LINK),
        ({"online": "true", "signup": '"https://koco.org/s"'}, "https://koco.org/s"),
        ({"online": "true"}, PAGE),
    ],
)
def test_a_virtual_location_has_a_link(lines: dict[str, str], url: str) -> None:
    assert linked.event(entry_of(**lines), PAGE)["location"] == {
        "@type": "VirtualLocation",
        "url": url,
    }


def test_calendars_get_the_link_as_a_conference() -> None:
    made = snapshot(HEAD + event("rally", online=ONLINE) + event("secret", online="true"))
    assert b"\r\nCONFERENCE;VALUE=URI:https://meet.jit.si/chicago-actions\r\n" in body(
        made, "/events/rally.ics"
    )
    assert b"CONFERENCE" not in body(made, "/events/secret.ics")
    (shown,) = [
        part for part in read(body(made, "/events/secret.ics")).parts if part.name == "VEVENT"
    ]
    assert shown.text("LOCATION") == "Online"


def test_the_page_has_a_button_to_join_until_nobody_can() -> None:
    made = snapshot(
        HEAD + event("rally", online=ONLINE) + event("off", online=ONLINE, status='"cancelled"')
    )
    assert (
        f'<a class="button" href="{LINK}">Join online</a>' in body(made, "/events/rally/").decode()
    )
    assert f'href="{LINK}"' not in body(made, "/events/off/").decode()
    # the address and the words of one link
    assert body(made, "/feeds/all.atom").count(LINK.encode()) == 2


def test_a_date_of_a_series_may_be_held_otherwise() -> None:
    series = event(
        "class",
        when='["2021-03-20 13:00", "2021-03-27 13:00"]',
        venue=VENUE,
        room='"Room 5"',
        online=ONLINE,
    )
    change = '[events.changes."2021-03-27"]\nonline = false\nroom = "Room 7"\ncost = "Free"\naccessibility = "ASL."\n'
    first, second = catalog(HEAD + series + change).events
    assert (first.online, first.join, second.online, second.join) == (True, LINK, False, "")
    assert first.venue
    assert second.venue
    assert (first.venue.slug, second.venue.slug) == ("federal-plaza", "federal-plaza")
    assert (first.venue.room, second.venue.room) == (
        Text((("en", "Room 5"),)),
        Text((("en", "Room 7"),)),
    )
    assert (second.cost, second.accessibility) == (Text((("en", "Free"),)), Text((("en", "ASL."),)))


def test_another_place_does_not_have_the_room_of_the_series() -> None:
    series = event(
        "class", when='["2021-03-20 13:00", "2021-03-27 13:00"]', venue=VENUE, room='"Room 5"'
    )
    change = '[events.changes."2021-03-27"]\nvenue = { name = "Unity Park" }\n'
    _, second = catalog(HEAD + series + change).events
    assert second.venue == Venue(slug="", name=Text((("en", "Unity Park"),)))


# the room


@pytest.mark.parametrize(
    ("lines", "title", "address"),
    [
        (
            {"venue": VENUE, "room": '"Room 5"'},
            "Federal Plaza, Room 5",
            "\n50 W Adams St, Chicago, IL 60604",
        ),
        ({"venue": '{ name = "Hall", room = "Room 5" }'}, "Hall, Room 5", ""),
        ({"venue": '{ name = "Hall", room = "Room 5" }', "room": '"Room 6"'}, "Hall, Room 6", ""),
        (
            {"venue": '{ address = "1 Lake St, Chicago" }', "room": "'\"B\"'"},
            "1 Lake St, 'B'",
            "\nChicago",
        ),
    ],
)
def test_the_room_stands_behind_the_name_of_the_place(
    lines: dict[str, str], title: str, address: str
) -> None:
    shown = entry_of(**lines)
    assert shown.place
    assert (shown.place.title, shown.location) == (title, title + address)


def test_location_and_apples_title_are_equal_with_a_room() -> None:
    made = snapshot(HEAD + event("rally", venue=VENUE, room='{ en = "Room 5", es = "Salón 5" }'))
    for path, title in (
        ("/events/rally.ics", "Federal Plaza, Room 5"),
        ("/es/events/rally.ics", "Federal Plaza, Salón 5"),
    ):
        (shown,) = [part for part in read(body(made, path)).parts if part.name == "VEVENT"]
        assert shown.text("LOCATION").partition("\n")[0] == title
        assert shown.one("X-APPLE-STRUCTURED-LOCATION").parameters["X-TITLE"] == title


# the digest


def test_events_without_the_new_keys_have_no_new_fields() -> None:
    assert list(fields(entry_of(venue=VENUE, hosts='["KOCO"]'))) == [
        "title",
        "when",
        "place",
        "status",
        "hosts",
        "url",
        "contact",
    ]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ({"cost": '"Free"'}, {"cost"}),
        ({"accessibility": '"ASL."'}, {"accessibility"}),
        ({"online": ONLINE}, {"online"}),
        ({"online": "true"}, {"online"}),
        ({"room": '"Room 5"', "venue": VENUE}, {"place"}),
    ],
)
def test_what_is_new_is_another_digest(lines: dict[str, str], names: set[str]) -> None:
    before = fields(entry_of(**{key: line for key, line in lines.items() if key == "venue"}))
    after = fields(entry_of(**lines))
    assert {name for name in after if after[name] != before.get(name)} == names


# whether it still holds


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        ({}, False),
        ({"room": '"Room 7"'}, True),
        ({"venue": '{ name = "Unity Park" }'}, True),
        ({"when": '"Sat, March 20, 2021, 2 PM"'}, False),
        ({"venue": '{ name = "Unity Park" }', "accessibility": '"Gravel path."'}, False),
    ],
)
def test_check_asks_whether_access_holds_where_place_or_room_changed(
    tmp_path: Path, now: dict[str, str], asked: bool
) -> None:
    lines = {"venue": VENUE, "room": '"Room 5"', "accessibility": '"Step-free."'}
    file = tmp_path / "events.toml"
    file.write_text(ACCESSIBLE + event("rally", **lines), "utf-8")
    assert run("publish", "--offline", folder=tmp_path).returncode == 0
    if "venue" in now:
        del lines["room"]
    file.write_text(ACCESSIBLE + event("rally", **{**lines, **now}), "utf-8")
    found = list(record_problems(OpenList(file, None).inputs))
    assert [(problem.key, problem.severity) for problem in found] == (
        [("rally.accessibility", "note")] if asked else []
    )
