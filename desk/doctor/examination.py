"""Examine an address: find the feed, request it, run all checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from desk.content_lines import parse_calendar
from desk.doctor.calendar_checks import check_content
from desk.doctor.clients import CLIENTS, NEUTRAL
from desk.doctor.discovery import page_feeds, same_host, web_url
from desk.doctor.faults import Diagnostic
from desk.doctor.fetching import Response, fetch
from desk.doctor.poll_checks import Finding, check_headers, check_poll, check_repeats
from desk.doctor.probing import probe


class NotAFeed(Exception):
    """The address cannot be read, or does not lead to a calendar; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Examination:
    """The response that was checked, its number of events, and its faults."""

    response: Response
    events: int
    diagnostics: tuple[Diagnostic, ...]

    @property
    def fails(self) -> bool:
        """Whether the feed fails for any client."""
        return any(found.fault.fails for found in self.diagnostics)


def examine(address: str, *, private: bool = False) -> Examination:
    """Examine the feed at an http, https or webcal address, or the feed that a page there names.

    Addresses that are not on the public internet are requested only if `private`. Raise NotAFeed.
    """
    first = _find_feed(address, private)
    # Every client starts where the subscriber would: before redirects.
    start = first.redirects[0].url if first.redirects else first.url
    polls = [fetch(start, client.headers, private) for client in CLIENTS]
    # A server may refuse programs that it does not know, such as this one.
    readable = [response for response in (first, *polls) if response.is_calendar]
    found = list(_check_polls(polls, bool(readable)))
    if not readable:
        return Examination(first, 0, tuple(found))
    feed = readable[0]
    calendar, line_faults = parse_calendar(feed.body)
    found += check_content(feed.body, calendar, line_faults, feed.header("content-type"))
    findings = [*check_headers(feed), *check_repeats(feed, polls), *probe(feed, private)]
    found += [Diagnostic(key, detail) for key, detail in findings]
    events = len(calendar.named("VEVENT")) if calendar else 0
    return Examination(feed, events, tuple(found))


def _check_polls(polls: Sequence[Response], read_by_others: bool) -> Iterator[Diagnostic]:
    """Yield the faults of each client's response; a fault common to all, once."""
    clients_by_finding: dict[Finding, list[str]] = {}
    for client, poll in zip(CLIENTS, polls):
        for finding in check_poll(client, poll, read_by_others):
            clients_by_finding.setdefault(finding, []).append(client.key)
    for (key, detail), clients in clients_by_finding.items():
        if len(clients) == len(CLIENTS):
            clients = [""]
        for client_key in clients:
            yield Diagnostic(key, detail, client_key)


def _find_feed(address: str, private: bool) -> Response:
    """Return the response at an address, or that of the first calendar that the page there names.

    Raise NotAFeed if there is neither.
    """
    first = _first_response(address, private)
    path = urlsplit(first.url).path.lower()
    # What is meant as a feed is examined even if it is broken.
    meant_as_feed = path.endswith(".ics") or "text/calendar" in first.header("content-type")
    if first.status != 200 or first.is_calendar or meant_as_feed:
        return first
    feeds = page_feeds(first.url, first.body) if first.is_page else []
    if not feeds:
        raise NotAFeed(
            "there is no calendar here, and none is named; give the address that ends in .ics"
        )
    # A page must not make us send two dozen requests to another host.
    if not same_host(feeds[0], first.url):
        raise NotAFeed(f"the calendar named here is at another host; give its address: {feeds[0]}")
    feed = fetch(feeds[0], NEUTRAL, private)
    if feed.error:
        raise NotAFeed(f"{feeds[0]}: {feed.error}")
    return feed


def _first_response(address: str, private: bool) -> Response:
    """Return the response at an address that a person typed; raise NotAFeed if there is none."""
    try:
        parts = urlsplit(address)
        no_host = not parts.hostname or parts.port == 0
    except ValueError:
        raise NotAFeed(
            "this is not a web address; give one like https://calendar.chicago.org/feeds/all.ics"
        ) from None
    if parts.scheme not in ("http", "https", "webcal", "webcals") or no_host:
        raise NotAFeed("give an address that begins with https://, http:// or webcal://")
    if parts.username or parts.password:
        raise NotAFeed(
            "an address with a name or password in it is not a published feed; give it without them"
        )
    url = address.partition("#")[0]
    response = fetch(web_url(url, "https"), NEUTRAL, private)
    # Programs disagree on what webcal: means.
    if response.error and parts.scheme == "webcal":
        response = fetch(web_url(url, "http"), NEUTRAL, private)
    if response.error:
        raise NotAFeed(response.error)
    return response
