"""A list that changes while it is served."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.calendar import vevent
from feeds.catalog import ListError, Problem, as_text
from feeds.entries import Entry
from feeds.inputs import NO_ADDRESS, Files, has_emptied
from feeds.live import Live
from feeds.record import Revision
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, body, event, snapshot
from tests.servers import Server, serving, wait_until

FEED = "/feeds/all.ics"
FIRST = HEAD + EVENT
SECOND = HEAD + EVENT.replace('title = "Rally"', 'title = "Rally at noon"').replace(
    "1 PM – 3 PM", "12 PM – 3 PM"
)
BROKEN = HEAD + EVENT.replace('"KOCO"', '"KOKO"').replace("March 20", "March 21")
INCLUDING = 'include = ["events/*.toml"]\n' + FIRST
READ_AGAIN = "the list was read again\n"
KEPT = "the last good state is served\n"


@dataclass
class Served:
    """A list in its own folder, and a server of it."""

    file: Path
    server: Server
    reported: bytes = b""

    def feed(self, path: str = FEED) -> bytes:
        """Return the document at `path` now; it must be complete."""
        status, _, content = self.server.ask(path)
        assert status == 200
        return content

    def holds(self, text: str) -> Callable[[], bool]:
        """Return a function that says whether the feed of all events is that of this list."""
        return lambda: self.feed() == feed(text)

    def stderr(self) -> str:
        """Return what the server wrote to stderr so far."""
        assert self.server.process.stderr is not None
        number = self.server.process.stderr.fileno()
        os.set_blocking(number, False)
        try:
            while chunk := os.read(number, 65536):
                self.reported += chunk
        except BlockingIOError:
            pass
        return self.reported.decode()

    def says(self, text: str) -> None:
        """Wait until the server has written exactly this to stderr."""
        wait_until(lambda: len(self.stderr()) >= len(text))
        assert self.stderr() == text


@contextmanager
def served(folder: Path, text: str, *arguments: str) -> Iterator[Served]:
    """Serve a list with this text."""
    file = folder / "events.toml"
    file.write_text(text)
    with serving("--url", NO_ADDRESS, *arguments, folder=folder) as server:
        yield Served(file, server)


def feed(text: str) -> bytes:
    """Return the feed of all events of a list."""
    return body(snapshot(text, NO_ADDRESS), FEED)


def replace(file: Path, text: str) -> None:
    """Replace a file by a new one, as editors and git do."""
    other = file.with_suffix(".new")
    other.write_text(text)
    other.replace(file)


def report(folder: Path, text: str) -> str:
    """Return the server's report of a list with problems."""
    file = folder / "elsewhere" / "events.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    with pytest.raises(ListError) as caught:
        OpenList(file, None)
    return "".join(map(as_text, caught.value.problems)).replace(str(file), "events.toml") + KEPT


# real servers


@pytest.mark.parametrize("write", [Path.write_text, replace], ids=["in place", "by rename"])
def test_an_edit_shows_without_a_restart(
    tmp_path: Path, write: Callable[[Path, str], object]
) -> None:
    with served(tmp_path, FIRST) as list_:
        assert list_.feed() == feed(FIRST)
        for text in (SECOND, FIRST, SECOND):
            write(list_.file, text)
            wait_until(list_.holds(text))
        list_.says(3 * READ_AGAIN)


def test_feeds_that_an_edit_does_not_touch_keep_their_tags(tmp_path: Path) -> None:
    text = FIRST + event("march", topics='["housing"]')
    with served(tmp_path, text) as list_:
        paths = (
            FEED,
            "/feeds/topic/labor.ics",
            "/feeds/topic/housing.ics",
            "/es/feeds/topic/housing.ics",
        )
        before = {path: list_.server.ask(path)[1]["etag"] for path in paths}
        list_.file.write_text(text.replace('title = "Rally"', 'title = "Vigil"'))
        wait_until(lambda: b"SUMMARY:Vigil" in list_.feed())
        statuses = [list_.server.ask(path, if_none_match=before[path])[0] for path in paths]
        assert statuses == [200, 200, 304, 304]


