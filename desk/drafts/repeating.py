"""The single dates of a series in an .ics file: RRULE, RDATE and EXDATE, bounded (RFC 5545 §3.8.5)."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import islice, takewhile

from dateutil.rrule import rrulestr

from feeds.catalog import LONGEST_RULE, MOST_DATES

MOST_STEPS = 5000
AHEAD = timedelta(days=366)
# Rules of other shapes may name no day, or one that never comes, which dateutil would seek until the year 9999.
SURE = {
    "DAILY": ({"INTERVAL"},),
    "WEEKLY": ({"INTERVAL", "BYDAY"},),
    "MONTHLY": ({"INTERVAL", "BYDAY"}, {"INTERVAL", "BYMONTHDAY"}, {"INTERVAL", "BYDAY", "BYSETPOS"}),
    "YEARLY": ({"BYMONTH"}, {"BYMONTH", "BYDAY"}),
}
VALUES = {
    "INTERVAL": r"[1-9]|1[01]",
    "BYDAY": r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)",
    "BYMONTHDAY": r"-?(?:[1-9]|[12]\d|3[01])",
    "BYSETPOS": r"-?[1-4]",
    "BYMONTH": r"[1-9]|1[0-2]",
    "COUNT": r"\d{1,6}",
    "WKST": "MO|TU|WE|TH|FR|SA|SU",
}


def repeated(start: datetime, rule: str, until: datetime | None, today: datetime) -> tuple[list[datetime], bool]:
    """Return the wall-clock moments that a rule makes of the first, and whether it goes on behind them.

    `until` is the rule's own UNTIL as wall-clock time; without it nothing counts ten years after `today`. Raise
    ValueError for a rule that cannot be followed safely.
    """
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    parts.pop("UNTIL", None)
    shape = parts.keys() - {"FREQ", "COUNT", "WKST"}
    known = any(shape <= keys for keys in SURE.get(parts.get("FREQ", ""), ()))
    known &= "BYSETPOS" not in parts or not re.search(r"\d", parts.get("BYDAY", ""))
    fits = (re.fullmatch(VALUES[key], one) for key in parts.keys() & VALUES.keys() for one in parts[key].split(","))
    if not known or not all(fits):
        raise ValueError(rule)
    endless = until is None and "COUNT" not in parts
    count, until = int(parts.pop("COUNT", MOST_STEPS)), until or max(start, today) + LONGEST_RULE
    found = rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=start)
    return list(takewhile(lambda moment: moment <= until, islice(found, min(count, MOST_STEPS)))), endless


def chosen(moments: Collection[datetime], endless: bool, today: date) -> tuple[list[datetime], int]:
    """Return at most a hundred moments, a day apart, and how many are left out: of many, those of a year from today."""
    days = {moment.date(): moment for moment in sorted(moments, reverse=True)}
    every = sorted(days.values())
    if endless or len(every) > MOST_DATES:
        every = [moment for moment in every if today <= moment.date() <= today + AHEAD][:MOST_DATES]
    return every, len(moments) - len(every)
