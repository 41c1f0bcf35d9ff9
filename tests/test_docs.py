"""The commands that README.md and docs/ show, run as shown, each page in a copy of its own.

What bash can run here is a `sh` block. A `console` block shows what only the reader's machine can
do; ELSEWHERE says of each such command why.
"""

import importlib.metadata
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest

from tests.lists import ROOT
from tests.servers import DEADLINE, Server, free_port, wait_until
from tests.test_deploy import listens

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
INSTALLING = (
    "python3 -m venv .venv && .venv/bin/pip install -q --require-hashes -r requirements.txt"
)
NOT_HERE = {  # in sh blocks: what is left out, and why
    f"{INSTALLING} -r requirements-dev.txt && .venv/bin/pytest": ".ci/run runs it, and this is a part of it",
    f"{INSTALLING} && ": "needs a package index; .ci/run runs it",
}
ELSEWHERE = {  # console blocks, by how a command begins: why it cannot run here
    "git remote add origin https://github.com/OWNER/NAME.git": "a repository of the reader's",
    "git push -u origin main": "the same",
    "sudo ": "changes the machine; tests/test_deploy.py runs the files of deploy/",
    "cd /srv/handbill": "after sudo made it",
    ".venv/bin/python server.py doctor ": "asks a feed on the web; tests/test_doctor.py asks servers here",
    "curl http://127.0.0.1:8000/healthz": "asks the service that systemd runs",
}
PYTHON = ".venv/bin/python server.py"
IGNORED = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "tests", "bench")


def blocks(page: Path, language: str) -> list[str]:
    """Return the blocks of a page that are in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a reader: their name in git, no settings of this machine."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "HANDBILL"))
    }
    variables = {
        "EMAIL": "curator@chicago.org",
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONUNBUFFERED": "1",
    }
    return {**inherited, **variables, "GIT_AUTHOR_NAME": "Curator", "GIT_COMMITTER_NAME": "Curator"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh clone of this repository, as it is here, with its requirements installed."""
    folder = tmp_path / "handbill"
    shutil.copytree(ROOT, folder, ignore=IGNORED)
    (folder / ".venv").symlink_to(sys.prefix)
    for command in ("init -q -b main", "add .", "reset -q .venv", "commit -q -m Clone"):
        subprocess.run(["git", *command.split()], cwd=folder, env=environment(tmp_path), check=True)
    return folder


@pytest.mark.parametrize(
    "page", [page for page in PAGES if blocks(page, "sh")], ids=lambda page: page.name
)
def test_every_command_shown_runs(page: Path, checkout: Path) -> None:
    for block in blocks(page, "sh"):
        for command in NOT_HERE:
            block = block.replace(command, "")
        status, output = run(block, checkout)
        assert status == 0, f"{block}\n{output}"


def run(block: str, folder: Path) -> tuple[int, str]:
    """Run a block with bash; return its status and what it printed. A server at its end is asked, and stopped."""
    port = free_port()
    process = subprocess.Popen(
        ["bash", "-euc", block.replace(PYTHON, f"{PYTHON} --port {port}")],
        cwd=folder,
        env=environment(folder.parent),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    deadline = threading.Timer(2 * DEADLINE, os.killpg, (process.pid, signal.SIGKILL))
    deadline.start()
    output, served = "", False
    with process, process.stdout or StringIO() as lines:
        for line in lines:
            output += line
            if line.startswith(f"http://127.0.0.1:{port} · "):
                assert not re.search(r"server\.py.* [a-z]+$", block.rstrip()), (
                    "a server is the last of its block"
                )
                ask(Server(port, process, line))
                os.killpg(process.pid, signal.SIGINT)
                served = True
    deadline.cancel()
    return 0 if served else process.returncode, output


def ask(server: Server) -> None:
    """Ask for the front page and the feed of everything."""
    wait_until(lambda: listens(server.port))
    for path in ("/", "/feeds/all.ics"):
        assert server.ask(path)[0] == 200, path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_block_of_commands_is_overlooked(page: Path) -> None:
    opened = re.findall(r"^(.*)```(\w+)", page.read_text(), re.MULTILINE)
    assert [block for block in opened if block[0] or block[1] in ("bash", "shell", "zsh")] == []


def test_every_other_command_has_its_reason() -> None:
    commands = [
        line for page in PAGES for block in blocks(page, "console") for line in block.splitlines()
    ]
    for command in commands:
        assert any(command.startswith(f"$ {start}") for start in ELSEWHERE), command
    for start in ELSEWHERE:
        assert any(command.startswith(f"$ {start}") for command in commands), start


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_linked_or_named_is_there(page: Path) -> None:
    text = page.read_text()
    linked = [
        page.parent / link for link in re.findall(r"\]\(([^#)]+)[^)]*\)", text) if ":" not in link
    ]
    named = [
        ROOT / name for name in re.findall(r"\b(?:deploy|template|docs|tests)/[\w./-]*\w", text)
    ]
    assert [path for path in (*linked, *named) if not path.exists()] == []


def test_licenses_are_those_of_what_is_installed() -> None:
    """A package states its license as an SPDX expression, in words, or only its family as a classifier."""
    pinned = re.findall(r"^([a-z][\w.-]*)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    listed = dict(
        re.findall(
            r"^\| ([a-z][\w.-]*) \| (.+) \|$", (ROOT / "docs/licenses.md").read_text(), re.MULTILINE
        )
    )
    del listed["package"]
    assert [*listed] == pinned
    for package, license_ in listed.items():
        metadata = importlib.metadata.metadata(package)
        stated = " ".join(
            (*metadata.get_all("License-Expression", []), *metadata.get_all("License", []))
        )
        stated += " ".join(metadata.get_all("Classifier", []))
        assert license_.partition(" ")[0].partition("-")[0] in stated, package


def test_the_spine_is_read_in_an_evening() -> None:
    rows = re.findall(
        r"^\| `(feeds/[\w/]+\.py)` \|", (ROOT / "docs/inside.md").read_text(), re.MULTILINE
    )
    assert len(rows) > 15
    lines = {row: len((ROOT / row).read_text().splitlines()) for row in rows}
    assert sum(lines.values()) <= 3000, lines


def test_modules_that_the_docs_name_are_there() -> None:
    for page in (ROOT / "docs/inside.md", ROOT / "CONTRIBUTING.md", ROOT / "docs/threats.md"):
        for name in re.findall(r"`((?:feeds|desk|tests|bench|deploy)/[\w/.-]+)`", page.read_text()):
            assert (ROOT / name).exists(), (page.name, name)
