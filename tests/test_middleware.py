"""The middleware responds as Flask would."""

import re
import threading
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, run_wsgi_app

from feeds.record import Edition
from feeds.snapshot import Snapshot
from feeds.watch import OpenList
from feeds.web import web_app
from feeds.web.middleware import DocumentMiddleware
from tests.lists import EVENT, HEAD, SITE, body, catalog, event, snapshot
from tests.servers import serving, wait_until


def asked(app: Any, path: str, **headers: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """Return status, headers and body of one GET."""
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
    }
    environ |= {
        "wsgi.url_scheme": "http",
        "wsgi.input": None,
        "wsgi.errors": None,
        "SCRIPT_NAME": "",
    }
    parts, status, found = run_wsgi_app(app, {**environ, **headers})
    return status, sorted(found.items()), b"".join(parts)


class Counting:
    """An application that counts its requests."""

    def __init__(self, app: Any) -> None:
        self.app, self.times = app, 0

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.times += 1
        return self.app(environ, start_response)


QUESTIONS: list[dict[str, str]] = [
    {},
    {"HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=0, identity"},
    {"HTTP_IF_NONE_MATCH": "*"},
    {"HTTP_IF_NONE_MATCH": '"other"', "HTTP_ACCEPT_ENCODING": "br, gzip"},
]
PATHS = [
    "/feeds/all.ics",
    "/feeds/all.ics?cancelled=hide",
    "/feeds/all.ics?cancelled=mark",
    "/es/feeds/topic/labor.atom",
    "/feeds/topic/housing,labor.json",
    "/",
    "/events/rally/",
    "/style.css",
    "/feeds/topic/work.ics",
    "/nothing",
    "/feeds/topic.ics",
    "/feeds/all.ics?utm_source=x",
]
DOCUMENTS = 8  # of these paths


def test_the_middleware_responds_as_flask_would() -> None:
    made = snapshot(HEAD + EVENT + event("off", status='"cancelled"'))
    app = web_app(lambda: made)
    assert isinstance(app.wsgi_app, DocumentMiddleware)
    alone = app.wsgi_app.app
    app.wsgi_app.app = flask = Counting(alone)
    first = {
        (path, n): asked(app, path, **question)
        for path in PATHS
        for n, question in enumerate(QUESTIONS)
    }
    assert flask.times == (len(PATHS) - DOCUMENTS) * len(QUESTIONS)
    for _ in range(2):
        for (path, n), answer in first.items():
            assert asked(app, path, **QUESTIONS[n]) == answer == asked(alone, path, **QUESTIONS[n])
    assert first["/feeds/all.ics", 0][2] != first["/feeds/all.ics?cancelled=hide", 0][2]
    assert {first["/feeds/all.ics", n][0] for n in range(5)} == {"200 OK", "304 NOT MODIFIED"}


def test_other_sites_may_show_that_a_list_was_taken_down() -> None:
    made = snapshot(
        HEAD.replace('koco = "KOCO"', 'koco = { name = "KOCO", withdrawn = true }') + EVENT
    )
    client = Client(web_app(lambda: made))
    for path, framed in (("/embed/organization/koco/", True), ("/feeds/organization/koco/", False)):
        response = client.get(path)
        assert response.status_code == 410
        assert response.headers["Content-Security-Policy"].endswith("frame-ancestors *") == framed


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "DELETE"])
def test_only_get_is_answered_before_flask(method: str) -> None:
    made = snapshot()
    client = Client(web_app(lambda: made))
    for _ in range(2):
        assert client.get("/feeds/all.ics").data
        assert (
            client.open("/feeds/all.ics", method=method).data
            == client.open("/feeds/all.ics", method=method).data
        )


def test_a_new_snapshot_is_answered_from_at_once() -> None:
    current = [snapshot()]
    client = Client(web_app(lambda: current[0]))
    old = client.get("/feeds/all.ics")
    current[0] = snapshot(HEAD + EVENT.replace('"Rally"', '"March"'))
    new = client.get("/feeds/all.ics")
    assert b"SUMMARY:March" in new.data
    assert new.headers["ETag"] != old.headers["ETag"]
    assert (
        client.get("/feeds/all.ics", headers={"If-None-Match": old.headers["ETag"]}).status_code
        == 200
    )


def test_memory_is_bounded_whatever_is_requested() -> None:
    text = (
        HEAD
        + "".join(f'[collections.c{n}]\ntitle = "C {n}"\ntopics = ["labor"]\n' for n in range(40))
        + EVENT
    )
    made = Snapshot(Edition(catalog(text)), SITE)
    made.cache.limit = 60_000
    client = Client(web_app(lambda: made))
    bodies = {n: client.get(f"/feeds/collection/c{n}.ics").data for n in range(40)}
    for n in range(40):
        for tag in range(40):
            client.get(f"/feeds/collection/c{n}.ics", headers={"If-None-Match": f'"{tag}"'})
        assert made.cache.octets <= 60_000
    assert len(made.cache.documents) < 40
    assert {n: client.get(f"/feeds/collection/c{n}.ics").data for n in range(40)} == bodies


# news and health


