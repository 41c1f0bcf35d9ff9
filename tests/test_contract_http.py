"""Rules 33 to 43 of the contract with calendar clients, on a real server on loopback."""

import gzip
import hashlib
import http.client
import json
import os
import re
import socket
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

import pytest
from werkzeug.test import Client

from feeds.catalog import Cancelled
from feeds.documents import CachedDocument, Document
from feeds.record import Edition
from feeds.routing import Routes
from feeds.snapshot import Snapshot
from feeds.watch import OpenList
from feeds.web import web_app
from tests.lists import ROOT, SITE, TODAY, catalog, snapshot
from tests.servers import DEADLINE, Server

Answer = tuple[int, dict[str, str], bytes]

ALWAYS = {
    "access-control-allow-origin": "*",
    "permissions-policy": "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), "
    "geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), "
    "screen-wake-lock=(), usb=(), xr-spatial-tracking=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}
FRAMED = ALWAYS["content-security-policy"].removesuffix("'none'") + "*"
CACHED = {**ALWAYS, "cache-control": "public, max-age=300"}
ALLOW = "GET, HEAD, OPTIONS"
FEED = "/feeds/topic/labor.ics"
PLAIN = "text/plain; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"


@pytest.fixture(scope="module")
def answers() -> Snapshot:
    """The snapshot that the server should serve, made in this process."""
    return OpenList(
        ROOT / "events.toml", os.environ.get("HANDBILL_URL") or None, today=lambda zone: TODAY
    ).snapshot


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask the server; return its response without the two headers of granian."""
    return _ours(server.ask(path, method, **headers))


def say(server: Server, request: bytes) -> Answer:
    """Send these bytes and read one answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE) as connection:
        connection.sendall(request)
        return _ours(_read(connection))


def _read(connection: socket.socket) -> Answer:
    response = http.client.HTTPResponse(connection)
    response.begin()
    body = response.read()
    response.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, body


def _ours(answer: Answer) -> Answer:
    status, headers, body = answer
    return (
        status,
        {name: value for name, value in headers.items() if name not in ("date", "server")},
        body,
    )


def document(snapshot: Snapshot, path: str) -> Document:
    """Return the document at `path`."""
    found = snapshot.find(path)
    assert isinstance(found, Document)
    return found


def complete_answer(found: Document) -> Answer:
    """Return the response with a document."""
    headers = {
        **CACHED,
        "content-type": found.type,
        "content-length": str(len(found.body)),
        "etag": f'"{found.etag}"',
        "vary": "Accept-Encoding",
    }
    if found.framed:
        headers["content-security-policy"] = FRAMED
    if found.disposition:
        headers["content-disposition"] = found.disposition
    return 200, headers, found.body


def plain(status: int, text: str, **headers: str) -> Answer:
    """Return a response in plain text."""
    body = text.encode()
    own = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {**CACHED, "content-type": PLAIN, "content-length": str(len(body)), **own}, body


# 33: GET and HEAD, text/calendar, no negotiation, cookie or auth

PATHS = {
    "/feeds/all.ics": (CALENDAR, 'inline; filename="all.ics"'),
    "/feeds/topic/labor.ics": (CALENDAR, 'inline; filename="labor.ics"'),
    "/es/feeds/host/koco.ics": (CALENDAR, 'inline; filename="koco.ics"'),
    "/feeds/collection/work-and-housing.ics": (CALENDAR, 'inline; filename="work-and-housing.ics"'),
    "/events/bamazon-workers-2021.ics": (
        CALENDAR,
        'attachment; filename="bamazon-workers-2021.ics"',
    ),
    "/es/events/bamazon-workers-2021.ics": (
        CALENDAR,
        'attachment; filename="bamazon-workers-2021.ics"',
    ),
    "/feeds/index.json": ("application/json; charset=utf-8", ""),
    "/es/feeds/index.json": ("application/json; charset=utf-8", ""),
    "/": ("text/html; charset=utf-8", ""),
    "/es/feeds/topic/labor/": ("text/html; charset=utf-8", ""),
    "/events/bamazon-workers-2021/": ("text/html; charset=utf-8", ""),
    "/robots.txt": (PLAIN, ""),
    "/style.css": ("text/css; charset=utf-8", ""),
    "/script.js": ("text/javascript; charset=utf-8", ""),
    "/icon.svg": ("image/svg+xml; charset=utf-8", ""),
    "/sitemap.xml": ("application/xml; charset=utf-8", ""),
    "/es/month/2021-03/": ("text/html; charset=utf-8", ""),
    "/filter/": ("text/html; charset=utf-8", ""),
    "/embed/topic/labor/": ("text/html; charset=utf-8", ""),
}


