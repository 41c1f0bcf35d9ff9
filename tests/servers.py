"""Real servers on loopback: `python server.py` in a process of its own."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.lists import ROOT

DEADLINE = 60.0  # seconds until a server that hangs fails a test
AROUND = {name: value for name, value in os.environ.items() if name != "HANDBILL_URL"}


@dataclass
class Server:
    """A running server: its port, its process, and the first line it printed."""

    port: int
    process: "subprocess.Popen[str]"
    line: str

    @property
    def address(self) -> str:
        """Where it is reached from here."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Send one request with just these headers (if_none_match for If-None-Match); return status, headers, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, body


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def run(
    *arguments: str, folder: Path = ROOT, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run one command of server.py to its end in `folder`."""
    return subprocess.run(
        [sys.executable, str(ROOT / "server.py"), *arguments],
        cwd=folder,
        env={**AROUND, **environment},
        capture_output=True,
        text=True,
        timeout=3 * DEADLINE,
    )


@contextmanager
def serving(
    *arguments: str, folder: Path = ROOT, files: int = 0, wait: bool = True, **environment: str
) -> Iterator[Server]:
    """Serve the list in `folder` until the block ends; `{port}` in an argument is the server's port.

    `files` is the most that the server may open, 0 for as many as we may; without `wait` its line
    is taken for true.
    """
    port = free_port()
    own = [argument.replace("{port}", str(port)) for argument in arguments]
    command = [sys.executable, str(ROOT / "server.py"), "--port", str(port), *own]
    if files:
        command = ["bash", "-c", f'ulimit -n {files}; exec "$@"', "bash", *command]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**AROUND, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if wait:
            wait_until(lambda: _answers(port) or process.poll() is not None)
        assert process.poll() is None, process.stderr and process.stderr.read()
        yield Server(port, process, line)
    finally:
        process.terminate()
        process.wait(DEADLINE)
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until `condition` holds; fail after the deadline."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, "the deadline passed"
        time.sleep(0.01)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
