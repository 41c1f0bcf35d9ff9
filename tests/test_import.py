"""Drafts of events: cases/import, each a source with the lines and the report of `import`.

After a change that is meant to change these: `python -m tests.test_import`, then read the diff.
"""

import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desk.cli import main
from desk.drafts import SourceError, as_lines, propose, read, report
from desk.drafts.draft import DOUBTS
from desk.drafts.listing import drafts as drafts_of_text
from desk.drafts.places import name_and_address
from desk.drafts.recognition import Known
from desk.drafts.toml import appended
from feeds.catalog import Catalog, Event, When, parse_when, zone
from feeds.catalog.when import format_when
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, ROOT, SITE, body, catalog, loaded
from tests.servers import run

CASES = ROOT / "tests" / "cases" / "import"
SOURCES = sorted(
    path for path in CASES.rglob("*.*") if path.suffix in (".txt", ".ics", ".html", ".json")
)
NAMES = [str(path.relative_to(CASES)) for path in SOURCES]
TODAY = date(2021, 3, 1)
CHICAGO = zone("America/Chicago")
LIST = (ROOT / "events.toml").read_text("utf-8")
NOUNS = LIST[: LIST.index("\n[[events]]")] + "\n"  # Chicago's names without its events


def head(source: Path) -> str:
    """Return the list that a case is imported into."""
    return HEAD if source.parent == CASES else NOUNS


def today(source: Path) -> date:
    """Return the day on which a case is imported."""
    return date(2027, 3, 1) if source.parent.name in ("trials", "styles") else TODAY


def imported(source: Path, into: Catalog) -> tuple[str, str]:
    """Return what `import` prints of a source, and its report."""
    found = read(source.read_bytes(), source.name, CHICAGO, today(source))
    proposed = propose(found.drafts, into, ())
    return as_lines(proposed), "".join(f"{line}\n" for line in report(found, proposed))


def test_every_case_is_whole() -> None:
    others = (CASES / "README.md", *CASES.rglob("*.tsv"))
    files = sorted(
        str(path.relative_to(CASES)) for path in CASES.rglob("*.*") if path not in others
    )
    ends = (".toml", ".report")
    assert files == sorted(
        name
        for source in NAMES
        for name in (source, *(re.sub(r"\.\w+$", end, source) for end in ends))
    )
    assert len(NAMES) >= 12


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_case(source: Path) -> None:
    lines, reported = imported(source, catalog(head(source)))
    assert lines == source.with_suffix(".toml").read_text("utf-8")
    assert reported == source.with_suffix(".report").read_text("utf-8")


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_what_is_printed_can_be_pasted_and_a_second_time_adds_nothing(source: Path) -> None:
    lines, _ = imported(source, catalog(head(source)))
    pasted = loaded(head(source) + "\n" + lines)
    warnings = [problem for problem in pasted.problems if problem.severity == "warning"]
    assert all("exists only in examples" in problem.found for problem in warnings)
    again, reported = imported(source, pasted.catalog)
    ready = [line for line in again.splitlines() if line and not line.startswith("#")]
    assert ready == []
    assert re.search(r"^\d+ read, \d+ new", reported, re.MULTILINE)


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_append_adds_once_and_keeps_every_line_in_its_place(source: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.toml"
    file.write_text(head(source) + "# the end\n", "utf-8")
    arguments = [
        "import",
        str(source),
        "--append",
        "--catalog",
        str(file),
        "--today",
        str(today(source)),
    ]
    before = file.read_text("utf-8").splitlines()
    assert main(arguments) == 0
    after = file.read_text("utf-8")
    lines = iter(after.splitlines())
    assert all(line in lines for line in before)  # each behind the one before
    assert (
        loaded(after).catalog.events
        == loaded(head(source) + imported(source, catalog(head(source)))[0]).catalog.events
    )
    assert main(arguments) == 0
    assert file.read_text("utf-8") == after


def test_append_adds_an_unfinished_event_once_though_its_venue_is_known_then(
    tmp_path: Path,
) -> None:
    file, source = tmp_path / "events.toml", tmp_path / "a.ics"
    file.write_text(HEAD, "utf-8")
    event = "BEGIN:VEVENT\nSUMMARY:{}\nLOCATION:New Hall\nDTSTART:20210320T180000Z\nEND:VEVENT\n"
    series = event.format("Weekly").replace("END:VEVENT", "RDATE:x\nEND:VEVENT")
    source.write_text(f"BEGIN:VCALENDAR\n{series}{event.format('Once')}END:VCALENDAR\n")
    arguments = ["import", str(source), "--append", "--catalog", str(file), "--today", "2021-03-01"]
    assert main(arguments) == 0
    once = file.read_text("utf-8")
    assert main(arguments) == 0
    assert file.read_text("utf-8") == once
    # another announcement
    source.write_text(source.read_text().replace("20210320T18", "20210320T19"))
    assert main(arguments) == 0
    assert file.read_text("utf-8").count('title = "Weekly"') == 2


def test_append_follows_a_link_and_keeps_the_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "lists" / "real.toml", tmp_path / "events.toml"
    real.parent.mkdir()
    real.write_text(HEAD, "utf-8")
    real.chmod(0o664)
    link.symlink_to(Path("lists", "real.toml"))
    assert (
        main(
            ["import", str(SOURCES[0]), "--append", "--catalog", str(link), "--today", "2021-03-01"]
        )
        == 0
    )
    assert link.readlink() == Path("lists", "real.toml")
    assert real.read_text("utf-8") != HEAD
    assert stat.S_IMODE(real.stat().st_mode) == 0o664
    assert sorted(path.name for path in real.parent.iterdir()) == ["real.toml"]


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0x9F, 0x2028, 0x2029, 0xFEFF])
def test_no_control_character_makes_a_list_that_check_refuses(code: int) -> None:
    sign = chr(code)
    lines = [
        f"{key}:a{sign}b"
        for key in ("UID", "SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES", "URL", "CONTACT")
    ]
    lines += [
        f"ORGANIZER;CN=a{sign}b:mailto:info@chicago.gov",
        f"X-OTHER:a{sign}b",
        "DTSTART:20270320T180000Z",
    ]
    event = "\r\n".join(
        ("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", "")
    )
    announcement = f"R{sign}ally\nMarch 20, 2027, 6 PM\nWhere: Federal Plaza\nBring{sign}a sign."
    for text in (event, announcement):
        found = read(text.encode("utf-8"), "a", CHICAGO, TODAY)
        lines_of_list = as_lines(propose(found.drafts, catalog(), ()))
        assert {
            event.id for event in loaded(HEAD + EVENT + "\n" + lines_of_list).catalog.events
        } > {"rally"}


