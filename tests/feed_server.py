"""A small server on loopback for feeds: well-behaved, except for what a case asks for."""

import gzip
import hashlib
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.servers import DEADLINE

TLS = b"\x16"  # how a handshake begins: not a request here
DATE = "Sat, 20 Mar 2021 12:00:00 GMT"
Respond = Callable[[bytes], bytes | Iterator[bytes]]  # the head of a request → all that is sent


def blocks(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """Return the blocks of an .http file: a text, and status and headers for requests with it.

    `[text]`, then `status reason` or `-` for the right ones, then headers, of which those without
    a value are not sent, and `Body:` in place of the feed. Of the blocks whose text is in the head
    of a request the last counts; `[]` fits all but the request for /robots.txt.
    """
    found = []
    for block in filter(None, text.split("\n[")):
        selector, _, rest = block.removeprefix("[").partition("]\n")
        status, *lines = rest.strip().splitlines()
        headers = (line.partition(":") for line in lines)
        found.append((selector, status, {name: value.strip() for name, _, value in headers}))
    return found


def well(feed: bytes, http: str = "") -> Respond:
    """Return a server that is right, except for what an .http file asks for."""
    exceptions, etag = blocks(http), hashlib.sha256(feed).hexdigest()[:8]

    def respond(request: bytes) -> bytes:
        head = request.decode("latin-1")
        robots, packed = " /robots.txt " in head, "Accept-Encoding: gzip" in head
        fitting = [
            (status, headers)
            for text, status, headers in exceptions
            if (text or not robots) and text in head
        ]
        status, own = fitting[-1] if fitting else ("", {})
        headers = {
            "Date": DATE,
            "Content-Type": "text/plain" if robots else "text/calendar; charset=utf-8",
            "ETag": f'"{etag}-gzip"' if packed else f'"{etag}"',
            "Cache-Control": "public, max-age=300",
            "Vary": "Accept-Encoding",
            "Access-Control-Allow-Origin": "*",
        }
        body = b"User-agent: *\nAllow: /\n" if robots else feed
        if "Body" in own:
            body = own["Body"].replace("\\n", "\n").encode()
        status = status.removeprefix("-")
        if not status and "If-None-Match" in head and etag in head:
            status, body = "304 Not Modified", b""
        elif packed and "Content-Encoding" not in own:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, mtime=0)
        if not status.startswith("304"):
            headers["Content-Length"] = str(len(body))
        headers |= {name: value for name, value in own.items() if name != "Body"}
        sent = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value)
        return f"HTTP/1.1 {status or '200 OK'}\r\n{sent}\r\n".encode("latin-1") + body * (
            not head.startswith("HEAD")
        )

    return respond


@contextmanager
def answering(respond: Respond) -> Iterator[int]:
    """Answer each request on a port of loopback, with exactly these bytes, until the block ends."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(DEADLINE)
            head = b""
            try:
                while (
                    not head.startswith(TLS)
                    and b"\r\n\r\n" not in head
                    and (more := self.request.recv(65536))
                ):
                    head += more
                sent = respond(head)
                for part in (sent,) if isinstance(sent, bytes) else sent:
                    self.request.sendall(part)
            except OSError:  # the client has gone
                pass

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
