"""Pages as text, and the targets of their forms; tests/browser opens them as people do."""

import html
import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from feeds.catalog import Point
from feeds.documents import Document
from feeds.entries import Place
from feeds.pages import maps
from feeds.pages.map import Area, Map, draw
from feeds.pages.month import months, span, weeks
from feeds.places.boundaries import Boundaries, read_boundaries
from feeds.record import Edition, Record, edition, record_after
from feeds.snapshot import Malformed, Redirect, Snapshot, Unknown
from tests.lists import EVENT, HEAD, SITE, TODAY, body, catalog, event
from tests.test_boundaries import collection, square


def snapshot(text: str, day: date = TODAY, **fields) -> Snapshot:
    return Snapshot(Edition(catalog(text)), SITE, day, **fields)


def text(made: Snapshot, path: str) -> list[str]:
    """Return the lines that a reader sees in the main part of a page, without tags."""
    main = re.search(r"<main.*?>(.*)</main>", body(made, path).decode(), re.DOTALL)
    assert main
    lines = re.sub(
        r"<(svg|button|title).*?</\1>|<[^>]*>", "", main[1], flags=re.DOTALL
    ).splitlines()
    return [html.unescape(line.strip()) for line in lines if line.strip()]


# what comes, and what has been

PAST = event("past", title='"Past"', when='"Sat, March 6, 2021, 1 PM – 3 PM"')
SOON = event("soon", title='"Soon"', when='"Fri, March 19, 2021, 11 PM"')
MARCH = event("march", title='"March"', when='"March 18 – 20, 2021"')
MARCH_AND_SOON = [
    "Thursday March 18",
    "March",
    "Thu, Mar 18 – Sat, Mar 20, 2021",
    "Friday March 19",
    "Soon",
    "11:00 PM",
]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ["Coming up", *MARCH_AND_SOON]),
        ("/es/", ["Próximamente", "jueves 18 de marzo", "March"]),
        ("/embed/all/", MARCH_AND_SOON),
        ("/feeds/all/", ["Coming up", "Thursday March 18", "March"]),
        ("/feeds/all/", ["Past events", "Past", "Sat, Mar 6, 2021, 1:00 – 3:00 PM"]),
    ],
)
def test_upcoming_events_come_before_past_ones(path, expected):
    lines = text(snapshot(HEAD + PAST + SOON + MARCH), path)
    start = lines.index(expected[0])
    assert lines[start : start + len(expected)] == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "Nothing is coming up right now. This is the last month with events."),
        ("/es/", "No hay nada próximo por ahora. Este es el último mes con eventos."),
        ("/embed/all/", "Nothing is coming up right now."),
        (
            "/feeds/topic/labor/",
            "Nothing is coming up right now. Subscribe and new events will show up in your calendar.",
        ),
        ("/feeds/topic/housing/", "No events yet. Subscribe and they will show up in your calendar."),
    ],
)  # fmt: skip
def test_pages_say_that_nothing_is_upcoming(path, expected):
    assert expected in text(snapshot(HEAD + EVENT + PAST, date(2026, 11, 21)), path)


def test_an_empty_list_says_so():
    made = snapshot(HEAD)
    assert "No events yet." in text(made, "/")
    assert isinstance(made.find("/month/2021-03/"), Unknown)


def test_a_long_feed_shows_the_fifty_next_and_the_fifty_last_and_says_that_there_is_more():
    many = "".join(
        event(f"e{n}", title=f'"E{n}"', when=f'"2021-0{3 if n < 60 else 4}-0{n % 9 + 1}"')
        for n in range(120)
    )
    lines = text(snapshot(HEAD + many), "/feeds/all/")
    assert sum(bool(re.fullmatch(r"E\d+", line)) for line in lines) == 100
    assert "There are more than fit here. Subscribe to get them all." in lines


@pytest.mark.parametrize(("number", "more"), [(50, False), (51, True)])
def test_a_feed_with_nothing_past_says_too_that_there_is_more(number, more):
    many = "".join(event(f"e{n}", when='"2021-04-01"') for n in range(number))
    assert (
        "There are more than fit here. Subscribe to get them all."
        in text(snapshot(HEAD + many), "/feeds/all/")
    ) is more


# months

NIGHT = datetime(2021, 3, 20, 22), datetime(2021, 3, 21, 2)
SPANS = [
    ((date(2021, 3, 20), None), (20, 20)),
    ((date(2021, 3, 20), date(2021, 3, 22)), (20, 22)),
    ((datetime(2021, 3, 20, 13), None), (20, 20)),
    (NIGHT, (20, 20)),
    ((datetime(2021, 3, 20, 22), datetime(2021, 3, 21, 22)), (20, 21)),
]


@pytest.mark.parametrize(("when", "days"), SPANS)
def test_the_days_that_an_event_is_listed_under(when, days):
    assert span(*when) == (date(2021, 3, days[0]), date(2021, 3, days[1]))


def test_the_months_between_two_days():
    assert months(date(2020, 11, 30), date(2021, 2, 1)) == [
        date(2020, 11, 1), date(2020, 12, 1), date(2021, 1, 1), date(2021, 2, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "starts"), [(6, (28, 7, 14, 21, 28)), (0, (1, 8, 15, 22, 29))])
def test_weeks_begin_as_they_do_there(first, starts):
    table = weeks(date(2021, 3, 1), [], first)
    assert tuple(week[0][0].day for week in table) == starts
    assert [len(week) for week in table] == [7] * 5


