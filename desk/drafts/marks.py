"""All that must be accounted for in an announcement: days, hours, zones, addresses, links, money, numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from desk.drafts.words import WORDS, patterns, whole_words
from feeds.catalog.telephones import telephone_numbers
from feeds.catalog.when import Conventions, mentions
from feeds.translations.locales import territory

HIDDEN = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands where something was found already
TIME = frozenset(("date", "hours", "weekday", "repetition", "zone", "relative"))
OPAQUE = patterns("opaque")
FIGURES = patterns("figures")
UNSETTLED = {why: whole_words(words) for why, words in WORDS["unsettled"].items()}
NEAR = {key: whole_words(words) for key, words in WORDS["near"].items()}
ADJACENT = re.compile(
    rf"(?i:(?:(?<![\w-])(?:{WORDS['near']['connectors']})\b[\s,:]*)+(?={HIDDEN}))"
    rf"|(?<={HIDDEN})(?:[\s,:]*\b(?:{WORDS['near']['connectors']})\b)+"
)
NO_BEGINNING = "may be no beginning"
BEFORE = {
    key: re.compile(rf"\b(?:{WORDS['near'][key]})\s*$", re.IGNORECASE)
    for key in ("deadline", "no_beginning")
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that must be accounted for, from `start` up to `end`; `why` is what an unsettled one may mean.

    Kinds: those of `mentions`, `relative`, `bare` (a figure that can be an hour), `unsettled`, and those of `OPAQUE`
    with `telephone` and `deadline`, a day up to which one can sign up.
    """

    kind: str
    start: int
    end: int
    text: str
    why: str = ""

    def moved(self, by: int) -> "Mark":
        """Return the mark in a text that begins elsewhere."""
        return replace(self, start=self.start + by, end=self.end + by)


def marks(line: str, conventions: Conventions) -> list[Mark]:
    """Return what in a line must be accounted for, in its order."""
    found = list(_opaque(line, conventions))
    hidden = _without(line, found)
    found += (
        Mark(kind, start, end, line[start:end])
        for kind, start, end in mentions(hidden, conventions)
    )
    hidden = _without(line, found)
    found = _with_roles(line, sorted(found, key=lambda mark: mark.start))
    found += _unknown_zones(hidden, found, conventions)
    for why, pattern in UNSETTLED.items():
        found += (Mark("unsettled", *one.span(), one[0], why) for one in pattern.finditer(hidden))
    found += (Mark("relative", *one.span(), one[0]) for one in NEAR["relative"].finditer(hidden))
    for bare in FIGURES["bare"].finditer(hidden):
        start, end = bare.span(bare.lastgroup or 0)
        found.append(Mark("bare", start, end, line[start:end]))
    if any(mark.kind == "date" for mark in found) or FIGURES["hour_label"].match(line):
        rest = _without(line, found)
        why = "is a figure beside a day, and may be an hour or another day"
        found += (
            Mark("unsettled", *one.span(), one[0], why) for one in re.finditer(r"\b\d\w*", rest)
        )
    return sorted(found, key=lambda mark: mark.start)


def remainder(line: str, found: Sequence[Mark], kinds: frozenset[str] = TIME) -> list[str]:
    """Return what a line says beside its marks of these kinds, in the pieces between them."""
    hidden = _without(line, [mark for mark in found if mark.kind in kinds])
    parts = FIGURES["piece"].split(ADJACENT.sub("", hidden))
    pieces = (part.strip(" .,:;|()-–—*@!") for part in parts)
    return [
        piece for piece in pieces if len(piece) > 1 and NEAR["connectors"].sub("", piece).strip()
    ]


def unexplained(line: str, found: Sequence[Mark]) -> list[str]:
    """Return the words of a line that have figures, or name a part of the day, and stand in no mark."""
    rest = _without(line, found)
    return [
        word[0] for word in (*re.finditer(r"\S*\d\S*", rest), *NEAR["part_of_day"].finditer(rest))
    ]


def _opaque(line: str, conventions: Conventions) -> Iterator[Mark]:
    numbers = telephone_numbers(line, _territory(conventions.zone.key))
    found = [Mark("telephone", start, start + len(number), number) for start, number in numbers]
    yield from found
    for kind, pattern in OPAQUE.items():
        hidden = _without(line, found)
        found += (Mark(kind, *one.span(), one[0].rstrip()) for one in pattern.finditer(hidden))
        yield from (mark for mark in found if mark.kind == kind)


@lru_cache(maxsize=16)
def _territory(zone: str) -> str | None:
    return territory(zone)


def _without(line: str, found: Sequence[Mark]) -> str:
    for mark in found:
        line = line[: mark.start] + HIDDEN * (mark.end - mark.start) + line[mark.end :]
    return line


def _with_roles(line: str, found: Sequence[Mark]) -> list[Mark]:
    """Return days and hours with what the words around them make of them; the hour of a deadline is part of it."""
    roles = list[Mark]()
    for mark in found:
        last = roles[-1] if roles else None
        goes_on = (
            last
            and last.kind == "deadline"
            and len(line[last.end : mark.start].strip(" ,at@")) == 0
        )
        roles.append(
            replace(mark, kind="deadline")
            if goes_on and mark.kind in TIME
            else _with_role(line, mark)
        )
    return roles


def _with_role(line: str, mark: Mark) -> Mark:
    """Return a day or hours as unsettled where the words around them say that nothing begins then."""
    before = line[: mark.start]
    if mark.kind in ("date", "weekday") and BEFORE["deadline"].search(before):
        return replace(mark, kind="deadline")
    if mark.kind == "hours" and FIGURES["shared_zone"].search(mark.text):
        return replace(mark, kind="unsettled", why="has a time zone that several countries call so")
    if mark.kind == "hours" and FIGURES["vague"].match(line, mark.end):
        return replace(mark, why="is not exact")
    if mark.kind == "hours" and mark.text.startswith("24"):
        return replace(mark, kind="unsettled", why="may be how long it lasts")
    if mark.kind in ("date", "hours") and BEFORE["no_beginning"].search(before):
        return replace(mark, kind="unsettled" if mark.kind == "date" else "hours", why=NO_BEGINNING)
    return mark


def _unknown_zones(hidden: str, found: list[Mark], conventions: Conventions) -> Iterator[Mark]:
    """Yield what behind an hour looks like a zone that the program does not know."""
    here = conventions.zone.key.rpartition("/")[2].replace("_", " ")
    for mark in found:
        if mark.kind != "hours" or not (zone := FIGURES["unknown_zone"].match(hidden, mark.end)):
            continue
        if zone["city"] not in ("Local", here):
            yield Mark(
                "unsettled",
                *zone.span(zone.lastgroup or 0),
                zone[0].strip(" ,("),
                "is an unknown time zone",
            )
