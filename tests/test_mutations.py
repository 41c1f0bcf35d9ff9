"""The small mistakes that bench/mutants.py makes in a source, and what it makes of the tests."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.mutants import CODE, INDIRECT_TESTS, room_tests
from bench.mutations import find_mutations
from tests.lists import ROOT
from tests.servers import DEADLINE

# A line, and what becomes of it.
LINES = {
    "a = b < c": ["a = b <= c"],
    "a = b == c > d": ["a = b != c > d", "a = b == c >= d"],
    "a = é not  in c": ["a = é in c"],
    "a = b is None": ["a = b is not None"],
    "a = b and c or d": ["a = b or c or d", "a = b and c and d"],
    "a = not b": ["a = (b)"],
    "a = b + c - d": ["a = b - c - d", "a = b + c + d"],
    "a = b[1:] // 2.5": ["a = b[2:] // 2.5", "a = b[1:] * 2.5", "a = b[1:] // 3.5"],
    "a = True": ["a = False"],
    "a = b if c else d": ["a = b if False else d", "a = b if True else d"],
    "a = [b for b in c if d]": ["a = [b for b in c if True]"],
    "a(b)": ["pass"],
    "a += b": ["pass"],
    "raise a": ["pass"],
    # left alone
    "a = 'words'": [],
    "a = f'{b + 1}'": [],
    "a: Literal[1] = b": [],
    "'A docstring.'": [],
    "log.info(a + 1)": [],
    "__all__ = [a + 1]": [],
}


@pytest.mark.parametrize("line", LINES)
def test_mutations_of_a_line(line: str) -> None:
    source = line.encode()
    assert [mutation.apply(source).decode() for mutation in find_mutations(source)] == LINES[line]


def test_early_returns_are_lost_and_positions_are_octets() -> None:
    source = 'def f(é):\n    """1 < 2."""\n    "é" if é else 1\n    if é:\n        return é\n    return é\n'.encode()
    made = [
        (mutation.line, mutation.apply(source).decode().splitlines())
        for mutation in find_mutations(source)
    ]
    assert [line for line, _ in made] == [3, 3, 3, 3, 4, 4, 5]
    assert made[1][1][2] == '    "é" if False else 1'
    assert made[6][1][4:] == ["        pass", "    return é"]


REPOSITORY = {
    "feeds/rooms/__init__.py": "from feeds.rooms.inner import thing",
    "feeds/rooms/inner.py": "thing = 1",
    "feeds/rooms/outer.py": "other = 1",
    "tests/test_by_another_name.py": "from feeds.rooms import thing",
    "tests/test_inner.py": "",
    "tests/test_rooms.py": "",
    "tests/test_whole.py": "import feeds.rooms.outer",
}
TESTS = {
    "feeds/rooms/inner.py": ["inner", "rooms", "by_another_name"],
    "feeds/rooms/outer.py": ["rooms", "whole"],
    "feeds/lonely.py": [],
}


@pytest.mark.parametrize("path", TESTS)
def test_the_tests_of_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    for name, source in REPOSITORY.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, "utf-8")
    monkeypatch.setattr("bench.mutants.ROOT", tmp_path)
    assert room_tests(path) == [f"tests/test_{name}.py" for name in TESTS[path]]


@pytest.mark.parametrize("room", INDIRECT_TESTS)
def test_the_table_names_rooms_and_tests_that_exist(room: str) -> None:
    assert (ROOT / room).exists()
    for name in INDIRECT_TESTS[room]:
        assert (ROOT / "tests" / f"test_{name}.py").exists()


def test_every_module_has_tests() -> None:
    modules = [
        file
        for folder in CODE
        for file in (ROOT / folder).rglob("*.py")
        if file.name != "__init__.py"
    ]
    assert [
        path for file in modules if not room_tests(path := file.relative_to(ROOT).as_posix())
    ] == []


# A repository of its own: one mutation, and one test.
MODULE = "SMALL = True\n"
TEST = "from feeds.sizes import SMALL\n\n\ndef test_small():\n    {}\n"
REPORTS = {
    "assert SMALL": "killed by tests/test_sizes.py::test_small",
    "assert SMALL is not None": "survived",
    "assert SMALL is None": "survived",  # it fails without the mutation too
}


@pytest.mark.parametrize("statement", REPORTS)
def test_the_report_of_a_mutation(tmp_path: Path, statement: str) -> None:
    with running_bench(tmp_path, statement) as bench:
        report = bench.communicate()[0]
    outcome = REPORTS[statement]
    lines = [re.sub(r" \(\d+ s\)$", "", line) for line in report.splitlines()]
    assert lines[0] == f"feeds/sizes.py:1 {outcome}"
    assert ("    +SMALL = False" in lines) == (not outcome.startswith("killed"))
    number = outcome.partition(" by ")[0]
    assert lines[-1] == f"1 of 1 mutations, seed 1: 1 {number}"


def test_what_runs_ends_with_the_bench(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    statements = (
        f"stream = open({str(pipe)!r}, 'w')",
        "print('begun', file=stream, flush=True)",
        "__import__('time').sleep(60)",
    )
    endless = "; ".join(statements)
    with running_bench(tmp_path, endless) as bench, pipe.open() as stream:
        assert stream.readline() == "begun\n"
        bench.terminate()
        assert stream.read() == ""  # nobody has it open any more
        assert bench.wait(DEADLINE / 2) == 128 + signal.SIGTERM
    assert list((tmp_path / "temporary").iterdir()) == []


@contextmanager
def running_bench(folder: Path, statement: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the bench in a repository whose only test is this statement."""
    repository, temporary = folder / "repository", folder / "temporary"
    temporary.mkdir()
    shutil.copytree(
        ROOT / "bench",
        repository / "bench",
        ignore=shutil.ignore_patterns("__pycache__", "hugo_site"),
    )
    for name, source in {
        "feeds/sizes.py": MODULE,
        "tests/test_sizes.py": TEST.format(statement),
    }.items():
        (repository / name).parent.mkdir()
        (repository / name).write_text(source, "utf-8")
    (repository / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\npythonpath = ["."]\n', "utf-8"
    )
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "bench.mutants"]
    with subprocess.Popen(
        command, cwd=repository, env=environment, stdout=subprocess.PIPE, text=True
    ) as bench:
        yield bench
