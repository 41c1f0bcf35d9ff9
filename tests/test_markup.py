"""HTML that was pasted into a text: what is left of it, and what is none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.catalog import plain_text
from tests.lists import HEAD, body, event, loaded, snapshot
from tests.wire import read

PLAIN = [
    ("<b>Night</b> &amp; day", "Night & day"),
    ("<B CLASS='x'>Night</B>", "Night"),
    ("Women&#8217;s March &#x26; St. Mary&#039;s", "Women’s March & St. Mary's"),
    ("Stop&nbsp;&ndash;&nbsp;go", "Stop – go"),
    ("Kund&shy;gebung", "Kund\N{SOFT HYPHEN}gebung"),
    ("A<br>B<br/>C<BR />D", "A\nB\nC\nD"),
    ("<p>One</p>\n\n\n<p>Two</p>", "One\n\nTwo"),
    ("Bring:<ul><li>Soup</li><li>Bread</li></ul>Thanks", "Bring:\n- Soup\n- Bread\n\nThanks"),
    ("<h2>March</h2>at noon", "March\n\nat noon"),
    (
        '<a href="https://a.org/?x=1&amp;y=2" target=_blank><b>Sign up</b></a> now',
        "Sign up (https://a.org/?x=1&y=2) now",
    ),
    ("<a href='https://a.org/'>https://a.org</a>", "https://a.org"),
    ('<a href="mailto:us@koco.org">us@koco.org</a>', "us@koco.org"),
    ("<o:p>Word</o:p><!-- <b>not</b> shown --> here", "Word here"),
    ("<!DOCTYPE html><style>p { x: 1 }</style><script>alert(1)</script>Rally", "Rally"),
    ("&lt;b&gt;twice&lt;/b&gt; &amp;amp;amp; more", "twice & more"),
]
KEPT = [
    "I <3 Chicago",
    "a < b and c > d",
    "if a <b and c> d",
    "AT&T",
    "Q&A; more",
    "&copyright; 2021",
    "R & B;",
    "a &amp",
]
KEPT += [
    "<https://koco.org>",
    "<us@koco.org>",
    "<your name>",
    "<!",
    "< b >",
    "&#; &#x;",
    "https://a.org/?a=1&copy=2",
]


@pytest.mark.parametrize(("text", "plain"), PLAIN)
def test_html_becomes_plain_text(text, plain):
    assert plain_text(text) == plain


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_html_stays(text):
    assert plain_text(text) == text


PIECES = [
    "<",
    ">",
    "</",
    "b",
    "p ",
    "a href=https://a.org",
    "&",
    "amp",
    "lt",
    "#60",
    "#x3e",
    ";",
    "<!--",
    "-->",
    " ",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_nothing_is_left_for_a_second_time(text):
    plain = plain_text(text)
    assert plain_text(plain) == plain
    assert not re.search(r"</?[bp]\s*/?>|&(amp|lt|#60|#x3e);", plain)


def test_a_feed_shows_the_plain_text_and_check_has_the_line():
    title, text = "<b>Night</b> &amp; day", "<p>Soup</p><script>alert(1)</script>I <3 AT&T"
    (shown,) = read(
        body(snapshot(HEAD + event(title=f'"{title}"', description=f'"{text}"')), "/feeds/all.ics")
    ).events
    assert shown.text("SUMMARY") == "Night & day"
    assert shown.text("DESCRIPTION") == "Soup\n\nI <3 AT&T"
    assert [problem.remedy for problem in loaded(HEAD + event(title=f'"{title}"')).problems] == [
        'write "Night & day"'
    ]


@pytest.mark.parametrize(
    "value", ['title = "{}"', 'venue = "{}"', 'hosts = ["{}"]', 'venue = {{ name = "{}" }}']
)
def test_the_remedy_pasted_passes(value):
    lines = HEAD.replace('"KOCO"', '"KOCO & us"').replace('"Federal Plaza"', '"KOCO & us"')
    key, _, written = value.partition(" = ")
    found = loaded(lines + event(**{key: written.format("KOCO &amp; us")})).problems
    assert [(problem.severity, problem.remedy) for problem in found] == [
        ("warning", 'write "KOCO & us"')
    ]
    assert loaded(lines + event(**{key: written.format("KOCO & us")})).problems == ()


def test_a_link_of_html_is_read_as_it_was_meant():
    made = snapshot(HEAD + event(signup='"https://koco.org/?a=1&amp;b=2"'))
    (shown,) = read(body(made, "/feeds/all.ics")).events
    assert "Sign up: https://koco.org/?a=1&b=2\n" in shown.text("DESCRIPTION") + "\n"