@pytest.mark.parametrize("path", PATHS)
def test_rule_33_get_answers_with_the_whole_document(
    server: Server, answers: Snapshot, path: str
) -> None:
    found = document(answers, path)
    assert (found.type, found.disposition) == PATHS[path]
    assert ask(server, path) == complete_answer(found)


@pytest.mark.parametrize("path", PATHS)
def test_rule_33_head_has_the_headers_of_get_and_no_body(server: Server, path: str) -> None:
    status, headers, _ = ask(server, path)
    assert ask(server, path, "HEAD") == (status, headers, b"")


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("known_etag", ["*", '"other"'])
def test_rule_33_head_is_get_without_a_body_however_it_asks(
    server: Server, encoding: str, known_etag: str
) -> None:
    status, headers, _ = ask(server, FEED, accept_encoding=encoding, if_none_match=known_etag)
    assert ask(server, FEED, "HEAD", accept_encoding=encoding, if_none_match=known_etag) == (
        status,
        headers,
        b"",
    )


@pytest.mark.parametrize(
    "path", ["/feeds/topic/trabajo.ics", "/feeds/topic/labour.ics", f"{FEED}?cancelled=x"]
)
def test_rule_33_head_of_an_address_without_document(server: Server, path: str) -> None:
    status, headers, _ = ask(server, path)
    assert ask(server, path, "HEAD") == (status, headers, b"")


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "text/html"},
        {"accept": "application/json;q=1, text/calendar;q=0"},
        {"accept_language": "es"},
        {"accept_charset": "iso-8859-1"},
        {"authorization": "Basic bm9ib2R5Ondyb25n"},
        {"authorization": "Bearer"},
        {"cookie": "session=1; language=es"},
        {"host": "calendar.chicago.org"},
        {"host": "a..b"},
        {"x_forwarded_host": "calendar.chicago.org", "x_forwarded_proto": "https"},
        {"range": "bytes=0-9"},
        {"connection": "close"},
    ],
)
def test_rule_33_nothing_else_in_a_request_changes_the_answer(
    server: Server, answers: Snapshot, headers: dict[str, str]
) -> None:
    lines = "".join(
        f"{name.replace('_', '-')}: {value}\r\n" for name, value in {"host": "x", **headers}.items()
    )
    answer = say(server, f"GET {FEED} HTTP/1.1\r\n{lines}\r\n".encode())
    answer[1].pop("connection", None)
    assert answer == complete_answer(document(answers, FEED))


def test_rule_33_clients_of_http_1_0_without_any_header_are_served(
    server: Server, answers: Snapshot
) -> None:
    assert say(server, f"GET {FEED} HTTP/1.0\r\n\r\n".encode()) == complete_answer(
        document(answers, FEED)
    )


# 34: how a browser saves it


def test_rule_34_feeds_open_inline_and_single_events_are_saved(server: Server) -> None:
    found = {path: ask(server, path, "HEAD")[1].get("content-disposition", "") for path in PATHS}
    assert found == {path: disposition for path, (_, disposition) in PATHS.items()}


# 35, 36: ETag, If-None-Match, never Last-Modified


