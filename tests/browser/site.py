"""Every page of a site that runs, found from its home pages by following what they name."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

MOST = 10_000  # addresses that a crawl asks for
LINKS = (
    ("a", "href"),
    ("area", "href"),
    ("link", "href"),
    ("img", "src"),
    ("script", "src"),
    ("iframe", "src"),
)
NAMED = r"(?:https?|webcal)://{host}(/[^\s\"'<>`&|\\]*)?"  # in an attribute, in code to copy, inside another address
Tag = tuple[str, Mapping[str, str]]


@dataclass(frozen=True)
class Answer:
    """What stands at `path` of the site whose public address is `site`."""

    site: str
    path: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether a browser shows it as a page."""
        return self.headers.get("content-type", "").startswith("text/html")

    @cached_property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @cached_property
    def tags(self) -> list[Tag]:
        """Every start tag with its attributes, in order."""
        reader = _Tags(convert_charrefs=True)
        reader.feed(self.text)
        return reader.found

    @property
    def ids(self) -> Counter[str]:
        """How often each id stands in the page."""
        return Counter(attributes["id"] for _, attributes in self.tags if "id" in attributes)

    def links(self) -> Iterator[str]:
        """Yield where links and resources lead within the site: paths, with query and fragment."""
        for tag, attributes in self.tags:
            for name, attribute in LINKS:
                if tag == name and attribute in attributes:
                    address = urljoin(self.site + self.path, attributes[attribute])
                    if address.startswith(f"{self.site}/"):
                        yield address.removeprefix(self.site)

    def named(self) -> Iterator[str]:
        """Yield every path of the site that stands anywhere in the page as an absolute address, also encoded."""
        pattern = NAMED.format(host=re.escape(urlsplit(self.site).netloc))
        for path in re.findall(pattern, unquote(unescape(self.text))):
            yield path.rstrip(".,;:)") or "/"


class _Tags(HTMLParser):
    found: list[Tag]

    def reset(self) -> None:
        super().reset()
        self.found = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attributes}))


def crawl(ask: Callable[[str], Answer], each: int = MOST) -> dict[str, Answer]:
    """Return every answer within reach of the home pages by path, at most `each` of a kind."""
    waiting, found, numbers = ["/es/", "/"], dict[str, Answer](), Counter[str]()
    while waiting:
        path = urldefrag(waiting.pop()).url
        if path not in found and numbers[kind(path)] < each:
            assert len(found) < MOST, "the site has no end"
            found[path] = answer = ask(path)
            numbers[kind(path)] += 1
            if answer.is_page:
                waiting += [*answer.links(), *answer.named()]
    return found


def kind(path: str) -> str:
    """Return what kind of page a path is: /es/feeds/topic/labor/ is /es/feeds/topic/*/."""
    path, _, query = path.partition("?")
    form = path.rpartition(".")[2] if "." in path else ""
    first, *rest = path.removeprefix("/es").strip("/").split("/")
    parts = [first] if first else []
    while rest:
        noun = rest.pop(0)
        parts.append(noun if rest or noun in ("all", "changes") else "*")
        if rest and noun not in ("all", "changes"):
            rest.pop(0)
            parts.append("*")
    prefix = "/es" if path.startswith("/es/") else ""
    return f"{prefix}/{''.join(f'{part}/' for part in parts)}{form}{'?' if query else ''}"


def kinds(answers: Mapping[str, Answer]) -> list[Answer]:
    """Return of each kind of page the one with the most to show, and that with the least."""
    found = [answer for answer in answers.values() if answer.is_page]
    largest_last = sorted(found, key=lambda page: (len(page.body), page.path))
    most = {kind(page.path): page for page in largest_last}
    least = {kind(page.path): page for page in largest_last[::-1]}
    return list({page.path: page for page in (*most.values(), *least.values())}.values())
