"""Send HTTP requests; the doctor's only door to the network.

Whatever a server does, the outcome is a Response within limits of size
and time, never an exception.
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

MAX_OCTETS = 10_000_000
MAX_REDIRECTS = 10
# Seconds for a whole response and for a connection, as Home Assistant
# allows them.
TIMEOUT = 30.0
CONNECT_TIMEOUT = 5.0
# Seconds that a body may follow where none belongs.
LEFTOVER_TIMEOUT = 1.0
REDIRECT_STATUSES = (301, 302, 303, 307, 308)
URL_CHARACTERS = "%/:=&?~+!$,;'@()*[]"  # sent as they are
TOO_LONG = f"sends more than {MAX_OCTETS:,} octets; read no further"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a whole response may take, in seconds, and how far to go.

    Only a `private` doctor goes to addresses that are not of the public
    internet: a redirect of a stranger's must not make us ask a router.
    """

    timeout: float = TIMEOUT
    private: bool = False


class PrivateAddress(OSError):
    """A host has an address that is not of the public internet."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back for a request, or `error` where no whole response did.

    `headers` are by lower-case name, `body` is decompressed, `redirects`
    are the responses before this one, without their bodies. Of a HEAD
    request or status 304, `body` is what should not have followed.
    `status` is 0 where there is an `error`; `seconds` are wall time.
    """

    url: str
    status: int = 0
    reason: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str = ""
    seconds: float = 0.0
    redirects: tuple["Response", ...] = ()

    @property
    def etag(self) -> str:
        """The ETag as sent, with its quotation marks, "" without one."""
        return self.headers.get("etag", "")

    @property
    def outcome(self) -> str:
        """The error, or status and reason."""
        return self.error or f"{self.status} {self.reason}".rstrip()


def fetch(url: str, headers: Mapping[str, str], limits: Limits) -> Response:
    """Return the response at `url`, after at most ten redirects."""
    redirects: list[Response] = []
    while True:
        response = send(url, headers, limits)
        location = response.headers.get("location")
        if response.status not in REDIRECT_STATUSES or location is None:
            return replace(response, redirects=tuple(redirects))
        redirects.append(replace(response, body=b""))
        visited = {redirect.url for redirect in redirects}
        target = _redirect_target(url, location)
        if target is None:
            error = f"redirects to {location}, which is not a web address"
        elif len(redirects) > MAX_REDIRECTS or target in visited:
            error = f"redirects without end, last to {target}"
        else:
            url = target
            continue
        return Response(target or url, error=error, redirects=tuple(redirects))


def _redirect_target(url: str, location: str) -> str | None:
    """Return the absolute URL of a Location, None if it is not of the web."""
    try:
        target = urljoin(url, location)
        scheme = urlsplit(target).scheme
    except ValueError:
        return None
    return target if scheme in ("http", "https") else None


def send(
    url: str,
    headers: Mapping[str, str],
    limits: Limits,
    method: str = "GET",
) -> Response:
    """Send one request with exactly these headers, besides Host."""
    started = time.monotonic()
    expired = threading.Event()
    try:
        with _connected(url, limits, expired) as connection:
            response = _exchange(connection, url, headers, method)
    except (OSError, http.client.HTTPException, ValueError) as error:
        response = Response(url, error=_describe(error, url))
    if expired.is_set():
        error_text = f"gave no whole answer within {limits.timeout:g} seconds"
        response = Response(url, error=error_text)
    return replace(response, seconds=time.monotonic() - started)


@contextmanager
def _connected(url: str, limits: Limits, expired: threading.Event) -> Iterator[http.client.HTTPConnection]:
    """Connect to the host of `url`; after the timeout, set `expired` and shut down.

    A socket's own timeout starts anew with each octet, so that a server
    which sends one every second would hold us for ever.
    """
    connection = _connection(url, limits)
    connection.sock.settimeout(2 * limits.timeout)  # in case the timer fails
    timer = threading.Timer(limits.timeout, _shut_down, (connection.sock, expired))
    timer.daemon = True
    timer.start()
    try:
        yield connection
    finally:
        timer.cancel()
        connection.close()


def _connection(url: str, limits: Limits) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    encrypted = parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    connected = _connect(host, port, limits)
    if not encrypted:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = connected
        return connection
    context = ssl.create_default_context()
    connection = http.client.HTTPSConnection(host, port, context=context)
    connection.sock = context.wrap_socket(connected, server_hostname=host)
    return connection


