"""Ask a geocoder, through geopy: the only outgoing network code of the server."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from time import sleep
from typing import Any

from feeds.catalog import Geocoding, Point
from feeds.places.answers import Answer, is_on_earth
from feeds.places.judging import Area, Candidate, judge, queries
from feeds.places.spelling import CLASSES, TABLE

PAUSE = 1.0  # seconds between two requests of the whole program (Nominatim's usage policy)
FIRST_BACK_OFF, LONGEST_BACK_OFF = 2.0, 3600.0  # seconds
# of the parts of an address in each service's answers: one key, or several in order
KEYS: dict[str, dict[str, str | list[str]]] = TABLE["answers"]
Ask = Callable[[str], Candidate | str]


class NoAnswer(Exception):
    """The service refused or failed: try later, `after` the seconds it asked for, if it did."""

    def __init__(self, found: str, after: float | None = None) -> None:
        super().__init__(found)
        self.after = after


def geocoder(
    settings: Geocoding, area: Area | None, lock: AbstractContextManager[Any] | None = None
) -> Ask:
    """Return a function that asks the service for one address, then waits as its policy demands.

    It returns the place, or the reason why no answer can be trusted, and raises NoAnswer if the
    service gave none. Processes that ask together share one `lock`: held from a request until the
    next is allowed.
    """
    # geopy takes 90 ms to import, spared where nobody is asked
    from geopy.adapters import URLLibAdapter
    from geopy.geocoders import get_geocoder_for_service

    # geopy prefers `requests` if it is installed, and would wait as long as a service says
    options: dict[str, Any] = {"timeout": 10, "adapter_factory": URLLibAdapter}
    service = get_geocoder_for_service(settings.service)(**options | dict(settings.options))
    south, west, north, east = area or (-90, -180, 90, 180)
    asked: dict[str, Any] = {"bbox": [(south, west), (north, east)]}
    if settings.service == "nominatim":
        asked = {"viewbox": asked["bbox"], "addressdetails": True}

    def request(query: str) -> Any:
        with lock or nullcontext():
            try:
                return service.geocode(query, exactly_one=False, limit=5, **asked)
            finally:
                sleep(PAUSE)

    def ask(address: str) -> Candidate | str:
        found: Candidate | str = "nothing found"
        for query in queries(address):
            found = judge(_candidates(request, query, settings.service), address, area)
            if isinstance(found, Candidate):
                break
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
        # Photon calls a square a locality
        is_square = (found.get("osm_key"), kind) == ("place", "square")
        coarse = found.get("type") in CLASSES["coarse"] and not is_square
        category = str(found["type"] if coarse else found.get("osm_key") or "place")
        name = found.get("name")
        longitude, latitude = raw["geometry"]["coordinates"]
    stated: dict[str, Any] = {"name": str(name or "")}
    for part, keys in KEYS[service].items():
        if isinstance(keys, str):
            stated[part] = str(found.get(keys) or "")
        else:
            stated[part] = tuple(str(found[key]) for key in keys if found.get(key))
    point = Point(round(float(latitude), 6), round(float(longitude), 6))
    if not is_on_earth(point):
        raise ValueError(f"no coordinates: {latitude}, {longitude}")
    return Candidate(point=point, category=category, kind=str(kind), **stated)


def answers(
    unknown: Callable[[], Sequence[str]],
    ask: Ask,
    service: str,
    today: Callable[[], str],
    wait: Callable[[float], bool | None],
    tries: int | None = None,
) -> Iterator[Answer]:
    """Yield an answer for each address that `unknown` returns, until none is left.

    The caller records each answer. An address without one is tried again after a pause. `wait`
    pauses for a number of seconds and returns whether to stop; `tries` failures in a row also stop
    (None: never).
    """
    failures, turn, back_off = 0, 0, FIRST_BACK_OFF
    while addresses := unknown():
        address = addresses[turn % len(addresses)]
        try:
            found = ask(address)
        except NoAnswer as error:
            failures, turn = failures + 1, turn + 1
            if failures == tries or wait(max(error.after or 0.0, back_off)):
                return
            back_off = min(back_off * 2, LONGEST_BACK_OFF)
            continue
        failures, back_off = 0, FIRST_BACK_OFF
        if isinstance(found, Candidate):
            yield Answer(address, service, today(), found.point, found.precision)
        else:
            yield Answer(address, service, today(), reason=found)
