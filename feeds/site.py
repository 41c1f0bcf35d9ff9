"""The pages of one edition: which of them there are, and what each is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from feeds import cards, pages, search
from feeds.atlas import Atlas
from feeds.catalog import KINDS, Event, Kind, Noun, Organization, Text
from feeds.colors import topic_color
from feeds.contents import Contents
from feeds.crawlers import robots, sitemap
from feeds.documents import JSON, PAGE, Document
from feeds.entries import Entry
from feeds.images import Image, Images
from feeds.pages import PageContext, SiteInfo, atom, linked, maps, oembed, render
from feeds.pages.compose import compose
from feeds.pages.map import Map
from feeds.pages.month import weeks
from feeds.pages.pattern import pattern
from feeds.pages.printing import printed
from feeds.pages.program import Group, is_long
from feeds.places import Boundaries
from feeds.presentation import place_of
from feeds.programs import Programs, by_start
from feeds.record import UNPUBLISHED, pairs
from feeds.routing import Address
from feeds.selection import DISTANCES, Directory, Feed, fields_of
from feeds.share_cards import ShareCards

# rows: a page is read, a calendar is scrolled
MOST_ON_HOME, MOST_ON_FEED, MOST_ON_MONTH = (12, 50, 500)
MOST_IN_FRAME = 12


class Site:
    """The pages of an edition on one day.

    `boundaries` are drawn on a map, `images` are what the list shows beside its texts; `forms` says whether a server
    answers forms.
    """

    def __init__(
        self,
        contents: Contents,
        directory: Directory,
        day: date,
        boundaries: Boundaries,
        images: Images,
        *,
        forms: bool = True,
    ) -> None:
        self.contents, self.routes, self.directory = contents, contents.routes, directory
        self.catalog, self.calendar = contents.edition.catalog, contents.calendar
        self.day, self.images, self.forms = day, images, forms
        self.feeds = directory.public  # those that pages name
        self.programs = Programs(contents, day)
        self._atlas = Atlas(boundaries, self.catalog.neighborhoods, self.feeds)
        self._logo = images.by_file.get(self.calendar.logo)
        self._is_signed = bool(
            self.calendar.about or self.calendar.contact or self.calendar.suggest
        )

    def page(self, address: Address) -> Document | None:
        """Return the page at a canonical address, or what embeds it; None where there is none."""
        feed, events = self.directory.feed(address.subject), self.routes.dates(address.subject)
        shown = [event for event in events if event.status != "withdrawn"]
        kind, _, name = address.subject.partition("/")
        if address.format == "png":
            card = self.cards.card(address.subject, address.language)
            return Document(cards.draw(card), "image/png") if card else None
        if address.format == "missing":
            return self.not_found(address.language)
        frame = self._frame(address)
        if (
            (feed and feed.withdrawn)
            or (events and not shown)
            or (kind == "events" and name in self.routes.retired)
        ):
            return self._gone(frame, address)
        if address.format in ("embed", "oembed"):
            return self._embedded(frame, address, feed, shown) if feed or shown else None
        if address.format == "print":
            body: str | None = self._print(frame, feed) if feed else None
        elif feed:
            body = self._feed(frame, feed)
        elif shown:
            body = (
                self._event(frame, shown[0])
                if shown[0].id == name
                else self._series(frame, shown, name)
            )
        elif kind == "month":
            body = self._month(frame, name)
        elif address.subject == "filter":
            body = self._filter(frame) if self.forms else self._pairs(frame)
        elif address.subject == "about" and self._is_signed:
            body = render(
                "about.html", frame, words=self.calendar.about.in_language(frame.language)
            )
        else:
            body = None if address.subject else self._home(frame)
        return Document(body.encode(), PAGE) if body else None

    @cached_property
    def cards(self) -> ShareCards:
        """The share cards of the pages."""
        return ShareCards(self.contents, self.programs.coming, self.feeds)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the pages that are of no feed or event."""
        about = ("about",) if self._is_signed else ()
        return ("", *about, *(f"month/{month:%Y-%m}" for month in self.programs.months), "filter")

    @cached_property
    def pairs(self) -> dict[str, Feed]:
        """The feeds of a topic in a neighborhood that a folder has, by the subject under which each was written."""
        found = {}
        subjects, _ = pairs(self.catalog, self.contents.edition.record)
        for subject in subjects:
            present = self.routes.read(f"/{subject}/").subject  # a slug may have become an alias
            if feed := self.directory.feed(present):
                found[subject] = feed
        return found

    @cached_property
    def files(self) -> dict[str, Document]:
        """What is at the same path in every language and follows from the list."""
        sheet = pages.stylesheet(self.calendar.accent)
        found = {
            "/style.css": Document(sheet, "text/css; charset=utf-8"),
            "/robots.txt": robots(self.contents.base_url),
        }
        shown = [self._logo, *map(self._image, self.programs.listed)]
        return found | {image.path: image.document for image in shown if image}

    def sitemap(self) -> Document:
        """Return every page that search engines may show, the later events first."""
        subjects = [*self.subjects[:-1], *(feed.subject for feed in self.feeds)]
        ids = [
            id for event in reversed(self.programs.listed) for id in (event.series, event.id) if id
        ]
        subjects += [f"events/{id}" for id in dict.fromkeys(ids)]
        addresses = [
            Address(code, subject, "/") for subject in subjects for code in self.calendar.languages
        ]
        return sitemap(self.contents.base_url, map(self.routes.path, addresses))

    def search(self, language: str) -> bytes:
        """Return what the search box works with: what comes, the next first, then what is over, the last first."""
        programs = self.programs
        past = [event for event in reversed(programs.listed) if event.uid in programs.over]
        return search.index(self.feeds, (*programs.coming, *past), self.calendar, language)

    def missing(self, path: str, message: str, near: Sequence[str] = ()) -> Document:
        """Return what a frame shows at a path that has nothing; `near` are paths that may have been meant."""
        frame = self._frame(Address(self.routes.language(path), "", "/"))
        here = path[: path.rindex("/") + 1]
        body = render(
            "embed-missing.html", replace(frame, path=here, versions=()), message=message, near=near
        )
        return Document(body.encode(), PAGE, missing=True, framed=True)

    def not_found(self, language: str, near: Sequence[str] | None = None) -> Document:
        """Return the page of any address that has nothing; `near` are paths that may have been meant.

        Without them it is the file that static hosts show, and its script looks for them.
        """
        homes = tuple(
            (code, self.routes.path(Address(code, "", "/"))) for code in self.calendar.languages
        )
        frame = replace(
            self._frame(Address(language, "", "missing")), versions=homes, anywhere=True
        )
        body = render("not-found.html", frame, near=near, chips=self._chips(language)).encode()
        return Document(body, PAGE, missing=near is not None)

    def _frame(self, address: Address) -> PageContext:
        languages, format = self.calendar.languages, address.format
        versions = [
            (code, self.routes.path(Address(code, address.subject, format))) for code in languages
        ]
        month = self.programs.first_month
        return PageContext(
            translator=self.calendar.translator(address.language),
            prefix=self.routes.prefix(address.language),
            calendar=self.contents.title(address.language),
            path=self.routes.path(address),
            base_url=self.contents.base_url,
            versions=tuple(versions),
            day=self.day,
            over=self.programs.over,
            months=f"month/{month:%Y-%m}/" if month else "",
            foreign=self.foreign[address.language],
            topics=self._topics[address.language],
            imprint=self._imprint,
            card=self.contents.base_url + self.cards.path(address),
        )

    @cached_property
    def _imprint(self) -> SiteInfo:
        logo = self._logo.path if self._logo else ""
        return SiteInfo(self._is_signed, self.calendar.contact, self.calendar.suggest, logo)

    @cached_property
    def foreign(self) -> dict[str, dict[str, str]]:
        """For each language of the list the texts in others, each with its language."""
        events = self.contents.index.events
        texts = [
            self.calendar.footer,
            self.calendar.about,
            *(text for event in events for text in _texts(event)),
        ]
        own = {pair for text in texts for pair in text.by_language}
        return {
            language: {
                words: code
                for code, words in own
                if code != language and (language, words) not in own
            }
            for language in self.calendar.languages
        }

    @cached_property
    def _topics(self) -> dict[str, dict[str, int]]:
        """For each language the color of each topic, by its name."""
        return {
            language: {
                topic.title(language): topic_color(topic.slug) for topic in self.catalog.topics
            }
            for language in self.calendar.languages
        }

    @cached_property
    def _counts(self) -> dict[str, int]:
        return self.programs.counts(self.feeds)

    def _home(self, frame: PageContext) -> str:
        programs = self.programs
        newest = None if programs.coming else programs.first_month
        events = programs.months[newest] if newest else programs.coming
        return render(
            "home.html",
            frame,
            groups=self._groups,
            by_subject={feed.subject: feed for group in self._groups for feed in group.feeds},
            counts=self._counts,
            program=programs.program(events, frame.language, MOST_ON_HOME),
            newest=newest,
            map=self._map(frame.language),
            chips=self._chips(frame.language),
        )

    @cached_property
    def _groups(self) -> list[Group]:
        """The feeds of each kind that pages list; of Handbill's own kinds those by which events differ."""
        found = [
            Group(
                kind.slug,
                kind.heading,
                kind.negatable,
                [feed for feed in self.feeds if feed.kind == kind.slug],
            )
            for kind in sorted(KINDS, key=lambda kind: kind.position)
            if kind.heading and (not kind.own or self._differ(kind))
        ]
        return [group for group in found if group.feeds]

    def _differ(self, kind: Kind) -> bool:
        """Say whether some event is another than is usual."""
        return any(getattr(event, kind.field) != (kind.usual,) for event in self.catalog.events)

    def _map(self, language: str) -> Map | None:
        """Return the city, with the places where something is coming that takes place."""
        events = [
            event for event in self.programs.coming if event.status in ("confirmed", "tentative")
        ]
        return self._atlas.city(events, self._subject_of_place, language)

    def _subject_of_place(self, event: Event) -> str:
        """Return the feed of an event's venue, or, of one that is no venue of the list, the event or its series."""
        if event.venue and event.venue.slug:
            return f"feeds/venue/{event.venue.slug}"
        return self.programs.series.get(event.uid, f"events/{event.id}")

    def _chips(self, language: str) -> list[tuple[int, str]]:
        """Return what the search box can narrow down to beside days: those flags that some event to come has."""
        text = self.calendar.translator(language).text
        chips = ((search.FREE, text("Free")), (search.ONLINE, text("Online")))
        found = 0
        for event in self.programs.coming:
            found |= search.flags(event, self.calendar, language)
            if found == search.FREE | search.ONLINE:
                break
        return [(flag, label) for flag, label in chips if flag & found]

    def _feed(self, frame: PageContext, feed: Feed) -> str:
        language = frame.language
        events = self.programs.shown(feed, language)
        listing = self.programs.latest if feed.kind == "changes" else self.programs.program
        group = self._organization(feed)
        return render(
            "feed.html",
            frame,
            feed=feed,
            program=listing(events, language, MOST_ON_FEED),
            number=len(self.programs.coming_in(feed, language)),
            others=self._beside(feed, frame),
            about=group.about.in_language(language) if group else "",
            own_site=group.url if group else "",
            choice=fields_of(feed.selection) if not feed.kind else (),
            news_title=atom.title,
            most=MOST_IN_FRAME,
            **self._place(feed, language),
        )

    def _place(self, feed: Feed, language: str) -> dict[str, object]:
        """Return what the page of a venue shows of its place."""
        venues = self.catalog.venues if feed.kind == "venue" else ()
        venue = next((venue for venue in venues if venue.slug == feed.slug), None)
        if venue is None:
            return {"place": None}
        area = venue.neighborhood
        return {
            "place": place_of(venue, language),
            "neighborhoods": [area.title(language)] if area else [],
            "surroundings": self._atlas.around(venue.coordinates, language),
            "maps": maps,
        }

    def _organization(self, feed: Feed) -> Organization | None:
        """Return the organization whose feed this is."""
        if feed.kind not in ("organization", "host"):
            return None
        return next(
            (group for group in self.catalog.organizations if group.slug == feed.slug), None
        )

    def _beside(self, feed: Feed, frame: PageContext) -> list[tuple[str, str]]:
        """Return the names and subjects of the feeds that say the same of a noun in another way."""
        kind = {"organization": "host", "host": "organization"}.get(feed.kind, "")
        other = self.directory.feeds.get(f"feeds/{kind}/{feed.slug}")
        return [(other.sentence(frame.translator, frame.calendar), other.subject)] if other else []

    def _print(self, frame: PageContext, feed: Feed) -> str:
        """Return the page of a feed for paper: the weeks that it can show, of which it shows two."""
        events = by_start(self.programs.coming_in(feed, frame.language))
        return printed(
            frame, feed, [self.contents.entry(event, frame.language) for event in events]
        )

    def _gone(self, frame: PageContext, address: Address) -> Document:
        """Return the page of what was taken down, or its oEmbed, which no longer shows a frame."""
        if address.format == "oembed":
            return Document(oembed.link(frame.calendar, frame.home), JSON, gone=True, framed=True)
        return Document(
            render("gone.html", frame).encode(), PAGE, gone=True, framed=address.format == "embed"
        )

    def _embedded(
        self, frame: PageContext, address: Address, feed: Feed | None, events: Sequence[Event]
    ) -> Document:
        """Return what other sites show of a feed, a series or an event in a frame, or what they need to know of it."""
        language, subject = frame.language, address.subject
        title = feed.title(frame.translator, frame.calendar) if feed else ""
        title = title or events[0].title.in_language(language)
        if address.format == "oembed":
            embed = self.contents.base_url + self.routes.path(Address(language, subject, "embed"))
            return Document(
                oembed.rich(title, embed, frame.calendar, frame.home), JSON, framed=True
            )
        if feed is None and f"events/{events[0].id}" == subject:
            body = render("embed-event.html", frame, entry=self.contents.entry(events[0], language))
        else:
            shown = self.programs.shown(feed, language) if feed else events
            program = self.programs.program(
                shown, language, MOST_IN_FRAME, ungroup_series=feed is None
            )
            body = render("embed.html", frame, title=title, subject=subject, program=program)
        return Document(body.encode(), PAGE, framed=True)

    def _series(self, frame: PageContext, events: Sequence[Event], id: str) -> str:
        """Return the page of a series: its dates, and the ways to subscribe while any of them may still come."""
        program = self.programs.program(events, frame.language, MOST_ON_MONTH, ungroup_series=True)
        coming = [row.entry for row in (*program.coming, *program.ongoing)]
        past = [row.entry for row in program.past]
        to_come = [entry for entry in coming if entry.status != "cancelled"]
        postponed = [entry for entry in past if entry.status == "postponed"]
        return render(
            "series.html",
            frame,
            subject=f"events/{id}",
            program=program,
            goes_on=bool(to_come or postponed),
            pattern=pattern(coming or past, frame.translator),
        )

    def _event(self, frame: PageContext, event: Event) -> str:
        """Return the page of one event, with what search engines read of it."""
        entry, revision = self.contents.entry(event, frame.language), self.contents.revision(event)
        published = revision != UNPUBLISHED
        page, image = frame.base_url + frame.path, self._image(event)
        data = linked.event(
            entry,
            page,
            frame.base_url + image.path if image else "",
            over=event.uid in self.programs.over,
        )
        return render(
            "event.html",
            frame,
            entry=entry,
            data=linked.script(data),
            compose=compose(entry, page, self.calendar.timezone),
            series=self.programs.series.get(event.uid, ""),
            changed=revision.modified.astimezone(self.contents.zone).date() if published else None,
            subjects=_subjects(event, entry),
            related=self.programs.related(event, frame.language),
            oembed=self.routes.path(Address(frame.language, f"events/{event.id}", "oembed")),
            surroundings=self._atlas.around(
                entry.place.point if entry.place else None, frame.language
            ),
            image=image,
            alt=event.image.alt.in_language(frame.language) if event.image else "",
            maps=maps,
        )

    def _image(self, event: Event) -> Image | None:
        return self.images.of_event(event, moved=event.uid in self.contents.edition.moves)

    def _month(self, frame: PageContext, name: str) -> str | None:
        try:
            month = date.fromisoformat(f"{name}-01")
        except ValueError:
            return None
        if month not in self.programs.months:
            return None
        events, busy = self.programs.months[month], self.programs.busy_months
        entries = [self.contents.entry(event, frame.language) for event in events[:MOST_ON_MONTH]]
        short = [entry for entry in entries if not is_long(entry.start, entry.last)]
        return render(
            "month.html",
            frame,
            month=month,
            ongoing=[entry for entry in entries if is_long(entry.start, entry.last)],
            weeks=weeks(month, short, frame.translator.first_weekday),
            before=max((other for other in busy if other < month), default=None),
            after=min((other for other in busy if other > month), default=None),
            number=len(events),
            cut=len(entries) < len(events),
        )

    def _pairs(self, frame: PageContext) -> str:
        """Return the page that leads to each pair of a topic and a neighborhood that a folder has."""
        by_topic: dict[str, dict[str, Feed]] = {}
        for pair in self.pairs.values():
            asked = dict(pair.selection.any_of)
            [slug], [area_slug] = asked["topic"], asked["neighborhood"]
            by_topic.setdefault(slug, {})[area_slug] = pair
        counts = self.programs.counts(self.pairs.values())
        areas = [feed for feed in self.feeds if feed.kind == "neighborhood"]
        topics = []
        for topic in self.feeds:
            of_topic = by_topic.get(topic.slug, {}) if topic.kind == "topic" else {}
            found = [(area, of_topic[area.slug]) for area in areas if area.slug in of_topic]
            if found:
                topics.append((topic, [(area, pair, counts[pair.subject]) for area, pair in found]))
        return render("pairs.html", frame, topics=topics)

    def _filter(self, frame: PageContext) -> str:
        venues = [venue for venue in self.catalog.venues if venue.coordinates]
        known = {f"feeds/venue/{venue.slug}" for venue in venues}
        known |= {
            f"feeds/neighborhood/{venue.neighborhood.slug}"
            for venue in venues
            if venue.neighborhood
        }
        return render(
            "filter.html",
            frame,
            groups=self._groups,
            counts=self._counts,
            places=[feed for feed in self.feeds if feed.subject in known],
            distances=[
                distance
                for distance in DISTANCES
                if frame.translator.miles or distance.endswith("km")
            ],
        )


def _subjects(event: Event, entry: Entry) -> Mapping[tuple[str, str], str]:
    """Return the subject of the feed that each noun of an event has, by its kind and name."""
    nouns: dict[str, Sequence[Noun]] = {
        "organization": (*event.hosts, *event.supporters),
        "topic": event.topics,
        "neighborhood": event.areas,
    }
    found = {}
    for kind, these in nouns.items():
        for noun in these:
            found[kind, noun.title(entry.language)] = f"feeds/{kind}/{noun.slug}"
    if event.venue and event.venue.slug and entry.place:
        found["venue", entry.place.title] = f"feeds/venue/{event.venue.slug}"
    return found


def _texts(event: Event) -> Iterator[Text]:
    """Yield the texts of an event that may be in another language than its page."""
    yield from (event.title, event.notice, event.description, event.moved, event.ends_at)
    yield from (event.cost, event.accessibility)
    if event.venue:
        yield event.venue.accessibility
    if event.image:
        yield event.image.alt