def _connect(host: str, port: int, limits: Limits) -> socket.socket:
    """Connect to the first address of a host that answers.

    The address that was looked at is the one connected to: a name that
    is asked for twice may lead elsewhere the second time.
    """
    timeout = min(CONNECT_TIMEOUT, limits.timeout)
    refusal: OSError = socket.gaierror()
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        ip = ipaddress.ip_address(str(address[0]).partition("%")[0])
        if not (limits.private or ip.is_global):
            raise PrivateAddress(str(ip))
        try:
            return socket.create_connection((str(address[0]), port), timeout)
        except OSError as error:
            refusal = error
    raise refusal


def _shut_down(connected: socket.socket, expired: threading.Event) -> None:
    expired.set()
    with suppress(OSError):
        # Not SSLSocket.shutdown, which would wait for the peer's goodbye.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def _exchange(
    connection: http.client.HTTPConnection,
    url: str,
    headers: Mapping[str, str],
    method: str,
) -> Response:
    parts = urlsplit(url)
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    target = quote(target, safe=URL_CHARACTERS)
    # putrequest, not request: that adds an Accept-Encoding of its own.
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in {**headers, "Connection": "close"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    # With "Connection: close", getresponse forgets the socket.
    connected = connection.sock
    received = connection.getresponse()
    response = Response(url, received.status, received.reason, _headers(received))
    if method == "HEAD" or received.status == 304:
        return replace(response, body=_leftover(received, connected))
    return _with_body(response, received.read(MAX_OCTETS + 1))


def _headers(received: http.client.HTTPResponse) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in received.getheaders():
        key = name.lower()
        if key in headers:  # RFC 9110 §5.3: a list in several lines
            value = f"{headers[key]}, {value}"
        headers[key] = value
    return headers


def _leftover(received: http.client.HTTPResponse, connected: socket.socket) -> bytes:
    """Return the first octet of a body that should not be there.

    Neither HEAD nor 304 has one (RFC 9110 §9.3.2, §15.4.5). Read behind
    the back of http.client, which knows that and reports an empty body.
    """
    connected.settimeout(LEFTOVER_TIMEOUT)
    try:
        return received.fp.read(1)
    except OSError:
        return b""


def _with_body(response: Response, raw: bytes) -> Response:
    """Add the decompressed body, or the error of one too long or too short."""
    if len(raw) > MAX_OCTETS:
        return _failed(response, TOO_LONG)
    # Content-Length does not count where Transfer-Encoding is (RFC 9112
    # §6.3), and http.client reads a body cut short without complaint.
    length = response.headers.get("content-length", "")
    if length.isdecimal() and "transfer-encoding" not in response.headers:
        promised = int(length)
        if len(raw) < promised:
            return _failed(response, f"sent {len(raw):,} octets of {promised:,}, then hung up")
    encoding = response.headers.get("content-encoding", "").lower()
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return replace(response, body=raw)
    return _decompressed(response, raw, encoding)


def _decompressed(response: Response, raw: bytes, encoding: str) -> Response:
    # 47 detects the header of gzip or zlib. Decompressing stops at the
    # limit, for a few kilobytes can unpack to gigabytes.
    decompressor = zlib.decompressobj(47)
    try:
        body = decompressor.decompress(raw, MAX_OCTETS + 1)
    except zlib.error:
        return _failed(response, f"says that the answer is {encoding}, and it is not")
    if len(body) > MAX_OCTETS:
        return _failed(response, TOO_LONG)
    if not decompressor.eof:
        return _failed(response, f"sent {encoding} that breaks off")
    return replace(response, body=body)


def _failed(response: Response, error: str) -> Response:
    return replace(response, status=0, error=error)


def _describe(error: Exception, url: str) -> str:
    """Return in plain words why no response came."""
    host = urlsplit(url).netloc
    match error:
        case PrivateAddress():
            return (
                f"{host} is at {error}, which is no address of the public internet; to ask it all the same: --private"
            )
        case socket.gaierror() | UnicodeError():
            return f"there is no host called {host}, or no network"
        case ssl.SSLCertVerificationError():
            return f"the certificate of {host} is not valid: {error.verify_message}"
        case ssl.SSLError():
            return f"{host} does not speak TLS as it should"
        case TimeoutError():
            return f"{host} did not answer in time"
        case ConnectionRefusedError():
            return f"nobody listens at {host}"
        case http.client.RemoteDisconnected() | ConnectionError():
            return f"{host} hung up without an answer"
        case http.client.IncompleteRead():
            return "hung up in the middle of the answer, or sent malformed chunks"
        case http.client.HTTPException() | ValueError():
            return f"{host} did not answer in readable HTTP"
        case OSError():
            return f"{host} cannot be reached: {error.strerror or error}"
    return str(error)
