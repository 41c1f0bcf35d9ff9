"""One examination: finds the feed behind an address, asks for it as each client would, and gathers what is found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from desk.doctor import answers
from desk.doctor.clients import CLIENTS, PLAIN
from desk.doctor.content import in_content
from desk.doctor.faults import Finding
from desk.doctor.fetching import LIMIT, Answer, ask, follow
from desk.doctor.lines import read
from desk.doctor.links import as_web, in_index, in_page, site

INDEX = "feeds/index.json"


class NotAFeed(Exception):
    """The address cannot be read, or leads to no calendar; says why and what to give."""


@dataclass(frozen=True, slots=True)
class Examination:
    """The answer that was read, how many events it has, what was found, and how many feeds the site has besides."""

    answer: Answer
    events: int
    findings: tuple[Finding, ...]
    others: int = 0


def examine(address: str, limit: float = LIMIT) -> Examination:
    """Examine the feed at an http, https or webcal address, or the one that a page there names; raise NotAFeed.

    `limit` is in seconds, for each answer.
    """
    first, others = _found(_checked(address), limit)
    start = (*first.hops, first)[0].address
    polls = [follow(start, client.headers, limit) for client in CLIENTS]
    asked = zip((first, *polls), (PLAIN, *(client.headers for client in CLIENTS)))
    readable, headers = next(((answer, how) for answer, how in asked if answers.is_calendar(answer)), (None, PLAIN))
    to_each = (answers.to_client(client, answer, readable is not None) for client, answer in zip(CLIENTS, polls))
    findings = [finding for found in to_each for finding in found]
    if readable is None:
        return Examination(first, 0, tuple(findings), others)
    findings += in_content(readable.body, readable.headers.get("content-type", ""))
    findings += answers.in_answer(readable)
    findings += answers.again(readable, polls)
    findings += _probed(readable, headers, limit)
    calendar, _ = read(readable.body)
    return Examination(readable, len(calendar.named("VEVENT")) if calendar else 0, tuple(findings), others)


def _checked(address: str) -> list[str]:
    """Return the web addresses to try for what was given."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotAFeed("this is no web address; give one like https://calendar.chicago.org/feeds/all.ics") from None
    if parts.scheme.lower() not in ("http", "https", "webcal", "webcals") or not parts.hostname:
        raise NotAFeed("give an address that begins with https://, http:// or webcal://")
    if parts.username or parts.password:
        raise NotAFeed("an address with a name or password in it is no published feed; give it without")
    address = address.partition("#")[0]
    if parts.scheme.lower() != "webcal":
        return [as_web(address)]
    # programs differ in what webcal: stands for; where a port is named it is http, as GNOME has it
    return [as_web(address, "http:")] if port else [as_web(address), as_web(address, "http:")]


def _found(addresses: Sequence[str], limit: float) -> tuple[Answer, int]:
    """Return the answer at the address, or of the calendar it leads to, and how many others it leads to."""
    for address in addresses:
        first = follow(address, PLAIN, limit)
        if not first.trouble:
            break
    if not first.status:
        raise NotAFeed(first.trouble)
    if first.status != 200 or urlsplit(first.address).path.lower().endswith(".ics"):
        return first, 0
    if answers.is_calendar(first) or "text/calendar" in first.headers.get("content-type", ""):
        return first, 0
    feeds = in_index(first.body) or (in_page(first.address, first.body) if answers.is_page(first) else [])
    for index in dict.fromkeys(urljoin(first.address, path) for path in (INDEX, f"/{INDEX}")) if not feeds else ():
        feeds = in_index(follow(index, PLAIN, limit).body)
        if feeds:
            break
    if not feeds:
        raise NotAFeed("there is no calendar here, and none is named; give the address that ends in .ics")
    return _at(feeds, first.address, limit), len(feeds) - 1


def _at(feeds: Sequence[str], page: str, limit: float) -> Answer:
    """Return the answer of the first feed that a page names, which must be on the page's own host."""
    try:
        own = site(feeds[0]) == site(page)
    except ValueError:
        own = False
    if not own:
        raise NotAFeed(f"the calendar named here is at another host; give its address: {feeds[0]}")
    found = follow(feeds[0], PLAIN, limit)
    if not found.status:
        raise NotAFeed(f"{feeds[0]}: {found.trouble}")
    return found


def _probed(answer: Answer, headers: Mapping[str, str], limit: float) -> Iterator[Finding]:
    """Ask what caches, browsers and odd programs ask, where redirects ended, with headers that were answered."""
    address = answer.address

    def get(name: str, value: str) -> Answer:
        return ask(address, {**headers, name: value}, limit=limit)

    packed, authorized = get("Accept-Encoding", "gzip"), get("Authorization", "Basic bm9ib2R5Og==")
    yield from answers.to_probes(answer, ask(address, headers, "HEAD", limit), authorized, packed)
    if answer.etag:
        bare = answer.etag.removeprefix("W/")
        forms = {"as it is": answer.etag, "weak": f"W/{bare}", "in a list": f'"other", {answer.etag}'}
        if packed.etag:
            forms["of the gzip"] = packed.etag
        yield from answers.to_conditions(answer, {form: get("If-None-Match", tag) for form, tag in forms.items()})
    yield from answers.to_robots(answer, follow(urljoin(address, "/robots.txt"), PLAIN, limit))
    parts = urlsplit(address)
    if parts.scheme == "http":
        yield from answers.to_clear(answer, None)
    elif parts.port in (None, 443):
        clear = parts._replace(scheme="http", netloc=parts.netloc.removesuffix(":443")).geturl()
        yield from answers.to_clear(answer, follow(clear, PLAIN, limit))
