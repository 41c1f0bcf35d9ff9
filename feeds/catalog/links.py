"""Readers of addresses: links, whom to ask, and the domain and UIDs of events."""

import re
from urllib.parse import quote, urlsplit

from feeds.catalog.node import Node, reader
from feeds.catalog.texts import line, string, without_markup
from feeds.catalog.values import LINK, matching
from feeds.catalog.words import WORDS

EXAMPLE_DOMAIN = re.compile(rf"(^|[@.])({WORDS['example_domains']})$", re.IGNORECASE)
TRACKING = re.compile(rf"[?&]({WORDS['tracking']})=", re.IGNORECASE)
SHORTENERS = re.compile(rf"(www\.)?({WORDS['shorteners']})")
PUBLIC_ADDRESS = re.compile(r"https?://[\w.-]+(:\d{1,5})?(/[\w.~%+/-]*)?", re.ASCII)  # a path may follow, no query
UID = re.compile(r"[!-~]{1,191}")  # Proton Calendar takes no longer one


@reader(LINK, "link")
def url(node: Node) -> str | None:
    """Read an http or https address; warn of example domains, tracking and shortened links."""
    text = string(without_markup(node))
    if not text:
        return text
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        valid = parts.scheme in ("http", "https") and bool(host) and parts.port != 0
    except ValueError:
        valid, host = False, ""
    if not valid:
        node.problem(f'"{text}" is not a web address', 'write it whole, like "https://chicago.gov/calendar"')
        return None
    encoded = quote(text, safe="%/:=&?~#+!$,;'@()*[]")
    if encoded != text:
        node.problem(f'"{text}" has characters that no address may have', f'write "{encoded}"')
        return None
    warn_of_example(node, host)
    if tracking := TRACKING.search(text):
        node.problem(f"the link says who clicked ({tracking[1]})", "cut that part out of the link", "warning")
    if SHORTENERS.fullmatch(host):
        node.problem(
            f"{host} hides where the link goes, and counts who follows it", "write the address it leads to", "warning"
        )
    return text


@reader({"anyOf": [{"type": "boolean"}, LINK]}, "link, or `true`")
def online(node: Node) -> str | bool | None:
    """Read where people join an event online: a link, or `true` where it comes after signing up."""
    if isinstance(node.value, bool):
        return node.value
    if isinstance(node.value, str) and "://" not in node.value:
        found = f'"{node.value}" where a link or true belongs'
        node.problem(found, "write online = true without quotation marks, or the whole link, like https://…")
        return None
    return url(node)


def warn_of_example(node: Node, host: str) -> None:
    """Warn of a domain that is reserved for examples (RFC 2606)."""
    if EXAMPLE_DOMAIN.search(host):
        node.problem(f"{host} exists only in examples", "write the real address, or leave it out", "warning")


MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)


@reader({"type": "string", "maxLength": 255, "pattern": r"^(https?://\S+|[^@\s]+@[^@\s]+)?$"}, "mail address or link")
def mail_or_link(node: Node) -> str | None:
    """Read where the people behind a calendar are reached: a mail address or a link."""
    text = line()(node)
    if not text or "://" in text:
        return url(node)
    address = text.removeprefix("mailto:")
    if not MAIL.fullmatch(address):
        remedy = 'write it like "calendar@chicago.gov" or "https://chicago.gov/calendar"'
        node.problem(f'"{text}" is neither a mail address nor a link', remedy)
        return None
    warn_of_example(node, address.rpartition("@")[2])
    return address


@reader({"type": "string", "maxLength": 255}, "line")
def contact(node: Node) -> str | None:
    """Read whom to ask: words, a mail address or a link."""
    text = line()(node)
    for host in re.findall(r"[\w-]+(?:\.[\w-]+)+", text or ""):
        warn_of_example(node, host)
    return text


domain = matching(
    "[A-Za-z0-9]([A-Za-z0-9.-]{0,88}[A-Za-z0-9])?",
    "host name",
    "is not a domain",
    'write it like "calendar.chicago.org"',
)
uid = matching(
    "[!-~]{0,191}",
    "up to 191 ASCII characters",
    "is no UID that every calendar takes",
    "leave it out, or write up to 191 ASCII characters, no blanks",
)


@reader(LINK, "link")
def public_address(node: Node) -> str | None:
    """Read the base URL of all pages and feeds: a path may follow the host, nothing else."""
    text = url(node)
    if text and not PUBLIC_ADDRESS.fullmatch(text):
        node.problem(
            f'"{text}" is not an address that others can stand below', 'write it like "https://chicago.gov/calendar"'
        )
        return None
    return text
