"""Where a page says that its calendar is."""

import json
import re
from contextlib import suppress
from html import unescape
from urllib.parse import urljoin, urlsplit

MOST_OF_PAGE = 200_000  # octets
# not html.parser: a stranger's page can hold it for minutes, or make it raise AssertionError (Python 3.11)
TAG = re.compile(r"<(link|a)\s([^<>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([a-z-]{1,20})\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
LIKELY = re.compile(r"webcals?:|[^?#]*\.ics(?:[?#]|$)", re.IGNORECASE)


def in_page(address: str, body: bytes) -> list[str]:
    """Return the addresses of the calendars that a page names, those that its head says are calendars first."""
    said, alike = [], []
    for tag, inside in TAG.findall(body[:MOST_OF_PAGE].decode(errors="replace")):
        values = {name.lower(): unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(inside)}
        target = values.get("href", "").strip()
        if tag.lower() == "a":
            alike += [target] * bool(LIKELY.match(target))
        elif "alternate" in values.get("rel", "").lower().split():
            said += [target] * values.get("type", "").lower().startswith("text/calendar")
    found: dict[str, None] = {}
    for target in said + alike:
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
