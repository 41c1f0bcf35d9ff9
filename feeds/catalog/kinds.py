"""The kinds of selection: what an address, a filter form or a collection may ask of events.

One row a kind; keys of the list, grammar of addresses, index, feeds, record and pages read it here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from feeds.catalog.nouns import ATTENDANCE, N_, Event, Noun


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


KINDS = (
    Kind(
        "organization",
        "organization",
        lambda event: (*event.hosts, *event.supporters),
        N_("Events that %(name)s hosts or supports."),
        phrase=N_("with %(names)s"),
        heading=N_("Organizations"),
        position=4,
    ),
    Kind(
        "host",
        "organization",
        lambda event: event.hosts,
        N_("Events that %(name)s hosts."),
        N_("Hosted by %(names)s"),
        N_("by %(names)s"),
    ),
    Kind(
        "neighborhood",
        "neighborhood",
        lambda event: event.feed_neighborhoods,
        N_("Events in %(name)s."),
        phrase=N_("in %(names)s"),
        heading=N_("Neighborhoods"),
        position=2,
    ),
    Kind(
        "topic",
        "topic",
        lambda event: event.topics,
        N_("Events about %(name)s."),
        heading=N_("Topics"),
        position=1,
    ),
    Kind(
        "venue",
        "venue",
        lambda event: event.feed_venues,
        N_("Events at %(name)s."),
        phrase=N_("at %(names)s"),
        heading=N_("Venues"),
        position=5,
    ),
    Kind(
        "attendance",
        "attendance",
        lambda event: [noun for noun in ATTENDANCE if noun.slug in event.feed_attendance],
        N_("Events and how to attend: %(name)s."),
        phrase="(%(names)s)",
        heading=N_("Online or in person"),
        position=6,
        own=True,
    ),
    Kind(
        "collection",
        "collection",
        lambda event: (),  # it is a selection itself
        N_("Events in the collection %(name)s."),
        phrase=N_("in the collection %(names)s"),
        heading=N_("Collections"),
        position=3,
        negatable=False,
    ),
)
NEGATABLE = tuple(kind for kind in KINDS if kind.negatable)
KIND = {kind.slug: kind for kind in KINDS}
