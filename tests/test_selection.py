"""Which events a feed picks, what it is called, and which addresses mean it."""

from datetime import UTC, datetime
from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.catalog import (
    Calendar,
    Catalog,
    Event,
    Near,
    Neighborhood,
    Noun,
    Organization,
    Point,
    Selection,
    Text,
    Topic,
    Venue,
    When,
    nearest,
    selectable,
)
from feeds.routing import Address
from feeds.selection import Directory, Index, MalformedAddress
from feeds.selection.grammar import NEGATIVE, POSITIVE, parse, subject_of
from feeds.snapshot import Snapshot
from feeds.translations import translator_for
from tests.lists import HEAD, catalog, snapshot
from tests.lists import event as entered

PLACES = """
[neighborhoods.pilsen]
name = "Pilsen"
aliases = ["Lower West Side", "La Dieciocho"]

[neighborhoods.chinatown]
name = { en = "Chinatown", es = "Barrio Chino" }
aliases = ["唐人街", "الحي الصيني", "St. Chinatown"]

[venues.thompson-center]
name = "Thompson Center"
neighborhood = "loop"
coordinates = [41.8858, -87.6314]

[venues.kluczynski]
name = "Kluczynski Federal Building"
neighborhood = "loop"

[venues.chinatown]
name = "Chinatown Square"
coordinates = [41.8539, -87.6347]

[venues.ping-tom-park]
name = "Ping Tom Memorial Park"
neighborhood = "chinatown"
coordinates = [41.8580, -87.6353]
"""
EVENTS = "".join(
    (
        entered("labor-rally", topics='["labor"]', hosts='["KOCO"]', venue='"Federal Plaza"'),
        entered(
            "housing-rally",
            topics='["housing"]',
            hosts='["CDSA"]',
            supporters='["KOCO"]',
            venue='"thompson-center"',
        ),
        entered(
            "both", topics='["labor", "housing"]', hosts='["KOCO", "CDSA"]', venue='"kluczynski"'
        ),
        entered("march", neighborhoods='["Pilsen", "Loop"]', topics='["labor"]'),
        entered("once", venue='{ name = "Corner", coordinates = [41.8859, -87.6315] }'),
        entered(
            "square",
            venue='"Chinatown Square"',
            supporters='["CDSA"]',
            online='"https://meet.jit.si/square"',
        ),
        entered("park", venue='"ping-tom-park"'),
        entered("bare", online="true"),
    )
)
COLLECTIONS = {
    "any-of-one": ('topics = ["labor"]', "labor-rally both march"),
    "any-of-two": ('topics = ["labor", "housing"]', "labor-rally housing-rally both march"),
    "all-of-kinds": ('topics = ["labor"]\nhosts = ["CDSA"]', "both"),
    "organizations": ('organizations = ["KOCO"]', "labor-rally housing-rally both"),
    "hosts": ('hosts = ["koco"]', "labor-rally both"),
    "neighborhoods": ('neighborhoods = ["Loop"]', "labor-rally housing-rally both march"),
    "venues": ('venues = ["Federal Plaza", "kluczynski"]', "labor-rally both"),
    "not-topics": ('not-topics = ["labor"]', "housing-rally once square park bare"),
    "not-any-of-two": ('not-topics = ["labor", "housing"]', "once square park bare"),
    "not-hosts": ('not-hosts = ["KOCO"]', "housing-rally march once square park bare"),
    "not-organizations": ('not-organizations = ["KOCO"]', "march once square park bare"),
    "not-venues": (
        'not-venues = ["thompson-center"]',
        "labor-rally both march once square park bare",
    ),
    "not-neighborhoods": (
        'not-neighborhoods = ["pilsen"]',
        "labor-rally housing-rally both once square park bare",
    ),
    "attendance": ('attendance = ["online"]', "square bare"),
    "either-attendance": (
        'attendance = ["online", "in-person"]\nneighborhoods = ["chinatown"]',
        "park",
    ),
    "not-attendance": ('not-attendance = ["in-person"]', "bare"),
    "topic-without-host": ('topics = ["housing"]\nnot-hosts = ["KOCO"]', "housing-rally"),
    "near-venue": ('near = "federal-plaza,1km"', "labor-rally housing-rally once"),
    "near-792-m": ('near = "federal-plaza,0.792km"', "labor-rally"),
    "near-793-m": ('near = "federal-plaza,0.793km"', "labor-rally housing-rally"),
    "near-half-a-mile": ('near = "Dearborn, 0.5mi"', "labor-rally housing-rally once"),
    "near-itself": ('near = "thompson-center,0.001km"', "housing-rally"),
    "near-a-venue-without-coordinates": ('near = "kluczynski,50km"', ""),
    "near-a-neighborhood": ('near = "loop,0.02km"', "labor-rally housing-rally once"),
    "near-a-neighborhood-without-venues": ('near = "pilsen,50km"', ""),
    "near-a-venue-called-as-a-neighborhood": ('near = "chinatown,0.1km"', "square"),
    "near-and-topic": ('near = "loop,5km"\ntopics = ["housing"]', "housing-rally"),
    "near-and-not": ('near = "loop,5km"\nnot-topics = ["housing"]', "labor-rally once square park"),
    "near-everything": ('near = "loop,50km"', "labor-rally housing-rally once square park"),
}
LIST = (
    HEAD.replace(
        'neighborhood = "loop"\n', 'neighborhood = "loop"\naliases = ["Dearborn"]\n'
    ).replace(
        'name = { en = "Labor", es = "Trabajo" }, aliases = ["work"]',
        'name = { en = "Labor", es = "Trabajo" }, '
        'aliases = ["work", "Ley y Organización", "劳动", "عمل", "中/文", "..", "?", "'
        + "long " * 48
        + '"]',
    )
    + PLACES
    + "".join(
        f'\n[collections.{slug}]\ntitle = "{slug}"\n{lines}\n'
        for slug, (lines, _) in COLLECTIONS.items()
    )
    + EVENTS
)


