"""From a list to its catalog: references, texts, included files, collections, notes, warnings; and any damage."""

import random
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from feeds.catalog import (
    Event,
    ListError,
    Loaded,
    Near,
    Point,
    Problem,
    Selection,
    Text,
    Venue,
    cached_slug_form,
    load,
)
from feeds.catalog.problems import WIDTH
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, ROOT, catalog, event, loaded


def only(**lines: str) -> Event:
    """Return the event of HEAD with these lines more."""
    (found,) = catalog(HEAD + event(**lines)).events
    return found


def refused(text: str) -> tuple[Problem, ...]:
    """Return the problems of a list with errors."""
    with pytest.raises(ListError) as caught:
        loaded(text)
    return caught.value.problems


def load_files(main: str, **others: str) -> Loaded:
    """Load `main` as events.toml, beside which the others lie in the folder more."""
    files = {"events.toml": main, **{f"more/{name}.toml": text for name, text in others.items()}}
    return load(
        "events.toml",
        lambda pattern: {n: files[n].encode() for n in sorted(files) if fnmatch(n, pattern)},
    )


def found(problems: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    """Return file, line and finding of each problem."""
    return [(problem.file, problem.line, problem.found) for problem in problems]


# The calendar


def with_calendar(line: str) -> str:
    """Return HEAD with one more line under [calendar]."""
    return HEAD.replace("[organizations]", f"{line}\n[organizations]", 1)


def test_a_calendar_is_read_whole() -> None:
    lines = (
        'url = "https://calendar.chicago.org"',
        'cancelled = "hide"',
        'footer = { en = "Check first.\\r\\nThen go. ", es = "Consulte." }',
    )
    calendar = catalog(with_calendar("\n".join(lines))).calendar
    assert calendar.title == Text((("en", "Test calendar"), ("es", "Calendario de prueba")))
    assert calendar.timezone == "America/Chicago"
    assert calendar.languages == ("en", "es")
    assert calendar.domain == "calendar.chicago.org"
    assert calendar.area == (41.4, -88.6, 42.6, -87.3)
    assert calendar.url == "https://calendar.chicago.org"
    assert calendar.cancelled == "hide"
    assert calendar.footer == Text((("en", "Check first.\nThen go."), ("es", "Consulte.")))


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("2h", 120), ("90m", 90), ("1h30m", 90), ("1h 30m", 90), ("45 min", 45), ("24h", 1440)],
)
def test_lengths_of_time(written: str, minutes: int) -> None:
    calendar = catalog(with_calendar(f'default_duration = "{written}"')).calendar
    assert calendar.default_duration == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "written", ["", "0m", "24h1m", "1441m", "2", "h", "-1h", "1d", "99999999999999999999h"]
)
def test_other_lengths_of_time_are_refused(written: str) -> None:
    (problem,) = refused(with_calendar(f'default_duration = "{written}"'))
    assert problem.found == f'"{written}" is not a duration of up to a day'


# References


@pytest.mark.parametrize(
    ("key", "names", "slugs"),
    [
        ("hosts", '["koco", "KOCO", "Koco", " koco  ", "Kóco"]', ["koco"]),
        ("hosts", '["chicago-dsa"]', ["chicago-dsa"]),
        (
            "hosts",
            '["CHICAGO DSA", "Chicago-Dsa", "cdsa", "Chicago democratic socialists of America"]',
            ["chicago-dsa"],
        ),
        ("supporters", '["CDSA", "KOCO", "Chicago DSA"]', ["chicago-dsa", "koco"]),
        ("topics", '["Labor", "trabajo", "Work", "lábor"]', ["labor"]),
        ("topics", '["Vivienda", "", "labor"]', ["housing", "labor"]),
        ("neighborhoods", '["LOOP", "Lóop"]', ["loop"]),
    ],
)
def test_nouns_are_found_by_any_name_in_any_case_without_accents(
    key: str, names: str, slugs: list[str]
) -> None:
    assert [noun.slug for noun in getattr(only(**{key: names}), key)] == slugs


