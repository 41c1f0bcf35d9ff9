"""The small mistakes that bench/mutants.py makes in a source."""

from pathlib import Path

import pytest

from bench.mutants import CODE, INDIRECT_TESTS, room_tests
from bench.mutations import find_mutations
from tests.lists import ROOT

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