@pytest.mark.parametrize("write", [Path.write_text, replace], ids=["in place", "by rename"])
def test_a_broken_edit_keeps_the_last_good_state_until_it_is_fixed(
    tmp_path: Path, write: Callable[[Path, str], object]
) -> None:
    expected = ""
    with served(tmp_path, FIRST) as list_:
        for broken in (BROKEN, FIRST.replace('"KOCO"', "“KOCO”"), ""):
            write(list_.file, broken)
            expected += report(tmp_path, broken)
            list_.says(expected)
            assert list_.feed() == feed(FIRST)
            assert list_.server.ask("/events/rally/")[0] == 200
        write(list_.file, SECOND)
        wait_until(list_.holds(SECOND))
        list_.says(expected + READ_AGAIN)


def test_a_list_that_is_removed_and_put_back(tmp_path: Path) -> None:
    missing = f"events.toml: error: there is no such file\n  name the list with --catalog\n{KEPT}"
    unreadable = "events.toml: error: events.toml cannot be read: Is a directory\n"
    folder = f"{unreadable}  look at the file and who may read it\n{KEPT}"
    with served(tmp_path, FIRST) as list_:
        list_.file.unlink()
        list_.says(missing)
        assert list_.feed() == feed(FIRST)
        list_.file.mkdir()
        list_.says(missing + folder)
        assert list_.feed() == feed(FIRST)
        list_.file.rmdir()
        list_.says(missing + folder + missing)
        replace(list_.file, FIRST)
        list_.says(missing + folder + missing + READ_AGAIN)
        list_.file.write_text(SECOND)
        wait_until(list_.holds(SECOND))


def test_included_files_are_added_changed_and_removed(tmp_path: Path) -> None:
    one, other = tmp_path / "events" / "one.toml", tmp_path / "events" / "other.toml"
    march, vigil = event("march"), event("vigil", title='"Vigil"')
    with served(tmp_path, INCLUDING) as list_:
        assert list_.feed() == feed(FIRST)
        one.parent.mkdir()
        one.write_text(march)
        wait_until(list_.holds(FIRST + march))
        other.write_text(vigil)
        wait_until(list_.holds(FIRST + march + vigil))
        replace(one, march.replace("Other", "March"))
        wait_until(list_.holds(FIRST + march.replace("Other", "March") + vigil))
        one.unlink()
        wait_until(list_.holds(FIRST + vigil))
        other.rename(tmp_path / "aside")
        wait_until(list_.holds(FIRST))
        one.parent.rmdir()
        replace(list_.file, SECOND)
        wait_until(list_.holds(SECOND))


def test_a_broken_file_of_a_new_pattern_is_read_when_it_is_fixed(tmp_path: Path) -> None:
    march = event("march")
    more = tmp_path / "events" / "more.toml"
    more.parent.mkdir()
    more.write_text(march.replace("when", "wehn"))
    with served(tmp_path, FIRST) as list_:
        list_.file.write_text(INCLUDING)
        wait_until(lambda: list_.stderr().endswith(KEPT))
        assert "events/more.toml:" in list_.stderr()
        assert list_.feed() == feed(FIRST)
        more.write_text(march)
        wait_until(list_.holds(FIRST + march))


def test_every_response_during_edits_is_complete(tmp_path: Path) -> None:
    good = {feed(FIRST), feed(SECOND)}
    answers: set[tuple[int, bool]] = set()
    with served(tmp_path, FIRST) as list_:
        done = threading.Event()

        def poll() -> None:
            stored = '""'
            while not done.is_set():
                status, headers, content = list_.server.ask(FEED, if_none_match=stored)
                answers.add((status, content in good if status == 200 else content == b""))
                stored = headers.get("etag", stored)

        pollers = [threading.Thread(target=poll) for _ in range(2)]
        for poller in pollers:
            poller.start()
        try:
            for number in range(8):
                text = (SECOND, FIRST)[number % 2]
                list_.file.write_text(BROKEN if number % 3 else FIRST.partition("Rally")[0])
                (Path.write_text, replace)[number % 2](list_.file, text)
                wait_until(list_.holds(text))
        finally:
            done.set()
            for poller in pollers:
                poller.join()
    assert answers == {(200, True), (304, True)}


