"""Send HTTP requests; the doctor's only network code.

Whatever a server does, the outcome is a Response of limited size, in limited time, never an
exception.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urljoin, urlsplit

from desk.content_lines import BOM

Headers = Mapping[str, str]

MOST_OCTETS = 10_000_000
MOST_REDIRECTS = 10
# Seconds for a whole response and for a connection, as Home Assistant allows them.
TIMEOUT = 30.0
CONNECT_TIMEOUT = 5.0
# Seconds to wait for a body that should not be there.
LEFTOVER_TIMEOUT = 1.0
REDIRECT_STATUSES = (301, 302, 303, 307, 308)
URL_CHARACTERS = "%/:=&?~+!$,;'@()*[]"  # that are sent as they are


class UnusableResponse(OSError):
    """A response that is refused or incomplete; the message says why."""


@dataclass(frozen=True, slots=True)
class Response:
    """The response to a request, or the `error` that prevented it, with status 0.

    `headers` are by lower-case name, `sent` are those of the request. `body` is decompressed;
    after HEAD or status 304, it is what should not have followed. `redirects` are the earlier
    responses, without bodies.
    """

    url: str
    status: int = 0
    reason: str = ""
    headers: Headers = field(default_factory=dict)
    body: bytes = b""
    error: str = ""
    seconds: float = 0.0
    redirects: tuple["Response", ...] = ()
    sent: Headers = field(default_factory=dict)

    def header(self, name: str) -> str:
        """Return a header by its lower-case name, "" without one."""
        return self.headers.get(name, "")

    @property
    def outcome(self) -> str:
        """The error, or status and reason."""
        return self.error or f"{self.status} {self.reason}".rstrip()

    @property
    def is_calendar(self) -> bool:
        """Whether it is a calendar, with status 200."""
        return self.status == 200 and self._start.startswith(b"begin:vcalendar")

    @property
    def is_page(self) -> bool:
        """Whether it is a web page, with any status."""
        starts = b"<!doctype html", b"<html"
        return "html" in self.header("content-type") or self._start.startswith(starts)

    @property
    def _start(self) -> bytes:
        return self.body.removeprefix(BOM).lstrip()[:20].lower()


# What an exception means; of several that match, the first counts.
FAILURES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (UnusableResponse, "{error}"),
    ((socket.gaierror, UnicodeError), "there is no host called {host}, or no network"),
    (
        ssl.SSLCertVerificationError,
        "the certificate of {host} is not valid: {error.verify_message}",
    ),
    (ssl.SSLError, "{host} does not speak TLS as it should"),
    (TimeoutError, "{host} did not answer in time"),
    (ConnectionRefusedError, "nobody listens at {host}"),
    (ConnectionError, "{host} hung up without an answer"),
    (http.client.IncompleteRead, "hung up in the middle of the answer, or sent malformed chunks"),
    ((http.client.HTTPException, ValueError), "{host} did not answer in readable HTTP"),
    (OSError, "{host} cannot be reached: {error}"),
)


def fetch(url: str, headers: Headers, private: bool) -> Response:
    """Return the response at `url`, after at most MOST_REDIRECTS redirects.

    Addresses that are not on the public internet are requested only if `private`: a stranger's
    redirect must not make us query a router.
    """
    redirects: tuple[Response, ...] = ()
    while len(redirects) <= MOST_REDIRECTS:
        response = send(url, headers, private)
        location = response.headers.get("location")
        if response.status not in REDIRECT_STATUSES or location is None:
            return replace(response, redirects=redirects)
        redirects += (replace(response, body=b""),)
        scheme = ""
        with suppress(ValueError):  # http://[ and the like
            url = urljoin(url, location)
            scheme = urlsplit(url).scheme
        if scheme not in ("http", "https"):
            error = f"redirects to {location}, which is not a web address"
            return Response(url, error=error, redirects=redirects)
    return Response(url, error=f"redirects without end, last to {url}", redirects=redirects)


def send(url: str, headers: Headers, private: bool, method: str = "GET") -> Response:
    """Return the response to one request with these headers, Host and Connection."""
    started = time.monotonic()
    try:
        with _connected(url, private) as connected:
            response = _exchange(connected, url, headers, method)
    except (OSError, http.client.HTTPException, ValueError) as error:
        words = next(words for kinds, words in FAILURES if isinstance(error, kinds))
        host = urlsplit(url).netloc
        response = Response(url, error=words.format(host=host, error=error))
    seconds = time.monotonic() - started
    if seconds >= TIMEOUT:
        late = f"gave no whole answer within {TIMEOUT:g} seconds"
        response = Response(url, error=late)
    return replace(response, seconds=seconds, sent=headers)


@contextmanager
def _connected(url: str, private: bool) -> Iterator[socket.socket]:
    """Connect to the host of `url`; shut the connection down at the timeout.

    A socket's own timeout starts anew with each octet: a server that sends one every second
    would hold us for ever.
    """
    parts = urlsplit(url)
    host, encrypted = parts.hostname or "", parts.scheme == "https"
    connected = _connect(host, parts.port or (443 if encrypted else 80), private)
    # A second handle on the connection: TLS takes the first one over.
    with connected.dup() as handle:
        timer = threading.Timer(TIMEOUT, _shut_down, (handle,))
        timer.daemon = True
        timer.start()
        try:
            if encrypted:
                context = ssl.create_default_context()
                connected = context.wrap_socket(connected, server_hostname=host)
            connected.settimeout(TIMEOUT)
            yield connected
        finally:
            timer.cancel()
            connected.close()


def _connect(host: str, port: int, private: bool) -> socket.socket:
    """Connect to the first address of a host that answers.

    The address that was checked is the one connected to: a name that is resolved twice may lead
    elsewhere the second time.
    """
    timeout = min(CONNECT_TIMEOUT, TIMEOUT)
    refusal: OSError = socket.gaierror()
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        ip = str(address[0])
        if not private and not ipaddress.ip_address(ip).is_global:
            raise UnusableResponse(
                f"{host} is at {ip}, which is not an address of the public internet; "
                "to request it all the same: --private"
            )
        try:
            return socket.create_connection((ip, port), timeout)
        except OSError as error:
            refusal = error
    raise refusal


def _shut_down(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _exchange(connected: socket.socket, url: str, headers: Headers, method: str) -> Response:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    target = quote(f"{parts.path or '/'}{query}", safe=URL_CHARACTERS)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80)
    connection.sock = connected
    # putrequest, not request: that adds an Accept-Encoding of its own.
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in {**headers, "Connection": "close"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    with connection.getresponse() as received:
        # getheader makes a list of several lines (RFC 9110 §5.3).
        fields = {name.lower(): received.getheader(name, "") for name in received.headers}
        if method == "HEAD" or received.status == 304:
            # Neither has a body (RFC 9110 §9.3.2, §15.4.5). Read one octet
            # from the socket's file: http.client would report none.
            connected.settimeout(LEFTOVER_TIMEOUT)
            body = b""
            with suppress(OSError):
                body = received.fp.read(1)
        else:
            body = _body(received)
        return Response(url, received.status, received.reason, fields, body)


def _body(received: http.client.HTTPResponse) -> bytes:
    """Return the decompressed body; raise UnusableResponse if it is too long or too short."""
    body = received.read(MOST_OCTETS + 1)
    if received.length and len(body) <= MOST_OCTETS:
        promised = len(body) + received.length
        raise UnusableResponse(f"sent {len(body):,} octets of {promised:,}, then hung up")
    encoding = received.getheader("content-encoding", "").lower()
    if encoding in ("gzip", "x-gzip", "deflate"):
        body = _decompress(body, encoding)
    if len(body) > MOST_OCTETS:
        raise UnusableResponse(f"sends more than {MOST_OCTETS:,} octets; read no further")
    return body


def _decompress(body: bytes, encoding: str) -> bytes:
    """Return at most one octet more than allowed: kilobytes can unpack to gigabytes."""
    decompressor = zlib.decompressobj(47)  # detects the header of gzip or zlib
    try:
        content = decompressor.decompress(body, MOST_OCTETS + 1)
    except zlib.error:
        raise UnusableResponse(f"says that the answer is {encoding}, and it is not") from None
    if len(content) <= MOST_OCTETS and not decompressor.eof:
        raise UnusableResponse(f"sent {encoding} that breaks off")
    return content
