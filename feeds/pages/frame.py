"""The context of every page: its language, its path, and links to the rest of the site."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from feeds.entries import Entry
from feeds.pages.program import by_day
from feeds.pages.status import Outcome, outcome
from feeds.translations import Translator, translator_for

GOOGLE = "https://calendar.google.com/calendar/r"
POLICY = (  # what a page may load and do; frame-ancestors must be said in a header
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
OUTLOOK = {"Outlook.com": "outlook.live.com", "Microsoft 365": "outlook.office.com"}

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
    """The people behind the site, on every page: whether it has an about page, a mail address or link, the link to
    suggest an event, the path of a logo; each "" if the list has none.
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
    """What every page needs: the words of its language (`prefix`: /es, or "" for the default), its path, the public
    address `base_url`, the path of the same page in each language, today's date, and the UIDs of the events that were
    over when today began.

    `card` is the public address of the picture that a chat shows of the page, `months` the subject of the month worth
    opening first. `foreign` has the language of each text that is not in that of the page, `topics` the number of each
    topic's color, by its name. An `anywhere` page answers at any address, so that its links begin at the host.
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
        """Return a relative link to a subject, which holds under any public address."""
        return self.to(f"{self.prefix}/{subject}")

    def to(self, path: str) -> str:
        """Return the link from this page to `path`: relative, or from the host on an `anywhere` page."""
        if self.anywhere:
            return urlsplit(self.base_url).path + path
        return _way(path, self.path)

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

    def address(self, subject: str, form: str) -> str:
        """Return the public address of a subject in a form: ics, atom, json."""
        return f"{self.base_url}{self.prefix}/{subject}.{form}"

    def webcal(self, subject: str) -> str:
        """Return the address that calendar programs take as a subscription (rule 43)."""
        return "webcal:" + self.ics(subject).partition(":")[2]

    def google(self, subject: str) -> str:
        """Return Google's page for this subscription; it refuses https inside (rule 43)."""
        return f"{GOOGLE}?cid={quote(self.webcal(subject), safe='')}"

    def outlook(self, host: str, subject: str, name: str) -> str:
        """Return the page of Outlook.com or of Microsoft 365 for this subscription (rule 43)."""
        query = urlencode({"url": self.ics(subject), "name": name}, quote_via=quote, safe="")
        return f"https://{host}/calendar/0/addfromweb?{query}"


def render(template: str, frame: PageContext, **values: object) -> str:
    """Return a page of the templates beside this file."""
    translator = frame.translator

    def outcome_of(entry: Entry) -> Outcome:
        return outcome(entry, translator, over=entry.uid in frame.over)

    names = {code: _own_name(code) for code, _ in frame.versions}
    return _templates.get_template(template).render(
        frame=frame,
        policy=POLICY,
        outlook=OUTLOOK,
        qr=_qr,
        translator=translator,
        text=translator.text,
        count=translator.count,
        names=names,
        outcome=outcome_of,
        language_of=frame.foreign.get,
        by_day=by_day,
        translator_for=translator_for,
        **values,
    )


def _way(path: str, page: str) -> str:
    """Return the relative reference from a page to a path: `..` for each folder of the page's that they do not share.

    posixpath.relpath does the same in six times the time, and a page has dozens.
    """
    target = [part for part in path.split("/") if part]
    base = [part for part in page.split("/") if part]
    shared = 0
    while target[shared : shared + 1] == base[shared : shared + 1] != []:
        shared += 1
    up = [".."] * (len(base) - shared)
    way = "/".join(up + target[shared:]) or "."
    return f"{way}/" if path.endswith("/") else way


@lru_cache(64)  # a page shows its code twice: to add it on another device, and on paper
def _qr(address: str) -> str:
    """Return the QR code of an address as an SVG element."""
    import segno  # 40 ms, spared to every command without pages

    # to try all eight takes four times as long
    code = segno.make(address, error="m", micro=False, mask=2)
    return str(code.svg_inline(border=4, omitsize=True, svgclass="qr"))


@lru_cache(64)
def _own_name(language: str) -> str:
    """Return what a language calls itself, with a capital: Spanish and French write those of languages without."""
    name = translator_for(language).language_name(language)
    return name[:1].upper() + name[1:]
