"""The kinds of selection: what an address, a filter form or a collection may ask of events.

One row a kind in kinds.toml; keys of the list, grammar of addresses, index, feeds, record and pages read it here.
"""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from feeds.catalog.nouns import ATTENDANCE, Event, Noun, Venue


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of selection.

    `slug` is its name in addresses (topic/labor), `noun` the kind of noun whose slugs follow it, `of_event` gives
    those nouns of one event. What is `negatable` can also be left out (not-topic/labor). `sentence` says what its
    feeds hold, by %(name)s, and `title` what they are called, by %(names)s. `phrase` follows the topics in the name of
    a combination: Housing or Labor in Loop. Under `heading` pages list its feeds, in the
    `position` among the kinds; without a heading they do not. The nouns of an `own` kind are Handbill's, the same for
    every list, and in its words.
    """

    slug: str
    noun: str
    of_event: Callable[[Event], Iterable[Noun]]
    sentence: str
    title: str = "%(names)s"
    phrase: str = "%(names)s"
    heading: str = ""
    position: int = 0
    negatable: bool = True
    own: bool = False

    @property
    def plural(self) -> str:
        """The key that asks for it in a collection: topics."""
        return self.slug if self.own else f"{self.slug}s"


NOUNS: dict[str, Callable[[Event], Iterable[Noun]]] = {
    "organization": lambda event: (*event.hosts, *event.supporters),
    "host": attrgetter("hosts"),
    "neighborhood": attrgetter("feed_neighborhoods"),
    "topic": attrgetter("topics"),
    "venue": attrgetter("feed_venues"),
    "attendance": lambda event: [noun for noun in ATTENDANCE if noun.slug in event.feed_attendance],
    "collection": lambda event: (),  # it is a selection itself
}
ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
KINDS = tuple(Kind(slug, of_event=NOUNS[slug], **row) for slug, row in ROWS.items())
NEGATABLE = tuple(kind for kind in KINDS if kind.negatable)
KIND = {kind.slug: kind for kind in KINDS}
NEAR: dict[str, Callable[[Venue], Noun | None]] = {  # the kinds that `near` takes, the first that has a name counts
    "venue": lambda venue: venue,
    "neighborhood": attrgetter("neighborhood"),
}
