"""Measure the CPU time of a poll: a cached feed of 30 KB from Handbill, a file from nginx, and a plain Flask route.

    python -m bench.polls [--seconds 5] [--rounds 5]

Needs Linux with two cores, nginx and wrk (Debian: apt-get install nginx-light wrk). The servers run
on one core and wrk on another, -t1 -c16 over loopback. Measures the CPU time per request, user and
system, that the operating system charges to a server's processes. Each round polls all servers; the
ratios are medians of the ratios within a round. `Flask` is a route that returns the same bytes from
memory on granian; with `make_conditional` it also answers If-None-Match. Exit code 2: something it
needs is missing.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from flask import Flask, Response, request
from granian.constants import Interfaces
from granian.server import Server

from bench.made_up import events_toml
from bench.servers import (
    SBIN,
    Headers,
    Served,
    cpu_seconds,
    free_port,
    handbill,
    nginx,
    running,
)

SERVER_CORE, CLIENT_CORE = 0, 1
EVENTS, FEEDS, OCTETS = 1000, 132, 30_000
# of each round: microseconds of CPU by request, requests by second
Rows = list[tuple[float, float]]


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
        etag_headers = {**gzip, "If-None-Match": packed["etag"]}
        assert served.ask(headers=etag_headers)[0] == 304, served
        found["304"] = etag_headers
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
        static = stack.enter_context(nginx(folders["nginx"], files, SERVER_CORE))
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
