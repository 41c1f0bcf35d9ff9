"""A list on disk with what the machine keeps beside it, and the newest good snapshot of them."""

import gc
import os
import re
import stat
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from feeds.catalog import Catalog, Geocoding, ListError, Loaded, Problem, load, zone
from feeds.places import Answer, Places, addresses, keep, read_places, resolve, unknown_addresses
from feeds.places.geocoding import answers, geocoder
from feeds.publishing import Live, StaleFiles, as_record, issue
from feeds.record import FILE, Edition, Record
from feeds.snapshot import Snapshot

WILD = re.compile(r"[*?[]")
INTERVAL, SETTLING = 0.02, 0.01  # seconds between two looks at the files, and to the next while they change
NO_ADDRESS = "http://127.0.0.1:8000"
BEFORE_ASKING = 1.0  # seconds: the first subscribers come before the first question
Turn = AbstractContextManager[Any]
Stamp = tuple[tuple[str, int, int, int, int], ...]


def _contents(file: Path, stamp: Stamp) -> dict[str, bytes]:
    """Return what stands in the files of a stamp; raise ListError when one cannot be read."""
    try:
        return {name: Path(name).read_bytes() for name, *_ in stamp}
    except OSError as error:
        found = f"{error.filename} cannot be read: {error.strerror}"
        raise ListError((Problem(str(file), 0, "", found, "look at the file and who may read it"),)) from error


def _stamp(file: Path, pattern: str) -> Stamp:
    """Return the files that match, in order, each with what tells one state of it from another."""
    names = sorted(map(str, file.parent.glob(pattern))) if WILD.search(pattern) else (_beside(file, pattern),)
    stamps = []
    for name in names:
        with suppress(OSError):  # gone, or not for us: a state like others
            found = os.stat(name)
            if stat.S_ISREG(found.st_mode) or pattern == str(file):
                stamps.append((name, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino))
    return tuple(stamps)


