"""The map of the city with the places of upcoming events, and the surroundings of a place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from feeds.catalog import Event, Neighborhood, Point
from feeds.pages.map import Map, Pin, Surroundings, around, draw
from feeds.places import Boundaries, areas_of
from feeds.selection import Feed


class Atlas:
    """The maps of a list; each area is known by its neighborhood and feed."""

    def __init__(
        self, boundaries: Boundaries, neighborhoods: Sequence[Neighborhood], feeds: Sequence[Feed]
    ) -> None:
        self.boundaries, self.neighborhoods = boundaries, neighborhoods
        self.feeds = {feed.subject: feed for feed in feeds if feed.kind == "neighborhood"}
        self._drawn: dict[tuple[Point, str], Surroundings | None] = {}

    def city(self, events: Iterable[Event], series: Mapping[str, str], language: str) -> Map | None:
        """Return the map of all areas with the places of `events`, or None without boundaries.

        A pin leads to the feed of its venue; for a place that is not a venue of the list, to the
        event, or to its series, whose subject `series` has by UID.
        """
        pins: dict[str, Pin] = {}
        for event in events if self.boundaries.shapes else ():
            venue = event.venue
            if venue is None or venue.coordinates is None:
                continue
            subject = series.get(event.uid, f"events/{event.id}")
            if venue.slug:
                subject = f"feeds/venue/{venue.slug}"
            point, name = venue.coordinates, venue.title(language)
            pin = pins.get(subject) or Pin(subject, name, 0, point.longitude, point.latitude)
            pins[subject] = replace(pin, number=pin.number + 1)
        return draw(self.boundaries.shapes, self._subjects, tuple(pins.values()))

    def around(self, point: Point | None, language: str) -> Surroundings | None:
        """Return the surroundings of a place, or None if it is in no area."""
        if point is None:
            return None
        if (point, language) not in self._drawn:
            shapes = [(self._name(area, language), shape) for area, shape in self.boundaries.shapes]
            self._drawn[point, language] = around(shapes, point.longitude, point.latitude)
        return self._drawn[point, language]

    def _name(self, area: str, language: str) -> str:
        feed = self.feeds.get(self._subjects.get(area, ""))
        return feed.name.in_language(language) if feed else area

    @cached_property
    def _subjects(self) -> dict[str, str]:
        """The feed of each area: of its own neighborhood, or of the first that includes it."""
        subjects: dict[str, str] = {}
        # those without `within` are areas themselves
        for neighborhood in sorted(self.neighborhoods, key=lambda area: bool(area.within)):
            subject = f"feeds/neighborhood/{neighborhood.slug}"
            for area in areas_of(neighborhood, self.boundaries) if subject in self.feeds else ():
                subjects.setdefault(area, subject)
        return subjects
