"""From an event of the list to its entry in one language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from feeds.catalog import (
    DETAILS,
    Calendar,
    Event,
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
    """Return what subscribers see of `event` in `language`; `move` says that it moved, and from where.

    In the default language, the notice and description are followed by those in the other languages.
    """
    translator = calendar.translator(language)
    if event.status == "withdrawn":  # only its time stays public
        bare = Event(id=event.id, uid=event.uid, title=Text(), when=event.when, status=event.status)
        entry = _entry(bare, calendar, translator, move, translator.text("Withdrawn"))
        return replace(entry, footer="")
    return with_description(
        _entry(event, calendar, translator, move, event.title.in_language(language))
    )


def _entry(
    event: Event, calendar: Calendar, translator: Translator, move: Move | None, title: str
) -> Entry:
    """Return the entry of an event before its DESCRIPTION is written."""
    language = translator.language
    organizers = tuple(_organizer(host, language) for host in event.hosts if not host.withdrawn)
    hosts = tuple(organizer.name for organizer in organizers)
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
        previous=move.start if move else None,
        former_location=_former_location(event, move, language),
        reason=event.moved.in_language(language) if move else "",
        summary=_prefix(event, move, translator) + title,
        change=_change(event, move, translator),
        notices=_versions(event.notice, calendar, language),
        descriptions=_versions(event.description, calendar, language),
        hosts=hosts,
        organizers=organizers,
        supporters=tuple(
            one.name.in_language(language) for one in event.supporters if not one.withdrawn
        ),
        and_others=event.and_others,
        topics=tuple(topic.name.in_language(language) for topic in event.topics),
        neighborhoods=tuple(area.name.in_language(language) for area in event.areas),
        place=place_of(event.venue, language)
        if event.venue and not event.venue.withdrawn
        else None,
        attendance=event.attendance,
        join=event.join,
        lines=tuple(_lines(event, event.contact or next(iter(hosts), ""), translator)),
        free=is_free(event.cost.in_language(language), calendar.languages),
        ends_at=event.ends_at.in_language(language),
        footer=calendar.footer.in_language(language),
        text="",
    )


def without_signup(entry: Entry) -> Entry:
    """Return the entry of an event that nobody can attend any more, without its links to sign up or join."""
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
    if assumed.fold:  # DTEND can only name the first of two hours: take the next unique one
        assumed += instant(assumed, local) - instant(assumed.replace(fold=0), local)
    return assumed


def _prefix(event: Event, move: Move | None, translator: Translator) -> str:
    """Return the prefix of the title: some clients show no STATUS (rule 22). Only one applies."""
    if event.status == "cancelled":
        return translator.text("CANCELLED:") + " "
    if event.status == "postponed":
        return translator.text("POSTPONED:") + " "
    return translator.text("MOVED:") + " " if move else ""


def _change(event: Event, move: Move | None, translator: Translator) -> str:
    """Return a sentence on where or when the event moved from, and why."""
    if move is None:
        return ""
    former = public_former_place(event, move)
    place = place_of(former, translator.language).location if former else ""
    origin = (translator.when(move.start, None) if move.start else "", place.replace("\n", ", "))
    what = ", ".join(part for part in origin if part)
    change = (
        translator.text("Moved from %(what)s.", what=what) if what else translator.text("Moved.")
    )
    return " ".join(part for part in (change, event.moved.in_language(translator.language)) if part)


def _former_location(event: Event, move: Move | None, language: str) -> str:
    former = public_former_place(event, move) if move else None
    return place_of(former, language).location if former else ""


def public_former_place(event: Event, move: Move) -> Venue | None:
    """Return the place that subscribers see the event moved from.

    None if its present place has no address: an address that was taken back is published nowhere.
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


def _organizer(host: Organization, language: str) -> Organizer:
    return Organizer(host.name.in_language(language), host.url, host.about.in_language(language))


def _lines(event: Event, contact: str, translator: Translator) -> Iterator[DetailLine]:
    """Yield the details of an event, with whom to ask, and of its venue."""
    venue = event.venue if event.venue and not event.venue.withdrawn else None
    for detail in DETAILS:
        labelled: list[tuple[str, str, Event | Venue]] = [(detail.key, detail.label, event)]
        if detail.venue_label and venue:
            labelled.append((VENUE_PREFIX + detail.key, detail.venue_label, venue))
        for key, label, source in labelled:
            text: Text | str = contact if key == "contact" else getattr(source, detail.key)
            words = text.in_language(translator.language) if isinstance(text, Text) else text
            if words:
                yield DetailLine(key, translator.text(label), words, detail.shown)


def place_of(venue: Venue, language: str) -> Place:
    """Return the venue, in its room, as LOCATION and Apple's property share it (rules 28, 31)."""
    name, address = without_quotes(venue.name.in_language(language)), without_quotes(venue.address)
    named = bool(name)
    if not named:
        name, _, address = (part.strip() for part in address.lstrip(", ").partition(","))
    if room := venue.room.in_language(language):
        name = f"{name}, {without_quotes(room)}"
    return Place(
        title=name, address=address, point=venue.coordinates, precision=venue.precision, named=named
    )