def test_every_doubt_has_a_sentence_and_every_sentence_is_used() -> None:
    folder = ROOT / "desk" / "drafts"
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    calls = re.findall(r'\b(?:unfinished\(|doubt\([^,]+,)\s*"([^"]+)"', code)
    assert set(calls) == DOUBTS.keys()


# announcements that the importer had never seen


def rows(name: str) -> list[list[str]]:
    lines = (CASES / "trials" / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def finished(source: Path) -> list[tuple[str, str, str]]:
    """Return title, start and place of each draft; an unfinished one has the start ""."""
    found = read(source.read_bytes(), source.name, CHICAGO, today(source))
    proposed = propose(found.drafts, catalog(NOUNS), ())
    drafts = []
    for event in proposed.events:
        when = parse_when(event.values["when"], CHICAGO) if event.ready else None
        start = (
            ""
            if when is None
            else f"{when.start:%Y-%m-%d}"
            if when.all_day
            else f"{when.start:%Y-%m-%d %H:%M}"
        )
        slug = event.values.get("venue", "")
        place = proposed.nouns.get("venues", {}).get(slug, slug) if isinstance(slug, str) else slug
        drafts.append((event.values["title"], start, f"{place} {event.values.get('room', '')}"))
    return drafts


def is_right(draft: tuple[str, str, str], starts: str, place: str) -> bool:
    _, start, elsewhere = draft
    return (starts == "?" or start in starts.split(", ")) and (
        place == "?" or place.lower() in elsewhere.lower()
    )


@pytest.mark.parametrize(("name", "starts", "place"), rows("expected.tsv"))
def test_a_trial_is_right_or_left_to_the_curator(name: str, starts: str, place: str) -> None:
    drafts = finished(CASES / "trials" / f"{name}.txt")
    assert drafts
    assert all(not draft[1] or is_right(draft, starts, place) for draft in drafts)


def test_most_trials_are_finished(capsys: pytest.CaptureFixture[str]) -> None:
    names = [name for name, _, _ in rows("expected.tsv")]
    complete = [
        name
        for name in names
        if all(start for _, start, _ in finished(CASES / "trials" / f"{name}.txt"))
    ]
    with capsys.disabled():
        print(
            f"\nannouncements: {len(complete)} of {len(names)} finished and right, the rest left to the curator"
        )
    assert len(complete) >= 0.6 * len(names)


def test_every_trial_shows_a_rule() -> None:
    shown = {name for _, cases in rows("rules.tsv") for name in cases.split()}
    assert shown == {name for name, _, _ in rows("expected.tsv")}


KNOWN = "Spring Rally\nSaturday, March 20, 2027\n1 PM – 3 PM\nFederal Plaza\n"
AROUND = """
Bring a friend.|1 PM|3 PM|at 4|Doors 12:30|noon|Rain date: March 21|March 21|Sunday|Saturday|3/20|3/27 at 2|7-9|18:00
Where: Daley Plaza|📍 Unity Park|Horner Park|Unity Park|at Thompson Center|430 N Michigan Ave, Chicago, IL|Zoom|8 PM ET
Every Saturday|this Saturday|tonight|moved to April 3|CANCELED|until late|(ET)|$5-10|Order 20|312-555-0142|Free
2027-03-20|March|20|April 3, 2027, 5 PM|Time: 2 PM|Date: March 27|When: 2 PM|Hosted by KOCO|Part 2|1-3|5th annual||-|•
ends 5 PM|since March 1|Posted March 2|RSVP by March 15|From: KOCO|Subject: Rally|2 hours|1ish
https://chicago.gov/a?day=2027-04-01|now at Daley Plaza|~6pm|6pm-ish|corner of Ashland and Cermak
Location: Zoom|or|and|from|Where: Test Hall|Title: Vigil|Lugar: Unity Park|a las 5|sábado|20 de marzo|13:30|midnight
UTC|Chicago|the 21st|POSTPONED|not|on
"""
LINE = st.sampled_from([line for row in AROUND.strip().splitlines() for line in row.split("|")])
GLUED = st.lists(st.lists(LINE, min_size=1, max_size=3).map(" ".join), max_size=4).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(GLUED, GLUED)
def test_lines_around_an_announcement_leave_it_right_or_unfinished(before: str, after: str) -> None:
    text = f"{before}\n{KNOWN}{after}\n"
    found = read(text.encode(), "a", CHICAGO, date(2027, 3, 1))
    events = propose(found.drafts, catalog(NOUNS), ()).events
    for event in events:
        if event.ready and (len(events) == 1 or event.values["title"] == "Spring Rally"):
            assert event.values["when"] == "Sat, March 20, 2027, 1 PM – 3 PM"
            assert event.values["venue"] == "Federal Plaza"


# the three listings against the list that was made of them by hand


def compared() -> Iterator[tuple[str, dict[str, bool]]]:
    """Yield each event of the list by hand, and in what its import agrees."""
    by_hand = OpenList(ROOT / "events.toml", SITE).inputs.loaded.catalog
    texts = "".join(
        imported(path, catalog(NOUNS))[0] + "\n"
        for path in SOURCES
        if path.parent.name == "chicago"
    )
    found = {one.title.in_language("en"): one for one in catalog(NOUNS + texts).events}
    for one in by_hand.events:
        yield one.id, agreement(one, found.get(one.title.in_language("en")))


def agreement(event: Event, other: Event | None) -> dict[str, bool]:
    if other is None:
        return dict.fromkeys(
            ("date", "time", "venue", "hosts", "supporters", "others", "areas"), False
        )
    return {
        "date": event.when.start_day == other.when.start_day,
        "time": event.when == other.when,
        "venue": event.venue == other.venue,
        "hosts": event.hosts == other.hosts,
        "supporters": set(event.supporters) == set(other.supporters),
        "others": event.and_others == other.and_others,
        "areas": event.neighborhoods == other.neighborhoods,
    }


def test_the_listings_import_as_the_list_has_them_by_hand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = dict(compared())
    assert len(table) == 21
    shares = {key: sum(row[key] for row in table.values()) for key in next(iter(table.values()))}
    with capsys.disabled():
        print(
            "\nimported as by hand: "
            + ", ".join(f"{key} {count} of {len(table)}" for key, count in shares.items())
        )
    assert {
        id: [key for key, same in row.items() if not same]
        for id, row in table.items()
        if not all(row.values())
    } == {}


# names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KOCO", "KOCO"),
        ("Chicago DSA", "Chicago Democratic Socialists of America"),
        (
            "the Chicago Democratic Socialists of America (CDSA)",
            "Chicago Democratic Socialists of America",
        ),
        ("Chicago Democratic Socialists of Amercia", None),
        ("Pilsen Aliance", None),
        ("Mujeres Latinas en Accion", "Mujeres Latinas En Acción"),
        ("34th Ward United", None),
        ("33nd Ward United", None),
        ("Chicago Democratic Party", None),
        ("KOKO", None),
    ],
)
def test_a_name_is_known_as_it_is_written_or_new(text: str, name: str | None) -> None:
    organization = Known(catalog(NOUNS).organizations).find(text)
    assert (organization and organization.title("en")) == name


