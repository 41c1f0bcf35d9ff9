"""Check the responses to the clients' polls.

A finding is the key of a fault and its detail, as `Diagnostic` has them.
"""

import re
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from itertools import pairwise
from urllib.parse import urlsplit

from desk.doctor.clients import Client
from desk.doctor.faults import FAULTS
from desk.doctor.fetching import Response

Finding = tuple[str, str]

ICSX5_REDIRECTS = 5  # it refuses more
MOST_SECONDS = 2.0  # rule 41
DTSTAMP = re.compile(rb"^DTSTAMP[^:\r\n]*:([^\r\n]*)", re.MULTILINE)
LOOPBACK = ("localhost", "127.0.0.1", "::1")  # where nobody can listen in


def check_poll(client: Client, response: Response, read_by_others: bool) -> Iterator[Finding]:
    """Yield what keeps a client from reading the feed; `read_by_others` if others got it."""
    failure = _failure(response, read_by_others)
    if failure:
        yield failure, response.outcome
        return
    if not response.body.strip():
        yield "empty-answer", ""
        return
    encoding = response.header("content-encoding").lower()
    accepted = client.headers.get("Accept-Encoding", "")
    if encoding != "identity" and encoding not in accepted:
        yield "unasked-encoding", encoding
    if not response.is_calendar:
        yield "web-page" if response.is_page else "no-calendar", ""
    yield from _check_redirects(client, response)


def _failure(response: Response, read_by_others: bool) -> str:
    """Return the fault if the client got nothing, else ""."""
    if response.error:
        return "no-answer"
    if response.status == 410:  # on which Thunderbird ends a subscription
        return "gone"
    # Bot protection: Cloudflare says so in a header. Others answer programs
    # that are not browsers with a page and the status of a refusal or outage.
    challenged = response.status in (403, 503) and response.is_page and not read_by_others
    if challenged or response.header("cf-mitigated") == "challenge":
        return "challenge"
    if response.status != 200:
        return "refused" if read_by_others else "unavailable"
    return ""


def _check_redirects(client: Client, response: Response) -> Iterator[Finding]:
    """Check every response from the first redirect to the last response."""
    responses = [*response.redirects, response]
    schemes = [urlsplit(each.url).scheme for each in responses]
    if ("https", "http") in pairwise(schemes):
        yield "downgrade", ""
    if len(response.redirects) > ICSX5_REDIRECTS:
        yield "many-hops", str(len(response.redirects))
    # Browsers check CORS at each redirect too.
    origin = client.headers.get("Origin")
    allowed = {each.header("access-control-allow-origin") for each in responses}
    if origin and not allowed <= {"*", origin}:
        yield "no-cors", ""


def check_headers(response: Response) -> Iterator[Finding]:
    """Yield the faults of headers, redirects and time that concern every client."""
    for key, fault in FAULTS.items():
        if fault.header and fault.is_in(response.headers):
            yield key, response.header(fault.header)
    cookie = response.header("set-cookie")
    if cookie:
        # Only the name: the value may identify somebody.
        yield "cookie", cookie.partition("=")[0]
    modified = response.header("last-modified")
    if modified and not response.header("etag"):
        yield "last-modified", modified
    if len(response.redirects) > 1:
        yield "hops", str(len(response.redirects))
    if response.seconds > MOST_SECONDS:
        yield "slow", f"{response.seconds:.1f} s"
    parts = urlsplit(response.url)
    if not parts.path.lower().endswith(".ics"):
        yield "ending", ""
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        yield "plain-http", ""


def check_repeats(first: Response, polls: Sequence[Response]) -> Iterator[Finding]:
    """Yield what differs between responses that should be equal."""
    uncompressed = []
    for response in (first, *polls):
        if response.is_calendar and "content-encoding" not in response.headers:
            uncompressed.append(response)
    bodies = {response.body for response in uncompressed}
    if len({without_stamps(body) for body in bodies}) > 1:
        yield "unstable", ""
    elif len(bodies) > 1 or _stamped_with_date(first):
        yield "minted", ""
    same = [response for response in uncompressed if response.body == first.body]
    etags = {response.header("etag") for response in same} - {""}
    if len(etags) > 1:
        yield "etag-changes", ""


def without_stamps(body: bytes) -> bytes:
    """Return a body without the values of DTSTAMP.

    Many programs write the time of the request there, a fault of its own (`minted`).
    """
    return DTSTAMP.sub(b"DTSTAMP", body)


def _stamped_with_date(response: Response) -> bool:
    """Say whether every DTSTAMP is the response's Date.

    The polls alone do not show it: they may all fall into one second, or come from a cache.
    """
    try:
        date = parsedate_to_datetime(response.header("date"))
    except ValueError:  # no Date, or an invalid one
        return False
    stamp = f"{date:%Y%m%dT%H%M%SZ}"
    return set(DTSTAMP.findall(response.body)) == {stamp.encode()}
