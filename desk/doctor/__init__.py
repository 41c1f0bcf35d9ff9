"""Read a published feed as each calendar program would.

A linter for feeds of any program: it reports what works, what fails
for which client, and the remedy. How an address is examined:

`discovery` finds the feed, `fetching` requests it as each of `clients`
would, `poll_checks` judges the responses, `probing` sends further
requests, `desk.content_lines` parses the body, `calendar_checks` and
`event_checks` judge it. Whatever can be wrong is a row of `faults.toml`.
`examination` runs them all, `text_report` prints the outcome.
"""

from desk.doctor.examination import Examination, NotAFeed, examine
from desk.doctor.fetching import Limits
from desk.doctor.text_report import format_report, printable

__all__ = [
    "Examination",
    "Limits",
    "NotAFeed",
    "examine",
    "format_report",
    "printable",
]
