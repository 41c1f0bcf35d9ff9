"""A new calendar: the files of `new DIR` and of the template, both valid."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desk.cli import main
from desk.new import Settings, start, with_settings
from feeds.watch import OpenList
from tests.lists import ROOT
from tests.servers import run, serving

TEMPLATE = ROOT / "template"
FILES = [
    ".gitattributes",
    ".github/workflows/publish.yml",
    "README.md",
    "events.schema.json",
    "events.toml",
]
PARIS = Settings("Agenda", "Europe/Paris", "es", "agenda.example")
GIVEN = (
    "--title",
    "Agenda",
    "--timezone",
    "Europe/Paris",
    "--language",
    "es",
    "--domain",
    "agenda.example",
)
WRITTEN = """\
#:schema ./events.schema.json
# The calendar: its settings, its names, and its events. This file is public: no telephone numbers, no personal
# addresses. The program ignores the rest of a line after a #. To use a line that begins with a #, delete the #.

[calendar]
title = "Agenda"
timezone = "Europe/Paris"  # of all times below; write your own, like "Europe/Madrid"
languages = ["es"]  # ["en", "es"] for both; a plain text is in the first
domain = "agenda.example"  # end of every event's identifier: choose your own, then never change it
default_duration = "2h"  # length of events whose end was not announced
footer = "Confirme con quienes organizan antes de ir."
# area = [south, west, north, east]  # in degrees: warns about places outside
# geocoder = { service = "nominatim", user_agent = "Agenda" }  # finds addresses in the area; say who you are
# url = "https://…"  # the calendar's address, if not on GitHub Pages

# Organizations, topics and places. The short names become permanent addresses, so keep only those you use.

[organizations]
nuestro-grupo = "Nuestro grupo"

[topics]
comunidad = "Comunidad"

[neighborhoods]
centro = "Centro"

[venues.plaza-mayor]
name = "Plaza Mayor"
# address = ""  # as on a letter, with postcode and city
neighborhood = "centro"
# coordinates = "geo:…"  # copied from a map; it beats every address

# The events. This one is an example: change every line before you publish. Copy its lines for the next event.

[[events]]
id = "concentracion-2026"  # part of its address: never change it
title = "Concentración"
when = "sábado, 28 de noviembre de 2026, 13:00–15:00"  # paste it as announced
venue = "Plaza Mayor"  # a name from above; for a place used once { name = "…", address = "…" }
hosts = ["Nuestro grupo"]  # names from above; for those who only support it: supporters = ["…"]
topics = ["Comunidad"]
description = "De qué se trata, en una o dos frases."
notice = "Traiga agua."  # what people must know before they go
"""


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A new calendar's folder, made on a Saturday."""
    assert start(tmp_path / "calendar", date(2026, 11, 21), PARIS) == FILES
    return tmp_path / "calendar"


def test_new_is_the_template_with_settings_and_an_example(tmp_path: Path) -> None:
    done = run("--today", "2026-11-21", "new", "calendar", *GIVEN, folder=tmp_path)
    expected = "calendar: .gitattributes, .github/workflows/publish.yml, README.md, events.schema.json, events.toml; "
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == expected + "calendar/README.md explains the next steps\n"
    written, template = tree(tmp_path / "calendar"), tree(TEMPLATE)
    assert sorted(written) == FILES
    assert written.pop("events.toml").decode() == WRITTEN
    assert written.pop("events.schema.json") == (ROOT / "events.schema.json").read_bytes()
    del template["events.toml"]
    assert written == template


def test_the_template_names_no_city(new: Path) -> None:
    for folder in (new, TEMPLATE):
        for name, content in tree(folder).items():
            if name != "events.schema.json":
                assert not re.search(
                    "chicago|koco|illinois|loop|cst", content.decode(), re.IGNORECASE
                ), name


@pytest.mark.parametrize(
    ("today", "saturday"),
    [
        ("2026-11-20", "Saturday, November 21, 2026"),
        ("2026-11-21", "Saturday, November 28, 2026"),
        ("2026-11-22", "Saturday, November 28, 2026"),
        ("2026-12-30", "Saturday, January 2, 2027"),
        ("2028-02-28", "Saturday, March 4, 2028"),
    ],
)
def test_the_example_is_next_saturday(tmp_path: Path, today: str, saturday: str) -> None:
    assert (
        start(
            tmp_path, date.fromisoformat(today), Settings("X", "America/Denver", "en", "x.example")
        )
        == FILES
    )
    text = (tmp_path / "events.toml").read_text()
    assert f'when = "{saturday}, 1:00 – 3:00 PM"' in text
    assert f'id = "rally-{saturday[-4:]}"' in text


@pytest.mark.parametrize(
    ("timezone", "language", "when"),
    [
        ("Europe/London", "en", "Saturday, 28 November 2026, 13:00–15:00"),
        ("Europe/Berlin", "de", "Samstag, 28. November 2026, 13:00–15:00 Uhr"),
        ("America/Sao_Paulo", "pt", "sábado, 28 de novembro de 2026, 13:00 – 15:00"),
        ("Europe/Paris", "fr", "samedi 28 novembre 2026, 13:00 – 15:00"),
        (
            "America/Argentina/Buenos_Aires",
            "es",
            "sábado, 28 de noviembre de 2026, 1:00–3:00 p. m.",
        ),
        # whose order of year, month and day `when` does not read
        ("Asia/Kathmandu", "ne", "2026-11-28 13:00–15:00"),
        ("Asia/Kathmandu", "en", "Saturday, November 28, 2026, 1:00 – 3:00 PM"),
    ],
)
def test_the_example_is_in_the_language_of_the_list(
    tmp_path: Path, timezone: str, language: str, when: str
) -> None:
    start(tmp_path, date(2026, 11, 21), Settings("X", timezone, language, "x.example"))
    assert f'when = "{when}"' in (tmp_path / "events.toml").read_text("utf-8")
    [found] = OpenList(tmp_path / "events.toml", None).inputs.loaded.catalog.events
    assert f"{found.when.start:%Y-%m-%d %H:%M}" == "2026-11-28 13:00"
    assert f"{found.when.end:%Y-%m-%d %H:%M}" == "2026-11-28 15:00"