@pytest.mark.parametrize(
    ("place", "name", "address"),
    [
        (
            "Federal Plaza, 50 W Adams St, Chicago, IL 60604, USA",
            "Federal Plaza",
            "50 W Adams St, Chicago, IL 60604",
        ),
        (
            "Federal Plaza (50 W Adams St, Chicago, IL)",
            "Federal Plaza",
            "50 W Adams St, Chicago, IL",
        ),
        (
            "Thompson Center 100 W Randolph St, Chicago, Illinois 60601",
            "Thompson Center",
            "100 W Randolph St, Chicago, IL 60601",
        ),
        (
            "Lobby\n430 N Michigan Ave\nChicago, IL\nUnited States",
            "Lobby",
            "430 N Michigan Ave, Chicago, IL",
        ),
        ("5533 N Broadway\nChicago, IL", "", "5533 N Broadway, Chicago, IL"),
        ("Wacker and Wabash", "", "Wacker and Wabash"),
        (
            "the corner of Route 64 and Randall Rd. in St. Charles, IL",
            "",
            "Route 64 and Randall Rd, St. Charles, IL",
        ),
        ("Logan Square Monument, Chicago, IL", "Logan Square Monument", "Chicago, IL"),
        ("Unity Park", "Unity Park", ""),
    ],
)
def test_a_place_is_name_and_address(place: str, name: str, address: str) -> None:
    assert (name_and_address(place).name, name_and_address(place).address) == (name, address)


