"""The same documents as files in a folder, for any static host."""

import hashlib
import re
import stat
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from feeds.documents import Document
from feeds.files import part_of, write_whole
from feeds.snapshot import Snapshot

MANIFEST = ".handbill"  # what builds wrote, a file to a line: the SHA-256 of its bytes, and its name
LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) (?P<name>[^\n\0]+)")
EMPTY = hashlib.sha256(b"").hexdigest()  # what a crash of the machine makes of a file


class ForeignFile(Exception):
    """Something that no build wrote, or that was changed since, is where a file would be written."""


@dataclass(frozen=True)
class Exported:
    """How many files a folder holds, and which should be gone but are no longer as a build wrote them."""

    files: int
    left: tuple[Path, ...]


Recorded = Mapping[str, frozenset[str]]  # the digests that a file may have by its name: two in a build that was killed


def export(snapshot: Snapshot, folder: Path) -> Exported:
    """Write every document below `folder` and remove what an earlier build wrote that is gone.

    Each file appears whole or not at all; a file with the same bytes is left as it is, so that the next build
    mends what a crash of the machine spoiled. A file is a build's while its bytes are those that were recorded;
    nothing else is replaced or removed, nor anything that is reached through a link. Raise ForeignFile before
    anything is written where something of someone else is in the way.
    """
    snapshot = snapshot.as_folder()
    bodies = {_file(path): _document(snapshot, canonical).body for path, canonical in snapshot.paths()}
    written = {name: frozenset((_digest(body),)) for name, body in bodies.items()}
    recorded = _recorded(folder)
    _refuse_foreign(folder, written, recorded)
    outdated = {name: recorded[name] for name in sorted(recorded.keys() - written.keys())}
    folder.mkdir(parents=True, exist_ok=True)
    both = {name: recorded.get(name, frozenset()) | digests for name, digests in written.items()}
    _write(folder / MANIFEST, _lines({**outdated, **both}))
    for name, body in bodies.items():
        _write(folder / name, body)
    left = {name: digests for name, digests in outdated.items() if not _remove(folder, name, digests)}
    _write(folder / MANIFEST, _lines({**left, **written}))
    return Exported(len(bodies), tuple(folder / name for name in left))


def _document(snapshot: Snapshot, path: str) -> Document:
    document = snapshot.find(path)
    assert isinstance(document, Document), path
    return document


def _file(path: str) -> str:
    return (path + "index.html" if path.endswith("/") else path).removeprefix("/")


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _recorded(folder: Path) -> Recorded:
    """Return what the manifest says; raise ForeignFile where no build wrote it like this."""
    manifest, found = folder / MANIFEST, dict[str, frozenset[str]]()
    if _exists(manifest) and not _is_file(manifest):
        raise ForeignFile(str(manifest))
    content = manifest.read_text(encoding="utf-8", errors="replace") if _exists(manifest) else ""
    for line in content.splitlines():
        match = LINE.fullmatch(line)
        if match is None or not _is_below(match["name"]):
            raise ForeignFile(str(manifest))
        found[match["name"]] = found.get(match["name"], frozenset()) | {match["digest"]}
    return found


def _is_below(name: str) -> bool:
    """Say whether a name is that of a file below the folder, written as builds write it."""
    return name != MANIFEST and all(part not in ("", ".", "..") for part in name.split("/"))


def _lines(recorded: Recorded) -> bytes:
    lines = (f"{digest} {name}\n" for name in sorted(recorded) for digest in sorted(recorded[name]))
    return "".join(lines).encode()


def _refuse_foreign(folder: Path, written: Recorded, recorded: Recorded) -> None:
    if folder.exists() and not folder.is_dir():
        raise ForeignFile(str(folder))
    for parent in sorted({parent for name in written for parent in _parents(folder, name)}):
        if _exists(parent) and not _is_folder(parent):
            raise ForeignFile(str(parent))
    for name in (MANIFEST, *written):
        part = part_of(folder / name)
        if _exists(part) and not _is_file(part):
            raise ForeignFile(str(part))
    for name, digests in written.items():
        file = folder / name
        known = {*recorded[name], EMPTY} if name in recorded else set[str]()
        if _exists(file) and not _has(file, digests | known):
            raise ForeignFile(str(file))


def _has(file: Path, digests: Container[str]) -> bool:
    """Say whether it is a file whose bytes have one of these digests."""
    return _is_file(file) and _digest(file.read_bytes()) in digests


def _parents(folder: Path, name: str) -> Iterator[Path]:
    """Yield the folders from that of the file up to, and without, the one that is built."""
    for parent in Path(name).parents:
        if parent != Path("."):
            yield folder / parent


def _write(file: Path, body: bytes) -> None:
    part_of(file).unlink(missing_ok=True)  # of a build that was killed
    if _exists(file) and file.read_bytes() == body:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, body, sync=file.name == MANIFEST)  # of the others the next build compares bytes


def _remove(folder: Path, name: str, digests: Iterable[str]) -> bool:
    """Remove a file that is gone, and the folders that held nothing else; say whether nothing is left of it."""
    file = folder / name
    if not all(_is_folder(parent) for parent in _parents(folder, name)):
        return not file.exists()  # what is behind a link is of someone else
    if _exists(file) and not _has(file, {*digests, EMPTY}):
        return False
    for path in (file, part_of(file)):
        if _is_file(path):
            path.unlink()
    with suppress(OSError):  # until a folder holds something, or is gone
        for parent in _parents(folder, name):
            parent.rmdir()
    return True


def _exists(path: Path) -> bool:
    """Say whether anything has this name, a link that leads nowhere too."""
    return _mode(path) != 0


def _is_file(path: Path) -> bool:
    """Say whether it is a file and no link to one."""
    return stat.S_ISREG(_mode(path))


def _is_folder(path: Path) -> bool:
    """Say whether it is a folder and no link to one."""
    return stat.S_ISDIR(_mode(path))


def _mode(path: Path) -> int:
    """Return the type and mode of what has this name, 0 where nothing has."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0
