"""What deploy/ offers, as real nginx and systemd read it: a cache before the server, the export, the service."""

import gzip
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from configparser import RawConfigParser
from contextlib import ExitStack, contextmanager
from email.utils import formatdate
from pathlib import Path

import pytest

from feeds.formats import FORMATS
from tests.lists import EVENT, HEAD, ROOT, SITE, event
from tests.servers import DEADLINE, Server, free_port, run, serving, wait_until

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
ANALYZE = shutil.which("systemd-analyze")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")

# As Debian's, with all that a site must not take over: a log of who came, gzip of everything.
MAIN = """\
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/main.log;
events {{ worker_connections 256; }}
http {{
    types {{ text/html html; }}
    default_type application/octet-stream;
    access_log {folder}/access.log;
    gzip on;
    gzip_types *;
    gzip_min_length 1;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
LOGS = ("access.log", "main.log", "handbill.error.log")
LIST = HEAD + EVENT + event("march", topics='["Housing"]', hosts='["CDSA"]')
FEED = "/feeds/all.ics"
PLAIN, HTML = "text/plain; charset=utf-8", "text/html; charset=utf-8"
ALLOW = "GET, HEAD, OPTIONS"
OTHER_DATE = "Fri, 01 Jan 2100 00:00:00 GMT"
Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def nginx(name: str, folder: Path, **changes: str) -> Iterator[Server]:
    """Run nginx with a configuration of deploy/ and these changes of its text until the block ends."""
    assert NGINX
    port = free_port()
    site = (ROOT / "deploy" / name).read_text()
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "listen [::]:80;": "",
        "/var/log/nginx": str(folder),
        "/var/cache/handbill": str(folder / "cache"),
        **changes,
    }.items():
        assert old in site or old.startswith("/var/"), old
        site = site.replace(old, new)
    # or its workers cannot read the folder
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    output = folder / "stderr"
    with output.open("w") as stderr:
        command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
        process = subprocess.Popen(command, stderr=stderr, text=True)
    try:
        wait_until(lambda: process.poll() is not None or listens(port))
        assert process.poll() is None, output.read_text()
        yield Server(port, process, "")
    finally:
        process.terminate()
        process.wait(DEADLINE)


def listens(port: int) -> bool:
    """Tell whether somebody listens there."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask; leave out the headers that are the server's own, and the one that nginx repeats in a 304."""
    status, found, body = server.ask(path, method, **headers)
    own = {"date", "server", "connection"} | ({"content-disposition"} if status == 304 else set())
    return status, {name: found[name] for name in found if name not in own}, body


def say(server: Server, request: bytes) -> bytes:
    """Send these bytes and return all that comes back."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=DEADLINE) as connection:
        connection.sendall(request)
        with connection.makefile("rb") as answer:
            return answer.read()


def logged(folder: Path) -> dict[str, str]:
    """Return what the logs hold."""
    return {name: (folder / name).read_text() for name in LOGS if (folder / name).exists()}


# the cache before the server


@pytest.fixture(scope="module")
def proxy(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An nginx before the server of the list in this repository."""
    folder = tmp_path_factory.mktemp("proxy")
    with nginx(
        "nginx-proxy.conf", folder, **{"127.0.0.1:8000": f"127.0.0.1:{server.port}"}
    ) as running:
        yield running


