"""What finds and passes on: the search data, handbills, the week as text, where nothing is, pairs in a folder."""

import json
import re
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

import pytest

from feeds.documents import Document
from feeds.export import export
from feeds.feed_problems import feed_problems
from feeds.record import MOST_PAIRS, PublishedNoun, Record, edition, pairs, record_after
from feeds.selection import parse, subject_of
from feeds.snapshot import Snapshot
from feeds.translations import translator_for
from feeds.web import web_app
from tests.lists import EVENT, HEAD, SITE, TODAY, body, catalog, event
from tests.test_hostile import HOSTILE, hostile_list

AT = datetime(2021, 3, 19, 17, tzinfo=UTC)
WEEK = (
    HEAD
    + EVENT
    + event("fair", title='"Fair"', when='"March 10 – April 2, 2021"', topics='["labor"]')
    + event(
        "late",
        title='"Late"',
        when='"March 20, 2021, 11 AM"',
        status='"cancelled"',
        venue='"federal-plaza"',
    )
    + event("open", title='"Open"', when='"March 25, 2021, 6 PM – 8 PM"', status='"postponed"')
    + event("day", title='"Day"', when='"March 25, 2021"')
    + event("after", title='"After"', when='"2021-03-26 00:00"')
    + event("before", title='"Before"', when='"March 18, 2021, 6 PM"')
)
ENGLISH = """\
Test calendar
Fri, Mar 19 – Thu, Mar 25, 2021

Ongoing

Wed, Mar 10 – Fri, Apr 2, 2021: Fair
https://calendar.chicago.org/events/fair/

Saturday, March 20, 2021

11:00 AM: CANCELLED: Late
Federal Plaza, 50 W Adams St, Chicago, IL 60604
https://calendar.chicago.org/events/late/

1:00 – 3:00 PM: Rally
Federal Plaza, 50 W Adams St, Chicago, IL 60604
https://calendar.chicago.org/events/rally/

Thursday, March 25, 2021

All day: Day
https://calendar.chicago.org/events/day/

POSTPONED: Open
https://calendar.chicago.org/events/open/

All events, and how to subscribe:
https://calendar.chicago.org/feeds/all/
"""
SPANISH = """\
Vivienda · Calendario de prueba
vie, 19 de mar – jue, 25 de mar de 2021

No hay nada previsto en estos siete días.

Todos los eventos y cómo suscribirse:
https://calendar.chicago.org/es/feeds/topic/housing/
"""


def on_a_day(text: str = WEEK, record: Record | None = None, day: date = TODAY) -> Snapshot:
    """Return the snapshot of a list on a day."""
    return Snapshot(edition(catalog(text), record or Record()), SITE, day)


# the week as text


def test_a_week_is_text_in_each_language() -> None:
    made = on_a_day()
    assert body(made, "/feeds/all.txt").decode() == ENGLISH
    assert body(made, "/es/feeds/topic/housing.txt").decode() == SPANISH
    found = made.find("/feeds/all.txt")
    assert isinstance(found, Document)
    assert found.type == "text/plain; charset=utf-8"


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_week_is_of_any_day(day: date) -> None:
    assert (
        b"Nothing is coming up" in body(on_a_day(day=day), "/feeds/changes.txt") or day == date.min
    )


# handbills


def test_a_handbill_shows_two_weeks_and_keeps_eight() -> None:
    days = ("March 19", "March 20", "March 21", "April 1", "April 2", "May 13", "May 14")
    events = "".join(
        event(f"e{n}", title=f'"E{n}"', when=f'"{day}, 2021, 6 PM"') for n, day in enumerate(days)
    )
    page = body(on_a_day(HEAD + events), "/print/all/").decode()
    found = re.findall(
        r'<section data-week="(\d)"( hidden)?>.*?<h3[^>]*>(E\d)</h3>', page, re.DOTALL
    )
    assert found == [
        ("1", "", "E0"),
        ("1", "", "E1"),
        ("1", "", "E2"),
        ("2", "", "E3"),
        ("3", " hidden", "E4"),
        ("8", " hidden", "E5"),
    ]
    assert f'<link rel="canonical" href="{SITE}/feeds/all/">' in page
    assert "calendar.chicago.org/feeds/all/</strong>" in page


def test_a_handbill_of_what_is_far_away_shows_the_next_events() -> None:
    page = body(on_a_day(day=date(2021, 1, 1)), "/print/topic/labor/").decode()
    assert re.findall(r'<section data-week="(\d)"( hidden)?>', page) == [("1", ""), ("1", "")]


def test_every_page_of_a_list_or_event_prints_its_address_and_code() -> None:
    made = on_a_day()
    for path in ("/", "/feeds/all/", "/events/rally/", "/month/2021-03/"):
        flyer = (
            body(made, path).decode().partition('<aside class="flyer"')[2].partition("</aside>")[0]
        )
        assert f'<strong dir="ltr">calendar.chicago.org{path}</strong>' in flyer
        assert "<svg" in flyer


