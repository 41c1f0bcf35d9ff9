"""The parts that patterns find among the tokens of a text: days, hours, a repetition, and so on.

A text is matched as one character per token, its code, which represents all that the token can mean. The patterns
and their notation are in grammar.toml.
"""

import re
import tomllib
from collections.abc import Container, Mapping
from functools import lru_cache
from pathlib import Path

PATTERNS = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text("utf-8"))
NAMED = {**PATTERNS["days"], **PATTERNS["hours"], **PATTERNS["repetitions"]}
TERMS = re.compile(r"\[([\w|]+)(?:!(\w+))?\]")
Parts = dict[str, re.Match[str]]


def _expanded(pattern: str) -> str:
    """Return a pattern with the name of every other pattern replaced by it."""
    return re.sub(r"(?<!P)<(\w+)>", lambda name: _expanded(NAMED[name[1]]), pattern)


class Grammar:
    """The patterns for a vocabulary whose sets of terms have these characters as codes."""

    def __init__(self, codes: Mapping[frozenset[str], str]) -> None:
        def characters(match: re.Match[str]) -> str:
            wanted, unwanted = set(match[1].split("|")), match[2]
            found = [
                code for terms, code in codes.items() if terms & wanted and unwanted not in terms
            ]
            return f"[{''.join(found)}]" if found else "(?!)"

        def compiled(patterns: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
            expanded = {
                name: TERMS.sub(characters, _expanded(pattern))
                for name, pattern in patterns.items()
            }
            return {name: re.compile(pattern, re.VERBOSE) for name, pattern in expanded.items()}

        self.codes = codes
        self.of_parts = compiled(PATTERNS["parts"])
        self.one = compiled(PATTERNS["one"])
        # most texts of a list have the same few forms
        self.parts = lru_cache(maxsize=1024)(self._parts)

    def part(
        self, codes: str, index: int, without: Container[str] = ()
    ) -> tuple[str, re.Match[str]] | None:
        """Return the name of the part that begins at a token and its match, leaving out the kinds in `without`."""
        for name, pattern in self.of_parts.items():
            if name.partition(" ")[0] not in without and (match := pattern.match(codes, index)):
                return name, match
        return None

    def _parts(self, codes: str) -> tuple[Parts, int | None]:
        """Return the parts of a text by their kind, and the index of the first token that belongs to none of them."""
        found: Parts = {}
        index = 0
        while index < len(codes) or not codes:
            separators = self.one["separators"].match(codes, index)
            start = separators.end() if separators else index
            part = self.part(codes, start, found)
            if part is None or (part[0] == "hours" and not self._placed(found, codes, start)):
                return found, start
            found[part[0].partition(" ")[0]] = part[1]
            index = part[1].end()
        return found, None

    def _placed(self, found: Parts, codes: str, index: int) -> bool:
        """Say whether days or a rule were found, or a rule follows anywhere after a token."""
        following = (self.part(codes, number) for number in range(index, len(codes)))
        return (
            "days" in found
            or "rule" in found
            or any(part and part[0].startswith("rule") for part in following)
        )
