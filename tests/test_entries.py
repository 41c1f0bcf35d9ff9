"""What a calendar shows of an event: design.md, "What a calendar shows", line by line."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.catalog import CANCELLED, Calendar, Event, Organization, Text, When, zone
from feeds.description import shorten
from feeds.entries import Entry
from feeds.presentation import make_entry
from tests.lists import HEAD, body, catalog, event, snapshot
from tests.wire import read

FOOTER = 'footer = { en = "Ask first.", es = "Pregunte antes." }\n\n[organizations]'
FULL_HEAD = (
    HEAD.replace('["en", "es"]', '["en", "es", "pl"]')
    .replace("[organizations]", FOOTER)
    .replace('koco = "KOCO"', 'koco = "KOCO"\nmoveon = "MoveOn"\nseiu = "SEIU"')
)
FULL = {
    "title": '{ en = "Rally", es = "Concentración" }',
    "when": '"Sat, March 20, 2021, 1 PM"',
    "venue": '"Federal Plaza"',
    "hosts": '["KOCO", "Chicago DSA"]',
    "supporters": '["MoveOn", "SEIU"]',
    "and_others": "true",
    "topics": '["housing", "labor"]',
    "notice": '{ en = "Masks required.", es = "Con cubrebocas.", pl = "W maseczkach." }',
    "description": '{ pl = "Wiec.", en = "A rally.\\nIt is short.", es = "Una concentración." }',
    "ends_at": '"Grant Park"',
    "signup": '"https://chicago.gov/signup?a=1&b=2"',
    "url": '"https://chicago.gov/rally"',
}
MAP = "https://www.openstreetmap.org/?mlat=41.87879&mlon=-87.6297#map=17/41.87879/-87.6297"


def entry_of(language: str = "en", head: str = HEAD, **lines: str) -> Entry:
    """Return the entry of an event with these lines of TOML."""
    read = catalog(head + event("rally", **lines))
    return make_entry(read.events[0], read.calendar, language)


# DESCRIPTION: its parts, their order, their words


def test_every_part_in_order_in_the_default_language_with_the_others_after_it():
    full = entry_of(head=FULL_HEAD, **FULL)
    assert (full.title, full.summary) == ("Rally", "Rally")
    assert full.text == (
        "Masks required.\n\nCon cubrebocas.\n\nW maseczkach.\n\n"
        "A rally.\nIt is short.\n\nUna concentración.\n\nWiec.\n\n"
        "Hosted by KOCO and Chicago Democratic Socialists of America\n\n"
        "Supported by MoveOn, SEIU, and others\n\n"
        "End time not announced.\nEnds at Grant Park\n\n"
        "Sign up: https://chicago.gov/signup?a=1&b=2\n"
        "Details: https://chicago.gov/rally\n"
        f"Map: {MAP}\n\n"
        "Ask first."
    )


def test_every_part_in_order_in_spanish_alone():
    full = entry_of("es", FULL_HEAD, **FULL)
    assert (full.title, full.summary) == ("Concentración", "Concentración")
    assert full.text == (
        "Con cubrebocas.\n\nUna concentración.\n\n"
        "Organizado por KOCO y Chicago Democratic Socialists of America\n\n"
        "Con el apoyo de MoveOn, SEIU y otras organizaciones\n\n"
        "No se ha anunciado la hora de término.\nTermina en Grant Park\n\n"
        "Inscripción: https://chicago.gov/signup?a=1&b=2\n"
        "Detalles: https://chicago.gov/rally\n"
        f"Mapa: {MAP}\n\n"
        "Pregunte antes."
    )


def test_a_language_without_words_of_its_own_takes_english_ones_around_its_texts():
    text = entry_of("pl", FULL_HEAD, **FULL).text
    assert text.startswith("W maseczkach.\n\nWiec.\n\nHosted by KOCO i Chicago Democratic")
    assert text.endswith("\n\nAsk first.")


@pytest.mark.parametrize(
    ("lines", "english", "spanish"),
    [
        ({}, "", ""),
        ({"description": '"Only English."'}, "Only English.", "Only English."),
        ({"description": '{ es = "Solo español." }'}, "Solo español.", "Solo español."),
        ({"description": '{ en = "No.", es = "No." }'}, "No.", "No."),
        ({"description": '""', "notice": '"  "'}, "", ""),
        (
            {
                "notice": '{ en = "Rain or shine.", es = "Llueva o no." }',
                "description": '"A rally."',
            },
            "Rain or shine.\n\nLlueva o no.\n\nA rally.",
            "Llueva o no.\n\nA rally.",
        ),
        (
            {"when": '"Sat, March 20, 2021, 1 PM"'},
            "End time not announced.",
            "No se ha anunciado la hora de término.",
        ),
        ({"when": '"Sat, Feb 2, 2019"'}, "", ""),
        ({"when": '"June 4 – 6, 2021"'}, "", ""),
        ({"ends_at": '"Federal Plaza"'}, "Ends at Federal Plaza", "Termina en Federal Plaza"),
        (
            {"ends_at": '{ en = "the park", es = "el parque" }'},
            "Ends at the park",
            "Termina en el parque",
        ),
        (
            {"signup": '"https://chicago.gov/s"'},
            "Sign up: https://chicago.gov/s",
            "Inscripción: https://chicago.gov/s",
        ),
        (
            {"url": '"https://chicago.gov/u"'},
            "Details: https://chicago.gov/u",
            "Detalles: https://chicago.gov/u",
        ),
        (
            {
                "contact": '"KOCO"',
                "topics": '["labor"]',
                "notes": '"For us alone."',
                "source": '"listing.txt"',
            },
            "",
            "",
        ),
        ({"venue": '{ name = "Loop", address = "Chicago, IL" }'}, "", ""),
        ({"venue": '{ name = "Loop", coordinates = [41.9, -87.7] }'}, "Map: {}", "Mapa: {}"),
    ],
)
def test_parts_stand_alone_and_are_absent_when_empty(lines, english, spanish):
    link = "https://www.openstreetmap.org/?mlat=41.9&mlon=-87.7#map=17/41.9/-87.7"
    assert entry_of("en", **lines).text == english.format(link)
    assert entry_of("es", **lines).text == spanish.format(link)


@pytest.mark.parametrize("venue", ["federal-plaza", "FEDERAL PLAZA", "Dearborn & Adams", "bean"])
def test_ends_at_names_a_venue_as_people_call_it(venue):
    head = HEAD.replace("coordinates", 'aliases = ["Dearborn & Adams"]\ncoordinates')
    head += '\n[venues.bean]\nname = { en = "The Bean", es = "El Frijol" }\n'
    expected = {"bean": ("Ends at The Bean", "Termina en El Frijol")}
    english, spanish = expected.get(venue, ("Ends at Federal Plaza", "Termina en Federal Plaza"))
    assert entry_of("en", head, ends_at=f'"{venue}"').text == english
    assert entry_of("es", head, ends_at=f'"{venue}"').text == spanish


# Names


@pytest.mark.parametrize(
    ("hosts", "supporters", "others", "english", "spanish"),
    [
        (["KOCO"], [], False, "Hosted by KOCO", "Organizado por KOCO"),
        (
            ["KOCO"],
            [],
            True,
            "Hosted by KOCO and others",
            "Organizado por KOCO y otras organizaciones",
        ),
        (["KOCO", "SEIU"], [], False, "Hosted by KOCO and SEIU", "Organizado por KOCO y SEIU"),
        (
            ["KOCO", "SEIU", "MoveOn"],
            [],
            False,
            "Hosted by KOCO, SEIU, and MoveOn",
            "Organizado por KOCO, SEIU y MoveOn",
        ),
        (
            ["KOCO"],
            ["SEIU"],
            True,
            "Hosted by KOCO\n\nSupported by SEIU and others",
            "Organizado por KOCO\n\nCon el apoyo de SEIU y otras organizaciones",
        ),
        ([], ["SEIU"], False, "Supported by SEIU", "Con el apoyo de SEIU"),
        ([], [], True, "", ""),
    ],
)
def test_names_of_hosts_and_supporters(hosts, supporters, others, english, spanish):
    lines = {"hosts": str(hosts), "supporters": str(supporters), "and_others": str(others).lower()}
    assert entry_of("en", FULL_HEAD.replace(FOOTER, "[organizations]"), **lines).text == english
    assert entry_of("es", FULL_HEAD.replace(FOOTER, "[organizations]"), **lines).text == spanish


@pytest.mark.parametrize(
    ("lengths", "others", "shown"),
    [
        ((249, 249), False, "{0} and {1}"),  # 500 characters with the comma
        ((249, 250), False, "{0} and 1 more"),
        ((249, 249, 1, 1), False, "{0}, {1}, and 2 more"),
        ((249, 249, 1), True, "{0}, {1}, and 1 more and others"),
        ((255, 255, 255), True, "{0} and 2 more and others"),
    ],
)
def test_names_are_cut_at_500_characters(lengths, others, shown):
    names = ["ABCD"[number] * length for number, length in enumerate(lengths)]
    lines = "".join(f'{name[0].lower()} = "{name}"\n' for name in names)
    head = HEAD.replace("[neighborhoods]", lines + "[neighborhoods]")
    for key, words in (("hosts", "Hosted by "), ("supporters", "Supported by ")):
        found = entry_of("en", head, **{key: str(names)}, and_others=str(others).lower())
        assert found.text == words + shown.format(*names)


def test_the_longest_list_of_names_in_the_real_list(chicago):
    rally = next(event for event in chicago.catalog.events if event.id == "chinatown-rally-2021")
    text = make_entry(rally, chicago.catalog.calendar, "en").text
    (names,) = re.findall("^Supported by (.*)$", text, re.MULTILINE)
    assert names.startswith(
        "American Fujian Chamber of Commerce, Chinese American Association, Wuyi Association"
    )
    assert names.endswith(", Global Friendship Exchange Foundation, and 51 more and others")
    assert len(names.removesuffix(", and 51 more and others")) <= 500
    spanish = make_entry(rally, chicago.catalog.calendar, "es").text
    assert ", Global Friendship Exchange Foundation y 51 más y otras organizaciones\n" in spanish


# 2,500 characters


def sentences(letter: str, count: int) -> str:
    """Return `count` sentences of 20 characters and the blanks between them."""
    return " ".join([letter * 19 + "."] * count)


def cut(**lines: str) -> list[str]:
    """Return the parts of the description of an event with a notice, three hosts and three supporters."""
    text = entry_of(
        head=FULL_HEAD,
        hosts='["KOCO", "SEIU", "MoveOn"]',
        supporters='["KOCO", "SEIU", "MoveOn"]',
        notice='"Notice."',
        **lines,
    ).text
    assert len(text) <= 2500
    return text.split("\n\n")


def table(**texts: str) -> str:
    return "{ " + ", ".join(f'{language} = "{text}"' for language, text in texts.items()) + " }"


ALL = ["Hosted by KOCO, SEIU, and MoveOn", "Supported by KOCO, SEIU, and MoveOn", "Ask first."]
FEW = ["Hosted by KOCO and 2 more", "Supported by KOCO and 2 more", "Ask first."]


def test_a_description_of_just_2500_characters_is_whole():
    room = 2500 - len("\n\n".join(["Notice.", *ALL])) - 2
    assert cut(description=f'"{"x" * room}"') == ["Notice.", "x" * room, *ALL]
    assert cut(description=f'"{"x" * (room + 1)}"') == [
        "Notice.",
        "x" * (room + 1),
        ALL[0],
        *FEW[1:],
    ]


def test_supporters_are_cut_first_then_hosts_then_descriptions():
    room = 2500 - len("\n\n".join(["Notice.", *FEW])) - 2
    assert cut(description=f'"{"x" * room}"') == ["Notice.", "x" * room, *FEW]
    assert cut(description=f'"{"x y" + "x" * (room - 3)}"') == [
        "Notice.",
        "x y" + "x" * (room - 3),
        *FEW,
    ]
    assert cut(description=f'"{"x y" + "x" * (room - 2)}"') == ["Notice.", "x…", *FEW]
    between = room - len(ALL[0]) + len(FEW[0])
    assert cut(description=f'"{"x" * between}"') == ["Notice.", "x" * between, ALL[0], *FEW[1:]]
    assert cut(description=f'"{"x" * (between + 1)}"') == ["Notice.", "x" * (between + 1), *FEW]


def test_of_several_languages_the_last_is_cut_first():
    en, es, pl = sentences("e", 60), sentences("s", 40), sentences("p", 40)
    shown = sentences("p", that_fit("Notice.", en, es, "", *FEW))
    assert cut(description=table(en=en, es=es, pl=pl)) == ["Notice.", en, es, shown, *FEW]
    en = sentences("e", 90)
    shown = sentences("s", that_fit("Notice.", en, "", *FEW))
    assert cut(description=table(en=en, es=es, pl=pl)) == ["Notice.", en, shown, *FEW]
    en, shown = sentences("e", 200), sentences("e", that_fit("Notice.", "", *FEW))
    assert cut(description=table(en=en, es=es, pl=pl)) == ["Notice.", shown, *FEW]


def that_fit(*parts: str) -> int:
    """Return how many `sentences` fit in 2,500 characters beside the parts, one of which is theirs and empty."""
    return (2500 - len("\n\n".join(parts)) + 1) // 21


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("One. Two.", 9, "One. Two."),
        ("One. Two.", 8, "One."),
        ("One. Two.", 4, "One."),
        ("One. Two.", 3, ""),
        ("One two three", 12, "One two…"),
        ("One two three", 8, "One two…"),
        ("One two three", 7, "One…"),
        ("One\ntwo three", 7, "One…"),
        ("One two three", 4, "One…"),
        ("One two three", 3, ""),
        ("One two three", 0, ""),
        ("One two three", -20, ""),
        ("Really? Yes!  No", 13, "Really? Yes!"),
        ("Really?Yes no", 12, "Really?Yes…"),
        ("«¿De veras?» Sí.", 14, "«¿De veras?»"),
        ("He said “no.” Then yes.", 15, "He said “no.”"),
        ("At 3.30 sharp", 8, "At 3.30…"),
        ("At 3.30 sharp", 7, "At…"),
        ("Wait… and see", 10, "Wait…"),
    ],
)
def test_texts_end_at_a_sentence_else_at_a_word(text, room, shown):
    assert shorten(text, room) == shown
    assert len(shown) <= max(room, 0)


def test_a_link_that_leaves_no_room_is_left_out_whole():
    assert (
        entry_of(notice='"Come early."', signup=f'"https://chicago.gov/{"a" * 2600}"').text
        == "Come early."
    )


@given(st.text(), st.integers(-5, 120))
def test_a_shortened_text_is_a_prefix_that_fits(text, room):
    shown = shorten(text, room)
    assert len(shown) <= max(room, 0)
    assert text.startswith((shown, shown.removesuffix("…")))


@st.composite
def events(draw) -> tuple[Event, Calendar]:
    """Events with up to three languages, long texts and many names."""
    words = st.text("abc¿é 漢😀.", min_size=1, max_size=12).map(str.strip).filter(bool)
    phrases = st.lists(words, min_size=1, max_size=9)
    prose = st.builds(lambda phrase, times: " ".join(phrase * times), phrases, st.integers(1, 60))
    short = prose.map(lambda text: text[:300].strip())

    def descriptions_of(texts):
        languages = sorted(draw(st.sets(st.sampled_from(("en", "es", "pl")))))
        return Text(tuple((language, draw(texts)) for language in languages))

    def groups():
        names = draw(st.lists(st.integers(1, 60), max_size=40))
        return tuple(
            Organization(slug=f"g{n}", name=Text((("en", f"G{n}" + "g" * length),)))
            for n, length in enumerate(names)
        )

    calendar = Calendar(
        title=Text((("en", "Test"),)),
        timezone="America/Chicago",
        domain="calendar.chicago.org",
        languages=("en", "es", "pl"),
        footer=descriptions_of(short),
    )
    when = When(datetime(2021, 3, 20, 13, tzinfo=zone("America/Chicago")))
    return Event(
        id="rally",
        uid="rally@calendar.chicago.org",
        title=Text((("en", "Rally"),)),
        when=when,
        notice=descriptions_of(short),
        description=descriptions_of(prose),
        hosts=groups(),
        supporters=groups(),
        and_others=draw(st.booleans()),
    ), calendar


@settings(deadline=None)
@given(events(), st.sampled_from(("en", "es", "pl")))
def test_no_description_is_longer_and_only_what_may_be_cut_is_cut(drawn, language):
    event, calendar = drawn
    found = make_entry(event, calendar, language)
    assert len(found.text) <= 2500
    parts = found.text.split("\n\n")
    for notice in found.notices:
        assert parts.pop(0) == notice
    if found.footer:
        assert parts.pop() == found.footer
    assert parts.pop().startswith(("End time", "No se ha"))
    named = [parts.pop() for organizations in (found.supporters, found.hosts) if organizations]
    assert all(
        part.startswith(("Hosted by ", "Supported by ", "Organizado por ", "Con el apoyo de "))
        for part in named
    )
    cut_at = None
    for number, complete in enumerate(found.descriptions):
        shown = parts.pop(0) if parts else ""
        assert complete.startswith(shown.removesuffix("…")), (shown, complete)
        assert cut_at is None or shown == "", "a later description is cut before an earlier one"
        if shown != complete:
            cut_at = number
            one_name = re.compile(
                r"^(Hosted by|Supported by|Organizado por|Con el apoyo de) G0g*($| (and|y|i) )"
            )
            assert all(one_name.match(part) for part in named), "names are cut before descriptions"
    assert parts == []


# Where


@pytest.mark.parametrize(
    ("venue", "location", "title", "address"),
    [
        (
            '{ name = "Federal Plaza", address = "50 W Adams St, Chicago, IL 60604" }',
            "Federal Plaza\n50 W Adams St, Chicago, IL 60604",
            "Federal Plaza",
            "50 W Adams St, Chicago, IL 60604",
        ),
        ('{ name = "Federal Plaza" }', "Federal Plaza", "Federal Plaza", ""),
        (
            '{ address = "50 W Adams St, Chicago, IL" }',
            "50 W Adams St\nChicago, IL",
            "50 W Adams St",
            "Chicago, IL",
        ),
        ('{ address = "Wacker and Wabash" }', "Wacker and Wabash", "Wacker and Wabash", ""),
        ('{ address = "50 W Adams St," }', "50 W Adams St", "50 W Adams St", ""),
        (
            '{ name = "The \\"Bean\\"", address = "\\"Loop\\", Chicago" }',
            "The 'Bean'\n'Loop', Chicago",
            "The 'Bean'",
            "'Loop', Chicago",
        ),
        (
            r'{ name = "Federal\nPlaza\t\u0007here" }',
            "Federal Plaza here",
            "Federal Plaza here",
            "",
        ),
    ],
)
def test_location_title_and_address_agree(venue, location, title, address):
    found = entry_of(venue=venue)
    assert found.location == location
    assert (found.place.title, found.place.address) == (title, address)


@pytest.mark.parametrize(
    ("neighborhoods", "location"),
    [("[]", ""), ('["Loop"]', "Loop"), ('["hyde", "Loop"]', "'Hyde' Park, Loop")],
)
def test_without_a_venue_the_neighborhoods_say_where(neighborhoods, location):
    head = HEAD.replace('loop = "Loop"', 'loop = "Loop"\nhyde = "\\"Hyde\\" Park"')
    found = entry_of("en", head, neighborhoods=neighborhoods)
    assert found.location == location
    assert found.place is None


def test_a_venue_is_named_in_the_language_of_the_entry():
    venue = '{ name = { en = "The Bean", es = "El Frijol" }, address = "201 E Randolph St, Chicago, IL" }'
    assert entry_of("en", venue=venue).location == "The Bean\n201 E Randolph St, Chicago, IL"
    assert entry_of("es", venue=venue).location == "El Frijol\n201 E Randolph St, Chicago, IL"


# Who and what


@pytest.mark.parametrize(
    ("lines", "contact"),
    [
        ({}, ""),
        ({"hosts": '["Chicago DSA", "KOCO"]'}, "Chicago Democratic Socialists of America"),
        ({"hosts": '["KOCO"]', "contact": '"Chicago DSA"'}, "Chicago DSA"),
        ({"supporters": '["KOCO"]'}, ""),
    ],
)
def test_contact_is_the_contact_else_the_first_host(lines, contact):
    assert entry_of(**lines).contact == contact


def test_categories_are_the_topics_in_the_language_of_the_entry():
    assert entry_of("en", topics='["housing", "work"]').topics == ("Housing", "Labor")
    assert entry_of("es", topics='["housing", "work"]').topics == ("Vivienda", "Trabajo")


STATUSES = {
    "confirmed": ("Other", "Other", "CONFIRMED"),
    "tentative": ("Other", "Other", "TENTATIVE"),
    "postponed": ("POSTPONED: Other", "POSPUESTO: Other", "TENTATIVE"),
    "cancelled": ("CANCELLED: Other", "CANCELADO: Other", "CONFIRMED"),
}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("policy", CANCELLED)
def test_prefix_and_status_of_each_status_under_each_policy(status, policy):
    *summaries, wire = STATUSES[status]
    if status == "cancelled" and policy == "status":
        wire = "CANCELLED"
    shown = [] if status == "cancelled" and policy == "hide" else [wire]
    head = HEAD.replace("[organizations]", f'cancelled = "{policy}"\n\n[organizations]')
    other_zone = snapshot(head + event(status=f'"{status}"'))
    for language, way, summary in zip(("en", "es"), ("", "/es"), summaries):
        assert entry_of(language, head, status=f'"{status}"').summary == summary
        assert entry_of(language, head, status=f'"{status}"').title == "Other"
        events = read(body(other_zone, f"{way}/feeds/all.ics")).events
        assert [found.one("STATUS").value for found in events] == shown
        assert [found.text("SUMMARY") for found in events] == [summary] * len(shown)


# When


def chicago_time(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=zone("America/Chicago"))


@pytest.mark.parametrize(
    ("when", "duration", "start", "end", "last"),
    [
        ("March 20, 2021, 1 – 3 PM", "2h", (2021, 3, 20, 13), (2021, 3, 20, 15), (2021, 3, 20, 15)),
        ("March 20, 2021, 1 PM", "2h", (2021, 3, 20, 13), (2021, 3, 20, 15), None),
        ("March 20, 2021, 1 PM", "1h30m", (2021, 3, 20, 13), (2021, 3, 20, 14, 30), None),
        ("March 20, 2021, 11 PM", "24h", (2021, 3, 20, 23), (2021, 3, 21, 23), None),
        # spring: 5 h on the wall
        ("March 13, 2021, 11 PM", "4h", (2021, 3, 13, 23), (2021, 3, 14, 4), None),
        # autumn: 3 h on the wall
        ("Nov 6, 2021, 11 PM", "4h", (2021, 11, 6, 23), (2021, 11, 7, 2), None),
        ("Nov 7, 2021, 12:30 AM", "1h", (2021, 11, 7, 0, 30), (2021, 11, 7, 1, 30), None),
        # no second 1:30
        ("Nov 7, 2021, 12:30 AM", "2h", (2021, 11, 7, 0, 30), (2021, 11, 7, 2, 30), None),
        ("Nov 7, 2021, 1:30 AM CDT", "30m", (2021, 11, 7, 1, 30), (2021, 11, 7, 2), None),
    ],
)
def test_an_unknown_end_is_the_default_duration_later(when, duration, start, end, last):
    head = HEAD.replace("[organizations]", f'default_duration = "{duration}"\n\n[organizations]')
    found = entry_of("en", head, when=f'"{when}"')
    assert (found.start, found.end) == (chicago_time(*start), chicago_time(*end))
    assert found.end.fold == 0  # DTEND cannot say the second of two hours
    assert found.last == (chicago_time(*last) if last else None)
    assert not found.all_day


@pytest.mark.parametrize(
    ("when", "start", "end", "last"),
    [
        ('"Sat, Feb 2, 2019"', date(2019, 2, 2), date(2019, 2, 3), None),
        ('"June 4 – 6, 2021"', date(2021, 6, 4), date(2021, 6, 7), date(2021, 6, 6)),
        ('"Dec 31, 2021"', date(2021, 12, 31), date(2022, 1, 1), None),
        ("2021-03-20", date(2021, 3, 20), date(2021, 3, 21), None),
    ],
)
def test_the_end_of_days_is_the_day_after(when, start, end, last):
    found = entry_of(when=when)
    assert (found.start, found.end, found.last) == (start, end, last)
    assert found.all_day
    assert not isinstance(found.end, datetime)
    assert found.end - found.start >= timedelta(days=1)
