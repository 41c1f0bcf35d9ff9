"""Publishing: what subscribers get is recorded."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from feeds.catalog import Catalog, ListError, Loaded
from feeds.files import content_of, only_writer
from feeds.inputs import Inputs, as_record
from feeds.places import addresses, forget
from feeds.record import FILE, Edition, Record, edition, keep, losses, record_after

IsCurrent = Callable[[], bool]


class StaleFiles(Exception):
    """The files changed after they were read."""


def publish(inputs: Inputs, now: datetime, is_current: IsCurrent = lambda: True) -> Edition:
    """Publish the list as read, and return the edition.

    Raise StaleFiles when `is_current` says that the files have changed since: what another process published meanwhile
    would count as deleted. Raise ListError when subscribers would lose an address, OSError when a file
    cannot be written.
    """
    folder, catalog = inputs.file.parent, inputs.catalog()
    with only_writer(folder):
        if not is_current():
            raise StaleFiles
        content = content_of(folder / FILE)
        record = as_record(str(folder / FILE), content, inputs.zone, inputs)
        found = make_edition(inputs.loaded, catalog, record, now)
        write(folder, record_after(found), content, is_current, addresses(inputs.loaded.catalog))
    return found


def make_edition(
    loaded: Loaded,
    catalog: Catalog,
    record: Record,
    now: datetime | None = None,
    as_recorded: frozenset[str] = frozenset(),
) -> Edition:
    """Return the edition of `catalog`, which is that of `loaded` with places; see `edition`.

    Raise ListError when subscribers would lose an address.
    """
    if lost := tuple(losses(loaded, catalog, record)):
        raise ListError((*loaded.problems, *lost))
    return edition(catalog, record, now, as_recorded)


def write(
    folder: Path,
    record: Record,
    before: bytes,
    is_current: IsCurrent,
    needed: frozenset[str] | None,
) -> None:
    """Write the record, and leave in places.jsonl only the addresses `needed` (None: all).

    Raise StaleFiles when the list has changed since it was read, or the record since it was `before`: editors and git
    take no lock, so this is the last check before the files are replaced.
    """
    if not is_current() or content_of(folder / FILE) != before:
        raise StaleFiles
    if needed is not None:
        forget(folder, needed)
    keep(folder, record)
