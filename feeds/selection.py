"""Feeds and their addresses: which events a feed picks, what it is called, where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from feeds.catalog import Catalog, Collection, Event, Near, Noun, Point, Selection, Text, nearest, slug_form
from feeds.words import Words


@dataclass(frozen=True, slots=True)
class Feed:
    """A named list of events. `slug` is "" for the feed of all."""

    kind: str
    slug: str
    name: Text
    aliases: tuple[str, ...]
    selection: Selection

    @property
    def subject(self) -> str:
        """What its addresses are made of: feeds/topic/labor."""
        return f"feeds/{self.kind}/{self.slug}" if self.slug else f"feeds/{self.kind}"

    def title(self, words: Words, language: str, calendar: str) -> str:
        """Return what calendar programs call it: what it holds, then whose it is."""
        name = self.name.in_language(language)
        if self.kind == "all":
            return name
        if self.kind == "host":
            name = words.text("Hosted by %(names)s", names=name)
        return f"{name} · {calendar}"

    def description(self, words: Words, language: str, calendar: str) -> str:
        """Return one sentence that says what it holds."""
        name = self.name.in_language(language)
        sentence = {
            "all": words.text("All events of the %(calendar)s.", calendar=calendar),
            "organization": words.text("Events that %(name)s hosts or supports.", name=name),
            "host": words.text("Events that %(name)s hosts.", name=name),
            "neighborhood": words.text("Events in %(name)s.", name=name),
            "topic": words.text("Events about: %(name)s.", name=name),
            "venue": words.text("Events at: %(name)s.", name=name),
            "collection": words.text("Events of the collection: %(name)s.", name=name),
        }[self.kind]
        return sentence if self.kind == "all" else f"{sentence} {calendar}"


def feeds(catalog: Catalog) -> tuple[Feed, ...]:
    """Return every feed of the list: all, then each noun's, in the order of the file."""
    calendar = catalog.calendar
    nouns: dict[str, tuple[Noun, ...]] = {
        "organization": catalog.organizations,
        "host": catalog.organizations,
        "neighborhood": catalog.neighborhoods,
        "topic": catalog.topics,
        "venue": catalog.venues,
        "collection": catalog.collections,
    }
    return (
        Feed("all", "", calendar.title, (), Selection()),
        *(_feed(kind, noun, calendar.languages) for kind in nouns for noun in nouns[kind]),
    )


def _feed(kind: str, noun: Noun, languages: tuple[str, ...]) -> Feed:
    name = Text(tuple((language, noun.title(language)) for language in languages))
    picks = noun.selection if isinstance(noun, Collection) else Selection(any_of=((kind, (noun.slug,)),))
    return Feed(kind, noun.slug, name, noun.aliases, picks)


def tags(event: Event) -> frozenset[tuple[str, str]]:
    """Return each (kind, slug) that selections may ask an event for."""
    return frozenset(
        (
            *(("organization", organization.slug) for organization in (*event.hosts, *event.supporters)),
            *(("host", host.slug) for host in event.hosts),
            *(("neighborhood", area.slug) for area in event.areas),
            *(("topic", topic.slug) for topic in event.topics),
            *((("venue", event.venue.slug),) if event.venue and event.venue.slug else ()),
        )
    )


def pick(selection: Selection, catalog: Catalog) -> tuple[Event, ...]:
    """Return the events of the catalog that the selection asks for, in its order."""
    anchors = _anchors(selection.near, catalog) if selection.near else ()
    return tuple(event for event in catalog.events if _picks(selection, event, anchors))


def _picks(selection: Selection, event: Event, anchors: tuple[Point, ...]) -> bool:
    has = tags(event)
    return (
        all(any((kind, slug) in has for slug in slugs) for kind, slugs in selection.any_of)
        and not any((kind, slug) in has for kind, slugs in selection.none_of for slug in slugs)
        and (selection.near is None or _is_near(event, anchors, selection.near.metres))
    )