# times

MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@settings(max_examples=300, deadline=None)
@given(MOMENTS, st.one_of(st.none(), st.integers(1, 6000)))
def test_what_is_written_is_read_as_the_same_time(start: datetime, minutes: int | None) -> None:
    begin = start.replace(tzinfo=CHICAGO).astimezone(UTC).astimezone(CHICAGO)
    end = (
        None
        if minutes is None
        else (begin.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(CHICAGO)
    )
    if begin.fold or (end and end.fold) or begin.hour == begin.minute == 0:
        return  # no calendar shows it, and the parser says so
    if end and end.replace(tzinfo=None) <= begin.replace(tzinfo=None):
        return
    assert parse_when(format_when(When(begin, end)), CHICAGO) == When(begin, end)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(date(2021, 3, 20)), "Sat, March 20, 2021"),
        (When(date(2021, 6, 4), date(2021, 6, 6)), "Fri, June 4, 2021 – Sun, June 6, 2021"),
    ],
)
def test_days_are_written_as_the_list_has_them(when: When, words: str) -> None:
    assert format_when(when) == words
    assert parse_when(words, CHICAGO) == when


# there and back


def test_a_json_feed_imported_into_a_list_of_its_names_gives_the_same_events(
    tmp_path: Path,
) -> None:
    elsewhere = OpenList(ROOT / "events.toml", SITE)
    (tmp_path / "feed.json").write_bytes(body(elsewhere.snapshot, "/feeds/all.json"))
    file = tmp_path / "events.toml"
    file.write_text(NOUNS, "utf-8")
    assert main(["import", str(tmp_path / "feed.json"), "--append", "--catalog", str(file)]) == 0
    found = sorted(map(in_feed, loaded(file.read_text("utf-8")).catalog.events))
    assert found == sorted(map(in_feed, loaded(LIST).catalog.events))


def in_feed(event: Event) -> tuple[str | list[str], ...]:
    """Return what a JSON feed says of an event."""
    place = (
        event.venue.title("en")
        if event.venue
        else ", ".join(area.title("en") for area in event.neighborhoods)
    )
    hosts = [host.title("en") for host in event.hosts]
    topics = sorted(topic.title("en") for topic in event.topics)
    return (
        event.uid,
        event.title.in_language("en"),
        str(event.when),
        event.status,
        place,
        hosts,
        topics,
    )


