"""Areas from GeoJSON: which one contains a point, and files that are refused."""

import json

import pytest

from feeds.catalog import Point
from feeds.places.boundaries import BoundariesError, read_boundaries


def square(west, south, size):
    return [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]


def collection(*features, key="name"):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {key: name},
                    "geometry": {"type": kind, "coordinates": coordinates},
                }
                for name, kind, coordinates in features
            ],
        }
    ).encode()


AREAS = collection(
    ("Loop", "Polygon", [square(0, 0, 10), square(4, 4, 2)]),  # with a hole
    ("Pilsen", "MultiPolygon", [[square(20, 0, 5)], [square(30, 0, 5), square(31, 1, 1)]]),
    ("Hole", "Polygon", [square(4, 4, 2)]),
)
POINTS = [
    (1, 1, "Loop"),
    (9.999, 9.999, "Loop"),
    (5, 5, "Hole"),
    (22, 2, "Pilsen"),
    (34, 4, "Pilsen"),
    (31.5, 1.5, None),
    (27, 2, None),
    (-1, 5, None),
    (5, 11, None),
]


@pytest.mark.parametrize(("longitude", "latitude", "name"), POINTS)
def test_a_point_is_in_the_area_that_contains_it(longitude, latitude, name):
    boundaries = read_boundaries(AREAS, "name")
    assert boundaries.area(Point(latitude, longitude)) == name
    assert list(boundaries.areas(Point(latitude, longitude))) == ([name] if name else [])


KITE = collection(("Kite", "Polygon", [[[0, 5], [5, 0], [10, 5], [5, 10], [0, 5]]]))
SHARED = collection(
    ("South", "Polygon", [square(0, 0, 10)]),
    ("North", "Polygon", [square(0, 10, 10)]),
    ("East", "Polygon", [square(10, 0, 10)]),
)


@pytest.mark.parametrize(
    ("longitude", "latitude", "name"),
    [(2, 5, "Kite"), (8, 5, "Kite"), (5, 9.5, "Kite"), (0.5, 0.5, None), (9, 9, None)],
)
def test_a_corner_level_with_the_point_counts_once(longitude, latitude, name):
    assert read_boundaries(KITE, "name").area(Point(latitude, longitude)) == name


@pytest.mark.parametrize(
    ("longitude", "latitude", "name"),
    [
        (0, 5, "South"),
        (5, 0, "South"),
        (0, 0, "South"),
        (5, 10, "North"),
        (10, 5, "East"),
        (10, 0, "East"),
    ],
)
def test_a_point_on_a_line_between_areas_is_in_one_of_them(longitude, latitude, name):
    """A line belongs to the area north or east of it."""
    boundaries = read_boundaries(SHARED, "name")
    assert [area for area, shape in boundaries.shapes if shape.encloses(longitude, latitude)] == [
        name
    ]


def test_other_properties_and_heights_are_ignored():
    high = collection(
        ("Loop", "Polygon", [[[x, y, 180.0] for x, y in square(0, 0, 1)]]), key="community"
    )
    assert read_boundaries(high, "community").names == {"Loop"}


STRANGE = [
    (b"", "not a GeoJSON"),
    (b"{}", "not a GeoJSON"),
    (b"[]", "not a GeoJSON"),
    (b"null", "not a GeoJSON"),
    (b'{"features": [null]}', "not a GeoJSON"),
    (b'{"features": [{"properties": {"name": "Loop"}, "geometry": null}]}', "not a GeoJSON"),
    (collection(("Loop", "Polygon", [[["a", "b"]]])), "not a GeoJSON"),
    (collection(("Loop", "Polygon", [[[1]]])), "not a GeoJSON"),
    (
        collection(("Loop", "Point", [1, 2])),
        'the area "Loop" is a Point, not a Polygon or MultiPolygon',
    ),
    (
        collection(("Loop", "Polygon", [square(0, 0, 1)]), key="nombre"),
        'no property "name"; it has nombre',
    ),
    (collection((7, "Polygon", [square(0, 0, 1)])), 'no property "name"'),
]


@pytest.mark.parametrize(("content", "found"), STRANGE, ids=range(len(STRANGE)))
def test_a_file_without_areas_is_refused(content, found):
    with pytest.raises(BoundariesError) as refused:
        read_boundaries(content, "name")
    assert found in str(refused.value)


def test_an_empty_collection_contains_nothing():
    assert read_boundaries(collection(), "name").area(Point(0, 0)) is None
