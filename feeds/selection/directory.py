"""Every feed of a list, by the names it answers to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from feeds.catalog import KINDS, Calendar, NameIndex, Noun, make_slug_form, nearest
from feeds.selection.feed import Feed, combination, feeds
from feeds.selection.grammar import MalformedAddress, UnknownName, parse, subject_of


@dataclass(frozen=True)
class Directory:
    """The feeds that the nouns of a calendar have, and any combination of them; it knows no event."""

    calendar: Calendar
    nouns: Mapping[str, tuple[Noun, ...]]

    @cached_property
    def feeds(self) -> dict[str, Feed]:
        """Each feed by its subject."""
        return {feed.subject: feed for feed in feeds(self.calendar, self.nouns)}

    @cached_property
    def slugs(self) -> dict[str, dict[str, str]]:
        """The slug of each noun by kind and by the slug forms of its names: labor by trabajo."""
        found: dict[str, dict[str, str]] = {}
        for kind in KINDS:
            index = NameIndex[str]()
            for noun in self.nouns[kind.noun]:
                index.add_all(noun.slugs if noun.withdrawn else noun.names, noun.slug)
            found[kind.slug] = index.by_form
        return found

    def feed(self, subject: str) -> Feed | None:
        """Return the feed that has a canonical subject: one of the list, or a combination."""
        if subject in self.feeds or not subject.startswith("feeds/"):
            return self.feeds.get(subject)
        try:
            selection = parse(subject.split("/")[1:], self.slugs, self.calendar.translator(self.calendar.languages[0]))
        except (MalformedAddress, UnknownName):
            return None
        return combination(selection, self.calendar, self.nouns) if subject_of(selection) == subject else None

    def corrected(self, subject: str) -> list[str]:
        """Return the subjects of selections that differ from this one in the first name that nobody has."""
        parts = subject.split("/")[1:]
        try:
            parse(parts, self.slugs, self.calendar.translator(self.calendar.languages[0]))
        except UnknownName as unknown:
            similar = self._similar(unknown)
            return [found for slug in similar if (found := self._with(parts, unknown, slug))]
        except MalformedAddress:
            pass
        return []

    def _similar(self, unknown: UnknownName) -> list[str]:
        """Return the slugs of the nouns whose names are near the unknown one."""
        kind = unknown.kind.removeprefix("not-")
        names = self.slugs["venue"] | self.slugs["neighborhood"] if kind == "near" else self.slugs.get(kind, {})
        public = {feed.slug for feed in self.feeds.values() if not feed.withdrawn}
        names = {name: slug for name, slug in names.items() if slug in public}
        return list(dict.fromkeys(names[name] for name in nearest(unknown.name, names)))

    def _with(self, parts: Sequence[str], unknown: UnknownName, slug: str) -> str:
        """Return the canonical subject with the unknown name replaced by a slug, "" where that is not all."""
        corrected = []
        for part in parts:
            names = (slug if make_slug_form(name) == unknown.name else name for name in part.split(","))
            corrected.append(",".join(names))
        try:
            return subject_of(parse(corrected, self.slugs, self.calendar.translator(self.calendar.languages[0])))
        except (MalformedAddress, UnknownName):
            return ""