def test_a_month_is_a_table_of_its_days():
    across = event("across", title='"Across"', when='"February 28 – March 2, 2021"')
    made = snapshot(
        HEAD
        + EVENT
        + across
        + event("rally-2", title='"Early"', when='"Sat, March 20, 2021, 9 AM"')
    )
    assert text(made, "/month/2021-03/")[:2] == ["March 2021", "February 2021"]
    assert "3 events" in text(made, "/month/2021-03/")
    page = body(made, "/month/2021-03/").decode()
    assert re.findall(r'<th scope="col">(\w+)', page) == [
        "Sun",
        "Mon",
        "Tue",
        "Wed",
        "Thu",
        "Fri",
        "Sat",
    ]
    cells = re.findall(r'datetime="([\d-]+)">(.*?)</td>', page, re.DOTALL)
    listed = [(day, re.findall(r">([^<>\s][^<>]*)</bdi></a>", cell)) for day, cell in cells]
    assert [(day, names) for day, names in listed if names] == [
        ("2021-03-01", ["Across"]),
        ("2021-03-02", ["Across"]),
        ("2021-03-20", ["Early", "Rally"]),
    ]
    assert '<td class="free" aria-current="date">' in page
    assert "domingo" not in page
    assert text(made, "/es/month/2021-02/")[0] == "febrero de 2021"


def test_an_event_of_several_days_says_its_hour_on_the_first_alone():
    made = snapshot(
        HEAD + event("stay", title='"Stay"', when='"March 31, 2021, 1 PM – April 2, 2021, 5 PM"')
    )
    lines = text(made, "/month/2021-03/")
    assert lines[lines.index("Wed 31") + 1] == "1:00 PM Stay"
    following = text(made, "/month/2021-04/")
    assert (
        following[following.index("Thu 1") + 1] == following[following.index("Fri 2") + 1] == "Stay"
    )


@pytest.mark.parametrize(("number", "more"), [(500, False), (501, True)])
def test_a_month_without_room_for_all_says_so(number, more):
    many = "".join(event(f"e{n}", when='"2021-04-01"') for n in range(number))
    lines = text(snapshot(HEAD + many), "/month/2021-04/")
    assert (f"{number} events" in lines, lines.count("Other")) == (True, 500)
    assert ("There are more than fit here. Subscribe to get them all." in lines) is more


def test_every_month_from_the_first_to_the_last_answers_and_turning_skips_the_empty():
    made = snapshot(HEAD + event("a", when='"2020-11-30"') + event("b", when='"2021-02-01"'))
    assert [path for path, _ in made.paths() if path.startswith("/month/")] == [
        f"/month/{month}/" for month in ("2020-11", "2020-12", "2021-01", "2021-02")
    ]
    page = body(made, "/month/2020-11/").decode()
    assert re.findall(r'<a rel="(\w+)" href="([^"]*)">([^<]*)<', page) == 2 * [
        ("next", "../2021-02/", "Later: February 2021")
    ]
    for path in ("/month/2020-10/", "/month/2021-2/", "/month/", "/month/x/"):
        assert isinstance(made.find(path), Unknown), path


# an event

PLACES = [
    ('venue = { name = "Hall", address = "1 W Wacker Dr, Chicago, IL 60601" }',
     "The exact spot is not known; the map links search for the address."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), PLACES)
def test_an_event_says_how_sure_its_place_is(line, expected):
    lines = text(snapshot(HEAD + event("rally", title='"Rally"') + line), "/events/rally/")
    assert expected in lines
    assert "The spot on the map was looked up from the address." not in lines


@pytest.mark.parametrize("named", ["name = 'The \"Plaza\"'", 'address = "50 W Adams St, Chicago"'])
def test_an_event_links_to_the_feed_of_its_venue_whatever_it_is_called(named):
    made = snapshot(
        HEAD + f"[venues.plaza]\n{named}\n" + event("rally", title='"Rally"', venue='"plaza"')
    )
    assert b'href="../../feeds/venue/plaza/"' in body(made, "/events/rally/")


POINT = Point(41.87879, -87.6297)
MAPS = [
    (Place(title="Plaza & Co", address="50 W Adams St", point=POINT), [
        ("Apple", "https://maps.apple.com/?ll=41.87879,-87.6297&q=Plaza%20%26%20Co"),
        ("Google", "https://www.google.com/maps/search/?api=1&query=41.87879%2C-87.6297"),
        ("OpenStreetMap", "https://www.openstreetmap.org/?mlat=41.87879&mlon=-87.6297#map=17/41.87879/-87.6297"),
        ("geo:", "geo:41.87879,-87.6297"),
    ]),
    (Place(title="Hall", address="1 W Wacker Dr, Chicago", point=None), [
        ("Apple", "https://maps.apple.com/?q=Hall%2C%201%20W%20Wacker%20Dr%2C%20Chicago"),
        ("Google", "https://www.google.com/maps/search/?api=1&query=Hall%2C%201%20W%20Wacker%20Dr%2C%20Chicago"),
        ("OpenStreetMap", "https://www.openstreetmap.org/search?query=Hall%2C%201%20W%20Wacker%20Dr%2C%20Chicago"),
    ]),
    (Place(title="1 W Wacker Dr", address="", point=None, named=False), [
        ("Apple", "https://maps.apple.com/?q=1%20W%20Wacker%20Dr"),
        ("Google", "https://www.google.com/maps/search/?api=1&query=1%20W%20Wacker%20Dr"),
        ("OpenStreetMap", "https://www.openstreetmap.org/search?query=1%20W%20Wacker%20Dr"),
    ]),
    (Place(title="Hall", address="", point=None), []),
]  # fmt: skip


