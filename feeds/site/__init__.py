"""The pages of one edition: which exist, and what makes each."""

import json
from collections.abc import Sequence
from dataclasses import replace

from feeds import cards
from feeds.documents import Document
from feeds.formats import FORMATS
from feeds.routing import Address
from feeds.selection import Feed
from feeds.site import crawlers, search
from feeds.site.context import Site, html
from feeds.site.embeds import embed_event, embed_feed, gone, missing, oembed_answer
from feeds.site.event_pages import event_page, month_page
from feeds.site.feed_pages import about, chips, feed_page, filter_page, home, print_page
from feeds.site.paths import paths

__all__ = ["Site", "feed_index", "missing", "not_found", "page", "paths", "search_data", "sitemap"]

# by format
FEED_PAGES = {"/": feed_page, "print": print_page, "embed": embed_feed}
EVENT_PAGES = {"/": event_page, "embed": embed_event}
# by subject
OTHER_PAGES = {"": home, "about": about, "filter": filter_page}


def page(site: Site, address: Address) -> Document | None:
    """Return the page, frame or share card at a canonical address, or None if it does not exist."""
    subject, format, language = address.subject, address.format, address.language
    if format == "missing":
        return not_found(site, language)
    if format == "png":
        card = site.cards.card(subject, language)
        return Document(cards.draw(card), "image/png") if card else None
    kind, _, name = subject.partition("/")
    feed, events = site.directory.feed(subject), site.routes.dates(subject)
    public = [event for event in events if event.status != "withdrawn"]
    frame = site.frame(address)
    retired = kind == "events" and name in site.routes.retired
    if retired or (feed and feed.withdrawn) or (events and not public):
        return gone(frame, format)
    if format == "oembed" and (feed or public):
        title = public[0].title.in_language(language) if public else ""
        title = feed.title(frame.translator, frame.calendar) if feed else title
        return oembed_answer(site, frame, subject, title)
    if feed and format in FEED_PAGES:
        return FEED_PAGES[format](site, frame, feed)
    if public and format in EVENT_PAGES:
        return EVENT_PAGES[format](site, frame, public, name)
    if kind == "month" and format == "/":
        return month_page(site, frame, name)
    if subject in OTHER_PAGES and format == "/":
        return OTHER_PAGES[subject](site, frame)
    return None


def not_found(site: Site, language: str, near: Sequence[str] | None = None) -> Document:
    """Return the page for an address that does not exist; `near` are similar paths.

    If None, this is the 404.html of static hosts, whose script finds them.
    """
    frame = site.frame(Address(language, "", "missing"))
    frame = replace(frame, versions=site.versions("", "/"), anywhere=True)
    document = html("not-found.html", frame, near=near, chips=chips(site, language))
    return replace(document, missing=near is not None)


def sitemap(site: Site) -> Document:
    """Return the list of the pages that search engines may show, later events first."""
    subjects = [subject for subject in site.subjects if subject != "filter"]
    subjects += [feed.subject for feed in site.feeds]
    for event in reversed(site.programs.listed):
        subjects += [f"events/{id}" for id in (event.series, event.id) if id]
    paths = []
    for subject in dict.fromkeys(subjects):
        paths += [path for _, path in site.versions(subject, "/")]
    return crawlers.sitemap(site.contents.base_url, paths)


def search_data(site: Site, language: str) -> bytes:
    """Return the data of the search box: upcoming events, the next first, then the past ones."""
    programs = site.programs
    past = [event for event in reversed(programs.listed) if event.uid in programs.over]
    return search.index(site.feeds, (*programs.upcoming, *past), site.calendar, language)


def feed_index(site: Site, language: str) -> bytes:
    """Return the list of all feeds with their names and addresses, as JSON."""
    index = {
        "title": site.contents.title(language),
        "languages": site.calendar.languages,
        "feeds": [_listing(site, feed, language) for feed in site.feeds],
    }
    return json.dumps(index, ensure_ascii=False, indent=1).encode() + b"\n"


def _listing(site: Site, feed: Feed, language: str) -> dict[str, object]:
    listing: dict[str, object] = {
        "kind": feed.kind,
        "slug": feed.slug or None,
        "name": feed.name.in_language(language),
        "aliases": feed.aliases,
        "events": len(site.contents.within_limits(feed, language)),
    }
    forms = {**{format.extension: format.extension for format in FORMATS}, "page": "/"}
    for name, form in forms.items():
        path = site.routes.path(Address(language, feed.subject, form))
        listing[name] = site.contents.base_url + path
    return listing