ASKED = {
    FEED: 200,
    f"{FEED}?cancelled=hide": 200,
    f"{FEED}?%63ancelled=hide": 200,  # the server reads it as cancelled=hide
    f"{FEED}?fbclid=x": 200,
    "/es/feeds/topic/labor.ics": 200,
    "/events/bamazon-workers-2021.ics": 200,
    "/feeds/index.json": 200,
    "/": 200,
    "/style.css": 200,
    "/robots.txt": 200,
    "/feeds//all.ics": 301,
    "/feeds/topic/trabajo.ics": 301,
    "/feeds/topic/trabajo.ics?a=b&cancelled=hide": 301,
    f"{FEED}?cancelled=no": 400,
    "/feeds/topic/labour.ics": 404,
    "/feeds/": 404,
}
HEADERS: dict[str, dict[str, str]] = {
    "plain": {},
    "gzip": {"accept_encoding": "gzip, deflate, br"},
    "no gzip": {"accept_encoding": "br, gzip;q=0"},
    "held": {"if_none_match": "*"},
    "others": {
        "cookie": "a=b",
        "authorization": "Basic eDp5",
        "range": "bytes=0-9",
        "if_modified_since": OTHER_DATE,
    },
}


@needs_nginx
@pytest.mark.parametrize("headers", HEADERS)
@pytest.mark.parametrize("path", ASKED)
def test_the_cache_answers_as_the_server_does(
    proxy: Server, server: Server, path: str, headers: str
) -> None:
    asked = HEADERS[headers]
    if "if_none_match" not in asked:
        assert ask(server, path, **asked)[0] == ASKED[path]
    for method in ("GET", "HEAD", "OPTIONS", "POST", "DELETE"):
        expected = ask(server, path, method, **asked)
        # the second is kept
        assert [ask(proxy, path, method, **asked) for _ in range(2)] == [expected, expected]


@needs_nginx
@pytest.mark.parametrize("since", ["", OTHER_DATE])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize(
    "form", ['{}"', '{}-gzip"', 'W/{}"', '"a", W/{}-gzip"', '{}-br"', '{}", {}-gzip"']
)
def test_the_cache_knows_either_tag(
    proxy: Server, server: Server, form: str, encoding: str, since: str
) -> None:
    tag = ask(server, FEED)[1]["etag"].rstrip('"')
    headers = {"accept_encoding": encoding, "if_none_match": form.replace("{}", tag)}
    if since:
        headers["if_modified_since"] = since
    expected = ask(server, FEED, **headers)
    assert expected[0] == (200 if "-br" in form else 304)
    for _ in range(2):
        assert ask(proxy, FEED, **headers) == expected


@needs_nginx
@pytest.mark.parametrize(
    ("accepted", "packed"),
    {
        "gzip;q=0.001": True,
        "GZIP": True,
        "br,gzip ; q=1.0": True,
        "gzip;q=0.0": False,
        "x-gzip": False,
    }.items(),
)
def test_the_cache_reads_accept_encoding(proxy: Server, accepted: str, packed: bool) -> None:
    assert ask(proxy, FEED, accept_encoding=accepted)[1].get("content-encoding") == (
        "gzip" if packed else None
    )


def sorry(answer: Answer) -> bool:
    """Tell whether this is nginx's own answer while it cannot reach the server."""
    status, headers, body = answer
    expected = {
        "access-control-allow-origin": "*",
        "retry-after": "300",
        "cache-control": "no-store",
    }
    assert (status, headers["content-type"]) == (502, PLAIN)
    assert expected.items() <= headers.items()
    return body == b"Something went wrong here. Please try again in a few minutes.\n"


