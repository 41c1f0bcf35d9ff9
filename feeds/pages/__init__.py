"""HTML from the same entries that calendars get; no request, no Flask."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from urllib.parse import quote

from feeds.entries import Entry, Place, map_link
from feeds.pages import atom, linked
from feeds.pages.frame import POLICY, Frame, render
from feeds.pages.map import Map
from feeds.pages.month import Day
from feeds.selection import DISTANCES, Feed

__all__ = [
    "ICON",
    "POLICY",
    "SCRIPT",
    "STYLESHEET",
    "Frame",
    "embed",
    "event",
    "feed",
    "filter",
    "gone",
    "home",
    "maps",
    "month",
    "series",
]

STYLESHEET = files(__package__).joinpath("style.css").read_bytes()
SCRIPT = files(__package__).joinpath("script.js").read_bytes()
ICON = files(__package__).joinpath("icon.svg").read_bytes()
GROUPS = ("collection", "topic", "neighborhood", "organization", "venue")
FILTERS = ("topic", "neighborhood", "organization")  # the kinds that the form of all combinations has boxes for
Program = tuple[Sequence[Entry], Sequence[Entry]]  # what is not over, the next first, and what is, the last first


def home(
    frame: Frame,
    feeds: Sequence[Feed],
    counts: Mapping[str, int],
    program: Program,
    newest: date | None,
    map: Map | None,
) -> str:
    """Return the page that everything starts from: what comes next, and every feed, grouped by kind.

    Where nothing comes, the program's second part is what took place in the month `newest`.
    """
    groups = {kind: [feed for feed in feeds if feed.kind == kind] for kind in GROUPS}
    by_subject = {feed.subject: feed for feed in feeds}
    return render(
        "home.html",
        frame,
        all=feeds[0],
        groups=groups,
        feeds=by_subject,
        counts=counts,
        program=program,
        newest=newest,
        map=map,
    )


def feed(frame: Frame, feed: Feed, program: Program, number: int, others: Sequence[tuple[str, str]]) -> str:
    """Return the page of one feed: what it holds, every way to subscribe, how to show it elsewhere.

    `number` is of all its events, also of those that the program leaves out; `others` are names and subjects of
    feeds beside it.
    """
    return render("feed.html", frame, feed=feed, program=program, number=number, others=others, news_title=atom.title)


def embed(frame: Frame, feed: Feed, program: Program) -> str:
    """Return what other sites show in a frame: what comes next, and the way to subscribe."""
    return render("embed.html", frame, feed=feed, program=program)


def event(
    frame: Frame, entry: Entry, series: str, changed: date | None, subjects: Mapping[tuple[str, str], str]
) -> str:
    """Return the page of one event, with what search engines read of it.

    `series` is the subject of the page with all its dates, "" where there are no others; `changed` is None while
    nobody published it; `subjects` has the feed of each (kind, name) it shows.
    """
    data = linked.script([linked.event(entry, frame.base_url + frame.path)])
    return render(
        "event.html", frame, entry=entry, data=data, series=series, changed=changed, subjects=subjects, maps=maps
    )


def series(frame: Frame, subject: str, program: Program) -> str:
    """Return the page of a series: its dates, and the ways to subscribe while any of them may still come."""
    coming, over = program
    goes_on = any(entry.status != "cancelled" for entry in coming) or any(entry.status == "postponed" for entry in over)
    return render("series.html", frame, subject=subject, program=program, goes_on=goes_on)


def month(
    frame: Frame,
    month: date,
    weeks: Sequence[tuple[Day, ...]],
    before: date | None,
    after: date | None,
    number: int,
    *,
    cut: bool,
) -> str:
    """Return the page of a month; `before` and `after` are the nearest months with events.

    `number` is of all its events, also of those that were `cut` for want of room.
    """
    return render("month.html", frame, month=month, weeks=weeks, before=before, after=after, number=number, cut=cut)


def filter(frame: Frame, feeds: Sequence[Feed], counts: Mapping[str, int], places: Sequence[Feed]) -> str:
    """Return the form that ends at the address of any selection; `places` are what something can be near to."""
    groups = {kind: [feed for feed in feeds if feed.kind == kind] for kind in FILTERS}
    distances = [distance for distance in DISTANCES if frame.translator.miles or distance.endswith("km")]
    return render("filter.html", frame, groups=groups, counts=counts, places=places, distances=distances)


def gone(frame: Frame) -> str:
    """Return the page of what was taken down: one sentence."""
    return render("gone.html", frame)


def maps(place: Place) -> list[tuple[str, str]]:
    """Return the names and addresses of maps that show a place (rule 32), or look up where its address is."""
    if point := place.point:
        both, name = f"{point.latitude},{point.longitude}", quote(place.title, safe="")
        return [
            ("Apple", f"https://maps.apple.com/?ll={both}&q={name}"),
            ("Google", f"https://www.google.com/maps/search/?api=1&query={quote(both, safe='')}"),
            ("OpenStreetMap", map_link(point)),
            ("geo:", f"geo:{both}"),
        ]
    if not place.has_address:
        return []
    wanted = quote(place.location.replace("\n", ", "), safe="")
    return [
        ("Apple", f"https://maps.apple.com/?q={wanted}"),
        ("Google", f"https://www.google.com/maps/search/?api=1&query={wanted}"),
        ("OpenStreetMap", f"https://www.openstreetmap.org/search?query={wanted}"),
    ]
