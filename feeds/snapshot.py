"""Every answer the calendar gives for one catalog: address to finished document, each made once."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from threading import Lock
from typing import TypeVar
from zoneinfo import ZoneInfo

from feeds.calendar import covered
from feeds.catalog import CANCELLED, Cancelled, Catalog, Event, Problem, zone
from feeds.contents import Contents, visible
from feeds.documents import Document, Held, Shelf
from feeds.entries import Entry
from feeds.limits import MOST_EVENTS, within
from feeds.pages import ICON, SCRIPT, STYLESHEET, atom, linked
from feeds.places import Boundaries
from feeds.record import Edition
from feeds.selection import Address, Directory, Feed, MalformedAddress, written
from feeds.site import Site
from feeds.words import words

MOST_HELD = 64_000_000  # octets of finished documents in memory
CALENDAR, ATOM, LINKED, JSON, STYLE, CODE, IMAGE = (
    "text/calendar; charset=utf-8",
    "application/atom+xml; charset=utf-8",
    "application/ld+json; charset=utf-8",
    "application/json; charset=utf-8",
    "text/css; charset=utf-8",
    "text/javascript; charset=utf-8",
    "image/svg+xml; charset=utf-8",
)
DAY = timedelta(days=1)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Moved:
    """The address has another, canonical path."""

    path: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing has this address; `message` says so in its language and offers the nearest."""

    message: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """The address cannot be read; `message` says in its language what it takes."""

    message: str


