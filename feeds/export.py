"""Write the documents of the server into a folder, for any static host.

The manifest of the folder has a line for each file that a build wrote: the SHA-256 of its bytes,
and its name. A file belongs to the build while it has these bytes. Nothing else is replaced or
removed, nor anything behind a link.
"""

import hashlib
import multiprocessing
import os
import re
import stat
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from feeds.documents import Document
from feeds.files import content_of, part_of, write_whole
from feeds.snapshot import Snapshot

MANIFEST = ".handbill"
LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) (?P<name>[^\n\0]+)")
UNFINISHED = re.compile(r"[0-9a-f]{0,64}|[0-9a-f]{64} [^\0]*")  # the build was killed
EMPTY = hashlib.sha256(b"").hexdigest()  # a crash of the machine may leave a file empty
BATCH = 500  # documents made, added to the manifest and written together
WORTH_A_PROCESS = 2000  # documents

# The digests that a file may have, by its name: several after a build that was killed.
Digests = Mapping[str, frozenset[str]]


class ForeignFile(Exception):
    """Something that no build wrote, or that was changed since, is in the way of a file."""


@dataclass(frozen=True)
class Exported:
    """The number of files in a folder, and the outdated ones that were changed since a build."""

    files: int
    left: tuple[Path, ...]


def export(snapshot: Snapshot, folder: Path) -> Exported:
    """Write every document below `folder`, and remove the outdated files of earlier builds.

    Readers, a kill or a full disk find each file whole; one with the same bytes is not rewritten.
    Raise ForeignFile, before anything is written, if something is in the way.
    """
    snapshot = snapshot.as_folder()
    files = defaultdict[str, list[str]](list)
    for path, canonical in snapshot.paths():
        files[canonical].append(_name(path))
    names = {name for aliases in files.values() for name in aliases}
    recorded = _read_manifest(folder)
    present = _present(folder, names, recorded)
    folder.mkdir(parents=True, exist_ok=True)
    for parent in sorted(_parents(names)):
        (folder / parent).mkdir(exist_ok=True)
    _write_manifest(folder, recorded)
    build = partial(_build, snapshot, folder, files, present)
    written: dict[str, frozenset[str]] = {}
    _remove_parts(folder)
    try:
        for digests in _in_processes(build, _shares(snapshot, files)):
            written |= {name: frozenset((digest,)) for name, digest in digests.items()}
    finally:
        _remove_parts(folder)
    outdated = sorted(recorded.keys() - written.keys())
    left = [name for name in outdated if not _remove(folder, name, recorded)]
    _write_manifest(folder, {name: recorded[name] for name in left} | written)
    return Exported(len(written), tuple(folder / name for name in left))


def _name(path: str) -> str:
    return (path + "index.html" if path.endswith("/") else path).removeprefix("/")


