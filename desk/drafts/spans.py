"""From a start and an end as a calendar or a page gives them to when an event takes place."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from feeds.catalog import Point, When, WhenError, parse_when
from feeds.catalog.when import format_when

DAY = timedelta(days=1)
LAST_MINUTE = time(23, 59)
REMEDY = "look it up in the announcement"


def spanned(start: date, end: date | None, zone: ZoneInfo) -> tuple[When, list[str]]:
    """Return the time from `start` to `end` as it is in `zone`, and what is doubtful; raise WhenError.

    Both are days (`end` the last one), or moments, which are the zone's own where they are naive.
    """
    doubts: list[str] = []
    if end is not None and isinstance(start, datetime) != isinstance(end, datetime):
        raise WhenError("of begin and end, one is a day and the other an hour", REMEDY)
    if isinstance(start, datetime):
        start, last = _aware(start, zone), _aware(end, zone) if isinstance(end, datetime) else None
        begin, finish = _local(start, zone), _local(last, zone) if last else None
        if finish is not None and finish < begin:
            raise WhenError("it ends before it begins", REMEDY)
        if days := _whole_days(begin, finish) or _whole_days(start, last):
            if (
                start.utcoffset() == timedelta(0)
                and begin.time() != time(0)
                and last
                and last.time() == time(0)
            ):
                raise WhenError(
                    "it lasts from midnight to midnight in UTC: all day, or the hours that are meant",
                    REMEDY,
                )
            return When(*days), ["from midnight to midnight: taken for all day"]
        if begin.time() == time(0) and finish in (None, begin):
            raise WhenError("it begins at midnight and has no end, which may mean all day", REMEDY)
        if finish == begin:
            doubts, finish = ["it ends when it begins: the end is left out"], None
        # refuses an hour that no calendar shows
        return parse_when(format_when(When(begin, finish)), zone), doubts
    if end is not None and end < start:
        raise WhenError("it ends before it begins", REMEDY)
    return When(start, end if end != start else None), doubts


def _aware(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


def _whole_days(start: datetime, end: datetime | None) -> tuple[date, date | None] | None:
    """Return the first and the last of the days that are filled from midnight to midnight, or to the minute before."""
    if end is None or end <= start or start.time() != time(0):
        return None
    if end.time().replace(second=0) == LAST_MINUTE:
        last = end.date()
    elif end.time() == time(0):
        last = end.date() - DAY
    else:
        return None
    return start.date(), last if last > start.date() else None


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=moment.second == 59)
    return moment.astimezone(UTC).astimezone(zone)


def point(latitude: Any, longitude: Any) -> Point | None:
    """Return coordinates that are somewhere; 0, 0 is what programs write for nowhere."""
    try:
        found = Point(round(float(latitude), 6), round(float(longitude), 6))
    except (TypeError, ValueError, OverflowError):
        return None
    somewhere = 0.001 < abs(found.latitude) <= 90 and 0.001 < abs(found.longitude) <= 180
    return found if somewhere else None
