"""Announcements of others become drafts of events: recognised where the list knows the names, doubtful where unclear.

A source is read into drafts (`listing`, `ical`, `web_page`), a draft matched with the list becomes a proposal
(`recognition`, `proposal`), and a proposal lines of the list (`toml`). Nothing is fetched, nothing is executed.
"""

from feeds.curation.drafts.proposal import propose
from feeds.curation.drafts.report import report
from feeds.curation.drafts.source import MOST_BYTES, SourceError, read
from feeds.curation.drafts.toml import append, as_lines

__all__ = ["MOST_BYTES", "SourceError", "append", "as_lines", "propose", "read", "report"]
