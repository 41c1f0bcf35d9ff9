"""The words and forms of announcements: words.toml, as patterns."""

import re
import tomllib
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
SHARED = WORDS["labels"] | WORDS["values"]


def patterns(table: str) -> dict[str, re.Pattern[str]]:
    """Return the forms of a table; `«key»` in one is another of it, of `labels` or of `values`."""
    shared = SHARED | WORDS[table]

    def expanded(form: str) -> str:
        return re.sub("«([a-z]+)»", lambda name: shared[name[1]], form)

    return {key: re.compile(expanded(form)) for key, form in WORDS[table].items()}


def whole_words(words: str) -> re.Pattern[str]:
    """Return a pattern of any of these words, in any case."""
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def beginning(words: str) -> re.Pattern[str]:
    """Return a pattern of any of these words at the beginning of a line."""
    return re.compile(rf"^(?:{words})(?!\w)", re.IGNORECASE)