def _anchors(near: Near, catalog: Catalog) -> tuple[Point, ...]:
    """Return the point of the venue, or those of the neighborhood's venues."""
    points = (
        venue.coordinates
        for venue in catalog.venues
        if near.slug in (venue.slug, venue.neighborhood.slug if venue.neighborhood else None)
    )
    return tuple(point for point in points if point)


def _is_near(event: Event, anchors: Iterable[Point], metres: float) -> bool:
    """Say whether the event gathers within `metres` (great circle) of one of the anchors; never without coordinates."""
    from geopy.distance import great_circle  # 90 ms, spared to every list without `near`

    point = event.venue.coordinates if event.venue else None
    return point is not None and any(great_circle(point, anchor).metres <= metres for anchor in anchors)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the site: whose (feeds/topic/labor, events/x, "" for the home page) and in which form.

    `form` is "ics", "json" or "/" for a page.
    """

    language: str
    subject: str
    form: str


@dataclass(frozen=True)
class Directory:
    """Every address of a catalog."""

    catalog: Catalog

    @cached_property
    def feeds(self) -> dict[str, Feed]:
        """Each feed by its subject."""
        return {feed.subject: feed for feed in feeds(self.catalog)}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Each event by its subject."""
        return {f"events/{event.id}": event for event in self.catalog.events}

    @cached_property
    def readings(self) -> dict[str, str]:
        """What a subject may be called besides its own name: feeds/topic/work for feeds/topic/labor."""
        found: dict[str, str] = {}
        for subject, feed in self.feeds.items():
            for name in (*(said for _, said in feed.name.words), *feed.aliases) if feed.slug else ():
                found.setdefault(f"feeds/{feed.kind}/{slug_form(name)}", subject)
        return found

    def prefix(self, language: str) -> str:
        """Return what the paths of a language begin with: nothing for the default one."""
        return "" if language == self.catalog.calendar.languages[0] else f"/{language}"

    def path(self, address: Address) -> str:
        """Return the canonical path of an address."""
        prefix = self.prefix(address.language)
        if address.form == "/":
            return f"{prefix}/{address.subject}/" if address.subject else f"{prefix}/"
        return f"{prefix}/{address.subject}.{address.form}"

    def alias_paths(self, address: Address) -> Iterator[str]:
        """Yield the paths under which the aliases of a feed answer too."""
        feed = self.feeds.get(address.subject)
        for alias in feed.aliases if feed else ():
            subject = f"feeds/{address.subject.split('/')[1]}/{slug_form(alias)}"
            if subject not in self.feeds:
                yield self.path(Address(address.language, subject, address.form))

    def read(self, path: str) -> Address:
        """Return the canonical address that `path` means; its subject may name nothing."""
        languages = self.catalog.calendar.languages
        first, _, rest = path.lstrip("/").partition("/")
        language, rest = (first, rest) if first in languages else (languages[0], path.lstrip("/"))
        subject, dot, form = rest.rpartition(".")
        form = form.lower()
        if rest.endswith("/") or not dot or "/" in form:
            subject, form = rest.rstrip("/"), "/"
        if subject in self.feeds or subject in self.events:
            return Address(language, subject, form)
        plain = "/".join(
            part if part in ("feeds", "events") else slug_form(part) for part in subject.lower().split("/")
        )
        return Address(language, self.readings.get(plain, plain), form)

    def nearest(self, address: Address) -> list[str]:
        """Return the paths that a path which names nothing may have been meant for."""
        group, _, wanted = address.subject.rpartition("/")
        subjects = {subject: subject for subject in (*self.feeds, *self.events)} | self.readings
        alike = {name: subject for name, subject in subjects.items() if name.rpartition("/")[0] == group}
        last_parts = {name.rpartition("/")[2]: subject for name, subject in (alike or subjects).items()}
        found = dict.fromkeys(last_parts[name] for name in nearest(wanted, last_parts))
        return [self.path(Address(address.language, subject, address.form)) for subject in found]
