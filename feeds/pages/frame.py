"""The context of every page: its language, its path, and its links."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from feeds.entries import Entry
from feeds.pages.program import by_day
from feeds.pages.status import Outcome, outcome
from feeds.translations import Translator, translator_for

# what a page may load and do; frame-ancestors works only in a header
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'"
)

_templates = Environment(
    loader=PackageLoader("feeds.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """The people behind the site: whether it has a page about them, and other facts or "".

    `contact` is a mail address or link, `suggest` the link to suggest an event, `logo` a path.
    """

    about: bool = False
    contact: str = ""
    suggest: str = ""
    logo: str = ""

    def report(self, page: str) -> str:
        """Return the link by which people report a mistake on a page."""
        if "://" in self.contact:
            return self.contact
        return f"mailto:{quote(self.contact, safe='@+')}?subject={quote(page, safe='')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """What every page needs.

    `prefix` is that of its language in paths: /es, or "" for the default. `versions` are the
    languages of the page, each with its path. `over` has the UIDs of the events that ended before
    the `day`, which is today. `months` is the subject of the month to open first.

    `foreign` has the language of each text that is not in the page's, `topics` the number of each
    topic's color, by its name. An `anywhere` page answers at any address, so that its links begin
    at the host. `card` is the public address of the picture that a chat shows of the page.
    """

    translator: Translator
    prefix: str
    calendar: str
    path: str
    base_url: str
    versions: tuple[tuple[str, str], ...]
    day: date
    over: frozenset[str]
    months: str
    foreign: Mapping[str, str]
    topics: Mapping[str, int]
    imprint: SiteInfo = SiteInfo()
    anywhere: bool = False
    card: str = ""

    @property
    def language(self) -> str:
        """The language of the page, as the list names it."""
        return self.translator.language

    def link(self, subject: str) -> str:
        """Return a relative link to a subject, which works under any public address."""
        return self.to(f"{self.prefix}/{subject}")

    def to(self, path: str) -> str:
        """Return the link to `path`: relative, or from the host on an `anywhere` page."""
        if self.anywhere:
            return urlsplit(self.base_url).path + path
        return _relative(path, self.path)

    @property
    def home(self) -> str:
        """The public address of the home page."""
        return f"{self.base_url}{self.prefix}/"

    def page(self, subject: str) -> str:
        """Return the public address of a subject's page."""
        return f"{self.base_url}{self.prefix}/{subject}/"

    def ics(self, subject: str) -> str:
        """Return the public address of a subject's calendar."""
        return self.address(subject, "ics")

    def address(self, subject: str, format: str) -> str:
        """Return the public address of a subject in a format: ics, atom, json."""
        return f"{self.base_url}{self.prefix}/{subject}.{format}"

    def webcal(self, subject: str) -> str:
        """Return the address that calendar programs open as a subscription (rule 43)."""
        return "webcal:" + self.ics(subject).partition(":")[2]


def render(template: str, frame: PageContext, **values: object) -> str:
    """Return a page of a template beside this file."""
    translator = frame.translator

    def outcome_of(entry: Entry) -> Outcome:
        return outcome(entry, translator, over=entry.uid in frame.over)

    return _templates.get_template(template).render(
        frame=frame,
        translator=translator,
        text=translator.text,
        count=translator.count,
        outcome=outcome_of,
        language_of=frame.foreign.get,
        **values,
    )


def _relative(path: str, page: str) -> str:
    """Return the relative reference from a page to a path.

    posixpath.relpath does the same in six times the time, and a page has dozens.
    """
    target = [part for part in path.split("/") if part]
    base = [part for part in page.split("/") if part]
    shared = 0
    while target[shared : shared + 1] == base[shared : shared + 1] != []:
        shared += 1
    up = [".."] * (len(base) - shared)
    reference = "/".join(up + target[shared:]) or "."
    return f"{reference}/" if path.endswith("/") else reference


@lru_cache(64)  # a page shows its code twice: for another device, and on paper
def _qr(address: str) -> str:
    """Return the QR code of an address as an SVG element."""
    import segno  # takes 40 ms, which commands without pages save

    # trying all eight masks takes four times as long
    code = segno.make(address, error="m", micro=False, mask=2)
    return str(code.svg_inline(border=4, omitsize=True, svgclass="qr"))


@lru_cache(64)
def _own_name(language: str) -> str:
    """Return the name of a language in itself, with a capital, which Spanish and French omit."""
    name = translator_for(language).language_name(language)
    return name[:1].upper() + name[1:]


_templates.filters["quoted"] = partial(quote, safe="")
_templates.globals.update(
    policy=POLICY, qr=_qr, own_name=_own_name, by_day=by_day, translator_for=translator_for
)
