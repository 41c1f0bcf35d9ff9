"""Announcements as plain text: one or several in a text, each as a draft in which every word has its account."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from desk.drafts.draft import LONGEST_TEXT, Doubt, Draft
from desk.drafts.fields import (
    LINES,
    LINK,
    NAMES,
    SKIPPED,
    Fields,
    MarkedLine,
    label_of,
    starts_with_day,
)
from desk.drafts.marks import FIGURES, NEAR, TIME, Mark, marks, remainder, unexplained
from desk.drafts.times import Settled, settle, with_end_of_text
from desk.drafts.words import WORDS, beginning
from feeds.catalog import Status
from feeds.catalog.when import Conventions

# characters; of a longer line only the first are looked at for days
LONGEST_TITLE, LONGEST_LINE = (200, 400)
LEFT_OUT = {key: beginning(words) for key, words in WORDS["left_out"].items()}
KIND_OF_TITLE = re.compile(
    rf"^(?:(?:{WORDS['skipped']['titles']})(?!\w)\s*[:|–—-]\s*)+", re.IGNORECASE
)
# doors, rain, moves, repetitions: they count in sentences of a listing, too
CHANGES = tuple(WORDS["unsettled"])[:4]
HARMLESS = WORDS["harmless"]


def drafts(text: str, source: str, zone: ZoneInfo, today: date, most: int = 1000) -> list[Draft]:
    """Return what the first `most` announcements in `text` say; a year nobody wrote is the next from `today`."""
    conventions = Conventions(zone, ("en", "es"))
    lines = [_line(line, conventions) for line in text.replace("\ufe0f", "").splitlines()]
    lines = list(_without_headers(lines))
    while lines and not lines[0].text:
        del lines[0]
    if not lines:
        return []
    if (
        lines[0].text.isdigit()
        and len(lines) > 1
        and lines[0].text in lines[1].text
        and lines[1].is_when
    ):
        del lines[0]  # the figure on a leaf of Facebook's calendar
    if lines[0].is_when:  # as Facebook has it
        title = next(
            (
                number
                for number, line in enumerate(lines[:4])
                if _is_title(line) and not line.has(*TIME)
            ),
            0,
        )
        lines.insert(0, lines.pop(title))
    starts = list(islice(_starts(lines), most)) or [0]
    blocks = [lines[a:b] for a, b in pairwise((*starts, len(lines)))]
    if len(blocks) == 1:  # what stands above may be of the event, too
        blocks[0] = [
            *lines[starts[0] :],
            MarkedLine(""),
            *(replace(line, text="") for line in lines[: starts[0]]),
        ]
    found = [_draft(block, source, conventions, today) for block in blocks]
    if above := " ".join(filter(None, (line.text for line in lines[: starts[0]]))):
        found[0] = replace(found[0], notes=(*found[0].notes, above))
    return found


def _line(text: str, conventions: Conventions) -> MarkedLine:
    text = LINES["markdown"].sub("", " ".join(text.split()))
    text = FIGURES["noon_twice"].sub(r"12 \1", text)
    return MarkedLine(text, tuple(marks(text[:LONGEST_LINE], conventions)) if text else ())


def _without_headers(lines: Sequence[MarkedLine]) -> Iterator[MarkedLine]:
    """Yield the lines without the head of a mail; the days of a mail and of a release are no event's."""
    header = [bool(LEFT_OUT["mail"].match(line.text)) and ":" in line.text[:10] for line in lines]
    released = any(LEFT_OUT["release"].match(line.text) for line in lines[:5])
    for number, line in enumerate(lines):
        around = range(max(0, number - 4), min(len(lines), number + 5))
        mail = header[number] and sum(header[near] for near in around) > 1
        mail = mail and any(LEFT_OUT["sender"].match(lines[near].text) for near in around)
        if mail and (subject := LINES["subject"].match(line.text)):
            yield line.part(subject[1])
        elif mail or LEFT_OUT["forwarded"].match(line.text):
            continue
        elif LEFT_OUT["published"].match(line.text) or (
            released and number < 5 and _is_date_of_release(line)
        ):
            yield MarkedLine(
                "",
                tuple(replace(mark, kind="release") for mark in line.marks if mark.kind == "date"),
            )
        elif released and line.marks and LINES["dateline"].match(line.text[: line.marks[0].start]):
            dateline = re.match(r"\W{0,2}\s*[–—-]", line.text[line.marks[0].end :])
            if dateline:
                yield MarkedLine("", (replace(line.marks[0], kind="release"),))
                line = line.part(line.text[line.marks[0].end + dateline.end() :].strip())
            yield line
        else:
            yield line


