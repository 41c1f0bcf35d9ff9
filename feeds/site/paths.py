"""Every path that answers, for hosts that serve files."""

from collections.abc import Iterator

from feeds.formats import FORMATS
from feeds.routing import Address
from feeds.site.context import Site

EVENT_FORMATS = ("ics", "/", "embed", "oembed")
FEED_FORMATS = (*(format.extension for format in FORMATS), "/", "print", "embed", "oembed")


def paths(site: Site) -> Iterator[tuple[str, str]]:
    """Yield every path that answers, aliases too, with the canonical path of its document."""
    for language in site.calendar.languages:
        prefix, former = site.routes.prefix(language), site.routes.former_prefix(language)
        for path, canonical in _paths_in(site, language):
            yield path, canonical
            if former:
                yield former + path.removeprefix(prefix), canonical
    for path in ("/sitemap.xml", *site.files):
        yield path, path


def _paths_in(site: Site, language: str) -> Iterator[tuple[str, str]]:
    routes = site.routes
    for address in _addresses(site, language):
        path = routes.path(address)
        yield path, path
        for alias in routes.alias_paths(address) if address.format != "png" else ():
            yield alias, path
    for subject, pair in site.pairs.items() if not site.forms else ():
        for form in FEED_FORMATS:
            path = routes.path(Address(language, pair.subject, form))
            yield path, path
            yield routes.path(Address(language, subject, form)), path


def _addresses(site: Site, language: str) -> Iterator[Address]:
    routes = site.routes
    for subject in site.directory.feeds:
        for form in FEED_FORMATS:
            yield Address(language, subject, form)
    for id in dict.fromkeys((*routes.events, *routes.series, *sorted(routes.retired))):
        for form in EVENT_FORMATS:
            yield Address(language, f"events/{id}", form)
    for subject in site.subjects:
        yield Address(language, subject, "/")
    for subject in site.cards.subjects(language):
        yield Address(language, subject, "png")
    for subject in ("feeds/index", "search"):
        yield Address(language, subject, "json")
    yield Address(language, "", "missing")
