"""published.jsonl, and what holds after any series of edits and publishings."""

import json
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.catalog import KINDS as SELECTIONS
from feeds.catalog import ListError, zone
from feeds.entries import DetailLine
from feeds.publishing import publish
from feeds.record import (
    NewerRecord,
    Record,
    Revision,
    digest,
    edition,
    fields,
    read_record,
    record_after,
    write_record,
)
from feeds.snapshot import Snapshot
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, ROOT, SITE, body, catalog, event
from tests.servers import run, serving
from tests.subscribers import KINDS, Stored, Subscriber, events

CHICAGO = zone("America/Chicago")
NOON = datetime(2021, 3, 1, 12, tzinfo=UTC)
HOMES = ("1 W Private St", "2 E Secret Ave")
VENUES = (
    '"Federal Plaza"',
    '"Unity Park"',
    '{ name = "Address sent after sign-up" }',
    *(f'{{ name = "A home", address = "{home}, Chicago" }}' for home in HOMES),
)
LIST = HEAD + '\n[venues.unity-park]\nname = "Unity Park"\n'


def published(
    text: str = HEAD + EVENT, record: Record | None = None, now: datetime = NOON
) -> Record:
    """Return the record after publishing a list."""
    return record_after(edition(catalog(text), record or Record(), now))


# the file


def test_a_record_is_read_as_it_was_written() -> None:
    series = event(
        "vigil", when='["Tue, March 9, 2021", "Tue, March 16, 2021, 7 PM"]', status='"cancelled"'
    )
    record = published(
        HEAD + EVENT + series + event("park", venue='{ name = "A park" }', hosts='["CDSA"]')
    )
    content = write_record(record)
    assert read_record(content, CHICAGO) == record
    assert write_record(read_record(content, CHICAGO)) == content


def test_lines_are_sorted_and_each_is_an_object_of_its_own() -> None:
    lines = write_record(published(HEAD + event("b") + event("a"))).decode().splitlines()
    assert lines[0] == '{"version": 1}'
    assert [line.partition(",")[0] for line in lines[1:]] == [
        '{"slug": "neighborhood/loop"',
        '{"slug": "organization/chicago-dsa"',
        '{"slug": "organization/koco"',
        '{"slug": "topic/housing"',
        '{"slug": "topic/labor"',
        '{"slug": "venue/federal-plaza"',
        '{"uid": "a@calendar.chicago.org"',
        '{"uid": "b@calendar.chicago.org"',
    ]


LINE = b'{"uid": "x", "id": "x", "sequence": 1, "created": "2021-03-01T00:00:00Z", "modified": "2021-03-01T00:00:00Z", '
LINE += b'"digest": {}'
DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"{}",
    b'{"uid": "x"}',
    b'{"slug": 3}',
    LINE + b"}",
    b'{"slug": "topic/labor", "name": "Labor", "created": "yesterday"}',
    b"[" * 200_000,
    b'{"a": ' * 100_000,
]
WRONG = {  # what the line of an event may not hold
    "uid": [
        '"a\\rb"',
        '"a\\u007fb"',
        '"a b"',
        '"a\\nBEGIN:VEVENT"',
        '""',
        f'"{"a" * 192}"',
        '"\\ud800"',
    ],
    "id": ['"../../../pwned"', '"RALLY X"', '""', f'"{"a" * 200}"'],
    "former": ['["../x"]', '["a/b"]', '"abc"', "[3]"],
    "series": ['"../x"', "3"],
    "sequence": ["-1", "1.5", "true", "1" + "0" * 400, "2147483647"],
    "start": ['"9999-12-31"', '"0001-01-01"', '"2021-13-01"', '"2021-03-20T99:00:00"'],
    "modified": ['"9999-12-31T23:59:59Z"', '"0900-01-01T00:00:00Z"'],
    "created": ['"2021-03-01"', "3"],
    "title": ['{"en": "\\ud800"}', '{"en": "a\\rb"}', '{"en": "a\\u007fb"}', '["Rally"]'],
    "venue": [
        '{"name": {"en": "\\udc00"}}',
        '{"coordinates": [NaN, 1]}',
        '{"coordinates": [1e999, 1]}',
        '{"coordinates": [1]}',
    ],
    "digest": ["null", "[]", '{"title": 3}'],
    "status": ['"off"'],
    "state": ['"lost"'],
}


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in WRONG.items() for value in values]
)
def test_a_line_with_a_value_that_nobody_wrote_is_damaged(key: str, value: str) -> None:
    *others, line = write_record(published()).decode().splitlines(keepends=True)
    line_fields = {**json.loads(line), key: None}
    pairs = (
        f"{json.dumps(name)}: {value if name == key else json.dumps(one)}"
        for name, one in line_fields.items()
    )
    found = read_record("".join((*others, "{" + ", ".join(pairs) + "}\n")).encode(), CHICAGO)
    assert (found.damaged, found.events) == ((len(others) + 1,), {})


