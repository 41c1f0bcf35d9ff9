"""Coordinates as plus codes and geo: links."""

import json

import pytest

from feeds.catalog import ListError, Point
from feeds.catalog.coordinates import read_coordinates
from feeds.catalog.node import Refused
from tests.lists import HEAD, catalog, event, loaded

READ = [  # the middles of plus codes are those of the reference implementation
    ("86HJV9M9+FW", (41.8836875, -87.6301875)),
    ("86hjv9hh+2v", (41.8775625, -87.6203125)),
    (" 48Q39JRJ+R2 ", (-34.6079375, -58.3699375)),
    ("22222222+22", (-89.9999375, -179.9999375)),
    ("C2X2X2X2+X2", (89.9999375, -179.9999375)),
    ("86HJV9M9+FWX", (41.8837375, -87.630140625)),
    ("geo:41.8837,-87.6302", (41.8837, -87.6302)),
    ("GEO:41.8837,-87.6302,181;crs=wgs84;u=35", (41.8837, -87.6302)),
    ("geo:41.8837,-87.6302?z=17", (41.8837, -87.6302)),
    ("geo:0,0?q=41.8837,-87.6302(Daley Plaza)", (41.8837, -87.6302)),
    ("geo:0,0?z=17&q=-1,2", (-1, 2)),
]
WRITE = "write [latitude, longitude], like [41.87879, -87.6297]"
REFUSED = [
    ("V9HH+2V", "short plus code", f'copy the full code, like "86HJV9HH+2V", or {WRITE}'),
    (
        "V9HH+2V Chicago, Illinois",
        "short plus code",
        f'copy the full code, like "86HJV9HH+2V", or {WRITE}',
    ),
    ("86HJV9HH+", "an area of 275 metres or more", f"copy a longer code, or {WRITE}"),
    ("86HJV900+", "an area of 275 metres or more", f"copy a longer code, or {WRITE}"),
    ("86HJ0000+22", "an area of 275 metres or more", f"copy a longer code, or {WRITE}"),
    ("86HJV9HH2V", "neither a plus code nor a geo: link", WRITE),
    ("86AJV9HH+2V", "neither a plus code nor a geo: link", WRITE),
    ("geo:41.8837", "not a geo: link with a latitude and a longitude", WRITE),
    ("geo:41.8837,-87.6302;crs=nad27", "is not a geo: link with a latitude and a longitude", WRITE),
    ("geo:0,0?q=Daley+Plaza", "is not a geo: link with a latitude and a longitude", WRITE),
    ("41.8837, -87.6302", "found a text, expected 2 numbers", "write [41.8837, -87.6302]"),
    ("[41.8837, -87.6302]", "found a text, expected 2 numbers", "write [41.8837, -87.6302]"),
    ("", "neither a plus code nor a geo: link", WRITE),
]


@pytest.mark.parametrize(("text", "point"), READ)
def test_a_text_is_a_point(text, point):
    assert read_coordinates(text) == pytest.approx(point, abs=1e-9)


@pytest.mark.parametrize(("text", "found", "remedy"), REFUSED)
def test_an_inexact_text_is_refused(text, found, remedy):
    with pytest.raises(Refused) as refused:
        read_coordinates(text)
    assert found in refused.value.found
    assert refused.value.remedy == remedy


def test_a_list_reads_them_as_pins():
    once = '{ name = "Here", coordinates = "geo:41.9296,-87.7123" }'
    read = catalog(HEAD.replace("[41.87879, -87.6297]", '"86HJV9M9+FW"') + event(venue=once))
    assert read.venues[0].coordinates == Point(41.883688, -87.630188)
    assert read.events[0].venue is not None
    assert read.events[0].venue.coordinates == Point(41.9296, -87.7123)


def test_the_poles_and_the_last_meridian_are_on_earth():
    head = HEAD.replace("area = [41.4, -88.6, 42.6, -87.3]\n", "")
    for pair in ("[90, 180]", "[-90, -180]"):
        [venue] = catalog(head.replace("[41.87879, -87.6297]", pair) + event()).venues
        assert venue.coordinates == Point(*json.loads(pair))


def test_a_place_outside_the_area_or_the_earth_is_reported():
    pinned = HEAD.replace("[41.87879, -87.6297]", '"48Q39JRJ+R2"')
    assert [problem.found for problem in loaded(pinned).problems] == [
        "the place is outside the calendar's area"
    ]
    with pytest.raises(ListError) as refused:
        loaded(HEAD.replace("[41.87879, -87.6297]", '"geo:-187.6297,41.87879"'))
    assert refused.value.problems[0].found == "[-187.6297, 41.87879] is nowhere on Earth"
