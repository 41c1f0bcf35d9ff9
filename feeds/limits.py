"""How much of a feed every client accepts (rule 41)."""

from dataclasses import fields
from operator import attrgetter

from feeds.catalog import Calendar, Event, Text, Venue

MOST_IN_FEED = 999  # Google loses events past about 1,100, or 1 MB
MOST_OCTETS = 899_999
MOST_CHANGES = 100
LONGEST_HEAD = 50_000  # octets around the events; the longest VTIMEZONE takes 22,000
TEXTS = {  # getters of all fields that hold text
    record: attrgetter(*(field.name for field in fields(record) if field.type in (str, Text)))
    for record in (Event, Venue)
}


def most_octets(event: Event, calendar: Calendar) -> int:
    """Return an upper bound of the size of an event's VEVENT in any language, without its entry.

    Text that appears twice (a place, a host, a link) counts twice, and folding adds a twentieth.
    """
    nouns = (*event.hosts * 2, *event.supporters, *event.topics, *event.feed_neighborhoods)
    texts = [calendar.footer, *(noun.name for noun in nouns), *TEXTS[Event](event)]
    for place in event.feed_venues:
        texts += TEXTS[Venue](place) * 2
    words = []
    for text in texts:
        if isinstance(text, Text):
            words += [version for _, version in text.by_language]
        else:  # the same in every language, such as a link
            words += [text, text]
    content = "".join(words)
    return 2500 + (len(content.encode()) + sum(map(content.count, ",;\\\n"))) * 21 // 20