@pytest.mark.parametrize("line", DAMAGED[1:])
def test_a_damaged_line_is_counted_and_the_rest_read(line: bytes) -> None:
    content = write_record(published())
    first, rest = content.split(b"\n", 1)
    found = read_record(first + b"\n" + line + b"\n" + rest, CHICAGO)
    assert found == replace(published(), damaged=(2,))


def test_a_line_of_any_depth_is_damaged() -> None:
    # near the limit of Python, where reading it again goes deeper than reading it
    for depth in range(500, 1000):
        line = LINE + b', "start": "2021-03-20", "venue": ' + b"[" * depth + b"]" * depth + b"}"
        assert read_record(line, CHICAGO).damaged == (1,)


@pytest.mark.parametrize("key", ["uid", "id", "sequence", "created", "modified", "digest", "start"])
@pytest.mark.parametrize("value", ["null", "[[]]", '{"a": {}}', '"\\u0000"', "1e999"])
def test_a_line_with_one_value_broken_breaks_no_other(key: str, value: str) -> None:
    content = write_record(published()).decode()
    *others, line = content.splitlines(keepends=True)
    broken = _with(line, key, value)
    found = read_record("".join((*others, broken)).encode(), CHICAGO)
    assert found.damaged == (len(others) + 1,)
    assert found.slugs == published().slugs


def _with(line: str, key: str, value: str) -> str:
    line_fields = json.loads(line)
    pairs = (
        f"{json.dumps(name)}: {value if name == key else json.dumps(one)}"
        for name, one in line_fields.items()
    )
    return "{" + ", ".join(pairs) + "}\n"


@pytest.mark.parametrize("version", ["2", '"1"', "null"])
def test_another_version_is_not_read(version: str) -> None:
    with pytest.raises(NewerRecord, match="newer Handbill"):
        read_record(f'{{"version": {version}}}\n'.encode(), CHICAGO)


def test_a_repeated_line_is_one() -> None:
    content = write_record(published())
    assert read_record(content + content, CHICAGO) == published()


def test_of_two_lines_the_higher_stamps_and_the_earlier_first_publication_count() -> None:
    ours = published(
        HEAD + EVENT.replace('"Rally"', '"Ours"'), published(), NOON + timedelta(hours=1)
    )
    late = published(HEAD + EVENT.replace('"Rally"', '"Theirs"'), now=NOON + timedelta(minutes=5))
    theirs = published(
        HEAD + EVENT.replace('"Rally"', '"Theirs!"'), late, NOON + timedelta(hours=1)
    )
    both = (write_record(ours), write_record(theirs))
    for content in (both[0] + both[1], both[1] + both[0]):
        (line,) = read_record(content, CHICAGO).events.values()
        assert line.revision == Revision(612780, NOON + timedelta(hours=1))
        assert (line.created, line.digest) == (NOON, {})


# what is forgotten

HOME = {"name": {"en": "Ana's home"}, "address": "1234 W Private St, Chicago, IL 60608"}


