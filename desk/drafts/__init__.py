"""Announcements of others become drafts of events: recognised where the list knows the names, doubtful where unclear.

A source is read into drafts, one record whatever it was: a text by `listing` (`marks`, `fields`, `times`), a calendar
by `ical` (`ical_times`, `repeating`), a page by `web_page` (`json_ld`). `spans` and `places` turn begin and end, and
words for a place, into what a draft says; the words of all forms are in words.toml. A draft matched with the list
becomes a proposal (`recognition`, `naming`, `proposal`), and a proposal lines of the list (`toml`). Nothing is fetched,
nothing is executed.
"""

from desk.drafts.proposal import propose
from desk.drafts.report import report
from desk.drafts.source import MOST_BYTES, SourceError, read
from desk.drafts.toml import append, as_lines

__all__ = ["MOST_BYTES", "SourceError", "append", "as_lines", "propose", "read", "report"]
