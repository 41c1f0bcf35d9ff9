"""Publishing and previewing as a curator does it: commands, real servers, git."""

import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.publishing import StaleFiles, publish
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, SITE, event
from tests.servers import run, serving, wait_until
from tests.subscribers import events

UPCOMING = EVENT.replace("Sat, March 20, 2021", "March 20, 2099")
OTHER = event("other", when='"March 21, 2099, 1 PM"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a list of one upcoming event, published."""
    (tmp_path / "events.toml").write_text(HEAD + UPCOMING)
    assert run("publish", "--offline", folder=tmp_path).returncode == 0
    return tmp_path


def edit(folder: Path, *changes: tuple[str, str], more: str = "") -> None:
    """Change the list."""
    file = folder / "events.toml"
    text = file.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text + more)


def sequence(folder: Path, id: str = "rally") -> int:
    """Return the published SEQUENCE of an event."""
    lines = map(json.loads, (folder / "published.jsonl").read_text().splitlines())
    return next(line["sequence"] for line in lines if line.get("id") == id)


# publish


def test_publish_reports_changes_and_does_nothing_twice(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(HEAD + UPCOMING)
    first = run("publish", "--offline", folder=tmp_path)
    content = (tmp_path / "published.jsonl").read_bytes()
    again = run("publish", folder=tmp_path)
    assert first.stdout == (
        "1 new\n"
        "  new        rally · Rally · Fri, Mar 20, 2099, 1:00 – 3:00 PM\n"
        "  /feeds/all.ics                   +1 ~0 −0\n"
        "  /feeds/organization/koco.ics     +1 ~0 −0\n"
        "  /feeds/host/koco.ics             +1 ~0 −0\n"
        "  /feeds/neighborhood/loop.ics     +1 ~0 −0\n"
        "  /feeds/topic/labor.ics           +1 ~0 −0\n"
        "  /feeds/venue/federal-plaza.ics   +1 ~0 −0\n"
        "  /feeds/attendance/in-person.ics  +1 ~0 −0\n"
        "events.toml: 1 event, 12 feeds, no problems\n"
    )
    assert (
        again.stdout
        == "nothing changes for subscribers\nevents.toml: 1 event, 12 feeds, no problems\n"
    )
    assert (first.returncode, first.stderr, again.returncode, again.stderr) == (0, "", 0, "")
    assert (tmp_path / "published.jsonl").read_bytes() == content
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.toml", "published.jsonl"]


def test_a_record_that_cannot_be_written_is_unchanged(folder: Path) -> None:
    before = (folder / "published.jsonl").read_bytes()
    (folder / ".published.jsonl.part").mkdir()  # also stops root, whom permissions do not
    edit(folder, more=OTHER)
    done = run("publish", "--offline", folder=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "published.jsonl cannot be written: Is a directory; it is as it was\n"
    assert (folder / "published.jsonl").read_bytes() == before


def test_a_list_with_errors_is_not_published(folder: Path) -> None:
    before = (folder / "published.jsonl").read_bytes()
    edit(folder, ("1 PM", "1 XM"))
    assert run("publish", "--offline", folder=folder).returncode == 1
    assert (folder / "published.jsonl").read_bytes() == before


def test_a_slug_that_vanishes_is_marked_in_a_pull_request(folder: Path) -> None:
    edit(folder, ('housing = { en = "Housing", es = "Vivienda" }\n', ""))
    checked = run("check", "--format", "github", folder=folder)
    assert checked.returncode == 1
    assert re.match(
        r"::error file=events\.toml,line=15,col=1,title=topics::the topic \"housing\" was published, .*"
        r"%0Aadd aliases = \[\"housing\"\] to the topic that takes its place, or put it back: housing = \"Housing\"",
        checked.stdout,
    )
    for command in (["publish", "--offline"], ["preview"], ["build", "out"], ["--port", "0"]):
        refused = run(*command, folder=folder)
        assert refused.returncode != 0
        assert "Traceback" not in refused.stderr


def test_an_address_that_is_taken_back_is_in_no_file(folder: Path) -> None:
    home = '{ name = "Ana\'s home", address = "1234 W Private St, Chicago, IL 60608", coordinates = [41.85, -87.66] }'
    words = '{ name = "Address sent after sign-up" }'
    answer = {
        "address": "1234 W Private St, Chicago, IL 60608",
        "service": "nominatim",
        "date": "2026-11-21",
    }
    (folder / "places.jsonl").write_text(json.dumps({**answer, "reason": "nothing found"}) + "\n")

    def files_with(*texts: str) -> list[str]:
        assert run("publish", "--offline", folder=folder).returncode == 0
        assert run("build", "out", "--frozen", folder=folder).returncode == 0
        files = [path for path in folder.rglob("*") if path.is_file()]
        wanted = [text.encode() for text in texts]
        return [
            str(path.relative_to(folder))
            for path in files
            if any(text in path.read_bytes() for text in wanted)
        ]

    edit(folder, ('venue = "Federal Plaza"', f"venue = {home}"), more=OTHER)
    assert {"published.jsonl", "places.jsonl", "out/feeds/all.ics"} < set(files_with("Private"))
    edit(folder, (home, words))
    assert files_with("Private", "Ana's", "41.85,", "41.85%2C") == []
    assert "SUMMARY:MOVED: Rally" in (folder / "out" / "feeds" / "all.ics").read_text()


@pytest.mark.parametrize("name", ["events.toml", "published.jsonl"])
def test_files_that_git_replaces_during_publish_are_not_overwritten(
    folder: Path, name: str
) -> None:
    pulled = {"events.toml": HEAD + UPCOMING + OTHER, "published.jsonl": '{"version": 1}\n'}[name]
    edit(folder, ('"Rally"', '"March"'))
    opened = OpenList(folder / "events.toml", None)
    looks = 0

    def fresh() -> bool:
        nonlocal looks
        looks += 1
        if looks == 2:  # the list is read and the record made
            (folder / name).write_text(pulled)
        return opened.files.are_current()

    before = (folder / "published.jsonl").read_text()
    with pytest.raises(StaleFiles):
        publish(opened.inputs, datetime.now(UTC), fresh)
    assert looks == 2
    assert (folder / "published.jsonl").read_text() == (
        pulled if name == "published.jsonl" else before
    )


@pytest.mark.parametrize("workers", ["1", "2"])
def test_commands_that_publish_beside_a_live_server_cancel_nothing(
    folder: Path, workers: str
) -> None:
    with serving("--live", "--workers", workers, folder=folder) as server:
        for number in range(5):
            edit(folder, more=event(f"march-{number}", when='"March 21, 2099, 1 PM"'))
            done = [run("publish", "--offline", folder=folder) for _ in range(2)]
            assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 2
            assert "vanished" not in done[0].stdout + done[1].stdout
        wait_until(lambda: server.ask("/feeds/all.ics")[2].count(b"BEGIN:VEVENT") == 6)
        assert b"CANCELLED" not in server.ask("/feeds/all.ics")[2]


# draft, frozen, live


def test_a_draft_reports_the_number_of_unpublished_changes(folder: Path) -> None:
    with serving(folder=folder) as server:
        assert server.line.endswith(" · 1 event, 12 feeds, no problems\n")
    edit(folder, ('"Rally"', '"March"'), more=OTHER)
    with serving(folder=folder) as server:
        assert server.line.endswith(
            " · 2 events, 12 feeds, 2 changes not published yet, no problems\n"
        )
        stored = events(server.ask("/feeds/all.ics")[2])
        assert stored["rally@calendar.chicago.org"].value("SUMMARY") == "March"
        assert int(stored["rally@calendar.chicago.org"].value("SEQUENCE")) == sequence(folder) + 1
        assert stored["other@calendar.chicago.org"].value("DTSTAMP") == "20000101T000000Z"
        assert run("publish", "--offline", folder=folder).returncode == 0
        wait_until(lambda: b"DTSTAMP:2000" not in server.ask("/feeds/all.ics")[2])
        assert server.process.stderr is not None
        assert server.process.stderr.readline() == "the list was read again\n"
        edit(folder, ('"March"', '"Rally"'))
        assert (
            server.process.stderr.readline()
            == "the list was read again, 1 change not published yet\n"
        )


@pytest.mark.parametrize(
    "command", [["--frozen"], ["build", "out", "--frozen"], ["--frozen", "build", "out"]]
)
def test_frozen_refuses_unpublished_changes(folder: Path, command: list[str]) -> None:
    edit(
        folder,
        ('"Rally"', '"March"'),
        ('koco = "KOCO"', 'koco = "KOCO"\nbyp = "BYP100"'),
        more=OTHER,
    )
    done = run(*command, folder=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.sub(r"    .*\n", "", done.stderr) == (
        'events.toml:27:6: error: rally.id: "rally" is changed, and that is not published\n'
        "  run `python server.py publish` and commit published.jsonl\n"
        'events.toml:35:6: error: other.id: "other" is new, and that is not published\n'
        "  run `python server.py publish` and commit published.jsonl\n"
        'events.toml:10:7: error: organizations.byp: "byp" is new, and that is not published\n'
        "  run `python server.py publish` and commit published.jsonl\n"
        "events.toml: 3 errors\n"
    )
    assert not (folder / "out").exists()


def test_frozen_without_a_record_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(HEAD + UPCOMING)
    done = run("--frozen", folder=tmp_path)
    assert done.returncode == 1
    assert "nothing of this list is published yet" in done.stderr
    assert done.stderr.endswith("events.toml: 1 error\n")


def test_a_frozen_server_serves_only_what_is_published(folder: Path) -> None:
    with serving("--frozen", folder=folder) as server:
        before = server.ask("/feeds/all.ics")
        edit(folder, ('"Rally"', '"March"'))
        assert server.process.stderr is not None
        assert '"rally" is changed, and that is not published' in server.process.stderr.readline()
        assert server.ask("/feeds/all.ics")[2] == before[2]
        assert run("publish", "--offline", folder=folder).returncode == 0
        wait_until(lambda: b"SUMMARY:March" in server.ask("/feeds/all.ics")[2])


def test_a_published_list_is_built_alike_with_and_without_frozen(folder: Path) -> None:
    trees = []
    for command in (["build", "one"], ["build", "two", "--frozen"]):
        assert run(*command, folder=folder).returncode == 0
        out = folder / command[1]
        trees.append(
            {
                str(path.relative_to(out)): path.read_bytes()
                for path in out.rglob("*")
                if path.is_file()
            }
        )
    assert trees[0] == trees[1]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_live_server_publishes_each_save_once(folder: Path, workers: str) -> None:
    before = sequence(folder)
    with serving("--live", "--workers", workers, folder=folder) as server:
        edit(folder, ('"Rally"', '"March"'))
        wait_until(lambda: sequence(folder) > before)
        after = sequence(folder)
        for _ in range(20):  # whichever worker answers
            wait_until(lambda: b"SUMMARY:March" in server.ask("/feeds/all.ics")[2])
        stored = events(server.ask("/feeds/all.ics")[2])["rally@calendar.chicago.org"]
        assert (int(stored.value("SEQUENCE")), sequence(folder)) == (after, after)
        assert server.line.endswith(" · 1 event, 12 feeds, no problems\n")
    assert run("build", "out", "--frozen", folder=folder).returncode == 0


def test_a_live_server_publishes_what_was_edited_before_it_started(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(HEAD + UPCOMING)
    with serving("--live", folder=tmp_path) as server:
        wait_until((tmp_path / "published.jsonl").exists)
        assert b"DTSTAMP:2000" not in server.ask("/feeds/all.ics")[2]


# addresses


def test_former_ids_redirect_once_and_are_copies_in_the_export(folder: Path) -> None:
    edit(folder, ('id = "rally"', 'id = "march"\naliases = ["rally"]'))
    with serving(folder=folder) as server:
        for end in (".ics", "/"):
            status, headers, _ = server.ask(f"/es/events/rally{end}?cancelled=hide")
            assert (status, headers["location"]) == (301, f"/es/events/march{end}?cancelled=hide")
            assert server.ask(headers["location"])[0] == 200
    assert run("build", "out", folder=folder).returncode == 0
    for prefix in ("", "es/"):
        for end in (".ics", "/index.html"):
            old, new = (
                (folder / "out" / f"{prefix}events/{id}{end}").read_bytes()
                for id in ("rally", "march")
            )
            assert old == new


def test_a_page_taken_down_is_410_and_its_calendar_legal(folder: Path) -> None:
    edit(folder, ('id = "rally"', 'id = "rally"\nstatus = "withdrawn"'))
    assert run("publish", "--offline", folder=folder).returncode == 0
    with serving("--frozen", "--url", SITE, folder=folder) as server:
        status, headers, page = server.ask(
            "/events/rally/", accept_encoding="gzip", if_none_match="*"
        )
        assert (status, headers["content-type"]) == (410, "text/html; charset=utf-8")
        assert b"This page has been taken down." in page
        assert b"Rally" not in page
        assert server.ask("/events/rally.ics")[0] == 200
    assert run("build", "out", "--frozen", "--url", SITE, folder=folder).returncode == 0
    assert (folder / "out" / "events" / "rally" / "index.html").read_bytes() == page


def test_a_neighborhood_from_boundaries_survives_its_venue(
    tmp_path: Path,
) -> None:
    ring = [[-87.7, 41.8], [-87.6, 41.8], [-87.6, 41.9], [-87.7, 41.9], [-87.7, 41.8]]
    area = {
        "type": "Feature",
        "properties": {"name": "Bridgeport"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    (tmp_path / "areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [area]})
    )
    answer = {
        "address": "1 W 35th St, Chicago, IL",
        "coordinates": [41.83, -87.63],
        "service": "nominatim",
    }
    (tmp_path / "places.jsonl").write_text(
        json.dumps({**answer, "date": "2026-11-21", "precision": "x"}) + "\n"
    )
    named = '\nboundaries = { file = "areas.geojson", name = "name" }\n\n[organizations]'
    hall = '[venues.hall]\nname = "Hall"\naddress = "1 W 35th St, Chicago, IL"\n'
    text = (
        HEAD.replace("\n\n[organizations]", named)
        + hall
        + UPCOMING.replace("Federal Plaza", "Hall")
    )
    (tmp_path / "events.toml").write_text(text)
    assert run("publish", "--offline", folder=tmp_path).returncode == 0
    (tmp_path / "events.toml").write_text(text.replace("1 W 35th St", "2 W 35th St"))
    again = run("publish", "--offline", folder=tmp_path)
    assert (again.returncode, again.stderr) == (0, "")
    assert "1 moved" in again.stdout
    assert run("build", "out", "--frozen", folder=tmp_path).returncode == 0
    assert (
        b"SUMMARY:MOVED: Rally" in (tmp_path / "out/feeds/neighborhood/bridgeport.ics").read_bytes()
    )


# preview


def test_preview_writes_nothing_and_reports_what_publish_will_do(folder: Path) -> None:
    edit(folder, ('venue = "Federal Plaza"', 'venue = { name = "Unity Park" }'), more=OTHER)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    preview = run("preview", folder=folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert (preview.returncode, preview.stderr) == (0, "")
    assert preview.stdout.startswith(
        "1 new, 1 moved\n  new        other · Other · Sat, Mar 21, 2099, 1:00 PM\n"
    )
    published = run("publish", "--offline", folder=folder)
    assert published.stdout.rpartition("events.toml: ")[0] == preview.stdout


def test_preview_of_a_loss_fails(folder: Path) -> None:
    edit(folder, (UPCOMING, ""), more=OTHER)
    done = run("preview", folder=folder)
    assert done.returncode == 1
    assert "  vanished   rally · Rally · Fri, Mar 20, 2099, 1:00 – 3:00 PM\n" in done.stdout


def git(folder: Path, *arguments: str) -> None:
    """Run git as a made-up person."""
    settings = (
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@chicago.org",
        "-c",
        "init.defaultBranch=main",
    )
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


def test_preview_against_a_revision_has_both_texts(folder: Path) -> None:
    list_folder = folder / "calendar"
    list_folder.mkdir()
    (list_folder / "events.toml").write_text(
        'include = ["more/*.toml"]\n' + HEAD + UPCOMING + 'description = "Bring a sign."\n'
    )
    (list_folder / "more").mkdir()
    (list_folder / "more" / "a.toml").write_text(OTHER)
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "one")
    edit(list_folder, ("Bring a sign.", "Bring *two* signs."), ("1 PM – 3 PM", "2 PM – 3 PM"))
    (list_folder / "more" / "a.toml").write_text(OTHER + 'signup = "https://www.example.org/"\n')
    done = run("preview", "--against", "HEAD", folder=list_folder)
    assert done.returncode == 0
    assert done.stdout == (
        "2 changed\n"
        "  changed    rally · Rally · Fri, Mar 20, 2099, 2:00 – 3:00 PM\n"
        "             when: Fri, Mar 20, 2099, 1:00 – 3:00 PM → Fri, Mar 20, 2099, 2:00 – 3:00 PM\n"
        "             description: Bring a sign. → Bring *two* signs.\n"
        "  changed    other · Other · Sat, Mar 21, 2099, 1:00 PM\n"
        "             signup: nothing → https://www.example.org/\n"
        "  /feeds/all.ics                   +0 ~2 −0\n"
        "  /feeds/organization/koco.ics     +0 ~1 −0\n"
        "  /feeds/host/koco.ics             +0 ~1 −0\n"
        "  /feeds/neighborhood/loop.ics     +0 ~1 −0\n"
        "  /feeds/topic/labor.ics           +0 ~1 −0\n"
        "  /feeds/venue/federal-plaza.ics   +0 ~1 −0\n"
        "  /feeds/attendance/in-person.ics  +0 ~2 −0\n"
        "more/a.toml:6:10: warning: other.signup: www.example.org exists only in examples\n"
        '    signup = "https://www.example.org/"\n'
        "             ^\n"
        "  write the real address, or leave it out\n"
    )
    marked = run("preview", "--against", "HEAD", "--format", "markdown", folder=list_folder).stdout
    counts, *lines = done.stdout.splitlines()
    assert marked == f"### {counts}\n\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", ""])
def test_preview_against_no_revision_is_wrong_use(folder: Path, revision: str) -> None:
    git(folder, "init")
    done = run("preview", f"--against={revision}", folder=folder)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == [
        ".git",
        "events.toml",
        "published.jsonl",
    ]


def test_preview_against_a_list_that_had_errors(folder: Path) -> None:
    git(folder, "init")
    edit(folder, ("1 PM", "1 XM"))
    git(folder, "add", ".")
    git(folder, "commit", "-m", "one")
    edit(folder, ("1 XM", "1 PM"))
    done = run("preview", "--against", "HEAD", folder=folder)
    assert done.returncode == 2
    assert done.stderr.startswith("--against HEAD: the list had errors then: ")


def test_preview_against_a_revision_with_a_link_out_of_the_repository(folder: Path) -> None:
    (folder / "link").symlink_to("/etc/hostname")
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "one")
    done = run("preview", "--against", "HEAD", folder=folder)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "nothing changes for subscribers\n",
        "",
    )


def test_preview_outside_a_repository(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(HEAD + UPCOMING)
    done = run(
        "preview",
        "--against",
        "HEAD",
        folder=tmp_path,
        GIT_CEILING_DIRECTORIES=str(tmp_path.parent),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("--against HEAD: ")
