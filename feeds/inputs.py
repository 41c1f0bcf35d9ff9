"""Read what a snapshot is made from: the list, its places, the record and the day."""

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from feeds.catalog import Calendar, Catalog, ListError, Loaded, Problem, load, zone
from feeds.images import Images, read_images
from feeds.places import Answer, Places, read_places, resolve, unknown_addresses
from feeds.record import FILE, NewerRecord, Record, checksum, read_record

WILD = re.compile(r"[*?[]")
NO_ADDRESS = "http://127.0.0.1:8000"

FileState = tuple[str, int, int, int, int]  # name, mtime and ctime in ns, size in octets, inode
States = dict[str, tuple[FileState, ...]]  # by pattern
Today = Callable[[ZoneInfo], date]


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a snapshot is made from.

    `new_answers` are the geocoder's answers by address that places.jsonl does not have yet.
    `base_url` is the public address without a slash at its end, `day` today in the time zone.
    """

    file: Path
    loaded: Loaded
    places: Places
    record: Record
    base_url: str
    day: date
    new_answers: Mapping[str, Answer]
    images: Images

    @property
    def calendar(self) -> Calendar:
        """The [calendar] table."""
        return self.loaded.catalog.calendar

    @property
    def zone(self) -> ZoneInfo:
        """The calendar's time zone."""
        return zone(self.calendar.timezone)

    @property
    def answers(self) -> dict[str, Answer]:
        """The geocoder's answers by address; the file wins."""
        return {**self.new_answers, **self.places.answers}

    @property
    def unknown(self) -> tuple[str, ...]:
        """The addresses to ask the geocoder for."""
        return unknown_addresses(self.loaded.catalog, self.answers)

    def catalog(self, previous: Catalog | None = None) -> Catalog:
        """Return the list with the positions of its venues, and the areas that were published.

        Events that equal those of the `previous` catalog are the same objects.
        """
        subjects = [subject.partition("/") for subject in self.record.slugs]
        areas = [slug for kind, _, slug in subjects if kind == "neighborhood"]
        return resolve(self.loaded.catalog, self.answers, self.places.boundaries, areas, previous)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The warnings and notes about the files."""
        return (*self.loaded.problems, *self.places.problems, *self._damaged())

    def _damaged(self) -> Iterator[Problem]:
        name, found = str(self.file.parent / FILE), "this line cannot be read"
        remedy = (
            "publish sets the file aside and writes the good lines anew; "
            "what this line held counts as new"
        )
        for number in self.record.damaged:
            yield Problem(name, number, "", found, remedy, "warning", 1)


class Files:
    """The files of one reading of a list, by pattern, each with its state from before it was read.

    An edit that lands while a file is read changes its state, so the next look notices it.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.states: States = {}

    def read(self, pattern: str) -> dict[str, bytes]:
        """Return the content of each matching file; raise ListError if one is unreadable."""
        state = self.states[pattern] = _stat(self.file, pattern)
        try:
            return {name: Path(name).read_bytes() for name, *_ in state}
        except OSError as error:
            found = f"{error.filename} cannot be read: {error.strerror}"
            problem = Problem(str(self.file), 0, "", found, "look at the file and who may read it")
            raise ListError((problem,)) from error

    def stat_all(self) -> States:
        """Return the state of every file now, by pattern."""
        return {pattern: _stat(self.file, pattern) for pattern in self.states}

    def are_current(self) -> bool:
        """Return whether all files are still as they were read."""
        return self.stat_all() == self.states

    def mark_current(self, pattern: str) -> None:
        """Treat a pattern's files, which this process has just written, as read."""
        self.states[pattern] = _stat(self.file, pattern)


def has_emptied(states: States) -> bool:
    """Return whether a file of the list is empty, as in the middle of being saved."""
    files = [file for matching in states.values() for file in matching]
    return any(name.endswith(".toml") and size == 0 for name, _, _, size, _ in files)


def read_inputs(
    files: Files,
    url: str | None,
    today: Today,
    previous: Inputs | None = None,
    fallback: str = NO_ADDRESS,
) -> Inputs:
    """Read a list and the files beside it; raise ListError when it has errors.

    `url` overrides the list's public address; `fallback` is used if it has none. What has not
    changed since the `previous` inputs is not parsed again.
    """
    loaded = load(str(files.file), files.read, previous.loaded if previous else None)
    calendar = loaded.catalog.calendar
    timezone = zone(calendar.timezone)
    return Inputs(
        file=files.file,
        loaded=loaded,
        places=read_places(loaded, files.read),
        record=_record(files, timezone, previous),
        base_url=(url or calendar.url or fallback).rstrip("/"),
        day=today(timezone),
        images=read_images(loaded, files.read, previous.images if previous else None),
        new_answers=previous.new_answers if previous else MappingProxyType({}),
    )


def _record(files: Files, zone: ZoneInfo, previous: Inputs | None) -> Record:
    """Read the record; raise ListError when a newer Handbill wrote it.

    An unchanged one is not parsed again: 10,000 lines take half a second.
    """
    name, content = next(iter(files.read(FILE).items()), (FILE, b""))
    if previous and (previous.record.checksum, previous.zone) == (checksum(content), zone):
        return previous.record
    try:
        return read_record(content, zone)
    except NewerRecord as error:
        remedy = "update Handbill; nothing was changed"
        raise ListError((Problem(name, 0, "", str(error), remedy),)) from error


def _stat(file: Path, pattern: str) -> tuple[FileState, ...]:
    """Return the state of each matching file, in order."""
    names = [_beside(file, pattern)]
    if WILD.search(pattern):
        names = sorted(map(str, file.parent.glob(pattern)))
    states = []
    for name in names:
        # deleted or not permitted: a state like any other
        with suppress(OSError):
            now = os.stat(name)
            if stat.S_ISREG(now.st_mode) or pattern == str(file):
                times = now.st_mtime_ns, now.st_ctime_ns
                states.append((name, *times, now.st_size, now.st_ino))
    return tuple(states)


@lru_cache
def _beside(file: Path, pattern: str) -> str:
    """Return the path of a file beside the list, cached for 50 looks a second."""
    return str(file if pattern == str(file) else file.parent / pattern)
