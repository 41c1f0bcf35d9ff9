"""Examine one address: find its feed, request it, run all checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from desk.content_lines import parse_calendar
from desk.doctor.calendar_checks import check_content
from desk.doctor.clients import CLIENTS, NEUTRAL
from desk.doctor.discovery import host_and_port, index_feeds, page_feeds, same_host, web_url
from desk.doctor.faults import Diagnostic
from desk.doctor.fetching import Limits, Response, fetch
from desk.doctor.poll_checks import Finding, check_headers, check_poll, check_repeats
from desk.doctor.probing import probe

INDEX = "feeds/index.json"  # of a Handbill site
LIMITS = Limits()


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
    # A server may refuse programs that it does not know, such as this one.
    responses = zip([first, *polls], [NEUTRAL, *(client.headers for client in CLIENTS)])
    readable = [(response, headers) for response, headers in responses if response.is_calendar]
    found = list(_check_polls(polls, bool(readable)))
    if not readable:
        return Examination(first, 0, tuple(found), other_feeds)
    feed, headers = readable[0]
    calendar, line_faults = parse_calendar(feed.body)
    found += check_content(feed.body, calendar, line_faults, feed.header("content-type"))
    findings = [*check_headers(feed), *check_repeats(feed, polls), *probe(feed, headers, limits)]
    found += [Diagnostic(key, detail) for key, detail in findings]
    events = len(calendar.named("VEVENT")) if calendar else 0
    return Examination(feed, events, tuple(found), other_feeds)


def _check_polls(polls: Sequence[Response], others_read: bool) -> Iterator[Diagnostic]:
    """Yield the findings of each client; one that all share has no client."""
    clients_by_finding: dict[Finding, list[str]] = {}
    for client, poll in zip(CLIENTS, polls):
        for finding in check_poll(client, poll, others_read):
            clients_by_finding.setdefault(finding, []).append(client.key)
    for (key, detail), clients in clients_by_finding.items():
        alike = len(clients) == len(CLIENTS)
        for client_key in [""] if alike else clients:
            yield Diagnostic(key, detail, client_key)


def _candidate_urls(address: str) -> list[str]:
    """Return the URLs to try for an address, the likeliest first."""
    try:
        parts = urlsplit(address)
        host, _ = host_and_port(address)
    except ValueError:
        raise NotAFeed(
            "this is not a web address; give one like https://calendar.chicago.org/feeds/all.ics"
        ) from None
    if parts.scheme not in ("http", "https", "webcal", "webcals") or not host:
        raise NotAFeed("give an address that begins with https://, http:// or webcal://")
    if parts.username or parts.password:
        raise NotAFeed(
            "an address with a name or password in it is not a published feed; give it without them"
        )
    address = address.partition("#")[0]
    # Programs disagree on what webcal: means.
    return list(dict.fromkeys(web_url(address, scheme) for scheme in ("https", "http")))


def _find_feed(urls: Sequence[str], limits: Limits) -> tuple[Response, int]:
    """Return the first response of `urls`, or of the calendar it leads to.

    The number is that of other calendars it leads to.
    """
    for url in urls:
        first = fetch(url, NEUTRAL, limits)
        if not first.error:
            break
    if first.error:
        raise NotAFeed(first.error)
    if _is_meant_as_feed(first):
        return first, 0
    feeds = _named_feeds(first, limits)
    if not feeds:
        raise NotAFeed(
            "there is no calendar here, and none is named; give the address that ends in .ics"
        )
    # A page must not make us send two dozen requests to another host.
    if not same_host(feeds[0], first.url):
        raise NotAFeed(f"the calendar named here is at another host; give its address: {feeds[0]}")
    feed = fetch(feeds[0], NEUTRAL, limits)
    if feed.error:
        raise NotAFeed(f"{feeds[0]}: {feed.error}")
    return feed, len(feeds) - 1


def _is_meant_as_feed(response: Response) -> bool:
    """Say whether to examine this response itself, even if it is broken."""
    if response.status != 200 or response.is_calendar:
        return True
    is_file = urlsplit(response.url).path.lower().endswith(".ics")
    return is_file or "text/calendar" in response.header("content-type")


def _named_feeds(page: Response, limits: Limits) -> list[str]:
    """Return the feeds that a page names, and those of its Handbill site, if it is one."""
    feeds = index_feeds(page.body)
    if not feeds and page.is_page:
        feeds = page_feeds(page.url, page.body)
    for path in (INDEX, f"/{INDEX}"):
        of_site = index_feeds(fetch(urljoin(page.url, path), NEUTRAL, limits).body)
        if of_site:
            feeds += of_site
            break
    return list(dict.fromkeys(feeds))
