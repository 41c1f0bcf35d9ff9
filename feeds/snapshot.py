"""Every answer for one edition: from a path to a finished document, made when first requested."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from feeds.catalog import CANCELLED, Cancelled, selectable
from feeds.contents import Contents, visible
from feeds.documents import JSON, CachedDocument, Document, DocumentCache
from feeds.formats import FORMAT_BY_EXTENSION, FeedRequest
from feeds.fragments import Fragments, changed_events
from feeds.images import Images
from feeds.places import Boundaries
from feeds.record import Edition
from feeds.routing import Address, Routes
from feeds.selection import Directory, Index, MalformedAddress, path_from_form
from feeds.site import Site, feed_index, missing, not_found, page, paths, search_data, sitemap

CACHE_OCTETS = 32_000_000  # octets of finished documents in memory
DATA = {"feeds/index": feed_index, "search": search_data}  # by the subject of its JSON


@dataclass(frozen=True, slots=True)
class Redirect:
    """The address has another path, the canonical one."""

    path: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The address does not exist: a message in its language, which offers the `near` paths."""

    message: str
    near: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Malformed:
    """The address cannot be read: a message in its language about what is allowed."""

    message: str


class Snapshot:
    """All documents of one edition.

    `base_url` has no slash at its end. `day` is today: it separates upcoming events from past ones.
    A `folder` answers no forms. Fragments of the snapshot `before` are reused; `changed` has the
    UIDs of events without any, or is None if all are new. Any number of threads may ask.
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
        self.catalog = catalog = edition.catalog  # with the events that left the list
        calendar, nouns = catalog.calendar, selectable(catalog)
        fragments, directory = Fragments(), None
        self.changed: frozenset[str] | None = None
        if before and (before.base_url, before.catalog.calendar) == (base_url, calendar):
            self.changed = changed_events(before.edition, edition)
            fragments = before.contents.fragments.surviving(self.changed)
            directory = before.directory if before.directory.nouns == nouns else None
        self.directory: Directory = directory or Directory(calendar, nouns)
        self.index = Index(catalog, fragments.table("span"))
        self.routes = Routes(edition, self.directory, (*FORMAT_BY_EXTENSION, "png"))
        self.contents: Contents = Contents(
            edition, self.index, self.routes, base_url, fragments, keep_all=folder
        )
        self.site = Site(self.contents, day, self.boundaries, self.images, forms=not folder)
        # where queries are the fields of a form
        self.form_paths = frozenset(path for _, path in self.site.versions("filter", "/"))
        variants: dict[str, Cancelled] = {f"cancelled={option}": option for option in CANCELLED}
        # how cancelled events are shown, by query
        self.query_variants = {"": calendar.cancelled, **variants}
        self.cache = DocumentCache(CACHE_OCTETS)
        self._making = Lock()

    def find(
        self, path: str, cancelled: str | None = None
    ) -> Document | Redirect | Unknown | Malformed:
        """Return what is at `path`; `cancelled` overrides how calendars show cancelled events."""
        variant = self.query_variants.get("" if cancelled is None else f"cancelled={cancelled}")
        if variant is None:
            text, options = self.routes.translator(path).text, ", ".join(CANCELLED)
            return Malformed(text("cancelled= takes one of these: %(options)s", options=options))
        if cached := self.document_at(path, variant):
            return cached.document
        try:
            address = self.routes.read(path)
        except MalformedAddress as error:
            if self.routes.is_embed(path):
                return missing(self.site, path, str(error))
            return Malformed(str(error))
        canonical = self.routes.path(address)
        if canonical != path and self.document_at(canonical, variant):
            return Redirect(canonical)
        if address.format == "embed":
            message = self.routes.translator(path).text("There is nothing at this address.")
            return missing(self.site, path, message, self.routes.nearest(address))
        return self._unknown(address)

    def document_at(self, path: str, cancelled: Cancelled) -> CachedDocument | None:
        """Return the document at a canonical path, made if need be, or None if none exists."""
        if known := self.cache.documents.get((path, cancelled)):
            return known
        document, address = self.shared_document(path), self.routes.canonical(path)
        with self._making:
            known = self.cache.documents.get((path, cancelled))
            if known is None and address:
                document = document or self._make(address, cancelled)
            if known is None and document:
                known = self.cache.put((path, cancelled), document)
        return known

    def shared_document(self, path: str) -> Document | None:
        """Return the document at a path that is the same in every language."""
        return sitemap(self.site) if path == "/sitemap.xml" else self.site.files.get(path)

    def paths(self) -> Iterator[tuple[str, str]]:
        """Yield every path that answers, aliases too, with the canonical path of its document."""
        return paths(self.site)

    def form_target(
        self, path: str, fields: Mapping[str, Sequence[str]]
    ) -> Redirect | Malformed | Unknown:
        """Return where the form at `path` leads, filled in with `fields`, each with its values."""
        prefix = self.routes.prefix(self.routes.language(path))
        try:
            address = self.routes.read(f"{prefix}/feeds/{path_from_form(fields)}/")
        except MalformedAddress as error:
            return Malformed(str(error))
        if self.directory.feed(address.subject):
            return Redirect(self.routes.path(address))
        return self._unknown(address)

    def not_found(self, path: str, near: Sequence[str]) -> Document:
        """Return the page for a path that does not exist; `near` are similar paths."""
        return not_found(self.site, self.routes.language(path), near)

    def as_folder(self) -> "Snapshot":
        """Return the snapshot for a static host, which keeps what it makes of each event."""
        return Snapshot(
            self.edition,
            self.base_url,
            self.day,
            self.boundaries,
            self.images,
            folder=True,
            before=self,
        )

    def _make(self, address: Address, cancelled: Cancelled) -> Document | None:
        subject, language = address.subject, address.language
        format = FORMAT_BY_EXTENSION.get(address.format)
        if format is None:
            return page(self.site, address)
        if feed := self.directory.feed(subject):
            body = format.render(FeedRequest(self.contents, feed, language, cancelled, self.day))
            disposition = f'inline; filename="{feed.file}.{format.extension}"'
            return Document(body, format.media_type, disposition if format.downloadable else "")
        if format.extension == "ics":
            return self._event(address, cancelled)
        if format.extension == "json" and subject in DATA:
            return Document(DATA[subject](self.site, language), JSON)
        return None

    def _event(self, address: Address, cancelled: Cancelled) -> Document | None:
        """Return the calendar of an event or a series; an empty one for a retired id."""
        events = self.routes.dates(address.subject)
        group, _, id = address.subject.partition("/")
        if events:
            name = self.contents.entry(events[0], address.language).title
        elif group == "events" and id in self.routes.retired:
            translator = self.catalog.calendar.translator(address.language)
            name = translator.text("No longer listed")
        else:
            return None
        title = self.contents.title(address.language)
        head = self.contents.head_at(address, name, f"{name} · {title}")
        shown = [event for event in events if visible(event, cancelled)]
        body = self.contents.calendar_of(head, shown, address.language, cancelled)
        disposition = f'attachment; filename="{id}.ics"'
        return Document(body, FORMAT_BY_EXTENSION["ics"].media_type, disposition)

    def _unknown(self, address: Address) -> Unknown:
        text = self.catalog.calendar.translator(address.language).text
        near = self.routes.nearest(address)
        home = self.routes.path(Address(address.language, "", "/"))
        offered = [text("Did you mean:"), *near] if near else [text("All feeds:"), home]
        message = "\n".join((text("There is nothing at this address."), *offered)) + "\n"
        return Unknown(message, tuple(near))
