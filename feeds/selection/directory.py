"""Every feed of a list, by the names that find it."""

from collections.abc import Iterator, Sequence

from feeds.catalog import KINDS, NEAR, Calendar, NameIndex, Selection, nearest, slug_form
from feeds.selection.feed import Feed, Nouns, combination, feeds
from feeds.selection.grammar import MalformedAddress, UnknownName, parse, subject_of


class Directory:
    """The feeds of a calendar's nouns, and any combination of them, without their events.

    `feeds` has each feed by its subject; `slugs` each noun's slug, by kind and by the slug forms
    of its names: labor by trabajo.
    """

    def __init__(self, calendar: Calendar, nouns: Nouns) -> None:
        self.calendar, self.nouns = calendar, nouns
        self.translator = calendar.translator(calendar.languages[0])
        self.feeds = {feed.subject: feed for feed in feeds(calendar, nouns)}
        self.public = [feed for feed in self.feeds.values() if not feed.withdrawn]
        self.slugs: dict[str, dict[str, str]] = {}
        for kind in KINDS:
            index = NameIndex[str]()
            for noun in nouns[kind.noun]:
                index.add_all(noun.names, noun.slug)
            self.slugs[kind.slug] = index.by_form

    def feed(self, subject: str) -> Feed | None:
        """Return the feed with a canonical subject: one of the list, or a combination."""
        if subject in self.feeds or not subject.startswith("feeds/"):
            return self.feeds.get(subject)
        selection = self._parse(subject.split("/")[1:])
        if isinstance(selection, Selection) and subject_of(selection) == subject:
            return combination(selection, self.calendar, self.nouns)
        return None

    def corrected(self, subject: str) -> Iterator[str]:
        """Yield subjects in which the first unknown name is corrected to a similar one."""
        parts = subject.split("/")[1:]
        unknown = self._parse(parts)
        if not isinstance(unknown, UnknownName):
            return
        for slug in self._similar(unknown):
            corrected = []
            for part in parts:
                forms = {name: slug_form(name) for name in part.split(",")}
                names = (slug if form == unknown.name else name for name, form in forms.items())
                corrected.append(",".join(names))
            selection = self._parse(corrected)
            if isinstance(selection, Selection):
                yield subject_of(selection)

    def _parse(self, parts: Sequence[str]) -> Selection | MalformedAddress | UnknownName:
        try:
            return parse(parts, self.slugs, self.translator)
        except (MalformedAddress, UnknownName) as problem:
            return problem

    def _similar(self, unknown: UnknownName) -> list[str]:
        """Return the slugs of public nouns whose names resemble the unknown one."""
        kind = unknown.kind.removeprefix("not-")
        names: dict[str, str] = {}
        for searched in NEAR if kind == "near" else (kind,):
            names |= self.slugs.get(searched, {})
        public = {feed.slug for feed in self.public}
        names = {name: slug for name, slug in names.items() if slug in public}
        return list(dict.fromkeys(names[name] for name in nearest(unknown.name, names)))
