"""Serving: the app for any WSGI server, and granian, which serves it here."""

import argparse
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.catalog import ListError, Problem, as_text
from feeds.cli.opening import (
    LIST,
    about_address,
    counts,
    now,
    open_list,
    problems_of,
    public_address,
    size_of,
    today,
    today_in,
    unpublished,
)
from feeds.publishing import Live
from feeds.watch import OpenList

if TYPE_CHECKING:
    from flask import Flask

THREADS = 8  # of a worker, which Python runs one at a time; granian's 512 would each take memory to answer from


def create_app(
    catalog: str = LIST,
    url: str | None = None,
    *,
    live: bool = False,
    frozen: bool = False,
) -> "Flask":
    """Return the app for any WSGI server; it reloads when the list changes and keeps the last good state.

    Edits are shown as a draft, and unknown places looked up in the background, into memory. `live` publishes both;
    `frozen` asks nobody and serves only what is published.
    """
    try:
        opened = OpenList(
            Path(catalog), public_address(url), frozen=frozen, live=Live(now) if live else None, today=today_in
        )
    except ListError as error:
        error.add_note("".join(map(as_text, error.problems)).rstrip())
        raise
    return _app(opened)


def _app(opened: OpenList, turn: AbstractContextManager[Any] | None = None) -> "Flask":
    """Return the app of a list that is open; `turn` is the lock of processes that ask a geocoder together."""
    opened.follow(partial(_report, opened))
    if not opened.frozen:
        opened.look_up(today, turn, write=opened.live is not None)
    from feeds.web import web_app  # Flask: 140 ms, spared to every command that serves nothing

    return web_app(lambda: opened.snapshot, opened.health)


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
    server.serve(target_loader=partial(_app, opened, turn), wrap_loader=False)
    return 0


def _heed_signals() -> None:
    """Let a worker of granian's stop when told to, also before it serves."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _report(opened: OpenList, problems: Sequence[Problem]) -> None:
    """Tell the person at the terminal what became of a change."""
    sys.stderr.write("".join(map(as_text, problems)))
    draft = unpublished(opened) if opened.record.events else ""
    done = "the last good state is served" if problems else f"the list was read again{draft}"
    print(done, file=sys.stderr, flush=True)
