"""The command that serves: granian, and the line it prints at start."""

import argparse
import multiprocessing
import os
import signal
import socket
import sys
from functools import partial
from typing import Any

from desk.cli.opening import about_address, open_list, problems_of, size_of
from feeds.app import app_of, now, unpublished
from feeds.catalog import as_text, counts
from feeds.publishing import Live

THREADS = 8  # of a worker, which Python runs one at a time; granian's 512 would each take memory to answer from


def serve(options: argparse.Namespace) -> int:
    """Serve the list until told to stop."""
    from granian.constants import Interfaces
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
        workers_kill_timeout=2,
        log_enabled=False,
    )
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_heed_signals)
    turn = multiprocessing.Lock() if options.workers > 1 else None
    server.serve(target_loader=partial(app_of, opened, turn), wrap_loader=False)
    return 0


def _heed_signals() -> None:
    """Let a worker of granian's stop when told to, also before it serves."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
