"""Where a page says that its calendar is."""

import json
import re
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

MOST_OF_PAGE = 200_000  # octets of a stranger's page; HTMLParser may take long over more


class _Page(HTMLParser):
    """The links of a page: those said to be calendars, and those that look like one."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.alike: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        target = found.get("href", "").strip()
        if tag == "link" and "alternate" in found.get("rel", "").lower().split():
            self.said += [target] * found.get("type", "").lower().startswith("text/calendar")
        elif tag == "a" and re.match(r"webcals?:|[^?#]*\.ics(?:[?#]|$)", target):
            self.alike.append(target)


def in_page(address: str, body: bytes) -> list[str]:
    """Return the addresses of the calendars that a page names, those that its head names first."""
    page = _Page(body[:MOST_OF_PAGE].decode(errors="replace"))
    found: dict[str, None] = {}
    for target in page.said + page.alike:
        with suppress(ValueError):  # a link that is no address
            found[as_web(urljoin(address, target), address)] = None
    return list(found)


def in_index(body: bytes) -> list[str]:
    """Return the addresses of the feeds in a Handbill site's /feeds/index.json, none where it is something else."""
    try:
        return [str(feed["ics"]) for feed in json.loads(body)["feeds"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def as_web(address: str, page: str = "https:") -> str:
    """Return a webcal: address as a web address, with the scheme of the page that names it."""
    scheme, colon, rest = address.partition(":")
    schemes = {"webcal": urlsplit(page).scheme, "webcals": "https"}
    return schemes.get(scheme.lower(), scheme) + colon + rest


def site(address: str) -> tuple[str, int | None]:
    """Return host and port, None for the usual port of http or https."""
    parts = urlsplit(address)
    return parts.hostname or "", None if parts.port in (80, 443) else parts.port