MADE = snapshot(LIST)


@pytest.fixture
def listed() -> Snapshot:
    """The snapshot of the list above."""
    return MADE


# what is picked

NOUNS = {
    "feeds/all": "labor-rally housing-rally both march once square park bare",
    "feeds/organization/koco": "labor-rally housing-rally both",
    "feeds/organization/chicago-dsa": "housing-rally both square",
    "feeds/host/koco": "labor-rally both",
    "feeds/host/chicago-dsa": "housing-rally both",
    "feeds/neighborhood/loop": "labor-rally housing-rally both march",
    "feeds/neighborhood/pilsen": "march",
    "feeds/neighborhood/chinatown": "park",
    "feeds/topic/labor": "labor-rally both march",
    "feeds/topic/housing": "housing-rally both",
    "feeds/venue/federal-plaza": "labor-rally",
    "feeds/venue/thompson-center": "housing-rally",
    "feeds/venue/kluczynski": "both",
    "feeds/venue/chinatown": "square",
    "feeds/venue/ping-tom-park": "park",
    "feeds/attendance/online": "square bare",
    "feeds/attendance/in-person": "labor-rally housing-rally both march once square park",
    **{f"feeds/collection/{slug}": picked for slug, (_, picked) in COLLECTIONS.items()},
}


def test_every_feed_of_the_list_picks_its_events(listed: Snapshot) -> None:
    picked = {
        subject: listed.index.pick(feed.selection)
        for subject, feed in listed.directory.feeds.items()
    }
    found = {
        subject: " ".join(event.id for event in listed.catalog.events if event in picked[subject])
        for subject, feed in listed.directory.feeds.items()
        if subject != "feeds/changes"  # picked by what was published
    }
    assert found == NOUNS


def test_feeds_are_in_the_order_of_the_list(listed: Snapshot) -> None:
    assert list(listed.directory.feeds) == ["feeds/all", "feeds/changes", *list(NOUNS)[1:]]


# the same by another way, on random lists

