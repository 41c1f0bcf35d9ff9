"""Feeds: selections with a name and a description in each language."""

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
        return (
            self.slug
            or self.subject.removeprefix("feeds/").replace("/", "-").replace(",", "-")[:100]
        )

    def title(self, translator: Translator, language: str, calendar: str) -> str:
        """Return its title in calendar programs: what it has, then whose it is."""
        name = self.name.in_language(language)
        if self.kind == "all" or self.withdrawn:
            return name
        if self.kind in KIND_BY_SLUG:
            name = translator.text(KIND_BY_SLUG[self.kind].title, names=name)
        return f"{name} · {calendar}"

    def description(self, translator: Translator, language: str, calendar: str) -> str:
        """Return its description: a sentence, then the calendar's title."""
        sentence = self.sentence(translator, language, calendar)
        return sentence if self.kind == "all" or self.withdrawn else f"{sentence} {calendar}"

    def sentence(self, translator: Translator, language: str, calendar: str) -> str:
        """Return a sentence that says what it has."""
        name = self.name.in_language(language)
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
    """Return every feed of the list: all, changes, then those of the nouns, in the order of the file."""
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
    name = _in_each(calendar, lambda translator: _named(selection, nouns, translator))
    return Feed(subject_of(selection), "", "", name, (), selection)


def _feed(kind: str, noun: Noun, calendar: Calendar) -> Feed:
    name = _in_each(calendar, lambda translator: _title(kind, noun, translator))
    picks = (
        noun.selection
        if isinstance(noun, Collection)
        else Selection(any_of=((kind, (noun.slug,)),))
    )
    return Feed(
        f"feeds/{kind}/{noun.slug}", kind, noun.slug, name, noun.aliases, picks, noun.withdrawn
    )


def _title(kind: str, noun: Noun, translator: Translator) -> str:
    """Return a noun's name, translated for Handbill's own kinds; a withdrawn noun is called Withdrawn."""
    title = noun.title(translator.language) or "Withdrawn"
    return translator.text(title) if KIND_BY_SLUG[kind].own or not noun.name else title


def _in_each(calendar: Calendar, say: Callable[[Translator], str]) -> Text:
    return Text(
        tuple((language, say(calendar.translator(language))) for language in calendar.languages)
    )


def _named(selection: Selection, nouns: Nouns, translator: Translator) -> str:
    """Describe a selection: Housing or Labor in Loop within 3 km of Federal Plaza, except Elections."""

    def titles(kind: str, slugs: Sequence[str]) -> list[str]:
        known = {noun.slug: noun for noun in nouns[KIND_BY_SLUG[kind].noun]}
        return [_title(kind, known[slug], translator) for slug in slugs]

    asked = {kind: titles(kind, slugs) for kind, slugs in selection.any_of}
    topics = asked.pop("topic", [])
    parts = [translator.either(topics) if topics else translator.text("All events")]
    for kind, names in asked.items():
        parts.append(translator.text(KIND_BY_SLUG[kind].phrase, names=translator.either(names)))
    if near := selection.near:
        distance = translator.distance(near.distance)
        kind = next(kind for kind in NEAR if any(noun.slug == near.slug for noun in nouns[kind]))
        [place] = titles(kind, [near.slug])
        parts.append(
            translator.text("within %(distance)s of %(place)s", distance=distance, place=place)
        )
    name = " ".join(parts)
    without: list[str] = []
    for kind, slugs in selection.none_of:
        without += titles(kind, slugs)
    if not without:
        return name
    return translator.text("%(name)s, except %(names)s", name=name, names=translator.join(without))
