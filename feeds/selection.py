"""Feeds and their addresses: which events a feed picks, what it is called, where it stands."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from feeds.catalog import Catalog, Collection, Event, Near, Noun, Point, Selection, Text, nearest, slug_form
from feeds.words import Words, words

FORMS = ("ics", "json")  # the endings of addresses; what has none of them is a page
LONGEST_FILE = 200  # bytes; beyond 255 no folder takes a file's name


@dataclass(frozen=True, slots=True)
class Feed:
    """A named list of events. `slug` is "" for the feeds of all and of changes; a withdrawn one holds nothing."""

    kind: str
    slug: str
    name: Text
    aliases: tuple[str, ...]
    selection: Selection
    withdrawn: bool = False

    @property
    def subject(self) -> str:
        """What its addresses are made of: feeds/topic/labor."""
        return f"feeds/{self.kind}/{self.slug}" if self.slug else f"feeds/{self.kind}"

    def title(self, words: Words, language: str, calendar: str) -> str:
        """Return what calendar programs call it: what it holds, then whose it is."""
        name = self.name.in_language(language)
        if self.kind == "all" or self.withdrawn:
            return name
        if self.kind == "host":
            name = words.text("Hosted by %(names)s", names=name)
        return f"{name} · {calendar}"

    def description(self, words: Words, language: str, calendar: str) -> str:
        """Return one sentence that says what it holds."""
        name = self.name.in_language(language)
        if self.withdrawn:
            return words.text("This list has been taken down.")
        sentence = {
            "changes": words.text("Events that moved, are postponed or cancelled, newest change first."),
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
    """Return every feed of the list: all, the changes, then each noun's, in the order of the file."""
    calendar, nouns = catalog.calendar, catalog.nouns
    kinds = ("organization", "host", "neighborhood", "topic", "venue", "collection")
    found = {**nouns, "host": nouns["organization"]}
    return (
        Feed("all", "", calendar.title, (), Selection()),
        Feed("changes", "", _in_each(calendar.languages, lambda said: said.text("Changes")), (), Selection()),
        *(_feed(kind, noun, calendar.languages) for kind in kinds for noun in found[kind]),
    )


def _feed(kind: str, noun: Noun, languages: tuple[str, ...]) -> Feed:
    name = Text(tuple((language, noun.title(language)) for language in languages))
    if noun.withdrawn:
        name = _in_each(languages, lambda said: said.text("Withdrawn"))
    picks = noun.selection if isinstance(noun, Collection) else Selection(any_of=((kind, (noun.slug,)),))
    return Feed(kind, noun.slug, name, noun.aliases, picks, noun.withdrawn)


def _in_each(languages: tuple[str, ...], say: Callable[[Words], str]) -> Text:
    return Text(tuple((language, say(words(language))) for language in languages))


SLUGS: dict[str, Callable[[Event], tuple[str, ...]]] = {
    "organization": lambda event: tuple(organization.slug for organization in (*event.hosts, *event.supporters)),
    "host": lambda event: tuple(host.slug for host in event.hosts),
    "neighborhood": lambda event: tuple(area.slug for area in event.sought_in),
    "topic": lambda event: tuple(topic.slug for topic in event.topics),
    "venue": lambda event: tuple(venue.slug for venue in event.sought_at),
}


Index = Mapping[tuple[str, str], frozenset[int]]


def index(catalog: Catalog) -> Index:
    """Return for each (kind, slug) the numbers of the events that selections may ask for by it."""
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for number, event in enumerate(catalog.events):
        for kind, slugs in SLUGS.items():
            for slug in slugs(event):
                found[kind, slug].add(number)
    return {asked: frozenset(numbers) for asked, numbers in found.items()}


def pick(selection: Selection, catalog: Catalog, by: Index | None = None) -> tuple[Event, ...]:
    """Return the events of the catalog that the selection asks for, in its order; `by` is the catalog's index."""
    by = index(catalog) if by is None else by

    def any_of(kind: str, slugs: tuple[str, ...]) -> frozenset[int]:
        return frozenset().union(*(by.get((kind, slug), frozenset()) for slug in slugs))

    numbers = frozenset(range(len(catalog.events)))
    numbers = numbers.intersection(*(any_of(*asked) for asked in selection.any_of))
    numbers = numbers.difference(*(any_of(*asked) for asked in selection.none_of))
    picked = tuple(catalog.events[number] for number in sorted(numbers))
    if selection.near is None:
        return picked
    anchors, metres = _anchors(selection.near, catalog), selection.near.metres
    return tuple(event for event in picked if _is_near(event, anchors, metres))