def test_a_feed_of_the_list_itself_adds_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "feed.ics").write_bytes(
        body(OpenList(ROOT / "events.toml", SITE).snapshot, "/feeds/all.ics")
    )
    assert main(["import", str(tmp_path / "feed.ics"), "--catalog", str(ROOT / "events.toml")]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[-1].endswith("21 read, 0 new, 21 in the list already")


# the same event


@pytest.mark.parametrize(
    ("announcement", "known"),
    [
        ("Rally\nSaturday, March 20, 2021, 1 PM\nFederal Plaza\n", True),
        ("RALLY!\nMarch 20, 2021, 1 PM – 4 PM\n50 W. Adams\n", True),
        ("Rally\nSaturday, March 20, 2021, 2 PM\nFederal Plaza\n", False),
        ("Rally\nSaturday, March 20, 2021, 1 PM\nUnity Park\n", False),
        ("Rally\nSaturday, March 27, 2021, 1 PM\nFederal Plaza\n", False),
        ("March\nSaturday, March 20, 2021, 1 PM\nFederal Plaza\n", False),
    ],
)
def test_title_start_and_venue_tell_the_same_event(announcement: str, known: bool) -> None:
    drafts = drafts_of_text(announcement, "new.txt", CHICAGO, TODAY)
    assert bool(propose(drafts, catalog(HEAD + EVENT), ()).known) == known


def test_the_same_title_from_the_same_source_is_known_though_the_list_has_another_hour() -> None:
    drafts = drafts_of_text("Rally\nMarch 20, 2021, 2 PM\nUnity Park\n", "new.txt", CHICAGO, TODAY)
    assert propose(drafts, catalog(HEAD + EVENT + 'source = "new.txt"\n'), ()).events == ()


def test_a_known_uid_at_another_time_is_reported() -> None:
    into = catalog(HEAD + EVENT + 'uid = "a@b"\n')
    ics = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a@b\nSUMMARY:Rally\nDTSTART:20210321T180000Z\nEND:VEVENT\nEND:VCALENDAR"
    proposed = propose(read(ics.encode(), "a.ics", CHICAGO, TODAY).drafts, into, ())
    elsewhere, here = "Sat, March 20, 2021, 1 PM – 3 PM", "Sun, March 21, 2021, 1 PM"
    assert (proposed.events, proposed.known) == (
        (),
        (f'"Rally": the list has it as "rally", there on {elsewhere}, here on {here}',),
    )


def test_an_id_that_was_ever_published_is_not_given_again() -> None:
    drafts = drafts_of_text("Vigil\nMarch 20, 2021, 1 PM\n", "", CHICAGO, TODAY)
    assert (
        propose(drafts, catalog(), ("vigil-2021", "vigil-2021-2")).events[0].values["id"]
        == "vigil-2021-3"
    )


# the file


def test_new_names_stand_in_their_tables_and_windows_line_ends_stay(tmp_path: Path) -> None:
    file = tmp_path / "events.toml"
    file.write_bytes(HEAD.replace("\n", "\r\n").encode())
    (tmp_path / "new.html").write_bytes(hosted("SEIU", "United Working Families (UWF)"))
    assert main(["import", str(tmp_path / "new.html"), "--append", "--catalog", str(file)]) == 0
    written_ = file.read_bytes()
    assert written_.count(b"\n") == written_.count(b"\r\n")
    seiu, uwf = 'seiu = "SEIU"', 'united-working-families-uwf = "United Working Families (UWF)"'
    assert f"{seiu}\n{uwf}\n\n[neighborhoods]\n" in written_.decode().replace("\r\n", "\n")


def hosted(*names: str) -> bytes:
    """Return a page that names organizations as hosts."""
    hosts = ", ".join(f'{{"@type": "Organization", "name": "{name}"}}' for name in names)
    place = '"location": {"@type": "Place", "name": "Federal Plaza"}'
    return described(f'"organizer": [{hosts}], {place}', "EVENT")[
        len('{"@context": "https://schema.org", ') : -1
    ]


def test_a_list_without_tables_gets_them() -> None:
    bare = '[calendar]\ntitle = "T"\ntimezone = "America/Chicago"\ndomain = "a.example"'
    after = appended(
        bare, propose(read(hosted("SEIU"), "", CHICAGO, TODAY).drafts, catalog(bare), ())
    )
    (event,) = loaded(after).catalog.events
    assert (event.hosts[0].slug, event.venue and event.venue.slug) == ("seiu", "federal-plaza")


# the command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good list, as the working directory."""
    (tmp_path / "events.toml").write_text(HEAD + EVENT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "No such file or directory"),
        (b"", "there is no text"),
        (b"\n \n", "there is no text"),
        (
            b"\x89PNG\r\n\x1a\n\0\0",
            "this is not text; save it as a text file, an .ics file or a web page",
        ),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no event is in this calendar"),
        (
            b"<html><body>Rally, March 20</body></html>",
            "the page has no JSON-LD that describes an event; copy its text into a file and import that",
        ),
        (b"x" * 2_000_001, "more than 2 MB; take a part of it"),
    ],
)
def test_nothing_to_read_is_one_line_and_exit_1(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, problem: str
) -> None:
    if content is not None:
        (folder / "source").write_bytes(content)
    assert main(["import", "source", "--append"]) == 1
    assert capsys.readouterr() == ("", f"source: {problem}\n")
    assert (folder / "events.toml").read_text() == HEAD + EVENT


def test_of_a_long_text_the_beginning_is_read_and_the_rest_is_reported() -> None:
    found = read(b"Rally\nMarch 20, 2021, 1 PM\n" + b"Bring a sign.\n" * 5000, "a", CHICAGO, TODAY)
    assert [draft.title for draft in found.drafts] == ["Rally"]
    assert found.left_out == (
        "everything after the first 50,000 characters; take a part of the text",
    )


def test_any_number_of_labels_in_a_line_is_read() -> None:
    (draft,) = read(b"Rally\n" + b"Where: " * 5000, "a", CHICAGO, TODAY).drafts
    assert draft.title == "Rally"


def test_tags_alone_describe_no_event() -> None:
    page = b'<div itemscope itemtype="https://schema.org/Event"><span itemprop="name">Rally</span></div>'
    with pytest.raises(SourceError, match="copy its text into a file"):
        read(page, "a", CHICAGO, TODAY)


def test_a_folder_is_no_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "."]) == 1
    assert capsys.readouterr().err == ".: Is a directory\n"


def test_wrong_use_is_exit_2(folder: Path) -> None:
    assert run("import", folder=folder).returncode == 2


def test_a_list_with_errors_is_reported_and_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "events.toml").write_text(HEAD + EVENT.replace("KOCO", "KOKO"))
    (folder / "new.txt").write_text("Vigil\nMarch 21, 2021, 1 PM\n")
    assert main(["import", "new.txt", "--append"]) == 1
    assert "KOKO" in capsys.readouterr().err
    assert (folder / "events.toml").read_text() == HEAD + EVENT.replace("KOCO", "KOKO")


def test_what_is_pasted_comes_from_standard_input(folder: Path) -> None:
    pasted = "Vigil\nMarch 21, 1 PM\nWhere: Federal Plaza\n"
    command = [sys.executable, str(ROOT / "server.py"), "import", "-", "--today", "2021-03-01"]
    done = subprocess.run(
        command, cwd=folder, input=pasted, capture_output=True, text=True, timeout=60
    )
    assert done.stdout == (
        '[[events]]\nid = "vigil-2021"\ntitle = "Vigil"\n# the year 2021 is a guess, the next such day\n'
        '# no end is announced\nwhen = "Sun, March 21, 2021, 1 PM"\nvenue = "Federal Plaza"\n'
    )
    assert done.stderr.splitlines()[-1] == "-: 1 read, 1 new, 0 in the list already"
    assert done.returncode == 0