@pytest.mark.parametrize(("place", "links"), MAPS)
def test_rule_32_maps_show_the_point_or_look_the_address_up(place, links):
    assert maps(place) == links


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('venue = { name = "Zoom" }', ["Where", "Zoom"]),
        ('venue = { name = "Zoom" }\nneighborhoods = ["Loop"]', ["Where", "Zoom", "Loop"]),
        ('neighborhoods = ["Loop"]', ["Where", "Loop"]),
        ("", []),
    ],
)
def test_a_place_without_an_address_or_pin_shows_only_its_name(prefix, line, expected):
    made = snapshot(HEAD + event("rally", contact='"info@chicago.gov"') + line)
    lines = text(made, f"{prefix}/events/rally/")
    when = lines.index(
        "Saturday, March 20, 2021, 1:00 – 3:00 PM"
        if not prefix
        else "sábado, 20 de marzo de 2021, 1:00–3:00 p.m."
    )
    where, add = ("Dónde", "Añadir este evento") if prefix else ("Where", "Add this event")
    parts = [where if part == "Where" else part for part in expected]
    assert "".join(lines[when + 1 : lines.index(add)]) == "".join(parts)


def test_supporters_are_folded_behind_their_number():
    names = [f"Chicago {number}" for number in range(70)]
    head = HEAD.replace(
        "[neighborhoods]",
        "".join(f'o{n} = "{name}"\n' for n, name in enumerate(names)) + "[neighborhoods]",
    )
    made = snapshot(head + event("rally", supporters=json.dumps(names), and_others="true"))
    shown, _, folded = (
        body(made, "/events/rally/").decode().partition("<summary>Supported by (70)</summary>")
    )
    assert re.findall(r">(Chicago \d+)</a>", shown) == []
    assert re.findall(r">(Chicago \d+)</a>", folded) == names
    assert "and others" in folded
    assert "and others" not in shown


@pytest.mark.parametrize(
    ("prefix", "expected", "listed"),
    [
        ("", "This event is not confirmed yet.", "Not confirmed yet "),
        ("/es", "Este evento aún no está confirmado.", "Aún sin confirmar "),
    ],
)
def test_a_tentative_event_says_so(prefix, expected, listed):
    made = snapshot(HEAD + EVENT + event("hope", title='"Hope"', status='"tentative"'))
    assert expected in text(made, f"{prefix}/events/hope/")
    for path in ("/", "/feeds/all/", "/embed/all/"):
        lines = text(made, prefix + path)
        assert lines[lines.index("Hope") + 1].startswith(listed)
    assert expected not in text(made, f"{prefix}/events/rally/")


# what has become of it

BEFORE, AFTER = TODAY, date(2021, 3, 21)  # of the rally, the day before it and the day after
FATES = [  # status, day, what the page says first in both languages, and what it offers
    ("confirmed", BEFORE, "", "", {"follow", "download", "sign up", "map"}),
    ("confirmed", date(2021, 3, 20), "", "", {"follow", "download", "sign up", "map"}),
    ("tentative", BEFORE, "This event is not confirmed yet.", "Este evento aún no está confirmado.",
     {"follow", "download", "sign up", "map"}),
    ("postponed", BEFORE, "This event is postponed. The new date has not been announced.",
     "Este evento está pospuesto. Todavía no se ha anunciado la nueva fecha.", {"follow", "sign up", "map"}),
    ("postponed", AFTER, "This event is postponed. The new date has not been announced.",
     "Este evento está pospuesto. Todavía no se ha anunciado la nueva fecha.", {"follow"}),
    ("cancelled", BEFORE, "This event is cancelled.", "Este evento está cancelado.", set()),
    ("cancelled", AFTER, "This event is cancelled.", "Este evento está cancelado.", set()),
    ("confirmed", AFTER, "This event is over.", "Este evento ya pasó.", set()),
    ("tentative", AFTER, "The date has passed, and the event was never confirmed.",
     "La fecha ya pasó y el evento nunca se confirmó.", set()),
]  # fmt: skip
OFFERS = {
    "follow": r'href="webcal:|/events/rally\.ics',
    "download": "download>",
    "sign up": "https://chicago.gov/signup",
    "map": "maps.apple.com",
}
SIGNUP = 'signup = "https://chicago.gov/signup"\nurl = "https://chicago.gov/rally"\n'


@pytest.mark.parametrize(("status", "day", "english", "spanish", "offered"), FATES)
def test_an_event_says_first_what_has_become_of_it_and_offers_what_still_makes_sense(
    status, day, english, spanish, offered
):
    made = snapshot(HEAD + EVENT + SIGNUP + f'status = "{status}"\n', day)
    for prefix, expected in (("", english), ("/es", spanish)):
        lines, page = (
            text(made, f"{prefix}/events/rally/"),
            body(made, f"{prefix}/events/rally/").decode(),
        )
        assert lines[0] == expected or not expected
        assert lines[1 if expected else 0].endswith("Rally")  # its heading
        assert {name for name, pattern in OFFERS.items() if re.search(pattern, page)} == offered
        assert "https://chicago.gov/rally" in page  # whoever announced it may say more
        about = re.search(r'<meta name="description" content="(.*?)">', page)
        assert about
        assert html.unescape(about[1]).startswith(expected)


@pytest.mark.parametrize(
    ("status", "label", "spanish"),
    [
        ("confirmed", "When", "Cuándo"),
        ("cancelled", "Was planned for", "Estaba previsto para"),
        ("postponed", "Was planned for", "Estaba previsto para"),
    ],
)
def test_a_void_date_is_not_under_when(status, label, spanish):
    made = snapshot(HEAD + EVENT + f'status = "{status}"\n')
    for prefix, expected in (("", label), ("/es", spanish)):
        labels = re.findall("<dt>(.*?)</dt>", body(made, f"{prefix}/events/rally/").decode())
        assert labels[0] == expected


def test_the_word_cancelled_is_not_struck_out():
    made = snapshot(HEAD + EVENT + 'status = "cancelled"\n')
    for path in ("/", "/feeds/all/", "/embed/all/", "/month/2021-03/", "/events/rally/"):
        assert "<s>Rally</s></" in body(made, path).decode()
        assert re.search("Cancelled<|This event is cancelled.", body(made, path).decode())
        assert re.search(
            "Cancelado<|Este evento está cancelado.", body(made, f"/es{path}").decode()
        )
    assert "line-through" not in re.sub(
        r"\.(day|month).*\.postponed.*", "", body(made, "/style.css").decode()
    )


