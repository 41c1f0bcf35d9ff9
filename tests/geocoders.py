"""A geocoding service on loopback that speaks Nominatim and Photon, and can answer badly in every way."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = Callable[[BaseHTTPRequestHandler, str], None]


class Service:
    """The running service: where it listens, what it was asked, and how it answers."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.paths: list[str] = []
        self.agents: set[str | None] = set()
        self.times: list[float] = []  # of each request, in seconds
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.domain = f"127.0.0.1:{self.server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query).get("q", [""])[0]
                service.asked.append(query)
                service.paths.append(self.path)
                service.times.append(time.monotonic())
                service.agents.add(self.headers["User-Agent"])
                service.answer(self, query)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


@contextmanager
def service(answer: Answer) -> Iterator[Service]:
    """Run a service until the block ends."""
    running = Service(answer)
    thread = threading.Thread(target=running.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield running
    finally:
        running.server.shutdown()
        thread.join()
        running.server.server_close()


def reply(body: object, status: int = 200, **headers: str) -> Answer:
    """Answer everything with `body`: bytes as they are, all else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def answer(handler: BaseHTTPRequestHandler, query: str) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def silent(until: threading.Event) -> Answer:
    """Take every request and say nothing before `until` is set."""

    def answer(handler: BaseHTTPRequestHandler, query: str) -> None:
        until.wait(30)

    return answer


def slow(seconds: float, answer: Answer) -> Answer:
    """Let every request wait before it is answered."""

    def later(handler: BaseHTTPRequestHandler, query: str) -> None:
        threading.Event().wait(seconds)
        answer(handler, query)

    return later


def nominatim(
    latitude: Any, longitude: Any, category: str = "building", kind: str = "yes", **address: str
) -> dict[str, Any]:
    """Return one result as Nominatim gives it, numbers as strings."""
    return {
        "lat": str(latitude) if isinstance(latitude, float) else latitude,
        "lon": str(longitude) if isinstance(longitude, float) else longitude,
        "class": category,
        "type": kind,
        "display_name": "here",
        "address": address,
    }


def photon(
    latitude: Any, longitude: Any, key: str = "building", value: str = "yes", **properties: str
) -> dict[str, Any]:
    """Return one result as Photon gives it."""
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {"osm_key": key, "osm_value": value, **properties},
    }
