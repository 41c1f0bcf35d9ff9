"""Check every local hour from 2007 to 2040 against our VTIMEZONE, and count those that readers get wrong.

Run `python -m bench.timezones [ZONE …]`. The tests check only the hours around changes. Exit code
1: some are wrong.
"""

import sys

from feeds.calendar.timezones import vtimezone
from feeds.catalog import zone
from tests.test_timezones import (
    FIRST,
    LAST,
    READERS,
    ZONES,
    every_hour,
    existing,
    interval,
    wrong_hours,
)


def main(names: list[str]) -> int:
    """Print a row for each zone and reader; return 1 if any hour is wrong."""
    print(f"{'zone':24}{'reader':10}{'hours':>8}{'wrong':>8}  the first wrong one")
    total = 0
    for name in names:
        truth = zone(name)
        block = vtimezone(truth, interval(truth, FIRST, LAST))
        hours = list(existing(truth, every_hour(FIRST, LAST)))
        for reader, read in READERS.items():
            wrong = wrong_hours(truth, read(block), hours)
            print(
                f"{name:24}{reader:10}{len(hours):8}{len(wrong):8}  {wrong[0] if wrong else ''}",
                flush=True,
            )
            total += len(wrong)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(ZONES)))