LISTED = [
    ("postponed", BEFORE, "Postponed Federal Plaza · Loop Labor"),
    (
        "postponed",
        AFTER,
        "Postponed Sat, Mar 20, 2021, 1:00 – 3:00 PM · Federal Plaza · Loop Labor",
    ),
    (
        "tentative",
        AFTER,
        "Never confirmed Sat, Mar 20, 2021, 1:00 – 3:00 PM · Federal Plaza · Loop Labor",
    ),
    ("cancelled", BEFORE, "Cancelled 1:00 – 3:00 PM · Federal Plaza · Loop Labor"),
]


@pytest.mark.parametrize(("status", "day", "line"), LISTED)
@pytest.mark.parametrize("path", ["/feeds/all/", "/feeds/topic/labor/"])
def test_a_list_says_before_the_hours_what_has_become_of_an_event(status, day, line, path):
    lines = text(snapshot(HEAD + EVENT + f'status = "{status}"\n', day), path)
    title = next(number for number, expected in enumerate(lines) if expected.endswith("Rally"))
    assert lines[title + 1] == line


def test_past_events_beside_upcoming_ones_say_so():
    cancelled = event(
        "march", title='"March"', when='"Sat, March 27, 2021, 1 PM"', status='"cancelled"'
    )
    moved = Record()
    first = edition(
        catalog(HEAD + EVENT + cancelled.replace("cancelled", "confirmed")),
        moved,
        datetime(2021, 3, 1, tzinfo=UTC),
    )
    later = (HEAD + EVENT + cancelled).replace("1 PM – 3 PM", "2 PM – 4 PM")
    second = edition(catalog(later), record_after(first), datetime(2021, 3, 2, tzinfo=UTC))
    lines = text(Snapshot(second, SITE, AFTER), "/feeds/changes/")
    assert (
        lines[lines.index("Rally") + 1]
        == "Over Sat, Mar 20, 2021, 2:00 – 4:00 PM · Federal Plaza · Loop Labor"
    )
    assert lines[lines.index("March") + 1] == "Cancelled Sat, Mar 27, 2021, 1:00 PM"


SERIES = """
[[events]]
id = "vigil"
title = "Vigil"
when = "Sat, March 20, 2021, 1 PM – 3 PM"
rrule = "FREQ=WEEKLY;COUNT=2"
"""


def test_a_date_of_a_series_leads_to_the_others():
    made = snapshot(HEAD + SERIES + EVENT)
    for path, expected in (
        ("/events/vigil-20210327/", "All dates"),
        ("/es/events/vigil-20210327/", "Todas las fechas"),
    ):
        assert f'<a href="../vigil/">{expected}</a>' in body(made, path).decode()
    assert "All dates" not in text(made, "/events/rally/")


CALLED_OFF = """
changes."2021-03-20" = { status = "cancelled" }
changes."2021-03-27" = { status = "cancelled" }
"""


@pytest.mark.parametrize(
    ("changes", "day", "english", "spanish"),
    [
        ("", date(2021, 3, 27), "", ""),
        ("", date(2021, 3, 28), "All dates are over.", "Ya pasaron todas las fechas."),
        (
            CALLED_OFF,
            BEFORE,
            "All remaining dates are cancelled.",
            "Todas las fechas que quedaban están canceladas.",
        ),
        (CALLED_OFF.replace("cancelled", "postponed"), date(2021, 3, 28), "", ""),
    ],
)
def test_a_series_without_dates_to_come_says_so_first_and_offers_no_subscription(
    changes, day, english, spanish
):
    made = snapshot(HEAD + SERIES + changes, day)
    for prefix, expected in (("", english), ("/es", spanish)):
        assert text(made, f"{prefix}/events/vigil/")[0] == (expected or "Vigil")
        assert ("webcal:" in body(made, f"{prefix}/events/vigil/").decode()) == (not expected)


def test_an_event_says_on_which_day_of_its_city_it_last_changed():
    night = datetime(2021, 3, 20, 2, tzinfo=UTC)  # nine in the evening before in Chicago
    made = Snapshot(edition(catalog(HEAD + EVENT), Record(), night), SITE, TODAY)
    assert "Last changed on Friday, March 19, 2021." in text(made, "/events/rally/")


# combinations

FORMS = [
    ({"topic": ["labor"], "near": [""], "distance": ["3km"]}, Redirect("/feeds/topic/labor/")),
    ({"topic": ["labor", "housing"], "not-organization": ["koco"]},
     Redirect("/feeds/topic/housing,labor/not-organization/koco/")),
    ({"near": ["federal-plaza"], "distance": ["2.0 mi"]}, Redirect("/feeds/near/federal-plaza,2mi/")),
    ({"not-topic": ["Trabajo"]}, Redirect("/feeds/all/not-topic/labor/")),
    ({"distance": ["3km"], "color": ["red"]}, Redirect("/feeds/all/")),
    ({"near": ["loop"], "distance": ["99km"]},
     Malformed("Put a place and a distance of up to 50 km after near/: near/federal-plaza,3km")),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "found"), FORMS)
def test_a_form_ends_at_the_canonical_address(fields, found):
    made = snapshot(HEAD + EVENT)
    assert made.form_target("/filter/", fields) == found
    if isinstance(found, Redirect):
        assert made.form_target("/es/filter/", fields) == Redirect(f"/es{found.path}")