def held_forms(tag: str) -> dict[str, int]:
    """Return each form of If-None-Match, and the status it should get."""
    return {
        f'"{tag}"': 304,
        f'W/"{tag}"': 304,
        f'"{tag}-gzip"': 304,
        f'W/"{tag}-gzip"': 304,
        f'"other", "{tag}"': 304,
        f'"other","{tag}"': 304,
        f'W/"other" , W/"{tag}", "third"': 304,
        f'"a, b", "{tag}"': 304,
        "*": 304,
        '"other"': 200,
        'W/"other"': 200,
        f'"{tag}-br"': 200,
        f'"{tag[:-1]}"': 200,
        f'"{tag.upper()}"': 200,
        '""': 200,
        '"': 200,
        "": 200,
        ",": 200,
        "W/": 200,
        '"*"': 200,
        '"' + "x" * 8000 + '"': 200,
    }


@pytest.mark.parametrize("number", range(len(held_forms("x"))))
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_rule_35_if_none_match_in_every_form(server: Server, number: int, encoding: str) -> None:
    status, headers, body = ask(server, FEED, accept_encoding=encoding)
    plain_tag = ask(server, FEED)[1]["etag"].strip('"')
    value, expected = list(held_forms(plain_tag).items())[number]
    repeated = {key: headers[key] for key in (*CACHED, "etag", "vary")}
    answer = ask(server, FEED, accept_encoding=encoding, if_none_match=value)
    assert answer == ((304, repeated, b"") if expected == 304 else (status, headers, body))


def test_rule_35_several_if_none_match_headers_count_as_one_list(server: Server) -> None:
    tag = ask(server, FEED)[1]["etag"]
    request = (
        f'GET {FEED} HTTP/1.1\r\nHost: x\r\nIf-None-Match: "a"\r\nIf-None-Match: {tag}\r\n\r\n'
    )
    assert say(server, request.encode()) == (
        304,
        {**CACHED, "etag": tag, "vary": "Accept-Encoding"},
        b"",
    )


def test_rule_35_the_tag_is_strong_and_a_hash_of_the_bytes(server: Server) -> None:
    for path in PATHS:
        _, headers, body = ask(server, path)
        assert headers["etag"] == f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def test_rule_35_if_none_match_wins_over_if_modified_since(server: Server) -> None:
    tag = ask(server, FEED)[1]["etag"]
    old, future = "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"
    assert ask(server, FEED, if_none_match=tag, if_modified_since=old)[0] == 304
    assert ask(server, FEED, if_none_match='"other"', if_modified_since=future)[0] == 200


@pytest.mark.parametrize(
    "since", ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "yesterday"]
)
def test_rule_36_if_modified_since_alone_gets_the_document(
    server: Server, answers: Snapshot, since: str
) -> None:
    assert ask(server, FEED, if_modified_since=since) == complete_answer(document(answers, FEED))


def test_rule_36_no_answer_has_last_modified(server: Server) -> None:
    found = [ask(server, path)[1] for path in (*PATHS, *STATUSES)]
    assert not [headers for headers in found if "last-modified" in headers or "expires" in headers]


def test_rule_36_gzip_has_a_tag_of_its_own(server: Server) -> None:
    tags = [
        ask(server, FEED, accept_encoding=encoding)[1]["etag"] for encoding in ("identity", "gzip")
    ]
    assert tags[1] == tags[0][:-1] + '-gzip"'


# 37: caching and gzip

ENCODINGS = {
    "gzip": True,
    "GZIP": True,
    "gzip, deflate, br": True,
    "deflate, gzip;q=1.0, *;q=0.5": True,
    "gzip;q=0.001": True,
    "*;q=0, gzip": True,
    "*": True,  # whatever the server likes
    "": False,
    "identity": False,
    "br": False,
    "deflate": False,
    "x-gzip": False,
    "gzip;q=0": False,
    "gzip;q=0.0, *": False,
    "gzip; q=0": False,
    "*;q=0": False,
    "gzip;q=abc": False,
    "identity;q=0": False,
}