def with_first(record: Record, first: dict[str, object]) -> Record:
    """Return a record of one event as an earlier Handbill wrote it, with this first place."""
    *others, line = write_record(record).decode().splitlines(keepends=True)
    line_fields = {**json.loads(line), "first": {"start": "2021-03-20T13:00:00", "venue": first}}
    return read_record("".join((*others, json.dumps(line_fields) + "\n")).encode(), CHICAGO)


def test_a_first_place_of_an_earlier_record_is_forgotten_and_no_subscriber_sees_a_change() -> None:
    made = catalog(HEAD + event("rally", venue='{ name = "Ana\'s home" }'))
    before = with_first(record_after(edition(made, Record(), NOON)), HOME)
    assert b"Private" in write_record(before)
    assert list(edition(made, before).pending()) == []
    after = record_after(edition(made, before, NOON + timedelta(days=1)))
    assert after == record_after(edition(made, Record(), NOON))


def test_a_first_place_that_an_earlier_handbill_named_is_named_no_more_and_that_is_a_change() -> (
    None
):
    made = catalog(HEAD + event("rally", venue='{ name = "Address sent after sign-up" }'))
    before = with_first(record_after(edition(made, Record(), NOON)), HOME)
    (line,) = before.events.values()
    named = replace(
        before,
        events={line.uid: replace(line, moved=True, digest={**line.digest, "change": "0" * 12})},
    )
    assert list(edition(made, named).pending()) == [("rally", "changed")]
    after = edition(made, named, NOON + timedelta(days=1))
    (event_,) = after.catalog.events
    assert (after.entry(event_, "en").summary, after.entry(event_, "en").change) == (
        "MOVED: Other",
        "Moved.",
    )
    assert b"Private" not in write_record(record_after(after))
    assert list(edition(made, record_after(after)).pending()) == []


def test_a_pin_alone_is_forgotten_too() -> None:
    pinned = '{ name = "Ana\'s home", coordinates = [41.85, -87.66] }'
    first = published(HEAD + event("rally", venue=pinned))
    moved = published(HEAD + event("rally", venue='{ name = "Unity Park" }'), first)
    renamed = published(HEAD + event("rally", venue='{ name = "Ana\'s home" }'), first)
    for record in (moved, renamed):
        assert b"41.85" not in write_record(record)
    other = event("other", venue='{ name = "Ana\'s home" }')
    (line,) = (
        line
        for line in published(
            HEAD + event("rally", venue='{ name = "Unity Park" }') + other, first
        ).events.values()
        if line.id == "rally"
    )
    assert line.first is not None
    assert line.first.venue is not None
    assert (line.first.venue.coordinates, line.first.forgotten, bool(line.first.venue.name)) == (
        None,
        False,
        True,
    )


def test_a_place_is_not_kept_for_a_withdrawn_event_that_was_there_too() -> None:
    home = '{ name = "Ana\'s home", address = "1234 W Private St, Chicago, IL 60608" }'
    rally, other = event("rally", venue=home), event("other", when='"April 20, 2021"', venue=home)
    # when the rally is over
    first, later = published(HEAD + rally + other), NOON + timedelta(days=30)
    withdrawn = other.replace(home, home + '\nstatus = "withdrawn"')
    made = catalog(HEAD + event("rally", venue='"Federal Plaza"') + withdrawn)
    after = record_after(edition(made, first, later))
    assert b"Private" not in write_record(after)
    assert record_after(edition(made, after, later)) == after


