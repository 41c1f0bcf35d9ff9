"""Check the responses to the clients' polls."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise
from urllib.parse import urlsplit

from desk.content_lines import BOM, Component
from desk.doctor.clients import Client
from desk.doctor.faults import Diagnostic
from desk.doctor.fetching import Response

MAX_REDIRECTS = 5  # ICSx⁵ refuses more
MAX_SECONDS = 2.0  # rule 41
MAX_AGE = 900  # seconds, rule 37
CORS = "access-control-allow-origin"


def is_calendar(response: Response) -> bool:
    """Say whether a calendar came back."""
    if response.status != 200:
        return False
    start = response.body.removeprefix(BOM).lstrip()[:15]
    return start.upper() == b"BEGIN:VCALENDAR"


def is_page(response: Response) -> bool:
    """Say whether a web page came back, with any status."""
    if "html" in response.headers.get("content-type", ""):
        return True
    start = response.body.removeprefix(BOM).lstrip()[:100].lower()
    return start.startswith((b"<!doctype html", b"<html"))


def check_poll(client: Client, response: Response, others_read: bool) -> Iterator[Diagnostic]:
    """Yield what keeps a client from what it asked for.

    `others_read` says whether any other request got the feed.
    """
    key = _failure(response, others_read)
    if key:
        detail = "" if key == "empty-answer" else response.outcome
        yield Diagnostic(key, detail, client.key)
        return
    encoding = response.headers.get("content-encoding", "identity").lower()
    accepted = client.headers.get("Accept-Encoding", "")
    if encoding != "identity" and encoding not in accepted:
        yield Diagnostic("unasked-encoding", encoding, client.key)
    if not is_calendar(response):
        kind = "web-page" if is_page(response) else "no-calendar"
        yield Diagnostic(kind, "", client.key)
    yield from _check_way(client, response)


def _failure(response: Response, others_read: bool) -> str:
    """Return the fault by which nothing came, "" where something did."""
    if response.error:
        return "no-answer"
    if response.status == 410:  # by which Thunderbird ends a subscription
        return "gone"
    if _is_challenge(response, others_read):
        return "challenge"
    if response.status != 200:
        return "refused" if others_read else "unavailable"
    return "" if response.body.strip() else "empty-answer"


def _is_challenge(response: Response, others_read: bool) -> bool:
    """Say whether bot protection answered in place of the site.

    Cloudflare says so in a header. Others send a page, with the status
    of a refusal or an outage, to every program that is no browser.
    """
    if response.headers.get("cf-mitigated") == "challenge":
        return True
    return response.status in (403, 503) and is_page(response) and not others_read


def _check_way(client: Client, response: Response) -> Iterator[Diagnostic]:
    """Check what a client meets at any response from first to last."""
    responses = [*response.redirects, response]
    schemes = [urlsplit(each.url).scheme for each in responses]
    if ("https", "http") in pairwise(schemes):
        yield Diagnostic("downgrade", "", client.key)
    if len(response.redirects) > MAX_REDIRECTS:
        detail = str(len(response.redirects))
        yield Diagnostic("many-hops", detail, client.key)
    origin = client.headers.get("Origin")
    if origin is None:
        return
    # Browsers check CORS at each redirect too.
    for each in responses:
        if each.headers.get(CORS) not in ("*", origin):
            yield Diagnostic("no-cors", "", client.key)
            return


def check_headers(response: Response) -> Iterator[Diagnostic]:
    """Yield what any client meets in the headers, redirects and time."""
    yield from _check_media_type(response)
    if not urlsplit(response.url).path.lower().endswith(".ics"):
        yield Diagnostic("ending")
    if "set-cookie" in response.headers:
        # Only the cookie's name: its value may identify somebody.
        name = response.headers["set-cookie"].partition("=")[0]
        yield Diagnostic("cookie", name)
    if not response.etag:
        yield Diagnostic("no-etag")
        if "last-modified" in response.headers:
            modified = response.headers["last-modified"]
            yield Diagnostic("last-modified", modified)
    if len(response.redirects) > 1:
        yield Diagnostic("hops", str(len(response.redirects)))
    if response.seconds > MAX_SECONDS:
        yield Diagnostic("slow", f"{response.seconds:.1f} s")
    control = response.headers.get("cache-control", "")
    if not _stays_fresh(control):
        yield Diagnostic("max-age", control or "no Cache-Control")


def _check_media_type(response: Response) -> Iterator[Diagnostic]:
    content_type = response.headers.get("content-type", "")
    media_type = content_type.lower()
    if not media_type.startswith("text/calendar"):
        yield Diagnostic("type", content_type or "no Content-Type")
    charset = media_type.partition("charset=")[2].split(";")[0]
    charset = charset.strip(" \"'")
    if charset and charset not in ("utf-8", "utf8"):
        yield Diagnostic("charset", charset)
    elif not charset and not response.body.isascii():
        yield Diagnostic("no-charset")


def _stays_fresh(cache_control: str) -> bool:
    """Say whether no cache keeps a response longer than MAX_AGE."""
    control = cache_control.lower()
    if "no-cache" in control or "no-store" in control:
        return True
    ages = []
    for directive in control.split(","):
        name, equals, value = directive.strip().partition("=")
        if equals and name == "max-age":
            ages.append(value.strip())
    # Without an age a cache may guess one (RFC 9111 §4.2.2).
    return bool(ages) and all(age.isdecimal() and int(age) <= MAX_AGE for age in ages)


def check_repeats(first: Response, calendar: Component | None, polls: Sequence[Response]) -> Iterator[Diagnostic]:
    """Yield what differs between responses that should be the same.

    `calendar` is the body of the `first`, parsed.
    """
    uncompressed = []
    for response in (first, *polls):
        if is_calendar(response) and "content-encoding" not in response.headers:
            uncompressed.append(response)
    bodies = {response.body for response in uncompressed}
    if len({without_stamps(body) for body in bodies}) > 1:
        yield Diagnostic("unstable")
    elif len(bodies) > 1 or _stamped_with_date(first, calendar):
        yield Diagnostic("minted")
    etags = set()
    for response in uncompressed:
        if response.etag and response.body == first.body:
            etags.add(response.etag)
    if len(etags) > 1:
        yield Diagnostic("etag-changes")


def without_stamps(body: bytes) -> bytes:
    """Return the lines of `body` but those of DTSTAMP.

    Many programs write the time of the request there, which
    `check_repeats` reports by itself.
    """
    lines = body.splitlines()
    return b"\n".join(line for line in lines if not line.startswith(b"DTSTAMP"))


def _stamped_with_date(response: Response, calendar: Component | None) -> bool:
    """Say whether every DTSTAMP is the response's Date, within a second.

    The polls alone do not show it: they may all fall into one second.
    """
    stamps: set[str] = set()
    if calendar:
        for event in calendar.named("VEVENT"):
            stamps.update(line.value for line in event.every("DTSTAMP"))
    try:
        now = parsedate_to_datetime(response.headers.get("date", ""))
        ages = []
        for stamp in stamps:
            time = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            ages.append(abs((now - time).total_seconds()))
    except (ValueError, TypeError):
        # No Date, one without a zone, or a DTSTAMP that is not a time.
        return False
    return bool(ages) and max(ages) <= 1
