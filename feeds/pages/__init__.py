"""HTML from the same entries that calendars get; no request, no Flask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from posixpath import relpath
from urllib.parse import quote

from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined

from feeds.entries import Entry, map_link
from feeds.pages import linked
from feeds.selection import Feed
from feeds.words import words

STYLESHEET = files(__package__).joinpath("style.css").read_bytes()
GROUPS = ("collection", "topic", "neighborhood", "organization", "host", "venue")

_templates = Environment(
    loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page needs: its language (`prefix`: /es, or "" for the default), its path, the public
    address `site`, and the path of the same page in each language.
    """

    language: str
    prefix: str
    calendar: str
    path: str
    site: str
    versions: tuple[tuple[str, str], ...]

    def link(self, subject: str) -> str:
        """Return the way from this page to another's path: it holds under any public address."""
        return self.to(f"{self.prefix}/{subject}")

    def to(self, path: str) -> str:
        """Return the way from this page to `path`."""
        way = relpath(path, self.path)
        return f"{way}/" if path.endswith("/") else way

    def ics(self, subject: str) -> str:
        """Return the public address of a subject's calendar."""
        return self.address(subject, "ics")

    def address(self, subject: str, form: str) -> str:
        """Return the public address of a subject in a form: ics, atom, json."""
        return f"{self.site}{self.prefix}/{subject}.{form}"

    def webcal(self, subject: str) -> str:
        """Return the address that calendar programs take as a subscription (rule 43)."""
        return "webcal:" + self.ics(subject).partition(":")[2]

    def google(self, subject: str) -> str:
        """Return Google's page for this subscription; it refuses https inside (rule 43)."""
        return "https://calendar.google.com/calendar/r?cid=" + quote(self.webcal(subject), safe="")


def home(frame: Frame, feeds: Sequence[Feed], counts: Mapping[str, int]) -> str:
    """Return the page that lists every feed, grouped by kind."""
    groups = {kind: [feed for feed in feeds if feed.kind == kind] for kind in GROUPS}
    return _render("home.html", frame, all=feeds[0], changes=feeds[1], groups=groups, counts=counts)


def feed(frame: Frame, feed: Feed, entries: Sequence[Entry]) -> str:
    """Return the page of one feed: how to subscribe, and what it holds, newest first."""
    told = [entry for entry in entries if entry.status != "withdrawn"]
    return _render("feed.html", frame, feed=feed, entries=told if feed.kind == "changes" else told[::-1])


def event(frame: Frame, entry: Entry) -> str:
    """Return the page of one event, with what search engines read of it."""
    data = linked.script([linked.event(entry, frame.site + frame.path)])
    return _render("event.html", frame, entry=entry, data=data)


def series(frame: Frame, subject: str, entries: Sequence[Entry]) -> str:
    """Return the page of a series: its dates."""
    return _render("series.html", frame, subject=subject, entries=entries)


def gone(frame: Frame) -> str:
    """Return the page of what was taken down: one sentence."""
    return _render("gone.html", frame)


def _render(template: str, frame: Frame, **values: object) -> str:
    said = words(frame.language)
    names = {code: (Locale.parse(code, sep="-").get_display_name() or code).capitalize() for code, _ in frame.versions}
    return _templates.get_template(template).render(
        frame=frame, words=said, text=said.text, count=said.count, map_link=map_link, names=names, **values
    )
