"""A list on disk and the newest good snapshot of it."""

import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from feeds.catalog import ListError, Loaded, Problem, Read, load
from feeds.selection import Address
from feeds.snapshot import Snapshot

INTERVAL = 0.05  # seconds between two looks at the files
NO_ADDRESS = "http://127.0.0.1:8000"
Stamp = tuple[tuple[str, int, int, int, int], ...]


def read_list(file: Path, read: Read | None = None) -> Loaded:
    """Return the list in `file` with all it includes; raise ListError when it has errors.

    Patterns of `include` are looked up beside the file; problems name files as `file` was named.
    """
    try:
        return load(str(file), read or partial(_contents, file))
    except OSError as error:
        found = f"{error.filename} cannot be read: {error.strerror}"
        raise ListError((Problem(str(file), 0, "", found, "look at the file and who may read it"),)) from error


def _contents(file: Path, pattern: str) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in _matches(file, pattern)}


def _matches(file: Path, pattern: str) -> list[Path]:
    if pattern == str(file):
        return [file] if file.exists() else []
    return sorted(path for path in file.parent.glob(pattern) if path.is_file())


def _stamp(file: Path, pattern: str) -> Stamp:
    """Return what tells one state of the matching files from another."""
    stamps = []
    with suppress(OSError):  # gone meanwhile, or not for us: a state like others
        for path in _matches(file, pattern):
            found = path.stat()
            stamps.append((str(path), found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino))
    return tuple(stamps)


class OpenList:
    """The list being served: `snapshot` is the last good one, whatever happens to the files."""

    def __init__(self, file: Path, site: str | None) -> None:
        """Open the list; raise ListError when it has errors. `site` overrides the public address it names."""
        self.file, self.site = file, site
        self.stamps: dict[str, Stamp] = {}  # of each pattern that was read, taken before its bytes were
        self.loaded = self._load()
        self.snapshot = self._snapshot(self.loaded)

    def follow(self, report: Callable[[tuple[Problem, ...]], None]) -> None:
        """Look at the files for ever, in a thread: a good change becomes the snapshot, a bad one is reported."""
        threading.Thread(target=self._follow, args=(report,), name="list", daemon=True).start()

    def refresh(self) -> tuple[Problem, ...] | None:
        """Take in what changed since the list was read; return the problems that keep it out, None without a change."""
        if self._look() == self.stamps:
            return None
        try:
            loaded = self._load()
        except ListError as error:
            return error.problems
        snapshot = self._snapshot(loaded)
        for language in loaded.catalog.calendar.languages:  # what cannot be made does not replace what can
            snapshot.find(snapshot.directory.path(Address(language, "feeds/all", "ics")))
        self.loaded, self.snapshot = loaded, snapshot
        return ()

    def _follow(self, report: Callable[[tuple[Problem, ...]], None]) -> None:
        pause, before = threading.Event(), self.stamps
        while not pause.wait(INTERVAL):
            now = self._look()
            quiet, before = now == before, now
            if not quiet:  # it is still being written
                continue
            try:
                problems = self.refresh()
            except Exception:
                traceback.print_exc(file=sys.stderr)
            else:
                if problems is not None:
                    report(problems)

    def _snapshot(self, loaded: Loaded) -> Snapshot:
        return Snapshot(loaded.catalog, (self.site or loaded.catalog.calendar.url or NO_ADDRESS).rstrip("/"))

    def _load(self) -> Loaded:
        self.stamps = {}
        return read_list(self.file, self._read)

    def _read(self, pattern: str) -> dict[str, bytes]:
        self.stamps[pattern] = _stamp(self.file, pattern)
        return _contents(self.file, pattern)

    def _look(self) -> dict[str, Stamp]:
        return {pattern: _stamp(self.file, pattern) for pattern in self.stamps}
