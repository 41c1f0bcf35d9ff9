"""Atom: RFC 4287 of any feed, what one entry says, and that no text breaks out of it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from feeds.entries import DetailLine, Entry, Move
from feeds.heads import FeedHead
from feeds.pages import atom
from feeds.presentation import make_entry
from feeds.record import UNPUBLISHED, Revision
from feeds.translations import translator_for
from tests.lists import EVENT, HEAD, SITE, catalog, event
from tests.test_hostile import HOSTILE, hostile_list

DOMAIN = "calendar.chicago.org"
PAGE = f"{SITE}/events/rally/"
TODAY = date(2021, 3, 1)
REVISION = Revision(7, datetime(2021, 2, 28, 18, 5, 9, tzinfo=UTC))
NEWER = Revision(8, datetime(2021, 3, 1, 9, 0, tzinfo=UTC))
INSIDE = {"id", "title", "updated", "link", "category", "content"}
AROUND = {"id", "title", "subtitle", "author", "updated", "link", "generator"}
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FEED = FeedHead(
    path="/feeds/all",
    domain=DOMAIN,
    name="Test calendar",
    description="All events of the Test calendar.",
    calendar="Test calendar",
    source=f"{SITE}/feeds/all.atom",
    page=f"{SITE}/feeds/all/",
    language="en",
)
BREAKING = {
    "the end of a script": "</script><script>alert(1)</script>",
    "the end of CDATA": "]]> <![CDATA[ ]]>",
    "the end of an entry": "</content></entry><entry>",
    "references": "&amp; &lt; &#0; &nbsp; &bogus; R&D",
    "quotes": "\"double\" 'single' “curly”",
    "an attribute": '" onmouseover="alert(1)',
    "5,000 characters": "Ünï 😀 <b>. " * 455,
}


def an_entry(
    language: str = "en", head: str = HEAD, move: Move | None = None, **lines: str
) -> Entry:
    """Return the entry of an event with these lines of TOML."""
    read = catalog(head + event("rally", **lines))
    return make_entry(read.events[0], read.calendar, language, move)


def rendered(shown: Entry, page: str = PAGE) -> bytes:
    return atom.element(shown, REVISION, page, DOMAIN, TODAY)


def parsed(*entries: bytes, head: FeedHead = FEED) -> ElementTree.Element:
    """Return the feed of these entries, checked against RFC 4287."""
    root = ElementTree.fromstring(atom.feed(head, [(REVISION, content) for content in entries]))
    check(root)
    return root


def tag(name: str) -> str:
    return f"{{{atom.NAMESPACE}}}{name}"


def text_of(element: ElementTree.Element, name: str) -> str:
    """Return the text of the one child called `name`."""
    (child,) = element.findall(tag(name))
    return child.text or ""


def check(root: ElementTree.Element) -> None:
    """Check what RFC 4287 asks of a feed and its entries, in whatever order their elements stand."""
    assert root.tag == tag("feed")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang")
    assert {child.tag for child in root} <= {tag(name) for name in AROUND | {"entry"}}
    assert text_of(
        root.find(tag("author")), "name"
    ).strip()  # 4.1.1: it replaces that of each entry
    rels = [link.get("rel") for link in root.findall(tag("link"))]
    assert sorted(rels) == ["alternate", "self"]
    entries = root.findall(tag("entry"))
    for one in entries:
        assert {child.tag for child in one} <= {tag(name) for name in INSIDE}
        (link,) = one.findall(tag("link"))  # 4.1.2: one alternate of a type
        assert (link.get("rel"), link.get("type")) == ("alternate", "text/html")
        (content,) = one.findall(tag("content"))
        assert content.get("type") == "html"
        assert not len(content)
        assert all(category.get("term") for category in one.findall(tag("category")))
    for element in (root, *entries):
        assert re.fullmatch(
            r"tag:[\w.-]+,2020:(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})+",
            text_of(element, "id"),
            re.A,
        )
        assert text_of(element, "title").strip()
        assert STAMP.fullmatch(text_of(element, "updated"))
        assert all(
            re.match("https?://", link.get("href", "")) for link in element.findall(tag("link"))
        )
    ids = [text_of(one, "id") for one in entries]
    assert len(set(ids)) == len(ids)


class Html(HTMLParser):
    """Simple HTML, read: its links and its text; anything else than what an entry is made of is an error."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.parts: list[str] = []
        self.feed(content)
        self.close()
        assert not self.open
        self.text = "".join(self.parts).removesuffix("\n\n")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in ("p", "strong", "br", "a")
        assert [name for name, _ in attributes] == (["href"] if tag == "a" else [])
        self.links += [value or "" for _, value in attributes]
        if tag == "br":
            self.parts.append("\n")
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.parts += ["\n\n"] if tag == "p" else []

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", ""))

    def unexpected(self, data: str) -> None:
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl = unexpected


