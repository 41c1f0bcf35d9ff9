"""What an announcement says of one event, before anything is matched with the list."""

from dataclasses import dataclass, replace
from typing import Any

from feeds.catalog import Point, Status, When
from feeds.catalog.privacy import personal_mail
from feeds.catalog.secret_links import secret_links
from feeds.catalog.telephones import telephone_numbers
from feeds.catalog.texts import clean_line, clean_text
from feeds.catalog.when import Series

TEXTS = (
    *(
        "title",
        "raw_when",
        "place",
        "room",
        "ends_at",
        "description",
        "url",
        "signup",
        "contact",
        "source",
    ),
    *("cost", "accessibility", "guess"),
)
NAMES = ("hosts", "supporters", "unsure_hosts", "unsure_supporters", "topics", "notes")
LONGEST_TEXT = 20_000  # characters of a description, or of a note
MOST_TEXTS = 200  # of topics, notes, texts with names
LEFT_OUT = "…"  # replaces private data


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a curator must check, and the key it concerns ("" for the whole event)."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One event, or the dates of a series, in the words of its announcement.

    Where `when` is empty, `raw_when` has the announcement's words for it, `readings` what they can mean, the likeliest
    first, and the doubts say what is wrong. `unfinished` are the reasons why a curator must decide: with one of them
    the event becomes a comment. A `place` is name and address in one line, or in a line each. `online` is the link to
    join, or whether there is one. `hosts` and `supporters` may have several names in one text. The `unsure_` ones may
    be persons, whom nothing public names: only a name that the list has as an organization's counts; an unsure place
    counts where the list has it, and `guess` is what else may be one. `notes` is what found no key. `plain` says that
    names were read from a text, where what the list does not have may be no organization.
    """

    title: str
    when: tuple[When, ...] = ()
    raw_when: str = ""
    readings: tuple[When | Series, ...] = ()
    unfinished: tuple[str, ...] = ()
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
    """Return the draft without control characters and what `without_private` leaves out, which becomes doubts.

    `territory` is the calendar's, an ISO 3166 code.
    """
    doubts: list[Doubt] = []

    def clean(key: str, text: str) -> str:
        lines = key in ("description", "notes", "place")
        public, left_out = without_private((clean_text if lines else clean_line)(text), territory)
        if len(public) > LONGEST_TEXT:
            doubts.append(Doubt(key, f"only its first {LONGEST_TEXT:,} characters are here"))
            public = public[:LONGEST_TEXT]
        named = "venue" if key == "guess" else key.removeprefix("unsure_")
        doubts.extend(
            Doubt(named, f"{what} was left out here: the file is public") for what in left_out
        )
        return public if public.strip(" .,…") else ""

    changes: dict[str, Any] = {key: clean(key, getattr(draft, key)) for key in TEXTS}
    for key in NAMES:
        several = getattr(draft, key)
        doubts += (
            [Doubt(key, f"only the first {MOST_TEXTS} are here")]
            if len(several) > MOST_TEXTS
            else []
        )
        changes[key] = tuple(filter(None, (clean(key, text) for text in several[:MOST_TEXTS])))
    reasons = [without_private(clean_line(reason), territory)[0] for reason in draft.unfinished]
    if LEFT_OUT in changes["place"] and LEFT_OUT not in draft.place:
        reasons.append("a part of the place was left out: look what the rest is")
    changes["unfinished"] = tuple(reasons)
    if draft.online and clean("online", str(draft.online)) != str(draft.online):
        changes["online"] = True
    # what is left of a link is no venue
    if next(secret_links(draft.place), None) and changes["place"]:
        changes |= {"place": "", "notes": (*changes["notes"], f"Place: {changes['place']}")}
    if next(secret_links(draft.uid), None):  # half a UID would be another event's
        changes["uid"] = ""
    texts = (
        Doubt(doubt.key, without_private(clean_line(doubt.text), territory)[0])
        for doubt in draft.doubts
    )
    return replace(draft, **changes, doubts=tuple(dict.fromkeys((*texts, *doubts))))


def without_private(text: str, territory: str | None) -> tuple[str, list[str]]:
    """Return `text` without what `check` would find private or secret, and what was left out, in words."""
    found = [(start, link, kind.words) for start, link, kind in secret_links(text)]
    found += ((start, address, "a personal mail address") for start, address in personal_mail(text))
    found += (
        (start, number, "a telephone number")
        for start, number in telephone_numbers(text, territory)
    )
    public, end = "", 0
    for start, private, _ in sorted(found):
        if start >= end:
            public += text[end:start] + LEFT_OUT
        end = max(end, start + len(private))
    return public + text[end:], [words for _, _, words in found]