def test_a_form_may_ask_for_what_nobody_has():
    found = snapshot(HEAD + EVENT).form_target("/filter/", {"topic": ["labour"]})
    assert isinstance(found, Unknown)
    assert "/feeds/topic/labor/" in found.message


def test_the_form_has_a_box_for_each_noun_and_the_folder_offers_what_it_has():
    made = snapshot(HEAD + EVENT)
    page = body(made, "/filter/").decode()
    boxes = set(re.findall(r'type="checkbox" name="([\w-]+)" value="([\w-]+)"', page))
    slugs = {
        "topic": ("labor", "housing"),
        "organization": ("koco", "chicago-dsa"),
        "neighborhood": ("loop",),
        "venue": ("federal-plaza",),
    }
    assert boxes == {
        (f"{no}{kind}", slug) for no in ("", "not-") for kind in slugs for slug in slugs[kind]
    }
    assert re.findall(r'<option value="([\w-]*)">', page.partition('name="near"')[2]) == [
        "",
        "loop",
        "federal-plaza",
    ]
    nowhere = snapshot(HEAD.replace("loop = ", 'pilsen = "Pilsen"\nloop = ') + EVENT)
    page = body(nowhere, "/filter/").decode()
    assert 'name="neighborhood" value="pilsen"' in page
    assert '<option value="pilsen">' not in page  # no venue there has coordinates
    assert b'href="filter/"' in body(made, "/")
    offered = re.findall(
        r'data-neighborhood="(.*?)" href="(.*?)"', body(made.as_folder(), "/filter/").decode()
    )
    assert offered == [("loop", "../feeds/neighborhood/loop/topic/labor/")]


LANGUAGES = [
    ('["en", "es-MX"]', "America/Mexico_City", ["Español (México)"]),
    ('["fr", "pt-BR"]', "Europe/Paris", ["Português (Brasil)"]),
    ('["zh-Hant", "en"]', "Asia/Tokyo", ["English"]),
]


@pytest.mark.parametrize(("languages", "timezone", "others"), LANGUAGES)
def test_every_page_is_made_in_any_language_and_zone(languages, timezone, others):
    head = re.sub(r'\{ en = ("[^"]*"), es = "[^"]*" \}', r"\1", HEAD).replace(
        '["en", "es"]', languages
    )
    made = snapshot(head.replace("America/Chicago", timezone) + EVENT + SERIES)
    for path, _ in made.paths():
        assert isinstance(made.find(path), Document | Redirect), path
    assert (
        re.findall(
            r'<a href="[^"]*" lang="[^"]*" hreflang="[^"]*">(.*)</a>', body(made, "/").decode()
        )
        == others
    )


# the map

AREAS = collection(  # 60 degrees wide, on both sides of the equator, where no degree is narrower
    ("Loop", "Polygon", [square(-30, -10, 20)]),
    (
        "Armour Square",
        "MultiPolygon",
        [[square(-10, -10, 20), square(-5, -5, 10)], [square(10, 0, 10)]],
    ),
    ("Pilsen", "Polygon", [square(20, 0, 10)]),
)


def test_areas_are_drawn_by_the_neighborhood_that_they_belong_to():
    shapes = read_boundaries(AREAS, "name").shapes
    found = draw(
        shapes, {"Loop": "feeds/neighborhood/loop", "Armour Square": "feeds/neighborhood/chinatown"}
    )
    outline, hole = "M200 200l200 0 0-200-200 0 0 200z", "M250 150l100 0 0-100-100 0 0 100z"
    annex = "M400 100l100 0 0-100-100 0 0 100z"
    assert found == Map(
        200,
        (
            Area("", "M500 100l100 0 0-100-100 0 0 100z", 550, 50),
            Area("feeds/neighborhood/chinatown", outline + hole + annex, 300, 100),
            Area("feeds/neighborhood/loop", "M0 200l200 0 0-200-200 0 0 200z", 100, 100),
        ),
    )


def test_nothing_is_drawn_of_nothing_or_of_a_point():
    assert draw((), {}) is None
    speck = read_boundaries(collection(("Loop", "Polygon", [square(1, 1, 0)])), "name").shapes
    assert draw(speck, {}) == Map(0, ())


def test_the_map_leads_to_neighborhoods_with_their_names_and_counts():
    head = HEAD.replace(
        'loop = "Loop"',
        'loop = "Loop"\nchinatown = { name = "Chinatown", within = ["Armour Square"] }',
    )
    made = snapshot(head + EVENT, boundaries=read_boundaries(AREAS, "name"))
    links = re.findall(r'<a href="([^"]*)" aria-label="([^"]*)">', body(made, "/").decode())
    assert links == [
        ("feeds/neighborhood/chinatown/", "Chinatown, 0 upcoming events"),
        ("feeds/neighborhood/loop/", "Loop, 1 upcoming event"),
    ]
    assert b'<svg class="map"' not in body(snapshot(head + EVENT, boundaries=Boundaries()), "/")


# for search engines


def test_the_sitemap_has_every_listed_page_and_no_other():
    gone = '\n[[events]]\nid = "gone"\nwhen = "Sat, March 20, 2021, 1 PM"\nstatus = "withdrawn"\n'
    made = snapshot(HEAD + EVENT + SERIES + gone)
    listed = re.findall(r"<loc>(.*)</loc>", body(made, "/sitemap.xml").decode())
    pages = [path for path, canonical in made.paths() if path == canonical and path.endswith("/")]
    hidden = (
        "/embed/",
        "/es/embed/",
        "/filter/",
        "/es/filter/",
        "/print/",
        "/es/print/",
        "/events/gone/",
        "/es/events/gone/",
    )
    assert sorted(listed) == sorted(SITE + path for path in pages if not path.startswith(hidden))