@lru_cache
def _beside(file: Path, pattern: str) -> str:
    return str(file if pattern == str(file) else file.parent / pattern)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage while so much is made that is none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class OpenList:
    """The list being served: `snapshot` is the last good one, whatever happens to the files.

    It shows edits as a draft. A `frozen` one takes an edit that is not published for a broken one; one with a `live`
    clock publishes each.
    """

    def __init__(
        self,
        file: Path,
        site: str | None,
        *,
        frozen: bool = False,
        live: Live | None = None,
        today: Callable[[ZoneInfo], date] = lambda zone: date.min,
    ) -> None:
        """Open the list; raise ListError when it has errors. `site` overrides the public address it names."""
        self.file, self.site, self.frozen, self.live, self.today = file, site, frozen, live, today
        self.stamps: dict[str, Stamp] = {}  # of each pattern that was read, taken before its bytes were
        self.learned: dict[str, Answer] = {}  # looked up since the start, and in no file yet
        self.changing = threading.Lock()
        self.recorded = b"", "", Record()  # what the record said, in which zone, and what that means
        self.loaded: Loaded
        self.places: Places
        self.record: Record
        self.problem = ""  # the last that kept a change out, "" since one was taken in
        with _no_collection():
            self.snapshot = self._snapshot(self._first_edition())
            self.snapshot.warm_up()
            gc.freeze()  # what was read stays: it is never garbage, and the processes of a server share it
        self.made = time.monotonic()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files, short of an error."""
        return (*self.loaded.problems, *self.places.problems, *map(self._damaged, self.record.damaged))

    @property
    def catalog(self) -> Catalog:
        """The list with its venues where they are, and the areas that were published."""
        return self._placed(None)

    def _placed(self, before: Edition | None) -> Catalog:
        published = [subject.partition("/")[2] for subject in self.record.slugs if subject.startswith("neighborhood/")]
        earlier = before.catalog if before else None
        return resolve(self.loaded.catalog, self.known(), self.places.boundaries, published, earlier)

    def known(self) -> dict[str, Answer]:
        """Return what geocoders said of each address; what stands in the file counts."""
        return {**self.learned, **self.places.answers}

    def unknown(self) -> tuple[str, ...]:
        """Return the addresses that nothing is known of."""
        return unknown_addresses(self.loaded.catalog, self.known())

    def health(self) -> dict[str, object]:
        """Return how old the snapshot is, in seconds, and the last problem that kept a change out."""
        return {"snapshot_age": round(time.monotonic() - self.made), "problem": self.problem or None}

    def follow(self, report: Callable[[tuple[Problem, ...]], None]) -> None:
        """Look at the files for ever, in a thread: a good change becomes the snapshot, a bad one is reported.

        The first look is over when this returns: a worker may be started long after the list was read.
        """
        self._take_in(report)
        threading.Thread(target=self._follow, args=(report,), name="list", daemon=True).start()

    def look_up(self, today: Callable[[], str], turn: Turn | None, *, write: bool) -> None:
        """Ask the list's geocoder for unknown addresses, in a thread, for ever; keep what it says in memory.

        With `write` also in places.jsonl. `turn` is the lock of processes that ask together.
        """
        threading.Thread(target=self._look_up, args=(today, turn, write), name="places", daemon=True).start()

    def refresh(self) -> tuple[Problem, ...] | None:
        """Take in what changed since the list was read; return the problems that keep it out, None without a change."""
        saved = self._look() != self.stamps
        if not saved and not (self.live and self.live.due()):
            return None
        with self.changing, _no_collection():
            before = self.loaded, self.places, self.record
            try:
                self.loaded, self.places, self.record = self._load(self.loaded)
                edition = self._edition(self.snapshot.edition, saved=saved)
                snapshot = self._snapshot(edition, self.snapshot)
                snapshot.warm_up()
                snapshot.render_changed()  # what cannot be made does not replace what can
            except StaleFiles:
                self.loaded, self.places, self.record = before
                return None
            except ListError as error:
                self.loaded, self.places, self.record = before
                errors = (problem for problem in error.problems if problem.severity == "error")
                first = next(errors, error.problems[0])  # what a warning names is not for everyone who asks
                self.problem = f"{first.file}:{first.line}: {first.found}"
                return error.problems if saved else None
            except Exception:
                self.loaded, self.places, self.record = before
                raise
            self.snapshot, self.made, self.problem = snapshot, time.monotonic(), ""
        return ()

    def learn(self, answer: Answer) -> None:
        """Take in what a geocoder said."""
        with self.changing:
            self.learned[answer.address] = answer
            if self.live is None:  # else it is published with the file that it is written to
                self.snapshot = self._snapshot(self._edition(self.snapshot.edition), self.snapshot)

    def _follow(self, report: Callable[[tuple[Problem, ...]], None]) -> None:
        pause, before, quiet = threading.Event(), self.stamps, True
        while not pause.wait(INTERVAL if quiet else SETTLING):
            now = self._look()
            quiet, before = now == before, now
            if not quiet:  # it is still being written
                continue
            if now != self.stamps or self.live or self._is_another_day():
                self._take_in(report)

    def _take_in(self, report: Callable[[tuple[Problem, ...]], None]) -> None:
        """Take in a new day and what changed in the files, and report what came of it."""
        try:
            if self._is_another_day():
                with self.changing:
                    self.snapshot = self._snapshot(self.snapshot.edition, self.snapshot)
            problems = self.refresh()
        except Exception:
            traceback.print_exc(file=sys.stderr)
        else:
            if problems is not None:
                report(problems)

    def _is_another_day(self) -> bool:
        return self.snapshot.day != self.today(self.snapshot.zone)

    def _look_up(self, today: Callable[[], str], turn: Turn | None, write: bool) -> None:
        pause = threading.Event()
        while not pause.wait(BEFORE_ASKING):
            calendar = self.loaded.catalog.calendar
            settings = calendar.geocoder
            if settings is None:
                continue

            def stop(seconds: float, settings: Geocoding = settings) -> bool:
                return pause.wait(seconds) or self.loaded.catalog.calendar.geocoder != settings

            if self.unknown():
                ask = geocoder(settings, calendar.area, turn)
                for answer in answers(self.unknown, ask, settings.service, today, stop):
                    self.learn(answer)
                    self._keep(write)
            self._keep(write)

    def _keep(self, write: bool) -> None:
        new = self.learned.keys() - self.places.answers.keys()
        needed = addresses(self.loaded.catalog) if write and new else frozenset()
        if wanted := sorted(new & needed):
            try:
                keep(self.file.parent, [self.learned[address] for address in wanted])
            except OSError as error:  # a full disk: it stays in memory until there is room
                print(f"places.jsonl is not written: {error.strerror}", file=sys.stderr, flush=True)

    def _first_edition(self) -> Edition:
        while True:
            try:
                self.loaded, self.places, self.record = self._load(None)
                return self._edition(None)
            except StaleFiles:  # saved again meanwhile
                continue
            except ListError:
                if self.is_current():
                    raise

    def _edition(self, before: Edition | None, *, saved: bool = True) -> Edition:
        """Return what the files make; raise ListError when subscribers would lose something, or must not get it yet."""
        if self.live:
            folder = self.file.parent
            found = self.live.publish(folder, self.loaded, self._placed(before), before, self._is_fresh, saved=saved)
            self.stamps[FILE] = _stamp(self.file, FILE)
            return found
        found = issue(self.loaded, self._placed(before), self.record)
        if self.frozen and (pending := tuple(self._pending(found))):
            raise ListError((*self.problems, *pending))
        return found

    def is_current(self) -> bool:
        """Say whether all files, the record too, are still those that were read."""
        return self._look() == self.stamps

    def _is_fresh(self) -> bool:
        """Say whether the list is still the one that was read."""
        now = self._look()
        return all(now[pattern] == stamp for pattern, stamp in self.stamps.items() if pattern != FILE)

    def _pending(self, edition: Edition) -> Iterator[Problem]:
        remedy = f"run `python server.py publish` and commit {FILE}"
        locator = self.loaded.locator()
        if not self.record.written:
            yield locator.problem((), "nothing of this list is published yet", remedy, "error")
            return
        for id, what in edition.pending():
            kind, _, slug = id.rpartition("/")
            found = f'"{slug}" is {what}, and that is not published'
            if kind:
                yield locator.problem((f"{kind}s", slug), found, remedy, "error")
            else:
                yield locator.about_event(id, found, remedy, "error")

    def _snapshot(self, edition: Edition, before: Snapshot | None = None) -> Snapshot:
        calendar = edition.catalog.calendar
        site = (self.site or calendar.url or NO_ADDRESS).rstrip("/")
        day = self.today(zone(calendar.timezone))
        return Snapshot(edition, site, day, self.places.boundaries, before=before)

    def _load(self, before: Loaded | None) -> tuple[Loaded, Places, Record]:
        self.stamps = {}
        loaded = load(str(self.file), self._read, before)
        places = read_places(loaded, self._read)
        name, content = next(iter(self._read(FILE).items()), (FILE, b""))
        read = content, loaded.catalog.calendar.timezone
        if self.recorded[:2] != read:
            self.recorded = (*read, as_record(name, content, loaded.catalog))
        return loaded, places, self.recorded[2]

    def _damaged(self, number: int) -> Problem:
        remedy = "publish sets the file aside and writes the good lines anew; what this line held counts as new"
        return Problem(str(self.file.parent / FILE), number, "", "this line cannot be read", remedy, "warning", 1)

    def _read(self, pattern: str) -> dict[str, bytes]:
        self.stamps[pattern] = _stamp(self.file, pattern)
        return _contents(self.file, self.stamps[pattern])

    def _look(self) -> dict[str, Stamp]:
        return {pattern: _stamp(self.file, pattern) for pattern in self.stamps}
