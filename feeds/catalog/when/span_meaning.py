"""From an hour to another on a day, in the calendar's zone: nights, midnights, zones, clocks that change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.cursor import Doubt, replaced
from feeds.catalog.when.hour_meaning import DAY, HALF_DAY, minutes
from feeds.catalog.when.moments import (
    YEARS,
    HourError,
    When,
    instant,
    localize,
    place_and_day,
    say_day,
    say_hour,
    unnamed,
    zoned_hour,
)
from feeds.catalog.when.phrases import Hour, Hours
from feeds.catalog.when.written import written
from feeds.catalog.when.zone_words import converted, fits, names, offsets, zone_name


@dataclass(frozen=True, slots=True)
class Span:
    """Hours as a text has them, settled in minutes since midnight, to be taken on one day or several."""

    text: str
    hours: Hours
    first: int
    second: int | None
    iso: bool
    conventions: Conventions
    single: bool = True  # one day only: its readings can be written anew

    def on(self, day: date, last_day: date | None = None) -> When:
        """Return when it is on `day`; the end may have a day of its own. Raise Doubt, and with it HourError."""
        start, end = _naive(self, day, last_day)
        if (end or start).year > YEARS[1]:
            raise Doubt(f"the year {(end or start).year} is none that calendars can show")
        if end is not None and end <= start:
            raise Doubt(
                f"it ends on {say_day(end)} at {say_hour(end)}, before it begins",
                [_without_end(self)],
                "look the end up in the announcement, or leave it out:",
            )
        begin = _in_zone(self, start, self.hours.begins, (start, end))
        if end is None or self.hours.ends is None:
            return When(begin)
        finish = _in_zone(self, end, self.hours.ends, (start, end))
        zone = self.conventions.zone
        if instant(finish, zone) <= instant(begin, zone):
            found = f"it ends on {say_day(end)} at {say_hour(end)}, before it begins"
            raise Doubt(found, [_without_end(self)], "look the end up in the announcement, or leave it out:")
        return When(begin, finish)


def span(text: str, hours: Hours, conventions: Conventions, *, iso: bool, single: bool, one_day: bool = True) -> Span:
    """Return the hours of a text settled; raise Doubt for those that could be morning or evening."""
    if iso and hours.ends is not None:
        _refuse_offset_or_end(text, hours, conventions)
    first, second = minutes(text, hours, conventions, iso=iso, one_day=one_day)
    return Span(text, hours, first, second, iso, conventions, single)


def _refuse_offset_or_end(text: str, hours: Hours, conventions: Conventions) -> None:
    """Refuse 2027-03-20 19:30-05:00, which may end at five in the morning or be an hour with its offset."""
    begins, ends = hours.begins, hours.ends
    assert ends is not None
    end = text[slice(*ends.span)]
    if text[begins.end : ends.span[0]] != "-" or len(end) != len("05:00") or hours.ends_on:
        return
    if -timedelta(hours=ends.hour, minutes=ends.minute) in offsets(conventions.zone):
        repairs = [f"{text[: begins.end]} – {text[ends.span[0] :]}", f"{text[: begins.end]}:00-{text[ends.span[0] :]}"]
        raise Doubt(f"-{end} could be an offset or an end", repairs)


def _naive(span: Span, day: date, last_day: date | None) -> tuple[datetime, datetime | None]:
    """Return the wall-clock start and end."""
    start = _at(day, span.first)
    if span.first == DAY and not span.single:
        raise Doubt("24:00 is the first minute of the next day, not of a date of the series", _beside_midnight(span))
    if span.second is None:
        _refuse_lone_midnight(span, day)
        return start, None
    end = _at(last_day or day, span.second)
    if last_day is None and end <= start:
        end += timedelta(days=1)
        _refuse_half_a_day(span, start, end)
    return _midnight(span, start, end, last_day), end


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(0)) + timedelta(minutes=minutes)


def _refuse_half_a_day(span: Span, start: datetime, end: datetime) -> None:
    """Refuse a night of 12 hours and more, but for an end at a midnight that can be no other."""
    ends = span.hours.ends
    assert ends is not None
    if end - start < timedelta(minutes=HALF_DAY) or (span.second == 0 and ends.half is None):
        return
    found = f"{say_hour(end)} is not after {say_hour(start)}, or runs 12 hours or more into the next day"
    if not span.single:
        raise Doubt(found, [_without_end(span)], "look the end up, or leave it out:")
    dated = replaced(span.text, (ends.span[0], ends.span[0]), f"{say_day(end)}, ")
    raise Doubt(found, [dated], "look the end up, and write its day too:")


def _refuse_lone_midnight(span: Span, day: date) -> None:
    """Refuse a midnight that may be the night before or after; an ISO date settles it, and so does 24:00."""
    if span.first != 0 or (span.iso and not span.hours.begins.midnight):
        return
    found = f"midnight at the start of {say_day(day)} is easily taken for the night after"
    if not span.single:
        raise Doubt(found, _beside_midnight(span))
    raise Doubt(found, [f"{one} 00:00" for one in (day, day + timedelta(days=1))], "write the night that is meant:")


def _beside_midnight(span: Span) -> list[str]:
    """Return the text with a minute before or after midnight."""
    return [replaced(span.text, span.hours.begins.span, words) for words in ("12:01 AM", "11:59 PM")]


def _midnight(span: Span, start: datetime, end: datetime, last_day: date | None) -> datetime:
    """Return the start, which the end settles where it is a midnight."""
    begins = span.hours.begins
    if span.first != 0 or (last_day is None and not begins.midnight) or (span.iso and not begins.midnight):
        return start
    after = start + timedelta(days=1)
    if last_day is not None:
        if end.date() == start.date():
            return start
        if begins.midnight and end < after + timedelta(minutes=HALF_DAY):
            return after
    found = f"midnight at the start of {say_day(start)} is easily taken for the night after"
    zone = span.conventions.zone
    ends = [end, end] if last_day else [end, end + timedelta(days=1)]
    if span.single:
        pairs = [(one, finish) for one, finish in zip((start, after), ends) if one < finish]
        repairs = [written(When(one.replace(tzinfo=zone), finish.replace(tzinfo=zone))) for one, finish in pairs]
    else:
        repairs = [replaced(span.text, begins.span, "12 AM")]
    raise Doubt(found, repairs, "write the night that is meant:")


def _without_end(span: Span) -> str:
    """Return the text without the end of its hours."""
    ends = span.hours.ends
    assert ends is not None
    begins = span.hours.begins
    words = say_hour(_at(date(2000, 1, 1), span.first)) if begins.half is None else ""
    text = replaced(span.text, (begins.end, ends.end), "")
    return replaced(text, begins.span, words) if words and span.first % DAY else text


def _in_zone(span: Span, moment: datetime, hour: Hour, both: tuple[datetime, datetime | None]) -> datetime:
    """Return the moment in the calendar's zone, if its own zone fits."""
    zone = span.conventions.zone
    first = moment.replace(tzinfo=zone, fold=0)
    twice = first.utcoffset() != first.replace(fold=1).utcoffset()
    fitting = hour.zone is not None and fits(hour.zone, first)
    if hour.zone is not None and not fitting and not twice:
        _refuse_zone(span, moment, hour, both)
    try:
        return localize(moment, zone, 0 if fitting else None)
    except HourError as error:
        repairs = [_at_another(span, hour, moment, other, both) for other in error.instead]
        advice = error.remedy.partition("write")[0] + "write"
        raise Doubt(error.found, repairs, advice, HourError) from error


