"""What other sites show of a feed, a series or an event in a frame, and its oEmbed answer."""

from collections.abc import Sequence
from dataclasses import replace

from feeds.catalog import Event
from feeds.documents import JSON, Document
from feeds.pages import PageContext, oembed
from feeds.pages.program import Program
from feeds.routing import Address
from feeds.selection import Feed
from feeds.site.context import Site, html

MOST_IN_FRAME = 12  # rows


def embed_feed(site: Site, frame: PageContext, feed: Feed) -> Document:
    """Return the frame of a feed."""
    shown = site.programs.shown(feed, frame.language)
    program = site.programs.program(shown, frame.language, MOST_IN_FRAME)
    title = feed.title(frame.translator, frame.calendar)
    return _list(frame, title, feed.subject, program)


def embed_event(site: Site, frame: PageContext, events: Sequence[Event], id: str) -> Document:
    """Return the frame of the event, or of the series, that has this id."""
    first, language = events[0], frame.language
    if first.id == id:
        entry = site.contents.entry(first, language)
        return replace(html("embed-event.html", frame, entry=entry), framed=True)
    program = site.programs.program(events, language, MOST_IN_FRAME, ungroup_series=True)
    return _list(frame, first.title.in_language(language), f"events/{id}", program)


def _list(frame: PageContext, title: str, subject: str, program: Program) -> Document:
    document = html("embed.html", frame, title=title, subject=subject, program=program)
    return replace(document, framed=True)


def oembed_answer(site: Site, frame: PageContext, subject: str, title: str) -> Document:
    """Return the oEmbed answer for a feed, a series or an event."""
    embed = frame.base_url + site.routes.path(Address(frame.language, subject, "embed"))
    return Document(oembed.rich(title, embed, frame.calendar, frame.home), JSON, framed=True)


def missing(site: Site, path: str, message: str, near: Sequence[str] = ()) -> Document:
    """Return the frame for a path that does not exist; `near` are similar paths."""
    frame = site.frame(Address(site.routes.language(path), "", "/"))
    folder = path[: path.rindex("/") + 1]
    frame = replace(frame, path=folder, versions=())
    document = html("embed-missing.html", frame, message=message, near=near)
    return replace(document, missing=True, framed=True)


def gone(frame: PageContext, format: str) -> Document:
    """Return the page for what was taken down, in a format of pages."""
    if format == "oembed":
        return Document(oembed.link(frame.calendar, frame.home), JSON, taken_down=True, framed=True)
    return replace(html("gone.html", frame), taken_down=True, framed=format == "embed")
