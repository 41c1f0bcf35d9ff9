"""A new calendar: what `new DIR` writes, the folder it comes from, and that both work at once."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desk.new import start, with_example
from tests.lists import ROOT
from tests.servers import run, serving

TEMPLATE = ROOT / "template"
FILES = [".gitattributes", ".github/workflows/publish.yml", "README.md", "events.toml"]
EXAMPLE = """\
[organizations]
koco = "KOCO"

[topics]
labor = "Labor"

[neighborhoods]
loop = "Loop"

[venues.federal-plaza]
name = "Federal Plaza"
address = "50 W Adams St, Chicago, IL 60604"
neighborhood = "loop"
coordinates = [41.87879, -87.62970]     # latitude, longitude of where people gather, from any map

# The events. This one is an example: change every line before you publish. Copy its lines for the next event.

[[events]]
id = "rally-2026"                       # part of its address: never change it
title = "Rally"
when = "Sat, November 28, 2026, 1 PM – 3 PM"  # paste it as announced
venue = "Federal Plaza"                 # a name from above; for a place used once { name = "…", address = "…" }
hosts = ["KOCO"]                        # names from above; for those who only support it: supporters = ["…"]
topics = ["Labor"]
description = "What it is about, in a sentence or two."
notice = "Masks required."              # what people must know before they go
"""


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A new calendar's folder, made on a Saturday."""
    assert start(tmp_path / "calendar", date(2026, 11, 21)) == FILES
    return tmp_path / "calendar"


def test_new_is_the_template_with_its_example_put_in(tmp_path: Path) -> None:
    done = run("--today", "2026-11-21", "new", "calendar", folder=tmp_path)
    said = "calendar: .gitattributes, .github/workflows/publish.yml, README.md, events.toml; "
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == said + "calendar/README.md tells what comes next\n"
    written, kept = tree(tmp_path / "calendar"), tree(TEMPLATE)
    assert sorted(written) == FILES == sorted(kept)
    text = kept.pop("events.toml").decode()
    assert written.pop("events.toml").decode() == text[: text.index("[organizations]\n")] + EXAMPLE
    assert written == kept


@pytest.mark.parametrize(
    ("today", "saturday"),
    [
        ("2026-11-20", "Sat, November 21, 2026"),
        ("2026-11-21", "Sat, November 28, 2026"),
        ("2026-11-22", "Sat, November 28, 2026"),
        ("2026-12-30", "Sat, January 2, 2027"),
        ("2028-02-28", "Sat, March 4, 2028"),
    ],
)
def test_the_example_is_next_saturday(tmp_path: Path, today: str, saturday: str) -> None:
    assert start(tmp_path, date.fromisoformat(today)) == FILES
    text = (tmp_path / "events.toml").read_text()
    assert f'when = "{saturday}, 1 PM – 3 PM"' in text
    assert f'id = "rally-{saturday[-4:]}"' in text


def test_without_another_day_the_clock_counts(tmp_path: Path) -> None:
    days = [datetime.now(UTC).date()]
    assert run("new", str(tmp_path)).returncode == 0
    days.append(datetime.now(UTC).date())
    text = (TEMPLATE / "events.toml").read_text()
    assert (tmp_path / "events.toml").read_text() in [with_example(text, day) for day in days]


def test_it_is_clean_and_published_at_once(new: Path) -> None:
    size = "1 event, 7 feeds"
    checked = run("check", "--catalog", str(new / "events.toml"))
    assert (checked.returncode, checked.stdout) == (0, f"{new}/events.toml: {size}, no problems\n")
    with serving("--catalog", str(new / "events.toml")) as server:
        assert server.line.endswith(f" · {size}, not published yet, no problems\n")
        assert server.ask("/")[0] == 200
        assert b"SUMMARY:Rally\r\n" in server.ask("/feeds/all.ics")[2]
    published = run("publish", "--offline", folder=new)
    assert (published.returncode, published.stderr) == (0, "")
    assert published.stdout.endswith(f"events.toml: {size}, no problems\n")
    built = run("build", "site", "--frozen", "--url", "https://calendar.chicago.org", folder=new)
    assert (built.returncode, built.stderr) == (0, "")
    assert b"LOCATION:Federal Plaza" in (new / "site/feeds/all.ics").read_bytes()


def test_what_can_be_put_in_is_right(new: Path) -> None:
    """Every line of [calendar] that waits behind a # holds when the # is taken away."""
    file = new / "events.toml"
    text = file.read_text()
    for key, value in {"area": "", "geocoder": "", "url": '"https://calendar.chicago.org"'}.items():
        line = next(line for line in text.splitlines() if line.startswith(f"# {key} = "))
        text = text.replace(line, line.removeprefix("# ").replace('"https://…"', value))
    file.write_text(text)
    checked = run("check", folder=new)
    assert (checked.returncode, checked.stdout) == (0, "events.toml: 1 event, 7 feeds, no problems\n")


def test_nothing_is_written_where_something_is(tmp_path: Path) -> None:
    folder, file = tmp_path / "folder", tmp_path / "file"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    file.write_text("mine")
    for there in (folder, file):
        done = run("new", there.name, folder=tmp_path)
        said = f"{there.name}: something is there already, and nothing was written; name a new folder\n"
        assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert tree(tmp_path) == {"folder/notes.txt": b"mine", "file": b"mine"}


def test_a_folder_that_cannot_be_written_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = run("new", "file/calendar", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "file/calendar cannot be written: Not a directory: file/calendar\n"


def test_an_empty_repository_that_was_just_cloned_is_a_new_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert start(tmp_path, date(2026, 11, 21)) == FILES == sorted(tree(tmp_path))


def test_the_record_is_merged_as_here() -> None:
    assert (TEMPLATE / ".gitattributes").read_bytes() == (ROOT / ".gitattributes").read_bytes()
