"""Write VTIMEZONE in blocks that Outlook, ical.js, vobject, libical read alike (rules 26, 27)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import TimezoneDaylight, TimezoneStandard
from icalendar.prop import vInline

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SECONDS = range(24 * 60 * 60)
EARLIEST, LATEST = 1970, 2088  # years searched for changes; later ones follow rules in zone files
PRESENT = range(2040, 2068)  # 28 years, in which each day of a month falls on each weekday
SOMEDAY = datetime(PRESENT.start + 1, 1, 1, tzinfo=UTC)  # for a calendar without timed events
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
LONGEST_DAYLIGHT = 366 * DAY
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# the first start and the last end of a calendar's timed events, as instants
Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Onset:
    """A change of offset from UTC; `name` is the abbreviation from then on."""

    instant: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """Its local time, by the former offset."""
        return (self.instant + self.offset_from).replace(tzinfo=None)

    @property
    def is_forward(self) -> bool:
        """Whether clocks are set forward."""
        return self.offset_to > self.offset_from


@dataclass(frozen=True, slots=True)
class Block:
    """A DAYLIGHT or STANDARD block; `rule` is the RRULE of its yearly onset, or ""."""

    onset: Onset
    daylight: bool
    rule: str = ""


def vtimezone(zone: ZoneInfo, interval: Interval | None) -> bytes:
    """Return the VTIMEZONE for timed events in `interval`, None if there are none."""
    blocks = b"".join(map(_rendered, _blocks(zone, interval)))
    return b"BEGIN:VTIMEZONE\r\nTZID:%b\r\n%bEND:VTIMEZONE\r\n" % (zone.key.encode(), blocks)


@lru_cache(maxsize=256)  # a zone without a yearly rule has two blocks a year
def _rendered(block: Block) -> bytes:
    onset = block.onset
    component = TimezoneDaylight() if block.daylight else TimezoneStandard()
    component.add("dtstart", onset.wall)
    component.add("tzoffsetfrom", onset.offset_from)
    component.add("tzoffsetto", onset.offset_to)
    component.add("tzname", onset.name)
    if block.rule:
        component.add("rrule", vInline(block.rule))
    return bytes(component.to_ical())


def outlook_risk(zone: ZoneInfo, interval: Interval | None) -> str:
    """Return why Outlook may misread the VTIMEZONE for `interval`, or "".

    Of several blocks of a kind Outlook uses one, and may apply a change of one year to every year.
    """
    blocks = _blocks(zone, interval)
    if interval is None or len(blocks) == 1 or all(block.rule for block in blocks):
        return ""
    if len(blocks) == 2 and interval[1] - blocks[0].onset.instant < LONGEST_DAYLIGHT:
        return ""
    if _yearly(zone) or not _onsets(zone, PRESENT.start):
        return f"{zone.key} changed its rules since the first event"
    return f"{zone.key} changes its clocks by no rule that calendar files can repeat each year"


def _blocks(zone: ZoneInfo, interval: Interval | None) -> Sequence[Block]:
    """Return the yearly rule; before it, or without one, each onset that the interval needs."""
    first, last = interval or (SOMEDAY, SOMEDAY)
    yearly = _yearly(zone)
    begin = min((block.onset.instant for block in yearly), default=NEVER)
    if first >= begin:
        return yearly
    single = _single(zone, first, min(begin, last + SECOND))
    return single if last < begin else (*single, *yearly)


def _single(zone: ZoneInfo, first: datetime, until: datetime) -> tuple[Block, ...]:
    """Return blocks for the last onset up to `first` and each later one before `until`.

    The next onset is added to a single DAYLIGHT: Microsoft requires a STANDARD block
    (MS-OXCICAL 2.1.3.1.1.19).
    """
    onsets = [_last_onset(zone, first)]
    for year in range(first.year, min(until.year, LATEST) + 1):
        onsets += [onset for onset in _onsets(zone, year) if first < onset.instant < until]
    if len(onsets) == 1 and (end := _daylight_end(zone, onsets[0])):
        onsets.append(end)
    return tuple(Block(onset, _daylight_end(zone, onset) is not None) for onset in onsets)


def _last_onset(zone: ZoneInfo, moment: datetime) -> Onset:
    """Return the last change of offset up to `moment`, an onset without change if none is known."""
    earliest = min(EARLIEST, moment.year - 1)
    for year in range(min(moment.year, LATEST), earliest - 1, -1):
        for onset in reversed(_onsets(zone, year)):
            if onset.instant <= moment:
                return onset
    instant = datetime(earliest, 1, 1, tzinfo=UTC)
    return _onset(zone, instant, _offset(zone, instant))


def _daylight_end(zone: ZoneInfo, onset: Onset) -> Onset | None:
    """Return the onset that ends daylight time, None if this one does not begin it.

    Clocks that stay forward for over a year have a new standard time, as in Istanbul since 2016.
    """
    year = onset.instant.year
    for end in (*_onsets(zone, year), *_onsets(zone, year + 1)):
        if end.instant > onset.instant:
            soon = end.instant - onset.instant < LONGEST_DAYLIGHT
            return end if onset.is_forward and not end.is_forward and soon else None
    return None


@lru_cache(maxsize=16)
def _yearly(zone: ZoneInfo) -> tuple[Block, ...]:
    """Return the two onsets that recur by one rule each, DAYLIGHT first; () if there are none."""
    samples = [_onsets(zone, year) for year in PRESENT]
    rules = _rules(samples)
    if len(rules) != 2 or not all(rules):
        return ()
    since = PRESENT.start
    while since > EARLIEST and _rules([_onsets(zone, since - 1), *samples]) == rules:
        since -= 1
    onsets = zip(_onsets(zone, since), rules, strict=True)
    pair = [Block(onset, onset.is_forward, rule) for onset, rule in onsets]
    return tuple(sorted(pair, key=lambda block: not block.daylight))


def _rules(years: Sequence[Sequence[Onset]]) -> list[str]:
    """Return the RRULE of each yearly onset; [] if some years have more onsets than others."""
    if len({len(onsets) for onsets in years}) != 1:
        return []
    return [_rule(onsets) for onsets in zip(*years)]


def _rule(onsets: Sequence[Onset]) -> str:
    """Return the RRULE for these onsets, one a year; "" if they are not the same change."""
    walls = [onset.wall for onset in onsets]
    changes = {(onset.offset_from, onset.offset_to, onset.name) for onset in onsets}
    times = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if len(changes) != 1 or len(times) != 1:
        return ""
    month, weekday = f"FREQ=YEARLY;BYMONTH={walls[0].month}", WEEKDAYS[walls[0].weekday()]
    if all((wall + 7 * DAY).month != wall.month for wall in walls):
        return f"{month};BYDAY=-1{weekday}"
    days = sorted({wall.day for wall in walls})
    if (week := (days[0] + 6) // 7) == (days[-1] + 6) // 7:
        return f"{month};BYDAY={week}{weekday}"
    return f"{month};BYMONTHDAY={','.join(map(str, days))};BYDAY={weekday}"


@lru_cache(maxsize=512)
def _onsets(zone: ZoneInfo, year: int) -> tuple[Onset, ...]:
    """Return every change of offset in a year (UTC), searched day by day, then to the second."""
    day, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    former = _offset(zone, day)
    onsets = []
    while day < end:
        later = _offset(zone, day + DAY)
        if later != former:
            onsets.append(_onset(zone, _first_instant(zone, day, former), former))
        day, former = day + DAY, later
    return tuple(onsets)


def _first_instant(zone: ZoneInfo, day: datetime, former: timedelta) -> datetime:
    """Return the first instant of a day with another offset than `former`."""

    def has_changed(second: int) -> bool:
        return _offset(zone, day + second * SECOND) != former

    return day + bisect_left(SECONDS, True, key=has_changed) * SECOND


def _onset(zone: ZoneInfo, instant: datetime, former: timedelta) -> Onset:
    name = instant.astimezone(zone).tzname() or ""
    return Onset(instant, former, _offset(zone, instant), name)


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
