"""From an event of the list to its entry in one language."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from feeds.catalog import (
    DETAILS,
    Calendar,
    Event,
    Noun,
    Organization,
    Text,
    Venue,
    instant,
    is_free,
    zone,
)
from feeds.description import with_description
from feeds.entries import VENUE_PREFIX, DetailLine, Entry, Move, Organizer, Place, without_quotes
from feeds.translations import Translator


def make_entry(event: Event, calendar: Calendar, language: str, move: Move | None = None) -> Entry:
    """Return what subscribers see of `event` in `language`; `move` is set if it moved.

    In the default language, notice and description are followed by those in other languages.
    """
    translator = calendar.translator(language)
    title = event.title.in_language(language)
    if event.status == "withdrawn":  # only its time stays public
        bare = Event(id=event.id, uid=event.uid, title=Text(), when=event.when, status=event.status)
        entry = _entry(bare, calendar, translator, move, translator.text("Withdrawn"))
        return replace(entry, footer="")
    return with_description(_entry(event, calendar, translator, move, title))


def _entry(
    event: Event, calendar: Calendar, translator: Translator, move: Move | None, title: str
) -> Entry:
    """Return the entry of an event before its DESCRIPTION is written."""
    language = translator.language
    hosts = _public(event.hosts)
    venue = event.venue if event.venue and not event.venue.withdrawn else None
    former = public_former_place(event, move) if move else None
    former_location = place_of(former, language).location if former else ""
    return Entry(
        id=event.id,
        uid=event.uid,
        translator=translator,
        start=event.when.start,
        end=end_of(event, calendar),
        last=event.when.end,
        status=event.status,
        title=title,
        moved=move is not None,
        former_start=move.start if move else None,
        former_location=former_location,
        reason=event.moved.in_language(language) if move else "",
        summary=_prefix(event, move, translator) + title,
        change=_change(event, move, former_location, translator) if move else "",
        notices=_versions(event.notice, calendar, language),
        descriptions=_versions(event.description, calendar, language),
        hosts=_names(hosts, language),
        organizers=tuple(_organizer(host, language) for host in hosts),
        supporters=_names(_public(event.supporters), language),
        and_others=event.and_others,
        topics=_names(event.topics, language),
        neighborhoods=_names(event.areas, language),
        place=place_of(venue, language) if venue else None,
        attendance=event.attendance,
        join=event.join,
        lines=tuple(_lines(event, venue, translator)),
        free=is_free(event.cost.in_language(language), calendar.languages),
        ends_at=event.ends_at.in_language(language),
        footer=calendar.footer.in_language(language),
    )


def without_signup(entry: Entry) -> Entry:
    """Return the entry of an event that nobody can attend, without links to sign up or join."""
    lines = tuple(line for line in entry.lines if line.key != "signup")
    return with_description(replace(entry, lines=lines, join=""))


def end_of(event: Event, calendar: Calendar) -> date:
    """Return DTEND: Microsoft 365 drops events without one (rule 13)."""
    start, end = event.when.start, event.when.end
    if not isinstance(start, datetime):
        return (end or start) + timedelta(days=1)
    if end is not None:
        return end
    local = zone(calendar.timezone)
    assumed = (instant(start, local) + calendar.default_duration).astimezone(local)
    # DTEND can only name the first of two hours with one name: take the next hour that is unique
    if assumed.fold:
        assumed += instant(assumed, local) - instant(assumed.replace(fold=0), local)
    return assumed


def _prefix(event: Event, move: Move | None, translator: Translator) -> str:
    """Return the one prefix of the title: some clients show no STATUS (rule 22)."""
    if event.status == "cancelled":
        return translator.text("CANCELLED:") + " "
    if event.status == "postponed":
        return translator.text("POSTPONED:") + " "
    return translator.text("MOVED:") + " " if move else ""


def _change(event: Event, move: Move, former_location: str, translator: Translator) -> str:
    """Return a sentence on when or where the event was before, and the reason of the move."""
    start = translator.when(move.start, None) if move.start else ""
    what = ", ".join(filter(None, (start, former_location.replace("\n", ", "))))
    change = translator.text("Moved.")
    if what:
        change = translator.text("Moved from %(what)s.", what=what)
    reason = event.moved.in_language(translator.language)
    return f"{change} {reason}" if reason else change


def public_former_place(event: Event, move: Move) -> Venue | None:
    """Return the place that subscribers see as the former one, or None.

    An address that was taken back is published nowhere: if the present place has no address, none.
    """
    present = event.venue
    return move.former_place if present and present.address and not present.withdrawn else None


def _versions(text: Text, calendar: Calendar, language: str) -> tuple[str, ...]:
    """Return a text in `language`, followed for the default language by its other versions."""
    first = text.in_language(language)
    if language != calendar.languages[0]:
        return (first,) if first else ()
    versions = (first, *(version for _, version in text.by_language))
    return tuple(dict.fromkeys(filter(None, versions)))


def _public(groups: Iterable[Organization]) -> list[Organization]:
    return [group for group in groups if not group.withdrawn]


def _names(nouns: Iterable[Noun], language: str) -> tuple[str, ...]:
    return tuple(noun.name.in_language(language) for noun in nouns)


def _organizer(host: Organization, language: str) -> Organizer:
    return Organizer(host.name.in_language(language), host.url, host.about.in_language(language))


def _lines(event: Event, venue: Venue | None, translator: Translator) -> Iterator[DetailLine]:
    """Yield the details of an event, with a contact, and of its venue."""
    language, hosts = translator.language, _public(event.hosts)
    for detail in DETAILS:
        texts = [(detail.key, detail.label, getattr(event, detail.key))]
        if detail.key == "contact" and not event.contact and hosts:
            texts = [(detail.key, detail.label, hosts[0].name)]
        if detail.venue_label and venue:
            key = VENUE_PREFIX + detail.key
            texts.append((key, detail.venue_label, getattr(venue, detail.key)))
        for key, label, text in texts:
            if words := text.in_language(language) if isinstance(text, Text) else text:
                yield DetailLine(key, translator.text(label), words, detail.shown)


def place_of(venue: Venue, language: str) -> Place:
    """Return the venue with its room, as LOCATION and Apple's property have it (rules 28, 31)."""
    name, address = without_quotes(venue.name.in_language(language)), without_quotes(venue.address)
    named = bool(name)
    if not named:
        name, _, address = (part.strip() for part in address.lstrip(", ").partition(","))
    if room := venue.room.in_language(language):
        name = f"{name}, {without_quotes(room)}"
    return Place(
        title=name, address=address, point=venue.coordinates, precision=venue.precision, named=named
    )