@pytest.mark.parametrize(
    "name",
    ["federal-plaza", "Federal Plaza", "FEDERAL PLAZA", "Fédéral  Plaza", "Dearborn & Adams"],
)
def test_venues_are_found_by_any_name(name: str) -> None:
    text = HEAD + 'aliases = ["dearborn adams"]\n' + event(venue=f'"{name}"')
    (event_there,) = catalog(text).events
    assert event_there.venue is not None
    assert event_there.venue.slug == "federal-plaza"
    assert [area.slug for area in event_there.areas] == ["loop"]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Mujeres Latinas En Acción", "mujeres-latinas-en-accion"),
        ("Chinese American Citizens’ Alliance", "chinese-american-citizens-alliance"),
        ("  U.S. — Palestinian ", "u-s-palestinian"),
        ("ﬁ ① Å", "fi-1-a"),
        ("芝加哥", "芝加哥"),
        ("!!!", "!!!"),
        ("", ""),
    ],
)
def test_slug_forms(name: str, form: str) -> None:
    assert cached_slug_form(name) == form


def test_a_venue_used_once_has_no_slug() -> None:
    name = '{ en = "Horner Park", es = "Parque Horner" }'
    written = (
        f'{{ name = {name}, address = "2741 W Montrose Ave", coordinates = [41.9609, -87.6973] }}'
    )
    assert only(venue=written).venue == Venue(
        slug="",
        name=Text((("en", "Horner Park"), ("es", "Parque Horner"))),
        address="2741 W Montrose Ave",
        coordinates=Point(41.9609, -87.6973),
    )
    assert only(venue='{ address = "2741 W Montrose Ave, Chicago" }').venue == Venue(
        slug="", name=Text(), address="2741 W Montrose Ave, Chicago"
    )


def test_areas_are_the_events_own_then_its_venues() -> None:
    head = HEAD.replace('loop = "Loop"', 'loop = "Loop"\npilsen = "Pilsen"')
    for neighborhoods, slugs in (
        ("[]", ["loop"]),
        ('["Pilsen"]', ["pilsen", "loop"]),
        ('["Loop"]', ["loop"]),
    ):
        (loaded_event,) = catalog(
            head + event(venue='"Federal Plaza"', neighborhoods=neighborhoods)
        ).events
        assert [area.slug for area in loaded_event.areas] == slugs


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"federal plaza"', Text((("en", "Federal Plaza"),))),
        ('"Horner Park"', Text((("en", "Horner Park"),))),
        (
            '{ en = "Horner Park", es = "Parque Horner" }',
            Text((("en", "Horner Park"), ("es", "Parque Horner"))),
        ),
        ('"430-n-michigan"', Text((("en", "430 N Michigan Ave"),))),
        ('"plaza-es"', Text((("en", "Plaza"), ("es", "La plaza")))),
    ],
)
def test_ends_at_is_a_venue_or_plain_words(written: str, expected: Text) -> None:
    venues = '[venues.430-n-michigan]\naddress = "430 N Michigan Ave, Chicago, IL"\n'
    venues += '[venues.plaza-es]\nname = { en = "Plaza", es = "La plaza" }\n'
    (marching,) = catalog(HEAD + venues + event(ends_at=written)).events
    assert marching.ends_at == expected


# Texts


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"Rally"', (("en", "Rally"),)),
        ('"  Rally \\t for\\n jobs "', (("en", "Rally for jobs"),)),
        ('{ es = "Mitin", en = "Rally" }', (("en", "Rally"), ("es", "Mitin"))),
        ('{ es = "Mitin" }', (("es", "Mitin"),)),
        ('{ en = "Rally", es = " " }', (("en", "Rally"),)),
    ],
)
def test_a_title_is_one_line_in_one_language_or_more(written: str, expected: Any) -> None:
    assert only(title=written).title == Text(expected)


def test_a_description_keeps_its_lines() -> None:
    written = '"""\n  One.\\u2028Two.\\r\\nThree.\n\n"""'
    assert only(description=written).description == Text((("en", "One.\nTwo.\nThree."),))


def test_a_text_falls_back_to_a_language_it_has() -> None:
    text = Text((("en", "Rally"), ("es", "Mitin")))
    assert [text.in_language(language) for language in ("en", "es", "pl")] == [
        "Rally",
        "Mitin",
        "Rally",
    ]
    assert Text((("es", "Mitin"),)).in_language("en") == "Mitin"
    assert Text().in_language("en") == ""