def _at_another(
    span: Span, hour: Hour, moment: datetime, other: datetime, both: tuple[datetime, datetime | None]
) -> str:
    """Return the text with another hour in the place of one that is missing or comes twice."""
    if hour is span.hours.begins and span.single and (unnamed(other) or other.date() != moment.date()):
        end = both[1].replace(tzinfo=other.tzinfo) if both[1] else None
        return written(When(other, end))
    day = "" if other.date() == moment.date() else f"{say_day(other)}, "
    start, text = hour.span[0], span.text
    if text[start - 1] in "Tt":
        return replaced(text, (start - 1, hour.end), f" {zoned_hour(other)}")
    return replaced(text, (start, hour.end), day + zoned_hour(other))


def _refuse_zone(span: Span, moment: datetime, hour: Hour, both: tuple[datetime, datetime | None]) -> None:
    """Refuse an hour of another zone, and offer the hour that it is here; CST in summer may be a slip, too."""
    zone = span.conventions.zone
    here = zone_name(moment.replace(tzinfo=zone))
    found = f"{_zone_text(span, hour)} does not fit: it is {here} {place_and_day(moment, zone)}"
    assert hour.zone is not None
    moments = list(converted(moment, hour.zone, zone))
    if hour.zone in names(zone):
        moments.insert(0, moment)
    repairs = [_moved(span, one - moment, both) for one in dict.fromkeys(moments)]
    raise Doubt(found, repairs, "write the hour that it is here:", HourError)


def _zone_text(span: Span, hour: Hour) -> str:
    """Return the zone of an hour as it stands in the text."""
    assert hour.zone_span is not None
    written = span.text[slice(*hour.zone_span)]
    return written.upper() if written.islower() and len(written) < 6 else written


def _moved(span: Span, by: timedelta, both: tuple[datetime, datetime | None]) -> str:
    """Return the text with its hours moved and their zones taken out."""
    zone, (start, end) = span.conventions.zone, both
    begin, finish = start + by, None if end is None else end + by
    if span.single:
        return written(When(begin.replace(tzinfo=zone), None if finish is None else finish.replace(tzinfo=zone)))
    text = span.text
    for moment, hour in ((finish, span.hours.ends), (begin, span.hours.begins)):
        if moment is not None and hour is not None:
            text = replaced(text, (hour.span[0], hour.end), say_hour(moment))
    return text
