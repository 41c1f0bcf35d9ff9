"""Which share card each page has: its own, that of the next date, else the calendar's."""

from dataclasses import replace
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
    """The cards of the `next` events and of the feeds that pages name."""

    def __init__(self, contents: Contents, coming: list[Event], feeds: list[Feed]) -> None:
        self.contents = contents
        self.host = urlsplit(contents.base_url).netloc
        self._next = {f"events/{event.id}": event for event in coming[:MOST_CARDS]}
        # it has the card of its group
        self._feeds = {feed.subject: feed for feed in feeds if feed.kind != "host"}
        self._made: dict[tuple[str, str], Card | None] = {}

    def subjects(self, language: str) -> list[str]:
        """Return the subjects that have a card."""
        return [subject for subject in (*self._next, *self._feeds) if self.card(subject, language)]

    def path(self, address: Address) -> str:
        """Return the path of the card that a page shows."""
        routes, language = self.contents.routes, address.language
        dates = [f"events/{event.id}" for event in routes.dates(address.subject)]
        of_group = address.subject.replace("feeds/host/", "feeds/organization/", 1)
        own = next((subject for subject in dates if subject in self._next), of_group)
        subject = own if self.card(own, language) else CALENDAR
        return routes.path(Address(language, subject, "png"))

    def card(self, subject: str, language: str) -> Card | None:
        """Return the card of an event that comes soon, or of a feed; None of others, and where letters are lacking."""
        if subject not in self._next and subject not in self._feeds:
            return None
        if (subject, language) not in self._made:
            self._made[subject, language] = self._make(subject, language)
        return self._made[subject, language]

    def _make(self, subject: str, language: str) -> Card | None:
        calendar = self.contents.calendar
        title = self.contents.title(language)
        if subject in self._next:
            entry = self.contents.edition.entry(self._next[subject], language)
            card = Card(entry.summary, card_lines(entry), title, calendar.accent)
        else:
            card = self._feed_card(self._feeds[subject], language)
        if not drawable(title):
            card = replace(card, calendar=self.host)
        if all(map(drawable, (card.title, *filter(None, card.lines)))):
            return card
        return Card(self.host, (), "", calendar.accent) if subject == CALENDAR else None

    def _feed_card(self, feed: Feed, language: str) -> Card:
        calendar, title = self.contents.calendar, self.contents.title(language)
        translator = calendar.translator(language)
        invitation = translator.text(
            "Get these events in the calendar you already use. Changes show up on their own."
        )
        if feed.subject == CALENDAR:
            return Card(title, (invitation,), self.host, calendar.accent)
        return Card(feed.title(translator, ""), (invitation,), title, calendar.accent)


def card_lines(entry: Entry) -> tuple[str, ...]:
    """Return what a card says below the title of an event: when, where it still takes place then, and where."""
    place = [entry.place.title] if entry.place else []
    result = outcome(entry, entry.translator, over=False)
    when = entry.translator.long(entry.start, entry.last) if result.dated else result.sentence
    return when, " · ".join(dict.fromkeys((*place, *entry.neighborhoods)))
