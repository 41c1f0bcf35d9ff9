"""Stories of edits and publications, in cases/stories: what subscribers get after each.

A story begins with a sentence, and has steps, each headed by `## `. Its list is list.toml there.

    ## edit [FILE]            lines to remove (-) and to add (+); the rest of each block must match
    ## add [FILE]             text to append
    ## write FILE             the whole of a file
    ## remove FILE
    ## publish TIME           lines of the report; `! line`, one that must be absent
    ## refused TIME           publishing is refused: lines of the problem
    ## preview TIME [loses]   as publish, without writing
    ## frozen [refused]       whether a frozen server serves the files; lines of the problem
    ## start TIME [alone]     start a live server (alone: nobody polls yet) for `save` and `wait`
    ## save TIME [refused]    it reads the files
    ## wait TIME              the same, without an edit
    ## feed PATH              unfolded lines of the calendar; a blank line separates events
    ## order PATH             all titles of a calendar
    ## page PATH [gone]       texts of the page
    ## moved PATH TO          a redirect
    ## forgotten UID          an event that left the calendars before it was over
    ## has FILE               texts of a file
    ## keep FILE COPY         copies a file
    ## merge FILE INTO        as git merges lines
    ## draft                  unpublished changes: an id and its change per line

After each publication four kinds of subscribers poll. They must show what the server serves, and no
event may have left their calendars before it is over.
"""

import re
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk.preview import against_published, as_lines
from feeds.catalog import ListError, as_text, zone
from feeds.documents import Document
from feeds.live import Live
from feeds.publishing import make_edition, publish
from feeds.snapshot import Redirect, Snapshot
from feeds.watch import OpenList
from tests.lists import ROOT, SITE, body
from tests.subscribers import KINDS, Stored, Subscriber, events

STORIES = ROOT / "tests" / "cases" / "stories"
FEEDS = ("/feeds/all.ics", "/es/feeds/all.ics", "/feeds/topic/labor.ics")


