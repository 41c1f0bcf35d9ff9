"""Find the calendars that a web page or the index of a Handbill site names."""

import json
import re
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from desk.html_tags import tags

MOST_PAGE_OCTETS = 200_000

CALENDAR_LINK = re.compile(r"webcals?:|[^?#]*\.ics(?:[?#]|$)", re.IGNORECASE)


def page_feeds(page_url: str, body: bytes) -> list[str]:
    """Return the URLs of the calendars that a page names, each once.

    Those that its head declares as alternates of type text/calendar come
    before those that it merely links.
    """
    declared, linked = [], []
    for tag in tags(body[:MOST_PAGE_OCTETS].decode(errors="replace")):
        attributes = tag.attributes
        target = attributes.get("href", "").strip()
        if tag.name == "link" and _declares_calendar(attributes):
            declared.append(target)
        elif tag.name == "a" and CALENDAR_LINK.match(target):
            linked.append(target)
    urls: dict[str, None] = {}
    for target in declared + linked:
        with suppress(ValueError):  # href="http://[" and the like
            url = urljoin(page_url, target)
            urls[web_url(url, urlsplit(page_url).scheme)] = None
    return list(urls)


def _declares_calendar(attributes: dict[str, str]) -> bool:
    relations = attributes.get("rel", "").lower().split()
    media_type = attributes.get("type", "").lower()
    return "alternate" in relations and media_type.startswith("text/calendar")


def index_feeds(body: bytes) -> list[str]:
    """Return the feeds in a Handbill site's /feeds/index.json, else none."""
    try:
        return [str(feed["ics"]) for feed in json.loads(body)["feeds"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def web_url(url: str, scheme: str) -> str:
    """Return a URL with `scheme` for webcal:, with https: for webcals:."""
    name, colon, rest = url.partition(":")
    schemes = {"webcal": scheme, "webcals": "https"}
    return schemes.get(name.lower(), name) + colon + rest


def same_host(url: str, other_url: str) -> bool:
    """Say whether two URLs have one host and port."""
    try:
        return host_and_port(url) == host_and_port(other_url)
    except ValueError:  # a port that cannot be read
        return False


def host_and_port(url: str) -> tuple[str | None, int | None]:
    """Return host and port, None for the default port of http or https.

    Raise ValueError where `url` has no port that can be read.
    """
    parts = urlsplit(url)
    port = None if parts.port in (80, 443) else parts.port
    return parts.hostname, port
