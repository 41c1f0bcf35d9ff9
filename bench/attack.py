"""Measure what one client can do: memory and polls while it sends 20,000 requests of each kind.

    python -m bench.attack [KIND …] [--requests 20000] [--events 100] [--seconds 300] [--workers 1] [--nginx]

Needs Linux; uses loopback only. Starts a new server, with a made-up list of 100 events, for each
kind; with `--nginx` behind nginx as deploy/nginx-proxy.conf sets it up. An attacker in a process of
its own sends requests over four connections. Meanwhile a client polls a feed twenty times a second,
each time over a new connection. Prints the resident memory of the workers after a twentieth of the
requests and after all of them, the CPU time of the server by request, and how long polls took.
`idle` opens connections and sends nothing, half a request or a whole one, with 1,500 open at once.
Exit code 1: memory grew by more than 20 MB between the two measurements, a poll took longer than
250 ms, or a poll was not answered.
"""

import argparse
import multiprocessing
import resource
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import combinations
from multiprocessing.synchronize import Barrier
from pathlib import Path

from bench.made_up import event_id, events_toml
from bench.servers import Served, behind_nginx, cpu_seconds, family, handbill, memory

FEEDS, CONNECTIONS, IDLE_AT_ONCE = 400, 4, 1500
MOST_MEGABYTES, LONGEST_POLL = 20.0, 0.250
PAUSE = 0.05  # seconds between two polls
FEED = "/feeds/topic/topic-1.ics"
LATEST = 30.0  # seconds until an answer counts as none


def get(path: str, *headers: str) -> bytes:
    """Return a request."""
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: x", *headers, "", "")).encode()


def selected(number: int) -> str:
    """Return another selection for each number up to 49,600: two of 32 topics without one of 100 venues."""
    pairs = tuple(combinations(sorted(f"topic-{topic}" for topic in range(32)), 2))
    return f"topic/{','.join(pairs[number // 100])}/not-venue/venue-{number % 100}"


KINDS: dict[str, Callable[[int], bytes]] = {
    "form": lambda n: get(
        f"/filter/?n={n}&" + "near=federal-plaza&" * 3000 + "distance=3km&" * 3000
    ),
    "short form": lambda n: get(f"/filter/?n={n}&" + "near=loop&distance=3km&" * 300),
    "path, 900": lambda n: get(f"/feeds/topic/{n}{'a' * 900}.ics"),
    "path, 7 kB": lambda n: get(f"/{n}{'a' * 7000}"),
    "path of 3,500 parts": lambda n: get(f"/{n}{'/a' * 3500}"),
    "path, 60 kB": lambda n: get(f"/{n}{'a' * 60_000}"),
    "tag, 7 kB": lambda n: get(FEED, f'If-None-Match: "{n}{"a" * 7000}"'),
    "tag, 60 kB": lambda n: get(FEED, f'If-None-Match: "{n}{"a" * 60_000}"'),
    "tag, 380 kB": lambda n: get(FEED, f'If-None-Match: "{n}{"a" * 380_000}"'),
    "short tag": lambda n: get(FEED, f'If-None-Match: "{n}"'),
    "encoding": lambda n: get(FEED, f"Accept-Encoding: gzip, {n}{'a' * 7000}"),
    "query": lambda n: get(f"{FEED}?{n}={'a' * 7000}"),
    "selection": lambda n: get(f"/feeds/{selected(n)}.ics"),
    "selection, near": lambda n: get(
        f"/feeds/near/venue-{n % 100},{n // 100 % 20 + 1}.{n // 2000 + 1}km.ics"
    ),
    "selection, attendance": lambda n: get(
        f"/feeds/{selected(n)}".replace("/not-", "/attendance/in-person/not-") + ".ics"
    ),
    "selection, page": lambda n: get(f"/feeds/{selected(n)}/"),
    "selection, .json": lambda n: get(f"/feeds/{selected(n)}.json"),
    "selection, .atom": lambda n: get(f"/feeds/{selected(n)}.atom"),
    "selection, .txt": lambda n: get(f"/feeds/{selected(n)}.txt"),
    "print": lambda n: get(f"/print/{selected(n)}/"),
    "embed": lambda n: get(f"/embed/{selected(n)}/"),
    "oEmbed": lambda n: get(f"/embed/{selected(n)}/oembed.json"),
    "card": lambda n: get(f"{('', '/es')[n % 2]}/events/{event_id(n // 2 % 100)}.png"),
    "card of a selection": lambda n: get(f"/feeds/{selected(n)}.png"),
    "event": lambda n: get(f"{('', '/es')[n % 2]}/events/{event_id(n // 2 % 100)}/"),
    "month": lambda n: get(
        f"{('', '/es')[n % 2]}/month/{2000 + n // 24 % 40}-{n // 2 % 12 + 1:02}/"
    ),
    "search": lambda n: get(f"/search.json?q={n}"),
    "not found, page": lambda n: get(f"/feeds/topic/topic-{n}x/"),
    "not found, event": lambda n: get(f"/events/made-up-{n}/"),
    "body": lambda n: (
        f"POST /{n} HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n".encode() + b"a" * 60_000
    ),
    "idle": lambda n: (get("/robots.txt"), b"", b"GET / HTTP/1.1\r\nHo")[n % 3],
}


@dataclass(frozen=True)
class Attack:
    """A number of requests of one kind to a port, until `end` at the latest."""

    kind: str
    port: int
    requests: int
    end: float

    def numbers(self, first: int, part: int) -> Iterator[int]:
        """Yield the numbers of one connection's requests, until the time is over."""
        for number in range(first + part, self.requests, CONNECTIONS):
            if time.monotonic() > self.end:
                return
            yield number