# where nothing is


@pytest.mark.parametrize(
    ("path", "language", "near"),
    [
        ("/feeds/topic/labr/", "en", ["/feeds/topic/labor/"]),
        ("/es/feeds/topic/labr/", "es", ["/es/feeds/topic/labor/"]),
        ("/es/<script>/", "es", []),
        ("/%ff%fe/", "en", []),
    ],
)
def test_a_page_says_that_nothing_is_there_and_what_is_near(
    path: str, language: str, near: list[str]
) -> None:
    answer = web_app(on_a_day, dict).test_client().get(path)
    page = answer.text
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert f'<html lang="{language}"' in page
    assert "<script>/" not in page
    assert re.findall(r'<li><a dir="ltr" href="([^"]*)">', page) == near
    assert set(re.findall(r'(?:href|src|data-index|data-base)="([^/"#]*)', page)) <= {"", "mailto:"}


@pytest.mark.parametrize("ending", [".ics", ".json", ".atom", ".txt"])
def test_programs_are_told_in_plain_text(ending: str) -> None:
    answer = web_app(on_a_day, dict).test_client().get(f"/feeds/topic/labr{ending}")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert answer.text.endswith(f"\n/feeds/topic/labor{ending}\n")


def test_a_folder_has_a_page_for_what_is_not_there_under_any_address() -> None:
    made = Snapshot(edition(catalog(), Record()), f"{SITE}/city", TODAY).as_folder()
    page, spanish = body(made, "/404.html").decode(), body(made, "/es/404.html").decode()
    assert 'href="/city/style.css"' in page
    assert '<p lang="es" dir="ltr">No hay nada en esta dirección. <a href="/city/es/">' in page
    assert 'data-index="/city/es/search.json"' in spanish
    assert "data-missing" in page


# the search data


def test_the_search_data_has_what_comes_then_what_is_over() -> None:
    data = json.loads(body(on_a_day(), "/search.json"))
    assert data["events"]["id"] == ["fair", "late", "rally", "day", "open", "after", "before"]
    rally = {name: column[2] for name, column in data["events"].items()}
    lists = [data["lists"][number][1] for number in rally.pop("lists")]
    assert data["places"][rally.pop("place")] == ["Federal Plaza", 41.87879, -87.6297]
    assert rally == {
        "id": "rally",
        "title": "Rally",
        "start": "2021-03-20T13:00",
        "days": 0,
        "status": 0,
        "flags": 0,
    }
    assert {"feeds/organization/koco", "feeds/topic/labor", "feeds/neighborhood/loop"} <= set(lists)
    assert ["topic", "feeds/topic/labor", "Labor", "Trabajo work"] in data["lists"]
    assert data["events"]["days"][0] == 23


def test_free_and_online_are_offered_where_something_is() -> None:
    chips = re.compile(r'data-flag="(\d)"')
    assert chips.findall(body(on_a_day(), "/").decode()) == []
    free = event("talk", cost='"Free"', online="true")
    made = on_a_day(HEAD + free)
    assert chips.findall(body(made, "/").decode()) == ["1", "2"]
    assert json.loads(body(made, "/search.json"))["events"]["flags"] == [3]


# hostile texts


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_breaks_out(name: str) -> None:
    made = on_a_day(hostile_list(HOSTILE[name][0]))
    title = made.catalog.events[0].title.in_language("en")
    assert title in json.loads(body(made, "/search.json"))["events"]["title"]
    week = body(made, "/feeds/all.txt").decode()
    assert [line for line in week.split("\n") if line.endswith(f": {title}")]
    page = body(made, "/print/all/").decode()
    assert escape(title, quote=False) in page.replace("&#34;", '"').replace("&#39;", "'")
    assert "<script>alert" not in page


# pairs


def test_the_address_of_a_pair_is_that_of_its_selection() -> None:
    made = on_a_day()
    [subject], left_out = pairs(made.catalog, Record())
    assert left_out == 0
    assert subject == subject_of(
        parse(subject.split("/")[1:], made.directory.slugs, translator_for("en"))
    )


