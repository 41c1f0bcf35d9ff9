"""HTML from the same entries that calendars get; no request, no Flask."""

from importlib.resources import files
from urllib.parse import quote

from feeds.entries import Place, map_link
from feeds.pages.accent import stylesheet
from feeds.pages.frame import POLICY, PageContext, SiteInfo, render

SCRIPT = files(__package__).joinpath("script.js").read_bytes()
SEARCH = files(__package__).joinpath("search.js").read_bytes()
BUILDER = files(__package__).joinpath("builder.js").read_bytes()
ICON = files(__package__).joinpath("icon.svg").read_bytes()


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
