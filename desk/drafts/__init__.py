"""Announcements of others as drafts of events, with the names of the list, and every doubt.

A source is read into drafts, the same record for all of them: a text by `listing` (`marks`,
`fields`, `times`), a calendar by `ical` (`ical_times`, `repeating`), a page by `web_page`
(`json_ld`); both of the latter by `schema_event`. A draft with the names of the list is a proposal
(`recognition`, `places`, `naming`, `proposal`), and proposals are written as lines of the list
(`toml`). The words of announcements are in words.toml, the sentences of doubts in doubts.toml.
Nothing is fetched, nothing is executed.
"""

from desk.drafts.proposal import propose
from desk.drafts.report import report
from desk.drafts.source import MOST_BYTES, SourceError, read
from desk.drafts.toml import append, as_lines

__all__ = ["MOST_BYTES", "SourceError", "append", "as_lines", "propose", "read", "report"]
