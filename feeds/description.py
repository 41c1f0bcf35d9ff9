"""The DESCRIPTION of an event: its parts in their order, cut to what every client takes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from feeds.catalog import Shown
from feeds.entries import Entry, map_link
from feeds.translations import Translator

LONGEST_DESCRIPTION = 2500  # characters before escaping; Proton takes 3,000 (clients.md)
LONGEST_NAMES = 500
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
WORD_END = re.compile(r"(.*\S)\s", re.DOTALL)


def with_description(entry: Entry) -> Entry:
    """Return the entry with its DESCRIPTION, cut where too long.

    Names are cut first, then the descriptions in the other languages from the last, then the first.
    """
    names = {"supporters": entry.supporters, "hosts": entry.hosts}
    budgets = {kind: min(LONGEST_NAMES, len(", ".join(names[kind]))) for kind in names}
    descriptions = list(entry.descriptions)
    text = _text(entry, descriptions, **budgets)
    for kind in budgets:
        while _excess(text) > 0 and budgets[kind]:
            budgets[kind] = max(0, budgets[kind] - _excess(text))
            text = _text(entry, descriptions, **budgets)
    for last in reversed(range(len(descriptions))):
        if _excess(text) > 0:
            descriptions[last] = shorten(
                descriptions[last], len(descriptions[last]) - _excess(text)
            )
            text = _text(entry, descriptions, **budgets)
    return replace(entry, text=shorten(text, LONGEST_DESCRIPTION))


def _excess(text: str) -> int:
    return len(text) - LONGEST_DESCRIPTION


def shorten(text: str, longest: int) -> str:
    """Return `text` cut to at most `longest` characters: at the end of a sentence, else of a word, with `…`."""
    if len(text) <= longest:
        return text
    ends = [
        match.end()
        for match in SENTENCE_END.finditer(text[: longest + 1])
        if match.end() <= longest
    ]
    if ends:
        return text[: ends[-1]]
    head = WORD_END.match(text[: max(longest, 0)])
    return f"{head[1]}…" if head else ""


def _text(entry: Entry, descriptions: Sequence[str], hosts: int, supporters: int) -> str:
    """Return DESCRIPTION: plain text with whole links (rule 18), a blank line between its parts."""
    parts = (
        entry.change,
        *entry.notices,
        _labelled(entry.translator.text("Join:"), entry.join),
        *descriptions,
        _block(entry, "line"),
        *_credits(entry, hosts, supporters),
        _ending(entry),
        _links(entry),
    )
    return "\n\n".join(part for part in (*parts, entry.footer) if part)


def _credits(entry: Entry, hosts: int, supporters: int) -> Iterator[str]:
    translator = entry.translator
    if entry.hosts:
        others = entry.and_others and not entry.supporters
        yield translator.text(
            "Hosted by %(names)s", names=_names(entry.hosts, others, translator, hosts)
        )
    if entry.supporters:
        yield translator.text(
            "Supported by %(names)s",
            names=_names(entry.supporters, entry.and_others, translator, supporters),
        )


def _names(names: Sequence[str], and_others: bool, translator: Translator, longest: int) -> str:
    """Return as many names as `longest` characters hold, at least one, and how many more there are."""
    shown = [names[0]]
    for name in names[1:]:
        if len(", ".join((*shown, name))) > longest:
            break
        shown.append(name)
    if more := len(names) - len(shown):
        counted = translator.count("%(number)d more", "%(number)d more", more)
        shown.append(
            translator.text("%(counted)s and others", counted=counted) if and_others else counted
        )
    elif and_others:
        shown.append(translator.text("others"))
    return translator.join(shown)


def _ending(entry: Entry) -> str:
    translator = entry.translator
    unknown = (
        translator.text("End time not announced.")
        if not entry.all_day and entry.last is None
        else ""
    )
    where = translator.text("Ends at %(place)s", place=entry.ends_at) if entry.ends_at else ""
    return "\n".join(part for part in (unknown, where) if part)


def _links(entry: Entry) -> str:
    point = entry.place.point if entry.place else None
    on_map = _labelled(entry.translator.text("Map:"), map_link(point)) if point else ""
    return "\n".join(part for part in (_block(entry, "link"), on_map) if part)


def _block(entry: Entry, shown: Shown) -> str:
    """Return the details that are shown like this, each on a line."""
    return "\n".join(
        _labelled(line.label, line.text) for line in entry.lines if line.shown == shown
    )


def _labelled(label: str, text: str) -> str:
    return f"{label} {text}" if text else ""
