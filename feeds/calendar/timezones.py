"""VTIMEZONE of a zone: blocks that Outlook, ical.js, vobject and libical all read alike (rules 26, 27)."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vInline

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SECONDS = range(24 * 60 * 60)
EARLIEST, LATEST = 1970, 2088  # the years searched for changes; zone files list none later, only rules
PRESENT = range(2040, 2068)  # 28 years, in which each day of a month falls on each weekday
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Onset:
    """One change of offset; `name` is what the time is called from then on."""

    instant: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """The local time at which it comes, by the clock before it."""
        return (self.instant + self.before).replace(tzinfo=None)


Block = tuple[Onset, str]  # with the RRULE by which it comes again each year, or ""


def vtimezone(zone: ZoneInfo, first: datetime | None) -> bytes:
    """Return the VTIMEZONE for a calendar whose earliest timed event starts at `first` (None: it has none)."""
    return _rendered(zone.key, tuple(_blocks(zone, first)))


@lru_cache  # most calendars have the same blocks
def _rendered(key: str, blocks: tuple[Block, ...]) -> bytes:
    timezone = Timezone()
    timezone.add("tzid", key)
    for onset, rule in blocks:
        block = TimezoneDaylight() if onset.after > onset.before else TimezoneStandard()
        block.add("dtstart", onset.wall)
        block.add("tzoffsetfrom", onset.before)
        block.add("tzoffsetto", onset.after)
        block.add("tzname", onset.name)
        if rule:
            block.add("rrule", vInline(rule))
        timezone.add_component(block)
    return bytes(timezone.to_ical())


def covered(zone: ZoneInfo, first: datetime | None) -> bool:
    """Say whether the present rule alone describes `zone` from `first` on; Outlook may misread other blocks."""
    return first is None or first >= _begin(_present(zone))


def _blocks(zone: ZoneInfo, first: datetime | None) -> Sequence[Block]:
    """Return the present rule; before it, where it begins too late, each onset from the last before `first`."""
    present = _present(zone)
    if first is None or covered(zone, first):
        return present
    begin = _begin(present)
    years = range(first.year - 1, begin.year + 1)
    onsets = [onset for year in years for onset in _onsets(zone, year) if onset.instant < begin]
    known = [onset for onset in onsets if onset.instant <= first] or [_standing(zone, years[0])]
    return [(onset, "") for onset in (known[-1], *(onset for onset in onsets if onset.instant > first))] + [*present]


def _begin(blocks: Iterable[Block]) -> datetime:
    return min(onset.instant for onset, _ in blocks)


@cache
def _present(zone: ZoneInfo) -> tuple[Block, ...]:
    """Return what holds for ever: two onsets that come each year by one rule, DAYLIGHT first, else the last onset."""
    samples = [_onsets(zone, year) for year in PRESENT]
    rules = _rules(samples)
    if len(rules) != 2 or not all(rules):
        years = range(LATEST, EARLIEST - 1, -1)
        last = next((onset for year in years for onset in _onsets(zone, year)[::-1]), _standing(zone, EARLIEST))
        return ((last, ""),)
    since = PRESENT.start
    while since > EARLIEST and _rules([_onsets(zone, since - 1), *samples]) == rules:
        since -= 1
    return tuple(sorted(zip(_onsets(zone, since), rules), key=lambda block: block[0].after < block[0].before))


def _rules(years: Sequence[Sequence[Onset]]) -> list[str]:
    """Return the RRULE of each onset that comes every year; none where some years have more of them than others."""
    if len({len(onsets) for onsets in years}) != 1:
        return []
    return [_rule(onsets) for onsets in zip(*years)]


def _rule(onsets: Sequence[Onset]) -> str:
    """Return the RRULE that gives these onsets, one from each year; "" where they are not one change."""
    walls = [onset.wall for onset in onsets]
    changes = {(o.before, o.after, o.name, w.time(), w.month, w.weekday()) for o, w in zip(onsets, walls)}
    if len(changes) != 1:
        return ""
    month, weekday = f"FREQ=YEARLY;BYMONTH={walls[0].month}", WEEKDAYS[walls[0].weekday()]
    if all((wall + 7 * DAY).month != wall.month for wall in walls):
        return f"{month};BYDAY=-1{weekday}"
    days = sorted({wall.day for wall in walls})
    if (week := (days[0] + 6) // 7) == (days[-1] + 6) // 7:
        return f"{month};BYDAY={week}{weekday}"
    return f"{month};BYMONTHDAY={','.join(map(str, days))};BYDAY={weekday}"


@cache
def _onsets(zone: ZoneInfo, year: int) -> tuple[Onset, ...]:
    """Return every change of offset in a year (UTC), looked for day by day, then to the second."""
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    days = [start + number * DAY for number in range((end - start).days)]
    return tuple(_onset(zone, day) for day in days if _offset(zone, day) != _offset(zone, day + DAY))


def _onset(zone: ZoneInfo, day: datetime) -> Onset:
    before = _offset(zone, day)
    second = bisect_left(SECONDS, True, key=lambda second: _offset(zone, day + second * SECOND) != before)
    instant = day + second * SECOND
    return Onset(instant, before, _offset(zone, instant), instant.astimezone(zone).tzname() or "")


def _standing(zone: ZoneInfo, year: int) -> Onset:
    """Return a block without a change: what holds as `year` begins."""
    instant = datetime(year, 1, 1, tzinfo=UTC)
    return Onset(instant, _offset(zone, instant), _offset(zone, instant), instant.astimezone(zone).tzname() or "")


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
