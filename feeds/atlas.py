"""Where events are, drawn: the city with the places that have any coming, and what lies around one place."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from feeds.catalog import Event, Neighborhood, Point
from feeds.pages.map import Map, Pin, Surroundings, around, draw
from feeds.places import Boundaries, areas_of
from feeds.selection import Feed


class Atlas:
    """The drawings of a list: its areas, and the neighborhoods and feeds that they are known by."""

    def __init__(
        self, boundaries: Boundaries, neighborhoods: Sequence[Neighborhood], feeds: Sequence[Feed]
    ) -> None:
        self.boundaries, self.neighborhoods, self.feeds = boundaries, neighborhoods, feeds
        self._drawn: dict[tuple[Point, str], Surroundings | None] = {}

    def city(
        self, events: Iterable[Event], subject: Callable[[Event], str], language: str
    ) -> Map | None:
        """Return the map of all areas with the places of `events`; `subject` gives what an event's pin leads to."""
        pins: dict[str, Pin] = {}
        for event in events:
            if event.venue is None or event.venue.coordinates is None or not self.boundaries.shapes:
                continue
            point, leads = event.venue.coordinates, subject(event)
            name = event.venue.title(language)
            pin = pins.get(leads) or Pin(leads, name, 0, point.longitude, point.latitude)
            pins[leads] = replace(pin, number=pin.number + 1)
        return draw(self.boundaries.shapes, self._subjects, tuple(pins.values()))

    def around(self, point: Point | None, language: str) -> Surroundings | None:
        """Return what lies around a place; None where no boundary area does."""
        if point is None:
            return None
        if (point, language) not in self._drawn:
            names = {feed.subject: feed.name.in_language(language) for feed in self.feeds}
            shapes = [
                (names.get(self._subjects.get(area, ""), area), shape)
                for area, shape in self.boundaries.shapes
            ]
            self._drawn[point, language] = around(shapes, point.longitude, point.latitude)
        return self._drawn[point, language]

    @cached_property
    def _subjects(self) -> dict[str, str]:
        """The feed of each area: of its own neighborhood, else of the first that lies in it."""
        shown = {feed.slug: feed.subject for feed in self.feeds if feed.kind == "neighborhood"}
        subjects: dict[str, str] = {}
        for of_its_own in (True, False):
            for neighborhood in self.neighborhoods:
                if neighborhood.slug in shown and bool(neighborhood.within) != of_its_own:
                    for area in areas_of(neighborhood, self.boundaries):
                        subjects.setdefault(area, shown[neighborhood.slug])
        return subjects
