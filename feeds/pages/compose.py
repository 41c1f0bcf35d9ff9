"""Links that open another calendar with an event filled in."""

from urllib.parse import urlencode

from feeds.description import shorten
from feeds.entries import Entry

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
# characters: browsers and servers refuse addresses that are much longer than 8,000 octets
LONGEST_DETAILS = 1000


def compose(entry: Entry, page: str, timezone: str) -> list[tuple[str, str]]:
    """Return the programs that can add an event by a link, each with its link.

    `page` is the event's own address. Google gets wall time in `timezone`, Outlook an instant with
    its offset; both take whole days with an exclusive end. Neither documents its links; both have
    kept them for years.
    """
    text = shorten(entry.text, LONGEST_DETAILS)
    details = f"{text}\n\n{page}" if text else page
    location = entry.location.replace("\n", ", ")
    moment = "%Y%m%d" if entry.all_day else "%Y%m%dT%H%M%S"
    google = {
        "action": "TEMPLATE",
        "text": entry.summary,
        "dates": f"{entry.start:{moment}}/{entry.end:{moment}}",
        "ctz": timezone,
        "location": location,
        "details": details,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": entry.summary,
        "startdt": entry.start.isoformat(),
        "enddt": entry.end.isoformat(),
        "allday": "true" if entry.all_day else "",
        "location": location,
        "body": details,
    }
    return [("Google Calendar", _link(GOOGLE, google)), ("Outlook.com", _link(OUTLOOK, outlook))]


def _link(address: str, fields: dict[str, str]) -> str:
    filled = {name: value for name, value in fields.items() if value}
    return f"{address}?{urlencode(filled)}"
