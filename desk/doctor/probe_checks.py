"""Check the responses to what caches, browsers and odd programs ask."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from desk.doctor.faults import Diagnostic
from desk.doctor.fetching import Response
from desk.doctor.poll_checks import CORS, is_calendar, without_stamps

LOOPBACK = ("localhost", "127.0.0.1", "::1")  # no network to listen in
GOOGLE = "Google-Calendar-Importer"

# What 304 repeats of 200, as the report writes them: the headers of
# RFC 9110 §15.4.5, and that of CORS (rule 35).
REPEATED = {
    "etag": "ETag",
    "cache-control": "Cache-Control",
    "vary": "Vary",
    CORS: "Access-Control-Allow-Origin",
}


def check_head(get: Response, head: Response) -> Iterator[Diagnostic]:
    """Yield where HEAD is not answered as GET."""
    if head.body:
        yield Diagnostic("head", "a body follows")
    elif _head_of(head) != _head_of(get):
        detail = "other headers" if head.status == 200 else head.outcome
        yield Diagnostic("head", detail)


def _head_of(response: Response) -> tuple[int, str | None, str]:
    media_type = response.headers.get("content-type")
    return response.status, media_type, response.etag


def check_authorization(authorized: Response) -> Iterator[Diagnostic]:
    """Yield whether a request with Authorization, as Outlook's, is refused."""
    if not is_calendar(authorized):
        yield Diagnostic("authorization", authorized.outcome)


def check_gzip(plain: Response, compressed: Response) -> Iterator[Diagnostic]:
    """Yield what differs in the response to Accept-Encoding: gzip."""
    same = without_stamps(compressed.body) == without_stamps(plain.body)
    if is_calendar(compressed) and not same:
        yield Diagnostic("gzip")
    if "content-encoding" in compressed.headers:
        vary = compressed.headers.get("vary", "").lower()
        if "accept-encoding" not in vary:
            yield Diagnostic("vary")


def check_conditional(response: Response, exact: Response, others: Mapping[str, Response]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the responses to If-None-Match.

    `exact` answers the ETag as it was sent, `others` its further forms
    (RFC 9110 §13.1.2), by how the report calls them.
    """
    if exact.status != 304:
        yield Diagnostic("no-304", exact.outcome)
        return
    missed = [form for form, other in others.items() if other.status != 304]
    if missed:
        yield Diagnostic("forms-of-304", ", ".join(missed))
    if exact.body:
        yield Diagnostic("body-under-304")
    lost = []
    for key, name in REPEATED.items():
        if key in response.headers and key not in exact.headers:
            lost.append(name)
    if lost:
        yield Diagnostic("headers-of-304", ", ".join(lost))


def check_robots(feed_url: str, robots: Response) -> Iterator[Diagnostic]:
    """Yield what /robots.txt has against the feed.

    Google was once seen to refuse a feed for want of the file.
    """
    if robots.status != 200:
        yield Diagnostic("no-robots", robots.outcome)
        return
    rules = RobotFileParser()
    lines = robots.body.decode(errors="replace").splitlines()
    try:
        rules.parse(lines)
        allowed = rules.can_fetch(GOOGLE, feed_url)
    except ValueError:
        # RobotFileParser raises it for a malformed URL or number.
        yield Diagnostic("no-robots", "it cannot be read")
        return
    if not allowed:
        yield Diagnostic("robots")


def check_unencrypted(feed: Response) -> Iterator[Diagnostic]:
    """Yield that a feed is served by http: alone, but for this machine's own."""
    if urlsplit(feed.url).hostname not in LOOPBACK:
        yield Diagnostic("plain-http")


def check_upgrade(http: Response) -> Iterator[Diagnostic]:
    """Yield what is wrong with the http: address of a feed under https:.

    webcal: links need it, which GNOME takes for http:.
    """
    if not is_calendar(http):
        yield Diagnostic("no-webcal", http.outcome)
    elif not http.redirects:
        yield Diagnostic("plain-http", "http: does not redirect to https:")
