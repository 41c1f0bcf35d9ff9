"""The share card of each page: its own, that of the next date of its series, or the calendar's."""

from urllib.parse import urlsplit

from feeds.cards import Card, drawable
from feeds.catalog import Event
from feeds.contents import Contents
from feeds.entries import Entry
from feeds.pages.status import outcome
from feeds.routing import Address
from feeds.selection import Feed

MOST_CARDS = 200  # of events: one is 20 KB and 5 ms
CALENDAR = "feeds/all"


class ShareCards:
    """The cards of the first of the `upcoming` events, and of the feeds that pages list."""

    def __init__(self, contents: Contents, upcoming: list[Event], feeds: list[Feed]) -> None:
        self.contents = contents
        self.host = urlsplit(contents.base_url).netloc
        self._events = {f"events/{event.id}": event for event in upcoming[:MOST_CARDS]}
        # a host's feed has the card of its organization
        self._feeds = {feed.subject: feed for feed in feeds if feed.kind != "host"}
        self._made: dict[tuple[str, str], Card | None] = {}

    def subjects(self, language: str) -> list[str]:
        """Return the subjects that have a card."""
        subjects = (*self._events, *self._feeds)
        return [subject for subject in subjects if self.card(subject, language)]

    def path(self, address: Address) -> str:
        """Return the path of the card that a page shows."""
        routes, language = self.contents.routes, address.language
        subject = address.subject.replace("feeds/host/", "feeds/organization/", 1)
        for event in routes.dates(subject):
            if f"events/{event.id}" in self._events:
                subject = f"events/{event.id}"
                break
        if not self.card(subject, language):
            subject = CALENDAR
        return routes.path(Address(language, subject, "png"))

    def card(self, subject: str, language: str) -> Card | None:
        """Return the card of an event or a feed, or None if it has none.

        Neither later events have one nor titles with letters that the font lacks.
        """
        if subject not in self._events and subject not in self._feeds:
            return None
        if (subject, language) not in self._made:
            self._made[subject, language] = self._make(subject, language)
        return self._made[subject, language]

    def _make(self, subject: str, language: str) -> Card | None:
        contents, title = self.contents, self.contents.title(language)
        accent, translator = contents.calendar.accent, contents.calendar.translator(language)
        signature = title if drawable(title) and subject != CALENDAR else self.host
        if subject in self._events:
            entry = contents.edition.entry(self._events[subject], language)
            heading, lines = entry.summary, card_lines(entry)
        else:
            heading = self._feeds[subject].title(translator, "")
            invitation = translator.text(
                "Get these events in the calendar you already use. Changes show up on their own."
            )
            lines = (invitation,)
        if subject == CALENDAR:
            heading = title
        if all(map(drawable, (heading, *filter(None, lines)))):
            return Card(heading, lines, signature, accent)
        return Card(self.host, (), "", accent) if subject == CALENDAR else None


def card_lines(entry: Entry) -> tuple[str, ...]:
    """Return the lines below an event's title: when, if it still takes place then, and where."""
    place = [entry.place.title] if entry.place else []
    result = outcome(entry, entry.translator, over=False)
    when = entry.translator.long(entry.start, entry.last) if result.dated else result.sentence
    return when, " · ".join(dict.fromkeys((*place, *entry.neighborhoods)))