@pytest.mark.parametrize("value", ENCODINGS)
def test_rule_37_gzip_only_if_asked(server: Server, answers: Snapshot, value: str) -> None:
    status, headers, body = ask(server, FEED, accept_encoding=value)
    expected = complete_answer(document(answers, FEED))
    if ENCODINGS[value]:
        packed = {"content-encoding": "gzip", "content-length": str(len(body))}
        packed["etag"] = expected[1]["etag"][:-1] + '-gzip"'
        expected = (200, {**expected[1], **packed}, expected[2])
        assert len(body) < len(expected[2])
        body = gzip.decompress(body)
    assert (status, headers, body) == expected


def test_rule_37_gzip_is_the_same_bytes_at_any_time(server: Server) -> None:
    bodies = {ask(server, FEED, accept_encoding="gzip")[2] for _ in range(3)}
    assert len(bodies) == 1
    assert bodies.pop()[3:8] == b"\0\0\0\0\0"  # no name, no time in the header


def test_rule_37_every_answer_but_a_fault_is_kept_for_five_minutes(server: Server) -> None:
    found = {path: ask(server, path)[1].get("cache-control") for path in (*PATHS, *STATUSES)}
    assert found == dict.fromkeys((*PATHS, *STATUSES), "public, max-age=300")


# 38: CORS on every status

STATUSES = {
    FEED: 200,
    "/feeds/topic/trabajo.ics": 301,
    f"{FEED}?cancelled=no": 400,
    "/feeds/topic/labour.ics": 404,
}


@pytest.mark.parametrize("path", STATUSES)
def test_rule_38_any_page_may_read_the_answer(server: Server, path: str) -> None:
    status, headers, _ = ask(server, path, origin="https://calendar.chicago.org")
    assert (status, headers["access-control-allow-origin"]) == (STATUSES[path], "*")


def test_rule_38_any_page_may_read_the_other_statuses(server: Server) -> None:
    found = [
        ask(server, FEED, if_none_match="*"),
        ask(server, FEED, "PUT"),
        ask(server, FEED, "OPTIONS"),
    ]
    assert [(status, headers["access-control-allow-origin"]) for status, headers, _ in found] == [
        (304, "*"),
        (405, "*"),
        (204, "*"),
    ]


@pytest.mark.parametrize("path", [FEED, "/nothing", "/"])
def test_rule_38_a_browser_may_ask_first(server: Server, path: str) -> None:
    asked = {
        "origin": SITE,
        "access_control_request_method": "GET",
        "access_control_request_headers": "if-none-match",
    }
    headers = {
        **ALWAYS,
        "allow": ALLOW,
        "access-control-allow-methods": ALLOW,
        "access-control-allow-headers": "*",
    }
    assert ask(server, path, "OPTIONS", **asked) == (204, headers, b"")


# 39: never an HTML or empty 200


class BrokenSnapshot(Snapshot):
    """A snapshot that fails to render."""

    def document_at(self, path: str, cancelled: Cancelled) -> CachedDocument | None:
        """Fail as a fault in rendering would."""
        raise RuntimeError("a fault inside")


class LostSnapshot(BrokenSnapshot):
    """A snapshot that fails at once."""

    @property
    def routes(self) -> Routes:  # type: ignore[override]
        """Fail."""
        raise RuntimeError("a fault inside")

    @routes.setter
    def routes(self, value: Routes) -> None:
        """Accept no routes."""


SORRY = {
    (BrokenSnapshot, ""): "Something went wrong here. Please try again in a few minutes.\n",
    (BrokenSnapshot, "/es"): "Algo falló aquí. Vuelva a intentarlo en unos minutos.\n",
    (LostSnapshot, ""): "Something went wrong here.\n",
    (LostSnapshot, "/es"): "Something went wrong here.\n",
}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["/feeds/all.ics", "/", "/nothing"])
@pytest.mark.parametrize(("broken", "prefix"), SORRY)
def test_rule_39_a_fault_is_503_with_retry_after(
    capsys: pytest.CaptureFixture[str], broken: type[Snapshot], prefix: str, path: str, method: str
) -> None:
    client = Client(web_app(lambda: broken(Edition(catalog()), SITE)))
    response = client.open(prefix + path, method=method, headers={"If-None-Match": "*"})
    status, headers, body = plain(
        503, SORRY[broken, prefix], retry_after="300", cache_control="no-store"
    )
    assert response.status_code == status
    assert {name.lower(): value for name, value in response.headers.items()} == headers
    assert response.data == (body if method == "GET" else b"")
    assert "RuntimeError: a fault inside" in capsys.readouterr().err


