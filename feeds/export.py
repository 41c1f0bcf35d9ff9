"""The same documents as files in a folder, for any static host."""

import hashlib
import multiprocessing
import os
import re
import stat
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from feeds.documents import Document
from feeds.files import content_of, part_of, write_whole
from feeds.snapshot import Snapshot

MANIFEST = (
    ".handbill"  # what builds wrote, a file to a line: the SHA-256 of its bytes, and its name
)
LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) (?P<name>[^\n\0]+)")
UNFINISHED = re.compile(r"[0-9a-f]{0,63}|[0-9a-f]{64} [^\0]*")  # of a build that was killed
EMPTY = hashlib.sha256(b"").hexdigest()  # what a crash of the machine makes of a file
AT_ONCE = 500  # documents between two lines of work: made, written down in the manifest, written
WORTH_A_PROCESS = 2000  # documents


class ForeignFile(Exception):
    """Something that no build wrote, or that was changed since, is where a file would be written."""


@dataclass(frozen=True)
class Exported:
    """How many files a folder holds, and which should be gone but are no longer as a build wrote them."""

    files: int
    left: tuple[Path, ...]


# the digests that a file may have by its name: two in a build that was killed
Recorded = Mapping[str, frozenset[str]]
Names = Mapping[str, Sequence[str]]  # the files of each document, by its canonical path


def export(snapshot: Snapshot, folder: Path) -> Exported:
    """Write every document below `folder` and remove what an earlier build wrote that is gone.

    Each file appears whole or not at all; a file with the same bytes is left as it is, so that the next build
    mends what a crash of the machine spoiled. A file is a build's while its bytes are those that were recorded;
    nothing else is replaced or removed, nor anything that is reached through a link. Raise ForeignFile before
    anything is written where something of someone else is in the way.
    """
    snapshot = snapshot.as_folder()
    names: dict[str, list[str]] = defaultdict(list)
    for path, canonical in snapshot.paths():
        names[canonical].append(_file(path))
    recorded = _recorded(folder)
    present = _present(snapshot, folder, names, recorded)
    folder.mkdir(parents=True, exist_ok=True)
    _write_manifest(folder, recorded)
    written: dict[str, frozenset[str]] = {}
    for digests in _in_processes(
        partial(_build, snapshot, folder, present), _shares(snapshot, names)
    ):
        written |= {name: frozenset((digest,)) for name, digest in digests.items()}
    outdated = {name: recorded[name] for name in sorted(recorded.keys() - written.keys())}
    left = {
        name: digests for name, digests in outdated.items() if not _remove(folder, name, digests)
    }
    _write_manifest(folder, {**left, **written})
    return Exported(len(written), tuple(folder / name for name in left))


