"""The programs that poll feeds, and how each asks: what is known of their requests, seen or read in their sources."""

from collections.abc import Mapping
from dataclasses import dataclass

CALENDAR = "text/calendar"
ORIGIN = "https://page.invalid"  # a web page that is no part of any site


@dataclass(frozen=True, slots=True)
class Client:
    """A program: its key in faults.toml, its name, the headers of its poll. The order below is that of the report."""

    key: str
    name: str
    headers: Mapping[str, str]


UNKNOWN = {"User-Agent": "Mozilla/5.0", "Accept": "*/*"}  # no source says how they ask: as any browser would
# versions stand for any
CLIENTS = (
    Client("google", "Google Calendar", {"User-Agent": "Google-Calendar-Importer"}),  # no Accept: aaronpk/Meetable#138
    Client("apple", "Apple Calendar", {"User-Agent": "iOS/17.5.1 (21F90) dataaccessd/1.0", "Accept": "*/*"}),
    Client("outlook-com", "Outlook.com, Microsoft 365", UNKNOWN),
    Client("outlook", "Outlook", {"User-Agent": "Microsoft Office/16.0 (Microsoft Outlook 16.0)", "Accept": "*/*"}),
    Client(
        "thunderbird",
        "Thunderbird",
        {
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.0",
            "Accept": f"{CALENDAR},text/plain;q=0.8,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        },
    ),
    Client("gnome", "GNOME Calendar, Evolution", {"User-Agent": "Evolution/3.52", "Accept-Encoding": "gzip, deflate"}),
    Client(
        "nextcloud",
        "Nextcloud",
        {
            "User-Agent": "Nextcloud Webcal Service",
            "Accept": f"{CALENDAR}, application/calendar+json, application/calendar+xml",
        },
    ),
    Client("icsx5", "ICSx⁵ (Android)", {"User-Agent": "ICSx5/2.2", "Accept": CALENDAR, "Accept-Encoding": "gzip"}),
    Client("proton", "Proton Calendar", UNKNOWN),
    Client(
        "home-assistant",
        "Home Assistant",
        {"User-Agent": "HomeAssistant/2025.1 httpx/0.27", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"},
    ),
    Client(
        "fullcalendar",
        "FullCalendar (in web pages)",
        {"User-Agent": "Mozilla/5.0", "Accept": "*/*", "Accept-Encoding": "gzip, deflate", "Origin": ORIGIN},
    ),
)
PLAIN = {"User-Agent": "Handbill-doctor"}  # whatever the server makes of a program that it does not know
EVERYONE, OTHERS = "all", "others"  # in faults.toml: each of them; any other program, by the letter of the standards
