"""The pages of events, of series and of months."""

from collections.abc import Mapping, Sequence

from feeds.catalog import Event, Noun
from feeds.documents import Document
from feeds.entries import Entry
from feeds.pages import PageContext, linked, maps
from feeds.pages.compose import compose
from feeds.pages.month import weeks
from feeds.pages.pattern import pattern
from feeds.pages.program import is_long
from feeds.record import UNPUBLISHED
from feeds.routing import Address
from feeds.site.context import Site, html

MOST_ON_PAGE = 500  # events


def event_page(site: Site, frame: PageContext, events: Sequence[Event], id: str) -> Document:
    """Return the page of the event, or of the series, that has this id."""
    if events[0].id != id:
        return _series(site, frame, events, id)
    event, language = events[0], frame.language
    entry, revision = site.contents.entry(event, language), site.contents.revision(event)
    changed = revision.modified.astimezone(site.contents.zone).date()
    page, image = frame.base_url + frame.path, site.image(event)
    picture = frame.base_url + image.path if image else ""
    data = linked.event(entry, page, picture, over=event.uid in frame.over)
    point = entry.place.point if entry.place else None
    return html(
        "event.html",
        frame,
        entry=entry,
        data=linked.script(data),
        compose=compose(entry, page, site.calendar.timezone),
        series=site.programs.series.get(event.uid, ""),
        changed=changed if revision != UNPUBLISHED else None,
        subjects=_subjects(event, entry),
        related=site.programs.related(event, language),
        oembed=site.routes.path(Address(language, f"events/{id}", "oembed")),
        surroundings=site.atlas.around(point, language),
        image=image,
        alt=event.image.alt.in_language(language) if event.image else "",
        maps=maps,
    )


def _subjects(event: Event, entry: Entry) -> Mapping[tuple[str, str], str]:
    """Return the subject of the feed of each noun of an event, by its kind and name."""
    nouns: dict[str, Sequence[Noun]] = {
        "organization": (*event.hosts, *event.supporters),
        "topic": event.topics,
        "neighborhood": event.areas,
    }
    subjects = {}
    for kind, of_kind in nouns.items():
        for noun in of_kind:
            subjects[kind, noun.title(entry.language)] = f"feeds/{kind}/{noun.slug}"
    if event.venue and event.venue.slug and entry.place:
        subjects["venue", entry.place.title] = f"feeds/venue/{event.venue.slug}"
    return subjects


def _series(site: Site, frame: PageContext, events: Sequence[Event], id: str) -> Document:
    """Return the page of a series: its dates, and if any may still come, the ways to subscribe."""
    program = site.programs.program(events, frame.language, MOST_ON_PAGE, ungroup_series=True)
    upcoming = [row.entry for row in (*program.coming, *program.ongoing)]
    past = [row.entry for row in program.past]
    to_come = [entry for entry in upcoming if entry.status != "cancelled"]
    postponed = [entry for entry in past if entry.status == "postponed"]
    return html(
        "series.html",
        frame,
        subject=f"events/{id}",
        program=program,
        goes_on=bool(to_come or postponed),
        pattern=pattern(upcoming or past, frame.translator),
    )


def month_page(site: Site, frame: PageContext, name: str) -> Document | None:
    """Return the page of a month, such as 2021-03, or None if it is not a month of the list."""
    months = site.programs.months
    month = next((month for month in months if f"{month:%Y-%m}" == name), None)
    if month is None:
        return None
    shown = months[month][:MOST_ON_PAGE]
    entries = [site.contents.entry(event, frame.language) for event in shown]
    short = [entry for entry in entries if not is_long(entry.start, entry.last)]
    busy = [other for other, events in months.items() if events]
    return html(
        "month.html",
        frame,
        month=month,
        ongoing=[entry for entry in entries if is_long(entry.start, entry.last)],
        weeks=weeks(month, short, frame.translator.first_weekday),
        before=max((other for other in busy if other < month), default=None),
        after=min((other for other in busy if other > month), default=None),
        number=len(months[month]),
        cut=len(shown) < len(months[month]),
    )
