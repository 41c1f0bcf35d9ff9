"""Links that are keys: whoever has one reads a private calendar, enters a meeting, or acts for somebody."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

CALENDAR = "write the calendar's public address; if this one was ever shared, reset it"
MEETING = "write the link without it; or online = true, and the page where people sign up as signup"
KEY = "take it out; if it was ever shared, have a new one made"
LINK = re.compile(r"[^\s\"'<>()\[\]{}]{1,2000}")
ESCAPED = re.compile(r"\\u00(?=[2-7][0-9a-f])", re.IGNORECASE)  # & and = of a link that comes out of JSON


class Kind(NamedTuple):
    """A kind of secret link: its words, its remedy, what each has (in lower case), and what tells it for sure."""

    words: str
    remedy: str
    sign: str
    pattern: re.Pattern[str]


def _with(names: str, host: str = "") -> str:
    """Return the pattern of a link of `host` (any, where none is given) with one of the parameters."""
    parameter = rf"[?&#;](?:{names})=\w"
    return f"{host}.*{parameter}" if host else parameter


GOOGLE = r"(?:calendar\.google\.com|google\.com/calendar)/"
KINDS = tuple(
    Kind(words, remedy, sign, re.compile(pattern, re.IGNORECASE))
    for words, remedy, sign, pattern in (
        ("Google Calendar's secret address", CALENDAR, "/private-", GOOGLE + r".*/private-\w"),
        ("Google Calendar's private link", CALENDAR, "pvttk=", _with("pvttk", GOOGLE)),
        ("an answer to a Google Calendar invitation", KEY, "tok=", _with("tok", GOOGLE)),
        (
            "the unlisted address of an Outlook calendar",
            CALENDAR,
            "calendar/",
            r"outlook\.(?:live|office|office365)\.com/(?:owa/calendar|calendar/published)/[^/]+/[^/]+/.*\.(?:ics|html)",
        ),
        ("Proton Calendar's link with its key", CALENDAR, "cachekey=", _with("cachekey", r"proton\.me/")),
        ("Facebook's calendar of one account", KEY, "/ical/", _with("key", r"facebook\.com/(?:events/)?ical/")),
        ("Meetup's calendar of one account", KEY, "/ical/", r"meetup\.com/events/ical/\d+/[0-9a-f]{16}"),
        ("Trello's secret calendar", KEY, "/calendar/", r"trello\.com/calendar/\w+/\w+/\w+\.ics"),
        ("TripIt's private calendar", KEY, "/private/", r"tripit\.com/feed/ical/private/\w"),
        ("Canvas's calendar of one account", KEY, "/user_", r"/feeds/calendars/user_\w{20,}\.ics"),
        ("Moodle's calendar of one account", KEY, "authtoken=", _with("authtoken", r"/export_execute\.php")),
        ("Todoist's calendar of one account", KEY, "ical_token=", _with("ical_token", r"todoist\.com/")),
        ("a Zoom link with its password", MEETING, "pwd=", _with("pwd", r"zoom(?:gov)?\.(?:us|com)/")),
        ("a Zoom link made for one person", MEETING, "zoom", _with("tk|zak", r"zoom(?:gov)?\.(?:us|com)/")),
        ("a Teams link with its passcode", MEETING, "/meet/", _with("p", r"teams\.(?:microsoft|live)\.com/meet/")),
        ("GitHub's link with a token", KEY, "token=", _with("token", r"github(?:usercontent)?\.com/")),
        ("Eventbrite's link with a token", KEY, "token=", _with("token", r"eventbrite(?:api)?\.com/")),
        ("a Slack webhook", KEY, "hooks.slack", r"hooks\.slack\.com/(?:services|workflows|triggers)/\w+/\w"),
        ("a Discord webhook", KEY, "/webhooks/", r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d+/\w"),
        ("a Telegram bot's token", KEY, "api.telegram", r"api\.telegram\.org/(?:file/)?bot\d+:\w"),
        ("a link with a password", MEETING, "pwd=", _with("pwd")),
        ("a link with a password", MEETING, "pass", _with("passwd|password|passcode")),
        ("a link with a token", KEY, "token=", _with("(?:access|api|auth|feed|ical|private)_?token")),
        ("a link with a key", KEY, "key=", _with("api_?key")),
        ("a link with a name and a password", KEY, "@", r"://[^\s/:@?#]*:[^\s/@?#]+@"),
    )
)


def secret_links(text: str) -> Iterator[tuple[int, str, Kind]]:
    """Yield where each secret link begins in `text`, the link, and its kind; also one within a redirecting link."""
    lowered = _decoded(text).lower()
    kinds = [kind for kind in KINDS if kind.sign in lowered]
    for link in LINK.finditer(text) if kinds else ():
        decoded = _decoded(link[0])
        kind = next((kind for kind in kinds if kind.pattern.search(decoded)), None)
        if kind:
            yield link.start(), link[0], kind


def _decoded(text: str) -> str:
    return unquote(ESCAPED.sub("%", text) if "\\" in text else text)
