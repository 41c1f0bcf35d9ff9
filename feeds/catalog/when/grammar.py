"""The parts that patterns find among the tokens of a text: days, hours, a repetition, and so on.

A text is matched as one character per token, its code, which represents all that the token can
mean. The patterns and their notation are in grammar.toml.
"""

import re
import tomllib
from collections.abc import Container, Iterable
from pathlib import Path

PATTERNS = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text("utf-8"))
NAMED = {**PATTERNS["days"], **PATTERNS["hours"], **PATTERNS["repetitions"]}
TERMS = re.compile(r"\[([\w|]+)(?:!(\w+))?\]")
Parts = dict[str, re.Match[str]]


def _expanded(pattern: str) -> str:
    """Return a pattern with the name of every other pattern replaced by it."""
    return re.sub(r"(?<!P)<(\w+)>", lambda name: _expanded(NAMED[name[1]]), pattern)


class Grammar:
    """The patterns for a vocabulary whose tokens have these sets of terms."""

    def __init__(self, sets: Iterable[frozenset[str]]) -> None:
        self.codes = {terms: chr(0x100 + number) for number, terms in enumerate(sets)}
        self.of_parts = self._compiled("parts")
        self.one = self._compiled("one")

    def _compiled(self, table: str) -> dict[str, re.Pattern[str]]:
        found = {}
        for name, pattern in PATTERNS[table].items():
            over_codes = TERMS.sub(self._characters, _expanded(pattern))
            found[name] = re.compile(over_codes, re.VERBOSE)
        return found

    def _characters(self, match: re.Match[str]) -> str:
        """Return a pattern for the code of any token that can be one of the terms."""
        wanted, unwanted = set(match[1].split("|")), match[2]
        found = ""
        for terms, code in self.codes.items():
            if terms & wanted and unwanted not in terms:
                found += code
        return f"[{found}]" if found else "(?!)"

    def part(
        self, codes: str, index: int, without: Container[str] = ()
    ) -> tuple[str, re.Match[str]] | None:
        """Return the name and match of the part that begins at a token.

        Skip the kinds in `without`; the kind is the first word of the name.
        """
        for name, pattern in self.of_parts.items():
            if name.split()[0] not in without and (match := pattern.match(codes, index)):
                return name, match
        return None

    def parts(self, codes: str) -> tuple[Parts, int | None]:
        """Return the parts of a text by kind, and the index of the first token that no part has."""
        found: Parts = {}
        index = 0
        while index < len(codes) or not codes:
            separators = self.one["separators"].match(codes, index)
            start = separators.end() if separators else index
            name, match = self.part(codes, start, found) or ("", None)
            if match is None or (name == "hours" and not self._has_days(found, codes, start)):
                return found, start
            found[name.split()[0]] = match
            index = match.end()
        return found, None

    def _has_days(self, found: Parts, codes: str, index: int) -> bool:
        """Return whether days or a rule were found, or a rule follows anywhere after a token."""
        if "days" in found or "rule" in found:
            return True
        following = (self.part(codes, number) for number in range(index, len(codes)))
        return any(part and part[0].startswith("rule") for part in following)
