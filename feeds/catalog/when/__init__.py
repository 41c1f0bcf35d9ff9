"""When an event takes place: from the text of an announcement to its one reading, and back.

`parse` turns a text, or a TOML date, into a `When` or, for several dates, a `Series`, by the
`Conventions` of a list: its zone and languages. It raises `WhenError` with what to write instead
and every reading that the text could have. `format_when` writes a reading back. `mentions` finds
dates, hours and the like in running text.

A text passes through four stages: tokens, each with all it can mean in the list's languages
(vocabulary) → the parts that the patterns of grammar.toml find among them (grammar) → what each
part states (parts) → what it means (days, hours). What is ambiguous or wrong on the way raises a
Doubt with texts that would settle it; these are read again, and those that can be read are offered.
"""

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.formatting import format_when, say_day
from feeds.catalog.when.local_time import repeated
from feeds.catalog.when.mentions import mentions
from feeds.catalog.when.moments import (
    LONGEST_RULE,
    MOST_DATES,
    YEARS,
    HourError,
    Series,
    When,
    WhenError,
    instant,
)
from feeds.catalog.when.reading import parse, parse_one, parse_when

__all__ = [
    "LONGEST_RULE",
    "MOST_DATES",
    "YEARS",
    "Conventions",
    "HourError",
    "Series",
    "When",
    "WhenError",
    "format_when",
    "instant",
    "mentions",
    "parse",
    "parse_one",
    "parse_when",
    "repeated",
    "say_day",
]
