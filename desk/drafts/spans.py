"""When an event takes place, from a start and an end as a calendar or a page gives them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from feeds.catalog import Point, When, WhenError, parse_when
from feeds.catalog.when import format_when

DAY = timedelta(days=1)
MIDNIGHT, LAST_MINUTE = time(0), time(23, 59)
REMEDY = "look it up in the announcement"


def spanned(start: date, end: date | None, zone: ZoneInfo) -> tuple[When, list[str]]:
    """Return the time from `start` to `end` in `zone`, and what is doubtful; raise WhenError.

    Both are days (`end` the last one), or moments.
    """
    if end is not None and isinstance(start, datetime) != isinstance(end, datetime):
        raise WhenError("of begin and end, one is a day and the other an hour", REMEDY)
    if isinstance(start, datetime):
        return _hours(start, end if isinstance(end, datetime) else None, zone)
    if end is not None and end < start:
        raise WhenError("it ends before it begins", REMEDY)
    return When(start, end if end != start else None), []


def _hours(start: datetime, end: datetime | None, zone: ZoneInfo) -> tuple[When, list[str]]:
    begin, finish = _local(start, zone), _local(end, zone) if end else None
    if finish is not None and finish < begin:
        raise WhenError("it ends before it begins", REMEDY)
    if days := _whole_days(begin, finish) or _whole_days(start, end):
        in_utc = start.utcoffset() == timedelta(0) and end and end.time() == MIDNIGHT
        if in_utc and begin.time() != MIDNIGHT:
            raise WhenError(
                "it lasts from midnight to midnight in UTC: all day, or at those hours", REMEDY
            )
        return When(*days), ["from midnight to midnight: read as all day"]
    if begin.time() == MIDNIGHT and finish in (None, begin):
        raise WhenError("it begins at midnight and has no end, which may mean all day", REMEDY)
    doubts = ["it ends when it begins: the end is left out"] if finish == begin else []
    when = When(begin, None if finish == begin else finish)
    # The parser refuses an hour that no calendar shows.
    return parse_when(format_when(when), zone), doubts


def _whole_days(start: datetime, end: datetime | None) -> tuple[date, date | None] | None:
    """Return the first and last day if they are filled from midnight to midnight or 23:59."""
    if end is None or end <= start or start.time() != MIDNIGHT:
        return None
    if end.time().replace(second=0) not in (MIDNIGHT, LAST_MINUTE):
        return None
    last = (end - timedelta(minutes=1)).date()
    return start.date(), last if last > start.date() else None


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment in `zone` to the minute, 59 seconds as the next one."""
    moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=moment.second == 59)
    return moment.astimezone(UTC).astimezone(zone)


def point(latitude: Any, longitude: Any) -> Point | None:
    """Return coordinates in degrees, None for 0, 0, which programs write for nowhere."""
    try:
        found = Point(round(float(latitude), 6), round(float(longitude), 6))
    except (TypeError, ValueError, OverflowError):
        return None
    somewhere = 0.001 < abs(found.latitude) <= 90 and 0.001 < abs(found.longitude) <= 180
    return found if somewhere else None