# the digest


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('title = "Other"', {"title"}),
        ('when = "Sat, March 20, 2021, 1 PM"', {"when"}),
        ('venue = { name = "Elsewhere" }', {"place"}),
        ('description = "Come."', {"description"}),
        ('notice = "Masks."', {"notice"}),
        ('status = "postponed"', {"status"}),
        ('status = "tentative"', {"status"}),
        ('hosts = ["CDSA"]', {"hosts", "contact"}),
        ('supporters = ["CDSA"]', {"supporters"}),
        ("and_others = true", {"supporters"}),
        ('topics = ["housing"]', {"topics"}),
        ('ends_at = "Unity Park"', {"ends_at"}),
        ('signup = "https://koco.org/"', {"signup"}),
        ('url = "https://koco.org/"', {"url"}),
        ('contact = "press@koco.org"', {"contact"}),
        ('moved = "Rain."', {"moved"}),
        ('notes = "Ask again."', set()),
        ('source = "a leaflet"', set()),
        ('status = "confirmed"', set()),
    ],
)
def test_the_digest_names_the_field_that_differs(line: str, names: set[str]) -> None:
    key = line.partition(" ")[0]
    remaining = "".join(
        one for one in EVENT.splitlines(keepends=True) if one.partition(" ")[0] != key
    )
    before, after = (digests(text) for text in (HEAD + EVENT, HEAD + remaining + line + "\n"))
    assert {name for name in before | after if before.get(name) != after.get(name)} == names


def digests(text: str) -> dict[str, str]:
    """Return the digest of a list's only event."""
    made = edition(catalog(text), Record())
    return made.digest(made.catalog.events[0])


def test_every_field_of_an_entry_is_in_the_digest_or_follows_from_one() -> None:
    made = edition(catalog(), Record())
    entry = made.entry(made.catalog.events[0], "en")
    follows = {
        "id",
        "uid",
        "translator",
        "summary",
        "change",
        "text",
        "all_day",
        "neighborhoods",
        "free",
        "organizers",
    }
    of_a_move = {"moved", "former_start", "former_location", "reason"}
    for name in entry.__dataclass_fields__:
        if name in follows | of_a_move or name in ("start", "end", "last", "place"):
            continue
        others = {
            "status": "tentative",
            "and_others": True,
            "lines": (DetailLine("cost", "Cost:", "Free", "line"),),
        }
        other = others.get(name, ("x",) if _many(entry, name) else "x")
        assert fields(replace(entry, **{name: other})) != fields(entry), name


def _many(entry: object, name: str) -> bool:
    return isinstance(getattr(entry, name), tuple)


def test_languages_that_swap_their_words_are_another_digest() -> None:
    made = edition(catalog(), Record())
    entries = [made.entry(made.catalog.events[0], language) for language in ("en", "es")]
    assert digest(entries) != digest(entries[::-1])


@pytest.mark.parametrize(
    "line", ['accessibility = "Step-free"', 'aliases = ["Plaza"]', "withdrawn = true"]
)
def test_publishing_again_without_an_edit_leaves_the_record_as_it_is(line: str) -> None:
    made = catalog(HEAD + line + "\n" + EVENT)
    written = write_record(record_after(edition(made, Record(), NOON)))
    before = read_record(written, zone("America/Chicago"))
    assert write_record(record_after(edition(made, before, NOON + timedelta(days=1)))) == written


def test_a_series_that_takes_a_former_id_is_one_problem(tmp_path: Path) -> None:
    """Each of its dates takes it."""
    file = tmp_path / "events.toml"
    file.write_text(HEAD + event("rally"), "utf-8")
    publish(OpenList(file, SITE).inputs, NOON)
    file.write_text(HEAD + event("march", aliases='["rally"]'), "utf-8")
    publish(OpenList(file, SITE).inputs, NOON)
    file.write_text(
        HEAD
        + event("march")
        + event("rally", title='"A vigil"', when='["March 21, 2021", "March 28, 2021"]'),
        "utf-8",
    )
    with pytest.raises(ListError) as refused:
        publish(OpenList(file, SITE).inputs, NOON)
    assert [problem.found for problem in refused.value.problems] == [
        '"rally" was the id of "march", whose subscribers still have that address'
    ]


def test_a_deleted_event_stays_in_the_feeds_of_every_kind() -> None:
    of_each_kind = (
        EVENT + 'supporters = ["Chicago DSA"]\nonline = "https://meet.example.org/rally"\n'
    )
    listed = catalog(HEAD + of_each_kind)
    deleted = edition(catalog(HEAD), published(HEAD + of_each_kind)).catalog
    for kind in SELECTIONS:
        before, after = (
            {noun.slug for event in made.events for noun in kind.of_event(event)}
            for made in (listed, deleted)
        )
        assert before or kind.slug == "collection", f"give the event of this test a {kind.slug}"
        assert after == before, kind.slug