KINDS = ("organization", "host", "neighborhood", "topic", "venue", "attendance")
POINTS = (
    None,
    Point(41.87879, -87.6297),
    Point(41.8858, -87.6314),
    Point(41.9286, -87.7075),
    Point(41.8786, -87.6297),
)
EARTH = 6371.009e3  # metres
ONE_HOUR = When(datetime(2021, 3, 20, 18, tzinfo=UTC), datetime(2021, 3, 20, 19, tzinfo=UTC))


def named(kind: type[Noun], slugs: str) -> tuple[Noun, ...]:
    """Return nouns called a, b, c."""
    return tuple(kind(slug=slug, name=Text((("en", slug),))) for slug in slugs)


AREAS: tuple[Neighborhood, ...] = named(Neighborhood, "abc")  # type: ignore[assignment]


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """Draw a catalog of up to six events between up to three nouns of each kind."""
    organizations, topics = named(Organization, "abc"), named(Topic, "abc")
    venues = tuple(
        Venue(
            slug=slug,
            name=Text((("en", slug),)),
            neighborhood=draw(st.sampled_from((None, *AREAS))),
            coordinates=draw(st.sampled_from(POINTS)),
        )
        for slug in "xyz"
    )
    once = Venue(slug="", name=Text((("en", "once"),)), coordinates=POINTS[2])
    some_organizations, some_topics, some_areas = (
        st.lists(st.sampled_from(nouns), unique=True, max_size=3).map(tuple)
        for nouns in (organizations, topics, AREAS)
    )
    return Catalog(
        calendar=Calendar(
            title=Text((("en", "Test"),)), timezone="America/Chicago", domain="calendar.chicago.org"
        ),
        organizations=organizations,
        topics=topics,
        neighborhoods=AREAS,
        venues=venues,
        events=tuple(
            Event(
                id=f"e{number}",
                uid=f"e{number}@calendar.chicago.org",
                title=Text((("en", "Rally"),)),
                when=ONE_HOUR,
                venue=draw(st.sampled_from((None, once, *venues))),
                hosts=draw(some_organizations),
                supporters=draw(some_organizations),
                topics=draw(some_topics),
                neighborhoods=draw(some_areas),
                online=draw(st.booleans()),
            )
            for number in range(draw(st.integers(0, 6)))
        ),
    )


def conditions() -> st.SearchStrategy[tuple[tuple[str, tuple[str, ...]], ...]]:
    """Draw some slugs for some of the kinds; among them slugs that nothing has."""
    slugs = st.lists(
        st.sampled_from([*"abcxyzn", "online", "in-person"]), unique=True, min_size=1, max_size=3
    ).map(tuple)
    return st.dictionaries(st.sampled_from(KINDS), slugs, max_size=3).map(
        lambda kinds: tuple(kinds.items())
    )


NEAR = st.builds(
    Near,
    slug=st.sampled_from("abcxyz"),
    metres=st.sampled_from((1.0, 30.0, 900.0, 9000.0)),
    distance=st.just(""),
)
SELECTIONS = st.builds(Selection, any_of=conditions(), none_of=conditions(), near=st.none() | NEAR)


def haversine(one: Point, other: Point) -> float:
    """Return the great circle between two points in metres, as the textbook has it."""
    (lat1, lon1), (lat2, lon2) = (map(radians, point) for point in (one, other))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(h))


def naively(selection: Selection, catalog: Catalog) -> list[str]:
    """Return the ids that a reader of design.md would pick by hand."""
    picked = []
    for event in catalog.events:
        hosts = [host.slug for host in event.hosts]
        where = event.venue.neighborhood if event.venue else None
        has = {
            "organization": {*hosts, *(supporter.slug for supporter in event.supporters)},
            "host": set(hosts),
            "neighborhood": {
                *(area.slug for area in event.neighborhoods),
                *([where.slug] if where else []),
            },
            "topic": {topic.slug for topic in event.topics},
            "venue": {event.venue.slug} if event.venue else set(),
            "attendance": {"online"} if event.online else set(),
        }
        if event.venue or not event.online:
            has["attendance"].add("in-person")
        wanted = all(has[kind] & set(slugs) for kind, slugs in selection.any_of)
        unwanted = any(has[kind] & set(slugs) for kind, slugs in selection.none_of)
        if (
            wanted
            and not unwanted
            and (selection.near is None or close(selection.near, event, catalog))
        ):
            picked.append(event.id)
    return picked


