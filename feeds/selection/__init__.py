"""Feeds and their addresses: which events a feed picks, what it is called, where it stands."""

from feeds.selection.directory import FORMS, Address, Directory
from feeds.selection.feed import Feed, feeds
from feeds.selection.grammar import DISTANCES, FIELDS, MalformedAddress, UnknownName, written
from feeds.selection.picking import Index

__all__ = [
    "DISTANCES",
    "FIELDS",
    "FORMS",
    "Address",
    "Directory",
    "Feed",
    "Index",
    "MalformedAddress",
    "UnknownName",
    "feeds",
    "written",
]