def test_each_page_names_itself_in_every_language():
    made = snapshot(HEAD + EVENT)
    for path in (
        "/",
        "/feeds/topic/labor/",
        "/events/rally/",
        "/month/2021-03/",
        "/embed/topic/labor/",
        "/filter/",
    ):
        for prefix, lang in (("", "en"), ("/es", "es")):
            page = body(made, prefix + path).decode()
            assert f'<html lang="{lang}" dir="ltr">' in page
            assert f'<link rel="canonical" href="{SITE}{prefix}{path}">' in page
            assert f'<meta property="og:url" content="{SITE}{prefix}{path}">' in page
            for code, other in (("en", path), ("es", f"/es{path}")):
                assert f'<link rel="alternate" hreflang="{code}" href="{SITE}{other}">' in page


# adding one event

GOOGLE_AND_OUTLOOK = (
    "calendar.google.com/calendar/render",
    "outlook.live.com/calendar/0/deeplink/compose",
)
ADDED = [
    (EVENT + 'description = "Bring <b>signs</b> & water"\n', "20210320T130000/20210320T150000"),
    (
        event("rally", title='"Rally"', when='"Sat, March 20, 2021, 1 PM"'),
        "20210320T130000/20210320T150000",
    ),
    (
        event("rally", title='"Rally"', when='"April 2, 2021"', venue='"Federal Plaza"'),
        "20210402/20210403",
    ),
    (event("rally", title='"Rally"', when='"March 19 – 21, 2021"'), "20210319/20210322"),
    (EVENT + 'online = "https://chicago.gov/meet"\n', "20210320T130000/20210320T150000"),
    (
        EVENT.replace('venue = "Federal Plaza"', 'online = "https://chicago.gov/meet"'),
        "20210320T130000/20210320T150000",
    ),
    (EVENT + 'moved = "Larger crowd"\n', "20210320T130000/20210320T150000"),
]


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize(("text", "dates"), ADDED)
def test_what_is_added_is_what_the_feed_has(prefix, text, dates):
    """Title, hours, zone, place and join link, in Google's address and in Outlook's."""
    made = snapshot(HEAD + text)
    file = Calendar.from_ical(body(made, f"{prefix}/events/rally.ics")).walk("VEVENT")[0]
    page = body(made, f"{prefix}/events/rally/").decode()
    links = [urlsplit(html.unescape(link)) for link in re.findall(r'href="([^"]*)"', page)]
    google, outlook = (
        dict(parse_qsl(link.query))
        for host in GOOGLE_AND_OUTLOOK
        for link in links
        if link.netloc + link.path == host
    )
    place = str(file.get("LOCATION", "")).replace("\n", ", ")
    assert (google["text"], google["dates"], google.get("location", "")) == (
        str(file["SUMMARY"]),
        dates,
        place,
    )
    assert (outlook["subject"], outlook.get("location", "")) == (str(file["SUMMARY"]), place)
    start, end = file["DTSTART"].dt, file["DTEND"].dt
    assert (outlook["startdt"], outlook["enddt"]) == (start.isoformat(), end.isoformat())
    assert outlook.get("allday", "false") == ("false" if isinstance(start, datetime) else "true")
    assert google["ctz"] == "America/Chicago"
    if isinstance(start, datetime):
        zone = ZoneInfo(google["ctz"])
        expected = [
            datetime.strptime(moment, "%Y%m%dT%H%M%S").replace(tzinfo=zone)
            for moment in dates.split("/")
        ]
        assert expected == [start, end]
    for details in (google["details"], outlook["body"]):
        assert details == f"{file.get('DESCRIPTION', '')}\n\n{SITE}{prefix}/events/rally/".lstrip()


def test_a_long_description_is_cut_in_an_address_and_still_leads_to_the_page():
    made = snapshot(HEAD + EVENT + f'description = "{"Bring water. " * 150}"\n')
    links = re.findall(
        r'href="(https://(?:calendar.google|outlook.live)[^"]*)"',
        body(made, "/events/rally/").decode(),
    )
    assert len(links) == 2
    for link in links:
        assert len(link) < 8000
        assert link.endswith("events%2Frally%2F")


# online

LINK = "https://chicago.gov/meet"
ONLINE = {
    "online": (f'online = "{LINK}"', "This event is online.", "Online", True),
    "after signing up": (
        "online = true",
        "This event is online. The link comes after you sign up.",
        "Online",
        False,
    ),
    "hybrid": (
        f'online = "{LINK}"\nvenue = "Federal Plaza"',
        "Come in person or join online.",
        "Also online",
        True,
    ),
    "tentative": (
        f'online = "{LINK}"\nstatus = "tentative"',
        "This event is online.",
        "Online",
        True,
    ),
    "in person": ('venue = "Federal Plaza"', "", "", False),
    "cancelled": (f'online = "{LINK}"\nstatus = "cancelled"', "", "", False),
    "postponed": (f'online = "{LINK}"\nstatus = "postponed"', "", "", False),
}


@pytest.mark.parametrize("name", ONLINE)
def test_what_can_be_joined_says_so_first_and_what_cannot_has_no_link(name):
    lines, sentence, badge, joined = ONLINE[name]
    made = snapshot(HEAD + event("talk", title='"Talk"') + lines + "\n")
    page = body(made, "/events/talk/").decode()
    assert page.count(f'<a class="button" href="{LINK}">Join online</a>') == int(joined)
    assert re.findall(r'<p class="banner online">(.*)', page) == [sentence] * bool(sentence)
    for path in ("/", "/embed/all/", "/embed/event/talk/"):
        badges = re.findall(r'<b class="badge online">(.*?)</b>', body(made, path).decode())
        assert badges == [badge] * bool(badge), path
    offered = re.search(r'"VirtualLocation", "url": "([^"]*)"', page)
    data = re.search(r'"VirtualLocation", "url": "([^"]*)"', body(made, "/feeds/all.json").decode())
    if name == "in person":
        assert offered is data is None
    else:
        shown_link = joined or name == "postponed"
        assert offered[1] == data[1] == (LINK if shown_link else f"{SITE}/events/talk/")