def test_empty_values_are_absent() -> None:
    texts = (
        "venue",
        "description",
        "notice",
        "signup",
        "url",
        "contact",
        "ends_at",
        "uid",
        "notes",
        "source",
    )
    lists = ("hosts", "supporters", "topics", "neighborhoods")
    empty = only(**dict.fromkeys(texts, '""'), **dict.fromkeys(lists, "[]"))
    assert empty == only()
    assert only(**dict.fromkeys(lists, '["", " "]')) == only()
    assert only(description="{}", notes='{ es = "" }') == only()


def test_an_event_is_read_whole() -> None:
    loaded_event = only(
        supporters='["CDSA"]',
        and_others="true",
        notice='"Masks required."',
        signup='"https://chicago.gov/signup"',
        url='"https://chicago.gov/rally"',
        contact='"KOCO"',
        status='"postponed"',
        uid='"1234@chicago.gov"',
        notes='"ask again"',
        source='"a leaflet"',
    )
    assert (loaded_event.id, loaded_event.uid) == ("other", "1234@chicago.gov")
    assert [organization.slug for organization in loaded_event.supporters] == ["chicago-dsa"]
    assert loaded_event.and_others is True
    assert loaded_event.notice == Text((("en", "Masks required."),))
    assert (loaded_event.signup, loaded_event.url) == (
        "https://chicago.gov/signup",
        "https://chicago.gov/rally",
    )
    assert (loaded_event.contact, loaded_event.status) == ("KOCO", "postponed")
    assert loaded_event.source == "a leaflet"


def test_a_uid_is_built_from_id_and_domain() -> None:
    assert only().uid == "other@calendar.chicago.org"


# Limits


def event_with(key: str, text: str) -> str:
    """Return an event with `text` under `key`."""
    return event(text) if key == "id" else event(**{key: f'"{text}"'})


@pytest.mark.parametrize(
    ("key", "longest"),
    [
        ("id", 100),
        ("title", 255),
        ("notice", 500),
        ("contact", 255),
        ("ends_at", 255),
        ("uid", 191),
    ],
)
def test_texts_as_long_as_they_may_be(key: str, longest: int) -> None:
    longest_one, longer = (
        HEAD + event_with(key, "x" * length) for length in (longest, longest + 1)
    )
    assert loaded(longest_one).problems == ()
    assert len(refused(longer)) == 1


@pytest.mark.parametrize(("length", "fits"), [(90, True), (91, False)])
def test_domains_as_long_as_they_may_be(length: int, fits: bool) -> None:
    text = HEAD.replace('"calendar.chicago.org"', f'"{"x" * length}"')
    assert (loaded(text).problems == ()) if fits else (len(refused(text)) == 1)


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("[41.87879, -87.62970]", Point(41.87879, -87.6297)),
        ("[41, -87]", Point(41.0, -87.0)),
        ("[90, 180]", Point(90.0, 180.0)),
        ("[-90, -180]", Point(-90.0, -180.0)),
        ("[41.123456789, 0.00001]", Point(41.123457, 0.0)),
        ("[90.001, 0]", None),
        ("[0, -180.001]", None),
        ("[361, 0]", None),
        ("[true, 0]", None),
    ],
)
def test_coordinates(written: str, point: Point | None) -> None:
    text = HEAD.replace("area = [41.4, -88.6, 42.6, -87.3]", "area = [-90, -180, 90, 180]")
    text = text.replace("[41.87879, -87.6297]", written)
    if point is None:
        assert [problem.key for problem in refused(text)] == ["venues.federal-plaza.coordinates"]
    else:
        assert loaded(text).problems == ()
        assert catalog(text).venues[0].coordinates == point


@pytest.mark.parametrize(
    "area",
    [
        "[1, 0, 1, 5]",
        "[0, 5, 1, 5]",
        "[2, 0, 1, 5]",
        "[-90.1, 0, 1, 5]",
        "[0, 0, 90.1, 5]",
        "[0, -181, 1, 5]",
        "[0, 0, 1, 181]",
    ],
)
def test_other_areas_are_refused(area: str) -> None:
    (problem,) = refused(HEAD.replace("[41.4, -88.6, 42.6, -87.3]", area))
    assert (
        problem.found
        == f"{[float(number) for number in area.strip('[]').split(',')]} is not an area"
    )


