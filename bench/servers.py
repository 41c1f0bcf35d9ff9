"""Servers to measure: Handbill on a free port, Debian's nginx with a configuration of its own, their CPU time."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEADLINE = 120.0  # seconds until a server answers
SBIN = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
Headers = Mapping[str, str]
PROXY = ROOT / "deploy" / "nginx-proxy.conf"
NGINX = """\
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 4096; }}
http {{
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""
FILES = """\
access_log off;
sendfile on;
tcp_nopush on;
keepalive_requests 1000000000;
types {{ text/calendar ics; }}
gzip_static on;
gzip_vary on;
server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
"""


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


def memory(pids: Iterable[int]) -> dict[str, float]:
    """Return the resident memory of processes in MB: RSS in full, PSS with what is shared divided by its sharers."""
    total = Counter[str]()
    for pid in pids:
        for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
            name, octets, *_ = row.split()
            total[name] += int(octets)
    return {"RSS": total["Rss:"] / 1000, "PSS": total["Pss:"] / 1000}


@contextmanager
def nginx(folder: Path, files: Mapping[str, bytes], core: int) -> Iterator[Served]:
    """Serve files by nginx on one core until the block ends."""
    port = free_port()
    (folder / "files").mkdir()
    for name, content in files.items():
        (folder / "files" / name).write_bytes(content)
    with _nginx(folder, FILES.format(folder=folder, port=port), port, core) as served:
        yield served


@contextmanager
def behind_nginx(folder: Path, server: Served) -> Iterator[Served]:
    """Put nginx before a server until the block ends, as deploy/nginx-proxy.conf sets it up."""
    port = free_port()
    site = PROXY.read_text()
    for name, here in {
        "listen 80;": f"listen 127.0.0.1:{port};",
        "listen [::]:80;": "",
        "127.0.0.1:8000": f"127.0.0.1:{server.port}",
        "/var/log/nginx": str(folder),
        "/var/cache/handbill": str(folder / "cache"),
    }.items():
        site = site.replace(name, here)
    with _nginx(folder, site, port) as proxy:
        yield proxy


@contextmanager
def _nginx(folder: Path, site: str, port: int, core: int | None = None) -> Iterator[Served]:
    """Run nginx with the configuration of one site until the block ends."""
    program = shutil.which("nginx", path=SBIN)
    assert program, "nginx is not installed"
    # else the worker may not read a temporary folder
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    command = (program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log"))
    with running(port, *command, cwd=folder, core=core) as served:
        yield served