def _shares(snapshot: Snapshot, names: Names) -> list[Names]:
    """Return the documents in as many shares as can be made at the same time, a language together where it can be.

    What is made of an event, once a language, is then made in one process.
    """
    languages = snapshot.catalog.calendar.languages
    processors = len(os.sched_getaffinity(0)) if len(names) > WORTH_A_PROCESS else 1
    if processors == 1:
        return [names]
    paths: dict[str, list[str]] = {language: [] for language in languages}
    for path in names:
        paths[snapshot.routes.language(path)].append(path)
    parts = -(-processors // len(languages))
    return [
        {path: names[path] for path in paths[code][n::parts]}
        for code in languages
        for n in range(parts)
    ]


def _build(
    snapshot: Snapshot, folder: Path, present: Mapping[str, str], names: Names
) -> dict[str, str]:
    """Make documents, and write those whose files are not `present` with the same bytes; return the digest of each.

    What is written is in the manifest before: the next build knows the files of one that was killed.
    """
    written: dict[str, str] = {}
    folders: set[str] = set()
    paths = list(names)
    for start in range(0, len(paths), AT_ONCE):
        missing: dict[str, bytes] = {}
        for path in paths[start : start + AT_ONCE]:
            body = _document(snapshot, path).body
            digest = _digest(body)
            written |= dict.fromkeys(names[path], digest)
            missing |= {name: body for name in names[path] if present.get(name) != digest}
        if missing:
            _announce(folder, {name: frozenset((written[name],)) for name in missing})
        for parent in sorted(_parents(missing) - folders):
            (folder / parent).mkdir(exist_ok=True)
            folders.add(parent)
        for name, body in missing.items():
            if name in present:
                write_whole(folder / name, body, sync=False)  # the next build compares bytes
            else:
                _write(f"{folder}/{name}", body)
    return written


def _in_processes(work: Callable[[Names], Any], shares: Sequence[Names]) -> Iterator[Any]:
    """Yield what `work` makes of each share, in a process for each where there are more; raise what it raises."""
    if len(shares) == 1:
        yield work(shares[0])
        return
    fork = multiprocessing.get_context("fork")  # nothing is copied, and no thread runs in a build
    receivers = []
    for share in shares:
        receiver, sender = fork.Pipe(duplex=False)
        fork.Process(target=_send, args=(sender, work, share), daemon=True).start()
        sender.close()
        receivers.append(receiver)
    for receiver in receivers:
        found = receiver.recv()
        if isinstance(found, Exception):
            raise found
        yield found


def _send(sender: Connection, work: Callable[[Names], Any], share: Names) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        found = work(share)
    except Exception as error:  # the process that waits for it raises it
        found = error
    sender.send(found)


def _end_with_parent() -> None:
    """End this process when the one that reads what it sends was killed: it would write on, and wait for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


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
    if _type(manifest) not in (0, stat.S_IFREG):
        raise ForeignFile(str(manifest))
    content = content_of(manifest).decode(errors="replace")
    *lines, unfinished = content.split("\n")
    if not UNFINISHED.fullmatch(unfinished):
        raise ForeignFile(str(manifest))
    for line in lines:
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


def _announce(folder: Path, files: Recorded) -> None:
    """Add the files to the manifest, on the disk before any of them is; an unfinished line says nothing."""
    with (folder / MANIFEST).open("ab") as opened:
        opened.write(_lines(files))
        opened.flush()
        os.fsync(opened.fileno())


def _write_manifest(folder: Path, recorded: Recorded) -> None:
    manifest, lines = folder / MANIFEST, _lines(recorded)
    part_of(manifest).unlink(missing_ok=True)  # of a build that was killed
    if not manifest.exists() or manifest.read_bytes() != lines:
        write_whole(manifest, lines)


def _present(snapshot: Snapshot, folder: Path, names: Names, recorded: Recorded) -> dict[str, str]:
    """Return the digest of each file that is there already; raise ForeignFile where one is of someone else."""
    if folder.exists() and not folder.is_dir():
        raise ForeignFile(str(folder))
    documents = {name: path for path, files in names.items() for name in files}
    parents = _parents(documents)
    found = _entries(folder, parents)
    for parent in sorted(parents - {""}):
        if found.get(parent, stat.S_IFDIR) != stat.S_IFDIR:
            raise ForeignFile(str(folder / parent))
    for name in (MANIFEST, *documents):
        for file in (name, _part(name)):
            if found.get(file, stat.S_IFREG) != stat.S_IFREG:
                raise ForeignFile(str(folder / file))
    digests: dict[str, str] = {}
    for name in sorted(documents.keys() & found.keys()):
        digests[name] = _digest((folder / name).read_bytes())
        known = {*recorded[name], EMPTY} if name in recorded else frozenset[str]()
        if digests[name] not in known and digests[name] != _digest(
            _document(snapshot, documents[name]).body
        ):
            raise ForeignFile(str(folder / name))
    for part in map(_part, documents):
        if part in found:  # of a build that was killed
            (folder / part).unlink()
    return digests


def _entries(folder: Path, parents: Iterable[str]) -> dict[str, int]:
    """Return the type (stat.S_IFMT) of everything that stands in these folders below one, by name."""
    found: dict[str, int] = {}
    for parent in sorted(parents):
        if parent and found.get(parent) != stat.S_IFDIR:
            continue
        with suppress(FileNotFoundError), os.scandir(folder / parent) as entries:
            for entry in entries:
                name = f"{parent}/{entry.name}" if parent else entry.name
                found[name] = stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
    return found


def _part(name: str) -> str:
    """Return the name under which a file is written until it is whole."""
    parent, slash, file = name.rpartition("/")
    return f"{parent}{slash}.{file}.part"


def _parents(names: Iterable[str]) -> set[str]:
    """Return the folders that hold these files, from theirs up to "", the one that is built."""
    parents: set[str] = set()
    for name in names:
        parent = name.rpartition("/")[0]
        while parent not in parents:
            parents.add(parent)
            parent = parent.rpartition("/")[0]
    return parents


def _write(file: str, body: bytes) -> None:
    """Write a file that is not there: whole or not at all. Paths of strings, for there are thousands of them."""
    part = _part(file)
    try:
        with open(part, "xb") as opened:
            opened.write(body)
        Path(part).replace(file)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise


def _remove(folder: Path, name: str, digests: Iterable[str]) -> bool:
    """Remove a file that is gone, and the folders that held nothing else; say whether nothing is left of it."""
    file = folder / name
    parents = [folder / parent for parent in sorted(_parents((name,)) - {""}, reverse=True)]
    if any(_type(parent) != stat.S_IFDIR for parent in parents):
        return not file.exists()  # what is behind a link is of someone else
    type = _type(file)
    if type and (type != stat.S_IFREG or _digest(file.read_bytes()) not in {*digests, EMPTY}):
        return False
    for path in (file, part_of(file)):
        if _type(path) == stat.S_IFREG:
            path.unlink()
    with suppress(OSError):  # until a folder holds something, or is gone
        for parent in parents:
            parent.rmdir()
    return True


def _type(path: Path) -> int:
    """Return the type of what has this name (stat.S_IFMT), a link that leads nowhere too; 0 where nothing has."""
    try:
        return stat.S_IFMT(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return 0
