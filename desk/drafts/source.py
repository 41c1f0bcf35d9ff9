"""A file of announcements, or what was pasted: which kind it is, how much of it is read, and what it says."""

import re
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from desk.drafts import ical, listing, web_page
from desk.drafts.draft import Draft

MOST_BYTES = 2_000_000
MOST_DRAFTS, MOST_LINES = 1000, 150_000
MOST_CHARACTERS = 50_000  # of a plain text, which takes longer to read than a calendar


class SourceError(Exception):
    """Nothing can be read from a source: why, and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """The drafts of a source, in its order, and what of it was left out, in sentences."""

    drafts: tuple[Draft, ...]
    left_out: tuple[str, ...] = ()


def read(content: bytes, name: str, zone: ZoneInfo, today: date) -> Found:
    """Return what a source says; raise SourceError when there is no event in it.

    `name` is what the drafts give as their source, `zone` the calendar's. A year that nobody wrote, and the dates of a
    series without an end, are the next from `today`.
    """
    if len(content) > MOST_BYTES:
        raise SourceError(f"more than {MOST_BYTES // 1_000_000} MB; take a part of it")
    text, left_out = _text(content)
    begin = text[:2000].lstrip().lower()
    if re.search(r"(?:^|[\r\n])begin:v[a-z]+\s", begin):
        if text.count("\n") > MOST_LINES:
            raise SourceError(f"more than {MOST_LINES:,} lines; take a part of it")
        drafts, more = ical.drafts(text, name, zone, today)
        nothing = "no event is in this calendar"
    elif re.match(r"<[a-z!?]|[{\[]\s*[\"{\[]", begin):
        drafts, more = web_page.drafts(text, name, zone)
        nothing = "the page has no JSON-LD that describes an event; copy its text into a file and import that"
    else:
        drafts, more = listing.drafts(text[:MOST_CHARACTERS], name, zone, today), []
        if len(text) > MOST_CHARACTERS:
            more.append(
                f"what stands behind the first {MOST_CHARACTERS:,} characters; take a part of the text"
            )
        nothing = "there is no text"
    if not drafts:
        raise SourceError("; ".join((nothing, *more)))
    if len(drafts) > MOST_DRAFTS:
        more.append(f"what stands behind the first {MOST_DRAFTS} events; take a part of the file")
    return Found(tuple(drafts[:MOST_DRAFTS]), (*left_out, *more))


def _text(content: bytes) -> tuple[str, list[str]]:
    """Return the content as text; what is neither UTF-8 nor marked as UTF-16 comes from old Windows programs."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return content.decode(encoding), []
        except UnicodeDecodeError:
            break
    if b"\0" in content[:2000] or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SourceError("this is no text; save it as a text file, an .ics file or a web page")
    return content.decode("cp1252", "replace"), [
        "it is no UTF-8, and was read as Windows text: look at its accents"
    ]
