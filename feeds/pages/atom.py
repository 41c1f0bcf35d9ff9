"""Entries as news: Atom (RFC 4287), for people who read what is new in a feed reader."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from html import escape
from urllib.parse import quote
from xml.etree import ElementTree

from feeds.entries import Entry
from feeds.heads import FeedHead
from feeds.pages.status import outcome
from feeds.presentation import without_signup
from feeds.record import UNPUBLISHED, Revision

NAMESPACE = "http://www.w3.org/2005/Atom"
SPECIFIC = "!$&'()*+,;=:@/?"  # of a tag URI, besides letters, digits and -._~ (RFC 4151)
END = b"</feed>"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
LINK = re.compile(r"\b(https?://\w[^\s<>\"]*)", re.IGNORECASE)
# an address without the punctuation of the sentence around it
BARE = re.compile(r"(?:[^()]|\([^()]*\))*(?:[^().,;:!?…'’”»\]]|\([^()]*\))")


def element(entry: Entry, revision: Revision, page: str, domain: str, today: date) -> bytes:
    """Return one <entry>, in the namespace and language of its feed.

    `page` is the event's absolute address, the link of an event without its own. The id does not
    depend on the public address: moving the calendar makes nothing new.
    """
    root = ElementTree.Element("entry")
    _add(root, "id", f"tag:{domain},2020:{quote(entry.uid, safe=SPECIFIC)}")
    _add(root, "title", title(entry, today))
    _add(root, "updated", _stamp(revision.modified))
    _add(root, "link", rel="alternate", type="text/html", href=entry.announcement or page)
    for topic in entry.topics:
        _add(root, "category", term=topic)
    _add(root, "content", _html(entry), type="html")
    return _bytes(root)


def title(entry: Entry, today: date) -> str:
    """Return an event's title after its day and hour; before a date that is void, the reason."""
    brief = entry.translator.brief(entry.start, today)
    if entry.status in ("cancelled", "postponed"):
        return f"{entry.prefix}{brief}: {entry.title}"
    return f"{brief}: {entry.summary}"


def feed(head: FeedHead, entries: Iterable[tuple[Revision, bytes]]) -> bytes:
    """Return a whole feed: its head, and the `entries`."""
    shown = list(entries)
    newest = max((revision.modified for revision, _ in shown), default=UNPUBLISHED.modified)
    root = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": head.language})
    path = head.path.removeprefix("/")
    _add(root, "id", f"tag:{head.domain},2020:{path}")
    _add(root, "title", head.name)
    _add(root, "subtitle", head.description)
    _add(_add(root, "author"), "name", head.calendar)
    _add(root, "updated", _stamp(newest))
    _add(root, "link", rel="self", type="application/atom+xml", href=head.source)
    _add(root, "link", rel="alternate", type="text/html", href=head.page)
    _add(root, "generator", "Handbill")
    opening = _bytes(root).rstrip().removesuffix(END)
    declaration = b'<?xml version="1.0" encoding="utf-8"?>\n'
    return b"".join((declaration, opening, *(content for _, content in shown), END, b"\n"))


def _add(
    parent: ElementTree.Element, name: str, content: str = "", **attributes: str
) -> ElementTree.Element:
    cleaned = {key: _clean(value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, name, cleaned)
    element.text = _clean(content) or None
    return element


def _clean(text: str) -> str:
    """Return `text` with a space for each character that XML excludes, such as U+FFFF."""
    return NO_XML.sub(" ", text)


def _bytes(element: ElementTree.Element) -> bytes:
    """Return the element, each of its children on a line."""
    ElementTree.indent(element, "")
    return ElementTree.tostring(element, encoding="unicode").encode() + b"\n"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _html(entry: Entry) -> str:
    """Return the outcome, when and where the event is, then DESCRIPTION."""
    translator = entry.translator
    result = outcome(entry, translator, over=False)
    when, where = translator.when(entry.start, entry.last), entry.location.replace("\n", ", ")
    if not result.dated:
        when = translator.text("Was planned for: %(when)s", when=when)
    if not result.attend:
        entry = without_signup(entry)
    paragraphs = [f"<strong>{escape(result.sentence)}</strong>"] if result.sentence else []
    place = f"<br>{escape(where)}" if where else ""
    paragraphs.append(f"<strong>{escape(when)}</strong>{place}")
    for part in re.split(r"\n\s*\n", entry.text):
        if part:
            paragraphs.append(_linked(part, (entry.signup, entry.announcement)))
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _linked(text: str, verbatim_urls: tuple[str, ...]) -> str:
    """Return `text` as HTML with links; `verbatim_urls` keep their final punctuation."""
    parts = LINK.split(text)
    for index, part in enumerate(parts):
        bare = BARE.match(part) if index % 2 and part not in verbatim_urls else None
        link = bare[0] if bare else part
        shown, rest = escape(link), escape(part[len(link) :])
        parts[index] = f'<a href="{shown}">{shown}</a>{rest}' if index % 2 else shown
    return "".join(parts).replace("\n", "<br>\n")
