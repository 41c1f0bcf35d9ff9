"""The same documents as files in a folder, for any static host."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from feeds.documents import Document
from feeds.files import part_of, write_whole
from feeds.snapshot import Snapshot

MANIFEST = ".handbill"  # the files that a build wrote, one to a line: what it may replace and remove


class ForeignFile(Exception):
    """Something that no build wrote stands where a file would be written."""


def export(snapshot: Snapshot, folder: Path) -> int:
    """Write every document below `folder` and remove what an earlier build wrote that is gone; return their number.

    Each file appears whole or not at all; a file with the same bytes is left as it is, so that the next build
    mends what a crash of the machine spoiled. Raise ForeignFile before anything is written where something
    of someone else is in the way.
    """
    snapshot = snapshot.as_folder()
    documents = {_file(path): _document(snapshot, canonical) for path, canonical in snapshot.paths()}
    manifest = folder / MANIFEST
    ours = set(manifest.read_text(encoding="utf-8").splitlines()) if manifest.is_file() else set()
    _refuse_foreign(folder, {name: document.body for name, document in documents.items() if name not in ours})
    folder.mkdir(parents=True, exist_ok=True)
    _write(manifest, _lines(ours | documents.keys()))
    for name, document in documents.items():
        _write(folder / name, document.body)
    for name in sorted(ours - documents.keys()):
        _remove(folder, folder / name)
    _write(manifest, _lines(documents))
    return len(documents)


def _document(snapshot: Snapshot, path: str) -> Document:
    document = snapshot.find(path)
    assert isinstance(document, Document), path
    return document


def _file(path: str) -> str:
    return (path + "index.html" if path.endswith("/") else path).removeprefix("/")


def _refuse_foreign(folder: Path, bodies: dict[str, bytes]) -> None:
    parents = {parent for name in bodies for parent in (folder / name).parents if parent.is_relative_to(folder)}
    for parent in sorted(parents):
        if parent.exists() and not parent.is_dir():
            raise ForeignFile(str(parent))
    for name, body in bodies.items():
        file = folder / name
        if file.exists() and not (file.is_file() and file.read_bytes() == body):
            raise ForeignFile(str(file))


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in sorted(names)).encode()


def _write(file: Path, body: bytes) -> None:
    part_of(file).unlink(missing_ok=True)  # of a build that was killed
    if file.is_file() and file.read_bytes() == body:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, body, sync=False)  # the next build compares bytes


def _remove(folder: Path, file: Path) -> None:
    for gone in (file, part_of(file)):
        gone.unlink(missing_ok=True)
    with suppress(OSError):  # until a folder holds something, or is gone
        for parent in file.parents:
            if parent == folder:
                break
            parent.rmdir()
