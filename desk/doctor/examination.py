"""Examine one address: find its feed, request it, run all checks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from desk.content_lines import parse_calendar
from desk.doctor.calendar_checks import check_content
from desk.doctor.clients import CLIENTS, NEUTRAL
from desk.doctor.discovery import host_and_port, index_feeds, page_feeds, web_url
from desk.doctor.faults import Diagnostic
from desk.doctor.fetching import Limits, Response, fetch, send
from desk.doctor.poll_checks import check_headers, check_poll, check_repeats, is_calendar, is_page
from desk.doctor.probe_checks import (
    check_authorization,
    check_conditional,
    check_gzip,
    check_head,
    check_robots,
    check_unencrypted,
    check_upgrade,
)

INDEX = "feeds/index.json"  # of a Handbill site
LIMITS = Limits()
NOBODY = "Basic bm9ib2R5Og=="  # the credentials "nobody:"

Headers = Mapping[str, str]


class NotAFeed(Exception):
    """The address cannot be read, or leads to no calendar.

    The message says what was found and what to give instead.
    """


@dataclass(frozen=True, slots=True)
class Examination:
    """The response that was judged, its number of events, and the outcome.

    `other_feeds` counts what the page or site names besides.
    """

    response: Response
    events: int
    diagnostics: tuple[Diagnostic, ...]
    other_feeds: int = 0

    @property
    def fails(self) -> bool:
        """Whether the feed fails for any client."""
        return any(found.fault.fails for found in self.diagnostics)


def examine(address: str, limits: Limits = LIMITS) -> Examination:
    """Examine the feed at an http, https or webcal address, or behind a page.

    `limits` are of each response. Raise NotAFeed.
    """
    first, other_feeds = _find_feed(_candidate_urls(address), limits)
    # Every client starts where the subscriber would: before redirects.
    start = first.redirects[0].url if first.redirects else first.url
    polls = [fetch(start, client.headers, limits) for client in CLIENTS]
    readable, headers = _first_calendar(first, polls)
    found: list[Diagnostic] = []
    for client, poll in zip(CLIENTS, polls):
        found += check_poll(client, poll, readable is not None)
    if readable is None:
        return Examination(first, 0, tuple(found), other_feeds)
    content_type = readable.headers.get("content-type", "")
    calendar, line_faults = parse_calendar(readable.body)
    found += check_content(readable.body, calendar, line_faults, content_type)
    found += check_headers(readable)
    found += check_repeats(readable, calendar, polls)
    found += _probe(readable, headers, limits)
    events = len(calendar.named("VEVENT")) if calendar else 0
    return Examination(readable, events, tuple(found), other_feeds)


def _candidate_urls(address: str) -> list[str]:
    """Return the URLs to try for an address, the likeliest first."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotAFeed("this is not a web address; give one like https://calendar.chicago.org/feeds/all.ics") from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https", "webcal", "webcals") or not parts.hostname:
        raise NotAFeed("give an address that begins with https://, http:// or webcal://")
    if parts.username or parts.password:
        raise NotAFeed("an address with a name or password in it is not a published feed; give it without them")
    address = address.partition("#")[0]
    if scheme != "webcal":
        return [web_url(address)]
    # Programs disagree on what webcal: stands for. With a port it is
    # http:, as GNOME has it.
    if port:
        return [web_url(address, "http:")]
    return [web_url(address, "https:"), web_url(address, "http:")]


def _find_feed(urls: Sequence[str], limits: Limits) -> tuple[Response, int]:
    """Return the first response of `urls`, or of the calendar it leads to.

    With it comes the number of other calendars it leads to.
    """
    for url in urls:
        first = fetch(url, NEUTRAL, limits)
        if not first.error:
            break
    if first.error:
        raise NotAFeed(first.error)
    if _is_meant_as_feed(first):
        return first, 0
    feeds = index_feeds(first.body)
    if not feeds and is_page(first):
        feeds = page_feeds(first.url, first.body)
    of_site = _site_feeds(first.url, limits)
    if not feeds:
        feeds = of_site
    if not feeds:
        raise NotAFeed("there is no calendar here, and none is named; give the address that ends in .ics")
    others = max(len(feeds), len(of_site)) - 1
    return _fetch_own(feeds[0], first.url, limits), others


