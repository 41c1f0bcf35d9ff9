"""The pages of one edition: which of them there are, and what each is made of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from feeds import cards, pages, search
from feeds.atlas import Atlas
from feeds.cards import Card, drawable
from feeds.catalog import KINDS, Event, Noun, Organization, Text, zone
from feeds.colors import topic_color
from feeds.documents import PLAIN, Document
from feeds.entries import Entry, place_of
from feeds.images import Image, Images
from feeds.pages import atom, render
from feeds.pages.map import Map
from feeds.pages.month import months, span, weeks
from feeds.pages.oembed import link, rich
from feeds.pages.printing import printed
from feeds.pages.program import Group, is_long
from feeds.pages.status import outcome
from feeds.places import Boundaries
from feeds.record import UNPUBLISHED, Edition, Revision, pairs
from feeds.routing import Address, Routes
from feeds.selection import DISTANCES, Directory, Feed, Index, fields_of

MOST_ON_HOME, MOST_ON_FEED, MOST_ON_MONTH = 12, 50, 500  # rows: a page is read, a calendar is scrolled
MOST_IN_FRAME, MOST_RELATED = 12, 3
MOST_IN_SITEMAP = 50_000
MOST_CARDS = 200  # of events: one is 20 KB and 20 ms
CALENDAR = "feeds/all"
PAGE, XML = "text/html; charset=utf-8", "application/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"
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
    images: Images
    shown: Callable[[Feed, str], list[Event]]
    revision: Callable[[Event], Revision]
    entry: Callable[[Event, str], Entry]
    forms: bool = True

    def page(self, address: Address) -> Document | None:
        """Return the page at a canonical address, or what embeds it; None where there is none."""
        feed, events = self.directory.feed(address.subject), self.routes.dates(address.subject)
        shown = [event for event in events if event.status != "withdrawn"]
        kind, _, name = address.subject.partition("/")
        if address.format == "png":
            card = self._card(address.subject, address.language)
            return Document(cards.draw(card), "image/png") if card else None
        frame = self._frame(address)
        if (feed and feed.withdrawn) or (events and not shown) or (kind == "events" and name in self.routes.retired):
            return self._gone(frame, address)
        if address.format == "missing":
            return self.not_found(address.language)
        if address.format in ("embed", "oembed"):
            return self._embedded(frame, address, feed, shown) if feed or shown else None
        if address.format == "print":
            body: str | None = self._print(frame, feed) if feed else None
        elif feed:
            body = self._feed(frame, feed)
        elif shown:
            body = self._event(frame, shown, name)
        elif kind == "month":
            body = self._month(frame, name)
        elif address.subject == "filter":
            body = self._filter(frame) if self.forms else self._pairs(frame)
        elif address.subject == "about" and self._is_signed:
            body = render("about.html", frame, words=self.edition.catalog.calendar.about.in_language(frame.language))
        else:
            body = self._home(frame) if not address.subject else None
        return Document(body.encode(), PAGE) if body else None

    @cached_property
    def _next(self) -> dict[str, Event]:
        """The next events that have a card, by their subject."""
        return {f"events/{event.id}": event for event in self._coming[:MOST_CARDS]}

    @cached_property
    def _public(self) -> dict[str, Feed]:
        return {feed.subject: feed for feed in self.feeds if feed.kind != "host"}  # a host has the card of its group

    def cards(self, language: str) -> Iterator[str]:
        """Yield the subjects that have a share card."""
        for subject in (*self._next, *self._public):
            if self._card(subject, language):
                yield subject

    def _card(self, subject: str, language: str) -> Card | None:
        """Return the card of an event that comes soon, or of a feed; None of others, and where letters are lacking."""
        calendar = self.edition.catalog.calendar
        translator, host = calendar.translator(language), urlsplit(self.base_url).netloc
        title = calendar.title.in_language(language)
        feed = self._public.get(subject)
        if subject in self._next:
            entry = self.edition.entry(self._next[subject], language)
            card = Card(entry.summary, card_lines(entry), title, calendar.accent)
        elif feed is None:
            return None
        else:
            names = (title, host) if subject == CALENDAR else (feed.title(translator, language, ""), title)
            invitation = translator.text(
                "Get these events in the calendar you already use. Changes show up on their own."
            )
            card = Card(names[0], (invitation,), names[1], calendar.accent)
        if not drawable(title):
            card = replace(card, calendar=host)
        if all(map(drawable, (card.title, *filter(None, card.lines)))):
            return card
        return Card(host, (), "", calendar.accent) if subject == CALENDAR else None

    def _card_path(self, address: Address) -> str:
        """Return the path of the card that a page shows: its own, that of the next date, else the calendar's."""
        dates = [f"events/{event.id}" for event in self.routes.dates(address.subject)]
        of_group = address.subject.replace("feeds/host/", "feeds/organization/", 1)
        own = next((subject for subject in dates if subject in self._next), of_group)
        subject = own if self._card(own, address.language) else CALENDAR
        return self.routes.path(Address(address.language, subject, "png"))

    def missing(self, path: str, message: str, near: Sequence[str] = ()) -> Document:
        """Return what a frame shows at a path that has nothing; `near` are paths that may have been meant."""
        frame = self._frame(Address(self.routes.language(path), "", "/"))
        here = path[: path.rindex("/") + 1]
        body = render("embed-missing.html", replace(frame, path=here, versions=()), message=message, near=near)
        return Document(body.encode(), PAGE, missing=True, framed=True)

    def not_found(self, language: str, near: Sequence[str] | None = None) -> Document:
        """Return the page of any address that has nothing; `near` are paths that may have been meant.

        Without them it is the file that static hosts show, and its script looks for them.
        """
        languages = self.edition.catalog.calendar.languages
        homes = tuple((code, self.routes.path(Address(code, "", "/"))) for code in languages)
        frame = replace(self._frame(Address(language, "", "missing")), versions=homes, anywhere=True)
        body = render("not-found.html", frame, near=near, chips=self._chips(language)).encode()
        return Document(body, PAGE, missing=near is not None)

    def coming(self, feed: Feed, language: str) -> list[Event]:
        """Return the events of a feed that are not over, as its calendar in a language has them."""
        return [event for event in self._shown(feed, language) if event.uid not in self._over]

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the pages that are of no feed or event."""
        return (*self._others, "filter")

    @cached_property
    def pairs(self) -> dict[str, Feed]:
        """The feeds of a topic in a neighborhood that a folder has, by the subject under which each was written."""
        found = {}
        subjects, _ = pairs(self.edition.catalog, self.edition.record)
        for subject in subjects:
            present = self.routes.read(f"/{subject}/").subject  # a slug may have become an alias
            if feed := self.directory.feed(present):
                found[subject] = feed
        return found

    @cached_property
    def _others(self) -> tuple[str, ...]:
        about = ("about",) if self._is_signed else ()
        return ("", *about, *(f"month/{month:%Y-%m}" for month in self._months))

    @property
    def _is_signed(self) -> bool:
        """Whether the list says who stands behind it, or how to reach them."""
        calendar = self.edition.catalog.calendar
        return bool(calendar.about or calendar.contact or calendar.suggest)

    @cached_property
    def files(self) -> dict[str, Document]:
        """What is at the same path in every language and follows from the list."""
        sheet = pages.stylesheet(self.edition.catalog.calendar.accent)
        found = {"/style.css": Document(sheet, "text/css; charset=utf-8")}
        shown = [self._logo, *map(self._image, self._listed)]
        return found | {image.path: image.document for image in shown if image}

    @property
    def _logo(self) -> Image | None:
        return self.images.by_file.get(self.edition.catalog.calendar.logo)

    def _image(self, event: Event) -> Image | None:
        return self.images.of_event(event, moved=event.uid in self.edition.moves)

    @cached_property
    def sitemap(self) -> Document:
        """Every page that search engines may show, by its public address (sitemaps.org: at most 50,000)."""
        subjects = [*self._others, *(feed.subject for feed in self.feeds)]
        subjects += dict.fromkeys(
            f"events/{id}" for event in reversed(self._listed) for id in (event.series, event.id) if id
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
        return self.directory.public

    @cached_property
    def _listed(self) -> list[Event]:
        """Every event that pages name, by end."""
        hidden = ("withdrawn", "cancelled") if self.edition.catalog.calendar.cancelled == "hide" else ("withdrawn",)
        return [event for event in self.index.events if event.status not in hidden]

    @cached_property
    def _months(self) -> dict[date, list[Event]]:
        """The events of each month from the first that has any to the last."""
        found: defaultdict[date, list[Event]] = defaultdict(list)
        for event in self._listed:
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

    @cached_property
    def _coming(self) -> list[Event]:
        """Every event that is not over, the next first."""
        return _by_start(event for event in self._listed if event.uid not in self._over)

    @cached_property
    def _next_of_host(self) -> dict[str, list[Event]]:
        """The next events that each organization hosts, by its slug."""
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self._coming:
            if event.status != "confirmed" or self._is_ongoing(event):
                continue
            for host in event.hosts:
                if len(found[host.slug]) < MOST_RELATED:
                    found[host.slug].append(event)
        return found

    @cached_property
    def _series(self) -> dict[str, str]:
        """The subject of the page with all dates of its series, by the UID of each event that has one."""
        return {
            event.uid: f"events/{id}" for id, dates in self.routes.series.items() if len(dates) > 1 for event in dates
        }

    def _program(self, events: Iterable[Event], language: str, most: int, *, whole: bool = False) -> pages.Program:
        """Return the rows that events make, at most so many of each part; `whole` keeps each date of a series."""
        coming, ongoing, past = list[Event](), list[Event](), list[Event]()
        for event in events:
            if event.uid in self._over:
                past.append(event)
            else:
                (ongoing if self._is_ongoing(event) else coming).append(event)
        parts = [self._grouped(part, whole=whole) for part in (_by_start(coming), _by_start(ongoing), past[::-1])]
        rows = [tuple(self._row(group, language) for group in part[:most]) for part in parts]
        return pages.Program(rows[0], rows[1], rows[2], cut=any(len(part) > most for part in parts))

    def _is_ongoing(self, event: Event) -> bool:
        first, _ = span(event.when.start, event.when.end)
        return first <= self.day and is_long(event.when.start, event.when.end)

    def _grouped(self, events: Iterable[Event], *, whole: bool = False) -> list[list[Event]]:
        """Return the events in their order, the dates of a series together where its first one is.

        A date that is cancelled or postponed stands by itself: it is news.
        """
        groups: dict[str, list[Event]] = {}
        for event in events:
            alone = whole or event.status != "confirmed"
            key = event.uid if alone else self._series.get(event.uid, event.uid)
            groups.setdefault(key, []).append(event)
        return list(groups.values())

    def _row(self, group: Sequence[Event], language: str) -> pages.Row:
        first, *others = group
        series = self._series[first.uid] if others else ""
        return pages.Row(self.entry(first, language), len(others), series)

    def _entries(self, events: Iterable[Event], language: str) -> list[Entry]:
        return [self.entry(event, language) for event in events]

    def _shown(self, feed: Feed, language: str) -> list[Event]:
        return [event for event in self.shown(feed, language) if event.status != "withdrawn"]

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
            foreign=self.foreign[address.language],
            topics=self._topics[address.language],
            imprint=self._imprint,
            card=self.base_url + self._card_path(address),
        )

    @cached_property
    def _imprint(self) -> pages.Imprint:
        calendar = self.edition.catalog.calendar
        return pages.Imprint(
            about=self._is_signed,
            contact=calendar.contact,
            suggest=calendar.suggest,
            logo=self._logo.path if self._logo else "",
        )

    @cached_property
    def foreign(self) -> dict[str, dict[str, str]]:
        """For each language of the list the texts in others, each with its language."""
        calendar = self.edition.catalog.calendar
        texts = [calendar.footer, calendar.about, *(text for event in self.index.events for text in _texts(event))]
        versions = {version: language for text in texts for language, version in text.by_language}
        own = {(language, version) for text in texts for language, version in text.by_language}
        return {
            language: {
                version: other
                for version, other in versions.items()
                if other != language and (language, version) not in own
            }
            for language in calendar.languages
        }

    @cached_property
    def _topics(self) -> dict[str, dict[str, int]]:
        """For each language the color of each topic, by its name."""
        catalog = self.edition.catalog
        return {
            language: {topic.title(language): topic_color(topic.slug) for topic in catalog.topics}
            for language in catalog.calendar.languages
        }

    @cached_property
    def _first_month(self) -> str:
        """The month of what comes next, else the newest with events, else this one."""
        busy = [month for month, events in self._months.items() if events]
        month = next((month for month in busy if month >= self.day.replace(day=1)), busy[-1] if busy else None)
        return f"month/{month:%Y-%m}/" if month else ""

    def _counts(self, language: str) -> dict[str, int]:
        return {feed.subject: len(self.coming(feed, language)) for feed in self.feeds}

    def _home(self, frame: pages.Frame) -> str:
        newest = None if self._coming or not self._months else list(self._months)[-1]
        events = self._months[newest] if newest else self._coming
        program = self._program(events, frame.language, MOST_ON_HOME)
        groups = self._groups
        return render(
            "home.html",
            frame,
            groups=groups,
            by_subject={feed.subject: feed for group in groups for feed in group.feeds},
            counts=self._counts(frame.language),
            program=program,
            newest=newest,
            map=self._map(frame.language),
            chips=self._chips(frame.language),
        )

    @cached_property
    def _groups(self) -> list[Group]:
        """The feeds of each kind that pages list; how people attend, where it differs."""
        differs = any(event.online for event in self.edition.catalog.events)
        found = [
            Group(kind.slug, kind.heading, kind.negatable, [feed for feed in self.feeds if feed.kind == kind.slug])
            for kind in sorted(KINDS, key=lambda kind: kind.position)
            if kind.heading and (differs or not kind.own)
        ]
        return [group for group in found if group.feeds]

    @cached_property
    def _atlas(self) -> Atlas:
        return Atlas(self.boundaries, self.edition.catalog.neighborhoods, self.feeds)

    def _map(self, language: str) -> Map | None:
        """The city, with the places where something is coming that takes place."""
        events = [event for event in self._coming if event.status in ("confirmed", "tentative")]
        return self._atlas.city(events, self._subject_of_place, language)

    def _subject_of_place(self, event: Event) -> str:
        """Return the feed of an event's venue, or, of one that is no venue of the list, the event or its series."""
        if event.venue and event.venue.slug:
            return f"feeds/venue/{event.venue.slug}"
        return self._series.get(event.uid, f"events/{event.id}")

    def _place(self, feed: Feed, language: str) -> dict[str, object]:
        """Return what the page of a venue shows of its place."""
        venues = self.edition.catalog.venues if feed.kind == "venue" else ()
        venue = next((venue for venue in venues if venue.slug == feed.slug), None)
        if venue is None:
            return {"place": None}
        area = venue.neighborhood
        return {
            "place": place_of(venue, language),
            "neighborhoods": [area.title(language)] if area else [],
            "surroundings": self._atlas.around(venue.coordinates, language),
            "maps": pages.maps,
        }

    def _feed(self, frame: pages.Frame, feed: Feed) -> str:
        events = self._shown(feed, frame.language)
        program = self._program(events, frame.language, MOST_ON_FEED)
        if feed.kind == "changes":
            newest = tuple(self._row([event], frame.language) for event in events[:MOST_ON_FEED])
            program = pages.Program(newest, cut=len(events) > MOST_ON_FEED)
        group = self._organization(feed)
        return render(
            "feed.html",
            frame,
            feed=feed,
            program=program,
            number=len(self.coming(feed, frame.language)),
            others=self._beside(feed, frame.language),
            about=group.about.in_language(frame.language) if group else "",
            own_site=group.url if group else "",
            choice=fields_of(feed.selection) if not feed.kind else (),
            news_title=atom.title,
            most=MOST_IN_FRAME,
            **self._place(feed, frame.language),
        )

    def _organization(self, feed: Feed) -> Organization | None:
        """Return the organization whose feed this is."""
        if feed.kind not in ("organization", "host"):
            return None
        return next((group for group in self.edition.catalog.organizations if group.slug == feed.slug), None)

    def _print(self, frame: pages.Frame, feed: Feed) -> str:
        """Return the page of a feed for paper: the weeks that it can show, of which it shows two."""
        entries = self._entries(_by_start(self.coming(feed, frame.language)), frame.language)
        return printed(frame, feed, entries)

    def search(self, language: str) -> bytes:
        """Return what the search box works with: what comes, the next first, then what is over, the last first."""
        past = [event for event in reversed(self._listed) if event.uid in self._over]
        return search.index(self.feeds, (*self._coming, *past), self.edition.catalog.calendar, language)

    def _chips(self, language: str) -> list[tuple[int, str]]:
        """Return what the search box can narrow down to beside days: those flags that some event to come has."""
        calendar = self.edition.catalog.calendar
        text = calendar.translator(language).text
        found = {search.flags(event, calendar, language) for event in self._coming}
        chips = ((search.FREE, text("Free")), (search.ONLINE, text("Online")))
        return [(flag, label) for flag, label in chips if any(flag & flags for flags in found)]

    def _beside(self, feed: Feed, language: str) -> list[tuple[str, str]]:
        """Return the names and subjects of the feeds that say the same of a noun in another way."""
        kind = {"organization": "host", "host": "organization"}.get(feed.kind, "")
        other = self.directory.feeds.get(f"feeds/{kind}/{feed.slug}")
        translator = self.edition.catalog.calendar.translator(language)
        title = self.edition.catalog.calendar.title.in_language(language)
        return [(other.sentence(translator, language, title), other.subject)] if other else []

    def _gone(self, frame: pages.Frame, address: Address) -> Document:
        """Return the page of what was taken down, or its oEmbed, which no longer shows a frame."""
        if address.format == "oembed":
            return Document(link(frame.calendar, f"{self.base_url}{frame.prefix}/"), JSON, gone=True, framed=True)
        return Document(render("gone.html", frame).encode(), PAGE, gone=True, framed=address.format == "embed")

    def _embedded(self, frame: pages.Frame, address: Address, feed: Feed | None, events: Sequence[Event]) -> Document:
        """Return what other sites show of a feed, a series or an event in a frame, or what they need to know of it."""
        language = frame.language
        title = feed.title(frame.translator, language, frame.calendar) if feed else ""
        title = title or events[0].title.in_language(language)
        if address.format == "oembed":
            embed = self.base_url + self.routes.path(Address(language, address.subject, "embed"))
            return Document(rich(title, embed, frame.calendar, f"{self.base_url}{frame.prefix}/"), JSON, framed=True)
        if feed is None and f"events/{events[0].id}" == address.subject:
            body = render("embed-event.html", frame, entry=self.entry(events[0], language))
        else:
            shown = self._shown(feed, language) if feed else events
            program = self._program(shown, language, MOST_IN_FRAME, whole=feed is None)
            body = render("embed.html", frame, title=title, subject=address.subject, program=program)
        return Document(body.encode(), PAGE, framed=True)

    def _event(self, frame: pages.Frame, events: Sequence[Event], id: str) -> str:
        if events[0].id != id:
            program = self._program(events, frame.language, MOST_ON_MONTH, whole=True)
            return pages.series(frame, f"events/{id}", program)
        event = events[0]
        entry, revision = self.entry(event, frame.language), self.revision(event)
        changed = None if revision == UNPUBLISHED else revision.modified.astimezone(self._zone).date()
        return pages.event(
            frame,
            entry,
            timezone=self.edition.catalog.calendar.timezone,
            series=self._series.get(event.uid, ""),
            changed=changed,
            subjects=self._named(event, entry),
            related=self._related(event, frame.language),
            oembed=self.routes.path(Address(frame.language, f"events/{id}", "oembed")),
            surroundings=self._atlas.around(entry.place.point if entry.place else None, frame.language),
            image=self._image(event),
            alt=event.image.alt.in_language(frame.language) if event.image else "",
        )

    def _related(self, event: Event, language: str) -> list[pages.Row]:
        """Return the next events of the hosts of an event."""
        found = {other.uid: other for host in event.hosts for other in self._next_of_host.get(host.slug, ())}
        found.pop(event.uid, None)
        return [self._row(group, language) for group in self._grouped(_by_start(found.values()))[:MOST_RELATED]]

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
        ongoing = [entry for entry in entries if is_long(entry.start, entry.last)]
        short = [entry for entry in entries if not is_long(entry.start, entry.last)]
        table = weeks(month, short, frame.translator.first_weekday)
        before = max((other for other in busy if other < month), default=None)
        after = min((other for other in busy if other > month), default=None)
        return render(
            "month.html",
            frame,
            month=month,
            ongoing=ongoing,
            weeks=table,
            before=before,
            after=after,
            number=len(events),
            cut=len(entries) < len(events),
        )

    def _pairs(self, frame: pages.Frame) -> str:
        """Return the page that leads to each pair of a topic and a neighborhood that a folder has."""
        by_topic: dict[str, dict[str, Feed]] = {}
        for pair in self.pairs.values():
            asked = dict(pair.selection.any_of)
            [slug], [area_slug] = asked["topic"], asked["neighborhood"]
            by_topic.setdefault(slug, {})[area_slug] = pair
        kinds = {kind: [feed for feed in self.feeds if feed.kind == kind] for kind in ("topic", "neighborhood")}
        topics = []
        for topic in kinds["topic"]:
            of_topic = by_topic.get(topic.slug, {})
            areas = [(area, of_topic[area.slug]) for area in kinds["neighborhood"] if area.slug in of_topic]
            topics.append((topic, [(area, pair, len(self.coming(pair, frame.language))) for area, pair in areas]))
        return render("pairs.html", frame, topics=[(topic, areas) for topic, areas in topics if areas])

    def _filter(self, frame: pages.Frame) -> str:
        venues = [venue for venue in self.edition.catalog.venues if venue.coordinates]
        known = {f"feeds/venue/{venue.slug}" for venue in venues}
        known |= {f"feeds/neighborhood/{venue.neighborhood.slug}" for venue in venues if venue.neighborhood}
        places = [feed for feed in self.feeds if feed.subject in known]
        distances = [distance for distance in DISTANCES if frame.translator.miles or distance.endswith("km")]
        return render(
            "filter.html",
            frame,
            groups=self._groups,
            counts=self._counts(frame.language),
            places=places,
            distances=distances,
        )


def _by_start(events: Iterable[Event]) -> list[Event]:
    """Return the events by when they start; those of whole days come before the hours of their first."""
    return sorted(events, key=lambda event: (event.when.start.isoformat(), event.uid))


def card_lines(entry: Entry) -> tuple[str, ...]:
    """Return what a card says below the title of an event: when, where it still takes place then, and where."""
    place = [entry.place.title] if entry.place else []
    result = outcome(entry, entry.translator, over=False)
    when = entry.translator.long(entry.start, entry.last) if result.dated else result.sentence
    return when, " · ".join(dict.fromkeys((*place, *entry.neighborhoods)))


def _texts(event: Event) -> Iterator[Text]:
    """Yield the texts of an event that may be in another language than its page."""
    yield from (event.title, event.notice, event.description, event.moved, event.ends_at)
    yield from (event.cost, event.accessibility)
    if event.venue:
        yield event.venue.accessibility
    if event.image:
        yield event.image.alt
