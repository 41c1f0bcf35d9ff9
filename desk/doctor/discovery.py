"""Find the calendars that a web page names."""

import re
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from desk.html_tags import tags

MOST_PAGE_OCTETS = 200_000

CALENDAR_LINK = re.compile(r"webcals?:|[^?#]*\.ics(?:[?#]|$)", re.IGNORECASE)
DEFAULT_PORT = re.compile(r":(80|443)$")


def page_feeds(page_url: str, body: bytes) -> list[str]:
    """Return the URLs of the calendars that a page names, each once.

    Those that it declares as alternates of type text/calendar come before those that it links.
    """
    declared, linked = [], []
    for tag in tags(body[:MOST_PAGE_OCTETS].decode(errors="replace")):
        attributes = tag.attributes
        target = attributes.get("href", "").strip()
        is_alternate = "alternate" in attributes.get("rel", "").lower().split()
        is_calendar = attributes.get("type", "").lower().startswith("text/calendar")
        if tag.name == "link" and is_alternate and is_calendar:
            declared.append(target)
        elif tag.name == "a" and CALENDAR_LINK.match(target):
            linked.append(target)
    urls = []
    for target in declared + linked:
        with suppress(ValueError):  # href="http://[" and the like
            url = urljoin(page_url, target)
            urls.append(web_url(url, urlsplit(page_url).scheme))
    return list(dict.fromkeys(urls))


def web_url(url: str, scheme: str) -> str:
    """Return a URL with `scheme` for webcal:, with https: for webcals:."""
    name, colon, rest = url.partition(":")
    schemes = {"webcal": scheme, "webcals": "https"}
    return schemes.get(name.lower(), name) + colon + rest


def same_host(url: str, other_url: str) -> bool:
    """Say whether two URLs have one host and port; http and https count as one port."""
    hosts = [urlsplit(each).netloc.lower() for each in (url, other_url)]
    return DEFAULT_PORT.sub("", hosts[0]) == DEFAULT_PORT.sub("", hosts[1])