def close(near: Near, event: Event, catalog: Catalog) -> bool:
    """Say whether the event is near; slugs of venues (x, y, z) and neighborhoods (a, b, c) differ."""
    here = event.venue.coordinates if event.venue else None
    for venue in catalog.venues:
        anchor = venue.slug == near.slug or (
            venue.neighborhood is not None and venue.neighborhood.slug == near.slug
        )
        if (
            anchor
            and venue.coordinates
            and here
            and haversine(here, venue.coordinates) <= near.metres
        ):
            return True
    return False


@settings(deadline=None)
@given(catalogs(), SELECTIONS)
def test_any_selection_picks_what_a_reader_would(made: Catalog, selection: Selection) -> None:
    assert [event.id for event in Index(made).pick(selection)] == naively(selection, made)


# names


TITLES = {
    "feeds/all": (
        ("Test calendar", "All events of the Test calendar."),
        ("Calendario de prueba", "Todos los eventos: Calendario de prueba."),
    ),
    "feeds/organization/koco": (
        ("KOCO · Test calendar", "Events that KOCO hosts or supports. Test calendar"),
        ("KOCO · Calendario de prueba", "Eventos que organiza o apoya KOCO. Calendario de prueba"),
    ),
    "feeds/host/koco": (
        ("Hosted by KOCO · Test calendar", "Events that KOCO hosts. Test calendar"),
        (
            "Organizado por KOCO · Calendario de prueba",
            "Eventos que organiza KOCO. Calendario de prueba",
        ),
    ),
    "feeds/neighborhood/chinatown": (
        ("Chinatown · Test calendar", "Events in Chinatown. Test calendar"),
        ("Barrio Chino · Calendario de prueba", "Eventos en Barrio Chino. Calendario de prueba"),
    ),
    "feeds/topic/labor": (
        ("Labor · Test calendar", "Events about Labor. Test calendar"),
        ("Trabajo · Calendario de prueba", "Eventos sobre Trabajo. Calendario de prueba"),
    ),
    "feeds/venue/federal-plaza": (
        ("Federal Plaza · Test calendar", "Events at Federal Plaza. Test calendar"),
        ("Federal Plaza · Calendario de prueba", "Eventos en Federal Plaza. Calendario de prueba"),
    ),
    "feeds/collection/hosts": (
        ("hosts · Test calendar", "Events in the collection hosts. Test calendar"),
        ("hosts · Calendario de prueba", "Eventos de la colección hosts. Calendario de prueba"),
    ),
}


@pytest.mark.parametrize("subject", TITLES)
def test_a_feed_is_named_for_what_it_holds_in_each_language(listed: Snapshot, subject: str) -> None:
    feed, title = listed.directory.feeds[subject], listed.catalog.calendar.title
    found = tuple(
        (
            feed.title(translator_for(language), title.in_language(language)),
            feed.description(translator_for(language), title.in_language(language)),
        )
        for language in ("en", "es")
    )
    assert found == TITLES[subject]


def test_a_venue_without_a_name_is_called_by_its_street() -> None:
    made = catalog(HEAD + '\n[venues.corner]\naddress = "430 N Michigan Ave, Chicago, IL"\n')
    assert (
        Directory(made.calendar, selectable(made))
        .feeds["feeds/venue/corner"]
        .name.in_language("es")
        == "430 N Michigan Ave"
    )


# combinations

