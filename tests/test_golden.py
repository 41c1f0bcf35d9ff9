"""One whole file for each event of the list: what its address answers, byte for byte.

After a change that is meant to change these bytes: `python -m tests.test_golden`, then read the
diff.
"""

from feeds.snapshot import Snapshot
from feeds.watch import OpenList
from tests.lists import ROOT, SITE, body

GOLDEN = ROOT / "tests" / "cases" / "golden"
RENEW = "if this is meant, run `python -m tests.test_golden` and read the diff"


def rendered(snapshot: Snapshot) -> dict[str, bytes]:
    """Return the file of each event by its name."""
    return {
        f"{event.id}.ics": body(snapshot, f"/events/{event.id}.ics")
        for event in snapshot.catalog.events
    }


def golden_files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in GOLDEN.glob("*.ics")}


def test_each_event_has_its_file_and_no_other(chicago):
    files, events = golden_files().keys(), rendered(chicago).keys()
    assert not events - files, f"without a file: {sorted(events - files)}; {RENEW}"
    assert not files - events, f"of no event: {sorted(files - events)}; {RENEW}"
    assert files


def test_every_file_is_as_before_byte_for_byte(chicago):
    before, after = golden_files(), rendered(chicago)
    for name in sorted(before.keys() & after.keys()):
        assert after[name].splitlines() == before[name].splitlines(), f"{name}: {RENEW}"
        assert after[name] == before[name], f"{name}: {RENEW}"


def test_git_leaves_the_line_ends_alone():
    assert "*.ics -text" in (GOLDEN / ".gitattributes").read_text().splitlines()
    assert all(b"\r\n" in content for content in golden_files().values())


if __name__ == "__main__":
    for path in GOLDEN.glob("*.ics"):
        path.unlink()
    for name, content in rendered(OpenList(ROOT / "events.toml", SITE).snapshot).items():
        (GOLDEN / name).write_bytes(content)
