"""Feeds and their selections: which events they pick, their names, their addresses."""

from feeds.selection.directory import Directory
from feeds.selection.feed import Feed
from feeds.selection.grammar import (
    DISTANCES,
    FIELDS,
    LONGEST,
    MalformedAddress,
    UnknownName,
    fields_of,
    parse,
    path_from_form,
    subject_of,
)
from feeds.selection.index import Index