WITHOUT_LABOR = "All events, except Labor", "Todos los eventos, excepto Trabajo"
COMBINED = {  # as it may be written, as it is written, in English and Spanish words
    "/feeds/topic/labor,housing.ics": (
        "/feeds/topic/housing,labor.ics",
        "Housing or Labor",
        "Vivienda o Trabajo",
    ),
    "/feeds/topic/housing,labor.ics": (
        "/feeds/topic/housing,labor.ics",
        "Housing or Labor",
        "Vivienda o Trabajo",
    ),
    "/es/feeds/topic/Trabajo, vivienda,,work/": (
        "/es/feeds/topic/housing,labor/",
        "Housing or Labor",
        "Vivienda o Trabajo",
    ),
    "/feeds/topic/labor/organization/CDSA.ics": (
        "/feeds/organization/chicago-dsa/topic/labor.ics",
        "Labor with Chicago Democratic Socialists of America",
        "Trabajo con Chicago Democratic Socialists of America",
    ),
    "/feeds/not-topic/labor.ics": (
        "/feeds/all/not-topic/labor.ics",
        "All events, except Labor",
        "Todos los eventos, excepto Trabajo",
    ),
    "/feeds/ALL/NOT-TOPIC/Labor/": (
        "/feeds/all/not-topic/labor/",
        "All events, except Labor",
        "Todos los eventos, excepto Trabajo",
    ),
    "/feeds/all/topic/labor.ics": ("/feeds/topic/labor.ics", "Labor", "Trabajo"),
    "/feeds/near/Federal Plaza, 3 KM.ics": (
        "/feeds/near/federal-plaza,3km.ics",
        "All events within 3 km of Federal Plaza",
        "Todos los eventos a menos de 3 km de Federal Plaza",
    ),
    "/feeds/near/pilsen,0.50mi.ics": (
        "/feeds/near/pilsen,0.5mi.ics",
        "All events within 0.5 mi of Pilsen",
        "Todos los eventos a menos de 0.5 mi de Pilsen",
    ),
    "/feeds/near/chinatown,3.0km/": (
        "/feeds/near/chinatown,3km/",
        "All events within 3 km of Chinatown Square",
        "Todos los eventos a menos de 3 km de Chinatown Square",
    ),
    "/feeds/not-host/koco/not-topic/housing/near/federal-plaza,3km/topic/labor/host/cdsa/collection/Hosts.atom": (
        "/feeds/host/chicago-dsa/topic/labor/near/federal-plaza,3km/collection/hosts/not-host/koco/not-topic/housing.atom",
        "Labor by Chicago Democratic Socialists of America in the collection hosts "
        "within 3 km of Federal Plaza, except KOCO and Housing",
        "Trabajo de Chicago Democratic Socialists of America en la colección hosts "
        "a menos de 3 km de Federal Plaza, excepto KOCO y Vivienda",
    ),
}


@pytest.mark.parametrize("path", COMBINED)
def test_a_combination_has_one_address_and_a_name_in_each_language(
    listed: Snapshot, path: str
) -> None:
    canonical, english, spanish = COMBINED[path]
    address = listed.routes.read(path)
    assert listed.routes.path(address) == canonical
    assert listed.routes.read(canonical) == address
    feed = listed.directory.feed(address.subject)
    assert feed is not None
    assert (feed.name.in_language("en"), feed.name.in_language("es")) == (english, spanish)


MALFORMED = {
    "/feeds/topic.ics": "Put a name after topic/.",
    "/feeds/topic/": "Put a name after topic/.",
    "/feeds/topic/,/": "Put a name after topic/.",
    "/feeds/topic/labor/venue/": "Put a name after venue/.",
    "/es/feeds/topic.ics": "Escriba un nombre después de topic/.",
    "/feeds/topic/labor/topic/housing.ics": "Use topic/ only once, with commas between names.",
    "/feeds/not-topic/labor/not-topic/labor.ics": "Use not-topic/ only once, with commas between names.",
    "/feeds/near/pilsen,1km/near/pilsen,1km.ics": "Use near/ only once, with commas between names.",
    "/feeds/near/pilsen.ics": "Put a place and a distance of up to 50 km after near/: near/federal-plaza,3km",
    "/feeds/near/pilsen,3.ics": "Put a place and a distance of up to 50 km after near/: near/federal-plaza,3km",
    "/feeds/near/pilsen,0km.ics": "Put a place and a distance of up to 50 km after near/: near/federal-plaza,3km",
    "/feeds/near/pilsen,51km.ics": "Put a place and a distance of up to 50 km after near/: near/federal-plaza,3km",
    "/feeds/near/pilsen,32mi.ics": "Put a place and a distance of up to 50 km after near/: near/federal-plaza,3km",
    "/feeds/near/pilsen,1e1km.ics": "Put a place and a distance of up to 50 km after near/: near/federal-plaza,3km",
    "/feeds/near/pilsen,٣km.ics": "Put a place and a distance of up to 50 km after near/: near/federal-plaza,3km",
    "/feeds/topic/" + "labor," * 200 + ".ics": "At most 1000 characters.",
}


