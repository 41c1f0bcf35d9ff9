"""HTML from the same entries that calendars get; no request, no Flask."""

from importlib.resources import files
from urllib.parse import quote

from feeds.entries import Place, map_link
from feeds.pages.accent import stylesheet
from feeds.pages.frame import POLICY, PageContext, SiteInfo, render

APPLE = "https://maps.apple.com/"
GOOGLE = "https://www.google.com/maps/search/?api=1&query="
OPEN_STREET_MAP = "https://www.openstreetmap.org/search?query="
FILES = ("script.js", "search.js", "builder.js", "icon.svg")
SCRIPT, SEARCH, BUILDER, ICON = (files(__package__).joinpath(name).read_bytes() for name in FILES)


def maps(place: Place) -> list[tuple[str, str]]:
    """Return the names and links of maps that show a place (rule 32) or search for its address."""
    if point := place.point:
        position, name = f"{point.latitude},{point.longitude}", quote(place.title, safe="")
        return [
            ("Apple", f"{APPLE}?ll={position}&q={name}"),
            ("Google", GOOGLE + quote(position, safe="")),
            ("OpenStreetMap", map_link(point)),
            ("geo:", f"geo:{position}"),
        ]
    if not place.has_address:
        return []
    query = quote(place.location.replace("\n", ", "), safe="")
    return [
        ("Apple", f"{APPLE}?q={query}"),
        ("Google", GOOGLE + query),
        ("OpenStreetMap", OPEN_STREET_MAP + query),
    ]
