"""The command that serves: granian, and the line it prints at start."""

import argparse
import os
import resource
import signal
import socket
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.cli.opening import about_address, fail, open_list, problems_of, reason, size_of
from feeds.app import app_of, now, unpublished
from feeds.catalog import as_text, counts
from feeds.files import ProcessLock
from feeds.live import Live
from feeds.watch import OpenList

if TYPE_CHECKING:
    from flask import Flask

THREADS = 8  # of a worker, which Python runs one at a time; granian's 512 would each take memory to answer from
CONNECTIONS = 2048  # of a worker; an idle one takes 3 kB, one in the middle of its headers up to HEAD_OCTETS
OTHER_FILES = 128  # that a worker may have open beside its connections
PARENT_INTERVAL = 1.0  # seconds between a worker's looks at its parent
START_INTERVAL, LONGEST_START = 0.01, 30.0  # seconds
IDLE = 10_000  # milliseconds until a connection is closed that does not send a whole request
HEAD_OCTETS = 65_536  # of a request that granian takes in; it says 431 to more, in its own words


def serve(options: argparse.Namespace) -> int:
    """Serve the list until told to stop."""
    from granian.server import Server

    opened = open_list(options, Live(now) if options.live else None)
    try:
        host, family = _numeric(options.host, options.port)
    except OSError as error:
        found = reason(error).partition(" (")[0]
        return fail(f"cannot listen on {options.host}:{options.port}: {found}; try another --port")
    sys.stderr.write("".join(map(as_text, about_address(options))))
    shown = f"[{host}]" if ":" in host else host

    class Announced(Server):  # type: ignore[misc, valid-type]
        """Says what is served once the workers serve it: no answer waits until the problems are counted."""

        def startup(self, *arguments: Any) -> None:
            super().startup(*arguments)
            size, draft = size_of(opened.snapshot), "" if options.live else unpublished(opened)
            counted = counts(problems_of(options, opened))
            _wait_until_answered(host, options.port, family)
            print(f"http://{shown}:{options.port} · {size}{draft}, {counted}", flush=True)

    server = Announced(
        "handbill",
        address=host,
        port=options.port,
        workers=options.workers,
        **_granian_settings(),
    )
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_heed_signals)
    lock = ProcessLock() if options.workers > 1 else None
    server.serve(target_loader=partial(_worker_app, opened, lock, os.getpid()), wrap_loader=False)
    return 0


def _numeric(host: str, port: int) -> tuple[str, socket.AddressFamily]:
    """Return a host in numbers, for granian takes no names, and its family; raise OSError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as probe:
        return str(probe.getsockname()[0]), family


def _granian_settings() -> dict[str, Any]:
    """Return what is set of granian for every list."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    return {
        "interface": Interfaces.WSGI,
        "blocking_threads": THREADS,
        "backpressure": _connections(),
        "http": HTTPModes.http1,  # where both are spoken, no timeout begins before the first octet
        "http1_settings": HTTP1Settings(header_read_timeout=IDLE, max_buffer_size=HEAD_OCTETS),
        "respawn_failed_workers": True,
        "workers_kill_timeout": 2,
        "log_level": LogLevels.error,  # says that a worker ended; nothing of who asks
    }


def _worker_app(opened: OpenList, lock: ProcessLock | None, parent: int) -> "Flask":
    """Return a worker's app; the worker ends with its parent, also if that was killed and could tell nobody."""

    def follow_parent() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_INTERVAL)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=follow_parent, name="parent", daemon=True).start()
    return app_of(opened, lock)


def _wait_until_answered(host: str, port: int, family: socket.AddressFamily) -> None:
    """Wait until a worker takes connections: whoever reads the address may ask at once."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end:
        with socket.socket(family) as probe:
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(START_INTERVAL)


def _connections() -> int:
    """Return how many connections a worker may have: as many as it can open files, which is raised if possible."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(soft - OTHER_FILES, soft // 2)
    return CONNECTIONS


def _heed_signals() -> None:
    """Let a worker of granian's stop when told to, also before it serves."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