def test_a_pair_that_was_written_is_written_for_ever(tmp_path: Path) -> None:
    first = record_after(edition(catalog(), Record(), AT))
    # its tags tell it
    assert not [subject for subject in first.slugs if subject.startswith("feeds/")]
    elsewhere = HEAD + EVENT.replace('["Labor"]', '["Housing"]')
    second = record_after(edition(catalog(elsewhere), first, AT))
    assert second.slugs["feeds/neighborhood/loop/topic/labor"] == PublishedNoun("", AT)
    renamed = elsewhere.replace(
        'labor = { name = { en = "Labor", es = "Trabajo" }, aliases = ["work"] }', ""
    )
    renamed = renamed.replace(
        "housing = {", 'toil = { name = "Toil", aliases = ["labor"] }\nhousing = {'
    )
    third = record_after(edition(catalog(renamed), second, AT))
    export(on_a_day(renamed, third), tmp_path)
    empty = (tmp_path / "feeds/neighborhood/loop/topic/labor.ics").read_text()
    assert empty == (tmp_path / "feeds/neighborhood/loop/topic/toil.ics").read_text()
    assert "BEGIN:VCALENDAR" in empty
    assert "VEVENT" not in empty
    assert "BEGIN:VEVENT" in (tmp_path / "feeds/neighborhood/loop/topic/housing.ics").read_text()


def test_a_bound_leaves_out_new_pairs_alone() -> None:
    areas = [f"a{number:02}" for number in range(40)]
    topics = [f"t{number:02}" for number in range(30)]
    head = HEAD.replace(
        "[topics]\n", "[topics]\n" + "".join(f'{slug} = "{slug}"\n' for slug in topics)
    )
    head = head.replace(
        "[neighborhoods]\n",
        "[neighborhoods]\n" + "".join(f'{slug} = "{slug.upper()}"\n' for slug in areas),
    )
    many = head + event("many", neighborhoods=json.dumps(areas[:30]), topics=json.dumps(topics))
    first = record_after(edition(catalog(many), Record(), AT))
    more = many + event("more", neighborhoods=json.dumps(areas), topics=json.dumps(topics))
    before, _ = pairs(catalog(many), first)
    written, left_out = pairs(catalog(more), first)
    assert len(before) == 900
    assert (len(written), left_out) == (MOST_PAIRS, 200)
    assert set(before) < set(written)
    second = record_after(edition(catalog(more), first, AT))
    assert pairs(catalog(more), second) == (written, left_out)
    last = head + event("more", neighborhoods=json.dumps(areas), topics=json.dumps(topics[::-1]))
    third = record_after(edition(catalog(last), second, AT))
    assert pairs(catalog(last), third) == (written, left_out)
    found = [
        problem.found for problem in feed_problems(on_a_day(more, second).contents, "events.toml")
    ]
    assert (
        f"{MOST_PAIRS} pairs of a topic and a neighborhood fit in a folder: 200 more are left out"
        in found
    )


# taking down


def test_what_is_taken_down_is_in_no_file_of_the_next_build(tmp_path: Path) -> None:
    names = ("Zanzibar supper", "Quokka Guild", "Xylophone Hall")
    head = HEAD.replace("[organizations]\n", '[organizations]\nquokka = "Quokka Guild"\n')
    hall = '\n[venues.hall]\nname = "Xylophone Hall"\naddress = "1 Xylophone Hall"\n'
    supper = event(
        "s1", title='"Zanzibar supper"', venue='"hall"', hosts='["quokka"]', topics='["labor"]'
    )
    before = head + hall + EVENT + supper
    record = record_after(edition(catalog(before), Record(), AT))
    export(on_a_day(before, record), tmp_path)
    found_in = {
        name: [file.suffix for file in files(tmp_path) if name in text_of(file)] for name in names
    }
    assert {".ics", ".json", ".atom", ".txt", ".html"} <= set(found_in["Zanzibar supper"])
    assert "search.json" in [
        file.name for file in files(tmp_path) if "Zanzibar supper" in text_of(file)
    ]
    assert all(found_in.values())
    after = (
        head.replace('"Quokka Guild"', "{ withdrawn = true }")
        + "\n[venues.hall]\nwithdrawn = true\n"
        + EVENT
    )
    after += '\n[[events]]\nid = "s1"\nstatus = "withdrawn"\n'
    record = record_after(edition(catalog(after), record, AT))
    export(on_a_day(after, record), tmp_path)
    assert [
        (name, file) for name in names for file in files(tmp_path) if name in text_of(file)
    ] == []
    assert "VEVENT" in (tmp_path / "feeds/all.ics").read_text()
    without = tmp_path / "without"
    export(on_a_day(head.replace('quokka = "Quokka Guild"\n', "") + EVENT), without)
    assert cards(tmp_path) <= cards(without)  # by their pixels: no card shows what was withdrawn


def cards(folder: Path) -> set[bytes]:
    """Return the share cards of a build."""
    return {file.read_bytes() for file in folder.rglob("*.png")}


def files(folder: Path) -> list[Path]:
    """Return every file below a folder."""
    return [file for file in folder.rglob("*") if file.is_file()]


def text_of(file: Path) -> str:
    """Return the text of a file, with the lines of calendars unfolded."""
    return file.read_bytes().replace(b"\r\n ", b"").decode(errors="replace")
