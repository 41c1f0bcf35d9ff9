"""Pages of other calendars that add one event to them, prefilled from the feed."""

from urllib.parse import quote_plus, urlencode

from feeds.description import shorten
from feeds.entries import Entry

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
LONGEST_DETAILS = (
    1000  # characters: browsers and servers refuse addresses that are much longer than 8,000 octets
)


def compose(entry: Entry, page: str, timezone: str) -> list[tuple[str, str]]:
    """Return the programs that can add an event from an address, each with that address.

    `page` is the event's own address. Neither program documents its own; both have kept them for years.
    """
    text = shorten(entry.text, LONGEST_DETAILS)
    details = quote_plus(f"{text}\n\n{page}" if text else page)  # once for both
    return [
        ("Google Calendar", _google(entry, details, timezone)),
        ("Outlook.com", _outlook(entry, details)),
    ]


def _google(entry: Entry, details: str, timezone: str) -> str:
    """Return Google's address: wall time in `timezone`, or whole days, the end exclusive."""
    moment = "%Y%m%d" if entry.all_day else "%Y%m%dT%H%M%S"
    fields = {
        "action": "TEMPLATE",
        "text": entry.summary,
        "dates": f"{entry.start:{moment}}/{entry.end:{moment}}",
        "ctz": timezone,
        "location": entry.location.replace("\n", ", "),
    }
    return f"{GOOGLE}?{urlencode(_filled(fields))}&details={details}"


def _outlook(entry: Entry, details: str) -> str:
    """Return Outlook's address: instants with their offset, or whole days, the end exclusive."""
    fields = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": entry.summary,
        "startdt": entry.start.isoformat(),
        "enddt": entry.end.isoformat(),
        "allday": "true" if entry.all_day else "",
        "location": entry.location.replace("\n", ", "),
    }
    return f"{OUTLOOK}?{urlencode(_filled(fields))}&body={details}"


def _filled(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}