# persons

SOMEBODY = "Some Body"
PERSON = '{"@type": "Person", "name": "Some Body"}'
REFERRED = '"@graph": [{"@id": "#some-body", "@type": "Person", "name": "Some Body"}, EVENT]'
ALONE = '"@graph": [EVENT]'
PERSONS = [  # a property, what else the page describes, whether the doubt says that it is a person
    ('"organizer": {"@type": "Person", "name": "Some Body"}', ALONE, True),
    ('"organizer": {"@type": ["Person"], "name": "Some Body"}', ALONE, True),
    ('"organizer": {"@type": [["Thing", "Person"]], "name": "Some Body"}', ALONE, True),
    ('"organizer": {"@type": {"@id": "schema:Person"}, "name": "Some Body"}', ALONE, True),
    ('"organizer": {"@type": ["Organization", "Person"], "name": "Some Body"}', ALONE, True),
    ('"organizer": {"@type": "http://schema.org/Person", "name": "Some Body"}', ALONE, True),
    ('"organizer": {"@type": "https://schema.org/Person/", "name": "Some Body"}', ALONE, True),
    ('"organizer": {"@type": "schema:person", "name": "Some Body"}', ALONE, True),
    ('"organizer": {"@type": " PERSON ", "name": "Some Body"}', ALONE, True),
    ('"organizer": {"type": "Person", "name": "Some Body"}', ALONE, True),
    ('"organizer": {"@type": "Person", "name": {"@value": "Some Body"}}', ALONE, True),
    (
        '"organizer": {"@type": "Person", "name": ["Some Body"], "url": "https://chicago.gov/Some Body"}',
        ALONE,
        True,
    ),
    (f'"organizer": [[{PERSON}]]', ALONE, True),
    (f'"organizer": {{"@list": [{PERSON}]}}', ALONE, True),
    (f'"organizer": {{"@graph": [{{"@set": {PERSON}}}]}}', ALONE, True),
    (f'"organizer": {{"@type": "Organization", "name": {PERSON}}}', ALONE, False),
    ('"organizer": {"@id": "#some-body"}', REFERRED, True),
    ('"organizer": "#some-body"', REFERRED, True),
    ('"organizer": [{"@id": "#some-body"}]', REFERRED, True),
    ('"organizer": {"@id": "#some-body", "name": "Some Body"}', REFERRED, True),
    (
        '"organizer": {"@id": "#some-body", "@type": "Organization", "name": "Some Body"}',
        REFERRED,
        True,
    ),
    ('"organizer": {"id": "#some-body"}', REFERRED, True),
    ('"organizer": {"@id": "https://chicago.gov/#Some Body"}', ALONE, False),
    ('"organizer": {"name": "Some Body"}', ALONE, False),
    ('"organizer": "Some Body"', ALONE, False),
    ('"organizer": {"@value": "Some Body"}', ALONE, False),
    ('"organizer": {"@type": "Attorney", "name": "Some Body"}', ALONE, False),
    ('"organizer": {"@type": "Human", "name": "Some Body"}', ALONE, False),
    ('"organizer": {"@type": ["Organization", "Human"], "name": "Some Body"}', ALONE, False),
    ('"organizer": {"@type": "Thing", "name": "Some Body"}', ALONE, False),
    (f'"sponsor": {PERSON}', ALONE, True),
    ('"sponsor": {"@id": "#some-body"}', REFERRED, True),
    ('"funder": "Some Body"', ALONE, False),
    (f'"performer": {PERSON}', ALONE, False),
    ('"performer": {"@id": "#some-body"}', REFERRED, False),
    ('"performer": "Some Body"', ALONE, False),
    ('"performers": ["Some Body", {"name": "Some Body"}]', ALONE, False),
    (
        '"contributor": [{"@id": "#some-body"}, {"@type": "MusicGroup", "name": "Brass band"}]',
        REFERRED,
        False,
    ),
    ('"schema:organizer": "Some Body"', ALONE, False),
    ('"http://schema.org/actor": [{"@value": "Some Body"}]', ALONE, False),
    (f'"about": {PERSON}', ALONE, False),
    (f'"workFeatured": {{"@type": "CreativeWork", "name": {PERSON}}}', ALONE, False),
]


def described(lines: str, around: str) -> bytes:
    event = (
        f'{{"@type": "Event", "name": "Rally", "startDate": "2021-03-20T13:00:00-05:00", {lines}}}'
    )
    return f'{{"@context": "https://schema.org", {around.replace("EVENT", event)}}}'.encode()


