"""Every answer the calendar gives for one edition: address to finished document, each made when first asked for."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from feeds.calendar import outlook_risk
from feeds.catalog import CANCELLED, Cancelled, Event, Problem, selectable
from feeds.contents import Contents, visible
from feeds.documents import JSON, CachedDocument, Document, DocumentCache
from feeds.formats import FORMAT_BY_EXTENSION, FORMATS
from feeds.fragments import Fragments, changed_events
from feeds.images import Images
from feeds.limits import MOST_EVENTS
from feeds.pages import BUILDER, ICON, SCRIPT, SEARCH
from feeds.places import Boundaries
from feeds.record import MOST_PAIRS, Edition, pairs, renamed_ids, retired_ids
from feeds.routing import Address, Routes
from feeds.selection import Directory, Feed, Index, MalformedAddress, path_from_form
from feeds.site import Site

CACHE_OCTETS = 32_000_000  # octets of finished documents in memory
MOST_AHEAD = 1000  # events rendered before an edit shows: half a second a language
# events rendered before anybody asks, 10 MB a language; and of these at a time
MOST_WARM, WARM_STEP = (10_000, 50)
FILES = {
    "/script.js": Document(SCRIPT, "text/javascript; charset=utf-8"),
    "/builder.js": Document(BUILDER, "text/javascript; charset=utf-8"),
    "/search.js": Document(SEARCH, "text/javascript; charset=utf-8"),
    "/icon.svg": Document(ICON, "image/svg+xml; charset=utf-8"),
}


@dataclass(frozen=True, slots=True)
class Redirect:
    """The address has another, canonical path."""

    path: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing has this address; `message` says so in its language and offers the nearest, the paths `near` it."""

    message: str
    near: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Malformed:
    """The address cannot be read; `message` says in its language what it takes."""

    message: str


