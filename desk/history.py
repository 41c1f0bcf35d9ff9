"""Earlier versions of the list, from git."""

import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile


class HistoryError(Exception):
    """A revision cannot be read: it does not exist, or there is no repository or no git."""


def check_out(folder: Path, revision: str, into: Path) -> None:
    """Write the files of `folder` at a git revision into another folder; raise HistoryError."""
    options = "--verify", "--quiet", "--end-of-options"
    commit = _git(folder, "rev-parse", *options, f"{revision}^{{commit}}")
    if not commit.strip():
        raise HistoryError(f'there is no revision "{revision}" here')
    packed = BytesIO(_git(folder, "archive", "--format=zip", commit.decode().strip()))
    # Of a zip, Python makes no links, and nothing outside the folder.
    with ZipFile(packed) as archive:
        archive.extractall(into)


def head(folder: Path) -> str:
    """Return the abbreviated commit that a folder is at; raise HistoryError."""
    return _git(folder, "rev-parse", "--short=12", "HEAD").decode().strip()


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=False)
    except OSError as error:
        raise HistoryError(f"git cannot be run: {error.strerror}") from error
    if done.returncode and done.stderr:
        raise HistoryError(done.stderr.decode(errors="replace").strip())
    return done.stdout
