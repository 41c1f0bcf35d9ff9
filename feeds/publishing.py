"""Publishing: what subscribers get is written down as published."""

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
    """Publish the list as it was read and return it as published.

    Raise StaleFiles when `is_current` says that the files are not those that were read: what another process published
    meanwhile would be taken for deleted. Raise ListError when subscribers would lose an address, OSError when a file
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
    """Return the edition that `catalog`, with the places of `loaded`, makes; see `edition`.

    Raise ListError when subscribers would lose an address.
    """
    if lost := tuple(losses(loaded, catalog, record)):
        raise ListError((*loaded.problems, *lost))
    return edition(catalog, record, now, as_recorded)


def write(folder: Path, record: Record, before: bytes, is_current: IsCurrent, needed: frozenset[str] | None) -> None:
    """Write the record, and leave in places.jsonl only the addresses `needed` (None: all).

    Raise StaleFiles when the list changed since it was read, or the record is not as it was `before`: editors and
    git do not ask who holds the folder, so this is the last look before the files are replaced.
    """
    if not is_current() or content_of(folder / FILE) != before:
        raise StaleFiles
    if needed is not None:
        forget(folder, needed)
    keep(folder, record)