def _is_date_of_release(line: MarkedLine) -> bool:
    alone = line.is_when and not line.has("hours") and not label_of(line.text)
    return alone or bool(LEFT_OUT["release"].match(line.text) and line.has("date"))


def _is_title(line: MarkedLine) -> bool:
    skipped = SKIPPED.fullmatch(line.text) or label_of(line.text)
    return 0 < len(line.text) <= LONGEST_TITLE and not (skipped or line.is_when or line.is_hours)


def _starts(lines: Sequence[MarkedLine]) -> Iterator[int]:
    """Yield where the announcements begin: at titles with a day below them, or at rows that begin with a day."""
    rows = [number for number, line in enumerate(lines) if _is_row(line)]
    if len(rows) > 1 and not any(line.is_when for line in lines):
        yield from rows
        return
    title, last = None, ""
    for number, line in enumerate(lines):
        if title is not None and line.is_when and (not last or _begins(lines, title, number, last)):
            yield title if last else _paragraph(lines, title)
            last = line.text
        if line.text and not line.is_hours and not SKIPPED.fullmatch(line.text):
            title = number if _is_title(line) else None


def _paragraph(lines: Sequence[MarkedLine], number: int) -> int:
    """Return where the lines begin that stand without a blank one before this."""
    while number and lines[number - 1].text:
        number -= 1
    return number


def _is_row(line: MarkedLine) -> bool:
    """Say whether a line begins with a day and goes on with a title: March 6 – Canvass, 11 am, Horner Park."""
    return starts_with_day(line) and any(
        piece[0].isupper() for piece in remainder(line.text, line.marks)
    )


def _begins(lines: Sequence[MarkedLine], title: int, number: int, last: str) -> bool:
    """Say whether a title and the day below it begin another announcement, in a text that has begun."""
    if title and lines[title - 1].text:
        return False
    line, directly = lines[number], all(between.is_hours for between in lines[title + 1 : number])
    goes_on = number + 1 < len(lines) and bool(lines[number + 1].text) and not directly
    again = line.text == last and lines[title].text[-1] in ".:,"
    return not goes_on and not again and (bool(FIGURES["year"].search(line.text)) or directly)


def _draft(
    block: Sequence[MarkedLine], source: str, conventions: Conventions, today: date
) -> Draft:
    """Return what one announcement says."""
    head, sentences = _head(block)
    fields = Fields(block, listed=bool(sentences))
    title, status = title_and_status(fields.title)
    every = _marks_that_count(head, sentences, status)
    settled = _settled(every, head, sentences, fields, conventions, today)
    doubts = [*settled.doubts, *fields.doubts]
    for mark in every:
        if mark.kind in HARMLESS:
            doubts.append(Doubt("", f'"{mark.text}" is left out: {HARMLESS[mark.kind]}'))
    certain = settled.when if settled.is_certain else None
    texts = fields.texts
    simple: dict[str, Any] = {
        key: ", ".join(texts[key]) for key in ("ends_at", "cost", "accessibility", "contact")
    }
    simple |= {
        key: found[0] for key in ("url", "signup") if (found := LINK.findall(" ".join(texts[key])))
    }
    return Draft(
        title=title,
        when=(certain,) if certain else (),
        raw_when=", ".join(
            mark.text for mark in every if mark.kind in ("date", "hours", "bare", "repetition")
        ),
        readings=() if certain else settled.all_readings(),
        place="".join(fields.places[:1]),
        room=fields.room,
        online=fields.online,
        naming_place="\n".join((title, *fields.beside, *(fields.body if not sentences else ()))),
        nowhere=fields.nowhere,
        guess=fields.guess or "".join(fields.beside[:1]),
        hosts=tuple(texts["hosts"]),
        unsure_hosts=tuple(texts["who"]),
        supporters=tuple(texts["supporters"]),
        and_others=any(map(NAMES["in_formation"].search, texts["notes"])),
        description=re.sub(r"\n{3,}", "\n\n", "\n".join(fields.body)).strip(),
        status=status,
        notes=tuple(texts["notes"]),
        source=source,
        plain=True,
        doubts=tuple(doubts),
        **simple,
    )