def test_every_worker_reads_an_edit(tmp_path: Path) -> None:
    with served(tmp_path, FIRST, "--workers", "2") as list_:
        assert {list_.feed() for _ in range(20)} == {feed(FIRST)}
        for text in (SECOND, FIRST):
            list_.file.write_text(text)
            wait_until(lambda text=text: {list_.feed() for _ in range(20)} == {feed(text)})  # type: ignore[misc]
        list_.says(4 * READ_AGAIN)
        list_.file.write_text(BROKEN)
        wait_until(lambda: list_.stderr().count(KEPT) == 2)
        assert {list_.feed() for _ in range(20)} == {feed(FIRST)}


# without a server


@pytest.fixture
def opened(tmp_path: Path) -> OpenList:
    """The first list, opened and not watched."""
    file = tmp_path / "events.toml"
    file.write_text(FIRST)
    return OpenList(file, None)


def test_nothing_is_read_again_without_a_change(opened: OpenList) -> None:
    before = opened.snapshot
    assert opened.refresh() is None
    assert opened.snapshot is before


def test_a_list_is_emptied_between_the_two_steps_of_a_program_that_saves_it(
    opened: OpenList,
) -> None:
    assert not has_emptied(opened.files.stat_all())
    opened.file.with_name("places.jsonl").write_text("")
    assert not has_emptied(opened.files.stat_all())
    opened.file.write_text("")
    assert has_emptied(opened.files.stat_all())