@pytest.mark.parametrize(
    ("point", "remedy"),
    [
        ("[41.4, -88.6]", None),
        ("[42.6, -87.3]", None),
        ("[-87.6, 41.9]", "write [41.9, -87.6]"),
        ("[41.9, 87.6]", "write [41.9, -87.6]"),
        ("[87.6, 41.9]", "write [41.9, -87.6]"),
        ("[-41.9, -87.6]", "write [41.9, -87.6]"),
        ("[42.7, -87.6]", "look the place up again"),
    ],
)
def test_a_place_outside_the_area_is_warned_of(point: str, remedy: str | None) -> None:
    problems = loaded(HEAD.replace("[41.87879, -87.6297]", point)).problems
    assert [(problem.severity, problem.remedy) for problem in problems] == (
        [("warning", remedy)] if remedy else []
    )


@pytest.mark.parametrize("code", ["0007", "0085", "2028", "FEFF"])
@pytest.mark.parametrize("key", ["title", "description", "contact", "source", "uid"])
def test_a_control_character_is_warned_of(key: str, code: str) -> None:
    (warning,) = loaded(HEAD + event_with(key, f"a\\u{code}")).problems
    assert (warning.severity, warning.found) == (
        "warning",
        f"a control character U+{code}, shown as a space",
    )


# Collections


def collection(*lines: str) -> Selection:
    """Return what a collection with these lines selects."""
    text = HEAD + '[collections.mine]\ntitle = "Mine"\naliases = ["My own"]\n' + "\n".join(lines)
    (mine,) = catalog(text).collections
    assert (mine.slug, mine.name, mine.aliases) == ("mine", Text((("en", "Mine"),)), ("My own",))
    return mine.selection


def test_a_collection_takes_every_condition() -> None:
    conditions = {
        "organization": ("KOCO", "koco"),
        "host": ("cdsa", "chicago-dsa"),
        "neighborhood": ("Loop", "loop"),
        "topic": ("Trabajo", "labor"),
        "venue": ("Federal Plaza", "federal-plaza"),
    }
    kinds = tuple((kind, (slug,)) for kind, (_, slug) in conditions.items())
    any_of = [f'{kind}s = ["{name}"]' for kind, (name, _) in conditions.items()]
    assert collection(*any_of) == Selection(any_of=kinds)
    assert collection(*(f"not-{line}" for line in any_of)) == Selection(none_of=kinds)
    assert collection(*any_of, *(f"not-{line}" for line in any_of)) == Selection(
        any_of=kinds, none_of=kinds
    )


def test_a_condition_holds_each_slug_once_in_order() -> None:
    assert collection('topics = ["Labor", "housing", "work"]') == Selection(
        any_of=(("topic", ("housing", "labor")),)
    )
    assert collection('topics = ["Labor"]', "hosts = []") == Selection(
        any_of=(("topic", ("labor",)),)
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("federal-plaza,3km", Near(slug="federal-plaza", metres=3000, distance="3km")),
        ("Federal Plaza, 3 km", Near(slug="federal-plaza", metres=3000, distance="3km")),
        ("LOOP,2.50mi", Near(slug="loop", metres=2.5 * 1609.344, distance="2.5mi")),
        ("loop,003.0km", Near(slug="loop", metres=3000, distance="3km")),
        ("loop,0.125km", Near(slug="loop", metres=125, distance="0.125km")),
        ("loop,50km", Near(slug="loop", metres=50_000, distance="50km")),
    ],
)
def test_near_a_venue_or_neighborhood(written: str, expected: Near) -> None:
    assert collection(f'near = "{written}"') == Selection(near=expected)


@pytest.mark.parametrize(
    "written",
    ["loop", "loop,3", "loop 3km", ",3km", "loop,-3km", "loop,0km", "loop,0.0001km", "loop,32mi"],
)
def test_other_distances_are_refused(written: str) -> None:
    (problem,) = refused(HEAD + f'[collections.mine]\ntitle = "Mine"\nnear = "{written}"')
    assert problem.found == f'"{written}" is not a place and a distance up to 50 km'


# Included files