@dataclass(frozen=True)
class Snapshot:
    """All documents of one edition. `site` is the public address, without a slash at its end.

    `day`, the present one, parts what comes from what is over in pages and news, and nothing else. `boundaries` are
    drawn on a map. `forms` says whether a server answers forms; a folder cannot. `new` are the UIDs of the events that
    an earlier snapshot did not have as they are, None where there was none. Any number of threads may ask; each
    document is made once, when it is first asked for, and each event is rendered once a language.
    """

    edition: Edition
    site: str
    day: date = date.min
    boundaries: Boundaries = field(default_factory=Boundaries)
    forms: bool = True
    new: frozenset[str] | None = None
    shelf: Shelf = field(default_factory=lambda: Shelf(MOST_HELD), repr=False, compare=False)
    _pieces: dict[tuple[str, str, str], bytes] | None = field(default=None, repr=False, compare=False)
    _making: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def catalog(self) -> Catalog:
        """The list with the events that it no longer has and that are not over."""
        return self.edition.catalog

    @cached_property
    def directory(self) -> Directory:
        """Every address there is."""
        return Directory(self.catalog, self.edition.former, self.edition.gone, self.edition.kept)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The calendar's time zone."""
        return zone(self.catalog.calendar.timezone)

    def find(self, path: str, cancelled: str | None = None) -> Document | Moved | Unknown | Malformed:
        """Return what stands at `path`; `cancelled` (mark, status, hide) says how calendars show cancelled events."""
        how = next((option for option in CANCELLED if option == cancelled), self.catalog.calendar.cancelled)
        if cancelled not in (None, how):
            said = words(self.directory.language(path))
            return Malformed(said.text("cancelled= takes one of these: %(options)s", options=", ".join(CANCELLED)))
        if held := self.held(path, how):
            return held.document
        try:
            address = self.directory.read(path)
        except MalformedAddress as error:
            return Malformed(str(error))
        canonical = self.directory.path(address)
        return Moved(canonical) if canonical != path and self.held(canonical, how) else self._unknown(address)

    def held(self, path: str, how: Cancelled) -> Held | None:
        """Return the document at a canonical path, made when it is first asked for; None where there is none."""
        if known := self.shelf.held.get((path, how)):
            return known
        file, address = self.file(path), self._canonical(path)
        with self._making:
            known = self.shelf.held.get((path, how))
            if known is None and (document := file or (self._make(address, how) if address else None)):
                known = self.shelf.put((path, how), document)
        return known

    def _canonical(self, path: str) -> Address | None:
        """Return the address that has this path."""
        try:
            address = self.directory.read(path)
        except MalformedAddress:
            return None
        return address if self.directory.path(address) == path else None

    def chosen(self, path: str, fields: Mapping[str, Sequence[str]]) -> Moved | Malformed | Unknown:
        """Return where the form at `path` leads that was filled in with `fields`, each with its values."""
        language = self.directory.language(path)
        try:
            address = self.directory.read(f"{self.directory.prefix(language)}/feeds/{written(fields)}/")
        except MalformedAddress as error:
            return Malformed(str(error))
        known = self.directory.feed(address.subject)
        return Moved(self.directory.path(address)) if known else self._unknown(address)

    def counted(self, path: str) -> str:
        """Return in words how many events the feed at the canonical path of its page has."""
        address = self.directory.read(path)
        feed = self.directory.feed(address.subject)
        number = len(self._told(feed, address.language, self.catalog.calendar.cancelled)) if feed else 0
        return words(address.language).count("%(number)d event", "%(number)d events", number)

    @cached_property
    def form_paths(self) -> frozenset[str]:
        """The paths whose queries are a form that was filled in."""
        return frozenset(self.directory.path(Address(code, "filter", "/")) for code in self.catalog.calendar.languages)

    @cached_property
    def contents(self) -> Contents:
        """What the feeds hold."""
        return Contents(self.edition, self.directory, self.site)

    @cached_property
    def pages(self) -> Site:
        """The pages of the edition."""
        return Site(self.edition, self.directory, self.site, self.day, self.boundaries, self.contents.shown, self.forms)

    def file(self, path: str) -> Document | None:
        """Return what stands at the same path in every language."""
        if path == "/robots.txt":
            return self.pages.robots
        return self.pages.sitemap if path == "/sitemap.xml" else FILES.get(path)

    def as_folder(self) -> "Snapshot":
        """Return the same for a host that answers no forms."""
        return replace(self, edition=self.edition.keeping(), forms=False, shelf=Shelf(MOST_HELD), _pieces={})

    @cached_property
    def dress(self) -> dict[str, Cancelled]:
        """How cancelled events are shown, by the queries that say so."""
        return {"": self.catalog.calendar.cancelled, **{f"cancelled={how}": how for how in CANCELLED}}

    def paths(self) -> Iterator[tuple[str, str]]:
        """Yield every path that answers, aliases too, and the canonical one whose document it is."""
        for language in self.catalog.calendar.languages:
            ids = dict.fromkeys((*self.directory.events, *self.directory.series, *sorted(self.directory.gone)))
            feeds = ((subject, ("ics", "json", "atom", "/", "embed")) for subject in self.directory.feeds)
            events = ((f"events/{id}", ("ics", "/")) for id in ids)
            for subject, forms in (*feeds, *events):
                for form in forms:
                    address = Address(language, subject, form)
                    path = self.directory.path(address)
                    yield path, path
                    yield from ((alias, path) for alias in self.directory.alias_paths(address))
            pages = ((subject, "/") for subject in self.pages.subjects)
            for subject, form in (*pages, ("feeds/index", "json")):
                path = self.directory.path(Address(language, subject, form))
                yield path, path
        yield from ((path, path) for path in ("/robots.txt", "/sitemap.xml", *FILES))

    def problems(self, file: str) -> Iterator[Problem]:
        """Yield what subscribers of single feeds will miss or may misread."""
        how, language = self.catalog.calendar.cancelled, self.catalog.calendar.languages[0]
        for feed in self.directory.feeds.values():
            picked = len(self.contents.picked(feed, how))
            remedy = "leave out old events, or make a narrower collection"
            shown = MOST_EVENTS if picked > MOST_EVENTS else len(self.contents.shown(feed, language, how))
            if shown < picked:
                found = f"/{feed.subject}.ics holds at most {shown} of {picked} events: Google takes no more"
                yield Problem(file, 0, "", found, remedy, "warning")
        if not covered(self.zone, self.directory.index.first_start(range(len(self.catalog.events)))):
            found = f"{self.zone.key} changed its rules since the first event"
            yield Problem(file, 0, "", found, "Outlook may show events around those changes an hour off", "note")

    def _make(self, address: Address, how: Cancelled) -> Document | None:
        feed = self.directory.feed(address.subject)
        events = self.directory.dates(address.subject)
        gone = address.subject.removeprefix("events/") in self.directory.gone
        if feed and address.form in ("ics", "json", "atom"):
            makers = {"ics": self._feed, "json": self._linked, "atom": self._atom}
            return makers[address.form](feed, address, how)
        if address.form == "ics" and (events or gone):
            return self._event(events, address, how)
        if address.form in ("/", "embed"):
            return self.pages.page(address)
        if (address.subject, address.form) == ("feeds/index", "json"):
            return Document(self._index(address.language), JSON)
        return None

    def _feed(self, feed: Feed, address: Address, how: Cancelled) -> Document:
        body = self.contents.feed(feed, address.language, how)
        return Document(body, CALENDAR, f'inline; filename="{feed.file}.ics"')

    def _atom(self, feed: Feed, address: Address, how: Cancelled) -> Document:
        language, calendar = address.language, self.catalog.calendar
        said, title = words(language), calendar.title.in_language(language)
        page = Address(language, feed.subject, "/")
        head = atom.Head(
            id=f"tag:{calendar.domain},2020:{self.directory.path(address).removeprefix('/')}",
            title=feed.title(said, language, title),
            subtitle=feed.description(said, language, title),
            author=title,
            source=self.site + self.directory.path(address),
            page=self.site + self.directory.path(page),
            language=language,
        )
        news = []
        for event in self._told(feed, language, how):
            seen, revision = self.edition.entry(event, language), self.edition.revision(event)
            there, domain = self.contents.event_page(seen), calendar.domain
            body = self._piece("atom", seen, partial(atom.entry, seen, revision, there, domain, self.day))
            news.append(((seen, (revision, body)), len(body)))
        fitting = within(news)
        ordered = fitting if feed.kind == "changes" else _upcoming_first(fitting, self.day)
        return Document(atom.feed(head, [item for _, item in ordered]), ATOM)

    def _linked(self, feed: Feed, address: Address, how: Cancelled) -> Document:
        language, title = address.language, self.catalog.calendar.title.in_language(address.language)
        said, page = words(language), Address(language, feed.subject, "/")
        told = self._told(feed, language, how)
        entries = (self.edition.entry(event, language) for event in told)
        bodies = [
            self._piece("json", seen, partial(linked.line, seen, self.contents.event_page(seen))) for seen in entries
        ]
        fitting = within([(body, len(body)) for body in bodies])
        body = linked.item_list(
            feed.title(said, language, title),
            feed.description(said, language, title),
            self.site + self.directory.path(page),
            language,
            fitting,
        )
        return Document(body, LINKED)

    def _piece(self, form: str, seen: Entry, make: Callable[[], bytes]) -> bytes:
        """Return what an event is in a feed of that form: kept in a folder's build, not in the memory of a server."""
        if self._pieces is None:
            return make()
        key = form, seen.uid, seen.language
        if key not in self._pieces:
            self._pieces[key] = make()
        return self._pieces[key]

    def _told(self, feed: Feed, language: str, how: Cancelled) -> list[Event]:
        """Return what of a feed is news: a withdrawn event is none."""
        return [event for event in self.contents.shown(feed, language, how) if event.status != "withdrawn"]

    def _event(self, events: Sequence[Event], address: Address, how: Cancelled) -> Document:
        """Return the calendar of one event, of all dates of a series, or, of one that is gone, an empty one."""
        said, title = words(address.language), self.catalog.calendar.title.in_language(address.language)
        name = self.edition.entry(events[0], address.language).title if events else said.text("No longer listed")
        head = self.contents.head(address, name, f"{name} · {title}")
        shown = [event for event in events if visible(event, how)]
        file = address.subject.rpartition("/")[2]
        body = self.contents.calendar(head, shown, address.language, how)
        return Document(body, CALENDAR, f'attachment; filename="{file}.ics"')

    def try_out(self) -> None:
        """Render the events that are new: whatever is wrong with one is raised here."""
        events, known = self.directory.index.events, self.new
        new = [number for number, event in enumerate(events) if known is None or event.uid in known]
        for language in self.catalog.calendar.languages:
            self.contents.vevents(new, language, self.catalog.calendar.cancelled)

    def after(self, before: "Snapshot") -> "Snapshot":
        """Return this snapshot with what an earlier one made of events that are still the same."""
        if (before.site, before.catalog.calendar) != (self.site, self.catalog.calendar):
            return self
        changed = self.edition.take_over(before.edition)
        found = replace(self, new=frozenset(changed))
        found.directory.take_over(before.directory, changed)
        found.contents.take_over(before.contents, changed)
        return found

    def made_ready(self) -> "Snapshot":
        """Return this snapshot with what every answer needs, made before anybody asks."""
        for language in self.catalog.calendar.languages:
            words(language).day(self.day, "y")  # Babel reads what it knows of a language when it is first asked
        self.directory.forms, self.directory.index.events  # noqa: B018  # made and kept
        return self

    def _index(self, language: str) -> bytes:
        calendar = self.catalog.calendar
        index = {
            "title": calendar.title.in_language(language),
            "languages": calendar.languages,
            "feeds": [self._listing(feed, language) for feed in self.pages.feeds],
        }
        return json.dumps(index, ensure_ascii=False, indent=1).encode() + b"\n"

    def _listing(self, feed: Feed, language: str) -> dict[str, object]:
        addresses = {
            form: self.site + self.directory.path(Address(language, feed.subject, form))
            for form in ("ics", "json", "atom", "/")
        }
        return {
            "kind": feed.kind,
            "slug": feed.slug or None,
            "name": feed.name.in_language(language),
            "aliases": feed.aliases,
            "events": len(self.contents.shown(feed, language)),
            "ics": addresses["ics"],
            "json": addresses["json"],
            "atom": addresses["atom"],
            "page": addresses["/"],
        }

    def _unknown(self, address: Address) -> Unknown:
        said = words(address.language)
        near = self.directory.nearest(address)
        lines = [said.text("There is no such address here.")]
        lines += (
            [said.text("Did you mean:"), *near] if near else [said.text("All feeds:"), self._home(address.language)]
        )
        return Unknown("\n".join(lines) + "\n")

    def _home(self, language: str) -> str:
        return self.directory.path(Address(language, "", "/"))


def _upcoming_first(news: Sequence[tuple[Entry, Item]], today: date) -> list[tuple[Entry, Item]]:
    """Return what is not over, the next first, then what is, the last first."""
    last_days = [seen.end.date() if isinstance(seen.end, datetime) else seen.end - DAY for seen, _ in news]
    upcoming = [one for one, day in zip(news, last_days) if day >= today]
    over = [one for one, day in zip(news, last_days) if day < today]
    return sorted(upcoming, key=lambda one: one[0].start.isoformat()) + over[::-1]


FILES = {
    "/style.css": Document(STYLESHEET, STYLE),
    "/script.js": Document(SCRIPT, CODE),
    "/icon.svg": Document(ICON, IMAGE),
}