@dataclass
class Clock:
    """A clock that stands where the story set it."""

    now: datetime = datetime(2021, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Telling:
    """One story being told in a folder."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    live: OpenList | None = None
    served: Snapshot | None = None
    subscribers: dict[str, list[Subscriber]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)  # what left the calendars before it was over

    def file(self, name: str) -> Path:
        """Return a file of the story; without a name the list."""
        return self.folder / (name or "events.toml")

    def open(self, *, frozen: bool = False) -> OpenList:
        """Open the files as a server does."""
        return OpenList(self.file(""), SITE, frozen=frozen)

    # what the curator does

    def edit(self, name: str, text: str) -> None:
        content = self.file(name).read_text("utf-8")
        for old, new in re.findall(r"((?:^- .*\n)+)((?:^\+ .*\n)*)", text, re.MULTILINE):
            was, will = (re.sub(r"^[-+] ", "", block, flags=re.MULTILINE) for block in (old, new))
            assert content.count(was) == 1, was
            content = content.replace(was, will)
        self.file(name).write_text(content, "utf-8")

    def add(self, name: str, text: str) -> None:
        with self.file(name).open("a", encoding="utf-8") as opened:
            opened.write(text)

    def write(self, name: str, text: str) -> None:
        self.file(name).write_text(text, "utf-8")

    def remove(self, name: str, text: str) -> None:
        self.file(name).unlink()

    def keep(self, name: str, text: str) -> None:
        source, _, target = name.partition(" ")
        shutil.copy(self.file(source), self.file(target))

    def merge(self, argument: str, text: str) -> None:
        """Do what git does with `merge=union`: keep the lines of both."""
        ours, theirs = (self.file(name) for name in argument.split())
        theirs.write_bytes(ours.read_bytes() + theirs.read_bytes())

    # what the program does

    def publish(self, when: str, text: str) -> None:
        self.clock.now = moment(when)
        opened = self.open()
        published = publish(opened.inputs, self.clock())
        assert_lines(as_lines(against_published(published)), text)
        self.serve(self.open(frozen=True).snapshot)
        self.see_the_same_elsewhere()

    def refused(self, when: str, text: str) -> None:
        before = self.files()
        with pytest.raises(ListError) as caught:
            self.publish(when, "")
        assert_lines("".join(map(as_text, caught.value.problems)), text)
        assert self.files() == before

    def preview(self, argument: str, text: str) -> None:
        when = argument.removesuffix(" loses")
        inputs, before = self.open().inputs, self.files()
        edition = make_edition(inputs.loaded, inputs.catalog(), inputs.record, moment(when))
        preview = against_published(edition)
        assert_lines(as_lines(preview), text)
        assert preview.loses == (argument != when)
        assert self.files() == before

    def draft(self, argument: str, text: str) -> None:
        self.served = self.open().snapshot
        assert sorted(" ".join(one) for one in self.served.edition.pending()) == sorted(
            text.splitlines()
        )

    def frozen(self, argument: str, text: str) -> None:
        if argument != "refused":
            self.open(frozen=True)
            return
        with pytest.raises(ListError) as caught:
            self.open(frozen=True)
        assert_lines("".join(map(as_text, caught.value.problems)), text)

    def start(self, argument: str, text: str) -> None:
        when = argument.removesuffix(" alone")
        self.clock.now = moment(when)
        self.live = OpenList(self.file(""), SITE, live=Live(self.clock))
        self.served = self.live.snapshot
        if when == argument:
            self.serve(self.served)

    def save(self, argument: str, text: str) -> None:
        when = argument.removesuffix(" refused")
        self.clock.now = moment(when)
        assert self.live is not None
        problems = self.live.refresh()
        assert problems is not None, "nothing was seen to change"
        assert bool(problems) == (when != argument), problems
        assert_lines("".join(map(as_text, problems)), text)
        self.serve(self.live.snapshot)

    def wait(self, when: str, text: str) -> None:
        self.clock.now = moment(when)
        assert self.live is not None
        assert self.live.refresh() in (None, ())
        self.serve(self.live.snapshot)

    # what subscribers see

    def feed(self, path: str, text: str) -> None:
        assert self.served is not None
        path, _, cancelled = path.partition("?cancelled=")
        served_body = body(self.served, path, cancelled or None)
        calendar = served_body.decode().replace("\r\n ", "").replace("\r\n", "\n")
        parts = [stored.text.replace("\r\n", "\n") for stored in events(served_body).values()]
        for paragraph in text.strip().split("\n\n"):
            lines = paragraph.splitlines()
            present = [line for line in lines if not line.startswith("! ")]
            holding = [part for part in parts if all(f"{line}\n" in part for line in present)]
            assert holding or all(f"{line}\n" in calendar for line in present), (
                f"{paragraph}\n\nin\n\n{calendar}"
            )
            for absent in (line[2:] for line in lines if line.startswith("! ")):
                scope = "".join(holding) if present else calendar
                assert absent not in scope, f"{absent}\n\nin\n\n{scope}"

    def order(self, path: str, text: str) -> None:
        assert self.served is not None
        assert (
            re.findall(r"^SUMMARY:(.*)\r$", body(self.served, path).decode(), re.MULTILINE)
            == text.splitlines()
        )

    def page(self, argument: str, text: str) -> None:
        path, _, gone = argument.partition(" ")
        assert self.served is not None
        found = self.served.find(path)
        assert isinstance(found, Document), found
        assert found.taken_down == (gone == "gone")
        assert_lines(found.body.decode(), text)

    def moved(self, argument: str, text: str) -> None:
        path, _, target = argument.partition(" ")
        assert self.served is not None
        assert self.served.find(path) == Redirect(target)

    def has(self, name: str, text: str) -> None:
        assert_lines(self.file(name).read_text("utf-8"), text)

    def serve(self, snapshot: Snapshot) -> None:
        """Let everyone poll, and assert that each shows the feed and lost no event that is not over."""
        self.served = snapshot
        for path in (path for path in FEEDS if isinstance(snapshot.find(path), Document)):
            content = body(snapshot, path)
            now = events(content)
            for subscriber in self.subscribers.setdefault(path, [kind() for kind in KINDS]):
                before = subscriber.stored
                subscriber.poll(content)
                assert {uid: stored.text for uid, stored in subscriber.stored.items()} == {
                    uid: stored.text for uid, stored in now.items()
                }, f"{type(subscriber).__name__} {path}"
                left = [
                    stored for uid, stored in before.items() if uid not in now and path == FEEDS[0]
                ]
                self.lost |= {stored.value("UID") for stored in left if end(stored) > self.clock()}

    def see_the_same_elsewhere(self) -> None:
        """See that another server with the same files gives the same bytes."""
        assert self.served is not None
        copy = self.folder.with_name("copy")
        shutil.copytree(self.folder, copy)
        other = OpenList(copy / "events.toml", SITE).snapshot
        for path in {path for _, path in self.served.paths() if path.endswith((".ics", ".json"))}:
            assert other.find(path) == self.served.find(path)
        shutil.rmtree(copy)

    def forgotten(self, uid: str, text: str) -> None:
        """Take it that an event left without a word."""
        self.lost.remove(uid)

    def files(self) -> dict[str, bytes]:
        """Return the content of every file."""
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


def moment(text: str) -> datetime:
    """Return a time of the story, in UTC."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def end(stored: Stored) -> datetime:
    """Return DTEND as an instant."""
    text = stored.value("DTEND")
    form = "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d"
    return datetime.strptime(text, form).replace(tzinfo=zone("America/Chicago"))


def assert_lines(text: str, expected: str) -> None:
    """Assert that the lines of `expected` are in a text, in this order; after `! `, that one is not.

    Runs of blanks count as one.
    """
    at, text = 0, re.sub("  +", " ", text)
    for line in filter(None, (" ".join(line.split()) for line in expected.splitlines())):
        if line.startswith("! "):
            assert line[2:] not in text, text
            continue
        found = text.find(line, at)
        assert found >= 0, f"{line}\n\nin\n\n{text}"
        at = found


def steps(story: Path) -> list[tuple[str, str, str]]:
    """Return the name, argument and text of each step."""
    _, *parts = re.split(r"^## ", story.read_text("utf-8"), flags=re.MULTILINE)
    heads = [part.partition("\n") for part in parts]
    return [
        (*head.strip().partition(" ")[::2], text.strip("\n") + "\n" if text.strip() else "")
        for head, _, text in heads
    ]


@pytest.mark.parametrize("story", sorted(path.stem for path in STORIES.glob("*.story")))
def test_story(story: str, tmp_path: Path) -> None:
    folder = tmp_path / "list"
    folder.mkdir()
    shutil.copy(STORIES / "list.toml", folder / "events.toml")
    telling = Telling(folder)
    for name, argument, text in steps(STORIES / f"{story}.story"):
        getattr(telling, name)(argument, text)
    assert not telling.lost


def test_there_are_stories() -> None:
    assert len(list(STORIES.glob("*.story"))) >= 40
