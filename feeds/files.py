"""Replace files as a whole, and read and write JSON Lines that survive merges and damage."""

import fcntl
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any


def write_whole(file: Path, body: bytes) -> None:
    """Replace `file` with `body`: readers, a kill, a full disk or a crash find the old or the new.

    The file keeps its mode.
    """
    part = part_of(file)
    # its writer was killed; "x" below follows no link
    part.unlink(missing_ok=True)
    try:
        with part.open("xb") as opened:
            if file.exists():
                os.fchmod(opened.fileno(), stat.S_IMODE(file.stat().st_mode))
            opened.write(body)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def part_of(file: Path) -> Path:
    """Return the path of the temporary file that becomes `file`."""
    return file.with_name(f".{file.name}.part")


def content_of(file: Path) -> bytes:
    """Return the content of a file, empty if there is none."""
    return file.read_bytes() if file.exists() else b""


def keep_lines(file: Path, content: bytes, *, damaged: bool) -> None:
    """Write a file of JSON Lines, unless it is unchanged; set a `damaged` one aside.

    Raise OSError with the name of the file when it cannot be written; it is then unchanged.
    """
    try:
        previous = content_of(file)
        if damaged:
            write_whole(file.with_name(f"{file.name}.damaged"), previous)
        if content != previous:
            write_whole(file, content)
    except OSError as error:
        error.filename = str(file)
        raise


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Lock the folder for writing; wait while another process or thread has the lock."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class ProcessLock:
    """A lock between processes of one parent; the system releases it when its owner dies."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # open as long as the processes live

    def __enter__(self) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN)


def read_lines(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the object of each line, an empty object for an unreadable line."""
    # one by one: all at once would take ten times the memory
    for number, line in enumerate(BytesIO(content), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            if b"\\u" in line:
                # refuses half a surrogate pair
                json.dumps(found, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            found = None
        yield number, found if isinstance(found, dict) else {}


def write_lines(objects: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the objects as JSON Lines, their keys in order."""
    lines = [json.dumps(one, ensure_ascii=False, allow_nan=False) + "\n" for one in objects]
    return "".join(lines).encode()
