"""What one stranger can make the server keep, or keep it from, has a bound."""

import gc
import os
import resource
import signal
import socket
import tracemalloc
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from desk.cli.serving import HEAD_OCTETS
from feeds.catalog import cached_slug_form
from feeds.documents import Document, DocumentCache
from feeds.selection import path_from_form
from feeds.web import web_app
from feeds.web.lengths import LONGEST_HEADERS, LONGEST_TARGET
from feeds.web.responses import response_to
from tests.lists import EVENT, HEAD, snapshot
from tests.servers import DEADLINE, Server, serving, wait_until
from tests.test_contract_http import ask, plain, say
from tests.test_middleware import asked

FEED = "/feeds/topic/labor.ics"


# lengths at the door


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/" + "a" * LONGEST_TARGET, "en"),
        ("/" + "%E2%98%85" * (LONGEST_TARGET // 3 + 1), "en"),
        ("/es/feeds/all.ics?" + "x" * LONGEST_TARGET, "es"),
        ("/filter/?" + "near=federal-plaza&" * 3000, "en"),
        ("/" + "a" * 60_000, "en"),
    ],
    ids=lambda value: value[:20],
)
def test_a_long_target_is_refused(server: Server, method: str, path: str, language: str) -> None:
    text = {"en": "At most 8000 characters.\n", "es": "Como máximo 8000 caracteres.\n"}[language]
    status, headers, body = plain(414, text)
    assert ask(server, path, method) == (status, headers, b"" if method == "HEAD" else body)


def test_a_target_that_is_just_short_enough_is_answered(server: Server) -> None:
    path = "/feeds/all.ics?"
    assert ask(server, path + "x" * (LONGEST_TARGET - len(path) + 1))[0] == 200
    assert ask(server, path + "x" * (LONGEST_TARGET - len(path) + 2))[0] == 414
    assert ask(server, "/" + "a" * (LONGEST_TARGET - 1))[0] == 404


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [FEED, "/nothing", "/healthz", "/filter/?topic=labor"])
@pytest.mark.parametrize("name", ["if_none_match", "accept_encoding"])
def test_long_headers_are_refused_and_no_cache_says_so_to_others(
    server: Server, method: str, path: str, name: str
) -> None:
    status, headers, body = plain(
        431, "If-None-Match, Accept-Encoding: at most 8000 characters.\n", cache_control="no-store"
    )
    found = ask(server, path, method, **{name: "x" * (LONGEST_HEADERS + 1)})
    assert found == (status, headers, b"" if method == "HEAD" else body)


def test_headers_that_are_just_short_enough_are_answered(server: Server) -> None:
    half = LONGEST_HEADERS // 2
    found = ask(server, FEED)
    assert (
        ask(server, FEED, if_none_match="x" * half, accept_encoding="x" * half, cookie="x" * 30_000)
        == found
    )
    assert ask(server, FEED, if_none_match="x" * half, accept_encoding="x" * (half + 1))[0] == 431


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (f"GET /{'a' * HEAD_OCTETS} HTTP/1.1", 414),
        (f"GET / HTTP/1.1\r\nIf-None-Match: {'a' * 380_000}", 431),
    ],
    ids=["target", "headers"],
)
def test_what_is_longer_than_the_server_takes_in_is_refused_too(
    server: Server, request_line: str, status: int
) -> None:
    assert say(server, f"{request_line}\r\nHost: x\r\n\r\n".encode())[0] == status
    assert ask(server, FEED)[0] == 200


# memory


def test_a_form_makes_no_longer_path_than_its_query() -> None:
    fields = {"near": ["federal-plaza"] * 3000, "distance": ["3km"] * 3000}
    assert (
        len(path_from_form(fields))
        <= sum(len(value) + 1 for values in fields.values() for value in values) + 100
    )
    assert path_from_form({"near": ["", "loop"], "distance": ["3km"]}) == "all/near/loop,3km"
    assert path_from_form({"near": ["loop"], "distance": []}) == "all"


