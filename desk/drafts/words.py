"""The words and forms by which an announcement says things: words.toml, as patterns."""

import re
import tomllib
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
SHARED = WORDS["labels"] | WORDS["values"]


def pattern(table: str, key: str) -> re.Pattern[str]:
    """Return a form; `«key»` in it stands for another of its table, or for words of `labels` or `values`."""
    shared = SHARED | WORDS[table]
    return re.compile(re.sub("«([a-z]+)»", lambda name: shared[name[1]], WORDS[table][key]))


def patterns(table: str) -> dict[str, re.Pattern[str]]:
    """Return all forms of a table, in its order."""
    return {key: pattern(table, key) for key in WORDS[table]}


def whole_words(words: str) -> re.Pattern[str]:
    """Return what finds any of these words, in any case."""
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def beginning(words: str) -> re.Pattern[str]:
    """Return what finds any of these words where a line begins."""
    return re.compile(rf"^(?:{words})(?!\w)", re.IGNORECASE)