@pytest.mark.parametrize("path", MALFORMED, ids=lambda path: path[:50])
def test_what_cannot_be_read_says_what_to_change(listed: Snapshot, path: str) -> None:
    with pytest.raises(MalformedAddress) as caught:
        listed.routes.read(path)
    assert str(caught.value) == MALFORMED[path]


def test_more_than_twenty_names_of_a_kind_are_too_many() -> None:
    made = snapshot(
        HEAD
        + "".join(
            f'[collections.c{n}]\ntitle = "Collection {n}"\ntopics = ["labor"]\n' for n in range(21)
        )
    )
    names = [f"c{n}" for n in range(21)]
    assert made.directory.feed(
        made.routes.read(f"/feeds/collection/{','.join(names[:20])}.ics").subject
    )
    with pytest.raises(MalformedAddress, match="At most 20 names of one kind"):
        made.routes.read(f"/feeds/collection/{','.join(names)}.ics")


KNOWN = {
    "organization": ["koco", "chicago-dsa"],
    "topic": ["labor", "housing"],
    "neighborhood": ["loop", "pilsen", "chinatown"],
    "venue": ["federal-plaza", "thompson-center", "kluczynski"],
    "attendance": ["online", "In person"],
    "collection": ["hosts", "near-and-topic"],
}
KNOWN["host"] = KNOWN["organization"]


@st.composite
def written(draw: st.DrawFn) -> str:
    """Draw a path behind feeds/, in any order and dress."""
    kinds = draw(
        st.lists(st.sampled_from((*POSITIVE, *NEGATIVE)), unique=True, min_size=1, max_size=6)
    )
    parts = ["all"] if draw(st.booleans()) else []
    for kind in kinds:
        noun = kind.removeprefix("not-")
        if noun == "near":
            value = draw(st.sampled_from(["pilsen,1km", "Federal Plaza,2.50 mi", "loop, 3km"]))
        else:
            names = draw(st.lists(st.sampled_from(KNOWN[noun]), min_size=1, max_size=3))
            value = draw(st.sampled_from([",", ",,", ", "])).join(names)
        value = draw(st.sampled_from([str, str.upper, str.title]))(value)
        parts += [draw(st.sampled_from([str, str.upper]))(kind), value]
    return "/".join(parts)


@settings(deadline=None)
@given(written())
def test_however_it_is_written_it_has_one_canonical_address(path: str) -> None:
    listed = MADE
    address = listed.routes.read(f"/feeds/{path}.ics")
    canonical = listed.routes.path(address)
    assert listed.routes.read(canonical) == address
    assert canonical == canonical.lower()
    feed = listed.directory.feed(address.subject)
    assert feed is not None
    english = translator_for("en")
    selection = parse(path.split("/"), listed.directory.slugs, english)
    assert subject_of(selection) == address.subject
    assert {e.uid for e in listed.index.pick(selection)} == {
        e.uid for e in listed.index.pick(feed.selection)
    }


def test_a_withdrawn_noun_picks_nothing_and_still_keeps_out() -> None:
    made = snapshot(
        HEAD.replace('koco = "KOCO"', "koco = { withdrawn = true }")
        + entered("a", hosts='["koco"]')
        + entered("b", hosts='["CDSA"]')
    )

    def picked(path: str) -> list[str]:
        feed = made.directory.feed(made.routes.read(path).subject)
        assert feed is not None
        return [event.id for event in made.index.pick(feed.selection)]

    assert (
        picked("/feeds/organization/koco.ics") == picked("/feeds/host/koco/topic/labor.ics") == []
    )
    assert (
        picked("/feeds/organization/koco,chicago-dsa.ics")
        == picked("/feeds/all/not-host/koco.ics")
        == ["b"]
    )


