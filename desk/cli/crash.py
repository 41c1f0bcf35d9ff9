"""Report an unexpected exception, without anything of the list, which may be secret."""

import platform
import sys
import traceback
from pathlib import Path

from desk.version import ROOT, version


def crash_report(error: BaseException, command: str) -> str:
    """Return the versions, the command, and the type and traceback of each exception.

    Messages and arguments are left out: they may quote an unpublished list.
    """
    lines = [
        "Handbill failed unexpectedly. Please paste the lines below into an issue; "
        "nothing of the list is in them.",
        f"{version()}, Python {platform.python_version()}, {sys.platform}, command {command}",
    ]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"


def _short(filename: str) -> str:
    """Return a file's path without this machine's folders."""
    path = Path(filename)
    if path.is_relative_to(ROOT) and ".venv" not in path.parts:
        return str(path.relative_to(ROOT))
    return "/".join(path.parts[-2:])