def test_rule_39_no_snapshot_at_all_is_503(capsys: pytest.CaptureFixture[str]) -> None:
    def nothing() -> Snapshot:
        raise RuntimeError("a fault inside")

    assert Client(web_app(nothing)).get("/feeds/all.ics").status_code == 503
    assert Client(web_app(nothing)).post("/feeds/all.ics").status_code == 503
    assert capsys.readouterr().err.count("RuntimeError: a fault inside") >= 2


def test_rule_39_no_address_of_a_calendar_answers_html_or_nothing(server: Server) -> None:
    feeds = json.loads(ask(server, "/feeds/index.json")[2])["feeds"]
    paths = [re.sub(r"^https?://[^/]*", "", feed["ics"]) for feed in feeds]
    found = {path: ask(server, path) for path in paths}
    assert len(found) == len(feeds)
    assert {(status, headers["content-type"]) for status, headers, _ in found.values()} == {
        (200, CALENDAR)
    }
    assert {body[:17] + body[-15:] for _, _, body in found.values()} == {
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    }


# 40: permanent addresses, redirects in one hop

REDIRECTS = {
    "/feeds/topic/Labor.ics": "/feeds/topic/labor.ics",
    "/feeds/topic/trabajo.ics": "/feeds/topic/labor.ics",
    "/feeds/organization/cdsa.ics": "/feeds/organization/chicago-dsa.ics",
    "/feeds/host/CDSA.ics": "/feeds/host/chicago-dsa.ics",
    "/feeds/organization/Chicago%20DSA.ics": "/feeds/organization/chicago-dsa.ics",
    "/feeds/organization/chicago+dsa.ics": "/feeds/organization/chicago-dsa.ics",
    "/feeds/venue/Dearborn%20%26%20Adams.ics": "/feeds/venue/federal-plaza.ics",
    "/es/feeds/organization/cdsa/": "/es/feeds/organization/chicago-dsa/",
    "/en/feeds/organization/cdsa.ics": "/feeds/organization/chicago-dsa.ics",
    "/EN/FEEDS/ORGANIZATION/CDSA.ICS": "/feeds/organization/chicago-dsa.ics",
    "/en/": "/",
    "/en": "/",
    "/es": "/es/",
    "/ES/feeds/all.ics": "/es/feeds/all.ics",
    "/en/feeds/index.json": "/feeds/index.json",
    "/FEEDS/Index.JSON": "/feeds/index.json",
    "/feeds/all": "/feeds/all/",
    "/feeds/all.ics/": "/feeds/all.ics",
    "/feeds//all.ics": "/feeds/all.ics",
    "/feeds/topic/labor": "/feeds/topic/labor/",
    "/events/Bamazon_Workers_2021.ics": "/events/bamazon-workers-2021.ics",
}


@pytest.mark.parametrize(
    "query", ["", "?cancelled=hide", "?utm_source=x&cancelled=status&y=%C3%A9+%26%0D%0AA:b"]
)
@pytest.mark.parametrize("path", REDIRECTS)
def test_rule_40_a_redirect_is_one_and_keeps_the_query(
    server: Server, path: str, query: str
) -> None:
    target = REDIRECTS[path]
    assert ask(server, path + query) == plain(301, f"{target}\n", location=target + query)
    assert ask(server, target + query)[0] == 200


