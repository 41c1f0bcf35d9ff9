"""From a path to what it means: an address, its canonical path, a redirect, or what it may have been meant for."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from feeds.catalog import Catalog, Event, make_slug_form, nearest
from feeds.catalog.texts import LANGUAGE
from feeds.record import Edition, renamed_ids, retired_ids
from feeds.selection import (
    LONGEST,
    Directory,
    Feed,
    MalformedAddress,
    UnknownName,
    parse,
    subject_of,
)
from feeds.translations import Translator

ANY = "*"  # of any group
MISSING = "/404.html"  # what static hosts show at any address that has nothing
LONGEST_FILE = 200  # octets; beyond 255 no folder takes a file's name


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its subject (feeds/topic/labor, events/x, "" for the home page) in a language and a format.

    `format` is an extension, "/" for a page, "print" for a feed's page on paper, "embed" for what other sites show of
    a feed or an event in a frame, "oembed" for what they need to know of it, or "missing" for what answers where
    nothing is.
    """

    language: str
    subject: str
    format: str


class Routes:
    """Every address of an edition.

    What has none of the `extensions` is a page. `retired` are the published ids that nothing has
    any more, `successors` the present subject by the former one of a renamed event or series.
    """

    def __init__(self, edition: Edition, directory: Directory, extensions: Collection[str]) -> None:
        self.catalog, self.directory = edition.catalog, directory
        self.languages, self.extensions = self.catalog.calendar.languages, extensions
        renamed = renamed_ids(self.catalog.events, edition.record)
        self.retired = retired_ids(self.catalog, edition.record, renamed)
        self._unlisted = edition.unlisted()
        self._former_subjects: defaultdict[str, list[str]] = defaultdict(list)
        self.successors: dict[str, str] = {}
        for former, id in renamed.items():
            self._former_subjects[f"events/{id}"].append(f"events/{former}")
            if not self.dates(f"events/{former}"):
                self.successors[f"events/{former}"] = f"events/{id}"

    @cached_property
    def events(self) -> dict[str, Event]:
        """Each event by its id."""
        # what left the list comes first, and yields
        return {event.id: event for event in self.catalog.events}

    @cached_property
    def series(self) -> dict[str, tuple[Event, ...]]:
        """The dates of each series by its id."""
        return _series(self.catalog, self.events, self._unlisted)

    def dates(self, subject: str) -> tuple[Event, ...]:
        """Return the event, or the dates of the series, that a subject means: events/x."""
        group, _, id = subject.partition("/")
        if group != "events":
            return ()
        if id in self.series:
            return self.series[id]
        return (self.events[id],) if id in self.events else ()

    def prefix(self, language: str) -> str:
        """Return what the paths of a language begin with: nothing for the default one."""
        return "" if language == self.languages[0] else f"/{language}"

    def former_prefix(self, language: str) -> str:
        """Return the prefix that a language had before it was narrowed, /es of es-AR, "" where it had none."""
        bare = _bare(language)
        had_one = language not in (bare, self.languages[0])
        return f"/{bare}" if had_one and self.language(bare) == language else ""

    def path(self, address: Address) -> str:
        """Return the canonical path of an address."""
        prefix = self.prefix(address.language)
        if address.format == "/":
            return f"{prefix}/{address.subject}/" if address.subject else f"{prefix}/"
        if address.format == "missing":
            return prefix + MISSING
        if address.format == "print":
            return f"{prefix}/print/{address.subject.removeprefix('feeds/')}/"
        if address.format in ("embed", "oembed"):
            name = address.subject.removeprefix("feeds/")
            if address.subject.startswith("events/"):
                name = f"event/{address.subject.removeprefix('events/')}"
            return f"{prefix}/embed/{name}/{'oembed.json' if address.format == 'oembed' else ''}"
        return f"{prefix}/{address.subject}.{address.format}"

    def alias_paths(self, address: Address) -> Iterator[str]:
        """Yield the paths under which the aliases of a feed, or the former ids of an event, answer too."""
        feed = self.directory.feeds.get(address.subject)
        subjects = (
            _alias_subjects(feed) if feed else iter(self._former_subjects.get(address.subject, ()))
        )
        for subject in subjects:
            if subject not in self.directory.feeds:
                yield self.path(Address(address.language, subject, address.format))

    def language(self, path: str) -> str:
        """Return the language of a path."""
        language, _ = self._without_language(path)
        return language

    def translator(self, path: str) -> Translator:
        """Return the translator into the language of a path."""
        return self.catalog.calendar.translator(self.language(path))

    def _without_language(self, path: str) -> tuple[str, str]:
        """Return the language of a path, and what of the path is behind its prefix.

        A prefix from before a language was narrowed or widened, /es for es-AR or /en-GB for en, is that of it still.
        """
        inner = path.strip("/")
        first, _, rest = inner.partition("/")
        languages = self.languages
        for code in languages:
            if code.lower() == first.lower():
                return code, rest
        if LANGUAGE.fullmatch(first):
            for code in languages:
                if _bare(code) == _bare(first):
                    return code, rest
        return languages[0], inner

    def is_embed(self, path: str) -> bool:
        """Say whether a path is one that other sites show in a frame, also where it names nothing."""
        prefix = self.prefix(self.language(path))
        return path.startswith((f"{prefix}/embed/", "/embed/"))

    def read(self, path: str) -> Address:
        """Return the canonical address that `path` means; its subject may name nothing. Raise MalformedAddress."""
        language, subject = self._without_language(path)
        stem, _, extension = subject.rpartition(".")
        format = extension.lower() if extension.lower() in self.extensions else "/"
        if subject == MISSING.removeprefix("/"):
            return Address(language, "", "missing")
        subject = subject if format == "/" else stem
        parts = [part for part in subject.split("/") if part]
        group = make_slug_form(parts[0]) if len(parts) > 1 else ""
        if group == "embed" and format == "/":
            return Address(language, self._embedded_subject(parts[1:], language), "embed")
        if group == "embed" and format == "json" and parts[-1] == "oembed":
            return Address(language, self._embedded_subject(parts[1:-1], language), "oembed")
        if group == "print" and format == "/":
            return Address(language, self._feed_subject(parts[1:], language), "print")
        if group == "feeds":
            return Address(language, self._feed_subject(parts[1:], language), format)
        # nothing is longer, and it would be taken apart for whoever sends it
        if len(subject) <= LONGEST:
            subject = "/".join(map(make_slug_form, parts))
        return Address(language, self.successors.get(subject, subject), format)

    def canonical(self, path: str) -> Address | None:
        """Return the address whose canonical path this is."""
        try:
            address = self.read(path)
        except MalformedAddress:
            return None
        return address if self.path(address) == path else None

    def _embedded_subject(self, parts: list[str], language: str) -> str:
        """Return the subject that the parts of a path after embed/ mean."""
        if parts and parts[0] == "event":
            subject = f"events/{make_slug_form('/'.join(parts[1:])[:LONGEST])}"
            return self.successors.get(subject, subject)
        return self._feed_subject(parts, language)

    def _feed_subject(self, parts: list[str], language: str) -> str:
        """Return the subject that the parts of a path after feeds/ mean, in its canonical form where it has one."""
        translator = self.catalog.calendar.translator(language)
        if sum(map(len, parts)) + len(parts) > LONGEST:
            raise MalformedAddress(
                translator.text("At most %(number)d characters.", number=LONGEST)
            )
        plain = "/".join(("feeds", *map(make_slug_form, parts)))
        if plain in ("feeds/all", "feeds/changes", "feeds/index"):
            return plain
        try:
            return subject_of(parse(parts, self.directory.slugs, translator))
        except UnknownName:
            return "/".join(("feeds", *(part.lower() for part in parts)))

    def nearest(self, address: Address) -> list[str]:
        """Return the paths that a path which names nothing may have been meant for: of its kind, else of any."""
        page_or_feed = address.format in ("/", "print", "embed") or address.subject.startswith(
            "feeds/"
        )
        format = address.format if page_or_feed else "ics"
        found = list(self.directory.corrected(address.subject)) or self._similar(address.subject)
        return [self.path(Address(address.language, subject, format)) for subject in found]

    def _similar(self, subject: str) -> list[str]:
        group, _, wanted = subject.rpartition("/")
        for names in (self._public.get(group, {}), self._public[ANY]):
            if found := nearest(wanted, names):
                return list(dict.fromkeys(names[name] for name in found))
        return []

    @cached_property
    def _public(self) -> dict[str, dict[str, str]]:
        """The subjects to suggest, by the last part of each of their names, for each group and for all together."""
        names = {feed.subject: feed.subject for feed in self.directory.public}
        for id in (*self.events, *self.series):
            subject = f"events/{id}"
            if any(event.status != "withdrawn" for event in self.dates(subject)):
                names[subject] = subject
        for kind, slugs in self.directory.slugs.items():
            for name, slug in slugs.items():
                if f"feeds/{kind}/{slug}" in names:
                    names[f"feeds/{kind}/{name}"] = f"feeds/{kind}/{slug}"
        names |= {former: now for former, now in self.successors.items() if now in names}
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for name, subject in names.items():
            group, _, last = name.rpartition("/")
            found[group].setdefault(last, subject)
            found[ANY].setdefault(last, subject)
        return found


def _series(
    catalog: Catalog, events: Mapping[str, Event], unlisted: Collection[str]
) -> dict[str, tuple[Event, ...]]:
    """Return the dates of each series by its id, without a series that left the list and whose id an event has."""
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in catalog.events:
        if event.series:
            found[event.series].append(event)
    series = {}
    for id, dates in found.items():
        taken = id in events and events[id].uid not in unlisted
        if not taken or any(event.uid not in unlisted for event in dates):
            series[id] = tuple(sorted(dates, key=lambda event: event.id))
    return series


def _bare(language: str) -> str:
    """Return the language of a tag without its territory."""
    return language.partition("-")[0]


def _alias_subjects(feed: Feed) -> Iterator[str]:
    """Yield the feed's subject under each of its aliases that can be part of an address and the name of a file."""
    for alias in feed.aliases if feed.slug else ():
        name = make_slug_form(alias)
        if "/" not in name and not name.startswith(".") and len(name.encode()) <= LONGEST_FILE:
            yield f"feeds/{feed.kind}/{name}"