def test_atom_has_upcoming_events_in_order() -> None:
    """Cancelled events too; not those that ended before midnight, or at midnight."""
    text = HEAD + "".join(
        event(f"e{day}", when=f'"2021-03-{day:02} 13:00"', title=f'"Day {day}"')
        for day in (20, 1, 5, 9)
    )
    text += event("night", title='"Night"', when='"2021-03-04 20:00 – 2021-03-05 00:00"')
    text += event("off", title='"Off"', when='"2021-03-08"', status='"cancelled"')
    text += event("gone", title='"Gone"', when='"2021-03-04"', status='"cancelled"')
    text += event("long", title='"Long"', when='"2021-03-02 – 2021-03-05"')
    made = Snapshot(Edition(catalog(text)), SITE, date(2021, 3, 5))
    titles = re.findall(r"<title>(.*?)</title>", body(made, "/feeds/all.atom").decode())[1:]
    assert titles == [
        "Tue, Mar 2: Long",
        "Fri, Mar 5, 1 PM: Day 5",
        "CANCELLED: Mon, Mar 8: Off",
        "Tue, Mar 9, 1 PM: Day 9",
        "Sat, Mar 20, 1 PM: Day 20",
    ]


@pytest.mark.parametrize(
    ("day", "titles"),
    [
        (date.min, ["Mon, Jan 1, 1900: First", "Tue, Jan 2, 1900: Second"]),
        (date(1900, 1, 1), ["Mon, Jan 1: First", "Tue, Jan 2: Second"]),
        (date(1900, 1, 2), ["Tue, Jan 2: Second"]),
        (date(1900, 1, 3), []),
    ],
)
def test_the_earliest_days_are_over_when_they_end(day: date, titles: list[str]) -> None:
    text = (
        HEAD
        + event("a", when='"1900-01-01"', title='"First"')
        + event("b", when='"1900-01-02"', title='"Second"')
    )
    made = Snapshot(Edition(catalog(text)), SITE, day)
    assert re.findall(r"<title>(.*?)</title>", body(made, "/feeds/all.atom").decode())[1:] == titles


def test_atom_of_changes_has_the_newest_first() -> None:
    off = "".join(
        event(
            f"e{day}", when=f'"2021-03-{day:02} 13:00"', title=f'"Day {day}"', status='"cancelled"'
        )
        for day in (4, 20, 9)
    )
    made = Snapshot(Edition(catalog(HEAD + off)), SITE, date(2021, 3, 5))
    remaining = [
        f"CANCELLED: {title}" for title in ("Tue, Mar 9, 1 PM: Day 9", "Sat, Mar 20, 1 PM: Day 20")
    ]
    titles = re.findall(r"<title>(.*?)</title>", body(made, "/feeds/changes.atom").decode())[1:]
    assert sorted(titles) == sorted(remaining)


def test_an_atom_feed_that_is_too_long_drops_the_last_events() -> None:
    text = HEAD + "".join(
        event(
            f"e{n}",
            when=f'"2021-03-{n % 20 + 6:02} 13:00"',
            title=f'"E{n}"',
            description=f'"{"< " * 1200}"',
        )
        for n in range(100)
    )
    made = Snapshot(Edition(catalog(text)), SITE, date(2021, 3, 5))
    news = body(made, "/feeds/all.atom")
    titles = re.findall(r"<title>(.*?): E\d+</title>", news.decode())
    assert 50 < len(titles) < 100
    assert titles[0].startswith("Sat, Mar 6")
    assert len(news) <= 899_999


def test_today_is_the_given_day(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(HEAD + EVENT)
    for day, title in (
        ("2021-03-19", b"Sat, Mar 20, 1 PM: Rally"),
        ("2020-03-19", b"Sat, Mar 20, 2021, 1 PM: Rally"),
    ):
        with serving("--today", day, folder=tmp_path) as server:
            assert title in server.ask("/feeds/all.atom")[2]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_new_day_is_served(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(HEAD + EVENT)
    days = [date(2021, 3, 19)]
    opened = OpenList(tmp_path / "events.toml", SITE, today=lambda zone: days[0])

    def stop(problems: object) -> None:
        raise SystemExit  # ends the watch, which else outlives this test

    opened.start_watching(stop)
    assert opened.snapshot.day == date(2021, 3, 19)
    days[0] = date(2022, 3, 19)
    wait_until(lambda: opened.snapshot.day == date(2022, 3, 19))
    opened.file.write_text(HEAD)
    wait_until(lambda: not any(thread.name == "list" for thread in threading.enumerate()))


def test_health_reports_the_age_of_the_snapshot_and_a_rejected_change(tmp_path: Path) -> None:
    file = tmp_path / "events.toml"
    file.write_text(HEAD + EVENT)
    with serving(folder=tmp_path) as server:
        status, headers, reply = server.ask("/healthz")
        assert (status, headers["content-type"], headers["cache-control"]) == (
            200,
            "application/json; charset=utf-8",
            "no-store",
        )
        assert reply in [b'{"snapshot_age": %d, "problem": null}\n' % age for age in range(20)]
        file.write_text(HEAD + EVENT.replace("1 PM", "1 XM"))
        kept_out = b'"problem": "a problem keeps the newest change out; the log says which"}\n'
        wait_until(lambda: server.ask("/healthz")[2].endswith(kept_out))
        file.write_text(HEAD + EVENT)
        wait_until(lambda: b'"problem": null' in server.ask("/healthz")[2])
