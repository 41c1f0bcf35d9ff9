"""What an announcement says of one event, before anything is matched with the list."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from feeds.catalog import Point, Status, When
from feeds.catalog.advice import FIRST_AND_LAST_NAME, LINK, MAIL, MAIL_PROVIDER, TELEPHONE
from feeds.catalog.values import clean_line, clean_text

TEXTS = ("title", "said", "place", "ends_at", "description", "url", "signup", "contact", "source")
NAMES = ("hosts", "supporters", "unsure_hosts", "unsure_supporters", "topics", "notes")
LONGEST_TEXT = 20_000  # characters of a description, or of a note
MOST_TEXTS = 200  # of topics, notes, texts with names
LEFT_OUT = "…"  # stands where private data stood


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a curator must look at, and the key of the event that it concerns ("" for the event as a whole)."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One event, or the dates of a series, in the words of its announcement.

    Where `when` is empty, `said` has the announcement's words for it, and the doubts say what is wrong. A `place` is
    name and address in one line, or in a line each. `hosts` and `supporters` may have several names in one text. The
    `unsure_` ones may be persons, whom nothing public names: only a name that the list has as an organization's counts.
    `notes` is what found no key. `own` says that Handbill wrote it: its topics and id are to be taken over.
    """

    title: str
    when: tuple[When, ...] = ()
    said: str = ""
    place: str = ""
    point: Point | None = None
    hosts: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    unsure_hosts: tuple[str, ...] = ()
    unsure_supporters: tuple[str, ...] = ()
    and_others: bool = False
    topics: tuple[str, ...] = ()
    ends_at: str = ""
    description: str = ""
    url: str = ""
    signup: str = ""
    contact: str = ""
    status: Status = "confirmed"
    uid: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    own: bool = False
    doubts: tuple[Doubt, ...] = ()

    def doubting(self, *doubts: Doubt) -> "Draft":
        """Return the draft with further doubts."""
        return replace(self, doubts=(*self.doubts, *doubts))


def cleaned(draft: Draft) -> Draft:
    """Return the draft without control characters, telephone numbers and personal mail addresses, which are said."""
    doubts: list[Doubt] = []

    def clean(key: str, text: str) -> str:
        lines = key in ("description", "notes", "place")
        if len(text) > LONGEST_TEXT:
            doubts.append(Doubt(key, f"only its first {LONGEST_TEXT:,} characters are here"))
            text = text[:LONGEST_TEXT]
        kept, left_out = without_private((clean_text if lines else clean_line)(text))
        named = key.removeprefix("unsure_")
        doubts.extend(Doubt(named, f"{what} was left out here: the file is public") for what in left_out)
        return kept if kept.strip(" .,…") else ""

    changes: dict[str, Any] = {key: clean(key, getattr(draft, key)) for key in TEXTS}
    for key in NAMES:
        several = getattr(draft, key)
        doubts += [Doubt(key, f"only the first {MOST_TEXTS} are here")] if len(several) > MOST_TEXTS else []
        changes[key] = tuple(filter(None, (clean(key, text) for text in several[:MOST_TEXTS])))
    texts = (Doubt(doubt.key, without_private(clean_line(doubt.text))[0]) for doubt in draft.doubts)
    return replace(draft, **changes, doubts=tuple(dict.fromkeys((*texts, *doubts))))


def without_private(text: str) -> tuple[str, list[str]]:
    """Return `text` without what `check` would warn of as private, and what was left out, in words."""
    left_out: list[str] = []

    def mail(found: re.Match[str]) -> str:
        if not (MAIL_PROVIDER.search(found[0]) or FIRST_AND_LAST_NAME.match(found[0])):
            return found[0]
        left_out.append("a personal mail address")
        return LEFT_OUT

    def number(found: re.Match[str]) -> str:
        left_out.append("a telephone number")
        return LEFT_OUT

    text = MAIL.sub(mail, text)
    ends = [0, *(end for link in LINK.finditer(text) for end in link.span()), len(text)]
    parts = [text[start:end] for start, end in pairwise(ends)]  # every other one is a link
    return "".join(part if n % 2 else TELEPHONE.sub(number, part) for n, part in enumerate(parts)), left_out