RECORDS = sorted((ROOT / "tests" / "cases" / "records").iterdir())


@pytest.mark.parametrize("folder", RECORDS, ids=lambda folder: folder.name)
def test_a_record_of_an_earlier_program_has_nothing_pending(folder: Path) -> None:
    opened = OpenList(folder / "events.toml", SITE)
    edition = opened.snapshot.edition
    assert list(edition.pending()) == []
    for one in edition.catalog.events:
        assert edition.revision(one) == opened.inputs.record.events[one.uid].revision, one.id
    again = record_after(
        replace(edition, published_at=opened.inputs.record.newest() + timedelta(days=1))
    )
    for uid, line in again.events.items():
        assert line.revision == opened.inputs.record.events[uid].revision, uid
        assert "wording" not in line.digest


@pytest.mark.parametrize(
    "line",
    [
        'languages = ["en-US", "es-US", "de", "fr", "pt"]',
        'languages = ["en-GB", "es-AR", "de-AT", "fr-CA", "pt-PT"]',
        'languages = ["en", "es", "de", "fr", "pt"]\nclock = "24h"',
    ],
)
def test_another_clock_or_territory_is_no_edit(tmp_path: Path, line: str) -> None:
    for name in ("events.toml", "published.jsonl"):
        text = (ROOT / "tests" / "cases" / "records" / "before-clocks" / name).read_text("utf-8")
        (tmp_path / name).write_text(
            text.replace('languages = ["en", "es", "de", "fr", "pt"]', line), "utf-8"
        )
    opened = OpenList(tmp_path / "events.toml", SITE)
    assert list(opened.snapshot.edition.pending()) == []


# after any edits


@dataclass
class Listed:
    """One event of a random list."""

    ids: list[str]
    title: int = 0
    hour: int = 0
    venue: int = 0
    status: str = "confirmed"
    present: bool = True

    def toml(self) -> str:
        """Return its table; the day is known by its first id."""
        day = datetime(2021, 3, 1) + timedelta(days=3 * int(self.ids[0].removeprefix("e")))
        return (
            f'[[events]]\nid = "{self.ids[-1]}"\naliases = {self.ids[:-1]}\ntitle = "Title {self.title}"\n'
            f'when = "{day:%Y-%m-%d} {12 + self.hour}:00"\nvenue = {VENUES[self.venue]}\nstatus = "{self.status}"\n'
        ).replace("'", '"')


