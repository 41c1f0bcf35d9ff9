"""The draft of one event, before its names are looked up in the list."""

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from feeds.catalog import Point, Status, When
from feeds.catalog.privacy import personal_mail
from feeds.catalog.secret_links import secret_links
from feeds.catalog.telephones import telephone_numbers
from feeds.catalog.texts import clean_line, clean_text
from feeds.catalog.when import Series

UNFINISHED = "unfinished"
DOUBTS = tomllib.loads(Path(__file__).with_name("doubts.toml").read_text("utf-8"))
LONGEST_TEXT = 20_000  # characters of a description, or of a note
MOST_TEXTS = 200  # of topics, notes, texts with names
LEFT_OUT = "…"  # replaces private data
MULTILINE = ("description", "notes", "place")
NOT_PUBLISHED = ("uid", "naming_place", "status")


class Doubt(NamedTuple):
    """Something that a curator must check, and the key of the event that it is about.

    The key is "" for the whole event. With the key UNFINISHED the event stays a comment in the
    list until a curator decides.
    """

    key: str
    text: str


def doubt(key: str, name: str, *found: object) -> Doubt:
    """Return the doubt called `name` in doubts.toml, with what was found."""
    return Doubt(key, DOUBTS[name].format(*found))


def unfinished(name: str, *found: object) -> Doubt:
    """Return the doubt called `name` in doubts.toml as a reason why an event stays a comment."""
    return doubt(UNFINISHED, name, *found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One event, or the dates of a series, in the words of its announcement.

    If `when` is empty, `raw_when` has the announcement's words for it, and `readings` what they can
    mean, the likeliest first. A `place` is name and address, on one line or on several. `guess` is
    a line that may be the place. `naming_place` is text in which a known venue counts as the place;
    `nowhere` means that the place will be announced. `online` is the link to join, or whether there
    is one. A text of `hosts` and `supporters` may have several names. Those that may be persons are
    in `unsure_hosts` and `unsure_supporters`: a person is never published, so only names of known
    organizations count. `notes` is text that fits no key. `plain` means that the source is a plain
    text, so that a new name is not sure to be an organization's.
    """

    title: str
    when: tuple[When, ...] = ()
    raw_when: str = ""
    readings: tuple[When | Series, ...] = ()
    place: str = ""
    room: str = ""
    online: str | bool = False
    naming_place: str = ""
    nowhere: bool = False
    guess: str = ""
    point: Point | None = None
    hosts: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    unsure_hosts: tuple[str, ...] = ()
    unsure_supporters: tuple[str, ...] = ()
    and_others: bool = False
    topics: tuple[str, ...] = ()
    ends_at: str = ""
    cost: str = ""
    accessibility: str = ""
    description: str = ""
    url: str = ""
    signup: str = ""
    contact: str = ""
    status: Status = "confirmed"
    uid: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    plain: bool = False
    doubts: tuple[Doubt, ...] = ()


def cleaned(draft: Draft, territory: str | None) -> Draft:
    """Return the draft without control characters and private data, with a doubt for each omission.

    `territory` is the calendar's, an ISO 3166 code.
    """
    doubts, changes = list[Doubt](), dict[str, Any]()
    for field in fields(draft):
        key, value = field.name, getattr(draft, field.name)
        if key in NOT_PUBLISHED:
            continue
        if isinstance(value, str):
            changes[key] = _public(key, value, territory, doubts)
        elif isinstance(value, tuple) and value and isinstance(value[0], str):
            if len(value) > MOST_TEXTS:
                doubts.append(doubt(key, "first-texts", MOST_TEXTS))
            texts = (_public(key, text, territory, doubts) for text in value[:MOST_TEXTS])
            changes[key] = tuple(filter(None, texts))
    place = changes["place"]
    if LEFT_OUT in place and LEFT_OUT not in draft.place:
        doubts.append(unfinished("part-of-place"))
    if isinstance(draft.online, str) and changes["online"] != draft.online:
        changes["online"] = True
    # The rest of a secret link is not a venue.
    if place and next(secret_links(draft.place), None):
        changes["place"] = ""
        changes["notes"] = (*changes.get("notes", ()), f"Place: {place}")
    # Half a UID would be another event's.
    if next(secret_links(draft.uid), None):
        changes["uid"] = ""
    given = (Doubt(key, without_private(text, territory)[0]) for key, text in draft.doubts)
    return replace(draft, **changes, doubts=(*given, *doubts))


def _public(key: str, text: str, territory: str | None, doubts: list[Doubt]) -> str:
    text = clean_text(text) if key in MULTILINE else clean_line(text)
    public, omitted = without_private(text, territory)
    if len(public) > LONGEST_TEXT:
        doubts.append(doubt(key, "first-characters", LONGEST_TEXT))
    named = "venue" if key == "guess" else key.removeprefix("unsure_")
    doubts += (doubt(named, "private", kind) for kind in omitted)
    return public[:LONGEST_TEXT] if public.strip(" .,…") else ""


def without_private(text: str, territory: str | None) -> tuple[str, list[str]]:
    """Return `text` without the private data that `check` would find, and its kinds."""
    found = [(start, link, kind.words) for start, link, kind in secret_links(text)]
    for start, address in personal_mail(text):
        found.append((start, address, "a personal mail address"))
    for start, number in telephone_numbers(text, territory):
        found.append((start, number, "a telephone number"))
    public, end = "", 0
    for start, private, _ in sorted(found):
        if start >= end:
            public += text[end:start] + LEFT_OUT
        end = max(end, start + len(private))
    return public + text[end:], [kind for _, _, kind in found]
