"""What a server answers: to each client's poll, and to what caches and browsers ask besides."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from desk.doctor.clients import Client
from desk.doctor.faults import Finding
from desk.doctor.fetching import Answer
from desk.doctor.lines import BOM, read

MOST_HOPS, MOST_SECONDS, MOST_AGE = 5, 2.0, 900
HERE = ("localhost", "127.0.0.1", "::1")  # nobody listens between
CORS = "access-control-allow-origin"
REPEATED = {"etag": "ETag", "cache-control": "Cache-Control", "vary": "Vary", CORS: "Access-Control-Allow-Origin"}


def is_calendar(answer: Answer) -> bool:
    """Say whether a calendar came back."""
    return answer.status == 200 and answer.body.removeprefix(BOM).lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


def is_page(answer: Answer) -> bool:
    """Say whether a web page came back, with whatever status."""
    start = answer.body.removeprefix(BOM).lstrip()[:100].lower()
    return "html" in answer.headers.get("content-type", "") or start.startswith((b"<!doctype html", b"<html"))


def to_client(client: Client, answer: Answer, others_read: bool) -> Iterator[Finding]:
    """Yield what keeps one client from what it asked for; `others_read` where the feed is there for somebody."""
    if key := _kept_from(answer, others_read):
        yield Finding(key, "" if key == "empty-answer" else answer.said, client.key)
        return
    encoding = answer.headers.get("content-encoding", "identity").lower()
    if encoding != "identity" and encoding not in client.headers.get("Accept-Encoding", ""):
        yield Finding("unasked-encoding", encoding, client.key)
    if not is_calendar(answer):
        yield Finding("web-page" if is_page(answer) else "no-calendar", "", client.key)
    schemes = [urlsplit(one.address).scheme for one in (*answer.hops, answer)]
    if ("https", "http") in pairwise(schemes):
        yield Finding("downgrade", "", client.key)
    if len(answer.hops) > MOST_HOPS:
        yield Finding("many-hops", str(len(answer.hops)), client.key)
    if "Origin" in client.headers:
        allowed = all(one.headers.get(CORS) in ("*", client.headers["Origin"]) for one in (*answer.hops, answer))
        yield from [] if allowed else [Finding("no-cors", "", client.key)]


def _kept_from(answer: Answer, others_read: bool) -> str:
    """Return the fault by which nothing came, "" where something did."""
    if answer.trouble:
        return "no-answer"
    if answer.status != 200:
        return "gone" if answer.status == 410 else "refused" if others_read else "unavailable"
    return "" if answer.body.strip() else "empty-answer"


def in_answer(answer: Answer) -> Iterator[Finding]:
    """Yield what the headers and the way of an answer have that any client meets."""
    kind = answer.headers.get("content-type", "")
    charset = kind.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    if not kind.lower().startswith("text/calendar"):
        yield Finding("type", kind or "no Content-Type")
    if charset and charset not in ("utf-8", "utf8"):
        yield Finding("charset", charset)
    elif not charset and not answer.body.isascii():
        yield Finding("no-charset")
    if not urlsplit(answer.address).path.lower().endswith(".ics"):
        yield Finding("ending")
    if "set-cookie" in answer.headers:
        yield Finding("cookie", answer.headers["set-cookie"].partition("=")[0])
    if not answer.etag:
        yield Finding("no-etag")
        if "last-modified" in answer.headers:
            yield Finding("last-modified", answer.headers["last-modified"])
    if len(answer.hops) > 1:
        yield Finding("hops", str(len(answer.hops)))
    if answer.seconds > MOST_SECONDS:
        yield Finding("slow", f"{answer.seconds:.1f} s")
    yield from _of_age(answer.headers.get("cache-control", ""))


def _of_age(control: str) -> Iterator[Finding]:
    ages = [part.partition("=")[2] for part in control.lower().split(",") if part.strip().startswith("max-age=")]
    fresh = "no-cache" in control.lower() or "no-store" in control.lower()
    if not fresh and not all(age.strip().isdecimal() and int(age) <= MOST_AGE for age in ages or [""]):
        yield Finding("max-age", control or "no Cache-Control")


def again(first: Answer, polls: Sequence[Answer]) -> Iterator[Finding]:
    """Yield what differs between answers that should be one."""
    plain = [poll for poll in (first, *polls) if is_calendar(poll) and "content-encoding" not in poll.headers]
    bodies = {poll.body for poll in plain}
    if len({_without(body, b"DTSTAMP") for body in bodies}) > 1:
        yield Finding("unstable")
    elif len(bodies) > 1 or _minted(first):
        yield Finding("minted")
    if len({poll.etag for poll in plain if poll.etag and poll.body == first.body}) > 1:
        yield Finding("etag-changes")


def _without(body: bytes, name: bytes) -> bytes:
    return b"\n".join(line for line in body.splitlines() if not line.startswith(name))


def _minted(answer: Answer) -> bool:
    """Say whether every event is stamped with the very moment of the answer."""
    calendar, _ = read(answer.body)
    stamps = {line.value for event in calendar.named("VEVENT") for line in event.all("DTSTAMP")} if calendar else set()
    try:
        now = parsedate_to_datetime(answer.headers.get("date", ""))
        ages = [now - datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for stamp in stamps]
        return bool(ages) and all(abs(age.total_seconds()) <= 1 for age in ages)
    except (ValueError, TypeError):  # no date, or a stamp that is none
        return False


def to_probes(answer: Answer, head: Answer, authorized: Answer, packed: Answer) -> Iterator[Finding]:
    """Yield what HEAD, Authorization and gzip change that they should not."""
    same = (head.status, head.headers.get("content-type"), head.etag)
    if same != (answer.status, answer.headers.get("content-type"), answer.etag) or head.body:
        yield Finding("head", "a body follows" if head.body else head.said if head.status != 200 else "other headers")
    if not is_calendar(authorized):
        yield Finding("authorization", authorized.said)
    if is_calendar(packed) and _without(packed.body, b"DTSTAMP") != _without(answer.body, b"DTSTAMP"):
        yield Finding("gzip")
    if "content-encoding" in packed.headers and "accept-encoding" not in packed.headers.get("vary", "").lower():
        yield Finding("vary")


def to_conditions(answer: Answer, conditional: dict[str, Answer]) -> Iterator[Finding]:
    """Yield what is wrong with the answers to If-None-Match; `conditional` holds them by the form of the ETag."""
    if not conditional:
        return
    strong = conditional["as it is"]
    if strong.status != 304:
        yield Finding("no-304", strong.said)
        return
    if missed := [form for form, found in conditional.items() if found.status != 304]:
        yield Finding("forms-of-304", ", ".join(missed))
    if strong.body:
        yield Finding("body-under-304")
    lost = [REPEATED[name] for name in REPEATED if name in answer.headers and name not in strong.headers]
    if lost:
        yield Finding("headers-of-304", ", ".join(lost))


def to_robots(answer: Answer, robots: Answer) -> Iterator[Finding]:
    """Yield what /robots.txt says against the feed."""
    if robots.status != 200:
        yield Finding("no-robots", robots.said)
        return
    rules = RobotFileParser()
    try:
        rules.parse(robots.body.decode(errors="replace").splitlines())
        allowed = rules.can_fetch("Google-Calendar-Importer", answer.address)
    except ValueError:  # a number or an address in it that is none
        yield Finding("no-robots", "it cannot be read")
    else:
        yield from [] if allowed else [Finding("robots")]


def to_clear(answer: Answer, clear: Answer | None) -> Iterator[Finding]:
    """Yield what http: lacks: `clear` is what it answers to an https: feed, None where the feed has no https:."""
    if clear is None:
        if urlsplit(answer.address).hostname not in HERE:
            yield Finding("plain-http")
    elif not is_calendar(clear):
        yield Finding("no-webcal", clear.said)
    elif not clear.hops:
        yield Finding("plain-http", "under http:, where https: is there")
