"""The doctor's only door to the network: one request, answered or not, within limits of size and time."""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urljoin, urlsplit

MOST_OCTETS = 10_000_000
MOST_HOPS = 10
LIMIT = 30.0  # seconds for a whole answer, as Home Assistant has it
CONNECT = 5.0  # seconds, likewise
LEFTOVER = 1.0  # seconds that a body may follow where none belongs
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: headers by lower-case name, the body out of its gzip; `trouble` where no whole answer came.

    `hops` are the redirects before it. To HEAD and under 304 the body is what should not have followed.
    """

    address: str
    status: int = 0
    reason: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    trouble: str = ""
    seconds: float = 0.0
    hops: tuple["Answer", ...] = ()

    @property
    def etag(self) -> str:
        """The ETag as it was sent, with its quotation marks."""
        return self.headers.get("etag", "")

    @property
    def said(self) -> str:
        """How it answered, in words."""
        return self.trouble or f"{self.status} {self.reason}".rstrip()


def follow(address: str, headers: Mapping[str, str], limit: float = LIMIT) -> Answer:
    """Ask for `address` and for where it redirects to, at most ten times."""
    hops: list[Answer] = []
    while True:
        answer = ask(address, headers, limit=limit)
        if answer.status not in REDIRECTS or "location" not in answer.headers:
            return replace(answer, hops=tuple(hops))
        hops.append(replace(answer, body=b""))
        location = answer.headers["location"]
        try:
            address = urljoin(address, location)
            scheme = urlsplit(address).scheme
        except ValueError:
            scheme = ""
        if scheme not in ("http", "https"):
            trouble = f"redirects to {location}, which is no web address"
        elif len(hops) > MOST_HOPS or address in {hop.address for hop in hops}:
            trouble = f"redirects without end, last to {address}"
        else:
            continue
        return Answer(address, trouble=trouble, hops=tuple(hops))


def ask(address: str, headers: Mapping[str, str], method: str = "GET", limit: float = LIMIT) -> Answer:
    """Send one request with just these headers; what goes wrong is told in `trouble`."""
    started, expired = time.monotonic(), threading.Event()
    try:
        answer = _ask(address, headers, method, limit, expired)
    except (OSError, http.client.HTTPException, ValueError) as error:
        answer = Answer(address, trouble=_in_words(error, address))
    if expired.is_set():
        answer = Answer(address, trouble=f"gave no whole answer within {limit:g} seconds")
    return replace(answer, seconds=time.monotonic() - started)


def _ask(address: str, headers: Mapping[str, str], method: str, limit: float, expired: threading.Event) -> Answer:
    parts = urlsplit(address)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=min(CONNECT, limit), context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=min(CONNECT, limit))
    connection.connect()
    line = connection.sock
    line.settimeout(2 * limit)  # should the timer fail
    timer = threading.Timer(limit, _hang_up, (line, expired))  # a timeout alone lets a server drip for ever
    timer.daemon = True
    timer.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest(method, quote(target, safe="%/:=&?~+!$,;'@()*[]"), skip_accept_encoding=True)
        for name, value in {**headers, "Connection": "close"}.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        found = Answer(address, response.status, response.reason, _headers(response))
        if method == "HEAD" or response.status == 304:
            return replace(found, body=_leftover(response, line))
        return _with_body(found, response.read(MOST_OCTETS + 1))
    finally:
        timer.cancel()
        connection.close()


def _hang_up(line: socket.socket, expired: threading.Event) -> None:
    expired.set()
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # past TLS, which would wait for a goodbye


def _headers(response: http.client.HTTPResponse) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers


def _leftover(response: http.client.HTTPResponse, line: socket.socket) -> bytes:
    """Return the first octet of a body that should not be there (RFC 9110 §9.3.2, §15.4.5)."""
    line.settimeout(LEFTOVER)
    try:
        return response.fp.read(1)
    except OSError:
        return b""


def _with_body(answer: Answer, raw: bytes) -> Answer:
    """Add the body, out of its gzip, unless it is too long or less than was promised."""
    promised = "" if "transfer-encoding" in answer.headers else answer.headers.get("content-length", "")
    encoding = answer.headers.get("content-encoding", "").lower()
    if len(raw) > MOST_OCTETS:
        return replace(answer, status=0, trouble=f"sends more than {MOST_OCTETS:,} octets; read no further")
    if promised.isdecimal() and len(raw) < int(promised):
        return replace(answer, status=0, trouble=f"sent {len(raw):,} octets of {int(promised):,}, then hung up")
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return replace(answer, body=raw)
    packed = zlib.decompressobj(47)  # of either, told by its head
    try:
        body = packed.decompress(raw, MOST_OCTETS + 1)
    except zlib.error:
        return replace(answer, status=0, trouble=f"says that the answer is {encoding}, and it is not")
    if len(body) > MOST_OCTETS:
        return replace(answer, status=0, trouble=f"sends more than {MOST_OCTETS:,} octets; read no further")
    if not packed.eof:
        return replace(answer, status=0, trouble=f"sent {encoding} that breaks off")
    return replace(answer, body=body)


def _in_words(error: Exception, address: str) -> str:
    """Say without a stack trace why no answer came."""
    host = urlsplit(address).netloc
    match error:
        case socket.gaierror() | UnicodeError():
            return f"there is no host called {host}, or no network"
        case ssl.SSLCertVerificationError():
            return f"the certificate of {host} is not good: {error.verify_message}"
        case ssl.SSLError():
            return f"{host} does not speak TLS as it should"
        case TimeoutError():
            return f"{host} did not answer in time"
        case ConnectionRefusedError():
            return f"nobody listens at {host}"
        case http.client.RemoteDisconnected() | ConnectionError():
            return f"{host} hung up without an answer"
        case http.client.IncompleteRead():
            return "hung up in the middle of the answer, or sent its pieces (chunks) wrong"
        case http.client.HTTPException() | ValueError():
            return f"{host} did not answer in HTTP that can be read"
        case OSError():
            return f"{host} cannot be reached: {error.strerror or error}"
    return str(error)
