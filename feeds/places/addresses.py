"""Postal addresses of any country: their parts, and where in them a street, its house number or a place is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.places.spelling import DIRECTIONS, OMITTED, alternatives, compared, has_digit, is_number, key, words

ROOM = re.compile(
    r",?\s*\b(suite|ste|unit|apt|apartment|flat|room|rm|floor|fl|piso|depto|oficina|sala)\b\.?\s*#?\s*(\d[\w-]*|[a-z]\b)"
    r"|,?\s*\b\d+(st|nd|rd|th)\s+(floor|fl)\b\.?|,?\s*\b\d+\.?\s*(og|stock|etage)\b",
    re.IGNORECASE,
)
ROOM_SIGN = re.compile(r"^\s*(\d.*?)?\s*#\s*[\w-]+\s*$")  # "5301 N Clark St #2", not "Carrera 7 # 11-10"
AFTER_NUMBER = frozenset(("bis", "ter", "quater"))


@dataclass(frozen=True, slots=True)
class Run:
    """Words `start` to `end` of part number `part` of an address."""

    part: int
    start: int
    end: int


class Address:
    """An address as its parts between commas, each a list of words without accents, in lower case."""

    def __init__(self, text: str) -> None:
        """Read an address, without room, suite and floor."""
        self.parts = [found for piece in without_room(text) if (found := words(piece))]

    def runs(self, name: str) -> Iterator[Run]:
        """Yield each run of words that is `name`, after abbreviations, spacing and small words."""
        wanted = {key(words(one)) for one in alternatives(name)} - {""}
        wanted |= {one.removeprefix(kind) for one in wanted for kind in OMITTED if one != kind}
        for number, part in enumerate(self.parts):
            for start in range(len(part)):
                for end in range(start + 1, len(part) + 1):
                    if key(part[start:end]) in wanted and compared(part[start]):
                        yield Run(number, start, end)

    def street(self, name: str, following: frozenset[str]) -> Run | None:
        """Return where the street is: beside a house number or the end of a part, or before words `following` it."""
        for run in self.runs(name):
            before, after = self.around(run)
            starts = not before or is_number(before[-1]) or before[-1] in AFTER_NUMBER or self._letter(before)
            starts = starts or compared(before[-1]) in OMITTED
            if starts and (not after or has_digit(after[0]) or after[0] in following):
                return run
        return None

    def place(self, name: str, following: frozenset[str]) -> Run | None:
        """Return where the address names a place: at the start of a part, and no house number belongs to it."""
        for run in self.runs(name):
            before, after = self.around(run)
            longest = max(map(len, self.parts[run.part][run.start : run.end]))
            if not any(map(compared, before)) and longest >= 3 and (not after or after[0] in following):
                return run
        return None

    def around(self, run: Run) -> tuple[list[str], list[str]]:
        """Return the words before and after a run in its part."""
        part = self.parts[run.part]
        return part[: run.start], part[run.end :]

    def _letter(self, before: Sequence[str]) -> bool:
        """Say whether a number's own letter ends these words: the B of 221 B, not the N of 100 N."""
        return len(before) > 1 and len(before[-1]) == 1 and before[-1] not in DIRECTIONS and is_number(before[-2])

    def numbers(self, run: Run) -> tuple[frozenset[str], Run]:
        """Return how the house number beside a street may be written, and the run of both.

        It is the one before the street, else the one after it, also beyond a comma: `Av. Paulista, 1578`.
        """
        before, after = self.around(run)
        if before and compared(before[-1]) in OMITTED:
            before = before[:-1]
        last, following = run.part + 1, self._part(run.part + 1)
        alone = self._part(run.part - 1)
        places = [(_last_number(before), Run(run.part, 0, run.end))]
        places.append((_first_number(after), Run(run.part, run.start, run.end + _length(after))))
        if not before and len(alone) == 1:  # "43, Friedrichstraße"
            places.append((_first_number(alone), run))
        if not after:
            places.append((_first_number(following), Run(last, 0, _length(following))))
        return next(((forms, whole) for forms, whole in places if forms), (frozenset(), run))

    def _part(self, number: int) -> list[str]:
        return self.parts[number] if 0 <= number < len(self.parts) else []

    def numbered(self) -> Iterator[tuple[frozenset[str], list[str]]]:
        """Yield the number at either end of a part, and the other words of that part."""
        for part in self.parts:
            if forms := _first_number(part):
                yield forms, part[1:]
            for end in (len(part), len(part) - 1):
                if end > 1 and (forms := _last_number(part[:end])):
                    yield forms, part[: end - 1]

    @property
    def has_number(self) -> bool:
        """Whether it may have a house number: a short one at either end of a part."""
        return any(len(form) <= 4 for forms, _ in self.numbered() for form in forms)

    def rest(self, run: Run | None) -> list[list[str]]:
        """Return the words after a run, part by part; all where there is none."""
        if run is None:
            return self.parts
        after = self.parts[run.part][run.end :]
        return [part for part in (after, *self.parts[run.part + 1 :]) if part]


def without_room(address: str) -> list[str]:
    """Return the parts of an address between commas, without room, suite and floor."""
    pieces = re.split(r"[,;\n]", ROOM.sub("", address))
    return [ROOM_SIGN.sub(lambda piece: piece[1] or "", piece) for piece in pieces]


def _last_number(some: Sequence[str]) -> frozenset[str]:
    if some and is_number(some[-1]):
        return frozenset((some[-1],))
    if len(some) > 1 and is_number(some[-2]) and (len(some[-1]) == 1 or some[-1] in AFTER_NUMBER):
        return frozenset((some[-2] + some[-1],))
    return frozenset()


def _first_number(some: Sequence[str]) -> frozenset[str]:
    return frozenset(("".join(some[: _length(some)]),)) if some and is_number(some[0]) else frozenset()


def _length(some: Sequence[str]) -> int:
    """Return how many words a house number at the front takes: two for 221 B, one for 100 N State."""
    if len(some) < 2 or (len(some) > 2 and some[1] in DIRECTIONS):
        return 1
    return 2 if len(some[1]) == 1 or some[1] in AFTER_NUMBER else 1