def test_what_is_over_cannot_be_joined():
    talk = event("talk", title='"Talk"', online=f'"{LINK}"', signup='"https://chicago.gov/signup"')
    made = Snapshot(edition(catalog(HEAD + talk), Record()), SITE, date(2021, 3, 22))
    for path in ("/events/talk/", "/feeds/all.json"):
        page_text = body(made, path).decode()
        assert f'"url": "{SITE}/events/talk/"' in page_text
        assert LINK not in page_text


def test_how_people_attend_can_be_filtered_where_it_differs():
    made = snapshot(HEAD + EVENT + event("talk", online="true"))
    page = body(made, "/filter/").decode()
    for name in ("attendance", "not-attendance"):
        assert re.findall(rf'name="{name}" value="([^"]*)"', page) == ["online", "in-person"]
    assert made.form_target("/filter/", {"attendance": ["online"]}) == Redirect(
        "/feeds/attendance/online/"
    )
    assert "attendance" not in body(snapshot(HEAD + EVENT), "/filter/").decode()


# series, and what goes on for days

ONGOING = event("show", title='"Show"', when='"March 1 – April 30, 2021"')


def test_a_series_is_one_row_that_says_how_many_more_dates_there_are():
    many = SERIES.replace("COUNT=2", "COUNT=6")
    for path in ("/", "/feeds/all/", "/embed/all/"):
        lines = text(snapshot(HEAD + many + EVENT), path)
        assert lines.count("Vigil") == 1
        assert lines[lines.index("Vigil") + 1] == "1:00 – 3:00 PM · and 5 more dates"
    off = many + 'changes."2021-03-27" = { status = "cancelled" }\n'
    lines = text(snapshot(HEAD + off), "/feeds/all/")
    assert lines[lines.index("Vigil") + 1] == "1:00 – 3:00 PM · and 4 more dates"
    assert "Cancelled 1:00 – 3:00 PM" in lines