def test_rule_40_a_query_in_plain_utf_8_is_kept(server: Server) -> None:
    answer = say(server, "GET /en/?x=é HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert answer == plain(301, "/\n", location="/?x=%C3%A9")


def test_rule_40_redirects_lead_below_the_path_of_the_public_address() -> None:
    client = Client(web_app(lambda: snapshot(site=f"{SITE}/calendar")))
    assert (
        client.get("/feeds/topic/work.ics?a=b").headers["Location"]
        == "/calendar/feeds/topic/labor.ics?a=b"
    )


# 41: never more than clients accept


def test_rule_41_no_feed_is_larger_than_clients_accept(server: Server) -> None:
    for feed in json.loads(ask(server, "/feeds/index.json")[2])["feeds"]:
        body = ask(server, re.sub(r"^https?://[^/]*", "", feed["ics"]))[2]
        assert body.count(b"BEGIN:VEVENT\r\n") == feed["events"] <= 999
        assert len(body) <= 899_999


# 42: robots and other strangers


def test_rule_42_robots_txt_allows_everything(server: Server) -> None:
    status, headers, body = ask(server, "/robots.txt")
    assert (status, headers["content-type"]) == (200, PLAIN)
    assert body == b"User-agent: *\nAllow: /\nSitemap: http://127.0.0.1:8000/sitemap.xml\n"


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Google-Calendar-Importer",
        "Google-Calendar-Importer (+http://www.google.com/calendar)",
        "iOS/17.5.1 (21F90) dataaccessd/1.0",
        "macOS/14.5 (23F79) CalendarAgent/1012",
        "Nextcloud Webcal Service",
        "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)",
        "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.0",
        "curl/8.5.0",
        "x" * 4000,
    ],
)
def test_rule_42_every_user_agent_gets_the_same_bytes(
    server: Server, answers: Snapshot, agent: str
) -> None:
    assert ask(server, FEED, user_agent=agent) == complete_answer(document(answers, FEED))


def test_rule_42_no_user_agent_and_no_accept_get_the_same_bytes(
    server: Server, answers: Snapshot
) -> None:
    assert ask(server, FEED) == complete_answer(document(answers, FEED))  # `ask` sends neither


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "REPORT", "BREW"]
)
@pytest.mark.parametrize("path", [FEED, "/es/", "/nothing"])
def test_rule_42_other_methods_get_405(server: Server, method: str, path: str) -> None:
    english = "This address can only be read, with GET or HEAD.\n"
    spanish = "Esta dirección solo se puede leer, con GET o HEAD.\n"
    assert ask(server, path, method) == plain(
        405, spanish if path == "/es/" else english, allow=ALLOW
    )


def post(size: int) -> bytes:
    """Return a request with a body of `size` bytes."""
    return (
        f"POST {FEED} HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n".encode() + b"G" * size
    )