def _shares(snapshot: Snapshot, paths: Iterable[str]) -> list[list[str]]:
    """Return the paths in a share for each processor, those of a language together if possible.

    What is rendered once for each event and language is then rendered in one process.
    """
    by_language = defaultdict[str, list[str]](list)
    for path in paths:
        by_language[snapshot.routes.language(path)].append(path)
    count = sum(map(len, by_language.values()))
    processors = len(os.sched_getaffinity(0))
    if count < WORTH_A_PROCESS or processors == 1:
        return [list(paths)]
    parts = -(-processors // len(by_language))
    return [share[start::parts] for share in by_language.values() for start in range(parts)]


def _build(
    snapshot: Snapshot,
    folder: Path,
    files: Mapping[str, list[str]],
    present: Mapping[str, str],
    paths: list[str],
) -> dict[str, str]:
    """Make the documents at `paths` and write what is not `present`; return all digests by name.

    A file is in the manifest before it is written: the next build knows those of a killed one.
    """
    digests: dict[str, str] = {}
    part = folder / f"{MANIFEST}.{os.getpid()}.part"
    for start in range(0, len(paths), BATCH):
        changed: dict[str, bytes] = {}
        for path in paths[start : start + BATCH]:
            document = snapshot.find(path)
            assert isinstance(document, Document), path
            digest = _digest(document.body)
            for name in files[path]:
                digests[name] = digest
                if present.get(name) != digest:
                    changed[name] = document.body
        if changed:
            _append_to_manifest(folder, {name: frozenset((digests[name],)) for name in changed})
        for name, body in changed.items():
            with part.open("xb") as opened:
                opened.write(body)
            part.replace(folder / name)
    return digests


def _in_processes(
    build: Callable[[list[str]], dict[str, str]], shares: list[list[str]]
) -> Iterator[dict[str, str]]:
    """Yield the digests of each share, built in a process of its own; raise what a build raises."""
    if len(shares) == 1:
        yield build(shares[0])
        return
    # nothing is copied, and a build has no threads
    fork = multiprocessing.get_context("fork")
    receivers = []
    for share in shares:
        receiver, sender = fork.Pipe(duplex=False)
        fork.Process(target=_send, args=(sender, build, share), daemon=True).start()
        sender.close()
        receivers.append(receiver)
    for receiver in receivers:
        found = receiver.recv()
        if isinstance(found, Exception):
            raise found
        yield found


def _send(sender: Connection, build: Callable[[list[str]], Any], share: list[str]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        sender.send(build(share))
    except Exception as error:
        # raised by the parent
        sender.send(error)


def _end_with_parent() -> None:
    """End this process when its parent was killed; it would write on, and wait forever to send."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _read_manifest(folder: Path) -> Digests:
    """Return what the manifest records; raise ForeignFile if no build wrote it."""
    manifest = folder / MANIFEST
    foreign = ForeignFile(str(manifest))
    if _type(manifest) not in (0, stat.S_IFREG):
        raise foreign
    *lines, unfinished = content_of(manifest).decode(errors="replace").split("\n")
    if not UNFINISHED.fullmatch(unfinished):
        raise foreign
    recorded: dict[str, frozenset[str]] = {}
    for line in lines:
        match = LINE.fullmatch(line)
        if match is None or not _is_below(match["name"]):
            raise foreign
        name = match["name"]
        recorded[name] = recorded.get(name, frozenset()) | {match["digest"]}
    return recorded


def _is_below(name: str) -> bool:
    """Return whether a name is that of a file below the folder, as builds write it."""
    return name != MANIFEST and all(part not in ("", ".", "..") for part in name.split("/"))


def _lines(digests: Digests) -> bytes:
    lines = [f"{digest} {name}\n" for name in sorted(digests) for digest in sorted(digests[name])]
    return "".join(lines).encode()


def _append_to_manifest(folder: Path, digests: Digests) -> None:
    with (folder / MANIFEST).open("ab") as opened:
        opened.write(_lines(digests))
        opened.flush()
        os.fsync(opened.fileno())


def _write_manifest(folder: Path, digests: Digests) -> None:
    manifest, lines = folder / MANIFEST, _lines(digests)
    if content_of(manifest) != lines:
        write_whole(manifest, lines)


def _remove_parts(folder: Path) -> None:
    """Remove the unfinished files of builds that were killed."""
    for part in (part_of(folder / MANIFEST), *folder.glob(f"{MANIFEST}.*.part")):
        part.unlink(missing_ok=True)


def _present(folder: Path, names: Iterable[str], recorded: Digests) -> dict[str, str]:
    """Return the digest of each file that exists; raise ForeignFile if a build did not write it."""
    if folder.exists() and not folder.is_dir():
        raise ForeignFile(str(folder))
    for parent in sorted(_parents(names) - {""}):
        if _type(folder / parent) not in (0, stat.S_IFDIR):
            raise ForeignFile(str(folder / parent))
    found: dict[str, str] = {}
    for name in sorted(names):
        file = folder / name
        type = _type(file)
        if type == 0:
            continue
        if type == stat.S_IFREG:
            found[name] = _digest(file.read_bytes())
        if name not in recorded or found.get(name) not in {EMPTY, *recorded[name]}:
            raise ForeignFile(str(file))
    return found


def _type(path: Path) -> int:
    """Return the type of a file (stat.S_IFMT), without following a link; 0 if it does not exist."""
    try:
        return stat.S_IFMT(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _parents(names: Iterable[str]) -> set[str]:
    """Return the folders of these files, up to "", the folder that is built."""
    parents: set[str] = set()
    for name in names:
        parent = name.rpartition("/")[0]
        while parent not in parents:
            parents.add(parent)
            parent = parent.rpartition("/")[0]
    return parents


def _remove(folder: Path, name: str, recorded: Digests) -> bool:
    """Remove an outdated file, and its folders if they are empty; return whether it is removed."""
    file = folder / name
    try:
        if _present(folder, [name], recorded):
            file.unlink()
    except ForeignFile:
        return not os.path.lexists(file)
    # until a folder has other files, or is removed already
    with suppress(OSError):
        for parent in sorted(_parents([name]) - {""}, reverse=True):
            (folder / parent).rmdir()
    return True