def _is_meant_as_feed(response: Response) -> bool:
    """Say whether to examine this response itself, also where it is broken."""
    if response.status != 200 or is_calendar(response):
        return True
    if urlsplit(response.url).path.lower().endswith(".ics"):
        return True
    return "text/calendar" in response.headers.get("content-type", "")


def _site_feeds(page_url: str, limits: Limits) -> list[str]:
    """Return the feeds of the Handbill site that a page is of."""
    below, at_root = urljoin(page_url, INDEX), urljoin(page_url, f"/{INDEX}")
    for url in dict.fromkeys((below, at_root)):
        feeds = index_feeds(fetch(url, NEUTRAL, limits).body)
        if feeds:
            return feeds
    return []


def _fetch_own(url: str, page_url: str, limits: Limits) -> Response:
    """Return the response of a feed on the host of the page that names it.

    A page must not make us send two dozen requests to another host.
    """
    try:
        own = host_and_port(url) == host_and_port(page_url)
    except ValueError:
        own = False
    if not own:
        raise NotAFeed(f"the calendar named here is at another host; give its address: {url}")
    response = fetch(url, NEUTRAL, limits)
    if response.error:
        raise NotAFeed(f"{url}: {response.error}")
    return response


def _first_calendar(first: Response, polls: Sequence[Response]) -> tuple[Response | None, Headers]:
    """Return the first response that is a calendar, and what it was asked with.

    A server may refuse programs it does not know, such as this one.
    """
    if is_calendar(first):
        return first, NEUTRAL
    for client, poll in zip(CLIENTS, polls):
        if is_calendar(poll):
            return poll, client.headers
    return None, NEUTRAL


def _probe(feed: Response, headers: Headers, limits: Limits) -> Iterator[Diagnostic]:
    """Ask what caches, browsers and odd programs ask, where redirects ended.

    `headers` are those that `feed` answered.
    """

    def get(name: str, value: str) -> Response:
        return send(feed.url, {**headers, name: value}, limits)

    compressed = get("Accept-Encoding", "gzip")
    authorized = get("Authorization", NOBODY)
    yield from check_head(feed, send(feed.url, headers, limits, "HEAD"))
    yield from check_authorization(authorized)
    yield from check_gzip(feed, compressed)
    if feed.etag:
        exact = get("If-None-Match", feed.etag)
        others = {}
        for form, tag in _forms_of_etag(feed, compressed).items():
            others[form] = get("If-None-Match", tag)
        yield from check_conditional(feed, exact, others)
    robots = fetch(urljoin(feed.url, "/robots.txt"), NEUTRAL, limits)
    yield from check_robots(feed.url, robots)
    yield from _probe_scheme(feed, limits)


def _forms_of_etag(feed: Response, compressed: Response) -> dict[str, str]:
    """Return what caches make of the feed's ETag, by the report's words."""
    bare = feed.etag.removeprefix("W/")
    forms = {"weak": f"W/{bare}", "in a list": f'"other", {feed.etag}'}
    if compressed.etag:
        forms["of the gzip"] = compressed.etag
    return forms


def _probe_scheme(feed: Response, limits: Limits) -> Iterator[Diagnostic]:
    parts = urlsplit(feed.url)
    if parts.scheme == "http":
        yield from check_unencrypted(feed)
    elif parts.port in (None, 443):  # whose http: is at the default port
        host = parts.netloc.removesuffix(":443")
        url = parts._replace(scheme="http", netloc=host).geturl()
        yield from check_upgrade(fetch(url, NEUTRAL, limits))
