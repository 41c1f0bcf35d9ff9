"""What must be accounted for in a line: days, hours, zones, addresses, links, money, numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desk.drafts.words import WORDS, patterns, whole_words
from feeds.catalog.telephones import telephone_numbers
from feeds.catalog.when import Conventions, mentions

HIDDEN = "\N{OBJECT REPLACEMENT CHARACTER}"  # in place of what was found already
TIME = frozenset(("date", "hours", "weekday", "repetition", "zone", "relative"))
OPAQUE = patterns("opaque")
FIGURES = patterns("figures")
UNSETTLED = {why: whole_words(words) for why, words in WORDS["unsettled"].items()}
NEAR = {key: whole_words(words) for key, words in WORDS["near"].items()}
CONNECTORS = rf"\b(?:{WORDS['near']['connectors']})\b"
ADJACENT = re.compile(
    rf"(?i:(?:(?<![\w-]){CONNECTORS}[\s,:]*)+(?={HIDDEN}))"
    rf"|(?<={HIDDEN})(?:[\s,:]*{CONNECTORS})+"
)
WHY = WORDS["why"]
NO_BEGINNING = WHY["no_beginning"]
BEFORE = {
    key: re.compile(rf"\b(?:{WORDS['near'][key]})\s*$", re.IGNORECASE)
    for key in ("deadline", "no_beginning")
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a line that must be accounted for, from `start` up to `end`.

    Its kind is one of `mentions`, of `OPAQUE`, or `telephone`, `relative`, `deadline` (a day up to
    which people can sign up), `bare` (a figure that can be an hour), `unsettled`. `why` says what
    an `unsettled` mark can mean.
    """

    kind: str
    start: int
    end: int
    text: str
    why: str = ""

    def moved(self, by: int) -> "Mark":
        """Return the mark in a text that begins elsewhere."""
        return replace(self, start=self.start + by, end=self.end + by)


def marks(line: str, conventions: Conventions, territory: str | None) -> list[Mark]:
    """Return what in a line must be accounted for, in its order.

    `territory` is that of telephone numbers, an ISO 3166 code.
    """
    found = _opaque(line, territory)
    for kind, start, end in mentions(_without(line, found), conventions):
        found.append(Mark(kind, start, end, line[start:end]))
    hidden = _without(line, found)
    found = _with_roles(line, sorted(found, key=lambda mark: mark.start))
    found += _unknown_zones(hidden, found, conventions)
    for why, pattern in UNSETTLED.items():
        found += _all("unsettled", pattern, hidden, why)
    found += _all("relative", NEAR["relative"], hidden)
    for bare in FIGURES["bare"].finditer(hidden):
        start, end = bare.span(bare.lastgroup or 0)
        found.append(Mark("bare", start, end, line[start:end]))
    if any(mark.kind == "date" for mark in found) or FIGURES["hour_label"].match(line):
        rest = _without(line, found)
        found += _all("unsettled", FIGURES["figure"], rest, WHY["figure"])
    return sorted(found, key=lambda mark: mark.start)


def remainder(line: str, found: Sequence[Mark], kinds: frozenset[str] = TIME) -> list[str]:
    """Return the pieces of a line between its marks of these kinds."""
    hidden = _without(line, [mark for mark in found if mark.kind in kinds])
    parts = FIGURES["piece"].split(ADJACENT.sub("", hidden))
    pieces = (part.strip(" .,:;|()-–—*@!") for part in parts)
    return [
        piece for piece in pieces if len(piece) > 1 and NEAR["connectors"].sub("", piece).strip()
    ]


def unexplained(line: str, found: Sequence[Mark]) -> list[str]:
    """Return the words outside all marks that have figures, or name a part of the day."""
    rest = _without(line, found)
    words = (*re.finditer(r"\S*\d\S*", rest), *NEAR["part_of_day"].finditer(rest))
    return [word[0] for word in words]


def _all(kind: str, pattern: re.Pattern[str], text: str, why: str = "") -> Iterator[Mark]:
    return (Mark(kind, *one.span(), one[0].rstrip(), why) for one in pattern.finditer(text))


def _opaque(line: str, territory: str | None) -> list[Mark]:
    found = list[Mark]()
    for start, number in telephone_numbers(line, territory):
        found.append(Mark("telephone", start, start + len(number), number))
    for kind, pattern in OPAQUE.items():
        found += _all(kind, pattern, _without(line, found))
    return found


def _without(line: str, found: Sequence[Mark]) -> str:
    for mark in found:
        line = line[: mark.start] + HIDDEN * (mark.end - mark.start) + line[mark.end :]
    return line


def _with_roles(line: str, found: Sequence[Mark]) -> list[Mark]:
    """Return days and hours as the words around them define them.

    The hour of a deadline is part of it.
    """
    roles = list[Mark]()
    for mark in found:
        last = roles[-1] if roles else None
        if last and last.kind == "deadline" and mark.kind in TIME:
            between = line[last.end : mark.start].strip(" ,at@")
            mark = mark if between else replace(mark, kind="deadline")
        roles.append(mark if mark.kind == "deadline" else _with_role(line, mark))
    return roles


def _with_role(line: str, mark: Mark) -> Mark:
    """Return a day or hours as unsettled if the words around them say that nothing begins then."""
    before = line[: mark.start]
    if mark.kind in ("date", "weekday") and BEFORE["deadline"].search(before):
        return replace(mark, kind="deadline")
    if mark.kind == "hours" and FIGURES["shared_zone"].search(mark.text):
        return replace(mark, kind="unsettled", why=WHY["shared_zone"])
    if mark.kind == "hours" and FIGURES["vague"].match(line, mark.end):
        return replace(mark, why=WHY["vague"])
    if mark.kind == "hours" and mark.text.startswith("24"):
        return replace(mark, kind="unsettled", why=WHY["length"])
    if mark.kind in ("date", "hours") and BEFORE["no_beginning"].search(before):
        return replace(mark, kind="unsettled" if mark.kind == "date" else "hours", why=NO_BEGINNING)
    return mark


def _unknown_zones(hidden: str, found: Sequence[Mark], conventions: Conventions) -> Iterator[Mark]:
    """Yield what after an hour looks like a time zone that the program does not know."""
    here = conventions.zone.key.rpartition("/")[2].replace("_", " ")
    for mark in found:
        zone = FIGURES["unknown_zone"].match(hidden, mark.end) if mark.kind == "hours" else None
        if zone and zone["city"] not in ("Local", here):
            start, end = zone.span(zone.lastgroup or 0)
            yield Mark("unsettled", start, end, zone[0].strip(" ,("), WHY["unknown_zone"])
