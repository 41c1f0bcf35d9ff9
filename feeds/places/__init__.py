"""Where venues are: pinned, by a trusted answer of a geocoder, or honestly unknown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from feeds.catalog import (
    Catalog,
    Event,
    ListError,
    Loaded,
    NameIndex,
    Neighborhood,
    Problem,
    ReadFiles,
    Text,
    Venue,
    cached_slug_form,
)
from feeds.places.answers import FILE, Answer, forget, keep, read_answers
from feeds.places.boundaries import Boundaries, BoundariesError, read_boundaries
from feeds.places.judging import PIN_IT, is_corner

__all__ = [
    "FILE",
    "Answer",
    "Boundaries",
    "Places",
    "addresses",
    "areas_of",
    "forget",
    "keep",
    "locate",
    "provenance",
    "read_places",
    "resolve",
    "unknown_addresses",
]


@dataclass(frozen=True, slots=True)
class Places:
    """What is known about places: answers by address, areas, and problems with either."""

    answers: dict[str, Answer]
    boundaries: Boundaries
    problems: tuple[Problem, ...] = ()


def read_places(loaded: Loaded, read: ReadFiles) -> Places:
    """Return the answers in places.jsonl and the areas of the boundaries.

    Raise ListError when the boundaries cannot be read.
    """
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    found = "this line cannot be read"
    remedy = "publish sets the file aside and writes the good lines anew"
    for name, content in read(FILE).items():
        answers, damaged = read_answers(content)
        for number in damaged:
            problems.append(Problem(name, number, "", found, remedy, "warning", 1))
    boundaries = _boundaries(loaded, read)
    return Places(answers, boundaries, (*problems, *_strays(loaded, answers, boundaries)))


def _boundaries(loaded: Loaded, read: ReadFiles) -> Boundaries:
    named = loaded.catalog.calendar.boundaries
    if named is None:
        return Boundaries()
    found = f"there is no file {named.file} beside the list"
    try:
        for content in read(named.file).values():
            return read_boundaries(content, named.name)
    except BoundariesError as error:
        found = str(error)
    path = ("calendar", "boundaries")
    remedy = "name a GeoJSON file of Polygons, and the property that holds their names"
    raise ListError((*loaded.problems, loaded.locator().problem(path, found, remedy, "error")))


def _strays(
    loaded: Loaded, answers: Mapping[str, Answer], boundaries: Boundaries
) -> Iterator[Problem]:
    """Warn of each venue outside all boundary areas of its stated neighborhood.

    A neighborhood that is not among the boundaries, such as another municipality, is not checked.
    """
    locator = loaded.locator()
    remedy = "look the place up again, or name another neighborhood"
    for venue, placed in locate(loaded.catalog, answers, boundaries).items():
        point = placed.coordinates
        if not (point and venue.slug and venue.neighborhood):
            continue
        areas = areas_of(venue.neighborhood, boundaries)
        if areas and set(areas).isdisjoint(boundaries.areas(point)):
            area = boundaries.area(point) or "no area"
            found = f"the place lies in {area}, not in {' or '.join(areas)}"
            key = "coordinates" if venue.coordinates else "neighborhood"
            yield locator.problem(("venues", venue.slug, key), found, remedy, "warning")


def venues(catalog: Catalog) -> tuple[Venue, ...]:
    """Return every venue: those of the list and inline ones."""
    inline = (event.venue for event in catalog.events if event.venue and not event.venue.slug)
    return tuple(dict.fromkeys((*catalog.venues, *inline)))


def addresses(catalog: Catalog) -> frozenset[str]:
    """Return the addresses that the list needs: not those of withdrawn venues."""
    needed = (venue.address for venue in venues(catalog) if not venue.withdrawn)
    return frozenset(filter(None, needed))


def unknown_addresses(catalog: Catalog, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return the addresses to look up, in the order of the list.

    They are without a pin or an answer, and not a corner.
    """
    unknown = []
    for venue in venues(catalog):
        needed = venue.address and venue.coordinates is None and not venue.withdrawn
        if needed and venue.address not in answers:
            unknown.append(venue.address)
    languages = catalog.calendar.languages
    return tuple(address for address in dict.fromkeys(unknown) if not is_corner(address, languages))


