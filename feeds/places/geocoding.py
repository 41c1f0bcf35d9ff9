"""Ask a geocoder, through geopy: the only outgoing network code of the server."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from time import sleep
from typing import Any

from feeds.catalog import Geocoding, Point
from feeds.places.answers import Answer
from feeds.places.judging import Area, Candidate, judge, queries
from feeds.places.spelling import CLASSES, TABLE

PAUSE = 1.0  # seconds between two requests of the whole program (Nominatim's usage policy)
FIRST_BACK_OFF, LONGEST_BACK_OFF = 2.0, 3600.0  # seconds
# of the parts of an address in each service's answers
KEYS: dict[str, dict[str, list[str]]] = TABLE["answers"]
Ask = Callable[[str], Candidate | str]


class NoAnswer(Exception):
    """The service refused, failed or was unreadable; try later. `after` are the seconds that it asked for, if any."""

    def __init__(self, found: str, after: float | None = None) -> None:
        super().__init__(found)
        self.after = after


def geocoder(
    settings: Geocoding, area: Area | None, lock: AbstractContextManager[Any] | None = None
) -> Ask:
    """Return a function that asks the service for one address, and waits as its policy demands.

    It returns the place, or the reason why no answer can be trusted, and raises NoAnswer if the service gave none.
    Processes that ask together share one `lock`: held from a request until the next is allowed.
    """
    from geopy.adapters import URLLibAdapter

    # geopy takes 90 ms to import, spared where nobody is asked
    from geopy.extra.rate_limiter import RateLimiter
    from geopy.geocoders import Nominatim, Photon

    south, west, north, east = area or (-90, -180, 90, 180)
    # Explicit: if `requests` is installed, geopy would use it, and wait as long as a service says.
    options: dict[str, Any] = {
        "timeout": 10,
        "adapter_factory": URLLibAdapter,
        **dict(settings.options),
    }
    if settings.service == "nominatim":
        service = Nominatim(**options)
        asked = {"addressdetails": True, "viewbox": [(south, west), (north, east)]}
    else:
        service = Photon(**options)
        asked = {"bbox": [(south, west), (north, east)]}
    limited = RateLimiter(
        service.geocode, min_delay_seconds=PAUSE, max_retries=0, swallow_exceptions=False
    )

    def request(query: str) -> Any:
        with lock or nullcontext():
            try:
                return limited(query, exactly_one=False, limit=5, **asked)
            finally:
                if lock:
                    sleep(PAUSE)

    def ask(address: str) -> Candidate | str:
        found: Candidate | str = "nothing found"
        for query in queries(address):
            found = judge(_candidates(request, query, settings.service), address, area)
            if isinstance(found, Candidate):
                return found
        return found

    return ask


def _candidates(request: Callable[[str], Any], query: str, service: str) -> list[Candidate]:
    """Return the service's candidates; raise NoAnswer if it fails."""
    from geopy.exc import GeocoderRateLimited, GeopyError

    try:
        return [read_candidate(service, location.raw) for location in request(query) or ()]
    except GeocoderRateLimited as error:
        raise NoAnswer(str(error), error.retry_after) from error
    except GeopyError as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise NoAnswer(f"an unreadable answer: {error!r}") from error


def read_candidate(service: str, raw: dict[str, Any]) -> Candidate:
    """Return one result of Nominatim or Photon as a candidate.

    Raise ArithmeticError, AttributeError, LookupError, TypeError or ValueError for anything else.
    """
    if service == "nominatim":
        found = raw.get("address") or {}
        category = str(raw.get("category") or raw.get("class") or "place")
        kind = raw.get("type") or raw.get("addresstype")
        name = raw.get("name") or found.get(category)
        latitude, longitude = raw["lat"], raw["lon"]
    else:
        found = raw["properties"]
        kind = found.get("osm_value") or found.get("type")
        # a locality in Photon's words
        is_square = (found.get("osm_key"), kind) == ("place", "square")
        coarse = found.get("type") in CLASSES["coarse"] and not is_square
        category = str(found["type"] if coarse else found.get("osm_key") or "place")
        name = found.get("name")
        longitude, latitude = raw["geometry"]["coordinates"]
    stated = {
        part: tuple(str(found[key]) for key in keys if found.get(key))
        for part, keys in KEYS[service].items()
    }
    return Candidate(
        point=_point(latitude, longitude),
        category=category,
        kind=str(kind),
        name=str(name or ""),
        house_number="".join(stated["house_number"]),
        streets=stated["streets"],
        postcode="".join(stated["postcode"]),
        municipalities=stated["municipalities"],
        wider=stated["wider"],
        country="".join(stated["country"]).lower(),
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
    wait: Callable[[float], bool | None],
    tries: int | None = None,
) -> Iterator[Answer]:
    """Yield an answer for each address that `unknown` returns, until none is left; the caller records each answer.

    An address without an answer is tried again after a pause. `wait` pauses for a number of seconds and says whether to
    stop; `tries` failures in a row also stop (None: never).
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
                (found.point, found.precision, "")
                if isinstance(found, Candidate)
                else (None, "", found)
            )
            yield Answer(address, service, today(), point, precision, reason)
