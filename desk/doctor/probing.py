"""Request a feed as caches, browsers and unusual programs do, and check the responses."""

from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from desk.doctor.clients import NEUTRAL
from desk.doctor.fetching import Response, fetch, send
from desk.doctor.poll_checks import Finding, without_stamps

NOBODY = "Basic bm9ib2R5Og=="  # the credentials "nobody:", as Outlook sends some
GOOGLE = "Google-Calendar-Importer"
# The headers of 200 that 304 repeats: those of RFC 9110 §15.4.5, and that of CORS (rule 35).
REPEATED = ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin")


def probe(feed: Response, private: bool) -> Iterator[Finding]:
    """Send further requests like the one for `feed`."""

    def get(name: str, value: str) -> Response:
        return send(feed.url, {**feed.sent, name: value}, private)

    yield from _check_head(feed, send(feed.url, feed.sent, private, "HEAD"))
    authorized = get("Authorization", NOBODY)
    if not authorized.is_calendar:
        yield "authorization", authorized.outcome
    compressed = get("Accept-Encoding", "gzip")
    yield from _check_gzip(feed, compressed)
    if feed.header("etag"):
        yield from _check_conditional(feed, compressed.header("etag"), get)
    robots = fetch(urljoin(feed.url, "/robots.txt"), NEUTRAL, private)
    yield from _check_robots(feed.url, robots)
    parts = urlsplit(feed.url)
    if parts.scheme == "https" and not parts.port:
        url = parts._replace(scheme="http").geturl()
        yield from check_upgrade(fetch(url, NEUTRAL, private))


def _check_head(get: Response, head: Response) -> Iterator[Finding]:
    """Yield how the response to HEAD differs from that to GET."""
    if head.body:
        yield "head", "a body follows"
    elif head.status != get.status:
        yield "head", head.outcome
    elif any(head.header(name) != get.header(name) for name in ("content-type", "etag")):
        yield "head", "other headers"


def _check_gzip(plain: Response, compressed: Response) -> Iterator[Finding]:
    """Yield what is wrong with the response to Accept-Encoding: gzip."""
    same = without_stamps(compressed.body) == without_stamps(plain.body)
    if compressed.is_calendar and not same:
        yield "gzip", ""
    vary = compressed.header("vary").lower()
    if "content-encoding" in compressed.headers and "accept-encoding" not in vary:
        yield "vary", ""


def _check_conditional(
    feed: Response, gzip_etag: str, get: Callable[[str, str], Response]
) -> Iterator[Finding]:
    """Yield what is wrong with the responses to If-None-Match, requested with `get`."""
    etag = feed.header("etag")
    exact = get("If-None-Match", etag)
    if exact.status != 304:
        yield "no-304", exact.outcome
        return
    # What caches turn an ETag into (RFC 9110 §13.1.2), as the report calls it.
    forms = {
        "weak": f"W/{etag.removeprefix('W/')}",
        "in a list": f'"other", {etag}',
        "of the gzip": gzip_etag or etag,
    }
    missed = [form for form, tag in forms.items() if get("If-None-Match", tag).status != 304]
    if missed:
        yield "forms-of-304", ", ".join(missed)
    if exact.body:
        yield "body-under-304", ""
    sent = [name for name in REPEATED if feed.header(name.lower())]
    lost = [name for name in sent if not exact.header(name.lower())]
    if lost:
        yield "headers-of-304", ", ".join(lost)


def _check_robots(feed_url: str, robots: Response) -> Iterator[Finding]:
    """Yield why /robots.txt may keep Google from reading the feed.

    Google once refused a feed because the file was missing.
    """
    if robots.status != 200:
        yield "no-robots", robots.outcome
        return
    rules = RobotFileParser()
    try:
        rules.parse(robots.body.decode(errors="replace").splitlines())
        allowed = rules.can_fetch(GOOGLE, feed_url)
    except ValueError:
        yield "no-robots", "it cannot be read"  # a malformed URL or number
        return
    if not allowed:
        yield "robots", ""


def check_upgrade(http: Response) -> Iterator[Finding]:
    """Yield what is wrong with the http: address of a feed under https:.

    webcal: links need that address: GNOME treats them as http:.
    """
    if not http.is_calendar:
        yield "no-webcal", http.outcome
    elif not http.redirects:
        yield "plain-http", "http: does not redirect to https:"
