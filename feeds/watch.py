"""A list on disk and the newest good snapshot of it."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from feeds.catalog import ListError, Loaded, Problem, load
from feeds.snapshot import Snapshot

INTERVAL = 0.05  # seconds between two looks at the files
Stamp = tuple[tuple[str, int, int, int], ...]


def read_list(file: Path) -> Loaded:
    """Return the list in `file` with all it includes; raise ListError when it has errors.

    Patterns of `include` are looked up beside the file; problems name files as `file` was named.
    """
    try:
        return load(str(file), lambda pattern: {str(path): path.read_bytes() for path in _matches(file, pattern)})
    except OSError as error:
        found = f"{error.filename} cannot be read: {error.strerror}"
        raise ListError((Problem(str(file), 0, "", found, "look at the file and who may read it"),)) from error


def _matches(file: Path, pattern: str) -> list[Path]:
    if pattern == str(file):
        return [file] if file.exists() else []
    return sorted(path for path in file.parent.glob(pattern) if path.is_file())


class OpenList:
    """The list being served: `snapshot` is the last good one, whatever happens to the files."""

    def __init__(self, file: Path, site: str | None) -> None:
        """Open the list; raise ListError when it has errors. `site` overrides the public address it names."""
        self.file, self.site = file, site
        self.loaded = read_list(file)
        self.stamp: Stamp = self._stamp()
        self.snapshot = self._snapshot()

    def follow(self, report: Callable[[tuple[Problem, ...]], None]) -> None:
        """Look at the files for ever, in a thread: a good change becomes the snapshot, a bad one is reported."""
        threading.Thread(target=self._follow, args=(report,), name="list", daemon=True).start()

    def refresh(self) -> tuple[Problem, ...] | None:
        """Take in what changed since the last look; return the problems that keep it out, None without a change."""
        stamp = self._stamp()
        if stamp == self.stamp:
            return None
        self.stamp = stamp
        try:
            self.loaded = read_list(self.file)
        except ListError as error:
            return error.problems
        self.snapshot = self._snapshot()
        return ()

    def _follow(self, report: Callable[[tuple[Problem, ...]], None]) -> None:
        pause = threading.Event()
        while not pause.wait(INTERVAL):
            problems = self.refresh()
            if problems is not None:
                report(problems)

    def _snapshot(self) -> Snapshot:
        calendar = self.loaded.catalog.calendar
        return Snapshot(self.loaded.catalog, (self.site or calendar.url or "http://127.0.0.1:8000").rstrip("/"))

    def _stamp(self) -> Stamp:
        stamps = []
        for path in (path for pattern in self.loaded.patterns for path in _matches(self.file, pattern)):
            with suppress(FileNotFoundError):  # gone between the two looks; the next one tells
                found = path.stat()
                stamps.append((str(path), found.st_mtime_ns, found.st_size, found.st_ino))
        return tuple(stamps)
