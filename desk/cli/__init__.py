"""The commands; with server.py the only reader of arguments and environment."""

import sys
from collections.abc import Sequence
from io import TextIOWrapper

from desk.cli.arguments import read
from desk.cli.curating import check
from feeds.catalog import ListError, as_github, as_text, counts


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 when the list has errors. Wrong use exits with 2."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # not every terminal has every letter
    options = read(arguments)
    try:
        return int(options.run(options))
    except ListError as error:
        render = as_github if getattr(options, "format", "text") == "github" else as_text
        out = sys.stdout if options.run is check else sys.stderr
        out.write("".join(map(render, error.problems)))
        out.write(f"{options.catalog}: {counts(error.problems)}\n")
        return 1
