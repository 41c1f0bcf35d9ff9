"""Processes with a full disk, a closed pipe, a killed parent, few open files."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from desk.cli import curating, main
from desk.version import VERSION, version
from tests.lists import EVENT, HEAD, ROOT
from tests.servers import DEADLINE, run, serving, wait_until

SECRET = "a rally that nobody has announced"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder, with a valid list."""
    (tmp_path / "events.toml").write_text(HEAD + EVENT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shell(line: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a line of bash in which $HANDBILL is server.py."""
    environment = {**os.environ, "HANDBILL": f"{sys.executable} {ROOT / 'server.py'}"}
    command = ["bash", "-o", "pipefail", "-c", line]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=DEADLINE
    )


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        (
            "$HANDBILL check >/dev/full",
            1,
            "the output cannot be written: No space left on device\n",
        ),
        ("$HANDBILL check >&-", 0, ""),
        ("$HANDBILL check | true", 0, ""),
        (
            "for n in {1..900}; do echo '[[events]]'; done >> events.toml; { $HANDBILL check; true; } | head -n 1",
            0,
            "",
        ),
    ],
)
def test_output_that_cannot_be_written(folder: Path, line: str, code: int, error: str) -> None:
    ran = shell(line, folder)
    assert (ran.returncode, ran.stderr) == (code, error)


def test_an_unexpected_exception_is_reported_without_the_list(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise LookupError(f"{SECRET}, again") from error

    monkeypatch.setattr(curating, "problems_of", fail)
    assert main(["check"]) == 3
    out, error = capsys.readouterr()
    assert out == ""
    assert SECRET not in error
    assert f"{version()}, Python " in error
    assert ", command check\n" in error
    assert re.findall(r"^builtins\.(\w+)$", error, re.MULTILINE) == ["LookupError", "ValueError"]
    assert re.search(r"^  desk/cli/curating\.py:\d+ check$", error, re.MULTILINE)


@pytest.mark.parametrize("pressed", [KeyboardInterrupt, EOFError])
def test_ctrl_c_and_ctrl_d_end_a_command_quietly(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pressed: type[BaseException],
) -> None:
    def interrupt(*_: object) -> None:
        raise pressed

    monkeypatch.setattr(curating, "problems_of", interrupt)
    assert main(["check"]) == 130
    assert capsys.readouterr() == ("", "")


def test_the_version_is_the_newest_release_of_the_changelog(folder: Path) -> None:
    newest = re.search(
        r"^## (\d[\d.]*) \(\d{4}-\d{2}-\d{2}\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    assert newest is not None
    assert newest[1] == VERSION
    ran = run("--version", folder=folder)
    assert re.fullmatch(rf"Handbill {re.escape(VERSION)}( \([0-9a-f]{{12}}\))?\n", ran.stdout)


def workers_of(process: "subprocess.Popen[str]") -> list[int]:
    """Return the processes that a server started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[1]) == process.pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def is_alive(pid: int) -> bool:
    """Return whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
def test_workers_of_a_killed_server_end(folder: Path) -> None:
    with serving("--workers", "2", folder=folder) as server:
        workers = workers_of(server.process)
        assert len(workers) == 2
        server.process.kill()
        server.process.wait(DEADLINE)
        wait_until(lambda: not any(map(is_alive, workers)))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")
@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="needs two processors")
def test_the_processes_of_a_killed_build_end(tmp_path: Path) -> None:
    topics = "".join(f'topic-{number} = "Topic {number}"\n' for number in range(150))
    (tmp_path / "events.toml").write_text(
        (HEAD + EVENT).replace("[topics]\n", f"[topics]\n{topics}")
    )
    command = [sys.executable, str(ROOT / "server.py"), "build", str(tmp_path / "out")]
    build = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, text=True)
    wait_until(lambda: len(workers_of(build)) >= 2)
    workers = workers_of(build)
    build.kill()
    build.wait(DEADLINE)
    wait_until(lambda: not any(map(is_alive, workers)))
    assert not [pid for pid in workers if is_alive(pid)]


def test_the_address_is_announced_when_it_answers(folder: Path) -> None:
    for workers in ("1", "3"):
        with serving("--workers", workers, folder=folder, wait=False) as server:
            assert server.ask("/healthz")[0] == 200


def test_a_running_request_is_answered_before_the_server_ends(folder: Path) -> None:
    with (
        serving(folder=folder) as server,
        socket.create_connection(("127.0.0.1", server.port), DEADLINE) as connection,
    ):
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(1)  # it is being answered
        server.process.send_signal(signal.SIGTERM)
        rest = b"".join(iter(lambda: connection.recv(65536), b""))
        assert b"snapshot_age" in rest
        assert server.process.wait(DEADLINE) == 0


def test_64_files_are_enough(folder: Path) -> None:
    with serving(folder=folder, files=64) as server:
        connections = []
        for _ in range(100):
            connection = socket.socket()
            connection.settimeout(DEADLINE)
            connection.connect(("127.0.0.1", server.port))
            connections.append(connection)
        for connection in connections:
            connection.close()
        wait_until(lambda: server.ask("/healthz")[0] == 200)
