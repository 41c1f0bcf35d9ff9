"""A list as it was at a git revision."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path


class HistoryError(Exception):
    """There is no such revision, no git, or no repository."""


def check_out(folder: Path, revision: str, into: Path) -> None:
    """Write the files of `folder` as they were at `revision` into another folder; raise HistoryError."""
    commit = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if not commit.strip():
        raise HistoryError(f'there is no revision "{revision}" here')
    packed = BytesIO(_git(folder, "archive", "--format=tar", commit.decode().strip()))
    with tarfile.open(fileobj=packed) as archive:
        for member in archive:
            # no links: they may lead anywhere
            content = archive.extractfile(member) if member.isfile() else None
            target = into / member.name
            if content and target.resolve().is_relative_to(into.resolve()):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def head(folder: Path) -> str:
    """Return the commit that a folder is at, abbreviated; raise HistoryError."""
    return _git(folder, "rev-parse", "--short=12", "HEAD").decode().strip()


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=False
        )
    except OSError as error:
        raise HistoryError(f"git cannot be run: {error.strerror}") from error
    if done.returncode and done.stderr:
        raise HistoryError(done.stderr.decode(errors="replace").strip())
    return done.stdout