def attack(plan: Attack, looked: Barrier, counts: "multiprocessing.Queue[Counter[str]]") -> None:
    """Send a twentieth, wait while the memory is measured, and send the rest; count the answers."""
    early = plan.requests // 20
    found = Counter[str]()
    for begin, stop in ((0, early), (early, plan.requests)):
        part = Attack(plan.kind, plan.port, stop, plan.end)
        work = hold_idle if plan.kind == "idle" else send_all
        threads = [
            threading.Thread(target=work, args=(part, begin, number, found))
            for number in range(CONNECTIONS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        looked.wait()
        looked.wait()
    counts.put(found)


def connect(port: int) -> socket.socket:
    """Return a connection to the server."""
    return socket.create_connection(("127.0.0.1", port), timeout=LATEST)


def send_all(plan: Attack, first: int, part: int, found: Counter[str]) -> None:
    """Send requests one after another over a connection that is kept while the server keeps it."""
    connection = connect(plan.port)
    for number in plan.numbers(first, part):
        try:
            connection.sendall(KINDS[plan.kind](number))
            status, closes = answer(connection)
        except OSError as error:
            status, closes = type(error).__name__, True
        found[status] += 1
        if closes:
            connection.close()
            connection = connect(plan.port)
    connection.close()


def answer(connection: socket.socket) -> tuple[str, bool]:
    """Read one answer; return its status, and whether the server closes the connection after it."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65_536)
        if not more:
            return "closed", True
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next(
        (int(line.split()[1]) for line in lines if line.startswith(b"content-length:")), 0
    )
    left = 0 if b" 304 " in lines[0] else length - len(body)
    while left > 0:
        left -= len(connection.recv(65_536))
    return lines[0].split()[1].decode(), b"connection: close" in lines


def hold_idle(plan: Attack, first: int, part: int, found: Counter[str]) -> None:
    """Open connections that do not send a whole request; close the oldest when there are too many."""
    opened = list[socket.socket]()
    for number in plan.numbers(first, part):
        opened.append(connect(plan.port))
        request = KINDS["idle"](number)
        opened[-1].sendall(request)
        found["opened"] += 1
        if request.endswith(b"\r\n\r\n"):
            answer(opened[-1])  # and so no faster than the server takes them in
        if len(opened) >= IDLE_AT_ONCE // CONNECTIONS:
            opened.pop(0).close()
    for connection in opened:
        connection.close()


class Poller(threading.Thread):
    """A client that polls until it is stopped; `seconds` has the duration of each poll."""

    def __init__(self, served: Served) -> None:
        super().__init__(daemon=True)
        self.served, self.seconds, self.failed = served, list[float](), 0
        self.stopped = threading.Event()

    def run(self) -> None:
        """Poll."""
        while not self.stopped.wait(PAUSE):
            begin = time.monotonic()
            try:
                self.failed += self.served.ask(FEED)[0] != 200
            except OSError:
                self.failed += 1
            self.seconds.append(time.monotonic() - begin)


@contextmanager
def polling(served: Served) -> Iterator[Poller]:
    """Poll until the block ends."""
    for _ in range(20):  # what a new process does once is no client's doing
        served.ask(FEED)
    poller = Poller(served)
    poller.start()
    yield poller
    poller.stopped.set()
    poller.join()


def measure(kind: str, options: argparse.Namespace) -> bool:
    """Attack a new server in one way; print a row, and return whether it kept within the limits."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        Path(name, "events.toml").write_text(events_toml(options.events, feeds=FEEDS))
        served = stack.enter_context(handbill(Path(name), "--workers", str(options.workers)))
        front = stack.enter_context(behind_nginx(Path(name), served)) if options.nginx else served
        with polling(front) as poller:
            looked, counts = multiprocessing.Barrier(2), multiprocessing.Queue()
            plan = Attack(kind, front.port, options.requests, time.monotonic() + options.seconds)
            used = cpu_seconds(served.pid)
            attacker = multiprocessing.Process(target=attack, args=(plan, looked, counts))
            attacker.start()
            begin = memory(family(served.pid)[1:])["RSS"]
            megabytes = list[float]()
            for _ in range(2):
                looked.wait()
                megabytes.append(memory(family(served.pid)[1:])["RSS"])
                looked.wait()
            statuses = counts.get()
            attacker.join()
            used = cpu_seconds(served.pid) - used
    taken = sorted(poller.seconds)
    early, late = megabytes
    answers = ", ".join(f"{count:,} × {status}" for status, count in sorted(statuses.items()))
    polls = f"{taken[len(taken) * 99 // 100] * 1e3:.0f} | {taken[-1] * 1e3:.0f}"
    each = used / max(1, statuses.total()) * 1e3
    print(
        f"| {kind} | {answers} | {each:.1f} | {begin:.1f} | {early:.1f} | {late:.1f} | {polls} |",
        flush=True,
    )
    return late - early <= MOST_MEGABYTES and taken[-1] <= LONGEST_POLL and not poller.failed


def main(options: argparse.Namespace) -> int:
    """Measure each kind; return 1 if one exceeded the limits."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    heads = (
        f"{options.requests:,} requests",
        "answers",
        "ms of CPU each",
        "MB before",
        "after 1 in 20",
        "after all",
    )
    print(f"| {' | '.join((*heads, '99 of 100 polls, ms', 'slowest, ms'))} |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    failed = [kind for kind in options.kinds or KINDS if not measure(kind, options)]
    print(f"\nOutside the limits: {', '.join(failed)}" if failed else "\nAll within the limits")
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.attack")
    parser.add_argument(
        "kinds", metavar="KIND", nargs="*", choices=[*KINDS, []], help=", ".join(KINDS)
    )
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--events", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=300, help="the longest time for one kind")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--nginx", action="store_true", help="behind nginx, as in deploy/")
    sys.exit(main(parser.parse_args()))
