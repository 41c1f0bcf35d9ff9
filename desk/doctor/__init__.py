"""Read a published feed as each calendar program would.

A linter for feeds of any program: it reports what works, what fails for which client, and the
remedy. `discovery` finds the feed that a page names, `fetching` requests it as each of `clients`
does, `poll_checks` checks the responses, `probing` sends further requests, `desk.content_lines`
parses the body, `calendar_checks` and `event_checks` check it. Every fault is a row of
`faults.toml`. `examination` runs them all; `text_report` formats the result.
"""

from desk.doctor.examination import Examination, NotAFeed, examine
from desk.doctor.text_report import format_report, printable

__all__ = [
    "Examination",
    "NotAFeed",
    "examine",
    "format_report",
    "printable",
]