@pytest.mark.parametrize(("lines", "around", "known"), PERSONS)
def test_no_person_becomes_public(lines: str, around: str, known: bool) -> None:
    found = read(described(lines, around), "a", CHICAGO, TODAY)
    proposed = propose(found.drafts, catalog(HEAD), ())
    complete = (
        as_lines(proposed) + "".join(report(found, proposed)) + appended(HEAD + EVENT, proposed)
    )
    assert not re.search("some[^a-z]body", complete, re.IGNORECASE)
    assert proposed.nouns == {}
    (event,) = proposed.events
    assert not event.values.keys() & {"hosts", "supporters"}
    texts = [doubt.text for doubt in event.doubts if doubt.key != "when"]
    assert texts or "workFeatured" in lines  # the curator learns of it
    assert not known or any("left out" in text for text in texts)


@pytest.mark.parametrize(
    ("lines", "hosts"),
    [
        ('"organizer": {"@type": "Organization", "name": "New Union"}', ["New Union"]),
        (
            '"organizer": {"@type": ["http://schema.org/NGO", "Thing"], "name": ["New Union"]}',
            ["New Union"],
        ),
        (
            '"organizer": {"@type": "schema:WorkersUnion", "name": {"@value": "New Union"}}',
            ["New Union"],
        ),
        ('"organizer": {"@id": "#union"}', ["New Union"]),
        ('"organizer": {"@id": "#union", "@type": "Organization"}', ["New Union"]),
        (f'"organizer": [{PERSON}, {{"@list": ["#union"]}}]', ["New Union"]),
        # the list has it: it is none
        ('"organizer": "Chicago DSA"', ["Chicago Democratic Socialists of America"]),
        ('"organizer": {"name": "koco"}', ["KOCO"]),
    ],
)
def test_organizations_of_a_page(lines: str, hosts: list[str]) -> None:
    union = f'{{"@id": "#union", "@type": "Organization", "name": "New Union", "member": {PERSON}}}'
    found = read(described(lines, f'"@graph": [EVENT, {union}]'), "a", CHICAGO, TODAY)
    (event,) = propose(found.drafts, catalog(HEAD), ()).events
    assert event.values["hosts"] == hosts


def test_scripts_of_a_page_refer_to_one_another() -> None:
    """Also if the person comes after the event, and performs in it rather than being listed."""
    scripts = [
        '{"@type": "Person", "@id": "#some-body", "name": "Some Body", "performerIn": EVENT}',
        '{"@type": "Organization", "@id": "#union", "name": "New Union"}',
    ]
    event = described('"organizer": [{"@id": "#union"}, {"@id": "#some-body"}]', "EVENT").decode()
    event = event[event.index("{", 1) : -1]
    page = "".join(
        f'<script type="application/ld+json">{script.replace("EVENT", event)}</script>'
        for script in scripts
    )
    found = read(f"<p>{page}".encode(), "a", CHICAGO, TODAY)
    lines = as_lines(propose(found.drafts, catalog(HEAD), ()))
    assert 'hosts = ["New Union"]' in lines
    assert SOMEBODY not in lines


def test_a_page_cannot_nest_so_deep_that_nothing_is_read() -> None:
    deep = '{"a": ' * 400 + PERSON + "}" * 400
    (event,) = propose(read(described(f'"organizer": {"[" * 400}{PERSON}{"]" * 400}, "about": {deep}', ALONE),
                            "a", CHICAGO, TODAY).drafts, catalog(HEAD), ()).events  # fmt: skip
    assert "hosts" not in event.values
    assert SOMEBODY not in str(event.values)


# whatever comes

LINES = r"""
BEGIN:VCALENDAR|BEGIN:VEVENT|END:VEVENT|UID:a|SUMMARY:Rally|RRULE:FREQ=DAILY|RDATE:19000101|EXDATE:x|DESCRIPTION:|,
DTSTART:20210320T130000Z|DTSTART;VALUE=DATE:20210320|DTEND:20210101T000000|DTSTART;TZID=Nowhere:99990101T000000|Where:
DURATION:P9999999999D|RECURRENCE-ID:20210320T130000Z|March 20, 2021, 1 PM|Hosts: |KOCO| and |LOCATION:|\|[[events]]|'
<a href='x'>|<script type="application/ld+json">|</script>|{"@type":"Event","name":|"startDate":"2021-03-20"|}|[|1e999|"
jane@gmail.com|312-555-0142|# |="""
SIGNS = ["\n", "\r\n", "\n\n", "\x00", "\x7f", "\x85", "\ud83d", "\u2028", "\ufeff", "'''"]
PIECES = st.sampled_from([*re.split(r"[|\n]", LINES), *SIGNS])
BEGINS = st.sampled_from(["", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "<p>"])


@settings(max_examples=150, deadline=None)
@example(text="0/1", begin="")  # a day that no month has
@example(text="March 0, 6 PM", begin="")
@given(st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=200)), BEGINS)
def test_whatever_comes_is_refused_or_can_be_pasted(text: str, begin: str) -> None:
    into = catalog()
    try:
        found = read((begin + text).encode("utf-8", "surrogatepass"), "a", CHICAGO, TODAY)
    except SourceError:
        return
    pasted = loaded(HEAD + EVENT + "\n" + as_lines(propose(found.drafts, into, ())))
    # it was read, with what stood there
    assert [event for event in pasted.catalog.events if event.id == "rally"]


