"""The bad lists of cases/bad, one fault a file, each with the report that `check` prints."""

import pytest

from feeds.catalog import ListError, Problem, as_text, load
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
    assert report == (BAD / f"{fault}.txt").read_text("utf-8"), report + REGENERATE.format(fault=fault)


@pytest.mark.parametrize(("fault", "code"), [("ten-faults", 1), ("title-control-character", 0)])
def test_check_prints_the_report(fault: str, code: int) -> None:
    checked = run("check", "--catalog", f"{fault}.toml", folder=BAD)
    report, _, last = checked.stdout.removesuffix("\n").rpartition("\n")
    assert report + "\n" == (BAD / f"{fault}.txt").read_text("utf-8")
    assert last.startswith(f"{fault}.toml: ")
    assert checked.returncode == code
