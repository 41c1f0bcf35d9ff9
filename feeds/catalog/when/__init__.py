"""When an event takes place: from what an announcement writes to its one reading, and back.

`parse` reads a text, or a date of TOML, by the `Conventions` of a list, its zone and languages, to a `When` or, of
several dates, a `Series`; or raises `WhenError` with what to write instead and every reading that the text could
have. `format_when` writes a reading back. `mentions` finds what in running text can be a date, hours and the like.

A text goes one way: tokens, each with all that it can mean in the list's languages (vocabulary) → the parts that the
patterns of grammar.toml find among them (grammar) → what is written there (parts) → what it means (days, hours).
Whatever is open or wrong on that way raises a Doubt with the text as it would be settled; these texts are read again,
and those with a reading offered.
"""

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.formatting import format_when
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
    repeated,
    say_day,
    say_hour,
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
    "say_hour",
]
