"""The programs that poll feeds, and the headers each one sends.

The headers are known from server logs and from the programs' sources
(docs/clients.md links them). Version numbers are examples.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CALENDAR = "text/calendar"
GZIP_OR_DEFLATE = "gzip, deflate"
ORIGIN = "https://page.invalid"  # a web page outside the feed's site


@dataclass(frozen=True, slots=True)
class Client:
    """A calendar program: its key in faults.toml, its name, its headers."""

    key: str
    name: str
    headers: Mapping[str, str]


# No source documents these programs' requests, so they ask as browsers do.
UNDOCUMENTED = {"User-Agent": "Mozilla/5.0", "Accept": "*/*"}

CLIENTS = (  # in the order of the report
    Client(
        "google",
        "Google Calendar",
        # It sends no Accept header (aaronpk/Meetable#138).
        {"User-Agent": "Google-Calendar-Importer"},
    ),
    Client(
        "apple",
        "Apple Calendar",
        {
            "User-Agent": "iOS/17.5.1 (21F90) dataaccessd/1.0",
            "Accept": "*/*",
        },
    ),
    Client("outlook-com", "Outlook.com, Microsoft 365", UNDOCUMENTED),
    Client(
        "outlook",
        "Outlook",
        {
            "User-Agent": "Microsoft Office/16.0 (Microsoft Outlook 16.0)",
            "Accept": "*/*",
        },
    ),
    Client(
        "thunderbird",
        "Thunderbird",
        {
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.0",
            "Accept": f"{CALENDAR},text/plain;q=0.8,*/*;q=0.5",
            "Accept-Encoding": GZIP_OR_DEFLATE,
        },
    ),
    Client(
        "gnome",
        "GNOME Calendar, Evolution",
        {
            "User-Agent": "Evolution/3.52",
            "Accept-Encoding": GZIP_OR_DEFLATE,
        },
    ),
    Client(
        "nextcloud",
        "Nextcloud",
        {
            "User-Agent": "Nextcloud Webcal Service",
            "Accept": f"{CALENDAR}, application/calendar+json, application/calendar+xml",
        },
    ),
    Client(
        "icsx5",
        "ICSx⁵ (Android)",
        {
            "User-Agent": "ICSx5/2.2",
            "Accept": CALENDAR,
            "Accept-Encoding": "gzip",
        },
    ),
    Client("proton", "Proton Calendar", UNDOCUMENTED),
    Client(
        "home-assistant",
        "Home Assistant",
        {
            "User-Agent": "HomeAssistant/2025.1 httpx/0.27",
            "Accept": "*/*",
            "Accept-Encoding": GZIP_OR_DEFLATE,
        },
    ),
    Client(
        "fullcalendar",
        "FullCalendar (in web pages)",
        {
            "User-Agent": "Mozilla/5.0",
            "Accept": "*/*",
            "Accept-Encoding": GZIP_OR_DEFLATE,
            # It runs in the visitor's browser, which adds Origin and
            # hides the response from the page unless CORS allows it.
            "Origin": ORIGIN,
        },
    ),
)

# How a server treats a program it has never heard of.
NEUTRAL = {"User-Agent": "Handbill-doctor"}

# Two more keys of faults.toml: every client alike, and any program that
# is not named above and goes by the letter of the standards.
EVERYONE, OTHERS = "all", "others"
