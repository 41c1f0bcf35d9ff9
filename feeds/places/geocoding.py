"""Asking a geocoder, through geopy: the only outgoing network code of the program."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from time import sleep
from typing import Any

from feeds.catalog import Geocoding, Point
from feeds.places.answers import Answer
from feeds.places.judging import COARSE, Area, Candidate, judge, queries

PAUSE = 1.0  # seconds between two requests of the whole program (Nominatim's usage policy)
FIRST_BACK_OFF, LONGEST_BACK_OFF = 2.0, 3600.0  # seconds
MUNICIPALITY = ("city", "town", "village", "municipality", "hamlet", "borough")
Ask = Callable[[str], Candidate | str]


class NoAnswer(Exception):
    """The service refused, failed or said nothing readable; it may do better later. `after` is what it asked for."""

    def __init__(self, found: str, after: float | None = None) -> None:
        super().__init__(found)
        self.after = after


def geocoder(settings: Geocoding, area: Area | None, turn: AbstractContextManager[Any] | None = None) -> Ask:
    """Return a function that asks the service for one address, and waits its turn before each request.

    It returns the place, or the reason why no answer is good enough, and raises NoAnswer when there is none.
    Processes that ask together share one lock as `turn`: it is held from a request until the next may come.
    """
    from geopy.adapters import URLLibAdapter
    from geopy.extra.rate_limiter import RateLimiter  # geopy takes 90 ms to import, spared where nobody is asked
    from geopy.geocoders import Nominatim, Photon

    south, west, north, east = area or (-90, -180, 90, 180)
    # Named, for geopy would take `requests` where that happens to be installed, which waits as long as a service says.
    options: dict[str, Any] = {"timeout": 10, "adapter_factory": URLLibAdapter, **dict(settings.options)}
    if settings.service == "nominatim":
        service, read = Nominatim(**options), _from_nominatim
        asked = {"addressdetails": True, "viewbox": [(south, west), (north, east)]}
    else:
        service, read = Photon(**options), _from_photon
        asked = {"bbox": [(south, west), (north, east)]}
    limited = RateLimiter(service.geocode, min_delay_seconds=PAUSE, max_retries=0, swallow_exceptions=False)

    def request(query: str) -> Any:
        with turn or nullcontext():
            try:
                return limited(query, exactly_one=False, limit=5, **asked)
            finally:
                if turn:
                    sleep(PAUSE)

    def ask(address: str) -> Candidate | str:
        found: Candidate | str = "nothing found"
        for query in queries(address):
            found = judge(_candidates(request, query, read), address, area)
            if isinstance(found, Candidate):
                return found
        return found

    return ask


def _candidates(request: Callable[[str], Any], query: str, read: Callable[[Any], Candidate]) -> list[Candidate]:
    """Return what the service offers; raise NoAnswer for anything but an answer."""
    from geopy.exc import GeocoderRateLimited, GeopyError

    try:
        return [read(location.raw) for location in request(query) or ()]
    except GeocoderRateLimited as error:
        raise NoAnswer(str(error), error.retry_after) from error
    except GeopyError as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise NoAnswer(f"an unreadable answer: {error!r}") from error


def _from_nominatim(raw: dict[str, Any]) -> Candidate:
    address = raw.get("address") or {}
    return Candidate(
        point=_point(raw["lat"], raw["lon"]),
        category=str(raw.get("category") or raw.get("class") or "place"),
        kind=str(raw.get("type") or raw.get("addresstype")),
        house_number=str(address.get("house_number") or ""),
        postcode=str(address.get("postcode") or ""),
        municipalities=tuple(str(address[key]) for key in MUNICIPALITY if address.get(key)),
    )


def _from_photon(raw: dict[str, Any]) -> Candidate:
    found = raw["properties"]
    longitude, latitude = raw["geometry"]["coordinates"]
    return Candidate(
        point=_point(latitude, longitude),
        category=str(found["type"] if found.get("type") in COARSE else found.get("osm_key") or "place"),
        kind=str(found.get("osm_value") or found.get("type")),
        house_number=str(found.get("housenumber") or ""),
        postcode=str(found.get("postcode") or ""),
        municipalities=tuple(str(found[key]) for key in ("city", "locality") if found.get(key)),
    )


def _point(latitude: Any, longitude: Any) -> Point:
    point = Point(round(float(latitude), 6), round(float(longitude), 6))
    if not all(map(math.isfinite, point)) or abs(point.latitude) > 90 or abs(point.longitude) > 180:
        raise ValueError(f"no coordinates: {latitude}, {longitude}")
    return point


def answers(
    unknown: Callable[[], Sequence[str]],
    ask: Ask,
    service: str,
    today: Callable[[], str],
    wait: Callable[[float], bool],
    tries: int | None = None,
) -> Iterator[Answer]:
    """Yield an answer for each address that `unknown` names, until it names none: whoever takes one makes it known.

    What the service does not answer is never yielded but comes again, after a pause. `wait` pauses for so many
    seconds and says whether to stop; so do `tries` failures in a row (None: however many).
    """
    failures = turn = 0
    while addresses := unknown():
        address = addresses[turn % len(addresses)]
        try:
            found = ask(address)
        except NoAnswer as error:
            failures, turn = failures + 1, turn + 1
            back_off = min(FIRST_BACK_OFF * 2 ** min(failures - 1, 20), LONGEST_BACK_OFF)
            if failures == tries or wait(max(error.after or 0.0, back_off)):
                return
        else:
            failures = 0
            point, precision, reason = (
                (found.point, found.precision, "") if isinstance(found, Candidate) else (None, "", found)
            )
            yield Answer(address, service, today(), point, precision, reason)
