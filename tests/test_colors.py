"""Colors of topics contrast with the ground by day and by night, and come with the name."""

import re

import pytest

from feeds.colors import TOPIC_COLORS, contrast, parse_color, topic_color
from feeds.pages.accent import STYLESHEET
from tests.lists import EVENT, HEAD, body, snapshot

SHEET = STYLESHEET.decode()
PALETTE = dict(re.findall(r"\.c(\d) \{ --topic: (#\w{6}); \}", SHEET))
GROUNDS = sorted(
    set(re.findall(r"--(?:paper|card): (#\w{3,6});", SHEET.partition("@media print")[0]))
)
MARK = f'class="topic c{topic_color("labor")}"'


def test_every_topic_has_a_color_of_the_sheet():
    assert sorted(PALETTE) == [str(number) for number in range(TOPIC_COLORS)]
    assert len(set(PALETTE.values())) == TOPIC_COLORS


@pytest.mark.parametrize("ground", GROUNDS)
def test_each_color_contrasts_with_the_ground_by_day_and_by_night(ground):
    """WCAG 2.2, 1.4.11: contrast of at least 3."""
    digits = ground[1:] if len(ground) == 7 else "".join(2 * digit for digit in ground[1:])
    faint = {
        color: round(contrast(parse_color(color), parse_color(digits)), 2)
        for color in PALETTE.values()
        if contrast(parse_color(color), parse_color(digits)) < 3
    }
    assert faint == {}


def test_the_grounds_are_those_of_both_themes():
    assert GROUNDS == ["#171513", "#211e1b", "#fbfaf7", "#fff"]


@pytest.mark.parametrize(
    ("slug", "number"),
    [("labor", 8), ("housing", 5), ("elections", 6), ("peace", 0)],
)
def test_a_topic_keeps_its_color(slug, number):
    assert topic_color(slug) == number


@pytest.mark.parametrize(("prefix", "name"), [("", "Labor"), ("/es", "Trabajo")])
@pytest.mark.parametrize(
    "path", ["/", "/feeds/all/", "/feeds/topic/labor/", "/embed/all/", "/events/rally/"]
)
def test_the_color_comes_with_the_name(path, prefix, name):
    page = body(snapshot(HEAD + EVENT), prefix + path).decode()
    assert re.findall(f"<[^>]*{MARK}[^>]*>([^<]*)<", page)
    assert set(re.findall(r'<[^>]*class="topic[^>]*>([^<]*)<', page)) <= {
        name,
        "Housing",
        "Vivienda",
    }
