"""The folder of a build: the server's bytes at the server's paths, foreign files untouched."""

import os
import re
import subprocess
import sys
from functools import partial
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest

from feeds.export import Exported, ForeignFile, export
from feeds.snapshot import Snapshot
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, ROOT, SITE, TODAY, body, event, snapshot
from tests.servers import Server, run, wait_until

LIST = (
    HEAD.replace('aliases = ["work"]', 'aliases = ["work", "劳动", "ley y orden", ".."]')
    + EVENT
    + event("march")
)
ENGLISH = (
    HEAD.replace('["en", "es"]', '["en"]')
    .replace(', es = "Calendario de prueba"', "")
    .replace(', es = "Trabajo"', "")
    .replace(', es = "Vivienda"', "")
)
REMEDY = (
    "this is not as a build wrote it, so it is not replaced; move it away or name another folder"
)
FOREIGN = {
    "CNAME": b"calendar.chicago.org\n",
    ".nojekyll": b"",
    ".git/config": b"[core]\n",
    "feeds/topic/README": b"mine\n",
    "embed/index.html": b"<p>mine</p>\n",
}


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def folders(folder: Path) -> set[str]:
    """Return every folder below the folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def name(path: str) -> str:
    """Return the name of the file for a path."""
    return (path + "index.html" if path.endswith("/") else path).lstrip("/")


def expected(made: Snapshot) -> dict[str, bytes]:
    """Return every file that a build should write, with the manifest."""
    made = made.as_folder()
    files = {name(path): body(made, canonical) for path, canonical in made.paths()}
    return {**files, ".handbill": manifest(files)}


def manifest(files: dict[str, bytes]) -> bytes:
    """Return the manifest of these files."""
    return b"".join(
        f"{sha256(files[file]).hexdigest()} {file}\n".encode() for file in sorted(files)
    )


def put(folder: Path, files: dict[str, bytes]) -> None:
    """Write these files below the folder."""
    for file, content in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(content)


def states(folder: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of every file, which a rewrite changes."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


# the same bytes at the same paths


def test_a_folder_has_the_files_that_a_server_answers_with(server: Server, tmp_path: Path) -> None:
    built = run("build", str(tmp_path / "out"), "--today", TODAY.isoformat())
    files = tree(tmp_path / "out")
    site = os.environ.get("HANDBILL_URL") or None
    made = OpenList(ROOT / "events.toml", site, today=lambda zone: TODAY).snapshot.as_folder()
    size = f"{len(made.catalog.events)} events, {len(made.directory.feeds)} feeds"
    assert built.stdout.startswith(f"{tmp_path / 'out'}: {len(files) - 1} files, {size}, ")
    assert (built.returncode, built.stderr) == (0, "")
    answers = {}
    for path, _ in made.paths():
        # the server has a form, the folder has links
        if path in ("/filter/", "/es/filter/"):
            answers[name(path)] = files[name(path)]
            continue
        status, headers, content = server.ask(quote(path))
        if status == 301:
            status, _, content = server.ask(headers["location"])
        assert status == 200
        answers[name(path)] = content
    assert {**answers, ".handbill": files[".handbill"]} == files


def test_aliases_are_copies_and_never_leave_the_folder(tmp_path: Path) -> None:
    made = snapshot(LIST)
    folder = tmp_path / "deep" / "out"
    assert export(made, folder) == Exported(len(expected(made)) - 1, ())
    files = tree(folder)
    assert files == expected(made)
    for alias in ("work", "劳动", "ley-y-orden"):
        assert files[f"feeds/topic/{alias}.ics"] == files["feeds/topic/labor.ics"]
        assert (
            files[f"es/feeds/topic/{alias}/index.html"] == files["es/feeds/topic/labor/index.html"]
        )
    assert list((tmp_path / "deep").iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == [tmp_path / "deep"]


# outdated and foreign files


def test_outdated_files_are_removed_and_foreign_ones_are_not(tmp_path: Path) -> None:
    put(tmp_path, FOREIGN)
    export(snapshot(LIST), tmp_path)
    assert tree(tmp_path) == {**FOREIGN, **expected(snapshot(LIST))}
    small = snapshot(ENGLISH)
    export(small, tmp_path)
    assert tree(tmp_path) == {**FOREIGN, **expected(small)}
    needed = {parent.as_posix() for file in tree(tmp_path) for parent in Path(file).parents} - {"."}
    assert folders(tmp_path) == needed
    assert "es" not in needed


def test_files_that_someone_removed_do_not_stop_a_build(tmp_path: Path) -> None:
    export(snapshot(LIST), tmp_path)
    for path in sorted((tmp_path / "events").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (tmp_path / "events").rmdir()
    small = snapshot(HEAD)
    export(small, tmp_path)
    assert tree(tmp_path) == expected(small)


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"robots.txt": b"User-agent: *\nDisallow: /\n"}, "robots.txt"),
        ({"index.html": b""}, "index.html"),
        ({"feeds/topic/work.ics": b"mine"}, "feeds/topic/work.ics"),
        ({"feeds/all.ics/mine": b"mine"}, "feeds/all.ics"),
        ({"feeds": b"a file where a folder must be"}, "feeds"),
        ({"es/events": b"mine"}, "es/events"),
    ],
)
def test_a_foreign_file_in_the_way_is_refused_before_anything_is_written(
    tmp_path: Path, files: dict[str, bytes], named: str
) -> None:
    put(tmp_path, files)
    with pytest.raises(ForeignFile, match=f"^{re.escape(str(tmp_path / named))}$"):
        export(snapshot(LIST), tmp_path)
    assert tree(tmp_path) == files


def test_a_file_that_someone_changed_is_not_written_again(tmp_path: Path) -> None:
    export(snapshot(LIST), tmp_path)
    (tmp_path / "index.html").write_text("changed")
    before = tree(tmp_path)
    with pytest.raises(ForeignFile, match=re.escape(str(tmp_path / "index.html"))):
        export(snapshot(LIST.replace("Rally", "Vigil")), tmp_path)
    assert tree(tmp_path) == before


def test_a_file_that_someone_changed_is_reported_and_not_removed(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(LIST)
    assert run("build", "out", "--url", SITE, folder=tmp_path).returncode == 0
    edited = tmp_path / "out/events/march/index.html"
    edited.write_text("changed")
    (tmp_path / "events.toml").write_text(HEAD + EVENT)
    for _ in range(2):  # until somebody deletes it
        built = run("build", "out", "--url", SITE, folder=tmp_path)
        remedy = "gone from the list, but changed since a build wrote it; delete it by hand"
        assert (built.returncode, built.stderr) == (1, f"out/events/march/index.html: {remedy}\n")
        assert edited.read_text() == "changed"
        assert not (tmp_path / "out/events/march.ics").exists()
    edited.unlink()
    built = run("build", "out", "--url", SITE, folder=tmp_path)
    assert (built.returncode, built.stderr) == (0, "")
    assert not (tmp_path / "out/events/march").exists()


def test_files_that_a_crash_emptied_are_written_again_or_removed(tmp_path: Path) -> None:
    export(snapshot(LIST), tmp_path)
    put(tmp_path, {"index.html": b"", "events/march.ics": b"", "style.css": b""})
    export(snapshot(HEAD + EVENT), tmp_path)
    assert tree(tmp_path) == expected(snapshot(HEAD + EVENT))


# nothing outside the folder, nothing through a link

# of a build: in two languages, a process or more for each
PROCESSES = 2 * -(-len(os.sched_getaffinity(0)) // 2)
VICTIM = {"victim.txt": b"mine\n", "deep/victim.txt": b"mine\n"}
VICTIM_DIGEST = sha256(b"mine\n").hexdigest()


@pytest.mark.parametrize(
    "line",
    [
        f"{VICTIM_DIGEST} ../victim.txt",
        f"{VICTIM_DIGEST} {{outside}}/victim.txt",
        f"{VICTIM_DIGEST} events/../../victim.txt",
        f"{VICTIM_DIGEST} ./../victim.txt",
        f"{VICTIM_DIGEST} events//march.ics",
        f"{VICTIM_DIGEST} .handbill",
        f"{VICTIM_DIGEST} ",
        "../victim.txt",
        "index.html",
        "\x00",
        "",
    ],
)
def test_a_manifest_that_no_build_wrote_is_refused(tmp_path: Path, line: str) -> None:
    put(tmp_path, VICTIM)
    folder = tmp_path / "out"
    export(snapshot(LIST), folder)
    with (folder / ".handbill").open("a") as opened:
        opened.write(line.replace("{outside}", str(tmp_path)) + "\n")
    before = tree(tmp_path)
    with pytest.raises(ForeignFile, match=re.escape(str(folder / ".handbill"))):
        export(snapshot(HEAD), folder)
    assert tree(tmp_path) == before


def test_a_file_with_other_bytes_than_in_the_manifest_is_not_removed(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "mine.txt": b"mine\n",
            ".handbill": manifest({"mine.txt": b"other\n", "gone.txt": b"gone\n"}),
        },
    )
    made = expected(snapshot(HEAD))
    assert export(snapshot(HEAD), tmp_path) == Exported(len(made) - 1, (tmp_path / "mine.txt",))
    assert tree(tmp_path)["mine.txt"] == b"mine\n"
    assert b"gone.txt" not in tree(tmp_path)[".handbill"]


LINKED = [
    "events",
    "es/events",
    "embed/topic",
    "index.html",
    "feeds/all.ics",
    ".handbill",
]


@pytest.mark.parametrize("name", LINKED)
@pytest.mark.parametrize(
    "text", [LIST, LIST.replace("Rally", "Vigil")], ids=["unchanged", "edited"]
)
def test_no_build_writes_through_a_link(tmp_path: Path, name: str, text: str) -> None:
    folder, outside = tmp_path / "out", tmp_path / "outside"
    export(snapshot(LIST), folder)
    (folder / name).rename(outside)
    (folder / name).symlink_to(outside)
    before = tree(tmp_path)
    with pytest.raises(ForeignFile, match=f"^{re.escape(str(folder / name))}$"):
        export(snapshot(text), folder)
    assert tree(tmp_path) == before
    assert (folder / name).is_symlink()


@pytest.mark.parametrize("name", ["es", "es/events", "es/events/march", "es/events/march.ics"])
def test_no_build_removes_through_a_link(tmp_path: Path, name: str) -> None:
    folder, outside = tmp_path / "out", tmp_path / "outside"
    export(snapshot(LIST), folder)
    (folder / name).rename(outside)
    (folder / name).symlink_to(outside)
    before = tree(outside) if outside.is_dir() else outside.read_bytes()
    found = export(snapshot(ENGLISH), folder)
    assert found.left
    assert all(file.is_relative_to(folder / name) for file in found.left)
    assert (tree(outside) if outside.is_dir() else outside.read_bytes()) == before
    (folder / name).unlink()
    assert export(snapshot(ENGLISH), folder).left == ()
    assert tree(folder) == expected(snapshot(ENGLISH))


def test_a_dangling_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/index.html").symlink_to(tmp_path / "nothing")
    with pytest.raises(ForeignFile, match=re.escape(str(tmp_path / "out/index.html"))):
        export(snapshot(LIST), tmp_path / "out")
    assert not (tmp_path / "nothing").exists()


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    (tmp_path / "current").symlink_to(tmp_path / "releases")
    for text in (LIST, HEAD):
        export(snapshot(text), tmp_path / "current")
        assert tree(tmp_path / "releases") == expected(snapshot(text))


# complete files


def test_a_second_build_rewrites_nothing(tmp_path: Path) -> None:
    export(snapshot(LIST), tmp_path)
    before = states(tmp_path)
    assert export(snapshot(LIST), tmp_path) == Exported(len(before) - 1, ())
    assert states(tmp_path) == before


def test_an_edit_rewrites_what_it_changes(tmp_path: Path) -> None:
    export(snapshot(LIST), tmp_path)
    before, was = states(tmp_path), tree(tmp_path)
    edited = snapshot(LIST.replace('title = "Rally"', 'title = "Vigil"'))
    export(edited, tmp_path)
    after = states(tmp_path)
    assert after.keys() == before.keys()
    changed = {file for file in after if after[file] != before[file]}
    assert changed == {file for file, content in expected(edited).items() if content != was[file]}
    assert "feeds/topic/labor.ics" in changed
    assert "feeds/topic/housing.ics" not in changed


def test_a_killed_build_leaves_complete_files_and_the_next_build_finishes(
    tmp_path: Path,
) -> None:
    topics = "".join(f'topic-{number} = "Topic {number}"\n' for number in range(150))
    text = LIST.replace("[topics]\n", f"[topics]\n{topics}")
    (tmp_path / "events.toml").write_text(text)
    folder, complete = tmp_path / "out", expected(snapshot(text))
    for number in (1, 200, 400):
        command = [
            sys.executable,
            str(ROOT / "server.py"),
            "build",
            "--url",
            SITE,
            "--today",
            "0001-01-01",
            str(folder),
        ]
        build = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
        wait_until(partial(stopped_or_wrote, build, folder, number))
        build.kill()
        build.wait()
        left = tree(folder)
        parts = {file for file in left if file.endswith(".part")}
        assert len(parts) <= PROCESSES
        written = {
            file: content for file, content in left.items() if file not in {*parts, ".handbill"}
        }
        assert written == {file: complete[file] for file in written}
        assert set(manifest(written).splitlines()) <= set(left.get(".handbill", b"").splitlines())
    export(snapshot(text), folder)
    assert tree(folder) == complete


def stopped_or_wrote(build: "subprocess.Popen[bytes]", folder: Path, number: int) -> bool:
    """Return whether the build has ended, or written at least so many files."""
    return build.poll() is not None or sum(len(files) for _, _, files in os.walk(folder)) >= number


@pytest.mark.parametrize("text", [LIST, HEAD], ids=["unchanged", "without events"])
def test_unfinished_files_of_a_killed_build_are_removed(tmp_path: Path, text: str) -> None:
    export(snapshot(LIST), tmp_path)
    put(tmp_path, {".handbill.4711.part": b"<!doc", "..handbill.part": b""})
    export(snapshot(text), tmp_path)
    assert tree(tmp_path) == expected(snapshot(text))
    assert ("events" in folders(tmp_path)) == (text == LIST)


def test_files_of_an_interrupted_build_are_removed_when_outdated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(20))
    move = Path.replace

    def fail_late(part: Path, file: Path) -> Path:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return move(part, file)

    with monkeypatch.context() as faulty:
        faulty.setattr(Path, "replace", fail_late)
        with pytest.raises(KeyboardInterrupt):
            export(snapshot(LIST), tmp_path)
    assert len(tree(tmp_path)) == 21  # and one that is unfinished
    export(snapshot(HEAD), tmp_path)
    assert tree(tmp_path) == expected(snapshot(HEAD))


def test_a_build_after_an_interrupted_one_knows_the_files_of_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(snapshot(LIST), tmp_path)
    calls, move = iter(range(20)), Path.replace

    def fail_late(part: Path, file: Path) -> Path:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return move(part, file)

    with monkeypatch.context() as faulty:
        faulty.setattr(Path, "replace", fail_late)
        with pytest.raises(KeyboardInterrupt):
            export(snapshot(LIST.replace("Rally", "Vigil")), tmp_path)
    assert export(snapshot(HEAD), tmp_path).left == ()
    assert tree(tmp_path) == expected(snapshot(HEAD))


# more than one process


@pytest.mark.parametrize("languages", [LIST, ENGLISH + EVENT], ids=["two", "one"])
def test_several_processes_write_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: str
) -> None:
    monkeypatch.setattr("feeds.export.WORTH_A_PROCESS", 0)
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: range(4))
    made = expected(snapshot(languages))
    assert export(snapshot(languages), tmp_path) == Exported(len(made) - 1, ())
    assert tree(tmp_path) == made
    before = states(tmp_path)
    export(snapshot(languages), tmp_path)
    assert states(tmp_path) == before


def test_an_error_in_a_process_is_raised_by_its_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(part: Path, file: Path) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr("feeds.export.WORTH_A_PROCESS", 0)
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: range(2))
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left on device"):
        export(snapshot(LIST), tmp_path)
    assert not list(tmp_path.glob("**/*.part"))


# a folder after an edit

OTHERS = event("talk", when='"Sat, March 6, 2038, 2 PM"') + event(
    "walk", title='{ en = "Walk", es = "Marcha" }'
)
EDITS = {
    "title": ('title = "Rally"', 'title = "Vigil"'),
    "title in words of another language": ('title = "Rally"', 'title = "Marcha"'),
    "description": ('title = "Rally"', 'title = "Rally"\ndescription = "Bring a sign."'),
    "hour": ("1 PM – 3 PM", "1 PM – 4 PM"),
    "status": ('title = "Rally"', 'title = "Rally"\nstatus = "cancelled"'),
    "topic": ('topics = ["Labor"]', 'topics = ["Housing"]'),
    "name of a topic": ('es = "Vivienda"', 'es = "Casa"'),
    "name of the calendar": ('es = "Calendario de prueba"', 'es = "Calendario"'),
}


@pytest.mark.parametrize(("was", "becomes"), EDITS.values(), ids=EDITS)
def test_a_changed_folder_equals_one_built_from_nothing(
    tmp_path: Path, was: str, becomes: str
) -> None:
    edited = (LIST + OTHERS).replace(was, becomes)
    assert edited != LIST + OTHERS
    export(snapshot(LIST + OTHERS), tmp_path / "changed")
    export(snapshot(edited), tmp_path / "changed")
    export(snapshot(edited), tmp_path / "new")
    assert tree(tmp_path / "changed") == tree(tmp_path / "new")


@pytest.mark.parametrize("name", ["events/march/index.html", "feeds/topic/housing.ics"])
def test_changed_emptied_and_deleted_files_are_noticed(tmp_path: Path, name: str) -> None:
    edited = LIST.replace('title = "Rally"', 'title = "Vigil"')
    export(snapshot(edited), tmp_path / "new")
    folder = tmp_path / "changed"
    export(snapshot(LIST), folder)
    (folder / name).write_text("changed")
    with pytest.raises(ForeignFile, match=re.escape(str(folder / name))):
        export(snapshot(edited), folder)
    (folder / name).write_text("")  # as a crash of the machine leaves it
    export(snapshot(edited), folder)
    assert tree(folder) == tree(tmp_path / "new")
    (folder / name).unlink()
    export(snapshot(edited), folder)
    assert tree(folder) == tree(tmp_path / "new")


# folders that cannot be written


def test_a_file_instead_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(LIST)
    (tmp_path / "out").write_text("mine")
    built = run("build", "out", folder=tmp_path)
    message = f"out: {REMEDY}\n"
    assert (built.returncode, built.stdout, built.stderr) == (2, "", message)
    built = run("build", "out/below", folder=tmp_path)
    message = "out/below cannot be written: Not a directory: out/below\n"
    assert (built.returncode, built.stdout, built.stderr) == (2, "", message)
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_without_write_permission_is_reported(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(LIST)
    (tmp_path / "out").mkdir(mode=0o500)
    if os.access(tmp_path / "out", os.W_OK):
        pytest.skip("this user may write everywhere")
    built = run("build", "out", folder=tmp_path)
    message = "out cannot be written: Permission denied: out/embed\n"
    assert (built.returncode, built.stdout, built.stderr) == (2, "", message)


def test_a_build_may_go_into_the_folder_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for text in (LIST, HEAD):
        put(Path(), {"events.toml": text.encode()})
        export(snapshot(text), Path("."))
        assert tree(tmp_path) == {"events.toml": text.encode(), **expected(snapshot(text))}


# any public address


@pytest.mark.parametrize("site", ["https://chicago.gov/calendar", "https://chicago.gov"])
def test_every_link_between_pages_leads_to_a_file(tmp_path: Path, site: str) -> None:
    export(snapshot(LIST, site), tmp_path)
    files = tree(tmp_path)
    reached, waiting = set(), [f"{site}/"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        assert page.startswith(f"{site}/"), page
        file = name(page.removeprefix(site))
        assert file in files, page
        if file.endswith(".html"):
            for link in re.findall(r'\b(?:href|src)="([^"]*)"', files[file].decode()):
                target = urljoin(page, unescape(link)).partition("#")[0]
                if (
                    urlsplit(link).scheme in ("", "https")
                    and urlsplit(target).netloc == urlsplit(site).netloc
                ):
                    assert not link.startswith("/")
                    waiting.append(target)
    unlinked = re.compile(
        r"/robots\.txt|/sitemap\.xml|(/es)?/(404\.html|search\.json|feeds/index\.json|embed/event/.*/|.*attendance/.*)"
        r"|.*\.png"  # share cards: named in meta elements
    )
    paths = [path for _, path in snapshot(LIST).as_folder().paths()]
    assert reached == {site + path for path in paths if not unlinked.fullmatch(path)}