def test_without_another_day_the_clock_counts(tmp_path: Path) -> None:
    days = [datetime.now(UTC).date()]
    assert run("new", str(tmp_path), *GIVEN).returncode == 0
    days.append(datetime.now(UTC).date())
    text = (TEMPLATE / "events.toml").read_text()
    assert (tmp_path / "events.toml").read_text() in [
        with_settings(text, day, PARIS) for day in days
    ]


def test_missing_options_are_named(tmp_path: Path) -> None:
    done = run(
        "new", "calendar", "--title", "Agenda", "--domain", "agenda.example", folder=tmp_path
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "missing: --timezone, --language\n",
    )
    assert tree(tmp_path) == {}


def test_at_a_terminal_it_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = {"title": "Agenda", "zone": " Europe/Paris ", "language": "es"}

    def reply(prompt: str) -> str:
        asked.append(prompt)
        return next(
            answer
            for word, answer in answers.items()
            if word in prompt.replace("calendar called", "title")
        )

    monkeypatch.setattr("builtins.input", reply)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert (
        main(
            [
                "--today",
                "2026-11-21",
                "new",
                str(tmp_path / "calendar"),
                "--domain",
                "agenda.example",
            ]
        )
        == 0
    )
    assert len(asked) == 3
    assert (tmp_path / "calendar" / "events.toml").read_text("utf-8") == WRITTEN


def test_wrong_options_are_named(tmp_path: Path) -> None:
    given = [{"Europe/Paris": "Berlin", "es": "Spanish"}.get(one, one) for one in GIVEN]
    done = run("new", "calendar", *given, folder=tmp_path)
    expected = 'calendar.timezone: no time zone is called "Berlin"; write "Europe/Berlin"\n'
    expected += (
        'calendar.languages[0]: "Spanish" is not a language code; write "en", "es", "pl" …\n'
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    assert tree(tmp_path) == {}


def test_the_template_itself_waits_for_its_time_zone(tmp_path: Path) -> None:
    checked = run("check", "--catalog", str(TEMPLATE / "events.toml"))
    assert checked.returncode == 1
    assert checked.stdout.count("error:") == 1
    assert 'no time zone is called "Continent/City"' in checked.stdout


def test_it_is_clean_and_published_at_once(new: Path) -> None:
    size = "1 event, 9 feeds"
    checked = run("check", "--catalog", str(new / "events.toml"))
    assert (checked.returncode, checked.stdout) == (0, f"{new}/events.toml: {size}, no problems\n")
    with serving("--catalog", str(new / "events.toml")) as server:
        assert server.line.endswith(f" · {size}, not published yet, no problems\n")
        assert server.ask("/")[0] == 200
        assert b"SUMMARY:Concentraci\xc3\xb3n\r\n" in server.ask("/feeds/all.ics")[2]
    published = run("publish", "--offline", folder=new)
    assert (published.returncode, published.stderr) == (0, "")
    assert published.stdout.endswith(f"events.toml: {size}, no problems\n")
    built = run("build", "site", "--frozen", "--url", "https://calendar.chicago.org", folder=new)
    assert (built.returncode, built.stderr) == (0, "")
    assert b"LOCATION:Plaza Mayor" in (new / "site/feeds/all.ics").read_bytes()


def test_commented_settings_are_valid(new: Path) -> None:
    """Every commented line of [calendar] is valid without its #."""
    file = new / "events.toml"
    text = file.read_text()
    for key, old, value in (
        ("area", "south, west, north, east", "48, 2, 49, 3"),
        ("geocoder", "", ""),
        ("url", "https://…", "https://calendar.chicago.org"),
        ("coordinates", "geo:…", "geo:48.85,2.35"),
    ):
        line = next(line for line in text.splitlines() if line.startswith(f"# {key} = "))
        text = text.replace(line, line.removeprefix("# ").replace(old, value))
    file.write_text(text)
    checked = run("check", folder=new)
    assert (checked.returncode, checked.stdout) == (
        0,
        "events.toml: 1 event, 9 feeds, no problems\n",
    )


def test_new_does_not_overwrite_files(tmp_path: Path) -> None:
    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    file.write_text("mine")
    for existing in (folder, file):
        done = run("new", existing.name, *GIVEN, folder=tmp_path)
        expected = f"{existing.name}: something is there already, and nothing was written; name a new folder\n"
        assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
    assert tree(tmp_path) == {"folder/notes.txt": b"mine", "file": b"mine"}


def test_a_folder_that_cannot_be_written_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = run("new", "file/calendar", *GIVEN, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "file/calendar cannot be written: Not a directory: file/calendar\n"


def test_an_empty_repository_that_was_just_cloned_is_a_new_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert start(tmp_path, date(2026, 11, 21), PARIS) == FILES == sorted(tree(tmp_path))


def test_the_record_is_merged_as_here() -> None:
    assert (TEMPLATE / ".gitattributes").read_bytes() == (ROOT / ".gitattributes").read_bytes()
