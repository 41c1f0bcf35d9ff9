"""Any list is refused with located problems, or gives feeds that three packages read as the list has them.

Its pages have no text unescaped, and the folder of a build has the server's bytes.
"""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from feeds.catalog import Catalog, ListError
from feeds.export import export
from feeds.snapshot import Snapshot
from tests.lists import body, snapshot
from tests.readers import READERS, Shown, by_ical, by_icalendar
from tests.test_readers import listed
from tests.whole_lists import lists

some = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def made(text: str) -> Snapshot | None:
    """Return the snapshot of a list, None where it is refused, as it should be: with place, fault and remedy."""
    try:
        return snapshot(text)
    except ListError as refusal:
        problems = refusal.problems
    assert any(problem.severity == "error" for problem in problems)
    for problem in problems:
        assert 0 < problem.line <= text.count("\n") + 1
        assert problem.found
        assert problem.remedy
    return None


def hours(shown: Shown) -> tuple[str, str, object, object]:
    """Return what must agree whatever the texts are."""
    return shown.uid, shown.title, shown.start, shown.end


def expected(catalog: Catalog, language: str) -> list[tuple[str, str, object, object]]:
    """Return what the list says of each event whose title nothing is put before."""
    default = catalog.calendar.default_duration
    return [
        hours(listed(event, language, default))
        for event in catalog.events
        if event.status != "postponed"
    ]


@some
@given(lists())
def test_three_packages_read_the_hours_of_the_list(text: str) -> None:
    made_snapshot = made(text)
    if made_snapshot is None:
        return
    language = made_snapshot.catalog.calendar.languages[0]
    content = body(made_snapshot, "/feeds/all.ics")
    # An end that nobody announced is reckoned by the clock on the wall, also in the night when that
    # changes.
    announced = {event.uid for event in made_snapshot.catalog.events if event.when.end}
    # vobject takes any file's zone for the first of that name, and an offset of zero for none.
    zone = made_snapshot.catalog.calendar.timezone
    for reader in READERS if zone == "America/Chicago" else (by_ical, by_icalendar):
        found = {shown.uid: hours(shown) for shown in reader(content)}
        for uid, title, start, end in expected(made_snapshot.catalog, language):
            assert found[uid][0] == uid
            assert found[uid][1].endswith(title)
            assert found[uid][2] == start, reader.__name__
            if uid in announced:
                assert found[uid][3] == end, reader.__name__


@settings(some, max_examples=10)
@given(lists(most=3))
def test_a_folder_has_the_servers_bytes_and_no_markup_of_the_list(text: str) -> None:
    made_snapshot = made(text)
    if made_snapshot is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        export(made_snapshot, Path(folder))
        as_folder = made_snapshot.as_folder()
        for path, canonical in as_folder.paths():
            name = path + "index.html" if path.endswith("/") else path
            content = Path(folder, name.lstrip("/")).read_bytes()
            assert content == body(as_folder, canonical), path
            assert b"<script>alert" not in content, path


def test_a_list_of_500_events_is_read_by_all() -> None:
    head = (
        '[calendar]\ntitle = "Many"\ntimezone = "Asia/Kathmandu"\ndomain = "calendar.chicago.org"\n'
    )
    events = (
        f'[[events]]\nid = "event-{n}"\ntitle = "Event {n}"\nwhen = "2027-01-01 {n % 24:02}:{n % 60:02}"\n'
        for n in range(500)
    )
    made_snapshot = made(head + "".join(events))
    assert made_snapshot is not None
    for reader in READERS:
        assert sorted(map(hours, reader(body(made_snapshot, "/feeds/all.ics")))) == sorted(
            expected(made_snapshot.catalog, "en")
        )
