"""Paths and addresses: the address that a path means, its canonical path, and similar paths."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from feeds.catalog import Event, nearest, slug_form
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

ANY = "*"  # the group of all names
LONGEST_FILE = 200  # octets; file systems allow names of 255
# by format; an extension has that of a file
PATHS = {
    "/": "/{}/",
    "print": "/print/{}/",
    "embed": "/embed/{}/",
    "oembed": "/embed/{}/oembed.json",
    "missing": "/404.html",  # what static hosts show for any path that does not exist
}


@dataclass(frozen=True, slots=True)
class Address:
    """An address: a subject (feeds/topic/labor, events/x, "" for the home page) in a format.

    `format` is an extension or one of PATHS: a page, a feed's page on paper, the frame in which
    other sites show a feed or event, that frame's description, or the page of missing addresses.
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
        # events that left the list come first: a listed one with the same id replaces them
        return {event.id: event for event in self.catalog.events}

    @cached_property
    def series(self) -> dict[str, tuple[Event, ...]]:
        """The dates of each series by its id; one that left the list yields to an event."""
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self.catalog.events:
            if event.series:
                found[event.series].append(event)
        series = {}
        for id, dates in found.items():
            taken = id in self.events and self.events[id].uid not in self._unlisted
            if not taken or any(event.uid not in self._unlisted for event in dates):
                series[id] = tuple(sorted(dates, key=lambda event: event.id))
        return series

    def dates(self, subject: str) -> tuple[Event, ...]:
        """Return the event of a subject such as events/x, or the dates of the series."""
        group, _, id = subject.partition("/")
        if group != "events":
            return ()
        if id in self.series:
            return self.series[id]
        return (self.events[id],) if id in self.events else ()

    def prefix(self, language: str) -> str:
        """Return the prefix of the paths of a language: /es, or "" for the default language."""
        return "" if language == self.languages[0] else f"/{language}"

    def former_prefix(self, language: str) -> str:
        """Return the prefix that a language had before it got a territory, such as /es, or ""."""
        bare = _bare(language)
        had_one = language not in (bare, self.languages[0])
        return f"/{bare}" if had_one and self.language(bare) == language else ""

    def path(self, address: Address) -> str:
        """Return the canonical path of an address."""
        subject, format = address.subject, address.format
        if format in ("print", "embed", "oembed"):
            subject = subject.removeprefix("feeds/")
        if subject.startswith("events/") and format in ("embed", "oembed"):
            subject = f"event/{subject.removeprefix('events/')}"
        path = PATHS.get(format, f"/{{}}.{format}").format(subject)
        return self.prefix(address.language) + path.replace("//", "/")

    def alias_paths(self, address: Address) -> Iterator[str]:
        """Yield the other paths of a feed or event, by its aliases or former ids."""
        feed = self.directory.feeds.get(address.subject)
        former = self._former_subjects.get(address.subject, ())
        for subject in _alias_subjects(feed) if feed else former:
            if subject not in self.directory.feeds:
                yield self.path(Address(address.language, subject, address.format))

    def language(self, path: str) -> str:
        """Return the language of a path."""
        return self._without_language(path)[0]

    def translator(self, path: str) -> Translator:
        """Return the translator into the language of a path."""
        return self.catalog.calendar.translator(self.language(path))

    def _without_language(self, path: str) -> tuple[str, str]:
        """Return the language of a path, and the path after its prefix.

        A prefix with another territory than the language, or without, is still accepted.
        """
        inner = path.strip("/")
        first, _, rest = inner.partition("/")
        for code in self.languages:
            if code.lower() == first.lower():
                return code, rest
        for code in self.languages if LANGUAGE.fullmatch(first) else ():
            if _bare(code) == _bare(first):
                return code, rest
        return self.languages[0], inner

    def is_embed(self, path: str) -> bool:
        """Return whether other sites show the path in a frame, even if it does not exist."""
        prefix = self.prefix(self.language(path))
        return path.startswith((f"{prefix}/embed/", "/embed/"))

    def read(self, path: str) -> Address:
        """Return the canonical address of `path`, which may not exist; raise MalformedAddress."""
        language, inner = self._without_language(path)
        if f"/{inner}" == PATHS["missing"]:
            return Address(language, "", "missing")
        stem, _, extension = inner.rpartition(".")
        format = extension.lower() if extension.lower() in self.extensions else "/"
        parts = [part for part in (inner if format == "/" else stem).split("/") if part]
        group = slug_form(parts[0]) if len(parts) > 1 else ""
        if group in ("embed", "print") and format == "/":
            format = group
        elif group == "embed" and format == "json" and parts[-1] == "oembed":
            format = parts.pop()
        if format in ("embed", "oembed") and parts[1:2] == ["event"]:
            parts = ["events", "/".join(parts[2:])]
        elif group == "feeds" or format in ("print", "embed", "oembed"):
            return Address(language, self._feed_subject(parts[1:], language), format)
        subject = "/".join(parts)
        # no id is longer, and the slug form of a long text takes a while
        if len(subject) <= LONGEST:
            subject = "/".join(map(slug_form, parts))
        return Address(language, self.successors.get(subject, subject), format)

    def canonical(self, path: str) -> Address | None:
        """Return the address of a canonical path, or None if it is not one."""
        try:
            address = self.read(path)
        except MalformedAddress:
            return None
        return address if self.path(address) == path else None

    def _feed_subject(self, parts: list[str], language: str) -> str:
        """Return the subject of the parts of a path after feeds/, canonical if it exists."""
        translator = self.catalog.calendar.translator(language)
        if sum(map(len, parts)) + len(parts) > LONGEST:
            message = translator.text("At most %(number)d characters.", number=LONGEST)
            raise MalformedAddress(message)
        plain = "/".join(("feeds", *map(slug_form, parts)))
        if plain in ("feeds/all", "feeds/changes", "feeds/index"):
            return plain
        try:
            return subject_of(parse(parts, self.directory.slugs, translator))
        except UnknownName:
            return "/".join(("feeds", *(part.lower() for part in parts)))

    def nearest(self, address: Address) -> list[str]:
        """Return the paths similar to one that does not exist: of its kind, or else of any."""
        is_feed = address.subject.startswith("feeds/")
        format = address.format if is_feed or address.format in ("/", "print", "embed") else "ics"
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
        """The subjects to suggest, by the last part of each name, for each group and for ANY."""
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


def _bare(language: str) -> str:
    """Return the language of a tag without its territory."""
    return language.partition("-")[0]


def _alias_subjects(feed: Feed) -> Iterator[str]:
    """Yield the feed's subject under each alias that can name a file."""
    for alias in feed.aliases if feed.slug else ():
        name = slug_form(alias)
        if "/" not in name and not name.startswith(".") and len(name.encode()) <= LONGEST_FILE:
            yield f"feeds/{feed.kind}/{name}"
