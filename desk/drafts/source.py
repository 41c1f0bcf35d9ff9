"""A file of announcements, or pasted text: its form, how much of it is read, and its drafts."""

import re
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from desk.drafts import ical, listing, web_page
from desk.drafts.draft import Draft

MOST_BYTES = 2_000_000
MOST_DRAFTS, MOST_LINES = 1000, 150_000
MOST_CHARACTERS = 50_000  # of a plain text, which takes longer to read than a calendar
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NO_EVENT = "no event is in this calendar"
NO_JSON_LD = (
    "the page has no JSON-LD that describes an event; copy its text into a file and import that"
)


class SourceError(Exception):
    """Nothing can be read from a source: why, and what to do."""


@dataclass(frozen=True, slots=True)
class SourceDrafts:
    """The drafts of a source, in its order, and what was left out, in sentences."""

    drafts: tuple[Draft, ...]
    left_out: tuple[str, ...] = ()


def read(content: bytes, name: str, zone: ZoneInfo, today: date) -> SourceDrafts:
    """Return the drafts of a source; raise SourceError if it has none.

    `name` becomes the source of the drafts; `zone` is the calendar's. A missing year, and the dates
    of an endless series, are the next from `today`.
    """
    if len(content) > MOST_BYTES:
        raise SourceError(f"more than {MOST_BYTES // 1_000_000} MB; take a part of it")
    text, left_out = _text(content)
    begin = text[:2000].lstrip().lower()
    if re.search(r"(?:^|[\r\n])begin:v[a-z]+\s", begin):
        if text.count("\n") > MOST_LINES:
            raise SourceError(f"more than {MOST_LINES:,} lines; take a part of it")
        drafts, omitted = ical.drafts(text, name, zone, today)
        nothing = NO_EVENT
    elif re.match(r"<[a-z!?]|[{\[]\s*[\"{\[]", begin):
        drafts, omitted = web_page.drafts(text, name, zone)
        nothing = NO_JSON_LD
    else:
        drafts, omitted = listing.drafts(text[:MOST_CHARACTERS], name, zone, today), []
        nothing = "there is no text"
        if len(text) > MOST_CHARACTERS:
            rest = f"everything after the first {MOST_CHARACTERS:,} characters"
            omitted.append(f"{rest}; take a part of the text")
    left_out += omitted
    if not drafts:
        raise SourceError("; ".join((nothing, *omitted)))
    if len(drafts) > MOST_DRAFTS:
        left_out.append(f"everything after the first {MOST_DRAFTS} events; take a part of the file")
    return SourceDrafts(tuple(drafts[:MOST_DRAFTS]), tuple(left_out))


def _text(content: bytes) -> tuple[str, list[str]]:
    """Return the content as text: UTF-8, UTF-16 with its mark, else Windows-1252."""
    is_utf_16 = content[:2] in UTF_16
    try:
        return content.decode("utf-16" if is_utf_16 else "utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    if is_utf_16 or b"\0" in content[:2000]:
        raise SourceError("this is not text; save it as a text file, an .ics file or a web page")
    warning = "it is not UTF-8, and was read as Windows text: check its accents"
    return content.decode("cp1252", "replace"), [warning]
