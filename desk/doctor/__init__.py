"""Reads a published feed as each calendar program would, and says what works, what fails, and the remedy."""

from desk.doctor.examination import Examination, NotAFeed, examine
from desk.doctor.report import as_lines, fails, printable

__all__ = ["Examination", "NotAFeed", "as_lines", "examine", "fails", "printable"]