def resolve(
    catalog: Catalog,
    answers: Mapping[str, Answer],
    boundaries: Boundaries,
    published: Iterable[str] = (),
    previous: Catalog | None = None,
) -> Catalog:
    """Return the catalog with the position of each venue, by its pin or else a trusted answer.

    A venue without a neighborhood gets that of the boundary area around it, which becomes a
    neighborhood if the list has none of that name. So do areas whose slugs are `published`: their
    feeds stay when no venue is there any more. An event that equals one of the `previous` catalog,
    in the same calendar, is that object, so that what was made from it can be reused.
    """
    placed = locate(catalog, answers, boundaries)
    areas = [venue.neighborhood for venue in placed.values() if venue.neighborhood]
    known = {slug for area in (*catalog.neighborhoods, *areas) for slug in area.slugs}
    named = {cached_slug_form(name): name for name in boundaries.names}
    for slug in published:
        if slug in named and slug not in known:
            areas.append(_neighborhood(named[slug], catalog.calendar.languages[0]))
    moved = {venue: found for venue, found in placed.items() if found is not venue}
    return replace(
        catalog,
        neighborhoods=tuple(dict.fromkeys((*catalog.neighborhoods, *areas))),
        venues=tuple(placed[venue] for venue in catalog.venues),
        events=tuple(_moved(catalog, moved, previous)) if moved else catalog.events,
    )


def _moved(
    catalog: Catalog, moved: Mapping[Venue, Venue], previous: Catalog | None
) -> Iterator[Event]:
    """Yield each event, its venue in its position."""
    earlier: dict[str, Event] = {}
    # in another time zone, equal instants are different hours
    if previous and previous.calendar == catalog.calendar:
        earlier = {event.uid: event for event in previous.events}
    for event in catalog.events:
        if event.venue is None or event.venue not in moved:
            yield event
            continue
        found, before = replace(event, venue=moved[event.venue]), earlier.get(event.uid)
        yield before if before == found else found


def locate(
    catalog: Catalog, answers: Mapping[str, Answer], boundaries: Boundaries
) -> dict[Venue, Venue]:
    """Return each venue of the list with its coordinates and neighborhood, as far as known."""
    known = NameIndex[Neighborhood]()
    for listed in catalog.neighborhoods:
        known.add_all(listed.names, listed)
    placed: dict[Venue, Venue] = {}
    for venue in venues(catalog):
        answer, neighborhood = answers.get(venue.address), venue.neighborhood
        point, precision = venue.coordinates, ""
        if answer and answer.point and not point:  # a pin beats every geocoder
            point, precision = answer.point, answer.precision
        if neighborhood is None and point and (area := boundaries.area(point)):
            neighborhood = known.add(area, _neighborhood(area, catalog.calendar.languages[0]))
        point = None if venue.withdrawn else point
        found = replace(venue, coordinates=point, precision=precision, neighborhood=neighborhood)
        placed[venue] = venue if found == venue else found
    return placed


def provenance(venue: Venue, answers: Mapping[str, Answer], languages: Iterable[str] = ()) -> str:
    """Return in words how a position is known, or why not; `languages` are those of the list."""
    answer = answers.get(venue.address)
    if venue.coordinates:
        return "pinned"
    if not venue.address:
        return "no address"
    if is_corner(venue.address, languages):
        return PIN_IT
    if answer is None:
        return "not known; pin it, or publish"
    return f"{answer.service}, {answer.date}: {answer.precision if answer.point else answer.reason}"


def areas_of(neighborhood: Neighborhood, boundaries: Boundaries) -> tuple[str, ...]:
    """Return the boundary areas of a neighborhood: those in `within`, or the one of its name."""
    wanted = set(map(cached_slug_form, neighborhood.within or neighborhood.names))
    return tuple(name for name in boundaries.names if cached_slug_form(name) in wanted)


def _neighborhood(area: str, language: str) -> Neighborhood:
    return Neighborhood(slug=cached_slug_form(area), name=Text(((language, area),)))
