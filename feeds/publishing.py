"""Publish a list: record what subscribers get."""

from collections.abc import Callable
from datetime import datetime

from feeds.catalog import Catalog, ListError, Loaded
from feeds.files import keep_lines, only_writer
from feeds.inputs import Inputs
from feeds.places import addresses, forget
from feeds.record import FILE, Edition, Record, edition, losses, record_after, write_record

IsCurrent = Callable[[], bool]


class StaleFiles(Exception):
    """The files changed after they were read."""


def publish(inputs: Inputs, now: datetime, is_current: IsCurrent = lambda: True) -> Edition:
    """Publish the list as read, and return the edition.

    Raise StaleFiles when `is_current` says that the files have changed since, ListError when
    subscribers would lose an address, OSError when a file cannot be written.
    """
    catalog = inputs.catalog()
    with only_writer(inputs.file.parent):
        refuse_stale(is_current)
        published = make_edition(inputs.loaded, catalog, inputs.record, now)
        write(inputs, published, is_current)
    return published


def make_edition(
    loaded: Loaded,
    catalog: Catalog,
    record: Record,
    now: datetime | None = None,
    as_recorded: frozenset[str] = frozenset(),
) -> Edition:
    """Return the edition of `catalog`, the one of `loaded` with places; see `edition`.

    Raise ListError when subscribers would lose an address.
    """
    if lost := tuple(losses(loaded, catalog, record)):
        raise ListError((*loaded.problems, *lost))
    return edition(catalog, record, now, as_recorded)


def refuse_stale(is_current: IsCurrent) -> None:
    """Raise StaleFiles when the files changed: what was published since would seem deleted."""
    if not is_current():
        raise StaleFiles


def write(
    inputs: Inputs, published: Edition, is_current: IsCurrent, *, forgetting: bool = True
) -> Record:
    """Write the record after an edition, and return it; the caller must hold `only_writer`.

    With `forgetting`, remove the addresses that the list no longer has from places.jsonl.
    """
    record = record_after(published)
    # Editors and git take no lock: this is the last check before the files are replaced.
    refuse_stale(is_current)
    folder = inputs.file.parent
    if forgetting:
        forget(folder, addresses(inputs.loaded.catalog))
    damaged = bool(record.damaged)
    keep_lines(folder / FILE, write_record(record), damaged=damaged)
    return record
