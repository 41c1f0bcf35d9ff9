"""What all pages of an edition share, and the context of each."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from feeds.catalog import KINDS, Event, Kind, Text
from feeds.colors import topic_color
from feeds.contents import Contents
from feeds.documents import PAGE, Document
from feeds.images import Image, Images
from feeds.pages import BUILDER, ICON, SCRIPT, SEARCH, PageContext, SiteInfo, render, stylesheet
from feeds.pages.program import Group
from feeds.places import Boundaries
from feeds.record import pairs
from feeds.routing import Address
from feeds.selection import Feed
from feeds.site.atlas import Atlas
from feeds.site.crawlers import robots
from feeds.site.programs import Programs
from feeds.site.share_cards import ShareCards

SCRIPT_TYPE = "text/javascript; charset=utf-8"
STATIC = {
    "/script.js": Document(SCRIPT, SCRIPT_TYPE),
    "/builder.js": Document(BUILDER, SCRIPT_TYPE),
    "/search.js": Document(SEARCH, SCRIPT_TYPE),
    "/icon.svg": Document(ICON, "image/svg+xml; charset=utf-8"),
}


class Site:
    """What the pages of an edition share on one day.

    `boundaries` are drawn on maps, `images` are shown beside texts; `forms` says whether the host
    answers forms. What takes long is made when a page first needs it: an edit need not wait.
    """

    def __init__(
        self,
        contents: Contents,
        day: date,
        boundaries: Boundaries,
        images: Images,
        *,
        forms: bool = True,
    ) -> None:
        self.contents, self.routes = contents, contents.routes
        self.catalog, self.calendar = contents.edition.catalog, contents.calendar
        self.directory = self.routes.directory
        self.day, self.images, self.forms = day, images, forms
        self.feeds = self.directory.public  # those that pages list
        self.programs = Programs(contents, day)
        self.atlas = Atlas(boundaries, self.catalog.neighborhoods, self.feeds)
        self.logo = images.by_file.get(self.calendar.logo)
        calendar = self.calendar
        self.imprint = SiteInfo(
            about=bool(calendar.about or calendar.contact or calendar.suggest),
            contact=calendar.contact,
            suggest=calendar.suggest,
            logo=self.logo.path if self.logo else "",
        )

    def frame(self, address: Address) -> PageContext:
        """Return the context of the page at an address."""
        month = self.programs.first_month
        return PageContext(
            translator=self.calendar.translator(address.language),
            prefix=self.routes.prefix(address.language),
            calendar=self.contents.title(address.language),
            path=self.routes.path(address),
            base_url=self.contents.base_url,
            versions=self.versions(address.subject, address.format),
            day=self.day,
            over=self.programs.over,
            months=f"month/{month:%Y-%m}/" if month else "",
            foreign=self.foreign[address.language],
            topics=self.topics[address.language],
            imprint=self.imprint,
            card=self.contents.base_url + self.cards.path(address),
        )

    def versions(self, subject: str, format: str) -> tuple[tuple[str, str], ...]:
        """Return each language with the path of a subject in it."""
        addresses = [Address(code, subject, format) for code in self.calendar.languages]
        return tuple((address.language, self.routes.path(address)) for address in addresses)

    def image(self, event: Event) -> Image | None:
        """Return the picture of an event, or None if it has none to show."""
        return self.images.of_event(event, moved=event.uid in self.contents.edition.moves)

    @cached_property
    def files(self) -> dict[str, Document]:
        """The documents that are the same in every language, by path."""
        sheet = stylesheet(self.calendar.accent)
        files = {
            **STATIC,
            "/style.css": Document(sheet, "text/css; charset=utf-8"),
            "/robots.txt": robots(self.contents.base_url),
        }
        for image in (self.logo, *map(self.image, self.programs.listed)):
            if image:
                files[image.path] = image.document
        return files

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the pages that belong to no feed or event."""
        about = ("about",) if self.imprint.about else ()
        return ("", *about, *(f"month/{month:%Y-%m}" for month in self.programs.months), "filter")

    @cached_property
    def cards(self) -> ShareCards:
        """The share cards of the pages."""
        return ShareCards(self.contents, self.programs.upcoming, self.feeds)

    @cached_property
    def pairs(self) -> dict[str, Feed]:
        """The feeds of a topic in a neighborhood that static hosts have, by their first subject."""
        found = {}
        subjects, _ = pairs(self.catalog, self.contents.edition.record)
        for subject in subjects:
            present = self.routes.read(f"/{subject}/").subject  # a slug may have become an alias
            if feed := self.directory.feed(present):
                found[subject] = feed
        return found

    @cached_property
    def foreign(self) -> dict[str, dict[str, str]]:
        """For each language of the list the texts in other languages, each with its language."""
        texts = [self.calendar.footer, self.calendar.about]
        for event in self.contents.index.events:
            texts += _texts(event)
        versions = dict.fromkeys(version for text in texts for version in text.by_language)
        found: dict[str, dict[str, str]] = {language: {} for language in self.calendar.languages}
        for code, words in versions:
            for language, foreign in found.items():
                if (language, words) not in versions:
                    foreign[words] = code
        return found

    @cached_property
    def topics(self) -> dict[str, dict[str, int]]:
        """For each language the number of each topic's color, by its name."""
        colors = [(topic, topic_color(topic.slug)) for topic in self.catalog.topics]
        return {
            language: {topic.title(language): color for topic, color in colors}
            for language in self.calendar.languages
        }

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of upcoming events in each feed, by its subject."""
        return self.programs.counts(self.feeds)

    @cached_property
    def groups(self) -> list[Group]:
        """The feeds of each kind, without built-in kinds where every event has the default."""
        groups = []
        for kind in sorted(KINDS, key=lambda kind: kind.position):
            feeds = [feed for feed in self.feeds if feed.kind == kind.slug]
            if feeds and kind.heading and (not kind.built_in or self._differ(kind)):
                groups.append(Group(kind.slug, kind.heading, kind.negatable, feeds))
        return groups

    def _differ(self, kind: Kind) -> bool:
        """Return whether any event differs in this from most events."""
        return any(getattr(event, kind.field) != (kind.default,) for event in self.catalog.events)


def html(template: str, frame: PageContext, **values: object) -> Document:
    """Return a page made from a template."""
    return Document(render(template, frame, **values).encode(), PAGE)


def _texts(event: Event) -> Iterator[Text]:
    """Yield the texts of an event that may be in another language than its page."""
    yield from (event.title, event.notice, event.description, event.moved, event.ends_at)
    yield from (event.cost, event.accessibility)
    if event.venue:
        yield event.venue.accessibility
    if event.image:
        yield event.image.alt
