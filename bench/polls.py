"""Measure the CPU time of a poll: a cached feed of 30 KB from Handbill, a file from nginx, and a plain Flask route.

    python -m bench.polls [--seconds 5] [--rounds 5]

Needs Linux with two cores, nginx and wrk (Debian: apt-get install nginx-light wrk). The servers run on one core and wrk
on another, -t1 -c16 over loopback. Measures the CPU time per request, user and system, that the operating system
charges to a server's processes. Each round polls all servers; the ratios are medians of the ratios within a round.
`Flask` is a route that returns the same bytes from memory on granian; with `make_conditional` it also answers
If-None-Match. Exit code 2: something it needs is missing.
"""

import argparse
import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import Flask, Response, request
from granian.constants import Interfaces
from granian.server import Server

from bench.made_up import events_toml

ROOT = Path(__file__).parent.parent
SERVER_CORE, CLIENT_CORE = 0, 1
EVENTS, FEEDS, OCTETS = 1000, 132, 30_000
DEADLINE = 120.0  # seconds until a server answers
SBIN = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
NGINX = """\
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  types {{ text/calendar ics; }}
  gzip_static on;
  gzip_vary on;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""
Headers = Mapping[str, str]
# of each round: microseconds of CPU by request, requests by second
Rows = list[tuple[float, float]]


@dataclass(frozen=True)
class Served:
    """A server that runs: its port, the id of its first process, and the path of the feed to poll."""

    port: int
    pid: int
    path: str = "/feed.ics"

    def ask(
        self, path: str | None = None, headers: Headers | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request; return status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            connection.putrequest("GET", path or self.path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return (
                answer.status,
                {name.lower(): value for name, value in answer.getheaders()},
                answer.read(),
            )
        finally:
            connection.close()


@contextmanager
def running(port: int, *command: str, cwd: Path, core: int | None = None) -> Iterator[Served]:
    """Run a server until the block ends; it answers when the block begins. What it writes goes to cwd/log."""
    pinned = () if core is None else ("taskset", "-c", str(core))
    around = {name: value for name, value in os.environ.items() if name != "HANDBILL_URL"} | {
        "PYTHONPATH": str(ROOT)
    }
    with (cwd / "log").open("wb") as log:
        process = subprocess.Popen([*pinned, *command], cwd=cwd, env=around, stdout=log, stderr=log)
    try:
        served = Served(port, process.pid)
        wait_until_it_answers(served, process)
        yield served
    finally:
        process.terminate()
        process.wait(DEADLINE)


def wait_until_it_answers(served: Served, process: "subprocess.Popen[bytes]") -> None:
    """Wait for an answer, whichever; raise RuntimeError when none comes."""
    end = time.monotonic() + DEADLINE
    while True:
        try:
            served.ask("/robots.txt")
            return
        except OSError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{process.args!r} does not answer; see its log") from error
            time.sleep(0.005)


@contextmanager
def handbill(folder: Path, *options: str, core: int | None = None) -> Iterator[Served]:
    """Serve the list in `folder` until the block ends."""
    port = free_port()
    command = (sys.executable, str(ROOT / "server.py"), "--port", str(port), *options)
    with running(port, *command, cwd=folder, core=core) as served:
        yield served


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def family(pid: int) -> list[int]:
    """Return a process and all its descendants, children after their parents."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # gone meanwhile
                continue
            parents.setdefault(int(stat[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found.extend(parents.get(one, ()))
    return found


def cpu_seconds(pid: int) -> float:
    """Return the CPU time, user and system, of a process, its descendants and those of them that ended."""
    ticks = 0
    for one in family(pid):
        try:
            stat = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile; its parent has its time
            continue
        ticks += sum(map(int, stat[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def nginx(folder: Path, files: Mapping[str, bytes]) -> Iterator[Served]:
    """Serve files by Debian's nginx, one worker, a configuration of its own."""
    program, port = shutil.which("nginx", path=SBIN), free_port()
    assert program
    (folder / "files").mkdir()
    for name, content in files.items():
        (folder / "files" / name).write_bytes(content)
    # else the worker may not read a temporary folder
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, user=user))
    command = (program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"))
    with running(port, *command, cwd=folder, core=SERVER_CORE) as served:
        yield served


def flask_app(plain: Path, packed: Path) -> Flask:
    """Return an app with the routes that one would write first."""
    app, body, gzipped = (
        Flask(__name__, static_folder=None),
        plain.read_bytes(),
        packed.read_bytes(),
    )

    @app.get("/feed.ics")
    def feed() -> Response:
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return Response(
                gzipped,
                content_type="text/calendar; charset=utf-8",
                headers={"Content-Encoding": "gzip"},
            )
        return Response(body, content_type="text/calendar; charset=utf-8")

    @app.get("/conditional.ics")
    def conditional() -> Response:
        response = feed()
        response.set_etag("gzip" if response.content_encoding else "plain")
        response.make_conditional(request)
        return response

    return app


def serve_flask(port: int, plain: Path, packed: Path) -> None:
    """Serve the Flask routes by granian, as Handbill is served."""
    server = Server("flask", port=port, interface=Interfaces.WSGI, workers=1, log_enabled=False)
    server.serve(target_loader=partial(flask_app, plain, packed), wrap_loader=False)


def feed_of(served: Served, octets: int) -> str:
    """Return the path of the venue's feed that is nearest to a size."""
    paths = [f"/feeds/venue/venue-{n}.ics" for n in range(FEEDS // 4)]
    return min(paths, key=lambda path: abs(len(served.ask(path)[2]) - octets))


def poll(served: Served, headers: Headers, seconds: int) -> tuple[float, float]:
    """Poll with wrk; return microseconds of the server's CPU by request, and requests by second."""
    command = ["taskset", "-c", str(CLIENT_CORE), "wrk", "-t1", "-c16", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    before = cpu_seconds(served.pid)
    output = subprocess.run(
        [*command, f"http://127.0.0.1:{served.port}{served.path}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    used = cpu_seconds(served.pid) - before
    counted = re.search(r"(\d+) requests in", output)
    if not counted or "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(output)
    return used / int(counted[1]) * 1e6, int(counted[1]) / seconds


def ways(served: Served, body: bytes) -> dict[str, Headers]:
    """Return the headers of each way to poll, after a look whether the server answers as it should."""
    gzip = {"Accept-Encoding": "gzip"}
    status, headers, plain = served.ask()
    assert (status, plain, "content-encoding" in headers) == (200, body, False), served
    status, packed, _ = served.ask(headers=gzip)
    assert (status, packed.get("content-encoding")) == (200, "gzip"), served
    found: dict[str, Headers] = {"plain": {}, "gzip": gzip}
    if "etag" in packed:
        held = {**gzip, "If-None-Match": packed["etag"]}
        assert served.ask(headers=held)[0] == 304, served
        found["304"] = held
    return found


def measure(
    servers: Mapping[str, Served], body: bytes, seconds: int, rounds: int
) -> Mapping[tuple[str, str], Rows]:
    """Poll every server in every way in each round; return for each the rounds' CPU and speed."""
    asked = {name: ways(served, body) for name, served in servers.items()}
    found: dict[tuple[str, str], Rows] = {}
    for number in range(rounds + 1):
        for way in ("plain", "gzip", "304"):
            order = [name for name in servers if way in asked[name]]
            for name in order[number % len(order) :] + order[: number % len(order)]:
                row = poll(servers[name], asked[name][way], seconds if number else 1)
                if number:  # the first is to warm up
                    found.setdefault((name, way), []).append(row)
        print(f"round {number} of {rounds}", file=sys.stderr)
    return {(name, way): found[name, way] for name in servers for way in asked[name]}


def table(found: Mapping[tuple[str, str], Rows]) -> Iterator[str]:
    """Yield the lines of a table: medians of microseconds, with the ratios to others in the same rounds."""
    yield "| server | poll | µs of CPU | × nginx | Flask takes | Flask conditional takes | requests/s |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for (name, way), rows in found.items():
        cells = [f"{statistics.median(cpu for cpu, _ in rows):.1f}"]
        for other in ("nginx", "Flask", "Flask conditional"):
            against = found.get((other, way), [])
            ratios = sorted(one / than for (one, _), (than, _) in zip(rows, against))
            median = statistics.median(ratios) if ratios else 0.0
            if other == "nginx":
                cells.append(f"{median:.2f} [{ratios[0]:.2f}–{ratios[-1]:.2f}]")
            else:
                cells.append(f"{1 / median:.2f} times it" if ratios else "–")
        cells.append(f"{statistics.median(speed for _, speed in rows):.0f}")
        yield f"| {name} | {way} | {' | '.join(cells)} |"


def missing() -> list[str]:
    """Return what is not there."""
    programs = [name for name in ("nginx", "wrk", "taskset") if not shutil.which(name, path=SBIN)]
    cores = {SERVER_CORE, CLIENT_CORE} <= os.sched_getaffinity(0)
    return programs + ([] if cores else [f"cores {SERVER_CORE} and {CLIENT_CORE}"])


def main(seconds: int, rounds: int) -> int:
    """Start every server, poll them in turn, print the table."""
    if lacking := missing():
        print(f"missing: {', '.join(lacking)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folders = {what: Path(name, what) for what in ("handbill", "nginx", "flask")}
        for folder in folders.values():
            folder.mkdir()
        (folders["handbill"] / "events.toml").write_text(events_toml(EVENTS, feeds=FEEDS))
        ours = stack.enter_context(handbill(folders["handbill"], core=SERVER_CORE))
        ours = Served(ours.port, ours.pid, feed_of(ours, OCTETS))
        body, packed = ours.ask()[2], ours.ask(headers={"Accept-Encoding": "gzip"})[2]
        files = {"feed.ics": body, "feed.ics.gz": packed}
        static = stack.enter_context(nginx(folders["nginx"], files))
        flask_port, here = free_port(), folders["nginx"] / "files"
        arguments = (str(flask_port), str(here / "feed.ics"), str(here / "feed.ics.gz"))
        command = (sys.executable, "-m", "bench.polls", "--serve-flask", *arguments)
        plain = stack.enter_context(
            running(flask_port, *command, cwd=folders["flask"], core=SERVER_CORE)
        )
        servers = {
            "nginx": static,
            "Handbill": ours,
            "Flask": plain,
            "Flask conditional": Served(plain.port, plain.pid, "/conditional.ics"),
        }
        found = measure(servers, body, seconds, rounds)
    print(
        f"{ours.path}: {len(body)} octets, {len(packed)} under gzip; {rounds} rounds of {seconds} s\n"
    )
    print("\n".join(table(found)))
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve-flask"]:
        serve_flask(int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
        sys.exit()
    parser = argparse.ArgumentParser(prog="python -m bench.polls")
    parser.add_argument("--seconds", type=int, default=5, help="of each poll")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    sys.exit(main(options.seconds, options.rounds))
