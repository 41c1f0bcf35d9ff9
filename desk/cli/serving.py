"""The command that serves: granian, and the line it prints at start."""

import argparse
import os
import resource
import signal
import socket
import sys
from functools import partial
from typing import Any

from desk.cli.opening import about_address, open_list, problems_of, size_of
from feeds.app import app_of, now, unpublished
from feeds.catalog import as_text, counts
from feeds.files import ProcessLock
from feeds.publishing import Live

THREADS = 8  # of a worker, which Python runs one at a time; granian's 512 would each take memory to answer from
CONNECTIONS = 2048  # of a worker; an idle one takes 3 kB, one in the middle of its headers up to HEAD_OCTETS
OTHER_FILES = 128  # that a worker may have open beside its connections
IDLE = 10_000  # milliseconds until a connection is closed that does not send a whole request
HEAD_OCTETS = 65_536  # of a request that granian takes in; it says 431 to more, in its own words


def serve(options: argparse.Namespace) -> int:
    """Serve the list until told to stop."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    opened = open_list(options, Live(now) if options.live else None)
    try:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        with socket.create_server((options.host, options.port), family=family) as probe:
            host = str(probe.getsockname()[0])  # granian takes no names
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0]
        print(f"cannot listen on {options.host}:{options.port}: {reason}; try another --port", file=sys.stderr)
        return 2
    sys.stderr.write("".join(map(as_text, about_address(options))))
    shown = f"[{host}]" if ":" in host else host

    class Announced(Server):  # type: ignore[misc, valid-type]
        """Says what is served once the workers serve it: no answer waits until the problems are counted."""

        def startup(self, *arguments: Any) -> None:
            super().startup(*arguments)
            size, draft = size_of(opened.snapshot), "" if options.live else unpublished(opened)
            counted = counts(problems_of(options, opened))
            print(f"http://{shown}:{options.port} · {size}{draft}, {counted}", flush=True)

    server = Announced(
        "handbill",
        address=host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=THREADS,
        backpressure=_connections(),
        http=HTTPModes.http1,  # where both are spoken, no timeout begins before the first octet
        http1_settings=HTTP1Settings(header_read_timeout=IDLE, max_buffer_size=HEAD_OCTETS),
        respawn_failed_workers=True,
        workers_kill_timeout=2,
        log_level=LogLevels.error,  # says that a worker ended; nothing of who asks
    )
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_heed_signals)
    turn = ProcessLock() if options.workers > 1 else None
    server.serve(target_loader=partial(app_of, opened, turn), wrap_loader=False)
    return 0


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
