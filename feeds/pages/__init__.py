"""HTML from the same entries that calendars get; no request, no Flask."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from urllib.parse import quote

from feeds.entries import Entry, Place, map_link
from feeds.pages import atom, linked
from feeds.pages.compose import compose
from feeds.pages.frame import POLICY, Frame, render
from feeds.pages.map import Map
from feeds.pages.month import Day
from feeds.pages.pattern import pattern
from feeds.pages.program import Group, Program, Row
from feeds.selection import DISTANCES, Feed

__all__ = [
    "ICON",
    "MOST_IN_FRAME",
    "POLICY",
    "SCRIPT",
    "STYLESHEET",
    "Frame",
    "Program",
    "Row",
    "embed",
    "embedded_event",
    "event",
    "feed",
    "filter",
    "gone",
    "home",
    "maps",
    "missing",
    "month",
    "series",
]

STYLESHEET = files(__package__).joinpath("style.css").read_bytes()
SCRIPT = files(__package__).joinpath("script.js").read_bytes()
ICON = files(__package__).joinpath("icon.svg").read_bytes()
MOST_IN_FRAME = 12  # events that an embed shows


def home(
    frame: Frame,
    groups: Sequence[Group],
    counts: Mapping[str, int],
    program: Program,
    newest: date | None,
    map: Map | None,
) -> str:
    """Return the page that everything starts from: what comes next, and every feed in its group.

    Where nothing comes, the program's past is what took place in the month `newest`.
    """
    return render(
        "home.html",
        frame,
        groups=groups,
        by_subject={feed.subject: feed for group in groups for feed in group.feeds},
        counts=counts,
        program=program,
        newest=newest,
        map=map,
    )


def feed(frame: Frame, feed: Feed, program: Program, number: int, others: Sequence[tuple[str, str]]) -> str:
    """Return the page of one feed: what it holds, every way to subscribe, how to show it elsewhere.

    `number` is of all its events to come, also of those that the program leaves out; `others` are names and subjects
    of feeds beside it.
    """
    return render(
        "feed.html",
        frame,
        feed=feed,
        program=program,
        number=number,
        others=others,
        news_title=atom.title,
        most=MOST_IN_FRAME,
    )


def embed(frame: Frame, title: str, subject: str, program: Program) -> str:
    """Return what other sites show of a feed or a series in a frame: what comes next, and the way to subscribe."""
    return render("embed.html", frame, title=title, subject=subject, program=program)


def embedded_event(frame: Frame, entry: Entry) -> str:
    """Return what other sites show of an event in a frame: what, when and where, and the way to its page."""
    return render("embed-event.html", frame, entry=entry)


def missing(frame: Frame, message: str, near: Sequence[str]) -> str:
    """Return what a frame shows at an address that has nothing: why, and the paths that may have been meant."""
    return render("embed-missing.html", frame, message=message, near=near)


def event(
    frame: Frame,
    entry: Entry,
    timezone: str,
    series: str,
    changed: date | None,
    subjects: Mapping[tuple[str, str], str],
    related: Sequence[Row],
    oembed: str,
) -> str:
    """Return the page of one event, with what search engines read of it.

    `series` is the subject of the page with all its dates, "" where there are no others; `changed` is None while
    nobody published it; `subjects` has the feed of each (kind, name) it shows; `related` is what its hosts do next,
    and `oembed` the path of what other sites make of its address.
    """
    page = frame.base_url + frame.path
    return render(
        "event.html",
        frame,
        entry=entry,
        data=linked.script([linked.event(entry, page)]),
        compose=compose(entry, page, timezone),
        series=series,
        changed=changed,
        subjects=subjects,
        related=related,
        oembed=oembed,
        maps=maps,
    )


def series(frame: Frame, subject: str, program: Program) -> str:
    """Return the page of a series: its dates, and the ways to subscribe while any of them may still come."""
    coming = [row.entry for row in (*program.coming, *program.ongoing)]
    past = [row.entry for row in program.past]
    goes_on = any(entry.status != "cancelled" for entry in coming) or any(entry.status == "postponed" for entry in past)
    return render(
        "series.html",
        frame,
        subject=subject,
        program=program,
        goes_on=goes_on,
        pattern=pattern(coming or past, frame.translator),
    )


def month(
    frame: Frame,
    month: date,
    ongoing: Sequence[Entry],
    weeks: Sequence[tuple[Day, ...]],
    before: date | None,
    after: date | None,
    number: int,
    *,
    cut: bool,
) -> str:
    """Return the page of a month; `before` and `after` are the nearest months with events, `ongoing` are its long ones.

    `number` is of all its events, also of those that were `cut` for want of room.
    """
    return render(
        "month.html",
        frame,
        month=month,
        ongoing=ongoing,
        weeks=weeks,
        before=before,
        after=after,
        number=number,
        cut=cut,
    )


def filter(frame: Frame, groups: Sequence[Group], counts: Mapping[str, int], places: Sequence[Feed]) -> str:
    """Return the form that ends at the address of any selection; `places` are what something can be near to."""
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
