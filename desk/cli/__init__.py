"""The commands: they read the arguments and, as only feeds/app.py does too, the environment."""

import errno
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from io import TextIOWrapper

from desk.cli.arguments import read
from desk.cli.crash import crash_report
from desk.cli.curating import check
from desk.cli.opening import fail
from feeds.catalog import ListError, as_github, as_text, counts

UNWRITABLE = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO))
UNEXPECTED = 3
INTERRUPTED = 130  # as a shell reports Ctrl-C


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0: done; 1: the list has errors, or something could not be done; 2: wrong use; 3: an
    unexpected exception, with a report to paste; 130: interrupted. A reader that stops early
    (`check | head`) is not an error.
    """
    if sys.stdout is None:  # closed by the caller: `>&-`
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - it stays open to the end
    # Not every terminal can show every character.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    command = "server.py"
    try:
        try:
            options = read(arguments)
            command = options.run.__name__
            return _run(options)
        finally:
            # If Python failed to flush on exit, it would end with 120 and a traceback.
            sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return 0
    except (KeyboardInterrupt, EOFError):  # Ctrl-C, or Ctrl-D at a question of `new`
        return INTERRUPTED
    except Exception as error:
        # If a file of ours meets a full disk, the error names that file.
        if isinstance(error, OSError) and error.filename is None and error.errno in UNWRITABLE:
            _discard_output()
            return fail(f"the output cannot be written: {error.strerror}", 1)
        sys.stderr.write(crash_report(error, command))
        return UNEXPECTED


def _run(options: Namespace) -> int:
    try:
        return int(options.run(options))
    except ListError as error:
        render = as_github if options.format == "github" else as_text
        out = sys.stdout if options.run is check else sys.stderr
        out.write("".join(map(render, error.problems)))
        out.write(f"{options.catalog}: {counts(error.problems)}\n")
        return 1


def _discard_output() -> None:
    """Discard the buffer of standard output, so that Python exits without an error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
