"""Subscribers that poll as clients do: with ETags and gzip, slowly, and hanging up in the middle.

Each complete calendar must be balanced from BEGIN:VCALENDAR to END:VCALENDAR, the same ETag must
always come with the same body, and a 304 must repeat the ETag of the request.
"""

import asyncio
import hashlib
import random
import re
import socket
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.made_up import event_id

SLOW, HANGS_UP, CUTS_REQUEST = 0.03, 0.02, 0.01  # of all polls
SLOW_BYTES, SLOW_PAUSE = 4096, 0.05
SLOW_WINDOW = 16_384  # octets that the system takes in for a slow reader
ADDRESSES = 8  # that each client polls, again and again
HELD, GZIP = 0.5, 0.7  # of all polls: with the ETag from before, with gzip
LATEST = 60.0  # seconds until an answer counts as late
FRAME = re.compile(rb"^(BEGIN|END):(\S+)\r$", re.MULTILINE)
Answer = tuple[int, Mapping[bytes, bytes], bytes]
# How often each sort of address is polled, and how it is made; topics and venues are numbered.
Make = Callable[[random.Random, int], str]


def _topics(chance: random.Random, events: int, count: int) -> str:
    numbers = sorted(
        f"topic-{n}" for n in chance.sample(range(max(2, events // 125)), min(count, 2))
    )
    return ",".join(numbers)


SORTS: dict[str, tuple[int, Make]] = {
    "feed": (40, lambda chance, events: f"/feeds/topic/{_topics(chance, events, 1)}.ics"),
    "small feed": (
        20,
        lambda chance, events: (
            f"/es/feeds/venue/venue-{chance.randrange(max(2, events // 40))}.ics"
        ),
    ),
    "all": (2, lambda chance, events: "/feeds/all.ics"),
    "event": (10, lambda chance, events: f"/events/{event_id(chance.randrange(events))}.ics"),
    "selection": (
        8,
        lambda chance, events: (
            f"/feeds/topic/{_topics(chance, events, 2)}/not-venue/venue-{chance.randrange(max(2, events // 40))}.ics"
        ),
    ),
    "near": (
        4,
        lambda chance, events: (
            f"/feeds/near/venue-{chance.randrange(max(2, events // 40))},{chance.randint(1, 9)}km.ics"
        ),
    ),
    "Atom, JSON": (
        4,
        lambda chance, events: (
            f"/feeds/topic/{_topics(chance, events, 1)}.{chance.choice(('atom', 'json'))}"
        ),
    ),
    "page": (
        8,
        lambda chance, events: chance.choice(
            ("/", "/es/", f"/events/{event_id(chance.randrange(events))}/")
        ),
    ),
    "unknown": (2, lambda chance, events: f"/feeds/topic/nothing-{chance.randrange(10)}.ics"),
    "malformed": (
        2,
        lambda chance, events: chance.choice(
            ("/feeds/all.ics?cancelled=perhaps", "/%ff", "/feeds//")
        ),
    ),
}


class BrokenError(Exception):
    """An answer is not what it must be."""


@dataclass
class Tally:
    """What came back."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    others: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    bodies: dict[bytes, bytes] = field(default_factory=dict)  # ETag to digest
    edits: int = 0

    def take(self, sort: str, path: str, known_etag: bytes, answer: Answer) -> bytes:
        """Take in a whole answer; return its ETag."""
        status, headers, body = answer
        self.statuses[sort, status] += 1
        try:
            if status == 200:
                self._check(path, headers, body)
            elif status == 304 and _bare(headers.get(b"etag", b"")) != _bare(known_etag):
                raise BrokenError("304 with another ETag than the request's")
            elif status >= 500:
                raise BrokenError(f"{status}: {body[:200]!r}")
        except (BrokenError, zlib.error) as error:
            self.broken.append(f"{path}: {error}")
            print(f"broken: {path}: {error}", file=sys.stderr)
        return headers.get(b"etag", b"")

    def _check(self, path: str, headers: Mapping[bytes, bytes], body: bytes) -> None:
        if headers.get(b"content-encoding") == b"gzip":
            body = zlib.decompress(body, 31)
        if headers.get(b"content-type", b"").startswith(b"text/calendar"):
            _check_balance(body)
        etag, digest = _bare(headers.get(b"etag", b"")), hashlib.sha256(body).digest()
        if not etag:
            raise BrokenError("no ETag")
        if self.bodies.setdefault(etag, digest) != digest:
            raise BrokenError("this ETag came with another body before")


def _bare(etag: bytes) -> bytes:
    """Return an ETag without the mark of its gzip form."""
    return etag.removeprefix(b"W/").strip(b'"').removesuffix(b"-gzip")


def _check_balance(body: bytes) -> None:
    """Raise BrokenError unless each part of a calendar ends where it should."""
    if not (body.startswith(b"BEGIN:VCALENDAR\r\n") and body.endswith(b"\r\nEND:VCALENDAR\r\n")):
        raise BrokenError("not a calendar from begin to end")
    opened: list[bytes] = []
    for mark, part in FRAME.findall(body):
        if mark == b"BEGIN":
            opened.append(part)
        elif not opened or opened.pop() != part:
            raise BrokenError(f"END:{part.decode()} without its BEGIN")
    if opened:
        raise BrokenError(f"BEGIN:{opened[-1].decode()} without its END")


class Client:
    """One subscriber: a connection that is kept, and what it holds."""

    def __init__(self, number: int, port: int, events: int, tally: Tally) -> None:
        self.chance = random.Random(number)
        self.port, self.tally = port, tally
        self.etags: dict[str, bytes] = {}
        sorts = self.chance.choices(
            list(SORTS), [weight for weight, _ in SORTS.values()], k=ADDRESSES
        )
        self.addresses = [(sort, SORTS[sort][1](self.chance, events)) for sort in sorts]
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def poll_until(self, end: float, pause: float) -> None:
        """Poll with pauses in between, `pause` seconds on average."""
        await asyncio.sleep(self.chance.uniform(0, pause))
        while time.monotonic() < end:
            await self.poll()
            wait = min(self.chance.expovariate(1 / pause), max(0.0, end - time.monotonic()))
            await asyncio.sleep(wait)
        self.hang_up()

    async def poll(self) -> None:
        """Send one request, read its answer in one of the ways that clients have."""
        (sort, path), draw = self.chance.choice(self.addresses), self.chance.random()
        known_etag = self.etags.get(path, b"") if self.chance.random() < HELD else b""
        request = self._request(path, known_etag)
        try:
            start = time.monotonic()
            if draw < CUTS_REQUEST:
                await self._send(request[: len(request) // 2], slow=False)
                self._count("hung up in a request")
            elif draw < CUTS_REQUEST + HANGS_UP:
                await self._send(request, slow=False)
                assert self.reader
                await self.reader.read(self.chance.randint(1, 2000))
                self._count("hung up in an answer")
            else:
                slow = draw < CUTS_REQUEST + HANGS_UP + SLOW
                answer = await asyncio.wait_for(self._exchange(request, slow=slow), LATEST)
                self.etags[path] = self.tally.take(sort, path, known_etag, answer)
                if slow:
                    self._count("read slowly")
                else:
                    self.tally.seconds[sort].append(time.monotonic() - start)
        except TimeoutError:
            self._count("late")
        except (OSError, EOFError) as error:
            self._count(f"lost: {type(error).__name__}")

    def _request(self, path: str, known_etag: bytes) -> bytes:
        lines = [f"GET {path} HTTP/1.1".encode(), b"Host: 127.0.0.1"]
        lines += [b"Accept-Encoding: gzip"] if self.chance.random() < GZIP else []
        lines += [b"If-None-Match: " + known_etag] if known_etag else []
        return b"\r\n".join((*lines, b"", b""))

    async def _exchange(self, request: bytes, *, slow: bool) -> Answer:
        """Send and read; where the server closed the connection meanwhile, as it may, once more on a new one."""
        reused = self.writer is not None and not slow
        await self._send(request, slow=slow)
        try:
            return await self._read(slow=slow)
        except (OSError, EOFError) as error:
            started = isinstance(error, asyncio.IncompleteReadError) and error.partial
            if not reused or started:
                raise
            self.tally.others["closed while idle"] += 1
            self.hang_up()
            await self._send(request, slow=slow)
            return await self._read(slow=slow)

    async def _send(self, request: bytes, *, slow: bool) -> None:
        if slow or self.writer is None or self.writer.is_closing():
            self.hang_up()
            end = socket.socket()
            end.setblocking(False)
            if slow:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SLOW_WINDOW)
            await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", self.port))
            self.reader, self.writer = await asyncio.open_connection(
                sock=end, limit=SLOW_WINDOW if slow else 2**20
            )
        self.writer.write(request)
        await self.writer.drain()

    async def _read(self, *, slow: bool) -> Answer:
        assert self.reader
        head = await self.reader.readuntil(b"\r\n\r\n")
        first, *lines = head[:-4].split(b"\r\n")
        status = int(first.split()[1])
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(b":") for line in lines)
        }
        left = 0 if status in (204, 304) else int(headers[b"content-length"])
        parts = list[bytes]()
        while left:
            part = await self.reader.read(min(left, SLOW_BYTES if slow else left))
            if not part:
                raise asyncio.IncompleteReadError(b"".join(parts) or head, left)
            parts.append(part)
            left -= len(part)
            await asyncio.sleep(SLOW_PAUSE if slow else 0)
        if slow or headers.get(b"connection") == b"close":
            self.hang_up()
        return status, headers, b"".join(parts)

    def _count(self, what: str) -> None:
        self.tally.others[what] += 1
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection at once, whatever is on its way."""
        if self.writer:
            self.writer.transport.abort()
        self.reader = self.writer = None