class Snapshot:
    """All documents of one edition.

    `base_url` has no slash at its end. `day` is today: it separates coming events from past ones.
    A `folder` answers no forms. Fragments of the snapshot `before` are reused; `changed` are the
    UIDs of the events without any, None if all are new. Any number of threads may ask.
    """

    def __init__(
        self,
        edition: Edition,
        base_url: str,
        day: date = date.min,
        boundaries: Boundaries | None = None,
        images: Images | None = None,
        *,
        folder: bool = False,
        before: "Snapshot | None" = None,
    ) -> None:
        self.edition, self.base_url, self.day = edition, base_url, day
        self.boundaries, self.images = boundaries or Boundaries(), images or Images()
        self.forms = not folder
        self.catalog = catalog = edition.catalog  # with the events that left the list
        calendar = catalog.calendar
        fragments = Fragments()
        directory: Directory | None = None
        nouns = selectable(catalog)
        self.changed: frozenset[str] | None = None
        if before and (before.base_url, before.catalog.calendar) == (base_url, calendar):
            self.changed = changed_events(before.edition, edition)
            fragments = before.contents.fragments.surviving(self.changed)
            directory = before.directory if before.directory.nouns == nouns else None
        self.directory: Directory = directory or Directory(calendar, nouns)
        self.index = Index(catalog, fragments.table("span"))
        extensions = (*FORMAT_BY_EXTENSION, "png")
        renamed = renamed_ids(catalog.events, edition.record)
        retired = retired_ids(catalog, edition.record, renamed)
        self.routes = Routes(
            catalog, self.directory, renamed, retired, edition.unlisted(), extensions
        )
        self.contents: Contents = Contents(
            edition, self.index, self.routes, base_url, fragments, keep_all=folder
        )
        self.site = Site(
            self.contents, self.directory, day, self.boundaries, self.images, forms=self.forms
        )
        pages = [Address(language, "filter", "/") for language in calendar.languages]
        # whose queries are a form that was filled in
        self.form_paths = frozenset(map(self.routes.path, pages))
        variants: dict[str, Cancelled] = {f"cancelled={option}": option for option in CANCELLED}
        # how cancelled events are shown, by query
        self.query_variants = {"": calendar.cancelled, **variants}
        self.cache = DocumentCache(CACHE_OCTETS)
        self._making = Lock()

    def find(
        self, path: str, cancelled: str | None = None
    ) -> Document | Redirect | Unknown | Malformed:
        """Return what is at `path`; `cancelled` (mark, status, hide) says how calendars show cancelled events."""
        default = self.catalog.calendar.cancelled
        shown_as = next((option for option in CANCELLED if option == cancelled), default)
        if cancelled not in (None, shown_as):
            text, options = self.routes.translator(path).text, ", ".join(CANCELLED)
            return Malformed(text("cancelled= takes one of these: %(options)s", options=options))
        if cached := self.cached(path, shown_as):
            return cached.document
        try:
            address = self.routes.read(path)
        except MalformedAddress as error:
            return (
                self.site.missing(path, str(error))
                if self.routes.is_embed(path)
                else Malformed(str(error))
            )
        canonical = self.routes.path(address)
        if canonical != path and self.cached(canonical, shown_as):
            return Redirect(canonical)
        if address.format == "embed":
            message = self._text(address)("There is nothing at this address.")
            return self.site.missing(path, message, self.routes.nearest(address))
        return self._unknown(address)

    def cached(self, path: str, cancelled: Cancelled) -> CachedDocument | None:
        """Return the document at a canonical path, made when it is first asked for; None where there is none."""
        if known := self.cache.documents.get((path, cancelled)):
            return known
        file, address = self.file(path), self.routes.canonical(path)
        with self._making:
            known = self.cache.documents.get((path, cancelled))
            if known is None and (
                document := file or (self._make(address, cancelled) if address else None)
            ):
                known = self.cache.put((path, cancelled), document)
        return known

    def chosen(
        self, path: str, fields: Mapping[str, Sequence[str]]
    ) -> Redirect | Malformed | Unknown:
        """Return where the form at `path` leads that was filled in with `fields`, each with its values."""
        language = self.routes.language(path)
        try:
            address = self.routes.read(
                f"{self.routes.prefix(language)}/feeds/{path_from_form(fields)}/"
            )
        except MalformedAddress as error:
            return Malformed(str(error))
        known = self.directory.feed(address.subject)
        return Redirect(self.routes.path(address)) if known else self._unknown(address)

    def file(self, path: str) -> Document | None:
        """Return what is at the same path in every language."""
        if path == "/sitemap.xml":
            return self.site.sitemap()
        return None if path.endswith("/") else FILES.get(path) or self.site.files.get(path)

    def as_folder(self) -> "Snapshot":
        """Return the same for a host that answers no forms, with everything made kept until all is written."""
        return Snapshot(
            self.edition,
            self.base_url,
            self.day,
            self.boundaries,
            self.images,
            folder=True,
            before=self,
        )

    def paths(self) -> Iterator[tuple[str, str]]:
        """Yield every path that answers, aliases too, and the canonical one whose document it is."""
        for language in self.catalog.calendar.languages:
            prefix, former = self.routes.prefix(language), self.routes.former_prefix(language)
            for path, canonical in self._paths_in(language):
                yield path, canonical
                if former:
                    yield former + path.removeprefix(prefix), canonical
        yield from ((path, path) for path in ("/sitemap.xml", *FILES, *self.site.files))

    def _paths_in(self, language: str) -> Iterator[tuple[str, str]]:
        formats = (*FORMAT_BY_EXTENSION, "/", "print", "embed", "oembed")
        ids = dict.fromkeys(
            (*self.routes.events, *self.routes.series, *sorted(self.routes.retired))
        )
        addresses = [
            Address(language, subject, form) for subject in self.directory.feeds for form in formats
        ]
        addresses += [
            Address(language, f"events/{id}", form)
            for id in ids
            for form in ("ics", "/", "embed", "oembed")
        ]
        for address in addresses:
            path = self.routes.path(address)
            yield path, path
            yield from ((alias, path) for alias in self.routes.alias_paths(address))
        for subject, feed in self.site.pairs.items() if not self.forms else ():
            for form in formats:
                path = self.routes.path(Address(language, feed.subject, form))
                yield path, path
                yield self.routes.path(Address(language, subject, form)), path
        pages = [Address(language, subject, "/") for subject in self.site.subjects]
        pages += [
            Address(language, subject, "png") for subject in self.site.cards.subjects(language)
        ]
        data = [Address(language, subject, "json") for subject in ("feeds/index", "search")]
        for address in (*pages, *data, Address(language, "", "missing")):
            path = self.routes.path(address)
            yield path, path

    def problems(self, file: str) -> Iterator[Problem]:
        """Yield what subscribers of single feeds will miss or may misread."""
        cancelled, language = self.catalog.calendar.cancelled, self.catalog.calendar.languages[0]
        for feed in self.directory.feeds.values():
            picked = len(self.contents.picked(feed, cancelled))
            remedy = "leave out old events, or make a narrower collection"
            shown = (
                MOST_EVENTS
                if picked > MOST_EVENTS
                else len(self.contents.shown(feed, language, cancelled))
            )
            if shown < picked:
                found = f"/{feed.subject}.ics holds at most {shown} of {picked} events: Google takes no more"
                yield Problem(file, 0, "", found, remedy, "warning")
        _, left_out = pairs(self.catalog, self.edition.record)
        if left_out:
            found = f"{MOST_PAIRS} pairs of a topic and a neighborhood fit in a folder: {left_out} more are left out"
            remedy = "a server answers every pair; on a static host, merge topics or neighborhoods"
            yield Problem(file, 0, "", found, remedy, "warning")
        if found := outlook_risk(self.contents.zone, self.index.interval(self.index.events)):
            yield Problem(
                file,
                0,
                "",
                found,
                "Outlook may show events around those changes an hour off",
                "note",
            )

    def _make(self, address: Address, cancelled: Cancelled) -> Document | None:
        feed = self.directory.feed(address.subject)
        if feed and (format := FORMAT_BY_EXTENSION.get(address.format)):
            body = format.make(self.contents, feed, address.language, cancelled, self.day)
            disposition = (
                f'inline; filename="{feed.file}.{format.extension}"' if format.saved else ""
            )
            return Document(body, format.media_type, disposition)
        if address.format == "ics":
            events = self.routes.dates(address.subject)
            retired = address.subject.removeprefix("events/") in self.routes.retired
            return self._event(events, address, cancelled) if events or retired else None
        if address.format in ("/", "print", "embed", "oembed", "missing", "png"):
            return self.site.page(address)
        if (address.subject, address.format) == ("feeds/index", "json"):
            return Document(self._index(address.language), JSON)
        if (address.subject, address.format) == ("search", "json"):
            return Document(self.site.search(address.language), JSON)
        return None

    def _event(self, events: Sequence[Event], address: Address, cancelled: Cancelled) -> Document:
        """Return the calendar of one event, of all dates of a series, or, of one that is gone, an empty one."""
        name = self._text(address)("No longer listed")
        if events:
            name = self.contents.entry(events[0], address.language).title
        head = self.contents.head_at(
            address, name, f"{name} · {self.contents.title(address.language)}"
        )
        shown = [event for event in events if visible(event, cancelled)]
        file = address.subject.rpartition("/")[2]
        body = self.contents.calendar_of(head, shown, address.language, cancelled)
        return Document(
            body, FORMAT_BY_EXTENSION["ics"].media_type, f'attachment; filename="{file}.ics"'
        )

    def render_changed(self) -> None:
        """Render the events that changed, the last to end of many: whatever is wrong with one is raised here."""
        events = self.index.events
        if self.changed is not None:
            events = [event for event in events if event.uid in self.changed]
        events = events[-MOST_AHEAD:]
        for language in self.catalog.calendar.languages:
            self.contents.vevents(events, language, self.catalog.calendar.cancelled)

    def warm_up(self) -> None:
        """Make what every answer needs before anybody asks."""
        for language in self.catalog.calendar.languages:
            translator = self.catalog.calendar.translator(language)
            # Babel reads what it knows of a language when it is first asked
            translator.day(self.day, "y")

    def make_ahead(self) -> Iterator[None]:
        """Make what takes long before anybody asks for it, in steps of some ten milliseconds of CPU.

        The home pages first, then the bytes of the events, the last first, then what needs these.
        """
        languages = self.catalog.calendar.languages
        yield from self._make_all(Address(language, "", "/") for language in languages)
        events = self.index.events[-MOST_WARM:]
        for language in languages:
            for end in range(len(events), 0, -WARM_STEP):
                step = events[max(0, end - WARM_STEP) : end]
                self.contents.vevents(step, language, self.catalog.calendar.cancelled)
                yield
        for subject in ("search", "feeds/index"):
            yield from self._make_all(Address(language, subject, "json") for language in languages)

    def _make_all(self, addresses: Iterable[Address]) -> Iterator[None]:
        for address in addresses:
            self.find(self.routes.path(address))
            yield

    def _index(self, language: str) -> bytes:
        index = {
            "title": self.contents.title(language),
            "languages": self.catalog.calendar.languages,
            "feeds": [self._listing(feed, language) for feed in self.site.feeds],
        }
        return json.dumps(index, ensure_ascii=False, indent=1).encode() + b"\n"

    def _listing(self, feed: Feed, language: str) -> dict[str, object]:
        listing: dict[str, object] = {
            "kind": feed.kind,
            "slug": feed.slug or None,
            "name": feed.name.in_language(language),
            "aliases": feed.aliases,
            "events": len(self.contents.shown(feed, language)),
        }
        addresses = {format.extension: format.extension for format in FORMATS} | {"page": "/"}
        for name, form in addresses.items():
            listing[name] = self.base_url + self.routes.path(Address(language, feed.subject, form))
        return listing

    def _text(self, address: Address) -> Callable[..., str]:
        return self.catalog.calendar.translator(address.language).text

    def _unknown(self, address: Address) -> Unknown:
        text = self._text(address)
        near = self.routes.nearest(address)
        home = self.routes.path(Address(address.language, "", "/"))
        offered = [text("Did you mean:"), *near] if near else [text("All feeds:"), home]
        message = "\n".join((text("There is nothing at this address."), *offered)) + "\n"
        return Unknown(message, tuple(near))
