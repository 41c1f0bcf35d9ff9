"""Feeds: selections with a name and a description in each language."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from feeds.catalog import KIND_BY_SLUG, KINDS, NEAR, Calendar, Collection, Noun, Selection, Text
from feeds.selection.grammar import subject_of
from feeds.translations import Translator

Nouns = Mapping[str, tuple[Noun, ...]]  # by kind


@dataclass(frozen=True, slots=True)
class Feed:
    """A named selection of events. `subject` is the stem of its addresses: feeds/topic/labor.

    `slug` is "" for all, changes and combinations; a withdrawn feed has no events.
    """

    subject: str
    kind: str
    slug: str
    name: Text
    aliases: tuple[str, ...]
    selection: Selection
    withdrawn: bool = False

    @property
    def file(self) -> str:
        """The name of its file, without an extension."""
        if self.slug:
            return self.slug
        return re.sub("[/,]", "-", self.subject.removeprefix("feeds/"))[:100]

    def title(self, translator: Translator, calendar: str) -> str:
        """Return its title in calendar programs: its name, then the calendar's title."""
        name = self.name.in_language(translator.language)
        if self.kind == "all" or self.withdrawn:
            return name
        if self.kind in KIND_BY_SLUG:
            name = translator.text(KIND_BY_SLUG[self.kind].title, names=name)
        return f"{name} · {calendar}"

    def description(self, translator: Translator, calendar: str) -> str:
        """Return its description: a sentence, then the calendar's title."""
        sentence = self.sentence(translator, calendar)
        return sentence if self.kind == "all" or self.withdrawn else f"{sentence} {calendar}"

    def sentence(self, translator: Translator, calendar: str) -> str:
        """Return a sentence about its events."""
        name = self.name.in_language(translator.language)
        if self.withdrawn:
            return translator.text("This list has been taken down.")
        if self.kind == "all":
            return translator.text("All events of the %(calendar)s.", calendar=calendar)
        if self.kind == "changes":
            return translator.text(
                "Events that were moved, postponed or cancelled, latest change first."
            )
        if self.kind in KIND_BY_SLUG:
            return translator.text(KIND_BY_SLUG[self.kind].sentence, name=name)
        return f"{name}."


def feeds(calendar: Calendar, nouns: Nouns) -> list[Feed]:
    """Return every feed of the list: all, changes, then the nouns' in the order of the file."""
    changes = _in_each(calendar, lambda translator: translator.text("Changes"))
    found = [
        Feed("feeds/all", "all", "", calendar.title, (), Selection()),
        Feed("feeds/changes", "changes", "", changes, (), Selection()),
    ]
    for kind in KINDS:
        found += [_feed(kind.slug, noun, calendar) for noun in nouns[kind.noun]]
    return found


def combination(selection: Selection, calendar: Calendar, nouns: Nouns) -> Feed:
    """Return the feed of a selection that has no name in the list."""
    name = _in_each(calendar, lambda translator: _combined(selection, nouns, translator))
    return Feed(subject_of(selection), "", "", name, (), selection)


def _feed(kind: str, noun: Noun, calendar: Calendar) -> Feed:
    name = _in_each(calendar, lambda translator: _title(kind, noun, translator))
    selection = Selection(any_of=((kind, (noun.slug,)),))
    if isinstance(noun, Collection):
        selection = noun.selection
    subject = f"feeds/{kind}/{noun.slug}"
    return Feed(subject, kind, noun.slug, name, noun.aliases, selection, noun.withdrawn)


def _title(kind: str, noun: Noun, translator: Translator) -> str:
    """Return a noun's name, which is translated for Handbill's own kinds, or Withdrawn."""
    title = noun.title(translator.language) or "Withdrawn"
    return translator.text(title) if KIND_BY_SLUG[kind].built_in or not noun.name else title


def _in_each(calendar: Calendar, say: Callable[[Translator], str]) -> Text:
    translators = map(calendar.translator, calendar.languages)
    return Text(tuple((translator.language, say(translator)) for translator in translators))


def _combined(selection: Selection, nouns: Nouns, translator: Translator) -> str:
    """Return a name: Housing or Labor in Loop within 3 km of Federal Plaza, except Elections."""

    def titles(kind: str, slugs: Sequence[str]) -> list[str]:
        by_slug = {noun.slug: noun for noun in nouns[KIND_BY_SLUG[kind].noun]}
        return [_title(kind, by_slug[slug], translator) for slug in slugs]

    text = translator.text
    included = {kind: titles(kind, slugs) for kind, slugs in selection.any_of}
    topics = included.pop("topic", [])
    parts = [translator.either(topics) if topics else text("All events")]
    for kind, names in included.items():
        parts.append(text(KIND_BY_SLUG[kind].phrase, names=translator.either(names)))
    if near := selection.near:
        distance = translator.distance(near.distance)
        kind = next(kind for kind in NEAR if any(noun.slug == near.slug for noun in nouns[kind]))
        [place] = titles(kind, [near.slug])
        parts.append(text("within %(distance)s of %(place)s", distance=distance, place=place))
    name = " ".join(parts)
    excluded: list[str] = []
    for kind, slugs in selection.none_of:
        excluded += titles(kind, slugs)
    if not excluded:
        return name
    return text("%(name)s, except %(names)s", name=name, names=translator.join(excluded))