# addresses

READ = {
    "/": ("en", "", "/"),
    "": ("en", "", "/"),
    "/es": ("es", "", "/"),
    "/es/": ("es", "", "/"),
    "/ES/": ("es", "", "/"),
    "/en/": ("en", "", "/"),
    "/feeds/all.ics": ("en", "feeds/all", "ics"),
    "/feeds/all/": ("en", "feeds/all", "/"),
    "/feeds/all": ("en", "feeds/all", "/"),
    "/feeds/all.ics/": ("en", "feeds/all", "ics"),
    "//feeds//all.ICS": ("en", "feeds/all", "ics"),
    "/es/feeds/topic/labor.ics": ("es", "feeds/topic/labor", "ics"),
    "/en/feeds/topic/labor.ics": ("en", "feeds/topic/labor", "ics"),
    "/feeds/index.json": ("en", "feeds/index", "json"),
    "/events/labor-rally.ics": ("en", "events/labor-rally", "ics"),
    "/Events/Labor_Rally/": ("en", "events/labor-rally", "/"),
    # names and aliases under their slug form
    "/feeds/topic/work.ics": ("en", "feeds/topic/labor", "ics"),
    "/feeds/topic/Trabajo.ics": ("en", "feeds/topic/labor", "ics"),
    "/es/feeds/topic/Work/": ("es", "feeds/topic/labor", "/"),
    "/feeds/topic/ley-y-organizacion.ics": ("en", "feeds/topic/labor", "ics"),
    "/feeds/topic/Ley y Organización.ics": ("en", "feeds/topic/labor", "ics"),
    "/feeds/organization/Chicago Democratic Socialists of America.ics": (
        "en",
        "feeds/organization/chicago-dsa",
        "ics",
    ),
    "/feeds/host/cdsa/": ("en", "feeds/host/chicago-dsa", "/"),
    "/feeds/neighborhood/barrio-chino.ics": ("en", "feeds/neighborhood/chinatown", "ics"),
    "/feeds/neighborhood/St. Chinatown": ("en", "feeds/neighborhood/chinatown", "/"),
    "/feeds/neighborhood/St. Chinatown.ics": ("en", "feeds/neighborhood/chinatown", "ics"),
    "/feeds/venue/Chinatown Square.ics": ("en", "feeds/venue/chinatown", "ics"),
    "/feeds/collection/Any of one.ics": ("en", "feeds/collection/any-of-one", "ics"),
    # scripts that leave no slug keep their own letters
    "/feeds/topic/劳动.ics": ("en", "feeds/topic/labor", "ics"),
    "/feeds/topic/عمل/": ("en", "feeds/topic/labor", "/"),
    "/feeds/neighborhood/الحي  الصيني.ics": ("en", "feeds/neighborhood/chinatown", "ics"),
    "/feeds/topic/?.ics": ("en", "feeds/topic/labor", "ics"),
    # what nothing is called
    "/fr/feeds/all.ics": ("en", "fr/feeds/all", "ics"),
    "/feeds/topic/中/文.ics": ("en", "feeds/topic/中/文", "ics"),
    "/feeds/topic/cdsa.ics": ("en", "feeds/topic/cdsa", "ics"),
    "/feeds/all.pdf": ("en", "feeds/all.pdf", "/"),
    "/.ics": ("en", "", "ics"),
}


@pytest.mark.parametrize("path", READ)
def test_a_path_is_read_as_one_address(listed: Snapshot, path: str) -> None:
    assert listed.routes.read(path) == Address(*READ[path])


def test_a_canonical_path_is_read_as_itself(listed: Snapshot) -> None:
    addresses = [
        Address(language, subject, form)
        for language in ("en", "es")
        for subject in (
            *listed.directory.feeds,
            *(f"events/{id}" for id in (*listed.routes.events, *listed.routes.series)),
        )
        for form in ("ics", "/")
    ]
    assert [listed.routes.read(listed.routes.path(address)) for address in addresses] == addresses