def test_included_files_hold_nouns_and_events() -> None:
    main = 'include = ["more/*.toml", "more/b.toml"]\n' + HEAD + EVENT
    more = {
        "b": event("second", hosts='["Pilsen Alliance"]'),
        "a": '[organizations]\npilsen-alliance = "Pilsen Alliance"\n'
        + event("first", venue='"Federal Plaza"'),
    }
    loaded = load_files(main, **more)
    assert [event.id for event in loaded.catalog.events] == ["rally", "first", "second"]
    assert [noun.slug for noun in loaded.catalog.organizations] == [
        "koco",
        "chicago-dsa",
        "pilsen-alliance",
    ]


def test_problems_name_the_file_and_line_that_hold_them_in_the_order_of_the_files() -> None:
    main = 'include = ["more/*.toml"]\n' + HEAD + EVENT + 'host = ["KOCO"]\n'
    with pytest.raises(ListError) as caught:
        load_files(
            main,
            b=event("rally"),
            a='\n\n[topics]\nlabor = "Labor"\nLoud = "Loud"\n',
            c="[calendar]\n",
        )
    assert found(caught.value.problems) == [
        ("events.toml", main.count("\n"), 'there is no key "host" here'),
        ("more/a.toml", 4, 'another topic has the slug "labor"'),
        (
            "more/a.toml",
            5,
            '"Loud" cannot be part of an address: a-z, 0-9 and single hyphens, at most 100',
        ),
        ("more/b.toml", 3, '"rally" is already the id or an alias of the event "rally"'),
        ("more/c.toml", 1, "calendar is only allowed in the first file"),
    ]


def test_an_included_file_includes_no_further_ones() -> None:
    with pytest.raises(ListError) as caught:
        load_files('include = ["more/a.toml"]\n' + HEAD, a='include = ["more/b.toml"]\n', b=event())
    assert found(caught.value.problems) == [
        ("more/a.toml", 1, "include is only allowed in the first file")
    ]


def test_what_an_unreadable_file_may_hold_is_not_called_unknown() -> None:
    main = (
        'include = ["more/*.toml"]\n'
        + HEAD
        + event(hosts='["Pilsen Alliance", "KOCO"]', venue='"Horner Park"')
    )
    with pytest.raises(ListError) as caught:
        load_files(
            main,
            a='[organizations]\npilsen-alliance = "Pilsen Alliance\n',
            b=event("march", title='"March"', status='"over"'),
        )
    assert found(caught.value.problems) == [
        ("more/a.toml", 2, "this text is not closed"),
        (
            "more/b.toml",
            6,
            '"over" is not one of confirmed, tentative, postponed, cancelled, withdrawn',
        ),
    ]


def test_a_pattern_without_files_does_not_excuse_unknown_names() -> None:
    with pytest.raises(ListError) as caught:
        load_files('include = ["more/*.toml"]\n' + HEAD + event(hosts='["Pilsen Alliance"]'))
    assert [problem.severity for problem in caught.value.problems] == ["warning", "error"]


def test_a_list_that_includes_itself_is_read_once() -> None:
    assert len(load_files('include = ["*.toml"]\n' + HEAD + EVENT).catalog.events) == 1


def test_a_list_that_is_not_there() -> None:
    with pytest.raises(ListError) as caught:
        load("events.toml", lambda pattern: {})
    assert found(caught.value.problems) == [("events.toml", 0, "there is no such file")]


def test_included_files_on_disk_are_read_in_order_with_their_folder(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "events.toml").write_text('include = ["more/*.toml"]\n' + HEAD + EVENT, "utf-8")
    for name in ("c", "a", "b"):
        (tmp_path / "more" / f"{name}.toml").write_text(
            event(name, notice='"312-555-0142"'), "utf-8"
        )
    loaded = OpenList(tmp_path / "events.toml", None).inputs.loaded
    assert [event.id for event in loaded.catalog.events] == ["rally", "a", "b", "c"]
    warnings = [problem.file for problem in loaded.problems if problem.severity == "warning"]
    assert warnings == [str(tmp_path / "more" / f"{name}.toml") for name in ("a", "b", "c")]


# What stands in two places


