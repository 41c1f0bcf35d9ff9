"""What Handbill's own feeds say of an event, read back into the keys that it was made of."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from desk.drafts.draft import Doubt, Draft
from feeds.catalog import Calendar, Status
from feeds.translations import Translator

PRODID = "-//Handbill//"
MORE = re.compile(r"(?:,? and | y |, )(\d+ (?:more|más)(?: and others| y otr[ao]s)?|others|otr[ao]s)$")


def unwritten(draft: Draft, calendar: Calendar) -> Draft:
    """Return the draft of an event in a feed of Handbill's, in the default language of `calendar`.

    What a feed does not tell is lost: which sentences are the notice or in another language, names behind `and 51
    more`, where it moved from.
    """
    said = calendar.translator(calendar.languages[0])
    status, title = _status(draft, said)
    parts = draft.description.removesuffix(calendar.footer.in_language(said.language)).strip().split("\n\n")
    keys = dict(_lines(parts, said))
    ends = keys.get("ends_at", "").split("\n")
    whens = draft.when
    if said.text("End time not announced.") in ends:
        whens = tuple(replace(when, end=None) for when in whens if isinstance(when.start, datetime))
        ends.remove(said.text("End time not announced."))
    hosts = _names(keys.get("hosts", ""), draft.contact, said)
    supporters = _names(keys.get("supporters", ""), "", said)
    more = {key: found[1] for key in ("hosts", "supporters") if (found := MORE.search(keys.get(key, "")))}
    lost = [Doubt(key, f"the feed has {said} whom it does not name") for key, said in more.items() if said[0].isdigit()]
    lost += [
        Doubt(key, f'"{name}" may be two names')
        for key, names in (("hosts", hosts), ("supporters", supporters))
        for name in names
        if said.join(["", ""]) in name and name != draft.contact
    ]
    page = f"{said.text('Details:')} {draft.url}" not in draft.description  # where it has no address of its own
    return replace(
        draft,
        title=title,
        status=status,
        when=whens,
        description="\n\n".join(parts),
        hosts=hosts,
        supporters=supporters,
        and_others=bool(more),
        contact="" if draft.contact in hosts[:1] else draft.contact,
        ends_at="".join(ends).removeprefix(said.text("Ends at %(place)s", place="")),
        url="" if page else draft.url,
        signup=keys.get("signup", ""),
        doubts=(*draft.doubts, *lost),
    )


def _status(draft: Draft, said: Translator) -> tuple[Status, str]:
    prefixes: dict[str, Status] = {"CANCELLED:": "cancelled", "POSTPONED:": "postponed", "MOVED:": draft.status}
    for prefix, status in prefixes.items():
        if draft.title.startswith(said.text(prefix) + " "):
            return status, draft.title.removeprefix(said.text(prefix) + " ")
    return ("withdrawn" if draft.title == said.text("Withdrawn") else draft.status), draft.title


def _lines(parts: list[str], said: Translator) -> Iterator[tuple[str, str]]:
    """Take the parts behind the description off `parts`, last first, and yield their keys."""
    marks = {
        "links": tuple(said.text(label) for label in ("Sign up:", "Details:", "Map:")),
        "ends_at": (said.text("End time not announced."), said.text("Ends at %(place)s", place="")),
        "supporters": (said.text("Supported by %(names)s", names=""),),
        "hosts": (said.text("Hosted by %(names)s", names=""),),
    }
    for key, marked in marks.items():
        if not parts or not parts[-1].startswith(marked):
            continue
        part = parts.pop()
        if key != "links":
            yield key, part if key == "ends_at" else part.removeprefix(marked[0])
        elif part.startswith(marked[0]):
            yield "signup", part.partition("\n")[0].removeprefix(marked[0]).strip()


def _names(text: str, first: str, said: Translator) -> tuple[str, ...]:
    """Return the names that a sentence lists; `first` is one of them, where that is known."""
    more = MORE.search(text)
    names = text[: more.start()] if more else text
    *before, last = names.split(", ")
    joint = said.join(["|", "|"]).strip("|")
    rows = [[*before, last.removeprefix(joint.lstrip())], [*before, *last.rsplit(joint, 1)], [names] if names else []]
    if names == first or not before:
        rows = [[first, names.removeprefix(first + joint)] if first else [], *rows[2:]]
    tail = [more[1]] if more else []
    return tuple(next((row for row in rows if row and said.join([*row, *tail]) == text), [names] if names else []))