def test_an_edit_of_the_same_size_and_age_is_a_change(opened: OpenList) -> None:
    found = opened.file.stat()
    opened.file.write_text(FIRST.replace("1 PM", "2 PM"))
    os.utime(opened.file, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert opened.file.stat().st_size == found.st_size
    assert opened.refresh() == ()
    assert body(opened.snapshot, FEED) == feed(FIRST.replace("1 PM", "2 PM"))


def test_an_edit_while_the_list_is_read_is_noticed_at_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, more = tmp_path / "events.toml", tmp_path / "more.toml"
    file.write_text('include = ["more.toml"]\n' + FIRST)
    more.write_text(event())

    read = Files.read

    def read_and_edit(files: Files, pattern: str) -> dict[str, bytes]:
        content = read(files, pattern)
        if pattern == "more.toml" and b"Other" in content[str(more)]:
            more.write_text(event(title='"Vigil"'))
        return content

    monkeypatch.setattr(Files, "read", read_and_edit)
    opened = OpenList(file, None)
    assert b"SUMMARY:Other" in body(opened.snapshot, FEED)
    assert opened.refresh() == ()
    assert b"SUMMARY:Vigil" in body(opened.snapshot, FEED)
    assert opened.refresh() is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # SystemExit
def test_a_fault_in_rendering_keeps_the_last_good_state_and_the_watch(
    opened: OpenList, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = opened.snapshot
    reports: list[tuple[Problem, ...]] = []
    reported = ""

    def fail(entry: Entry, revision: Revision, page: str, *, cancelled: bool = False) -> bytes:
        if entry.title == "Fault":
            raise RuntimeError("a fault inside")
        return vevent(entry, revision, page, cancelled=cancelled)

    def report(problems: tuple[Problem, ...]) -> None:
        reports.append(problems)
        raise SystemExit  # ends the watch, which else outlives this test

    def failed() -> bool:
        nonlocal reported
        reported += capsys.readouterr().err
        return reported.endswith("RuntimeError: a fault inside\n")

    monkeypatch.setattr("feeds.contents.vevent", fail)
    opened.start_watching(report)
    opened.file.write_text(FIRST.replace('title = "Rally"', 'title = "Fault"'))
    wait_until(failed)
    assert opened.snapshot is before
    assert body(opened.snapshot, FEED) == feed(FIRST)
    opened.file.write_text(SECOND)
    wait_until(lambda: not any(thread.name == "list" for thread in threading.enumerate()))
    assert reports == [()]
    assert body(opened.snapshot, FEED) == feed(SECOND)


def test_a_file_that_is_no_longer_included_is_not_watched(opened: OpenList) -> None:
    more = opened.file.with_name("more.toml")
    more.write_text(event())
    opened.file.write_text('include = ["more.toml"]\n' + FIRST)
    assert opened.refresh() == ()
    opened.file.write_text(FIRST)
    assert opened.refresh() == ()
    more.write_text("no list")
    assert opened.refresh() is None


def test_the_public_address_is_the_given_one_else_the_lists_else_loopback(tmp_path: Path) -> None:
    file = tmp_path / "events.toml"
    file.write_text(FIRST)
    assert OpenList(file, None).snapshot.base_url == "http://127.0.0.1:8000"
    file.write_text(
        FIRST.replace("[organizations]", 'url = "https://chicago.gov/calendar/"\n[organizations]')
    )
    opened = OpenList(file, None)
    assert opened.snapshot.base_url == "https://chicago.gov/calendar"
    assert OpenList(file, "https://pilsen.org/").snapshot.base_url == "https://pilsen.org"
    file.write_text(FIRST)
    assert opened.refresh() == ()
    assert opened.snapshot.base_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize("pattern", ["[.toml", "?.toml", "**/nothing.toml", "nothing/*.toml"])
def test_a_pattern_that_means_no_file_is_a_warning(opened: OpenList, pattern: str) -> None:
    opened.file.write_text(f'include = ["{pattern}"]\n{FIRST}')
    assert opened.refresh() == ()
    assert [problem.found for problem in opened.inputs.loaded.problems] == [
        f'"{pattern}" matches no file'
    ]
    assert opened.refresh() is None


def test_a_live_worker_does_not_write_over_a_record_that_git_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, record = tmp_path / "events.toml", tmp_path / "published.jsonl"
    file.write_text(FIRST)
    opened = OpenList(file, None, live=Live(lambda: datetime(2021, 3, 1, 12, tzinfo=UTC)))
    pulled = record.read_bytes().replace(b'"sequence": 612720', b'"sequence": 700000')
    looks = 0
    are_current = Files.are_current

    def pull(files: Files) -> bool:
        nonlocal looks
        looks += 1
        if looks == 3:  # the record was read, and is not written yet
            record.write_bytes(pulled)
        return are_current(files)

    monkeypatch.setattr(Files, "are_current", pull)
    file.write_text(SECOND)
    assert opened.refresh() is None
    assert record.read_bytes() == pulled
    assert opened.refresh() == ()
    assert b'"sequence": 700001' in record.read_bytes()
    assert b"SUMMARY:MOVED: Rally at noon" in body(opened.snapshot, FEED)


def test_a_list_that_changes_while_it_is_opened_is_read_again_before_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "events.toml"
    file.write_text(BROKEN)

    read = Files.read

    def read_and_mend(files: Files, pattern: str) -> dict[str, bytes]:
        content = read(files, pattern)
        if BROKEN.encode() in content.values():
            file.write_text(FIRST)
        return content

    monkeypatch.setattr(Files, "read", read_and_mend)
    assert b"SUMMARY:Rally" in body(OpenList(file, None).snapshot, FEED)


def test_a_live_worker_publishes_nothing_older_than_what_is_saved(tmp_path: Path) -> None:
    file, record = tmp_path / "events.toml", tmp_path / "published.jsonl"
    file.write_text(FIRST)
    times = iter([FIRST.replace('"Rally"', '"Third"')])

    def clock() -> datetime:
        # once, between reading the files and writing
        for text in times if file.read_text() == SECOND else ():
            file.write_text(text)
        return datetime(2021, 3, 1, 12, tzinfo=UTC)

    opened = OpenList(file, None, live=Live(clock))
    first = record.read_bytes()
    file.write_text(SECOND)
    assert opened.refresh() is None
    assert record.read_bytes() == first
    assert opened.refresh() == ()
    assert b'"Third"' in record.read_bytes()
    assert b"SUMMARY:Third" in body(opened.snapshot, FEED)