def test_each_collision_of_names_is_one_problem() -> None:
    text = HEAD.replace(
        'koco = "KOCO"', 'koco = { name = "KOCO", aliases = ["Chicago DSA", "CDSA", "K.O.C.O."] }'
    )
    (problem,) = refused(text + event(hosts='["CDSA"]'))
    assert problem.found == '"chicago-dsa" is already a name of the organization "koco"'


def test_names_of_different_kinds_do_not_collide() -> None:
    assert (
        catalog(HEAD.replace('koco = "KOCO"', 'loop = "Loop"\nlabor = "Labor"'))
        .organizations[0]
        .slug
        == "loop"
    )


# Notes: likely doubles


@pytest.mark.parametrize(
    ("when", "venue", "title", "note"),
    [
        (
            "March 20, 2021, 3 PM",
            "Federal Plaza",
            "March",
            '"rally" takes place at this venue on Sat, March 20, 2021, 1 PM – 3 PM',
        ),
        # noted at the later one, which is the first
        ("March 20, 2021, 11 AM", "Federal Plaza", "March", None),
        ("March 20, 2021, 3:01 PM", "Federal Plaza", "March", None),
        ("March 20, 2021, 1 PM", "Horner Park", "March", None),
        ("March 20, 2021", "Federal Plaza", "March", None),
        ("March 27, 2021, 1 PM", "Horner Park", "The Rally", None),
        (
            "March 27, 2021, 1 PM",
            "Horner Park",
            "rally!",
            'the title is nearly that of "rally" on March 20, 2021',
        ),
        ("March 27, 2021, 1:01 PM", "Horner Park", "Rally", None),
        (
            "March 20, 2021, 1 PM",
            "Federal Plaza",
            "Rally",
            '"rally" takes place at this venue on Sat, March 20, 2021, 1 PM – 3 PM',
        ),
    ],
)
def test_likely_doubles_are_noted(when: str, venue: str, title: str, note: str | None) -> None:
    text = HEAD + '[venues.horner-park]\nname = "Horner Park"\n' + EVENT
    text += event("second", when=f'"{when}"', venue=f'"{venue}"', title=f'"{title}"')
    problems = loaded(text).problems
    assert all(problem.severity == "note" for problem in problems)
    later = [problem.found for problem in problems if problem.key.startswith("second.")]
    assert later == ([] if note is None else [note])


def test_a_double_is_noted_at_the_later_event() -> None:
    (note,) = loaded(
        HEAD + EVENT + event("second", when='"March 20, 2021, 11 AM"', venue='"Federal Plaza"')
    ).problems
    assert (note.key, note.found) == (
        "rally.venue",
        '"second" takes place at this venue on Sat, March 20, 2021, 11 AM',
    )


def test_two_events_without_venue_share_none() -> None:
    assert (
        loaded(HEAD + event("first", title='"Rally"') + event("second", title='"March"')).problems
        == ()
    )


# Warnings: what does not belong into a public file


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("312-555-0142", "312-555-0142"),
        ("(312) 555-0142", "(312) 555-0142"),
        ("(312)555-0142", "(312)555-0142"),
        ("312.555.0142", "312.555.0142"),
        ("312 555 0142", "312 555 0142"),
        ("1-312-555-0142", "1-312-555-0142"),
        ("+1 312 555 0142", "+1 312 555 0142"),
        ("+52 55 1234 5678", "+52 55 1234 5678"),
        ("3125550142", "3125550142"),
        ("tel. 312-555-0142.", "312-555-0142"),
    ],
)
def test_telephone_numbers_are_warned_of_in_texts_and_comments(written: str, number: str) -> None:
    for line in (f'notice = "{written}"', f"# {written}"):
        (warning,) = loaded(HEAD + EVENT + line + "\n").problems
        assert (warning.severity, warning.found) == ("warning", f"a telephone number, {number}")
        assert warning.text[warning.column - 1 :].startswith(number)


@pytest.mark.parametrize(
    "written",
    [
        "60604",
        "2021-03-20",
        "41.87879, -87.62970",
        "001_481631d4b56a6f23.txt",
        "10,000 people",
        "50 W Adams St, Chicago, IL 60604-3000",
        "https://chicago.gov/312-555-0142",
        "1234567890123456",
    ],
)
def test_other_numbers_are_not(written: str) -> None:
    assert loaded(HEAD + EVENT + f'notes = "{written}"\n').problems == ()


