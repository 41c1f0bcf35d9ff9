"""Reads a published feed as each calendar program would, and says what works, what fails, and the remedy."""

from feeds.curation.doctor.examination import Examination, NotAFeed, examine
from feeds.curation.doctor.report import as_lines, fails, printable

__all__ = ["Examination", "NotAFeed", "as_lines", "examine", "fails", "printable"]
