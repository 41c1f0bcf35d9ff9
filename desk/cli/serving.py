"""The command that serves: it runs granian, and prints one line at start."""

import os
import resource
import signal
import socket
import sys
import threading
import time
from argparse import Namespace
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.cli.opening import address_problems, fail, open_list, problems_of, reason, summary
from feeds.app import app_of, now, unpublished
from feeds.catalog import as_text
from feeds.files import ProcessLock
from feeds.live import Live
from feeds.watch import OpenList

if TYPE_CHECKING:
    from flask import Flask

# Of a worker. Python runs one at a time, and each of granian's default 512 would take memory.
THREADS = 8
# Of a worker. An idle one takes 3 kB, one that is sending headers up to HEAD_OCTETS.
CONNECTIONS = 2048
OTHER_FILES = 128  # that a worker may open besides its connections
PARENT_INTERVAL = 1.0  # seconds between a worker's checks of its parent
START_INTERVAL, LONGEST_START = 0.01, 30.0  # seconds
IDLE = 10_000  # milliseconds until a connection without a whole request is closed
HEAD_OCTETS = 65_536  # of a request's head; granian refuses more with a 431 of its own


def serve(options: Namespace) -> int:
    """Serve the list until a signal stops it."""
    from granian.server import Server

    opened = open_list(options, Live(now) if options.live else None)
    try:
        host = _numeric(options.host, options.port)
    except OSError as error:
        found = reason(error).partition(" (")[0]
        return fail(f"cannot listen on {options.host}:{options.port}: {found}; try another --port")
    sys.stderr.write("".join(map(as_text, address_problems(options))))
    shown = f"[{host}]" if ":" in host else host

    class Announced(Server):  # type: ignore[misc, valid-type]
        """Prints what is served once it is: no response waits until the problems are counted."""

        def startup(self, *arguments: Any) -> None:
            super().startup(*arguments)
            draft = "" if options.live else unpublished(opened)
            found = summary(opened, problems_of(options, opened), draft)
            _wait_until_answered(host, options.port)
            print(f"http://{shown}:{options.port} · {found}", flush=True)

    server = Announced(
        "handbill",
        address=host,
        port=options.port,
        workers=options.workers,
        **_granian_settings(),
    )
    os.register_at_fork(after_in_child=_end_on_signals)
    load = partial(_worker_app, opened, ProcessLock(), os.getpid())
    server.serve(target_loader=load, wrap_loader=False)
    return 0


def _numeric(host: str, port: int) -> str:
    """Return a host's numeric address, as granian needs it.

    Raise OSError if it cannot be resolved or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as probe:
        return str(probe.getsockname()[0])


def _granian_settings() -> dict[str, Any]:
    """Return granian's settings for every list."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    return {
        "interface": Interfaces.WSGI,
        "blocking_threads": THREADS,
        "backpressure": _connections(),
        # With HTTP/2 too, the timeout would not start before the first octet.
        "http": HTTPModes.http1,
        "http1_settings": HTTP1Settings(header_read_timeout=IDLE, max_buffer_size=HEAD_OCTETS),
        "respawn_failed_workers": True,
        "workers_kill_timeout": 2,
        "log_level": LogLevels.error,  # workers that ended; nothing about clients
    }


def _worker_app(opened: OpenList, lock: ProcessLock, parent: int) -> "Flask":
    """Return a worker's app; the worker ends with its parent, even if that is killed."""

    def follow_parent() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_INTERVAL)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=follow_parent, name="parent", daemon=True).start()
    return app_of(opened, lock)


def _wait_until_answered(host: str, port: int) -> None:
    """Wait until a worker accepts connections: the printed address answers at once."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end:
        with suppress(OSError):
            socket.create_connection((host, port)).close()
            return
        time.sleep(START_INTERVAL)


def _connections() -> int:
    """Return how many connections a worker may have, after raising the limit of open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return max(soft - OTHER_FILES, soft // 2)
    return CONNECTIONS


def _end_on_signals() -> None:
    """Let a worker stop on a signal even before it serves."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