@pytest.mark.parametrize(
    "address",
    ["someone@gmail.com", "first.last@chicago.gov", "FIRST_LAST@chicago.gov", "a@yahoo.com.mx"],
)
def test_personal_mail_addresses_are_warned_of(address: str) -> None:
    for line in (f'contact = "{address}"', f"# {address}"):
        (warning,) = loaded(HEAD + EVENT + line + "\n").problems
        assert (warning.severity, warning.found) == (
            "warning",
            f"a personal mail address, {address}",
        )
        assert warning.text[warning.column - 1 :].startswith(address)


@pytest.mark.parametrize(
    "address", ["info@chicago.gov", "events@soul.org", "rally@calendar.chicago.org"]
)
def test_addresses_of_organizations_are_not(address: str) -> None:
    assert loaded(HEAD + EVENT + f'contact = "{address}"\n').problems == ()


@pytest.mark.parametrize(
    ("link", "warned"),
    [
        ("https://chicago.gov/?utm_source=mail", "the link tracks who clicked (utm_source)"),
        ("https://chicago.gov/?page=2&fbclid=x", "the link tracks who clicked (fbclid)"),
        (
            "https://www.bit.ly/abc",
            "www.bit.ly hides where the link goes, and counts who follows it",
        ),
        (
            "https://tinyurl.com/abc",
            "tinyurl.com hides where the link goes, and counts who follows it",
        ),
        ("https://www.example.com/", "www.example.com exists only in examples"),
        ("https://chicago.test/", "chicago.test exists only in examples"),
        ("https://chicago.gov/?source=mail#utm", None),
        ("http://chicago.gov:8080/a(b)?c=%20d&e=f;g", None),
        ("https://habit.ly/abc", None),
        ("https://[2001:db8::1]/", None),
    ],
)
def test_links(link: str, warned: str | None) -> None:
    for key in ("url", "signup"):
        problems = loaded(HEAD + event(**{key: f'"{link}"'})).problems
        assert [(problem.severity, problem.found) for problem in problems] == (
            [("warning", warned)] if warned else []
        )


@pytest.mark.parametrize(
    "link",
    [
        "ftp://chicago.gov/",
        "https://",
        "//chicago.gov",
        "https://[::1",
        "https://chicago.gov:99999/",
        "https://chicago.gov:0/",
        "data:,x",
    ],
)
def test_other_schemes_and_broken_links_are_refused(link: str) -> None:
    (problem,) = refused(HEAD + event(url=f'"{link}"'))
    assert problem.found == f'"{link}" is not a web address'


# Any damage

EVERY_KEY = """\
include = []
[calendar]
title = "Chicago Action Calendar"
timezone = "America/Chicago"
languages = ["en", "es"]
domain = "chicago-actions.example"
url = "https://calendar.chicago.org"
default_duration = "2h"
cancelled = "mark"
area = [41.4, -88.6, 42.6, -87.3]
footer = "Check first."
[organizations]
koco = "KOCO"
[organizations.soul]
name = "SOUL"
aliases = ["Southsiders"]
url = "https://chicago.gov/"
[neighborhoods.loop]
name = "Loop"
within = ["Loop"]
[topics]
labor = { en = "Labor", es = "Trabajo" }
[venues.federal-plaza]
name = "Federal Plaza"
aliases = []
address = "50 W Adams St, Chicago, IL 60604"
neighborhood = "loop"
coordinates = [41.87879, -87.62970]
[collections.workers]
title = "Workers"
aliases = []
organizations = ["koco"]
not-topics = ["labor"]
near = "loop,3km"
[[events]]
id = "rally"
title = "Rally"
when = "March 20, 2021"
venue = "Federal Plaza"
hosts = ["KOCO"]
supporters = ["SOUL"]
and_others = true
topics = ["Labor"]
neighborhoods = ["Loop"]
description = "A rally."
notice = "Masks required."
signup = ""
url = ""
contact = "KOCO"
ends_at = "Federal Plaza"
status = "confirmed"
uid = "rally@chicago.gov"
notes = ""
source = ""
[[events]]
id = "march"
title = "March"
when = 2021-03-21
[events.venue]
name = "Horner Park"
address = "2741 W Montrose Ave"
coordinates = [41.9609, -87.6973]
"""
ODD = (
    *(
        "{}",
        "[]",
        "[[]]",
        "[{}]",
        "[[[]]]",
        "{ a = {} }",
        "{ en = {} }",
        "{ en = [], es = 5 }",
        "{ name = [[]] }",
    ),
    *(
        "0",
        "-1",
        "9999999999999999999999",
        "1e300",
        "nan",
        "-inf",
        "true",
        '""',
        '"\\n"',
        '"\\u0000"',
        f'"{"x" * 300}"',
    ),
    *(
        "2021-03-20",
        "0001-01-01",
        "9999-12-31T23:59:59",
        "13:30:00",
        "2021-03-20T13:00:00Z",
        '"a,1km"',
        '[""]',
        "[0]",
    ),
    *(
        "[nan, nan]",
        "[inf, 1, 2, 3]",
        '["a", "a"]',
        "{ id = 1 }",
        "{ coordinates = [0, 0] }",
        '{ "" = "" }',
        '"芝加哥"',
    ),
)
LIST = (ROOT / "events.toml").read_text("utf-8")
SIGNS = "\"'[]{}=.,#\n\r\t\\0123456789-:TZ \x00é“\N{ZERO WIDTH SPACE}\N{LINE SEPARATOR}aA_"


