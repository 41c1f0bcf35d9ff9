"""A week as plain text, for messages and newsletters: without markup, events as paragraphs."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from feeds.entries import Entry
from feeds.heads import FeedHead
from feeds.pages.month import span
from feeds.translations import Translator

DAYS = 7


def last_day(today: date) -> date:
    """Return the last day of a text whose first day is `today`."""
    return today + min(timedelta(days=DAYS - 1), date.max - today)


def week(
    head: FeedHead, entries: Sequence[tuple[Entry, str]], today: date, translator: Translator
) -> bytes:
    """Return the text of the entries, each with its page; those that began earlier come first."""
    blocks = [f"{head.name}\n{translator.when(today, last_day(today))}"]
    heading = ""
    for entry, page in sorted(entries, key=lambda pair: pair[0].start.isoformat()):
        first, _ = span(entry.start, entry.last)
        day = translator.long(first, None) if first >= today else translator.text("Ongoing")
        if day != heading:
            blocks.append(day)
            heading = day
        blocks.append("\n".join(_lines(entry, page)))
    if not entries:
        blocks.append(translator.text("Nothing is coming up in these seven days."))
    ending = translator.text("All events, and how to subscribe:")
    blocks.append(f"{ending}\n{head.page}")
    return ("\n\n".join(blocks) + "\n").encode()


def _lines(entry: Entry, page: str) -> Iterator[str]:
    if entry.status == "postponed":  # to an hour that nobody knows
        yield entry.summary
    else:
        hours = entry.translator.hours(entry.start, entry.last) or entry.translator.text("All day")
        yield f"{hours}: {entry.summary}"
    if entry.location:
        yield entry.location.replace("\n", ", ")
    yield page
