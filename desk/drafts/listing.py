"""Announcements as plain text: one or several, each as a draft that accounts for every word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import dropwhile, islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from desk.drafts.draft import LONGEST_TEXT, Doubt, Draft, doubt, unfinished
from desk.drafts.fields import LINES, LINK, NAME_PATTERNS, SKIPPED, Fields, MarkedLine, label_of
from desk.drafts.marks import FIGURES, NEAR, TIME, Mark, marks, remainder, unexplained
from desk.drafts.times import Settled, settle, with_end_of_text
from desk.drafts.words import WORDS, beginning
from feeds.catalog import Status
from feeds.catalog.when import Conventions
from feeds.translations.locales import territory

# In characters; of a longer line only the first are searched for days.
LONGEST_TITLE, LONGEST_LINE = 200, 400
LEFT_OUT = {key: beginning(words) for key, words in WORDS["left_out"].items()}
TITLES = WORDS["skipped"]["titles"]
KIND_OF_TITLE = re.compile(rf"^(?:(?:{TITLES})(?!\w)\s*[:|–—-]\s*)+", re.IGNORECASE)
# Doors, rain, moves and repetitions count in the sentences of a listing, too.
CHANGES = tuple(WORDS["unsettled"])[:4]
HARMLESS = WORDS["harmless"]
SIMPLE = ("ends_at", "cost", "accessibility", "contact")
WHEN_MARKS = ("date", "hours", "bare", "repetition")


def drafts(text: str, source: str, zone: ZoneInfo, today: date, most: int = 1000) -> list[Draft]:
    """Return the first `most` announcements in `text`; a missing year is that of the next day."""
    conventions = Conventions(zone, ("en", "es"))
    country, text = territory(zone.key), text.replace("\ufe0f", "")
    read = [_line(line, conventions, country) for line in text.splitlines()]
    lines = list(dropwhile(lambda line: not line.text, _without_headers(read)))
    if not lines:
        return []
    # Facebook begins with the day, before that the figure of a calendar's leaf.
    if lines[0].text.isdigit() and lines[1:] and lines[1].is_when:
        del lines[0]
    if lines[0].is_when:
        titles = (i for i, line in enumerate(lines[:4]) if _is_title(line) and not line.has(*TIME))
        lines.insert(0, lines.pop(next(titles, 0)))
    starts = list(islice(_starts(lines), most)) or [0]
    blocks = [lines[a:b] for a, b in pairwise((*starts, len(lines)))]
    above = lines[: starts[0]]
    # What is above the only announcement may be about it, too.
    if len(blocks) == 1:
        blocks[0] += [MarkedLine(""), *(replace(line, text="") for line in above)]
    found = [_draft(block, source, conventions, today) for block in blocks]
    if texts := " ".join(line.text for line in above if line.text):
        found[0] = replace(found[0], notes=(*found[0].notes, texts))
    return found


def _line(text: str, conventions: Conventions, country: str | None) -> MarkedLine:
    text = LINES["markdown"].sub("", " ".join(text.split()))
    text = FIGURES["noon_twice"].sub(r"12 \1", text)
    found = marks(text[:LONGEST_LINE], conventions, country) if text else ()
    return MarkedLine(text, tuple(found))


def _without_headers(lines: Sequence[MarkedLine]) -> Iterator[MarkedLine]:
    """Yield the lines without the head of a mail, or the day of a mail or release."""
    header = [bool(LEFT_OUT["mail"].match(line.text)) and ":" in line.text[:10] for line in lines]
    released = any(LEFT_OUT["release"].match(line.text) for line in lines[:5])
    for number, line in enumerate(lines):
        around = range(max(0, number - 4), min(len(lines), number + 5))
        senders = (LEFT_OUT["sender"].match(lines[other].text) for other in around)
        mail = header[number] and sum(header[other] for other in around) > 1 and any(senders)
        day_of_release = released and number < 5 and _is_date_of_release(line)
        if mail and (subject := LINES["subject"].match(line.text)):
            yield line.part(subject[1])
        elif mail or LEFT_OUT["forwarded"].match(line.text):
            continue
        elif LEFT_OUT["published"].match(line.text) or day_of_release:
            dates = (mark for mark in line.marks if mark.kind == "date")
            yield MarkedLine("", tuple(replace(mark, kind="release") for mark in dates))
        else:
            yield line


def _is_date_of_release(line: MarkedLine) -> bool:
    alone = line.is_when and not line.has("hours") and not label_of(line.text)
    return alone or bool(LEFT_OUT["release"].match(line.text) and line.has("date"))


def _is_title(line: MarkedLine) -> bool:
    skipped = SKIPPED.fullmatch(line.text) or label_of(line.text)
    return 0 < len(line.text) <= LONGEST_TITLE and not (skipped or line.is_when or line.is_hours)


def _starts(lines: Sequence[MarkedLine]) -> Iterator[int]:
    """Yield where announcements begin: at titles with a day below, or rows that begin with one."""
    rows = [number for number, line in enumerate(lines) if _is_row(line)]
    if len(rows) > 1 and not any(line.is_when for line in lines):
        yield from rows
        return
    title, is_first = None, True
    for number, line in enumerate(lines):
        if title is not None and line.is_when and (is_first or _begins(lines, title, number)):
            # The first one may have lines of its own above the title.
            while is_first and title and lines[title - 1].text:
                title -= 1
            yield title
            is_first = False
        if line.text and not line.is_hours and not SKIPPED.fullmatch(line.text):
            title = number if _is_title(line) else None


def _is_row(line: MarkedLine) -> bool:
    """Say whether a day and a title begin a line: March 6 – Canvass, 11 am, Horner Park."""
    pieces = remainder(line.text, line.marks)
    return line.starts_with_day and any(piece[0].isupper() for piece in pieces)


def _begins(lines: Sequence[MarkedLine], title: int, number: int) -> bool:
    """Say whether a title and the day below it begin another announcement."""
    if title and lines[title - 1].text:
        return False
    if all(between.is_hours for between in lines[title + 1 : number]):
        return True
    goes_on = any(line.text for line in lines[number + 1 : number + 2])
    return not goes_on and FIGURES["year"].search(lines[number].text) is not None


def _draft(
    block: Sequence[MarkedLine], source: str, conventions: Conventions, today: date
) -> Draft:
    """Return the draft of one announcement."""
    head, sentences = _head(block)
    fields = Fields(block, listed=bool(sentences))
    title, status = title_and_status(fields.title)
    counted = _counted_marks(head, sentences, status)
    settled = _settled(counted, head, sentences, fields, conventions, today)
    doubts = [*settled.doubts, *fields.doubts]
    for mark in counted:
        if mark.kind in HARMLESS and mark.text not in fields.room:
            doubts.append(doubt("", "harmless", mark.text, HARMLESS[mark.kind]))
    texts, words = fields.texts, [mark.text for mark in counted if mark.kind in WHEN_MARKS]
    simple: dict[str, Any] = {key: ", ".join(texts[key]) for key in SIMPLE}
    for key in ("url", "signup"):
        simple[key] = "".join(LINK.findall(" ".join(texts[key]))[:1])
    return Draft(
        title=title,
        when=(settled.when,) if settled.when else (),
        raw_when=", ".join(words),
        readings=settled.readings,
        place="".join(fields.places[:1]),
        room=fields.room,
        online=fields.online,
        naming_place="\n".join((title, *fields.beside, *(fields.body if not sentences else ()))),
        nowhere=fields.nowhere,
        guess=fields.guess or "".join(fields.beside[:1]),
        hosts=tuple(texts["hosts"]),
        unsure_hosts=tuple(texts["who"]),
        supporters=tuple(texts["supporters"]),
        and_others=any(map(NAME_PATTERNS["in_formation"].search, texts["notes"])),
        description=re.sub(r"\n{3,}", "\n\n", "\n".join(fields.body)).strip(),
        status=status,
        notes=tuple(texts["notes"]),
        source=source,
        plain=True,
        doubts=tuple(doubts),
        **simple,
    )


def _counted_marks(
    head: Sequence[MarkedLine], sentences: Sequence[MarkedLine], status: Status
) -> list[Mark]:
    """Return the marks to account for: all of the head, of sentences changes and repetitions."""
    found = [mark for line in head for mark in line.marks]
    for mark in (mark for line in sentences for mark in line.marks):
        # every Tuesday, but not last Tuesday
        repeats = mark.kind == "repetition" and NEAR["every"].match(mark.text)
        found += [mark] if repeats or mark.why in CHANGES else []
    if status == "confirmed":
        return found
    return [mark for mark in found if not LINES["off"].match(f"{mark.text}:")]


def _settled(
    counted: Sequence[Mark],
    head: Sequence[MarkedLine],
    sentences: Sequence[MarkedLine],
    fields: Fields,
    conventions: Conventions,
    today: date,
) -> Settled:
    """Return when it is, if everything in the text about time and place agrees."""
    text = "\n".join(line.text for line in (*head, *sentences))[:LONGEST_TEXT]
    online = bool(fields.online) and not fields.places and not fields.guess
    settled = settle(counted, text, conventions, today, online=online)
    if settled.when and sentences:
        of_sentences = (line.marks for line in sentences)
        with_end, doubts = with_end_of_text(settled.when, of_sentences, conventions)
        if with_end != settled.when:
            settled.doubts.append(doubt("when", "end-of-text"))
        settled.doubts += doubts
        settled.when = with_end
    if settled.when and settled.when.all_day:
        settled.doubts += _hints_of_hours(head)
    if len(fields.places) > 1:
        several = ", ".join(f'"{place}"' for place in fields.places).replace("\n", ", ")
        settled.doubts.append(unfinished("several-places", several))
    return settled


def _hints_of_hours(lines: Sequence[MarkedLine]) -> Iterator[Doubt]:
    """Yield what in an announcement that seems to be of all day may be an hour."""
    for line in lines:
        durations = (mark.text for mark in line.marks if mark.kind == "duration")
        for word in (*unexplained(line.text, line.marks), *durations):
            if not FIGURES["only_year"].fullmatch(word):
                yield unfinished("hint-of-hour", word)


def _head(block: Sequence[MarkedLine]) -> tuple[Sequence[MarkedLine], Sequence[MarkedLine]]:
    """Return the lines with time and place, and those in which only sentences name days.

    Only a listing has both: one with title, day with year, and place, each between blank lines.
    """
    for number, line in enumerate(block[:5]):
        if line.is_when and FIGURES["year"].search(line.text) and line.has("hours") and number:
            around = (block[number - 1], *block[number + 1 : number + 2])
            if len(around) == 2 and not any(other.text for other in around):
                return (line,), [other for other in block if other is not line]
            break
    return block, ()


def title_and_status(text: str) -> tuple[str, Status]:
    """Return a title without words like Media Advisory or Canceled, and the status they mean."""
    title = KIND_OF_TITLE.sub("", text)
    found = LINES["off"].search(title) or LINES["off_behind"].search(title)
    if found and len(rest := (title[: found.start()] + title[found.end() :]).strip()) > 3:
        return rest, "cancelled" if found["cancelled"] else "postponed"
    return title, "confirmed"
