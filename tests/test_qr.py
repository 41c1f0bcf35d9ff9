"""QR codes against those that segno draws."""

import re

import pytest
import segno

from feeds.pages import qr

LINE = re.compile(r"M(\d+) (\d+)\.5((?:m\d+ 0|h\d+)*)")
STEP = re.compile(r"(m|h)(\d+)")


def modules(drawn: str, width: int) -> list[list[int]]:
    """Return the modules that a path draws, row by row, without the border."""
    rows = [[0] * (width + 2 * qr.BORDER) for _ in range(width + 2 * qr.BORDER)]
    for x, y, steps in LINE.findall(drawn):
        at = int(x)
        for command, length in STEP.findall(steps):
            rows[int(y)][at : at + int(length)] = [int(command == "h")] * int(length)
            at += int(length)
    return [row[qr.BORDER : -qr.BORDER] for row in rows[qr.BORDER : -qr.BORDER]]


@pytest.mark.parametrize("version", range(1, 41))
def test_a_symbol_of_each_size_is_that_of_segno(version: int) -> None:
    longest = ("https://calendar.example.org/events/" + "rally-at-the-square/" * 120)[: qr.most_octets(version)]
    for address in (longest, longest[:-1]):
        expected = segno.make(
            address.encode(), version=version, error="m", mask=qr.MASK, micro=False, boost_error=False
        )
        found = modules(qr.draw(address), expected.symbol_size(border=0)[0])
        assert found == [list(row) for row in expected.matrix]