@needs_nginx
def test_the_cache_answers_while_the_server_is_gone(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(LIST)
    with ExitStack() as origin:
        port = origin.enter_context(serving(folder=tmp_path)).port
        with nginx(
            "nginx-proxy.conf", tmp_path, **{"127.0.0.1:8000": f"127.0.0.1:{port}"}
        ) as front:
            forms = ({}, {"accept_encoding": "gzip"})
            before = [ask(front, FEED, **form) for form in forms]
            origin.close()
            assert [ask(front, FEED, **form) for form in forms] == before
            assert ask(front, FEED, if_none_match=before[0][1]["etag"])[0] == 304
            assert sorry(ask(front, "/feeds/topic/labor.ics"))
            assert not any(logged(tmp_path).values())


@needs_nginx
def test_what_the_cache_kept_too_long_is_asked_for_anew_and_served_only_if_nobody_answers(
    tmp_path: Path,
) -> None:
    (tmp_path / "events.toml").write_text(LIST)
    with ExitStack() as origin:
        port = origin.enter_context(serving(folder=tmp_path)).port
        changes = {
            "127.0.0.1:8000": f"127.0.0.1:{port}",
            "proxy_ignore_headers Vary;": "proxy_ignore_headers Vary Cache-Control; proxy_cache_valid any 1s;\n"
            "add_header X-Kept $upstream_cache_status;",
        }
        with nginx("nginx-proxy.conf", tmp_path, **changes) as front:
            assert ask(front, FEED)[1]["x-kept"] == "MISS"
            (tmp_path / "events.toml").write_text(LIST + event("later"))
            wait_until(lambda: b"later@" in ask(front, FEED)[2])
            origin.close()
            wait_until(lambda: ask(front, FEED)[1]["x-kept"] == "STALE")
            assert b"later@" in ask(front, FEED)[2]


PERSONAL = b"""\
GET /feeds/all.ics?fbclid=person HTTP/1.1\r
Host: person\r
Cookie: a=person\r
User-Agent: person\r
X-Forwarded-For: person\r
Referer: person\r
Authorization: person\r
Connection: close\r
\r
"""


@needs_nginx
def test_the_cache_holds_and_hands_on_nothing_of_a_client(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as origin:
        port = origin.getsockname()[1]
        with nginx(
            "nginx-proxy.conf", tmp_path, **{"127.0.0.1:8000": f"127.0.0.1:{port}"}
        ) as front:
            with socket.create_connection(("127.0.0.1", front.port), timeout=DEADLINE) as client:
                client.sendall(PERSONAL)
                origin.settimeout(DEADLINE)
                connection, _ = origin.accept()
                with connection:
                    connection.settimeout(DEADLINE)
                    request = b""
                    while b"\r\n\r\n" not in request:
                        request += connection.recv(4096)
                    connection.sendall(
                        b"HTTP/1.1 200 OK\r\nCache-Control: max-age=300\r\nContent-Length: 2\r\n\r\nok",
                    )
                with client.makefile("rb") as answer:
                    assert answer.read().endswith(b"ok")
            first, _, rest = request.partition(b"\r\n")
            assert first.startswith(b"GET /feeds/all.ics?fbclid=person ")
            assert b"person" not in rest
            assert not [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]


MALFORMED = {
    b"GET /%00 HTTP/1.1": b"400",
    b"GET /../x HTTP/1.1": b"400",
    b"NONSENSE": b"400",
    b"TRACE / HTTP/1.1": b"405",
    b"GET /" + b"a" * 40_000 + b" HTTP/1.1": b"414",
    b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000: b"400",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b": b"400",
    b"GET /@sorry HTTP/1.0": b"404",
    b"GET /@refused HTTP/1.0": b"404",
}


@needs_nginx
@pytest.mark.parametrize("kind", ["proxy", "static"])
@pytest.mark.parametrize("line", MALFORMED, ids=lambda line: repr(line[:24]))
def test_what_nginx_refuses_itself_is_said_in_plain_words(
    request: pytest.FixtureRequest, kind: str, line: bytes
) -> None:
    host = b"" if b"Host" in line else b"\r\nHost: x"
    answer = say(request.getfixturevalue(kind), line + host + b"\r\nConnection: close\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split()[1] == MALFORMED[line]
    assert b"\r\nContent-Type: text/plain; charset=utf-8\r\n" in head
    assert b"\r\nAccess-Control-Allow-Origin: *" in head
    assert b"<" not in body


# the export


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published list."""
    folder = tmp_path_factory.mktemp("list")
    (folder / "events.toml").write_text(LIST)
    assert run("publish", "--offline", folder=folder).returncode == 0
    return folder


def build(listed: Path, folder: Path) -> None:
    """Run the lines that nginx-static.conf says to build with."""
    lines = re.findall("^#     (.*)", (ROOT / "deploy/nginx-static.conf").read_text(), re.MULTILINE)
    script = "\n".join(lines).replace("/var/www/handbill", str(folder))
    script = script.replace(
        ".venv/bin/python server.py", f"'{sys.executable}' '{ROOT / 'server.py'}' --url {SITE}"
    )
    subprocess.run(["sh", "-euc", script], cwd=listed, check=True, capture_output=True, timeout=60)


def files(folder: Path) -> dict[str, Path]:
    """Return each file of an export, without the packed ones, by its path as one asks for it."""
    found = (
        file
        for file in folder.rglob("*")
        if file.is_file() and file.suffix != ".gz" and file.name[0] != "."
    )
    return {f"/{file.relative_to(folder)}".removesuffix("index.html"): file for file in found}


@pytest.fixture(scope="module")
def exported(listed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an export."""
    folder = tmp_path_factory.mktemp("site")
    build(listed, folder)
    return folder


@pytest.fixture(scope="module")
def static(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An nginx that serves the export."""
    folder = tmp_path_factory.mktemp("static")
    with nginx("nginx-static.conf", folder, **{"/var/www/handbill": str(exported)}) as running:
        yield running


@pytest.fixture(scope="module")
def origin(listed: Path) -> Iterator[Server]:
    """The server of the same list."""
    with serving("--frozen", "--url", SITE, folder=listed) as running:
        yield running


SAID_ALWAYS = {
    "allow": ALLOW,
    "access-control-allow-methods": ALLOW,
    "access-control-allow-headers": "*",
}


@pytest.mark.parametrize("extension", [one.extension for one in FORMATS])
def test_a_static_host_knows_every_format(extension: str) -> None:
    """Hold what else only nginx itself would notice, and not every machine has it."""
    conf = (ROOT / "deploy/nginx-static.conf").read_text("utf-8")
    [one] = [one for one in FORMATS if one.extension == extension]
    assert f'"{one.media_type}" {extension};' in conf
    [packed] = re.findall(r"-regex '(.*?)'", conf)
    assert re.fullmatch(
        packed.replace("\\(", "(").replace("\\)", ")").replace("\\|", "|"), f"./all.{extension}"
    )
    [disposition] = re.findall(r'"~(/\(\?<handbill_feed>.*)" \'inline', conf)
    pattern = re.sub(r"\(\?<", "(?P<", disposition)
    assert bool(re.search(pattern, f"/feeds/all.{extension}")) == one.downloadable


@needs_nginx
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_the_export_is_served_as_the_server_would(
    static: Server, origin: Server, exported: Path, encoding: str
) -> None:
    differing = ("etag", "content-length")
    compared = set()
    assert len(files(exported)) > 30
    for path, file in files(exported).items():
        status, headers, body = ask(static, path, accept_encoding=encoding)
        assert (status, headers["content-length"]) == (200, str(len(body)))
        packed = encoding == "gzip" and file.suffix != ".png"  # a bitmap is compressed by itself
        assert headers.get("content-encoding", "identity") == ("gzip" if packed else "identity")
        assert (gzip.decompress(body) if packed else body) == file.read_bytes()
        assert ask(static, path, "HEAD", accept_encoding=encoding) == (200, headers, b"")
        dynamic = ask(origin, path, accept_encoding=encoding)
        if dynamic[0] == 301:  # an alias, which a folder has as a copy
            continue
        compared.add(file.suffix)
        expected = {
            **{name: dynamic[1][name] for name in dynamic[1] if name not in differing},
            **SAID_ALWAYS,
        }
        assert {name: headers[name] for name in headers if name not in differing} == expected
    assert compared == {
        ".ics",
        ".html",
        ".json",
        ".atom",
        ".css",
        ".js",
        ".svg",
        ".xml",
        ".txt",
        ".png",
    }


@needs_nginx
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_the_export_has_tags_that_answer_304(static: Server, exported: Path, encoding: str) -> None:
    headers = ask(static, FEED, accept_encoding=encoding)[1]
    tag = headers["etag"]
    assert re.fullmatch('"[0-9a-f-]+"', tag)
    status, again, body = ask(static, FEED, accept_encoding=encoding, if_none_match=f'"a", W/{tag}')
    assert (status, body, again["etag"], "last-modified" in again) == (304, b"", tag, False)
    repeated = ("cache-control", "vary", "access-control-allow-origin")
    assert [again[name] for name in repeated] == [headers[name] for name in repeated]
    for since in (exported.joinpath(FEED[1:]).stat().st_mtime, 4102444800):
        assert (
            ask(
                static,
                FEED,
                accept_encoding=encoding,
                if_modified_since=formatdate(since, usegmt=True),
            )[0]
            == 200
        )
    other = ask(static, FEED, accept_encoding="identity" if encoding == "gzip" else "gzip")
    assert other[1]["etag"] != tag


@needs_nginx
@pytest.mark.parametrize(
    "path",
    [
        "/.handbill",
        "/feeds/.all.ics.part",
        "/feeds/all.ics.gz",
        "/nothing",
        "/nothing.ics",
        "/a%0D%0Ab.ics",
    ],
)
def test_what_is_no_address_of_the_export_is_404(static: Server, exported: Path, path: str) -> None:
    assert (exported / ".handbill").is_file()
    assert (exported / "feeds/all.ics.gz").is_file()
    status, headers, body = ask(static, path, accept_encoding="gzip")
    assert (status, headers["content-type"], headers["access-control-allow-origin"]) == (
        404,
        PLAIN,
        "*",
    )
    assert headers["cache-control"] == "public, max-age=300"
    assert "content-disposition" not in headers
    assert body == b"There is nothing at this address.\nAll feeds:\n/\n"


@needs_nginx
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/feeds/", "404.html"),
        ("/nothing/", "404.html"),
        ("/events/nothing/", "404.html"),
        ("/xx/nothing/", "404.html"),
        ("/es/nothing/", "es/404.html"),
        ("/es/feeds/topic/nothing/", "es/404.html"),
    ],
)
def test_people_get_a_page_in_the_language_of_the_address(
    static: Server, exported: Path, path: str, page: str
) -> None:
    status, headers, body = ask(static, path)
    assert (status, headers["content-type"], headers["access-control-allow-origin"]) == (
        404,
        HTML,
        "*",
    )
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert body == (exported / page).read_bytes()


@needs_nginx
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("path", [FEED, "/", "/nothing"])
def test_the_export_is_only_read(static: Server, path: str, method: str) -> None:
    status, headers, body = ask(static, path, method)
    assert (status, headers["content-type"], headers["allow"]) == (405, PLAIN, ALLOW)
    assert headers["access-control-allow-origin"] == "*"
    assert body == b"This address can only be read, with GET or HEAD.\n"


@needs_nginx
@pytest.mark.parametrize("path", [FEED, "/", "/nothing"])
def test_a_browser_may_ask_the_export_first(static: Server, path: str) -> None:
    asked = {
        "origin": SITE,
        "access_control_request_method": "GET",
        "access_control_request_headers": "if-none-match",
    }
    status, headers, body = ask(static, path, "OPTIONS", **asked)
    assert (status, body) == (204, b"")
    assert {"access-control-allow-origin": "*", **SAID_ALWAYS}.items() <= headers.items()


@needs_nginx
def test_nobody_who_reads_the_export_is_written_down(exported: Path, tmp_path: Path) -> None:
    with nginx("nginx-static.conf", tmp_path, **{"/var/www/handbill": str(exported)}) as server:
        answers = [
            ask(server, FEED),
            ask(server, "/nothing"),
            ask(server, "/feeds/"),
            ask(server, FEED, "POST"),
        ]
    assert [status for status, _, _ in answers] == [200, 404, 404, 405]
    assert not [headers for _, headers, _ in answers if "set-cookie" in headers]
    assert not any(logged(tmp_path).values())


@needs_nginx
def test_a_page_of_the_export_without_its_slash_moves_once(static: Server) -> None:
    status, headers, _ = ask(static, "/es/feeds/topic/labor")
    assert (status, headers["location"]) == (301, "/es/feeds/topic/labor/")
    assert headers["cache-control"] == "public, max-age=300"


def test_the_lines_that_build_keep_what_stays_and_leave_nothing_of_what_is_gone(
    tmp_path: Path,
) -> None:
    listed, folder = tmp_path / "list", tmp_path / "site"
    listed.mkdir()
    folder.mkdir()
    mine = folder / "mine.pdf"
    mine.write_bytes(b"mine")

    def publish(text: str) -> dict[str, tuple[int, bytes]]:
        (listed / "events.toml").write_text(text)
        assert run("publish", "--offline", folder=listed).returncode == 0
        build(listed, folder)
        packed = [file for file in folder.rglob("*.gz") if file.is_file()]
        # compressed by themselves
        bitmaps = {file for file in files(folder).values() if file.suffix == ".png"}
        assert {file.with_suffix("") for file in packed} == {*files(folder).values()} - bitmaps - {
            mine
        }
        for file in packed:
            assert gzip.decompress(file.read_bytes()) == file.with_suffix("").read_bytes()
            assert file.stat().st_mtime_ns == file.with_suffix("").stat().st_mtime_ns
        assert not list(folder.rglob("*.new"))
        return {
            str(file.relative_to(folder)): (file.stat().st_mtime_ns, file.read_bytes())
            for file in packed
        }

    before = publish(LIST + event("wrong"))
    (listed / "published.jsonl").unlink()  # so that the wrong one was never there
    after = publish(LIST.replace("Rally", "Vigil"))
    assert "events/wrong.ics.gz" in before
    folders = {
        f"{prefix}{folder}" for prefix in ("", "es/") for folder in ("events", "embed/event")
    }
    assert {name.partition("/wrong")[0] for name in before.keys() - after.keys()} == folders
    assert after["style.css.gz"] == before["style.css.gz"]
    assert after["events/rally.ics.gz"] != before["events/rally.ics.gz"]
    assert mine.is_file()


# the service

HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "CapabilityBoundingSet": "",
    "RestrictAddressFamilies": "AF_INET AF_INET6",
    "DynamicUser": "yes",
    "Restart": "on-failure",
}
SERVICE = ROOT / "deploy/handbill.service"


def service() -> dict[str, str]:
    """Return the directives of the service."""
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(SERVICE.read_text())
    return dict(parser["Service"])


def test_the_service_is_hardened() -> None:
    found = service()
    assert {name: found.get(name) for name in HARDENED} == HARDENED
    assert {"MemoryMax", "SystemCallFilter"} <= found.keys()
    assert "ReadWritePaths" not in found


def test_the_service_runs_a_command_that_there_is(listed: Path) -> None:
    found = service()
    program, *arguments = found["ExecStart"].split()
    assert program == f"{found['WorkingDirectory']}/.venv/bin/python"
    assert arguments[0] == "server.py"
    with serving(*arguments[1:], folder=listed) as server:
        assert f"URL:{SITE}/".encode() in ask(server, FEED)[2]


@needs_systemd
def test_the_service_is_one_that_systemd_takes(tmp_path: Path) -> None:
    assert ANALYZE
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    unit = tmp_path / SERVICE.name
    unit.write_text(SERVICE.read_text().replace("/srv/handbill", str(tmp_path)))
    done = subprocess.run(
        [ANALYZE, "verify", str(unit)], capture_output=True, text=True, timeout=60
    )
    # not of other units
    output = [line for line in (done.stdout + done.stderr).splitlines() if SERVICE.name in line]
    assert (done.returncode, output) == (0, [])
