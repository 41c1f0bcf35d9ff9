"""The bad lists of cases/bad, one fault a file, each with the report that `check` prints."""

import pytest

from feeds.catalog import ListError, Problem, as_github, as_text, load
from feeds.catalog.problems import problem_at
from tests.lists import ROOT
from tests.servers import run

BAD = ROOT / "tests" / "cases" / "bad"
LISTS = sorted(path.stem for path in BAD.glob("*.toml"))
REGENERATE = """
Where this report is better than the one in {fault}.txt, take it:
cd tests/cases/bad && python ../../../server.py check --catalog {fault}.toml | sed '$d' > {fault}.txt
"""


def content(pattern: str) -> dict[str, bytes]:
    """Return the one file that `pattern` names."""
    return {pattern: (BAD / pattern).read_bytes()} if (BAD / pattern).is_file() else {}


def problems(fault: str) -> tuple[Problem, ...]:
    """Return what is wrong with a list."""
    try:
        return load(f"{fault}.toml", content).problems
    except ListError as error:
        return error.problems


def test_every_list_has_a_report_and_every_report_a_list() -> None:
    assert len(LISTS) >= 45
    assert sorted(path.name for path in BAD.iterdir()) == sorted(
        f"{fault}.{end}" for fault in LISTS for end in ("toml", "txt")
    )


@pytest.mark.parametrize("fault", LISTS)
def test_report(fault: str) -> None:
    found = problems(fault)
    assert len(found) == (10 if fault == "ten-faults" else 1), found
    assert [p.line for p in found] == sorted(p.line for p in found)
    report = "".join(map(as_text, found))
    assert report == (BAD / f"{fault}.txt").read_text("utf-8"), report + REGENERATE.format(
        fault=fault
    )


@pytest.mark.parametrize(("fault", "code"), [("ten-faults", 1), ("title-control-character", 0)])
def test_check_prints_the_report(fault: str, code: int) -> None:
    checked = run("check", "--catalog", f"{fault}.toml", folder=BAD)
    report, _, last = checked.stdout.removesuffix("\n").rpartition("\n")
    assert report + "\n" == (BAD / f"{fault}.txt").read_text("utf-8")
    assert last.startswith(f"{fault}.toml: ")
    assert checked.returncode == code


@pytest.mark.parametrize(
    ("text", "column", "excerpt"),
    [
        ("a = b", 5, "    a = b\n        ^\n"),
        ("\ta = b", 6, "     a = b\n         ^\n"),
        ("x" * 60 + "y" + "z" * 200, 61, f"    {'x' * 50}y{'z' * 49}\n    {' ' * 50}^\n"),
        ("x" * 200 + "y", 201, f"    {'x' * 99}y\n    {' ' * 99}^\n"),
        ("x" * 100, 101, f"    {'x' * 100}\n    {' ' * 100}^\n"),
        ("芝加 b", 4, "    芝加 b\n         ^\n"),
        ("e\N{COMBINING ACUTE ACCENT} b", 4, "    e\N{COMBINING ACUTE ACCENT} b\n      ^\n"),
        ("a\0b\N{RIGHT-TO-LEFT OVERRIDE}c", 5, "    a b c\n        ^\n"),
        ("  ", 1, ""),
    ],
)
def test_the_caret_stands_below_its_character(text: str, column: int, excerpt: str) -> None:
    problem = problem_at(
        "events.toml", f"\n\n{text}\n", column + 1, "title", "it is wrong", "right it"
    )
    assert (
        as_text(problem)
        == f"events.toml:3:{column}: error: title: it is wrong\n{excerpt}  right it\n"
    )


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    problem = Problem("events.toml", 0, "", "there is no such file", "name the list with --catalog")
    assert (
        as_text(problem)
        == "events.toml: error: there is no such file\n  name the list with --catalog\n"
    )
    assert as_github(problem) == (
        "::error file=events.toml,title=events.toml::there is no such file%0Aname the list with --catalog\n"
    )


def test_a_problem_marks_its_line_on_github() -> None:
    problem = Problem("a,b.toml", 3, "a:b", "100 %\nwrong", "right it", "note", 7, "x")
    assert (
        as_github(problem)
        == "::notice file=a%2Cb.toml,line=3,col=7,title=a%3Ab::100 %25%0Awrong%0Aright it\n"
    )