@dataclass
class World:
    """A list, its record, a clock and its subscribers."""

    listed: list[Listed] = field(default_factory=list)
    record: Record = field(default_factory=Record)
    now: datetime = NOON
    stored: dict[str, Stored] = field(default_factory=dict)
    uids: dict[str, str] = field(default_factory=dict)
    subscribers: list[Subscriber] = field(default_factory=lambda: [kind() for kind in KINDS])

    def apply(self, what: str, which: int, much: int) -> None:
        """Do one random edit, or publish."""
        one = self.listed[which % len(self.listed)] if self.listed else None
        if what == "add" or one is None:
            self.listed.append(Listed([f"e{len(self.listed)}"]))
        elif what == "rename":
            one.ids.append(f"{one.ids[0]}-{len(one.ids)}")
        elif what == "delete":
            one.present = False
        elif what == "return":
            one.present = True
        elif what == "publish":
            self.now += timedelta(hours=much)
            self.publish()
        elif what in ("title", "hour", "venue"):
            setattr(one, what, much % (len(VENUES) if what == "venue" else 3))
        else:
            one.status = what

    def publish(self) -> None:
        """Publish, poll, and see that what must hold holds."""
        text = LIST + "".join(one.toml() for one in self.listed if one.present)
        made = catalog(text)
        written = write_record(record_after(edition(made, self.record, self.now)))
        self.record = read_record(written, CHICAGO)
        assert write_record(record_after(edition(made, self.record, self.now))) == written
        after = edition(made, self.record)
        assert list(after.pending()) == []
        for one in after.catalog.events:
            assert self.uids.setdefault(one.id.partition("-")[0], one.uid) == one.uid
        content = body(Snapshot(after, SITE), "/feeds/all.ics")
        for home in HOMES:
            shown = home in text or home.encode() in content.replace(b"\r\n ", b"")
            assert shown or home.encode() not in written
        new = events(content)
        for stored in new.values():
            assert "," in stored.value(
                "LOCATION"
            ) or "Moved from A home" not in stored.text.replace("\r\n ", "")
        for uid, old in self.stored.items():
            self.compare(old, new.get(uid))
        for subscriber in self.subscribers:
            subscriber.poll(content)
            assert {uid: stored.text for uid, stored in subscriber.stored.items()} == {
                u: h.text for u, h in new.items()
            }
        self.stored = new

    def compare(self, old: Stored, new: Stored | None) -> None:
        """Assert that an event was over before it left, and its stamps rose only if it changed."""
        if new is None:
            end = datetime.strptime(old.value("DTEND"), "%Y%m%dT%H%M%S").replace(tzinfo=CHICAGO)
            assert end <= self.now
            return
        stamps = [
            (int(stored.value("SEQUENCE")), stored.value("LAST-MODIFIED")) for stored in (old, new)
        ]
        if old.text == new.text:
            return
        assert stamps[0][0] < stamps[1][0]
        assert stamps[0][1] < stamps[1][1]


EDITS = st.tuples(
    st.sampled_from(
        (
            *(
                "add",
                "title",
                "hour",
                "venue",
                "venue",
                "delete",
                "return",
                "rename",
                *3 * ("publish",),
            ),
            *("confirmed", "cancelled", "postponed", "withdrawn"),
        )
    ),
    st.integers(0, 7),
    st.integers(-30, 90),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(EDITS, min_size=30, max_size=30))
def test_after_any_edits_uids_stay_stamps_rise_and_no_event_just_leaves(
    edits: list[tuple[str, int, int]],
) -> None:
    world = World()
    for edit in edits:
        world.apply(*edit)
    world.publish()
    assert set(world.uids.values()) <= world.record.events.keys()  # the record forgets nobody


# two servers


def test_two_servers_with_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    series = event("vigil", when='"Tue, March 9, 2021, 7 PM"', rrule='"FREQ=WEEKLY;COUNT=3"')
    (one / "events.toml").write_text(HEAD + EVENT + series)
    (one / "places.jsonl").write_text("")
    assert run("publish", "--offline", folder=one).returncode == 0
    # a draft, too
    (one / "events.toml").write_text(HEAD + EVENT.replace("1 PM", "2 PM") + event("new"))
    shutil.copytree(one, other)
    trees = [
        tree(folder, PYTHONHASHSEED=seed, TZ=timezone)
        for folder, seed, timezone in ((one, "1", "Asia/Tokyo"), (other, "2", "America/Chicago"))
    ]
    assert trees[0] == trees[1]
    url = ("--url", "http://127.0.0.1:8000")
    with (
        serving(*url, folder=one, PYTHONHASHSEED="3") as first,
        serving(*url, folder=other, PYTHONHASHSEED="4") as second,
    ):
        for path in (
            "/feeds/all.ics",
            "/es/feeds/topic/labor.ics",
            "/feeds/changes.ics",
            "/events/vigil.ics",
        ):
            answers = [server.ask(path) for server in (first, second)]
            assert answers[0][0] == 200
            assert answers[0][1]["etag"] == answers[1][1]["etag"]
            assert answers[0][2] == answers[1][2] == trees[0][path.removeprefix("/")]


def tree(folder: Path, **environment: str) -> dict[str, bytes]:
    """Return what `build` writes."""
    assert run("build", "out", folder=folder, **environment).returncode == 0
    out = folder / "out"
    return {
        str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()
    }
