"""Find the calendars that a web page or a Handbill site names."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from urllib.parse import urljoin, urlsplit

MAX_PAGE_OCTETS = 200_000

# Not html.parser: a page of broken tags can hold it for minutes, or make
# it raise AssertionError (Python 3.11). These patterns never look far.
TAG = re.compile(r"<(link|a)\s([^<>]{1,2000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"([a-z-]{1,20})\s{0,9}=\s{0,9}"
    r"""("[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)
CALENDAR_LINK = re.compile(r"webcals?:|[^?#]*\.ics(?:[?#]|$)", re.IGNORECASE)


def page_feeds(page_url: str, body: bytes) -> list[str]:
    """Return the URLs of the calendars that a page names, each once.

    Those that its head declares as alternates of type text/calendar come
    before those that it merely links.
    """
    page = body[:MAX_PAGE_OCTETS].decode(errors="replace")
    declared, linked = [], []
    for tag, attributes in _tags(page):
        target = attributes.get("href", "").strip()
        if tag == "link" and _declares_calendar(attributes):
            declared.append(target)
        elif tag == "a" and CALENDAR_LINK.match(target):
            linked.append(target)
    urls: dict[str, None] = {}
    for target in declared + linked:
        with suppress(ValueError):  # href="http://[" and the like
            url = urljoin(page_url, target)
            urls[web_url(url, page_url)] = None
    return list(urls)


def _tags(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the links of a page: lower-case tag and attributes."""
    for tag, inside in TAG.findall(page):
        attributes = {}
        for name, value in ATTRIBUTE.findall(inside):
            attributes[name.lower()] = unescape(value.strip("\"'"))
        yield tag.lower(), attributes


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


def web_url(url: str, page_url: str = "https:") -> str:
    """Return a webcal: URL with the scheme of the page that names it."""
    scheme, colon, rest = url.partition(":")
    match scheme.lower():
        case "webcal":
            scheme = urlsplit(page_url).scheme
        case "webcals":
            scheme = "https"
    return scheme + colon + rest


def host_and_port(url: str) -> tuple[str, int | None]:
    """Return host and port, None for the default port of http or https.

    Raise ValueError where `url` has no port that can be read.
    """
    parts = urlsplit(url)
    port = None if parts.port in (80, 443) else parts.port
    return parts.hostname or "", port
