"""What is taken over from an earlier reading makes no difference to what is read anew."""

import random
from pathlib import Path

import pytest

from feeds.catalog import ListError, Loaded, Point, load
from feeds.documents import Document, DocumentCache
from feeds.places import Answer, keep
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, ROOT, SITE, body, event
from tests.servers import run

ASKED = (
    "/feeds/all.ics",
    "/es/feeds/topic/labor.atom",
    "/feeds/topic/housing,labor.json",
    "/",
    "/events/vigil/",
)
CHICAGO = (ROOT / "events.toml").read_text("utf-8")
SERIES = event(
    "vigil", when='["Tue, March 9, 2021", "Tue, March 16, 2021, 7 PM"]', hosts='["CDSA"]'
)
LIST = (
    HEAD
    + EVENT
    + SERIES
    + event("park", venue='{ name = "A park" }')
    + event("other", topics='["housing"]')
)
PIECES = [
    "\n",
    "#",
    '"',
    "[[events]]\n",
    'id = "rally"\n',
    "aliases = ['vigil']\n",
    'status = "withdrawn"\n',
    "312-555-0142",
    '"""',
    "\n[[events]]\nid = 'new'\ntitle = 'New'\nwhen = 2021-03-21\n",
    '\n[topics.new]\nname = "New"\n',
    "x",
]


def damaged(text: str, chance: random.Random) -> str:
    """Return the text with one change: something put in, taken out, or moved."""
    at, length = chance.randrange(len(text)), chance.randrange(1, 60)
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + chance.choice(PIECES) + text[at:]
    if kind == 1:
        return text[:at] + text[at + length :]
    tables = text.split("[[events]]")
    if kind == 2:  # the events in another order
        head, *parts = tables
        chance.shuffle(parts)
        return "[[events]]".join((head, *parts))
    part = chance.choice(tables[1:] or [""])
    return text + "\n[[events]]" + part  # an event that stands twice


def loaded(text: str, before: Loaded | None) -> Loaded | tuple[object, ...]:
    """Return the list, or the problems that keep it out."""
    try:
        return load(
            "events.toml",
            lambda name: {name: text.encode()} if name == "events.toml" else {},
            before,
        )
    except ListError as error:
        return error.problems


@pytest.mark.parametrize(("start", "seed"), [*((LIST, seed) for seed in range(8)), (CHICAGO, 0)])
def test_after_any_30_edits_the_list_is_one_read_from_nothing(start: str, seed: int) -> None:
    chance, text, before = random.Random(seed), start, loaded(start, None)
    edits = reused = 0
    while edits < 30:
        edited = damaged(text, chance)
        assert isinstance(before, Loaded)
        after, fresh = loaded(edited, before), loaded(edited, None)
        if not isinstance(fresh, Loaded):
            assert after == fresh  # the very same report; the edit is undone
            continue
        assert isinstance(after, Loaded)
        assert (after.catalog, after.problems) == (fresh.catalog, fresh.problems)
        known = set(map(id, before.catalog.events))
        reused += sum(id(event) in known for event in after.catalog.events)
        edits, text = edits + 1, edited
        before = chance.choice((after, fresh))
    assert reused


def test_only_the_table_that_was_edited_is_read_again() -> None:
    edited = LIST.replace('title = "Rally"', 'title = "March"')
    for before in (loaded(LIST, None), loaded(LIST, loaded(LIST, None))):
        assert isinstance(before, Loaded)
        after = loaded(edited, before)
        assert isinstance(after, Loaded)
        new = [
            event.id
            for event in after.catalog.events
            if not any(event is known for known in before.catalog.events)
        ]
        assert new == ["rally"]


def test_a_comment_among_the_nouns_makes_no_event_new() -> None:
    before = loaded(LIST, None)
    after = loaded(LIST.replace("[topics]", "# what events are about\n[topics]"), before)
    assert isinstance(before, Loaded)
    assert isinstance(after, Loaded)
    assert all(now is then for now, then in zip(after.catalog.events, before.catalog.events))


def test_another_name_among_the_nouns_makes_every_event_new() -> None:
    before = loaded(LIST, None)
    after = loaded(
        LIST.replace('koco = "KOCO"', 'koco = "Kenwood"').replace('["KOCO"]', '["Kenwood"]'), before
    )
    assert isinstance(before, Loaded)
    assert isinstance(after, Loaded)
    assert not any(now is then for now in after.catalog.events for then in before.catalog.events)