def _marks_that_count(
    head: Sequence[MarkedLine], sentences: Sequence[MarkedLine], status: Status
) -> list[Mark]:
    """Return what must be accounted for: all in the head, and in sentences below one what changes or repeats."""
    every = [mark for line in head for mark in line.marks]
    for mark in (mark for line in sentences for mark in line.marks):
        # every Tuesday, but not last Tuesday
        repeats = mark.kind == "repetition" and NEAR["every"].match(mark.text)
        every += [mark] if repeats or mark.why in CHANGES else []
    off = LINES["off"] if status != "confirmed" else None
    return [mark for mark in every if not (off and off.match(f"{mark.text}:"))]


def _settled(
    every: Sequence[Mark],
    head: Sequence[MarkedLine],
    sentences: Sequence[MarkedLine],
    fields: Fields,
    conventions: Conventions,
    today: date,
) -> Settled:
    """Return when it is, as far as all that the text says of time and place agrees."""
    text = "\n".join(line.text for line in (*head, *sentences))[:LONGEST_TEXT]
    online = bool(fields.online) and not fields.places and not fields.guess
    settled = settle(every, text, conventions, today, online=online)
    if settled.when and sentences:
        with_end, contradictions = with_end_of_text(
            settled.when, (line.marks for line in sentences), conventions
        )
        if with_end != settled.when:
            settled.doubts.append(Doubt("when", "the end comes from the text"))
        settled.leave_unfinished(contradictions)
        settled.when = with_end
    if settled.when and settled.when.all_day:
        settled.leave_unfinished(_hints_of_hours(head))
    if len(fields.places) > 1:
        several = ", ".join(f'"{place}"' for place in fields.places).replace("\n", ", ")
        settled.leave_unfinished([f"several places can be meant: {several}"])
    return settled


def _hints_of_hours(lines: Sequence[MarkedLine]) -> Iterator[str]:
    """Yield what in an announcement that seems to be of all day may tell of an hour."""
    for line in lines:
        words = unexplained(line.text, line.marks) + [
            mark.text for mark in line.marks if mark.kind == "duration"
        ]
        yield from (
            f'"{word}" may tell of an hour'
            for word in words
            if not FIGURES["only_year"].fullmatch(word)
        )


def _head(block: Sequence[MarkedLine]) -> tuple[Sequence[MarkedLine], Sequence[MarkedLine]]:
    """Return the lines that say when and where, and those below in which only sentences tell of days.

    Parted is only a listing that has title, day with year, and place each between blank lines; else all is head.
    """
    for number, line in enumerate(block[:5]):
        if line.is_when and FIGURES["year"].search(line.text) and line.has("hours") and number:
            blank = (
                not block[number - 1].text
                and number + 1 < len(block)
                and not block[number + 1].text
            )
            return ((line,), [one for one in block if one is not line]) if blank else (block, ())
    return block, ()


def title_and_status(text: str) -> tuple[str, Status]:
    """Return a title without words like Media Advisory, and what it says of the status."""
    title = KIND_OF_TITLE.sub("", text)
    found = LINES["off"].search(title) or LINES["off_behind"].search(title)
    if found and len(rest := (title[: found.start()] + title[found.end() :]).strip()) > 3:
        return rest, "cancelled" if found["cancelled"] else "postponed"
    return title, "confirmed"
