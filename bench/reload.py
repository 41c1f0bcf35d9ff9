"""Measure how soon an edit shows, and what happens to other feeds meanwhile.

    python -m bench.reload [--events 10000] [--edits 20] [--workers 1 2]

Saves one new title after another, replacing the whole file each time. Polls the event's calendar
over one kept connection to each worker until all of them show the new title. The time starts before
the file is replaced. Meanwhile a second thread polls a feed that no edit touches: its ETag must
stay the same, and each answer must be 200 or 304. Exit code 1: one was not.
"""

import argparse
import http.client
import os
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.made_up import event_id, events_toml, retitled
from bench.servers import Served, family, handbill

BETWEEN_POLLS, BETWEEN_OTHER_POLLS = 0.002, 0.005  # seconds
LONGEST = 120.0  # seconds until an edit counts as lost


class PersistentConnection:
    """One connection that is kept, and its polls."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
        self.connection.connect()

    def ask(self, path: str, etag: str = "") -> tuple[int, str, bytes]:
        """Poll once; return status, ETag, body."""
        self.connection.request("GET", path, headers={"If-None-Match": etag} if etag else {})
        answer = self.connection.getresponse()
        return answer.status, answer.headers.get("ETag", ""), answer.read()

    def process(self, pids: Sequence[int]) -> int | None:
        """Return which of the processes holds the other end."""
        own: socket.socket = self.connection.sock
        here, there = (f"0100007F:{end[1]:04X}" for end in (own.getsockname(), own.getpeername()))
        rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
        inode = next((row[9] for row in rows if row[1:3] == [there, here]), None)
        for pid in pids:
            for file in Path(f"/proc/{pid}/fd").iterdir():
                if file.is_symlink() and os.readlink(file) == f"socket:[{inode}]":
                    return pid
        return None


def to_each_worker(served: Served, workers: int) -> list[PersistentConnection]:
    """Return a connection to each worker; raise RuntimeError when one takes none."""
    pids, found = family(served.pid), dict[int | None, PersistentConnection]()
    for _ in range(200):
        persistent = PersistentConnection(served.port)
        persistent.ask("/robots.txt")
        found.setdefault(persistent.process(pids), persistent)
        found.pop(None, None)
        if len(found) == workers:
            return list(found.values())
    raise RuntimeError(f"only {len(found)} of {workers} workers accept connections")


@dataclass
class Watch:
    """What a feed that no edit touches answered, poll by poll."""

    statuses: Counter[int] = field(default_factory=Counter)
    etags: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0  # seconds until an answer


@contextmanager
def watching(port: int, path: str) -> Iterator[Watch]:
    """Poll a feed all the time, every second time with its ETag, until the block ends."""
    found, over, persistent = Watch(), threading.Event(), PersistentConnection(port)

    def poll() -> None:
        etag, turn = "", 0
        while not over.wait(BETWEEN_OTHER_POLLS):
            turn += 1
            start = time.monotonic()
            status, etag, _ = persistent.ask(path, etag if turn % 2 else "")
            found.longest = max(found.longest, time.monotonic() - start)
            found.statuses[status] += 1
            found.etags[etag] += 1

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def save(file: Path, text: str) -> None:
    """Put a new file in place of the old one, as editors and git do."""
    other = file.with_suffix(".new")
    other.write_text(text)
    other.replace(file)


def until_it_shows(
    connections: Sequence[PersistentConnection], file: Path, number: int, title: str
) -> tuple[float, Counter[int]]:
    """Save a list with another title of an event; return the seconds until all workers show it, and the statuses."""
    path, statuses, waiting = f"/events/{event_id(number)}.ics", Counter[int](), list(connections)
    text = retitled(file.read_text(), number, title)
    other = file.with_suffix(".new")
    other.write_text(text)
    start = time.monotonic()
    other.replace(file)
    while waiting:
        for persistent in tuple(waiting):
            status, _, body = persistent.ask(path)
            statuses[status] += 1
            if f"SUMMARY:{title}\r\n".encode() in body:
                waiting.remove(persistent)
        if time.monotonic() - start > LONGEST:
            raise RuntimeError(f"{path} does not show the edit after {LONGEST:.0f} s")
        time.sleep(BETWEEN_POLLS if waiting else 0)
    return time.monotonic() - start, statuses


def untouched(served: Served, events: int, edited: Sequence[int]) -> str:
    """Return the path of a venue's feed that holds none of the edited events."""
    ids = [f"/events/{event_id(number)}/".encode() for number in edited]
    uids = [f"UID:{event_id(number)}@".encode() for number in edited]
    for venue in range(events // 40):
        path = f"/feeds/venue/venue-{venue}.ics"
        body = served.ask(path)[2]
        if b"BEGIN:VEVENT" in body and not any(mark in body for mark in (*ids, *uids)):
            return path
    raise RuntimeError("each venue has an edited event: make fewer edits, or a longer list")


def measure(events: int, edits: int, workers: int) -> bool:
    """Serve a list, edit it, print a row; say whether every answer was as it should be."""
    chance = random.Random(1)
    edited = [index * events // edits + 1 for index in range(edits)]
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "events.toml")
        save(file, events_toml(events))
        with handbill(Path(name), "--workers", str(workers)) as served:
            connections, path = to_each_worker(served, workers), untouched(served, events, edited)
            seconds, statuses = list[float](), Counter[int]()
            with watching(served.port, path) as watch:
                for turn, number in enumerate(edited):
                    took, answers = until_it_shows(
                        connections, file, number, f"Edit {turn} of the list"
                    )
                    seconds.append(took)
                    statuses += answers
                    # not in step with the server's looks at the file
                    time.sleep(chance.uniform(0.2, 0.3))
    statuses += watch.statuses
    others = {status: count for status, count in statuses.items() if status not in (200, 304)}
    unchanged = len(watch.etags) == 1
    cells = (
        workers,
        f"{statistics.median(seconds) * 1000:.0f} ms",
        f"{max(seconds) * 1000:.0f} ms",
        f"{sum(statuses.values())} polls, {others or 'all 200 or 304'}",
        "kept" if unchanged else f"{len(watch.etags)} different",
        f"{watch.longest * 1000:.0f} ms",
    )
    print(f"| {' | '.join(map(str, cells))} |", flush=True)
    return unchanged and not others


def main(events: int, edits: int, workers: Sequence[int]) -> int:
    """Print a row for each number of workers; return 1 when an answer was not as it should be."""
    print(f"{events} events, {edits} edits of a title\n")
    print(
        "| workers | median | worst | answers meanwhile | ETag of an untouched feed | its slowest answer |"
    )
    print("| --- | --- | --- | --- | --- | --- |", flush=True)
    results = [measure(events, edits, number) for number in workers]
    return 0 if all(results) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.reload")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    sys.exit(main(options.events, options.edits, options.workers))