def damaged(text: str, chance: random.Random) -> str:
    """Return `text` with a few lines or characters deleted, doubled, swapped or changed."""
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.5:
            lines = text.splitlines(keepends=True)
            one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            damage = chance.choice(("delete", "double", "swap", "join"))
            if damage == "delete":
                del lines[one]
            elif damage == "double":
                lines.insert(other, lines[one])
            elif damage == "swap":
                lines[one], lines[other] = lines[other], lines[one]
            else:
                lines[one] = lines[one].rstrip("\n")
            text = "".join(lines)
        else:
            at = chance.randrange(len(text))
            text = (
                text[:at]
                + chance.choice(("", chance.choice(SIGNS), text[at] * 2))
                + text[at + chance.randint(0, 1) :]
            )
    return text


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return the problems of a list, which loads or has an error among them, each with its place and remedy."""
    try:
        problems = loaded(text).problems
        assert all(problem.severity != "error" for problem in problems)
    except ListError as error:
        problems = error.problems
        assert any(problem.severity == "error" for problem in problems)
    lines = text.replace("\r\n", "\n").split("\n")
    for problem in problems:
        line = lines[problem.line - 1].rstrip("\r")
        # of a long line, what a report has room for
        assert problem.text == line[problem.cut : problem.cut + WIDTH]
        assert problem.cut < problem.column <= problem.cut + len(problem.text) + 1
        assert problem.found
        assert problem.remedy
    return problems


def test_a_list_with_every_key_has_no_problem() -> None:
    assert loaded(EVERY_KEY).problems == ()


@pytest.mark.parametrize(
    "number", [n for n, line in enumerate(EVERY_KEY.splitlines(), 1) if " = " in line]
)
def test_any_value_under_any_key_is_read_or_refused_where_it_stands(number: int) -> None:
    lines = EVERY_KEY.splitlines()
    key = lines[number - 1].partition(" = ")[0]
    for value in ODD:
        lines[number - 1] = f"{key} = {value}"
        problems = problems_of("\n".join(lines))
        assert all(problem.line == number for problem in problems), (value, problems)


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_list_loads_or_is_refused_with_places(seed: int) -> None:
    chance = random.Random(seed)
    refusals = 0
    for _ in range(40):
        problems = problems_of(damaged(LIST, chance))
        refusals += any(problem.severity == "error" for problem in problems)
    assert 10 < refusals < 40


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "1 " * 50_000, "a@" * 50_000, "312-" * 25_000, "(" * 100_000]
)
def test_long_texts_take_no_time(text: str) -> None:
    assert only(description=f'"{text}"').description.in_language("en") == text.strip()
    (problem,) = (
        found for found in refused(HEAD + event(title=f'"{text}"')) if found.severity == "error"
    )
    assert problem.found.endswith(" characters, at most 255 are shown everywhere")
