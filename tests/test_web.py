"""The app without a server: snapshots, languages, threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from werkzeug.test import Client

from feeds.documents import Document
from feeds.snapshot import Snapshot
from feeds.web import web_app
from tests.lists import EVENT, HEAD, SITE, body, event, snapshot


def client(made: Snapshot) -> Client:
    """Return a client of an app that always answers from this snapshot."""
    return Client(web_app(lambda: made))


def test_each_request_is_answered_from_the_newest_snapshot() -> None:
    current = snapshot()
    asking = Client(web_app(lambda: current))
    first = asking.get("/feeds/all.ics")
    assert first.data == body(current, "/feeds/all.ics")
    assert asking.get("/events/other.ics").status_code == 404
    current = snapshot(HEAD + EVENT + event())
    second = asking.get("/feeds/all.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.data) == (200, body(current, "/feeds/all.ics"))
    assert asking.get("/events/other.ics").status_code == 200
    untouched = asking.get("/feeds/topic/housing.ics").headers["ETag"]
    current = snapshot()
    assert (
        asking.get("/feeds/topic/housing.ics", headers={"If-None-Match": untouched}).status_code
        == 304
    )


def test_a_list_in_spanish_speaks_spanish_at_its_bare_addresses() -> None:
    asking = client(snapshot(HEAD.replace('["en", "es"]', '["es", "en"]') + EVENT))
    assert asking.get("/x").text == "No hay nada en esta dirección.\nTodos los calendarios:\n/\n"
    assert asking.get("/en/x").text == "There is nothing at this address.\nAll feeds:\n/en/\n"
    assert (
        asking.get("/?cancelled=x").text
        == "cancelled= admite uno de estos valores: mark, status, hide\n"
    )
    assert (
        asking.get("/en/?cancelled=x").text == "cancelled= takes one of these: mark, status, hide\n"
    )
    assert asking.post("/").text == "Esta dirección solo se puede leer, con GET o HEAD.\n"
    assert asking.post("/en/").text == "This address can only be read, with GET or HEAD.\n"
    assert asking.get("/es/feeds/all.ics").headers["Location"] == "/feeds/all.ics"


def test_a_list_in_one_language_knows_no_other() -> None:
    asking = client(
        snapshot(
            HEAD.replace('["en", "es"]', '["en"]')
            .replace(', es = "Calendario de prueba"', "")
            .replace(', es = "Trabajo"', "")
            .replace(', es = "Vivienda"', "")
            + EVENT
        )
    )
    assert asking.get("/es/feeds/all.ics").status_code == 404
    assert asking.get("/en/feeds/all.ics").headers["Location"] == "/feeds/all.ics"
    assert b"hreflang" not in asking.get("/").data


@pytest.mark.parametrize("cancelled", ["mark", "status", "hide"])
def test_the_query_sets_the_variant_and_unknown_keys_change_nothing(cancelled: str) -> None:
    made = snapshot(HEAD + EVENT + event(status='"cancelled"'))
    asking = client(made)
    found = asking.get(f"/feeds/all.ics?x=1&cancelled={cancelled}&utm_source=y&cancelled=nonsense")
    assert found.data == body(made, "/feeds/all.ics", cancelled)
    tags = {
        asking.get(f"/feeds/all.ics{query}").headers["ETag"]
        for query in ("", "?x=1", "?utm_source=y&fbclid=z")
    }
    assert tags == {f'"{document(made, "/feeds/all.ics").etag}"'}


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_only_a_form_that_was_filled_in_leads_away_from_it(prefix: str) -> None:
    asking = client(snapshot())
    form = asking.get(f"{prefix}/filter/")
    shared = asking.get(f"{prefix}/filter/?fbclid=x&utm_source=y")
    assert (shared.status_code, shared.data) == (200, form.data)
    for query in ("topic=labor", "near=&distance=3km", "not-venue=federal-plaza&fbclid=x"):
        assert asking.get(f"{prefix}/filter/?{query}").status_code == 301, query


def document(made: Snapshot, path: str) -> Document:
    """Return the document at `path`."""
    found = made.find(path)
    assert isinstance(found, Document)
    return found


def test_many_threads_get_complete_responses() -> None:
    made, calm = snapshot(HEAD + EVENT + event()), snapshot(HEAD + EVENT + event())
    app = web_app(lambda: made)
    paths = [path for path, _ in calm.paths()]
    expected = [client(calm).get(path, headers={"Accept-Encoding": "gzip"}) for path in paths]
    threads = 8
    start = Barrier(threads)

    def ask_for_all(_: int) -> list[tuple[int, list[tuple[str, str]], bytes]]:
        asking = Client(app)
        start.wait()
        answers = (asking.get(path, headers={"Accept-Encoding": "gzip"}) for path in paths)
        return [(answer.status_code, list(answer.headers), answer.data) for answer in answers]

    with ThreadPoolExecutor(threads) as pool:
        for found in pool.map(ask_for_all, range(threads)):
            assert found == [
                (answer.status_code, list(answer.headers), answer.data) for answer in expected
            ]


def test_the_app_answers_below_a_path_that_its_server_mounts_it_at() -> None:
    made = snapshot(site=f"{SITE}/calendar")
    found = client(made).get("/es/feeds/topic/work.ics", base_url="http://localhost/calendar/")
    assert (found.status_code, found.headers["Location"]) == (
        301,
        "/calendar/es/feeds/topic/labor.ics",
    )
    found = client(made).get("/feeds/topic/labor.ics", base_url="http://localhost/calendar/")
    assert found.data == body(made, "/feeds/topic/labor.ics")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize(
    ("path", "if_none_match"),
    [
        ("/feeds/all.ics", ""),
        ("/feeds/all.ics", "*"),
        ("/feeds/topic/work.ics", ""),
        ("/nothing", ""),
        ("/\xe5\x8a\xb3\xff\x00", ""),
    ],
)
def test_every_response_follows_wsgi(method: str, path: str, if_none_match: str) -> None:
    environ: dict[str, object] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
    }
    setup_testing_defaults(environ)
    if if_none_match:
        environ["HTTP_IF_NONE_MATCH"] = if_none_match
    started: list[str] = []

    def start(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        started.append(status)
        return lambda _: None

    answer = validator(web_app(snapshot).wsgi_app)(environ, start)
    content = b"".join(answer)
    answer.close()
    assert len(started) == 1
    assert bool(content) == (method == "POST" or (method == "GET" and not if_none_match))
