"""VTIMEZONE of a zone: blocks that Outlook, ical.js, vobject and libical all read alike (rules 26, 27)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

DAY = timedelta(days=1)
EARLIEST = 1970  # no present rule is looked for before
PRESENT = range(2040, 2068)  # 28 years: each day of a month falls on each weekday; beyond the lists in zone files
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Rule(vRecur):
    canonical_order = ("FREQ", "BYMONTH", "BYMONTHDAY", "BYDAY")  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Onset:
    """One change of offset: `wall` is the local time at which it comes, by the clock before it."""

    instant: datetime
    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    daylight: bool

    def recurs_as(self, other: "Onset") -> bool:
        """Say whether the two are the same change in different years, but for the day."""
        mine, theirs = (
            (o.wall.month, o.wall.weekday(), o.wall.time(), o.before, o.after, o.name) for o in (self, other)
        )
        return mine == theirs


@dataclass(frozen=True, slots=True)
class Rule:
    """How one onset recurs each year, and the first of its unbroken run."""

    first: Onset
    parts: tuple[tuple[str, tuple[int | str, ...]], ...]


def vtimezone(zone: ZoneInfo, first: datetime | None) -> bytes:
    """Return the VTIMEZONE for a calendar whose earliest timed event starts at `first` (None: it has none).

    Where the zone's present rule covers it: one block a half-year with an RRULE, or one alone.
    Otherwise a block for each onset from the last before it, then those (rule 26).
    """
    timezone = Timezone()
    timezone.add("tzid", zone.key)
    for onset, rule in _blocks(zone, first):
        block = TimezoneDaylight() if onset.daylight else TimezoneStandard()
        block.add("dtstart", onset.wall)
        block.add("tzoffsetfrom", onset.before)
        block.add("tzoffsetto", onset.after)
        block.add("tzname", onset.name)
        if rule:
            block.add("rrule", _Rule({"FREQ": ["YEARLY"], **{key: list(value) for key, value in rule.parts}}))
        timezone.add_component(block)
    return bytes(timezone.to_ical())


def covered(zone: ZoneInfo, first: datetime | None) -> bool:
    """Say whether the present rule alone describes `zone` from `first` on; Outlook may misread other blocks."""
    rules = _present(zone)
    last = _last_onset(zone)
    begin = min((rule.first.instant for rule in rules), default=last.instant if last else None)
    return first is None or begin is None or first >= begin


def _blocks(zone: ZoneInfo, first: datetime | None) -> list[tuple[Onset, Rule | None]]:
    rules = _present(zone)
    recurring: list[tuple[Onset, Rule | None]] = [(rule.first, rule) for rule in rules]
    if covered(zone, first):
        return recurring or [(_last_onset(zone) or _standing(zone, datetime(EARLIEST, 1, 1, tzinfo=UTC)), None)]
    assert first is not None
    until = min((rule.first.instant for rule in rules), default=None)
    return [(onset, None) for onset in _from_last_before(zone, first, until)] + recurring


def _from_last_before(zone: ZoneInfo, first: datetime, until: datetime | None) -> list[Onset]:
    """Return the onsets from the last before `first` up to `until` (None: all that the zone file lists)."""
    last_year = until.year if until else PRESENT.stop + 20
    onsets = [o for o in _onsets(zone, first.year - 1, last_year) if until is None or o.instant < until]
    earlier = [o for o in onsets if o.instant <= first]
    begin = earlier[-1] if earlier else _standing(zone, datetime(first.year - 1, 1, 1, tzinfo=UTC))
    return [begin, *(o for o in onsets if o.instant > first)]


def _standing(zone: ZoneInfo, moment: datetime) -> Onset:
    """Return a block that begins at `moment` with what already holds there."""
    local = moment.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    return Onset(moment, local.replace(tzinfo=None), offset, offset, local.tzname() or "", daylight=False)


@lru_cache
def _present(zone: ZoneInfo) -> tuple[Rule, ...]:
    """Return the two rules by which `zone` changes from now on, daylight first; none if it does not, or irregularly."""
    years = [_onsets(zone, year, year) for year in PRESENT]
    if any(len(onsets) != 2 for onsets in years):
        return ()
    rules = []
    for number in (0, 1):
        onsets = [year[number] for year in years]
        if not all(onset.recurs_as(onsets[0]) for onset in onsets):
            return ()
        rules.append((onsets[0], _days(onsets)))
    since = PRESENT.start
    while since > EARLIEST and _follows(_onsets(zone, since - 1, since - 1), rules):
        since -= 1
    pair = [
        Rule(onset, (("BYMONTH", (onset.wall.month,)), *days))
        for onset, (_, days) in zip(_onsets(zone, since, since), rules, strict=True)
    ]
    return tuple(sorted(pair, key=lambda rule: not rule.first.daylight))


Days = tuple[tuple[str, tuple[int | str, ...]], ...]


def _days(onsets: tuple[Onset, ...] | list[Onset]) -> Days:
    """Return the parts of an RRULE that pick the day of these onsets within their month."""
    weekday = WEEKDAYS[onsets[0].wall.weekday()]
    if all((onset.wall + 7 * DAY).month != onset.wall.month for onset in onsets):
        return (("BYDAY", (f"-1{weekday}",)),)
    weeks = {(onset.wall.day - 1) // 7 + 1 for onset in onsets}
    if len(weeks) == 1:
        return (("BYDAY", (f"{weeks.pop()}{weekday}",)),)
    days = tuple(sorted({onset.wall.day for onset in onsets}))
    return (("BYMONTHDAY", days), ("BYDAY", (weekday,)))


def _follows(onsets: tuple[Onset, ...], rules: list[tuple[Onset, Days]]) -> bool:
    """Say whether the onsets of a year are those of the rules."""
    return len(onsets) == len(rules) and all(
        onset.recurs_as(example) and _picks(days, onset.wall) for onset, (example, days) in zip(onsets, rules)
    )


def _picks(days: Days, wall: datetime) -> bool:
    parts = dict(days)
    if "BYMONTHDAY" in parts:
        return wall.day in parts["BYMONTHDAY"]
    week = str(parts["BYDAY"][0])[:-2]
    return (wall + 7 * DAY).month != wall.month if week == "-1" else (wall.day - 1) // 7 + 1 == int(week)


@lru_cache
def _last_onset(zone: ZoneInfo) -> Onset | None:
    """Return the last change of a zone that changes no more, or that follows no rule; None if none since 1970."""
    return next(reversed(_onsets(zone, EARLIEST, PRESENT.stop + 20)), None)


@lru_cache(maxsize=4096)
def _onsets(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[Onset, ...]:
    """Return every change of offset in these years, looked for day by day."""
    start, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    return tuple(_search(zone, start, end))


def _search(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Onset]:
    day, offset = start, start.astimezone(zone).utcoffset()
    while day < end:
        following = (day + DAY).astimezone(zone).utcoffset()
        if following != offset:
            yield _onset(zone, day, day + DAY)
        day, offset = day + DAY, following


def _onset(zone: ZoneInfo, low: datetime, high: datetime) -> Onset:
    """Return the change between `low` and `high`, to the second."""
    before = low.astimezone(zone).utcoffset() or timedelta()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    local = high.astimezone(zone)
    after = local.utcoffset() or timedelta()
    wall = (high + before).replace(tzinfo=None)
    return Onset(high, wall, before, after, local.tzname() or "", daylight=after > before)


def first_start(starts: Iterator[date]) -> datetime | None:
    """Return the earliest of the starts that are hours, as an instant."""
    return min((s.astimezone(UTC) for s in starts if isinstance(s, datetime)), default=None)