@pytest.mark.parametrize(
    ("rule", "english", "spanish"),
    [
        ("FREQ=WEEKLY;COUNT=3", "Every Saturday", "Cada sábado"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", "Every other Saturday", "Cada dos semanas, en sábado"),
        ("FREQ=MONTHLY;BYDAY=3SA;COUNT=3", "Third Saturday of the month", "Tercer sábado del mes"),
        ("FREQ=MONTHLY;BYDAY=-1SA;COUNT=3", "Last Saturday of the month", "Último sábado del mes"),
        ("FREQ=DAILY;COUNT=3", "", ""),
    ],
)
def test_a_series_says_when_it_is(rule, english, spanish):
    start = "March 27" if "-1SA" in rule else "March 20"
    made = snapshot(HEAD + SERIES.replace("FREQ=WEEKLY;COUNT=2", rule).replace("March 20", start))
    for prefix, expected, hours in (
        ("", english, "1:00 – 3:00 PM"),
        ("/es", spanish, "1:00–3:00 p.m."),
    ):
        lines = text(made, f"{prefix}/events/vigil/")
        number = "3 fechas" if prefix else "3 dates"
        assert lines[2] == (f"{expected}, {hours} · {number}" if expected else number)


def test_what_goes_on_for_days_is_not_ahead_of_what_comes():
    made = snapshot(HEAD + ONGOING + EVENT)
    for path in ("/", "/feeds/all/", "/embed/all/"):
        lines = text(made, path)
        assert lines.index("Rally") < lines.index("Show"), path
    assert "Ongoing" in text(made, "/")
    page = body(made, "/month/2021-03/").decode()
    assert page.count(">Show<") == 1
    assert '<td class="bar confirmed" colspan="7">' in page


def test_a_past_event_leads_to_what_its_hosts_do_next():
    hosted = event("next", title='"Next"', when='"Sat, March 27, 2021, 1 PM"', hosts='["KOCO"]')
    made = snapshot(HEAD + PAST.replace("title =", 'hosts = ["KOCO"]\ntitle =') + hosted + SOON)
    lines = text(made, "/events/past/")
    assert lines[0] == "This event is over."
    following = lines[lines.index("Coming up from the same hosts") :]
    assert "Next" in following
    assert "Soon" not in following


def test_all_day_events_say_so():
    made = snapshot(HEAD + event("day", title='"Day"', when='"Sat, March 20, 2021"'))
    assert "All day" in text(made, "/")
    assert "All day" in text(made, "/events/day/")
    assert "Todo el día" in text(made, "/es/events/day/")


# texts in another language, right to left

SPANISH = event(
    "charla", title='{ es = "Charla" }', description='{ en = "A talk", es = "Una charla" }'
)


def test_a_text_in_another_language_says_which():
    made = snapshot(HEAD + SPANISH + EVENT)
    page = body(made, "/events/charla/").decode()
    assert '<h1 dir="auto" lang="es">Charla</h1>' in page
    assert '<p class="text" dir="auto">A talk</p>' in page
    assert '<p class="text" dir="auto" lang="es">Una charla</p>' in page
    assert '<h4 dir="auto" lang="es">' in body(made, "/").decode()
    assert '<h4 dir="auto" lang="en">' in body(made, "/es/").decode()


def test_a_text_in_another_language_alone_says_so_in_that_of_the_page():
    made = snapshot(
        HEAD + EVENT + 'cost = "$5"\nnotice = { en = "Masks on.", es = "Con mascarilla." }\n'
    )
    spanish, english = text(made, "/es/events/rally/"), text(made, "/events/rally/")
    assert spanish[spanish.index("Rally") + 1] == "Solo en inglés"
    assert "$5 Solo en inglés" in spanish
    assert "Con mascarilla." in spanish
    assert sum("Solo en inglés" in line for line in spanish) == 2
    assert english[english.index("Con mascarilla.") - 1] == "In Spanish:"
    assert not [line for line in english if line.startswith("Only in")]


def test_a_page_written_from_right_to_left_says_so():
    head = re.sub(r'\{ en = ("[^"]*"), es = "[^"]*" \}', r"\1", HEAD).replace(
        '["en", "es"]', '["ar"]'
    )
    assert '<html lang="ar" dir="rtl">' in body(snapshot(head + EVENT), "/").decode()


HEBREW = "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}"
EMPTY = {"meta", "link", "br", "img", "input", "hr", "path", "circle"}
OWN_PARAGRAPH = {"title", "script", "option", "svg", "code"}  # or drawn, or copied


class Directions(HTMLParser):
    """The texts of a page with Hebrew in them that are not told from the words around them."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[tuple[str, str | None]] = []
        self.mixed: list[str] = []

    def handle_starttag(self, tag, attributes):
        if tag not in EMPTY:
            self.inside.append((tag, dict(attributes).get("dir")))

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, words):
        apart = any(
            tag in {"bdi"} | OWN_PARAGRAPH or direction == "auto" for tag, direction in self.inside
        )
        if HEBREW in words and not apart:
            self.mixed.append(words.strip())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_texts_of_the_list_have_a_direction_of_their_own(language):
    """In a page of either direction; or the full stops and numbers beside them change places."""
    head = re.sub(r'\{ en = ("[^"]*"), es = "[^"]*" \}', r"\1", HEAD).replace(
        '["en", "es"]', f'["{language}"]'
    )
    text = (
        head.replace("area = ", 'footer = "Ask"\nabout = "We"\ncontact = "us@chicago.gov"\narea = ')
        + EVENT
    )
    text += 'supporters = ["CDSA"]\ndescription = "Bring"\nnotice = "Masks"\nends_at = "City Hall"\ncost = "$5"\n'
    text += event(
        "weekly", when='"Wed, March 17, 2021, 7 PM"', rrule='"FREQ=WEEKLY;COUNT=3"', title='"Vigil"'
    )
    text += event("off", title='"March"', status='"cancelled"', hosts='["KOCO"]')
    text += event("long", title='"Camp"', when='"March 15 – 25, 2021"', topics='["Housing"]')
    keys = "title|footer|about|name|address|koco|loop|housing|supporters|hosts|venue|topics"
    keys += "|description|notice|ends_at|cost"
    text = re.sub(rf'\b({keys})( = \[?)"', rf'\1\2"{HEBREW} ', text)
    text = text.replace('aliases = ["Chicago DSA", "CDSA"]', f'aliases = ["{HEBREW} CDSA"]')
    made = snapshot(text)
    pages = [path for path, canonical in made.paths() if path == canonical and path.endswith("/")]
    assert len(pages) > 30
    mixed = {}
    for path in pages:
        reader = Directions()
        page = body(made, path).decode()
        assert HEBREW in page
        reader.feed(page)
        if reader.mixed:
            mixed[path] = reader.mixed
    assert mixed == {}


def test_the_style_knows_no_left_and_right():
    sheet = body(snapshot(HEAD), "/style.css").decode()
    assert not re.findall(
        r"(?:margin|padding|border)-(?:left|right)|(?:text-align|float): ?(?:left|right)", sheet
    )


# what other sites get

HOSTILE_TITLE = "\" onload='alert(2)' a < b > c &amp; مسيرة"


def test_an_oembed_answer_is_one_frame_whatever_the_title():
    made = snapshot(HEAD + event("rally", title=json.dumps((HOSTILE_TITLE * 9)[:255])))
    answer = json.loads(body(made, "/embed/event/rally/oembed.json"))
    assert answer["title"] == made.catalog.events[0].title.in_language("en")
    assert '"' in answer["title"]
    tags = re.findall("<[^>]*>", answer["html"])
    assert [tag.split()[0] for tag in tags] == ["<iframe", "</iframe>"]
    assert f'<iframe src="{SITE}/embed/event/rally/" title="' in answer["html"]
    assert answer | {"title": "", "html": ""} == {
        "version": "1.0",
        "type": "rich",
        "provider_name": "Test calendar",
        "provider_url": f"{SITE}/",
        "width": 600,
        "height": 480,
        "title": "",
        "html": "",
    }


def test_a_hostile_title_stays_in_the_attributes_of_the_buttons():
    made = snapshot(HEAD + event("rally", title=json.dumps(HOSTILE_TITLE)))
    (title,) = re.findall(r'data-title="([^"]*)"', body(made, "/events/rally/").decode())
    assert html.unescape(title) == made.catalog.events[0].title.in_language("en")


def test_of_what_was_taken_down_oembed_has_nothing():
    made = snapshot(HEAD + event("rally", title='"Rally"', status='"withdrawn"'))
    found = made.find("/embed/event/rally/oembed.json")
    assert isinstance(found, Document)
    assert found.taken_down
    assert json.loads(found.body) == {
        "version": "1.0",
        "type": "link",
        "provider_name": "Test calendar",
        "provider_url": f"{SITE}/",
    }


@pytest.mark.parametrize(
    "path", ["/embed/topic/labr/", "/embed/topic/", "/es/embed/event/nothing/", "/embed/x/y/z"]
)
def test_a_frame_that_names_nothing_is_missing_in_its_own_style(path):
    found = snapshot(HEAD + EVENT).find(path)
    assert isinstance(found, Document)
    assert (found.missing, found.framed) == (True, True)
    (sheet,) = re.findall(r'href="([^"]*style\.css)"', found.body.decode())
    assert urljoin(SITE + path, sheet) == f"{SITE}/style.css"
