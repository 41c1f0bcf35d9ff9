"""The DESCRIPTION of an event: its parts in order, cut to what every client accepts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from feeds.catalog import Shown
from feeds.entries import Entry, map_link
from feeds.translations import Translator

LONGEST_DESCRIPTION = 2500  # characters before escaping; Proton accepts 3,000 (clients.md)
LONGEST_NAMES = 500
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
WORD_END = re.compile(r"(.*\S)\s", re.DOTALL)


def with_description(entry: Entry) -> Entry:
    """Return the entry with its DESCRIPTION, cut if it is too long.

    Names are cut first, then the descriptions, from that in the last language to the first.
    """
    budgets = {
        "supporters": min(LONGEST_NAMES, len(", ".join(entry.supporters))),
        "hosts": min(LONGEST_NAMES, len(", ".join(entry.hosts))),
    }
    descriptions = list(entry.descriptions)
    text = _text(entry, descriptions, **budgets)
    for kind in budgets:
        while _excess(text) > 0 and budgets[kind]:
            budgets[kind] = max(0, budgets[kind] - _excess(text))
            text = _text(entry, descriptions, **budgets)
    for last in reversed(range(len(descriptions))):
        if _excess(text) > 0:
            longest = len(descriptions[last]) - _excess(text)
            descriptions[last] = shorten(descriptions[last], longest)
            text = _text(entry, descriptions, **budgets)
    return replace(entry, text=shorten(text, LONGEST_DESCRIPTION))


def _excess(text: str) -> int:
    return len(text) - LONGEST_DESCRIPTION


def shorten(text: str, longest: int) -> str:
    """Return `text` cut to `longest` characters: after a sentence, or else a word, with `…`."""
    if len(text) <= longest:
        return text
    ends = [match.end() for match in SENTENCE_END.finditer(text[: longest + 1])]
    ends = [end for end in ends if end <= longest]
    if ends:
        return text[: ends[-1]]
    head = WORD_END.match(text[: max(longest, 0)])
    return f"{head[1]}…" if head else ""


def _text(entry: Entry, descriptions: Sequence[str], hosts: int, supporters: int) -> str:
    """Return DESCRIPTION: plain text with whole links (rule 18), a blank line between its parts."""
    text = entry.translator.text
    has_open_end = not entry.all_day and entry.last is None
    ending = (
        text("End time not announced.") if has_open_end else "",
        text("Ends at %(place)s", place=entry.ends_at) if entry.ends_at else "",
    )
    point = entry.place.point if entry.place else None
    map_line = _labelled(text("Map:"), map_link(point)) if point else ""
    parts = (
        entry.change,
        *entry.notices,
        _labelled(text("Join:"), entry.join),
        *descriptions,
        _joined(_details(entry, "line")),
        *_credits(entry, hosts, supporters),
        _joined(ending),
        _joined((*_details(entry, "link"), map_line)),
        entry.footer,
    )
    return "\n\n".join(filter(None, parts))


def _credits(entry: Entry, hosts: int, supporters: int) -> Iterator[str]:
    """Yield who hosts and who supports an event, in so many characters each."""
    text, others = entry.translator.text, entry.and_others
    if entry.hosts:
        names = _names(entry.hosts, others and not entry.supporters, entry.translator, hosts)
        yield text("Hosted by %(names)s", names=names)
    if entry.supporters:
        names = _names(entry.supporters, others, entry.translator, supporters)
        yield text("Supported by %(names)s", names=names)


def _names(names: Sequence[str], and_others: bool, translator: Translator, longest: int) -> str:
    """Return as many names as fit into `longest` characters, at least one, and the number left."""
    shown = [names[0]]
    for name in names[1:]:
        if len(", ".join((*shown, name))) > longest:
            break
        shown.append(name)
    if more := len(names) - len(shown):
        counted = translator.count("%(number)d more", "%(number)d more", more)
        if and_others:
            counted = translator.text("%(counted)s and others", counted=counted)
        shown.append(counted)
    elif and_others:
        shown.append(translator.text("others"))
    return translator.join(shown)


def _details(entry: Entry, shown: Shown) -> list[str]:
    return [_labelled(line.label, line.text) for line in entry.lines if line.shown == shown]


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(filter(None, lines))


def _labelled(label: str, text: str) -> str:
    return f"{label} {text}" if text else ""