ALIASES = {
    "feeds/all": [],
    "feeds/topic/housing": [],
    "feeds/organization/chicago-dsa": ["cdsa"],  # "Chicago DSA" is its slug
    "feeds/host/chicago-dsa": ["cdsa"],
    "feeds/topic/labor": ["work", "ley-y-organizacion", "劳动", "عمل", "?"],
    "feeds/neighborhood/chinatown": ["唐人街", "الحي الصيني", "st-chinatown"],
    "events/both": [],
}


@pytest.mark.parametrize("subject", ALIASES)
def test_aliases_have_paths_where_they_can_be_files(listed: Snapshot, subject: str) -> None:
    group = subject.rpartition("/")[0]
    assert list(listed.routes.alias_paths(Address("en", subject, "ics"))) == [
        f"/{group}/{alias}.ics" for alias in ALIASES[subject]
    ]
    assert list(listed.routes.alias_paths(Address("es", subject, "/"))) == [
        f"/es/{group}/{alias}/" for alias in ALIASES[subject]
    ]


def test_every_alias_path_is_read_as_its_feed(listed: Snapshot) -> None:
    for subject in listed.directory.feeds:
        for form in ("ics", "/"):
            address = Address("es", subject, form)
            assert {listed.routes.read(path) for path in listed.routes.alias_paths(address)} <= {
                address
            }


# what may have been meant

NEAREST = {
    "/feeds/topic/labour.ics": ["/feeds/topic/labor.ics"],
    "/es/feeds/topic/labour.ics": ["/es/feeds/topic/labor.ics"],
    "/feeds/topic/housin/": ["/feeds/topic/housing/"],
    "/feeds/topic/labour.json": ["/feeds/topic/labor.json"],
    "/feeds/topic/labour.atom": ["/feeds/topic/labor.atom"],
    "/feeds/organization/cdsaa.ics": ["/feeds/organization/chicago-dsa.ics"],
    "/feeds/collection/not-topic.ics": [
        "/feeds/collection/not-topics.ics",
        "/feeds/collection/near-and-topic.ics",
    ],
    "/events/labor-raly.ics": ["/events/labor-rally.ics"],
    # where nothing of the kind is like it, anything else
    "/feeds/topic/koco.ics": ["/feeds/organization/koco.ics"],
    "/koco.ics": ["/feeds/organization/koco.ics"],
    "/feeds/koco": ["/feeds/organization/koco/"],
    "/labor-rally": ["/events/labor-rally/", "/feeds/topic/labor/"],
    "/fr/feeds/topic/housing.ics": ["/feeds/topic/housing.ics", "/events/housing-rally.ics"],
    "/": [],
    "/nothing-of-the-kind": [],
}


@pytest.mark.parametrize("path", NEAREST)
def test_the_nearest_addresses_are_offered_best_first(listed: Snapshot, path: str) -> None:
    assert listed.routes.nearest(listed.routes.read(path)) == NEAREST[path]


def test_a_slip_anywhere_is_recognized_among_many_names() -> None:
    words = (
        "march",
        "vigil",
        "picket",
        "rally",
        "supper",
        "walk",
        "forum",
        "hearing",
        "caravan",
        "meeting",
    )
    names = [f"{one}-of-the-{other}-{third}" for one in words for other in words for third in words]
    for number, name in enumerate(names[::7]):
        at = number % len(name)
        for slip in (
            name[:at] + name[at + 1 :],
            name[:at] + "x" + name[at:],
            name[:at] + "x" + name[at + 1 :],
        ):
            assert nearest(slip, names, 1) == [name], slip


def test_every_address_offered_exists(listed: Snapshot) -> None:
    for path in (path for offered in NEAREST.values() for path in offered):
        address = listed.routes.read(path)
        assert listed.routes.path(address) == path
        assert address.subject in listed.directory.feeds or listed.routes.dates(address.subject)