@pytest.mark.parametrize("size", [0, 5])
def test_rule_42_a_body_is_not_read_as_the_next_request(
    server: Server, answers: Snapshot, size: int
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE) as connection:
        connection.sendall(post(size))
        assert _read(connection)[0] == 405
        connection.sendall(f"GET {FEED} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert _ours(_read(connection)) == complete_answer(document(answers, FEED))


def test_rule_42_a_large_body_gets_405_too(server: Server) -> None:
    assert say(server, post(200_000))[0] == 405


# 43: the links that subscribe


def hrefs(page: bytes) -> Iterator[str]:
    """Yield every link of a page."""
    yield from (unescape(link) for link in re.findall(r'<a [^>]*?href="([^"]*)"', page.decode()))


def test_rule_43_the_page_of_a_feed_has_the_links_that_clients_accept(
    server: Server, answers: Snapshot
) -> None:
    links = list(hrefs(ask(server, "/es/feeds/topic/labor/")[2]))
    address = f"{answers.base_url}/es/feeds/topic/labor.ics"
    webcal = "webcal" + address[address.index(":") :]
    assert webcal in links
    assert (
        f"https://calendar.google.com/calendar/r?cid={webcal.replace(':', '%3A').replace('/', '%2F')}"
        in links
    )
    assert "../labor.ics" in links
    assert "https://calendar.google.com/calendar/r/settings/addbyurl" in links
    asked = f"url={quote(address, safe='')}&name=Trabajo%20%C2%B7%20Calendario%20de%20acci%C3%B3n%20de%20Chicago"
    for host in ("outlook.live.com", "outlook.office.com"):
        assert f"https://{host}/calendar/0/addfromweb?{asked}" in links
    assert f">{address}</code>".encode() in ask(server, "/es/feeds/topic/labor/")[2]


def test_rule_43_the_home_page_links_every_feed_whose_page_links_its_calendar(
    server: Server, answers: Snapshot
) -> None:
    links = set(hrefs(ask(server, "/")[2]))
    for feed in json.loads(ask(server, "/feeds/index.json")[2])["feeds"]:
        page = feed["page"].removeprefix(f"{answers.base_url}/")
        if feed["kind"] == "host":  # from the page of all that the organization hosts or supports
            complete_answer = ask(server, f"/{page.replace('/host/', '/organization/')}")[2]
            assert f"../../host/{feed['slug']}/" in set(hrefs(complete_answer))
        elif feed["kind"] != "attendance":  # pages name these once an event is online
            assert page in links
        assert f"webcal:{feed['ics'].partition(':')[2]}" in set(hrefs(ask(server, f"/{page}")[2]))


# no request causes a fault

UNKNOWN = {
    "/%00": "/",
    "/feeds/%00.ics": "/",
    "/%ff%fe": "/",
    "/feeds/topic/%E0%A4%A.ics": "/",
    "/feeds/topic/%E5%8A%B3%E5%8A%A8.ics": "/",
    "/..%2f..%2fetc%2fpasswd": "/",
    "/feeds/../../../server.py": "/",
    "/feeds/topic/..": "/",
    "/%": "/",
    "/%zz": "/",
    "/feeds/": "/",
    "/.ics": "/",
    "/.": "/",
    "/feeds/index.ics": "/",
    "/robots.pdf/": "/",
    "/es/robots.txt": "/es/",
    "/es.json": "/",
    "/" + "a" * 7_000: "/",
    "/" + "%E2%98%85" * 2_000: "/",
    "/" + "a/" * 3_500: "/",
    "/feeds/" + "." * 900: "/",
}


@pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: path[:40])
def test_strange_paths_are_404_in_plain_words(server: Server, path: str) -> None:
    home = UNKNOWN[path]
    english = f"There is nothing at this address.\nAll feeds:\n{home}\n"
    spanish = f"No hay nada en esta dirección.\nTodos los calendarios:\n{home}\n"
    answer = ask(server, path)
    if path.endswith("/"):
        assert (answer[0], answer[1]["content-type"]) == (404, "text/html; charset=utf-8")
        assert b"<h1>There is nothing at this address.</h1>" in answer[2]
    else:
        assert answer == plain(404, spanish if home == "/es/" else english)


@pytest.mark.parametrize(
    "path", ["//feeds/topic/labor.ics", "/feeds%2Ftopic%2flabor.ics", "/f%65eds/topic/labor.ics"]
)
def test_other_spellings_of_a_path_are_the_same_feed(
    server: Server, answers: Snapshot, path: str
) -> None:
    assert ask(server, path) == complete_answer(document(answers, FEED))


@pytest.mark.parametrize(
    "path", ["//calendar.google.com/", "//calendar.google.com/en/", "/en//calendar.google.com/"]
)
def test_no_redirect_leads_to_another_host(server: Server, path: str) -> None:
    status, headers, _ = ask(server, path)
    assert (status, headers.get("location")) == (404, None)


@pytest.mark.parametrize(
    "target",
    [b"/feeds/\xff.ics", b"/feeds/topic/labor.ics?\xff", b"/a b", b"", b"/" + b"a" * 70_000],
    ids=lambda target: repr(target[:20]),
)
def test_malformed_requests_are_refused_by_granian(server: Server, target: bytes) -> None:
    status, _, body = say(server, b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    assert status in (400, 404, 414)
    assert b"<" not in body


@pytest.mark.parametrize(
    "query", ["?", "?&&&=", "?x", "?" + "a=b&" * 1_500, "?%ff=%00", "?CANCELLED=hide"]
)
def test_no_query_is_a_fault(server: Server, query: str) -> None:
    assert ask(server, f"/feeds/all.ics{query}")[0] == 200