def html(shown: Entry) -> Html:
    (found,) = parsed(rendered(shown)).findall(tag("entry"))
    return Html(text_of(found, "content"))


# The date before a title

AFTERNOON, HALF_PAST = datetime(2021, 3, 20, 13), datetime(2021, 3, 20, 13, 30)
BRIEFS = [
    ("en", AFTERNOON, 2021, "Sat, Mar 20, 1 PM"),
    ("en", HALF_PAST, 2021, "Sat, Mar 20, 1:30 PM"),
    ("en", AFTERNOON, 2022, "Sat, Mar 20, 2021, 1 PM"),
    ("en", HALF_PAST, 2020, "Sat, Mar 20, 2021, 1:30 PM"),
    ("en", datetime(2021, 3, 20, 0), 2021, "Sat, Mar 20, 12 AM"),
    ("en", date(2019, 2, 2), 2021, "Sat, Feb 2, 2019"),
    ("en", date(2019, 2, 2), 2019, "Sat, Feb 2"),
    ("es-AR", AFTERNOON, 2021, "sáb, 20 mar, 1 p. m."),
    ("es-AR", HALF_PAST, 2021, "sáb, 20 mar, 1:30 p. m."),
    ("es-AR", AFTERNOON, 2022, "sáb, 20 mar 2021, 1 p. m."),
    ("es", date(2019, 2, 2), 2021, "sáb, 2 feb 2019"),
    ("es", date(2019, 2, 2), 2019, "sáb, 2 feb"),
    ("es-MX", AFTERNOON, 2021, "sáb 20 de mar, 1 p.m."),
    ("de", AFTERNOON, 2021, "Sa., 20. März, 13:00"),
    ("ja", HALF_PAST, 2021, "3月20日(土), 13:30"),
]


@pytest.mark.parametrize(("language", "start", "year", "expected"), BRIEFS)
def test_a_brief_date(language, start, year, expected):
    assert translator_for(language).brief(start, date(year, 12, 31)) == expected


@pytest.mark.parametrize("language", ["en", "es", "fr", "pl", "ar", "zh", "vi"])
@pytest.mark.parametrize("start", [AFTERNOON, HALF_PAST, date(2021, 3, 20)])
def test_a_brief_date_has_plain_spaces_and_is_the_brief_one(language, start):
    brief = translator_for(language).brief(start, TODAY)
    assert not re.search("[\u2000-\u200a\u202f]", brief)
    assert len(brief) < len(translator_for(language).when(start, None))


def test_a_brief_hour_is_that_of_the_wall():
    rally = catalog(HEAD + EVENT).events[0]
    assert rally.when.start.tzinfo is not None
    assert translator_for("en").brief(rally.when.start, TODAY) == "Sat, Mar 20, 1 PM"


# One entry and one feed, whole

