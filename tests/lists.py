"""Small lists for tests, and snapshots of them."""

from datetime import date
from pathlib import Path

from feeds.catalog import Catalog, Loaded, load
from feeds.documents import Document
from feeds.record import Record, edition
from feeds.snapshot import Snapshot

ROOT = Path(__file__).parent.parent
SITE = "https://calendar.chicago.org"
TODAY = date(2021, 3, 19)
HEAD = """\
[calendar]
title = { en = "Test calendar", es = "Calendario de prueba" }
timezone = "America/Chicago"
languages = ["en", "es"]
domain = "calendar.chicago.org"
area = [41.4, -88.6, 42.6, -87.3]

[organizations]
koco = "KOCO"
chicago-dsa = { name = "Chicago Democratic Socialists of America", aliases = ["Chicago DSA", "CDSA"] }

[neighborhoods]
loop = "Loop"

[topics]
labor = { name = { en = "Labor", es = "Trabajo" }, aliases = ["work"] }
housing = { en = "Housing", es = "Vivienda" }

[venues.federal-plaza]
name = "Federal Plaza"
address = "50 W Adams St, Chicago, IL 60604"
neighborhood = "loop"
coordinates = [41.87879, -87.6297]
"""
EVENT = """
[[events]]
id = "rally"
title = "Rally"
when = "Sat, March 20, 2021, 1 PM – 3 PM"
venue = "Federal Plaza"
hosts = ["KOCO"]
topics = ["Labor"]
"""


def loaded(text: str) -> Loaded:
    """Load a list that is one file, events.toml."""
    return load(
        "events.toml",
        lambda pattern: {"events.toml": text.encode()} if pattern == "events.toml" else {},
    )


def catalog(text: str = HEAD + EVENT) -> Catalog:
    """Return the catalog of a list without errors."""
    return loaded(text).catalog


def snapshot(text: str = HEAD + EVENT, site: str = SITE) -> Snapshot:
    """Return the snapshot of a list without errors."""
    return Snapshot(edition(catalog(text), Record()), site)


def body(snapshot: Snapshot, path: str, cancelled: str | None = None) -> bytes:
    """Return the bytes at `path`."""
    found = snapshot.find(path, cancelled)
    assert isinstance(found, Document), found
    return found.body


def event(id: str = "other", **lines: str) -> str:
    """Return the TOML of an event; `lines` are raw TOML values."""
    values = {"title": '"Other"', "when": '"Sat, March 20, 2021, 1 PM – 3 PM"', **lines}
    return f'\n[[events]]\nid = "{id}"\n' + "".join(
        f"{key} = {value}\n" for key, value in values.items()
    )