def _anchors(near: Near, catalog: Catalog) -> tuple[Point, ...]:
    """Return the point of the venue, or those of the venues of the neighborhood called so."""
    venues = [venue for venue in catalog.venues if venue.slug == near.slug] or [
        venue for venue in catalog.venues if venue.neighborhood and venue.neighborhood.slug == near.slug
    ]
    return tuple(venue.coordinates for venue in venues if venue.coordinates)


def _is_near(event: Event, anchors: Iterable[Point], metres: float) -> bool:
    """Say whether the event gathers within `metres` (great circle) of one of the anchors; never without coordinates."""
    from geopy.distance import great_circle  # 90 ms, spared to every list without `near`

    points = [venue.coordinates for venue in event.sought_at if venue.coordinates]
    return any(great_circle(point, anchor).meters <= metres for point in points for anchor in anchors)


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
    """Every feed and address of a catalog.

    `former` are ids of events and series that others took over, `gone` are those that nothing has any more.
    """

    catalog: Catalog
    former: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    @cached_property
    def feeds(self) -> dict[str, Feed]:
        """Each feed by its subject."""
        return {feed.subject: feed for feed in feeds(self.catalog)}

    @cached_property
    def index(self) -> Index:
        """The numbers of the catalog's events by what selections ask for."""
        return index(self.catalog)

    @cached_property
    def events(self) -> dict[str, tuple[Event, ...]]:
        """The event, or the dates of the series, that each subject means."""
        found: dict[str, tuple[Event, ...]] = {}
        for event in self.catalog.events:
            if event.series:
                found[f"events/{event.series}"] = (*found.get(f"events/{event.series}", ()), event)
            found[f"events/{event.id}"] = (event,)
        return found

    @cached_property
    def readings(self) -> dict[str, str]:
        """What a subject may be called besides its own name: feeds/topic/work for feeds/topic/labor."""
        found = {f"events/{former}": f"events/{id}" for former, id in self.former.items()}
        found = {subject: now for subject, now in found.items() if subject not in self.events}
        for subject, feed in self.feeds.items():
            for name in _subjects(feed, (*(said for _, said in feed.name.words if not feed.withdrawn), *feed.aliases)):
                found.setdefault(name, subject)
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
        """Yield the paths under which the aliases of a feed, or the former ids of an event, answer too."""
        feed = self.feeds.get(address.subject)
        for subject in _subjects(feed, feed.aliases) if feed else self._former_subjects.get(address.subject, ()):
            if subject not in self.feeds:
                yield self.path(Address(address.language, subject, address.form))

    @cached_property
    def _former_subjects(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for former, id in self.former.items():
            found[f"events/{id}"].append(f"events/{former}")
        return found

    def read(self, path: str) -> Address:
        """Return the canonical address that `path` means; its subject may name nothing."""
        whole = path.strip("/")
        first, _, rest = whole.partition("/")
        languages = self.catalog.calendar.languages
        language = next((code for code in languages if code.lower() == first.lower()), None)
        subject, _, form = (rest if language else whole).rpartition(".")
        form = form.lower()
        if form not in FORMS:
            subject, form = rest if language else whole, "/"
        plain = "/".join(slug_form(part) for part in subject.split("/") if part)
        return Address(language or languages[0], self.readings.get(plain, plain), form)

    def nearest(self, address: Address) -> list[str]:
        """Return the paths that a path which names nothing may have been meant for: of its kind, else of any."""
        group, _, wanted = address.subject.rpartition("/")
        told = [subject for subject, feed in self.feeds.items() if not feed.withdrawn]
        told += [subject for subject, events in self.events.items() if any(e.status != "withdrawn" for e in events)]
        subjects = {subject: subject for subject in told}
        subjects |= {name: subject for name, subject in self.readings.items() if subject in subjects}
        alike = {name: subject for name, subject in subjects.items() if name.rpartition("/")[0] == group}
        form = "/" if address.form == "/" else "ics"
        found = _nearest(wanted, alike) or _nearest(wanted, subjects)
        return [self.path(Address(address.language, subject, form)) for subject in found]


def _subjects(feed: Feed, names: Iterable[str]) -> Iterator[str]:
    """Yield the feed's subject under each of the names that can stand in an address and be a file."""
    for form in map(slug_form, names if feed.slug else ()):
        if "/" not in form and not form.startswith(".") and len(form.encode()) <= LONGEST_FILE:
            yield f"feeds/{feed.kind}/{form}"


def _nearest(wanted: str, subjects: dict[str, str]) -> list[str]:
    """Return the subjects whose last part is most like `wanted`; of two alike, the one that comes first."""
    last_parts = {name.rpartition("/")[2]: subject for name, subject in reversed(subjects.items())}
    return list(dict.fromkeys(last_parts[name] for name in nearest(wanted, last_parts)))