@pytest.mark.parametrize("seed", range(6))
def test_a_server_that_follows_edits_says_what_a_new_one_says(tmp_path: Path, seed: int) -> None:
    file, chance = tmp_path / "events.toml", random.Random(seed)
    file.write_text(LIST)
    assert run("publish", "--offline", folder=tmp_path).returncode == 0
    followed, shown = OpenList(file, SITE), 0
    for _ in range(30):
        for path in (
            "/feeds/all.ics",
            "/es/feeds/topic/labor.atom",
            "/feeds/topic/housing,labor.json",
            "/",
            "/events/vigil/",
        ):
            followed.snapshot.find(path)
        text = damaged(LIST, chance)
        file.write_text(text)
        if followed.refresh():
            continue
        fresh = OpenList(file, SITE).snapshot
        shown += 1
        for _, path in fresh.paths():
            assert followed.snapshot.find(path) == fresh.find(path), path
    assert shown


def test_an_edit_makes_only_its_own_event_anew(tmp_path: Path) -> None:
    file = tmp_path / "events.toml"
    file.write_text(LIST)
    opened = OpenList(file, SITE)
    opened.snapshot.find("/feeds/all.ics")
    before = opened.snapshot
    file.write_text(LIST.replace('title = "Rally"', 'title = "March"'))
    assert opened.refresh() == ()
    same = [
        now
        for now, then in zip(opened.snapshot.catalog.events, before.catalog.events)
        if now is then
    ]
    assert [one.id for one in opened.snapshot.catalog.events if one not in same] == ["rally"]
    known, now = (
        one.contents.fragments.table("ics", "en", False) for one in (before, opened.snapshot)
    )
    unchanged = {uid: body for uid, body in known.items() if uid != "rally@calendar.chicago.org"}
    assert unchanged
    assert all(now[uid] is body for uid, body in unchanged.items())


def test_an_edit_makes_only_its_own_event_anew_where_a_geocoder_found_the_venue(
    tmp_path: Path,
) -> None:
    address = "1100 N Smith St, Palatine, IL 60067"
    file = tmp_path / "events.toml"
    text = HEAD + "".join(
        event(
            f"e{number}",
            title=f'"Rally {number}"',
            venue=f'{{ name = "School", address = "{address}" }}',
        )
        for number in range(3)
    )
    file.write_text(text)
    keep(
        tmp_path,
        [Answer(address, "nominatim", "2026-11-21", Point(42.05, -88.05), "amenity=school")],
    )
    opened = OpenList(file, SITE)
    assert b"GEO:42.05;-88.05" in body(opened.snapshot, "/events/e1.ics")
    file.write_text(text.replace('"Rally 1"', '"March"'))
    assert opened.refresh() == ()
    assert opened.snapshot.changed == {"e1@calendar.chicago.org"}
    text = text.replace("America/Chicago", "America/New_York").replace("1 PM – 3 PM", "2 PM – 4 PM")
    file.write_text(text)
    assert opened.refresh() == ()
    assert b"DTSTART;TZID=America/New_York:" in body(opened.snapshot, "/events/e0.ics")


# the cache


def test_the_shelf_holds_no_more_than_it_may_and_keeps_what_is_asked_for() -> None:
    cache = DocumentCache(100_000)
    favourite = cache.put(("favourite", "mark"), Document(b"x" * 10_000, "text/plain"))
    for number in range(1000):
        favourite.used = True
        cache.put((str(number), "mark"), Document(b"y" * 1000, "text/plain"))
        assert cache.octets <= 100_000
        assert cache.octets == sum(cached.octets for cached in cache.documents.values())
    assert cache.documents["favourite", "mark"] is favourite
    assert ("999", "mark") in cache.documents
    assert ("0", "mark") not in cache.documents


def test_a_document_larger_than_the_shelf_is_held_alone() -> None:
    cache = DocumentCache(10)
    cache.put(("a", "mark"), Document(b"x" * 100, "text/plain"))
    cache.put(("b", "mark"), Document(b"y" * 100, "text/plain"))
    assert list(cache.documents) == [("b", "mark")]


def test_of_the_answers_to_one_document_only_so_many_are_kept() -> None:
    cache = DocumentCache(100_000)
    cached = cache.put(("a", "mark"), Document(b"x", "text/plain"))
    for number in range(100):
        cache.keep_response(cached, (str(number), None), "answer")
    assert len(cached.responses) == 16