HOSTILE: dict[str, Callable[[int], tuple[str, dict[str, str]]]] = {
    "unknown path": lambda number: (f"/{number}{'a' * 7000}", {}),
    "path of many parts": lambda number: (f"/feeds/{number}{'/a' * 3000}/{number}", {}),
    "unknown feed": lambda number: (f"/feeds/topic/{number}{'a' * 900}.ics", {}),
    "path that is too long": lambda number: (f"/{number}{'a' * 60_000}", {}),
    "tag": lambda number: (FEED, {"HTTP_IF_NONE_MATCH": f'"{number}{"a" * 7500}"'}),
    "tag that is too long": lambda number: (
        FEED,
        {"HTTP_IF_NONE_MATCH": f'"{number}{"a" * 380_000}"'},
    ),
    "encoding": lambda number: (FEED, {"HTTP_ACCEPT_ENCODING": f"gzip, {number}{'a' * 7500}"}),
    "query": lambda number: (f"{FEED}?{number}={'a' * 7000}", {}),
    "form": lambda number: (
        f"/filter/?near={number}&distance=" + "3km&near=loop&distance=" * 300,
        {},
    ),
    "host": lambda number: ("/nothing", {"HTTP_HOST": f"{number}{'a' * 7000}.example.org"}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_of_what_is_asked_stays(kind: str) -> None:
    made = snapshot()
    app = web_app(lambda: made)

    def ask_for(numbers: range) -> int:
        """Ask, and return how many octets Python has taken since it was traced."""
        for number in numbers:
            path, headers = HOSTILE[kind](number)
            assert int(asked(app, path, **headers)[0][:3]) < 500
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    ask_for(range(40))
    names = cached_slug_form.cache_info().currsize
    tracemalloc.start()
    try:
        before = ask_for(range(40, 80))
        growth = ask_for(range(80, 280)) - before
    finally:
        tracemalloc.stop()
    assert growth < 20_000
    assert cached_slug_form.cache_info().currsize == names


def test_what_the_shelf_counts_is_no_less_than_what_it_takes() -> None:
    cache = DocumentCache(1_000_000)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(5000):
            cached = cache.put(
                (f"/feeds/{number}/{'x' * 900}.ics", "mark"),
                Document(b"%05d" % number * 20, "text/plain"),
            )
            for tag in range(number % 20):
                question = f'"{number}-{tag}-{"x" * 50 * tag}"', "gzip, deflate, br"
                cache.keep_response(cached, question, response_to(cached.document, *question))
            assert cache.octets <= 1_000_000
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert 30 < len(cache.documents) < 300
    assert cache.octets / 3 < taken <= cache.octets
    assert cache.octets == sum(cached.octets for cached in cache.documents.values())


def test_no_long_question_is_kept_and_nothing_of_what_left_the_shelf_is_counted() -> None:
    cache = DocumentCache(10_000)
    cached = cache.put(("a", "mark"), Document(b"x", "text/plain"))
    cache.keep_response(cached, ('"' + "x" * 1000 + '"', None), "answer")
    assert cached.responses == {}
    cache.put(("b", "mark"), Document(b"y" * 6000, "text/plain"))
    assert list(cache.documents) == [("b", "mark")]
    before = cache.octets
    cache.keep_response(cached, ('"x"', None), "answer")
    assert (cache.octets, cached.responses) == (before, {})


def test_a_document_that_is_cached_twice_is_counted_once() -> None:
    cache = DocumentCache(10_000)
    for body in (b"x" * 1000, b"y" * 2000):  # by readers that looked while eviction had it out
        cached = cache.put(("a", "mark"), Document(body, "text/plain"))
    assert cache.octets == cached.octets


# connections and workers


def test_idle_connections_keep_nobody_out_and_are_closed(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    starts = {
        "silent": b"",
        "half": b"GET / HTTP/1.1\r\nHo",
        "kept": b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n",
    }
    (tmp_path / "events.toml").write_text(HEAD + EVENT)
    with serving(folder=tmp_path) as server, ExitStack() as opened:
        for number in range(1200):
            connection = opened.enter_context(
                socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE)
            )
            connection.sendall(list(starts.values())[number % 3])
        assert server.ask(FEED)[0] == 200
        last = {}
        for start, sent in starts.items():
            last[start] = opened.enter_context(
                socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE)
            )
            last[start].sendall(sent)
        for start, connection in last.items():
            with connection.makefile("rb") as answer:
                assert bool(answer.read()) == (start == "kept"), start
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def children(process: int) -> list[int]:
    """Return the processes that a process started."""
    return [
        int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_dies_is_started_again_with_the_newest_list(
    tmp_path: Path, workers: int
) -> None:
    (tmp_path / "events.toml").write_text(HEAD + EVENT)
    with serving("--workers", str(workers), folder=tmp_path) as server:
        first = children(server.process.pid)
        (tmp_path / "events.toml").write_text(HEAD + EVENT.replace("Rally", "Vigil"))
        wait_until(lambda: b"Vigil" in server.ask("/feeds/all.ics")[2])
        os.kill(first[0], signal.SIGKILL)
        wait_until(lambda: len(set(children(server.process.pid)) - {first[0]}) == workers)
        wait_until(lambda: answers(server))
        for _ in range(10):
            assert b"Vigil" in server.ask("/feeds/all.ics")[2]


def answers(server: Server) -> bool:
    """Say whether the server answers at all."""
    try:
        return server.ask("/robots.txt")[0] == 200
    except OSError:
        return False
