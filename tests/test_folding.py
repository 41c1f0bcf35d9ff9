"""Folding of content lines against that of icalendar."""

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from feeds.calendar import folded

PIECES = st.sampled_from(("a", "\\", "\\n", "^", "^n", "é", "😀", "中", "word ", "\\;", "x" * 60))


@given(st.lists(PIECES, max_size=60).map("".join))
@example("x" * 74)
@example("x" * 75)
@example("x" * 73 + "é")
@example("x" * 73 + "\\n")
@example("\\" * 200)
def test_a_line_is_folded_as_icalendar_folds_it(line: str) -> None:
    assert folded(line) == Contentline(line).to_ical() + b"\r\n"
