"""The same documents as files in a folder, for any static host."""

import os
from collections.abc import Iterable
from pathlib import Path

from feeds.snapshot import Document, Snapshot

MANIFEST = ".handbill"  # the files that a build wrote, one to a line: what it may replace and remove


class ForeignFile(Exception):
    """A file that no build wrote stands where one would be written."""


def export(snapshot: Snapshot, folder: Path) -> int:
    """Write every document below `folder` and remove what an earlier build wrote that is gone; return their number.

    Each file appears whole or not at all; a file with the same bytes is left as it is. Raise ForeignFile
    before anything is written where a file of someone else is in the way.
    """
    documents = {_file(path): _document(snapshot, canonical) for path, canonical in snapshot.paths()}
    manifest = folder / MANIFEST
    ours = set(manifest.read_text().splitlines()) if manifest.is_file() else set()
    for name, document in documents.items():
        file = folder / name
        if name not in ours and file.exists() and (file.is_dir() or file.read_bytes() != document.body):
            raise ForeignFile(str(file))
    folder.mkdir(parents=True, exist_ok=True)
    _write(manifest, _lines(ours | documents.keys()))
    for name, document in documents.items():
        _write(folder / name, document.body)
    for name in sorted(ours - documents.keys()):
        _remove(folder, name)
    _write(manifest, _lines(documents))
    return len(documents)


def _document(snapshot: Snapshot, path: str) -> Document:
    document = snapshot.find(path)
    assert isinstance(document, Document), path
    return document


def _file(path: str) -> str:
    return (path + "index.html" if path.endswith("/") else path).removeprefix("/")


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in sorted(names)).encode()


def _write(file: Path, body: bytes) -> None:
    if file.is_file() and file.read_bytes() == body:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    with part.open("wb") as opened:
        opened.write(body)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)


def _remove(folder: Path, name: str) -> None:
    file = folder / name
    file.unlink(missing_ok=True)
    for parent in file.relative_to(folder).parents:
        if parent.parts and not any((folder / parent).iterdir()):
            (folder / parent).rmdir()