FULL = {
    "title": '{ en = "Rally & march", es = "Concentración" }',
    "venue": '"Federal Plaza"',
    "hosts": '["KOCO"]',
    "topics": '["labor", "housing"]',
    "notice": '{ en = "Masks <required>.", es = "Con cubrebocas." }',
    "description": '"A rally.\\nSee https://chicago.gov/a?b=1&c=2."',
    "url": '"https://chicago.gov/rally"',
}
ENTRY = """\
<entry>
<id>tag:calendar.chicago.org,2020:rally@calendar.chicago.org</id>
<title>CANCELLED: Sat, Mar 20, 1 PM: Rally &amp; march</title>
<updated>2021-02-28T18:05:09Z</updated>
<link rel="alternate" type="text/html" href="https://chicago.gov/rally" />
<category term="Labor" />
<category term="Housing" />
<content type="html">&lt;p&gt;&lt;strong&gt;This event is cancelled.&lt;/strong&gt;&lt;/p&gt;
&lt;p&gt;&lt;strong&gt;Was planned for: Sat, Mar 20, 2021, 1:00 – 3:00 PM&lt;/strong&gt;\
&lt;br&gt;Federal Plaza, 50 W Adams St, Chicago, IL 60604&lt;/p&gt;
&lt;p&gt;Masks &amp;lt;required&amp;gt;.&lt;/p&gt;
&lt;p&gt;Con cubrebocas.&lt;/p&gt;
&lt;p&gt;A rally.&lt;br&gt;
See &lt;a href="https://chicago.gov/a?b=1&amp;amp;c=2"&gt;https://chicago.gov/a?b=1&amp;amp;c=2&lt;/a&gt;.&lt;/p&gt;
&lt;p&gt;Hosted by KOCO&lt;/p&gt;
&lt;p&gt;Details: &lt;a href="https://chicago.gov/rally"&gt;https://chicago.gov/rally&lt;/a&gt;&lt;br&gt;
Map: &lt;a href="MAP"&gt;MAP&lt;/a&gt;&lt;/p&gt;</content>
</entry>
""".replace(
    "MAP",
    "https://www.openstreetmap.org/?mlat=41.87879&amp;amp;mlon=-87.6297#map=17/41.87879/-87.6297",
)
OPENING = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>tag:calendar.chicago.org,2020:feeds/all</id>
<title>Test calendar</title>
<subtitle>All events of the Test calendar.</subtitle>
<author>
<name>Test calendar</name>
</author>
<updated>UPDATED</updated>
<link rel="self" type="application/atom+xml" href="https://calendar.chicago.org/feeds/all.atom" />
<link rel="alternate" type="text/html" href="https://calendar.chicago.org/feeds/all/" />
<generator>Handbill</generator>
"""


def test_one_entry_byte_for_byte():
    assert rendered(an_entry(**FULL, status='"cancelled"')).decode() == ENTRY


@pytest.mark.parametrize(
    ("entries", "updated"),
    [
        ([], "2000-01-01T00:00:00Z"),
        ([(REVISION, b"<entry />\n")], "2021-02-28T18:05:09Z"),
        ([(NEWER, b"<entry />\n"), (REVISION, ENTRY.encode())], "2021-03-01T09:00:00Z"),
        ([(REVISION, ENTRY.encode()), (NEWER, b"<entry />\n")], "2021-03-01T09:00:00Z"),
        ([(UNPUBLISHED, b"<entry />\n")], "2000-01-01T00:00:00Z"),
    ],
)
def test_one_feed_byte_for_byte(entries, updated):
    opening = OPENING.replace("UPDATED", updated)
    content = b"".join(content for _, content in entries)
    assert atom.feed(FEED, iter(entries)) == opening.encode() + content + b"</feed>\n"


def test_the_same_arguments_make_the_same_bytes():
    assert rendered(an_entry(**FULL)) == rendered(an_entry(**FULL))


# What an entry says


@pytest.mark.parametrize(
    ("language", "lines", "move", "title"),
    [
        ("en", {}, None, "Sat, Mar 20, 1 PM: Other"),
        ("es", {}, None, "sáb, 20 de mar, 1 p.m.: Other"),
        ("en", {"when": '"Sat, Feb 2, 2019"'}, None, "Sat, Feb 2, 2019: Other"),
        ("en", {}, Move(), "Sat, Mar 20, 1 PM: MOVED: Other"),
        ("en", {"status": '"cancelled"'}, None, "CANCELLED: Sat, Mar 20, 1 PM: Other"),
        ("es", {"status": '"postponed"'}, None, "POSPUESTO: sáb, 20 de mar, 1 p.m.: Other"),
    ],
)
def test_a_title_begins_with_the_date_or_with_why_it_no_longer_holds(language, lines, move, title):
    (found,) = parsed(rendered(an_entry(language, move=move, **lines))).findall(tag("entry"))
    assert text_of(found, "title") == title


@pytest.mark.parametrize(
    ("uid", "specific"),
    [
        ("rally@calendar.chicago.org", "rally@calendar.chicago.org"),
        ("a%20b", "a%2520b"),
        ("{a}#b|c", "%7Ba%7D%23b%7Cc"),
        ("<a&b>\"'", "%3Ca&b%3E%22'"),
        ("a/b?c:d", "a/b?c:d"),
        ("ñ 😀", "%C3%B1%20%F0%9F%98%80"),
    ],
)
def test_an_id_is_a_tag_uri_under_any_public_address(uid, specific):
    shown = replace(an_entry(), uid=uid)
    for page in (PAGE, "http://localhost:8000/events/rally/"):
        (found,) = parsed(rendered(shown, page)).findall(tag("entry"))
        assert text_of(found, "id") == f"tag:{DOMAIN},2020:{specific}"
        assert found.find(tag("link")).get("href") == page


def test_an_entry_in_few_words():
    assert html(an_entry(when='"Sat, Feb 2, 2019"')).text == "Sat, Feb 2, 2019"
    assert html(an_entry("es")).text == "sáb, 20 de mar de 2021, 1:00–3:00 p.m."
    assert (
        html(an_entry(neighborhoods='["Loop"]')).text == "Sat, Mar 20, 2021, 1:00 – 3:00 PM\nLoop"
    )


SIGNUP = {"signup": '"https://chicago.gov/s"', "url": '"https://chicago.gov/d"'}


@pytest.mark.parametrize(
    ("language", "status", "first", "asks"),
    [
        ("en", "cancelled", ["This event is cancelled.", "Was planned for: Sat, Mar 20, 2021, 1:00 – 3:00 PM"], False),
        ("es", "cancelled",
         ["Este evento está cancelado.", "Estaba previsto para: sáb, 20 de mar de 2021, 1:00–3:00 p.m."], False),
        ("en", "postponed",
         ["This event is postponed. The new date has not been announced.",
          "Was planned for: Sat, Mar 20, 2021, 1:00 – 3:00 PM"], True),
        ("en", "tentative", ["This event is not confirmed yet.", "Sat, Mar 20, 2021, 1:00 – 3:00 PM"], True),
        ("en", "confirmed", ["Sat, Mar 20, 2021, 1:00 – 3:00 PM"], True),
    ],
)  # fmt: skip
def test_an_entry_says_first_what_has_become_of_it(language, status, first, asks):
    shown = html(an_entry(language, status=f'"{status}"', **SIGNUP))
    assert shown.text.split("\n\n")[: len(first)] == first
    assert shown.links == ["https://chicago.gov/s"] * asks + ["https://chicago.gov/d"]


def test_a_change_comes_first():
    shown = html(
        an_entry(
            move=Move(start=HALF_PAST), notice='"Rain or shine."', moved='"The plaza is closed."'
        )
    )
    assert shown.text.split("\n\n")[1:] == [
        "Moved from Sat, Mar 20, 2021, 1:30 PM. The plaza is closed.",
        "Rain or shine.",
    ]


@pytest.mark.parametrize(
    ("description", "links"),
    [
        ("See https://chicago.gov.", ["https://chicago.gov"]),
        ("(https://chicago.gov/a)", ["https://chicago.gov/a"]),
        ("(see http://chicago.gov/a_(b).)", ["http://chicago.gov/a_(b)"]),
        (
            "“https://chicago.gov/a?b=c&d=e”, and HTTPS://CHICAGO.GOV!",
            ["https://chicago.gov/a?b=c&d=e", "HTTPS://CHICAGO.GOV"],
        ),
        (
            "https://chicago.gov/a\nhttps://chicago.gov/b",
            ["https://chicago.gov/a", "https://chicago.gov/b"],
        ),
        ('https://chicago.gov/"onclick="x', ["https://chicago.gov/"]),
        ("https://chicago.gov/<here>", ["https://chicago.gov/"]),
        ("https:// and http://) and ftp://chicago.gov and www.chicago.gov", []),
        ("javascript:alert(1) data:text/html,a mailto:a@chicago.gov", []),
        ("javascript:https://chicago.gov/", ["https://chicago.gov/"]),
        ("https://chicago.gov/" + "(" * 2000, ["https://chicago.gov/"]),
        ("https://chicago.gov/" + ")." * 1000, ["https://chicago.gov/"]),
    ],
)
def test_web_addresses_are_links_and_nothing_else_is(description, links):
    shown = html(replace(an_entry(), text=description))
    assert shown.links == links
    assert description in shown.text


def test_the_links_of_an_event_are_complete():
    signup, details = "https://chicago.gov/s.", "https://chicago.gov/d)"
    assert html(an_entry(signup=f'"{signup}"', url=f'"{details}"')).links == [signup, details]


# Texts that would break out


@pytest.mark.parametrize("name", BREAKING)
def test_markup_in_texts_is_text(name):
    raw = BREAKING[name]
    shown = replace(an_entry(), title=raw[:200], summary=raw[:200], text=raw)
    (found,) = parsed(rendered(shown)).findall(tag("entry"))
    assert text_of(found, "title") == f"Sat, Mar 20, 1 PM: {shown.title}"
    assert (
        Html(text_of(found, "content")).text == f"Sat, Mar 20, 2021, 1:00 – 3:00 PM\n\n{shown.text}"
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lists_make_valid_feeds(name):
    read = catalog(hostile_list(HOSTILE[name][0]))
    for language in ("en", "es"):
        entries = [make_entry(one, read.calendar, language) for one in read.events]
        title = read.calendar.title.in_language(language)
        head = replace(FEED, name=title, description=title, calendar=title, language=language)
        root = parsed(*map(rendered, entries), head=head)
        assert len(root.findall(tag("entry"))) == len(entries)
        for entry, found in zip(entries, root.findall(tag("entry"))):
            assert text_of(found, "title").endswith(f": {entry.title}".replace("\uffff", " "))
            assert [one.get("term", "") for one in found.findall(tag("category"))] == [
                topic.replace("\uffff", " ") for topic in entry.topics
            ]
            assert not re.search("[\ufffe\uffff]", Html(text_of(found, "content")).text)


def test_no_character_gets_in_that_xml_has_not():
    evil = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF)))
    shown = replace(
        an_entry(),
        summary=f"a{evil}b",
        text=f"c{evil}d",
        topics=(f"e{evil}f",),
        lines=(DetailLine("url", "Details:", f"https://g{evil}h", "link"),),
    )
    head = replace(FEED, name=f"a{evil}", description=f"b{evil}", calendar=f"c{evil}")
    blank = " " * len(evil)
    (found,) = parsed(rendered(shown), head=head).findall(tag("entry"))
    assert text_of(found, "title").endswith(f": a{blank}b")
    assert f"<p>c{blank}d</p>" in text_of(found, "content")
    assert found.find(tag("category")).get("term") == f"e{blank}f"


# The list in this repository


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_event_of_the_list(chicago, language):
    events = chicago.catalog.events
    entries = [chicago.edition.entry(one, language) for one in events]
    revised = [
        (entry, chicago.edition.revision(one))
        for entry, one in zip(entries, events)
        if entry.status != "withdrawn"
    ]
    assert len(revised) > 20
    shown = [
        (revision, atom.element(entry, revision, f"{SITE}/events/{entry.id}/", DOMAIN, TODAY))
        for entry, revision in revised
    ]
    root = ElementTree.fromstring(atom.feed(replace(FEED, language=language), shown))
    check(root)
    assert text_of(root, "updated") == max(
        text_of(one, "updated") for one in root.findall(tag("entry"))
    )
    for (entry, _), found in zip(revised, root.findall(tag("entry")), strict=True):
        content = Html(text_of(found, "content"))
        assert text_of(found, "title").endswith(f": {entry.summary}")
        opening = (
            entry.translator.when(entry.start, entry.last),
            ", ".join(entry.location.splitlines()),
        )
        assert content.text == "\n".join(part for part in opening if part) + f"\n\n{entry.text}"
        assert set(content.links) >= {link for link in (entry.signup, entry.announcement) if link}
        assert all(re.fullmatch(r"https?://[!-~]+", link) for link in content.links)
