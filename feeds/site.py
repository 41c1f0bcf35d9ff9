"""The pages of one edition: which of them there are, and what each is made of."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from zoneinfo import ZoneInfo

from feeds import pages
from feeds.catalog import Event, Noun, zone
from feeds.documents import PLAIN, Document
from feeds.entries import Entry
from feeds.pages.map import Map, draw
from feeds.pages.month import months, span, weeks
from feeds.places import Boundaries, areas_of
from feeds.record import UNPUBLISHED, Edition, Revision
from feeds.routing import Address, Routes
from feeds.selection import Directory, Feed, Index

MOST_ON_HOME, MOST_ON_FEED, MOST_ON_MONTH = 12, 50, 500  # events: a page is read, a calendar is scrolled
MOST_IN_SITEMAP = 50_000
PAGE, XML = "text/html; charset=utf-8", "application/xml; charset=utf-8"
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{urls}</urlset>
"""


@dataclass(frozen=True)
class Site:
    """What pages are made of. `base_url` is the public address, without a slash at its end; `day` is today.

    `shown` gives the events of a feed as its calendar in a language has them; `forms` says whether a server answers.
    """

    edition: Edition
    directory: Directory
    routes: Routes
    index: Index
    base_url: str
    day: date
    boundaries: Boundaries
    shown: Callable[[Feed, str], list[Event]]
    revision: Callable[[Event], Revision]
    forms: bool = True

    def page(self, address: Address) -> Document | None:
        """Return the page at a canonical address, None where there is none."""
        feed, events = self.directory.feed(address.subject), self.routes.dates(address.subject)
        told = [event for event in events if event.status != "withdrawn"]
        kind, _, name = address.subject.partition("/")
        frame = self._frame(address)
        if (feed and feed.withdrawn) or (events and not told) or (kind == "events" and name in self.routes.gone):
            return Document(pages.gone(frame).encode(), PAGE, gone=True, framed=address.format == "embed")
        if feed and address.format == "embed":
            return Document(self._embed(frame, feed).encode(), PAGE, framed=True)
        if feed:
            body: str | None = self._feed(frame, feed)
        elif told:
            body = self._event(frame, told, name)
        elif kind == "month":
            body = self._month(frame, name)
        elif address.subject == "filter" and self.forms:
            body = self._filter(frame)
        else:
            body = self._home(frame) if not address.subject else None
        return Document(body.encode(), PAGE) if body else None

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the pages that are of no feed or event."""
        return (*self._others, *(("filter",) if self.forms else ()))

    @cached_property
    def _others(self) -> tuple[str, ...]:
        return ("", *(f"month/{month:%Y-%m}" for month in self._months))

    @cached_property
    def sitemap(self) -> Document:
        """Every page that search engines may show, by its public address (sitemaps.org: at most 50,000)."""
        subjects = [*self._others, *(feed.subject for feed in self.feeds)]
        subjects += dict.fromkeys(
            f"events/{id}" for event in reversed(self._told) for id in (event.series, event.id) if id
        )
        languages = self.edition.catalog.calendar.languages
        paths = [self.routes.path(Address(language, subject, "/")) for subject in subjects for language in languages]
        urls = "".join(f"<url><loc>{escape(self.base_url + path)}</loc></url>\n" for path in paths[:MOST_IN_SITEMAP])
        return Document(SITEMAP.format(urls=urls).encode(), XML)

    @cached_property
    def robots(self) -> Document:
        """Leave for everyone: Google was seen to refuse a feed for want of one (rule 42)."""
        return Document(f"User-agent: *\nAllow: /\nSitemap: {self.base_url}/sitemap.xml\n".encode(), PLAIN)

    @cached_property
    def feeds(self) -> list[Feed]:
        """The feeds that pages name."""
        return [feed for feed in self.directory.feeds.values() if not feed.withdrawn]

    @cached_property
    def _told(self) -> list[Event]:
        """Every event that pages name, by end."""
        hidden = ("withdrawn", "cancelled") if self.edition.catalog.calendar.cancelled == "hide" else ("withdrawn",)
        return [event for event in self.index.events if event.status not in hidden]

    @cached_property
    def _months(self) -> dict[date, list[Event]]:
        """The events of each month from the first that has any to the last."""
        found: defaultdict[date, list[Event]] = defaultdict(list)
        for event in self._told:
            for month in months(*span(event.when.start, event.when.end)):
                found[month].append(event)
        return {month: found[month] for month in months(min(found), max(found))} if found else {}

    @cached_property
    def _over(self) -> frozenset[str]:
        """The UIDs of the events that were over when today began."""
        return frozenset(event.uid for event in self.index.over(self.day))

    @cached_property
    def _zone(self) -> ZoneInfo:
        return zone(self.edition.catalog.calendar.timezone)

    def _program(self, events: Sequence[Event], language: str, most: int) -> pages.Program:
        """Return what is not over, the next first, and what is, the last first, at most so many of each."""
        coming = [event for event in events if event.uid not in self._over]
        past = [event for event in events if event.uid in self._over][::-1]
        coming.sort(key=lambda event: (event.when.start.isoformat(), event.uid))
        return self._entries(coming[:most], language), self._entries(past[:most], language)

    def _entries(self, events: Sequence[Event], language: str) -> list[Entry]:
        return [self.edition.entry(event, language) for event in events]

    def _frame(self, address: Address) -> pages.Frame:
        calendar = self.edition.catalog.calendar
        return pages.Frame(
            translator=calendar.translator(address.language),
            prefix=self.routes.prefix(address.language),
            calendar=calendar.title.in_language(address.language),
            path=self.routes.path(address),
            base_url=self.base_url,
            versions=tuple(
                (language, self.routes.path(Address(language, address.subject, address.format)))
                for language in calendar.languages
            ),
            day=self.day,
            over=self._over,
            months=self._first_month,
            forms=self.forms,
        )

    @cached_property
    def _first_month(self) -> str:
        """The month of what comes next, else the newest with events, else this one."""
        busy = [month for month, events in self._months.items() if events]
        month = next((month for month in busy if month >= self.day.replace(day=1)), busy[-1] if busy else None)
        return f"month/{month:%Y-%m}/" if month else ""

    def _counts(self, language: str) -> dict[str, int]:
        return {feed.subject: len(self.shown(feed, language)) for feed in self.feeds}

    def _home(self, frame: pages.Frame) -> str:
        coming = [event for event in self._told if event.uid not in self._over]
        newest = None if coming or not self._months else list(self._months)[-1]
        events = self._months[newest] if newest else coming
        program = self._program(events, frame.language, MOST_ON_HOME)
        return pages.home(frame, self.feeds, self._counts(frame.language), program, newest, self._map)

    @cached_property
    def _map(self) -> Map | None:
        """The boundary areas, each linked to the feed of its own neighborhood, else of the first that lies in it."""
        shown = {feed.slug: feed.subject for feed in self.feeds if feed.kind == "neighborhood"}
        subjects: dict[str, str] = {}
        for of_its_own in (True, False):
            for neighborhood in self.edition.catalog.neighborhoods:
                if neighborhood.slug in shown and bool(neighborhood.within) != of_its_own:
                    for area in areas_of(neighborhood, self.boundaries):
                        subjects.setdefault(area, shown[neighborhood.slug])
        return draw(self.boundaries.shapes, subjects)

    def _feed(self, frame: pages.Frame, feed: Feed) -> str:
        events = [event for event in self.shown(feed, frame.language) if event.status != "withdrawn"]
        program = self._program(events, frame.language, MOST_ON_FEED)
        if feed.kind == "changes":
            program = self._entries(events[:MOST_ON_FEED], frame.language), ()
        return pages.feed(frame, feed, program, len(events), self._beside(feed, frame.language))

    def _beside(self, feed: Feed, language: str) -> list[tuple[str, str]]:
        """Return the names and subjects of the feeds that say the same of a noun in another way."""
        kind = {"organization": "host", "host": "organization"}.get(feed.kind, "")
        other = self.directory.feeds.get(f"feeds/{kind}/{feed.slug}")
        translator = self.edition.catalog.calendar.translator(language)
        title = self.edition.catalog.calendar.title.in_language(language)
        return [(other.sentence(translator, language, title), other.subject)] if other else []

    def _embed(self, frame: pages.Frame, feed: Feed) -> str:
        events = [event for event in self.shown(feed, frame.language) if event.status != "withdrawn"]
        return pages.embed(frame, feed, self._program(events, frame.language, MOST_ON_HOME))

    def _event(self, frame: pages.Frame, events: Sequence[Event], id: str) -> str:
        if events[0].id != id:
            return pages.series(frame, f"events/{id}", self._program(events, frame.language, MOST_ON_MONTH))
        event = events[0]
        dates = self.routes.dates(f"events/{event.series}")
        series = f"events/{event.series}" if event in dates and len(dates) > 1 else ""
        entry, revision = self.edition.entry(event, frame.language), self.revision(event)
        changed = None if revision == UNPUBLISHED else revision.modified.astimezone(self._zone).date()
        return pages.event(frame, entry, series, changed, self._named(event, entry))

    def _named(self, event: Event, entry: Entry) -> Mapping[tuple[str, str], str]:
        """Return the subject of the feed that each noun of an event has, by its kind and name."""
        nouns: dict[str, Sequence[Noun]] = {
            "organization": (*event.hosts, *event.supporters),
            "topic": event.topics,
            "neighborhood": event.areas,
        }
        found = {
            (kind, noun.title(entry.language)): f"feeds/{kind}/{noun.slug}"
            for kind, these in nouns.items()
            for noun in these
        }
        if event.venue and event.venue.slug and entry.place:
            found["venue", entry.place.title] = f"feeds/venue/{event.venue.slug}"
        return found

    def _month(self, frame: pages.Frame, name: str) -> str | None:
        try:
            month = date.fromisoformat(f"{name}-01")
        except ValueError:
            return None
        if month not in self._months:
            return None
        events, busy = self._months[month], [other for other, events in self._months.items() if events]
        entries = self._entries(events[:MOST_ON_MONTH], frame.language)
        table = weeks(month, entries, frame.translator.first_weekday)
        before = max((other for other in busy if other < month), default=None)
        after = min((other for other in busy if other > month), default=None)
        return pages.month(frame, month, table, before, after, len(events), cut=len(entries) < len(events))

    def _filter(self, frame: pages.Frame) -> str:
        venues = [venue for venue in self.edition.catalog.venues if venue.coordinates]
        known = {f"feeds/venue/{venue.slug}" for venue in venues}
        known |= {f"feeds/neighborhood/{venue.neighborhood.slug}" for venue in venues if venue.neighborhood}
        places = [feed for feed in self.feeds if feed.subject in known]
        return pages.filter(frame, self.feeds, self._counts(frame.language), places)
