"""Three calendar packages read every feed in both languages as the list has it."""

from datetime import UTC, datetime, timedelta

import pytest

from feeds.catalog import Event
from tests.lists import body
from tests.readers import READERS, Shown, by_vobject
from tests.wire import read


@pytest.fixture(scope="module")
def files(chicago):
    """The bytes of every calendar by its path."""
    paths = {canonical for _, canonical in chicago.paths() if canonical.endswith(".ics")}
    return {path: body(chicago, path) for path in sorted(paths)}


def listed(event: Event, language: str, default: timedelta) -> Shown:
    """Return an event of the list without its description, not by Handbill's entries."""
    start, end = event.when.start, event.when.end
    if isinstance(start, datetime):
        start = start.astimezone(UTC)
        end = end.astimezone(UTC) if isinstance(end, datetime) else start + default
    else:
        end = (end or start) + timedelta(days=1)
    if event.venue is None:
        where = ", ".join(area.title(language) for area in event.areas)
    elif event.venue.name:
        where = f"{event.venue.title(language)}\n{event.venue.address}"
    else:
        where = event.venue.address.replace(", ", "\n", 1)
    return Shown(event.uid, event.title.in_language(language), start, end, where, "")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_every_reader_finds_the_events_of_the_list(reader, files, chicago):
    catalog = chicago.catalog
    assert len(files) == 2 * (len(chicago.directory.feeds) + len(catalog.events))
    for path, content in files.items():
        language, subject = ("es", path[4:-4]) if path.startswith("/es/") else ("en", path[1:-4])
        feed = chicago.directory.feeds.get(subject)
        events = chicago.index.pick(feed.selection) if feed else chicago.routes.dates(subject)
        if subject == "feeds/changes":  # nothing of the list moved or was called off
            events = ()
        expected = [listed(event, language, catalog.calendar.default_duration) for event in events]
        found = [shown._replace(description="") for shown in reader(content)]
        assert sorted(found) == sorted(expected), path


def test_they_read_one_description(files):
    for path in ("/feeds/all.ics", "/es/feeds/all.ics"):
        expected = {
            event.text("UID"): event.text("DESCRIPTION") for event in read(files[path]).events
        }
        for reader in READERS:
            assert {shown.uid: shown.description for shown in reader(files[path])} == expected, (
                reader.__name__
            )


def test_vobject_takes_the_hours_from_the_file(files):
    content = files["/events/rent-control-2021.ics"]
    moved = content.replace(b"TZOFFSETTO:-0500", b"TZOFFSETTO:-0400").replace(
        b"TZOFFSETFROM:-0500", b"TZOFFSETFROM:-0400"
    )
    ((elsewhere,), (here,)) = by_vobject(moved), by_vobject(content)
    assert here.start == datetime(2021, 3, 20, 17, tzinfo=UTC)
    assert elsewhere.start == datetime(2021, 3, 20, 16, tzinfo=UTC)
