"""Every address there is: what it means, how it is written, what it may have been meant for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from feeds.catalog import KINDS, Catalog, Event, nearest, slug_form
from feeds.selection.feed import Feed, combination, feeds
from feeds.selection.grammar import LONGEST, MalformedAddress, UnknownName, parse, subject_of
from feeds.selection.picking import Index
from feeds.words import words

FORMS = ("ics", "json", "atom")  # the endings of addresses; what has none of them is a page
ANY = "*"  # where it stands does not matter
LONGEST_FILE = 200  # bytes; beyond 255 no folder takes a file's name


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the site: whose (feeds/topic/labor, events/x, "" for the home page) and in which form.

    `form` is "ics", "json", "atom", "/" for a page or "embed" for what other sites show of a feed.
    """

    language: str
    subject: str
    form: str


@dataclass(frozen=True)
class Directory:
    """Every feed and address of a catalog.

    `former` are ids of events and series that others took over, `gone` are those that nothing has any more,
    `kept` the UIDs of events that left the list and are still shown.
    """

    catalog: Catalog
    former: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    @cached_property
    def feeds(self) -> dict[str, Feed]:
        """Each feed by its subject."""
        return {feed.subject: feed for feed in feeds(self.catalog)}

    @cached_property
    def index(self) -> Index:
        """The catalog's events by what selections ask for."""
        return Index(self.catalog)

    def take_over(self, before: "Directory", changed: Collection[str]) -> None:
        """Take from the directory of an earlier catalog what the same nouns, and all events but those, make again.

        `changed` are the UIDs of events.
        """
        self.index.take_over(before.index, changed)
        if self.catalog.nouns == before.catalog.nouns and self.catalog.calendar == before.catalog.calendar:
            self.__dict__.update(
                (name, before.__dict__[name]) for name in ("feeds", "forms") if name in before.__dict__
            )

    @cached_property
    def events(self) -> dict[str, Event]:
        """Each event by its id."""
        return {event.id: event for event in self.catalog.events}  # what left the list stands first, and yields

    @cached_property
    def series(self) -> dict[str, tuple[Event, ...]]:
        """The dates of each series by its id, without a series that left the list and whose id an event has."""
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self.catalog.events:
            if event.series:
                found[event.series].append(event)
        return {
            id: tuple(sorted(dates, key=lambda event: event.id))
            for id, dates in found.items()
            if id not in self.events
            or self.events[id].uid in self.kept
            or any(event.uid not in self.kept for event in dates)
        }

    def dates(self, subject: str) -> tuple[Event, ...]:
        """Return the event, or the dates of the series, that a subject means: events/x."""
        group, _, id = subject.partition("/")
        if group != "events":
            return ()
        return self.series.get(id) or ((self.events[id],) if id in self.events else ())

    @cached_property
    def forms(self) -> dict[str, dict[str, str]]:
        """The slug of each noun by kind and by the slug forms of its names: labor by trabajo."""
        found: dict[str, dict[str, str]] = {kind.slug: {} for kind in KINDS}
        for feed in self.feeds.values():
            if feed.slug:
                names = () if feed.withdrawn else (said for _, said in feed.name.words)
                for name in (feed.slug, *map(slug_form, names), *map(slug_form, feed.aliases)):
                    found[feed.kind].setdefault(name, feed.slug)
        return found

    @cached_property
    def successors(self) -> dict[str, str]:
        """The subject that has taken over from each former id: events/b for events/a."""
        found = {f"events/{former}": f"events/{id}" for former, id in self.former.items()}
        return {subject: now for subject, now in found.items() if not self.dates(subject)}

    def feed(self, subject: str) -> Feed | None:
        """Return the feed that has a canonical subject: one of the list, or a combination."""
        if subject in self.feeds or not subject.startswith("feeds/"):
            return self.feeds.get(subject)
        said = words(self.catalog.calendar.languages[0])
        try:
            selection = parse(subject.split("/")[1:], self.forms, said)
        except (MalformedAddress, UnknownName):
            return None
        return combination(selection, self.catalog) if subject_of(selection) == subject else None

    def prefix(self, language: str) -> str:
        """Return what the paths of a language begin with: nothing for the default one."""
        return "" if language == self.catalog.calendar.languages[0] else f"/{language}"

    def path(self, address: Address) -> str:
        """Return the canonical path of an address."""
        prefix = self.prefix(address.language)
        if address.form == "/":
            return f"{prefix}/{address.subject}/" if address.subject else f"{prefix}/"
        if address.form == "embed":
            return f"{prefix}/embed/{address.subject.removeprefix('feeds/')}/"
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

    def language(self, path: str) -> str:
        """Return the language of a path."""
        first = path.strip("/").partition("/")[0].lower()
        languages = self.catalog.calendar.languages
        return next((code for code in languages if code.lower() == first), languages[0])

    def read(self, path: str) -> Address:
        """Return the canonical address that `path` means; its subject may name nothing. Raise MalformedAddress."""
        language = self.language(path)
        whole = path.strip("/")
        first, _, rest = whole.partition("/")
        subject = rest if first.lower() == language.lower() else whole
        stem, _, form = subject.rpartition(".")
        form = form.lower()
        subject, form = (stem, form) if form in FORMS else (subject, "/")
        parts = [part for part in subject.split("/") if part]
        room = slug_form(parts[0]) if len(parts) > 1 else ""
        if room == "feeds" or (room == "embed" and form == "/"):
            subject, form = self._read_feed(parts[1:], language), "embed" if room == "embed" else form
        else:
            subject = "/".join(map(slug_form, parts))
            subject = self.successors.get(subject, subject)
        return Address(language, subject, form)

    def _read_feed(self, parts: list[str], language: str) -> str:
        said = words(language)
        if sum(map(len, parts)) + len(parts) > LONGEST:
            raise MalformedAddress(said.text("At most %(number)d characters.", number=LONGEST))
        plain = "/".join(("feeds", *map(slug_form, parts)))
        if plain in ("feeds/all", "feeds/changes", "feeds/index"):
            return plain
        try:
            return subject_of(parse(parts, self.forms, said))
        except UnknownName:
            return "/".join(("feeds", *(part.lower() for part in parts)))

    def nearest(self, address: Address) -> list[str]:
        """Return the paths that a path which names nothing may have been meant for: of its kind, else of any."""
        form = address.form if address.form in ("/", "embed") or address.subject.startswith("feeds/") else "ics"
        found = self._corrected(address.subject) or self._like(address.subject)
        return [self.path(Address(address.language, subject, form)) for subject in found]

    def _corrected(self, subject: str) -> list[str]:
        """Return the subjects of selections that differ from this one in the first name that nobody has."""
        parts = subject.split("/")[1:]
        try:
            parse(parts, self.forms, words(self.catalog.calendar.languages[0]))
        except UnknownName as unknown:
            kind = unknown.kind.removeprefix("not-")
            told = {feed.slug for feed in self.feeds.values() if not feed.withdrawn}
            known = self.forms["venue"] | self.forms["neighborhood"] if kind == "near" else self.forms.get(kind, {})
            known = {name: slug for name, slug in known.items() if slug in told}
            meant = dict.fromkeys(known[name] for name in nearest(unknown.name, known))
            return [found for slug in meant if (found := self._with(parts, unknown, slug))]
        except MalformedAddress:
            pass
        return []

    def _with(self, parts: list[str], unknown: UnknownName, slug: str) -> str:
        """Return the canonical subject with the unknown name replaced by a slug, "" where that is not all."""
        corrected = [
            ",".join(slug if slug_form(name) == unknown.name else name for name in part.split(",")) for part in parts
        ]
        try:
            return subject_of(parse(corrected, self.forms, words(self.catalog.calendar.languages[0])))
        except (MalformedAddress, UnknownName):
            return ""

    def _like(self, subject: str) -> list[str]:
        group, _, wanted = subject.rpartition("/")
        for known in (self._told.get(group, {}), self._told[ANY]):
            if found := nearest(wanted, known):
                return list(dict.fromkeys(known[name] for name in found))
        return []

    @cached_property
    def _told(self) -> dict[str, dict[str, str]]:
        """The subjects to offer by the last part of each of their names, by what stands before it, and all together."""
        told = {subject: subject for subject, feed in self.feeds.items() if not feed.withdrawn}
        subjects = (f"events/{id}" for id in (*self.events, *self.series))
        told |= {subject: subject for subject in subjects if any(e.status != "withdrawn" for e in self.dates(subject))}
        told |= {
            f"feeds/{kind}/{form}": f"feeds/{kind}/{slug}"
            for kind, forms in self.forms.items()
            for form, slug in forms.items()
            if f"feeds/{kind}/{slug}" in told
        }
        told |= {former: now for former, now in self.successors.items() if now in told}
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for name, subject in told.items():
            group, _, last = name.rpartition("/")
            for known in (found[group], found[ANY]):
                known.setdefault(last, subject)
        return found


def _subjects(feed: Feed, names: Iterable[str]) -> Iterator[str]:
    """Yield the feed's subject under each of the names that can stand in an address and be a file."""
    for form in map(slug_form, names if feed.slug else ()):
        if "/" not in form and not form.startswith(".") and len(form.encode()) <= LONGEST_FILE:
            yield f"feeds/{feed.kind}/{form}"