def test_a_name_that_is_nested_deep_is_left_to_the_curator() -> None:
    name = '{"name": [' * 400 + '"Rally"' + "]}" * 400
    page = f'{{"@type": "Event", "startDate": "2021-03-20", "name": {name}}}'.encode()
    (event,) = propose(read(page, "a", CHICAGO, TODAY).drafts, catalog(HEAD), ()).events
    assert (event.values["title"], event.ready) == ("?", False)


VALID = """
BEGIN:VCALENDAR
VERSION:2.0
X-WR-TIMEZONE:America/New_York
BEGIN:VTIMEZONE
TZID:Somewhere
BEGIN:STANDARD
DTSTART:19701101T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:series@chicago.gov
SUMMARY:Series
DTSTART;TZID=America/New_York:20210402T190000
DTEND;TZID=America/New_York:20210402T200000
RRULE:FREQ=WEEKLY;COUNT=6
EXDATE;TZID=America/New_York:20210409T190000
RDATE;TZID=America/New_York:20210405T190000
END:VEVENT
BEGIN:VEVENT
UID:series@chicago.gov
RECURRENCE-ID;TZID=America/New_York:20210416T190000
SUMMARY:Moved
DTSTART;TZID=America/New_York:20210417T110000
DTEND;TZID=America/New_York:20210417T120000
END:VEVENT
BEGIN:VEVENT
UID:zone@chicago.gov
SUMMARY:Zone
DTSTART;TZID=Somewhere:20210720T150000
DURATION:PT1H
END:VEVENT
BEGIN:VEVENT
UID:day@chicago.gov
SUMMARY:All day
DTSTART;VALUE=DATE:20210405
DTEND;VALUE=DATE:20210407
END:VEVENT
END:VCALENDAR
"""
GARBAGE = st.sampled_from("x?#%;:,= \n\x00\u00e9")
LINE = st.integers(2, VALID.count("\n") - 3)
MUTATION = st.one_of(
    st.tuples(st.just("drop"), LINE),
    st.tuples(st.just("swap"), LINE),
    st.tuples(st.just("garble"), LINE, st.integers(0, 60), GARBAGE),
)


def mutated(mutations: list[tuple[object, ...]]) -> bytes:
    lines = VALID.strip().split("\n")
    for kind, number, *garbage in mutations:
        if kind == "drop":
            lines[number] = ""
        elif kind == "swap":
            lines[number : number + 2] = reversed(lines[number : number + 2])
        elif lines[number]:
            at = garbage[0] % len(lines[number])
            lines[number] = lines[number][:at] + garbage[1] + lines[number][at + 1 :]
    return "\r\n".join(filter(None, lines)).encode()


def hours(content: bytes) -> set[str]:
    """Return the hours at which finished drafts begin: Chicago's, an hour before New York's."""
    try:
        found = propose(read(content, "a.ics", CHICAGO, TODAY).drafts, catalog(HEAD), ())
    except SourceError:
        return set()
    whens = [event.values["when"] for event in found.events if event.ready]
    return set(re.findall(r"20\d\d, (\d[\d:]* [AP]M)", str(whens)))


def test_a_valid_calendar_has_its_hours() -> None:
    assert hours(mutated([])) == {"6 PM", "10 AM", "2 PM"}


@settings(max_examples=400, deadline=None)
@given(st.lists(MUTATION, min_size=1, max_size=4))
def test_no_broken_line_makes_an_hour_that_the_calendar_has_not(
    mutations: list[tuple[object, ...]],
) -> None:
    assert hours(mutated(mutations)) <= {"6 PM", "10 AM", "2 PM"}


def test_what_breaks_toml_is_kept_as_words() -> None:
    source = CASES / "broken.ics"
    event = next(
        one
        for one in catalog(HEAD + imported(source, catalog(HEAD))[0]).events
        if one.uid == "broken-4@chicago.gov"
    )
    assert event.title.in_language("en") == ']]"""'
    assert (
        event.description.in_language("en")
        == '[[events]]\nid = "x"\n"""\n[calendar]\n\\u0041\\t""" end\\'
    )


def test_nothing_is_executed_or_fetched() -> None:
    """A page's scripts are text, its addresses are kept as words."""
    page = (
        b'<script src="https://chicago.gov/a.js"></script><script type="application/ld+json">{"@type": "Event", '
        b'"name": "<script>alert(1)<\\/script>Rally", "startDate": "2021-03-20", "url": "javascript:alert(1)"}</script>'
    )
    (event,) = propose(read(page, "a", CHICAGO, TODAY).drafts, catalog(), ()).events
    assert event.values == {
        "id": "rally-2021",
        "title": "Rally",
        "when": "Sat, March 20, 2021",
        "notes": "URL: javascript:alert(1)",
        "source": "a",
    }


def renew() -> None:
    """Write today's lines and reports of every case."""
    for source in SOURCES:
        lines, reported = imported(source, catalog(head(source)))
        source.with_suffix(".toml").write_text(lines, "utf-8")
        source.with_suffix(".report").write_text(reported, "utf-8")


if __name__ == "__main__":
    renew()
