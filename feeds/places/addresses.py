"""Postal addresses of any country: find a street and its house number, or a named place."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from feeds.places.spelling import WORDS, alternatives, words

ROOM = re.compile(
    r",?\s*\b(suite|ste|unit|apt|apartment|flat|room|rm|floor|fl|piso|depto|oficina|sala)\b\.?\s*#?\s*(\d[\w-]*|[a-z]\b)"
    r"|,?\s*\b\d+(st|nd|rd|th)\s+(floor|fl)\b\.?|,?\s*\b\d+\.?\s*(og|stock|etage)\b",
    re.IGNORECASE,
)
# "5301 N Clark St #2", not "Carrera 7 # 11-10"
ROOM_SIGN = re.compile(r"^\s*(\d.*?)?\s*#\s*[\w-]+\s*$")
NUMBER = r"(\d(?!\d*th )\S*)"  # not the 26th of a street
OMITTED = f"(?:(?:{'|'.join(WORDS['omitted'])}) )?"
ALONE = re.compile(rf", {NUMBER} , $")


class Street(NamedTuple):
    """The house number beside a street (or ""), and the text before and after both."""

    number: str
    before: str
    after: str


class Address:
    """An address as normalized words in one text: `, 100 w randolph st , chicago il 60601 ,`."""

    def __init__(self, text: str) -> None:
        """Read an address, without room, suite and floor."""
        parts = (" ".join(words(piece)) for piece in without_room(text))
        self.text = f", {' , '.join(filter(None, parts))} ,"

    def _found(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Yield the text before, of and after each occurrence of `name`, whatever the spacing."""
        keys = {"".join(some) for some in alternatives(name)}
        keys |= {key.removeprefix(kind) for key in keys for kind in WORDS["omitted"]}
        spaced = "|".join(" ?".join(map(re.escape, key)) for key in keys if key)
        for found in re.finditer(rf"(?<!\S)(?:{spaced})(?!\S)", self.text) if spaced else ():
            yield self.text[: found.start()], found[0], self.text[found.end() :]

    def street(self, name: str, following: Iterable[str]) -> Street | None:
        """Find a street beside a house number, the end of a part or a word of `following`.

        Its house number is the one before it, or the one after it, even after a comma:
        `Av. Paulista, 1578`.
        """
        for before, _, after in self._found(name):
            begins = re.search(rf"(?:, |{NUMBER} ){OMITTED}$", before)
            if not begins or not re.match(rf" (?:,|\S*\d|(?:{'|'.join(following)})(?!\S))", after):
                continue
            behind = re.match(rf" {NUMBER}(?!\S)", after)
            ahead = begins if begins[1] or behind else ALONE.search(before)  # "43, Friedrichstraße"
            if ahead and ahead[1]:
                return Street(ahead[1], before, after)
            behind = behind or re.match(rf" , {NUMBER}(?!\S)", after)
            if behind:
                return Street(behind[1], before, after[behind.end() :])
            return Street("", before, after)
        return None

    def after_place(self, name: str, following: Iterable[str]) -> str | None:
        """Return the text after a place that begins a part and has no house number beside it."""
        ends = re.compile(rf" (?:,|(?:{'|'.join(following)})(?!\S))")
        for before, found, after in self._found(name):
            is_name = max(map(len, found.split())) >= 3
            if is_name and before.endswith(", ") and ends.match(after):
                return after
        return None

    def numbered(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the number at each end of each part, with the other words of that part."""
        for part in parts_of(self.text):
            text = " ".join(part)
            if first := re.match(rf"{NUMBER}(?!\S)", text):
                yield first[1], part[1:]
            if last := re.search(rf" {NUMBER}(?: \S+)?$", text):
                yield last[1], text[: last.start()].split()

    @property
    def has_number(self) -> bool:
        """Whether it may have a house number: a short one at either end of a part."""
        return any(len(number) <= 4 for number, _ in self.numbered())


def parts_of(text: str) -> list[list[str]]:
    """Return the words of each part of an address's text."""
    return [some for part in text.split(",") if (some := part.split())]


def without_room(address: str) -> list[str]:
    """Return the parts of an address between commas, without room, suite and floor."""
    pieces = re.split(r"[,;\n]", ROOM.sub("", address))
    return [ROOM_SIGN.sub(lambda piece: piece[1] or "", piece) for piece in pieces]
