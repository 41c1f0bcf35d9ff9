"""The commands; with server.py the only reader of arguments and environment."""

import argparse
import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TypeGuard

from desk.cli import crash
from desk.cli.arguments import read
from desk.cli.curating import check
from feeds.catalog import ListError, as_github, as_text, counts

UNWRITABLE = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO))
INTERRUPTED = 130  # as a shell reports Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0: done; 1: the list has errors, or something could not be done; 2: wrong use; 3: an unexpected exception, with a
    report to paste; 130: interrupted. A reader that leaves early (`check | head`) is no error.
    """
    if sys.stdout is None:  # closed by whoever started us: `>&-`
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - it stays open to the end
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # not every terminal has every letter
    command = "server.py"
    try:
        with _flushed():
            options = read(arguments)
            command = options.run.__name__
            return _run(options)
    except BrokenPipeError:
        _discard_output()
        return 0
    except (KeyboardInterrupt, EOFError):  # Ctrl-C, or Ctrl-D at a question of `new`
        return INTERRUPTED
    except Exception as error:
        if _is_of_output(error):
            _discard_output()
            print(f"the output cannot be written: {os.strerror(error.errno or 0)}", file=sys.stderr)
            return 1
        sys.stderr.write(crash.crash_report(error, command))
        return crash.EXIT_CODE


@contextmanager
def _flushed() -> Iterator[None]:
    """Write the output to its end here: where Python fails to when it ends, it ends with 120 and a traceback."""
    try:
        yield
    finally:
        sys.stdout.flush()


def _run(options: argparse.Namespace) -> int:
    try:
        return int(options.run(options))
    except ListError as error:
        render = as_github if getattr(options, "format", "text") == "github" else as_text
        out = sys.stdout if options.run is check else sys.stderr
        out.write("".join(map(render, error.problems)))
        out.write(f"{options.catalog}: {counts(error.problems)}\n")
        return 1


def _is_of_output(error: Exception) -> TypeGuard[OSError]:
    """Say whether an exception is from writing to standard output: a full disk under a file of ours names the file."""
    return isinstance(error, OSError) and error.filename is None and error.errno in UNWRITABLE


def _discard_output() -> None:
    """Let what is still in the buffer of standard output go nowhere, so that Python ends without complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
