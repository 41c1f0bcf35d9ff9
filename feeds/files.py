"""Files that are whole or as they were before, and JSON Lines that survive merges and damage."""

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


def write_whole(file: Path, body: bytes, *, sync: bool = True) -> None:
    """Replace `file` with `body` at once: a reader, a kill or a full disk meets the old file or the new one.

    So does a crash of the machine, but for files not worth the wait of a `sync`. The file keeps its mode.
    """
    part = part_of(file)
    part.unlink(missing_ok=True)  # of a writer that was killed; "x" below follows no link
    try:
        with part.open("xb") as opened:
            if file.exists():
                os.fchmod(opened.fileno(), stat.S_IMODE(file.stat().st_mode))
            opened.write(body)
            if sync:
                opened.flush()
                os.fsync(opened.fileno())
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def part_of(file: Path) -> Path:
    """Return where `file` is written until it is whole."""
    return file.with_name(f".{file.name}.part")


def content_of(file: Path) -> bytes:
    """Return the content of a file, nothing where there is none."""
    return file.read_bytes() if file.exists() else b""


def keep_lines(file: Path, content: bytes, *, damaged: bool) -> None:
    """Write the content into a file of JSON Lines, unless it has just that; a `damaged` one is set aside.

    Raise OSError, which names the file and not the part of it, when it cannot be written; it is then as it was.
    """
    try:
        before = content_of(file)
        if damaged:
            write_whole(file.with_name(f"{file.name}.damaged"), before)
        if content != before:
            write_whole(file, content)
    except OSError as error:
        error.filename = str(file)
        raise


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder for writing; wait while another process or thread holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class ProcessLock:
    """A lock between processes that are forked from one. The system releases it when its holder dies."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # open for as long as the processes live

    def __enter__(self) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        fcntl.lockf(self._file, fcntl.LOCK_UN)


def read_lines(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each line of JSON Lines and its object, an empty one for a line that has none."""
    for number, line in enumerate(BytesIO(content), 1):  # one by one: all at once take ten times their length
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            if b"\\u" in line:
                json.dumps(found, ensure_ascii=False).encode()  # half of a surrogate pair is no text
        except (ValueError, RecursionError):
            found = None
        yield number, found if isinstance(found, dict) else {}


def write_lines(objects: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the objects as JSON Lines, their keys in the order they have."""
    return b"".join(json.dumps(one, ensure_ascii=False, allow_nan=False).encode() + b"\n" for one in objects)
