"""The pages that list feeds, and the page of each feed."""

from collections.abc import Sequence
from typing import Any, TypeVar

from feeds.catalog import Noun
from feeds.documents import PAGE, Document
from feeds.pages import PageContext, atom, maps
from feeds.pages.map import Map
from feeds.pages.printing import printed
from feeds.presentation import place_of
from feeds.selection import DISTANCES, Feed, fields_of
from feeds.site import search
from feeds.site.context import Site, html
from feeds.site.embeds import MOST_IN_FRAME
from feeds.site.programs import by_start

MOST_ON_HOME, MOST_ON_FEED = 12, 50  # rows: a page is read, a calendar is scrolled
OTHER_KIND = {"organization": "host", "host": "organization"}  # feeds of the same noun
AnyNoun = TypeVar("AnyNoun", bound=Noun)


def home(site: Site, frame: PageContext) -> Document:
    """Return the home page: all feeds, the map, and upcoming events or else the last month's."""
    programs = site.programs
    newest = None if programs.upcoming else programs.first_month
    events = programs.months[newest] if newest else programs.upcoming
    return html(
        "home.html",
        frame,
        groups=site.groups,
        by_subject={feed.subject: feed for group in site.groups for feed in group.feeds},
        counts=site.counts,
        program=programs.program(events, frame.language, MOST_ON_HOME),
        newest=newest,
        map=_map(site, frame.language),
        chips=chips(site, frame.language),
    )


def _map(site: Site, language: str) -> Map | None:
    """Return the city, with the places of the upcoming events that take place."""
    events = [
        event for event in site.programs.upcoming if event.status in ("confirmed", "tentative")
    ]
    return site.atlas.city(events, site.programs.series, language)


def chips(site: Site, language: str) -> list[tuple[int, str]]:
    """Return the flags that the search box can filter by: those of any upcoming event."""
    text = site.calendar.translator(language).text
    labels = {search.FREE: text("Free"), search.ONLINE: text("Online")}
    found = 0
    for event in site.programs.upcoming:
        found |= search.flags(event, site.calendar, language)
        if found == sum(labels):
            break
    return [(flag, label) for flag, label in labels.items() if flag & found]


def feed_page(site: Site, frame: PageContext, feed: Feed) -> Document:
    """Return the page of a feed: its events, and the ways to subscribe."""
    language, programs = frame.language, site.programs
    events = programs.shown(feed, language)
    make_program = programs.changes_program if feed.kind == "changes" else programs.program
    groups = site.catalog.organizations if feed.kind in OTHER_KIND else ()
    group = _noun(groups, feed.slug)
    return html(
        "feed.html",
        frame,
        feed=feed,
        program=make_program(events, language, MOST_ON_FEED),
        number=len(programs.upcoming_in(feed, language)),
        others=_other_feeds(site, frame, feed),
        about=group.about.in_language(language) if group else "",
        own_site=group.url if group else "",
        choice=fields_of(feed.selection) if not feed.kind else (),
        news_title=atom.title,
        most=MOST_IN_FRAME,
        **_place(site, feed, language),
    )


def _other_feeds(site: Site, frame: PageContext, feed: Feed) -> list[tuple[str, str]]:
    """Return the sentence and subject of an organization's feed as host, or the reverse."""
    other = site.directory.feeds.get(f"feeds/{OTHER_KIND.get(feed.kind)}/{feed.slug}")
    if other is None:
        return []
    return [(other.sentence(frame.translator, frame.calendar), other.subject)]


def _place(site: Site, feed: Feed, language: str) -> dict[str, Any]:
    """Return what the page of a venue shows of its place."""
    venue = _noun(site.catalog.venues if feed.kind == "venue" else (), feed.slug)
    if venue is None:
        return {"place": None}
    area = venue.neighborhood
    return {
        "place": place_of(venue, language),
        "neighborhoods": [area.title(language)] if area else [],
        "surroundings": site.atlas.around(venue.coordinates, language),
        "maps": maps,
    }


def _noun(nouns: Sequence[AnyNoun], slug: str) -> AnyNoun | None:
    return next((noun for noun in nouns if noun.slug == slug), None)


def print_page(site: Site, frame: PageContext, feed: Feed) -> Document:
    """Return the page of a feed for paper."""
    events = by_start(site.programs.upcoming_in(feed, frame.language))
    entries = [site.contents.entry(event, frame.language) for event in events]
    return Document(printed(frame, feed, entries).encode(), PAGE)


def about(site: Site, frame: PageContext) -> Document | None:
    """Return the page about the people behind the calendar, or None if they gave no words."""
    if not site.imprint.about:
        return None
    return html("about.html", frame, words=site.calendar.about.in_language(frame.language))


def filter_page(site: Site, frame: PageContext) -> Document:
    """Return the form that combines feeds; on static hosts, links to pairs of them."""
    if not site.forms:
        return _pairs(site, frame)
    subjects = set()
    for venue in site.catalog.venues:
        if venue.coordinates:
            subjects.add(f"feeds/venue/{venue.slug}")
            if venue.neighborhood:
                subjects.add(f"feeds/neighborhood/{venue.neighborhood.slug}")
    miles = frame.translator.miles
    return html(
        "filter.html",
        frame,
        groups=site.groups,
        counts=site.counts,
        places=[feed for feed in site.feeds if feed.subject in subjects],
        distances=[distance for distance in DISTANCES if miles or distance.endswith("km")],
    )


def _pairs(site: Site, frame: PageContext) -> Document:
    """Return the page with a link to each pair of a topic and a neighborhood."""
    by_slugs = {}
    for pair in site.pairs.values():
        slugs = dict(pair.selection.any_of)
        by_slugs[slugs["topic"], slugs["neighborhood"]] = pair
    counts = site.programs.counts(site.pairs.values())
    areas = [feed for feed in site.feeds if feed.kind == "neighborhood"]
    topics = []
    for topic in site.feeds:
        rows = []
        for area in areas if topic.kind == "topic" else ():
            found = by_slugs.get(((topic.slug,), (area.slug,)))
            if found:
                rows.append((area, found, counts[found.subject]))
        if rows:
            topics.append((topic, rows))
    return html("pairs.html", frame, topics=topics)
