"""HTML from the same entries that calendars get; no request, no Flask."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from urllib.parse import quote

from feeds.entries import Entry, Place, map_link
from feeds.images import Image
from feeds.pages import linked
from feeds.pages.accent import stylesheet
from feeds.pages.compose import compose
from feeds.pages.frame import POLICY, Frame, Imprint, render
from feeds.pages.map import Surroundings
from feeds.pages.pattern import pattern
from feeds.pages.program import Program, Row

__all__ = [
    "BUILDER",
    "ICON",
    "POLICY",
    "SCRIPT",
    "SEARCH",
    "Frame",
    "Imprint",
    "Program",
    "Row",
    "event",
    "maps",
    "render",
    "series",
    "stylesheet",
]

SCRIPT = files(__package__).joinpath("script.js").read_bytes()
SEARCH = files(__package__).joinpath("search.js").read_bytes()
BUILDER = files(__package__).joinpath("builder.js").read_bytes()
ICON = files(__package__).joinpath("icon.svg").read_bytes()


def event(
    frame: Frame,
    entry: Entry,
    timezone: str,
    series: str,
    changed: date | None,
    subjects: Mapping[tuple[str, str], str],
    related: Sequence[Row],
    oembed: str,
    surroundings: Surroundings | None,
    image: Image | None,
    alt: str,
) -> str:
    """Return the page of one event, with what search engines read of it.

    `series` is the subject of the page with all its dates, "" where there are no others; `changed` is None while
    nobody published it; `subjects` has the feed of each (kind, name) it shows; `related` is what its hosts do next,
    `oembed` the path of what other sites make of its address, `surroundings` is drawn around its place, and `image` is
    its poster, with `alt` for words.
    """
    page = frame.base_url + frame.path
    poster = frame.base_url + image.path if image else ""
    data = linked.event(entry, page, poster, over=entry.uid in frame.over)
    return render(
        "event.html",
        frame,
        entry=entry,
        data=linked.script([data]),
        compose=compose(entry, page, timezone),
        series=series,
        changed=changed,
        subjects=subjects,
        related=related,
        oembed=oembed,
        surroundings=surroundings,
        image=image,
        alt=alt,
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
