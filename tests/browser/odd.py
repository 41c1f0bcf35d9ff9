"""A list of everything that strains a page: endless words, markup, right-to-left text, crowds, and hardly anything."""

import json
from math import cos, radians, sin

from bench.made_up import organization
from tests.lists import HEAD, event
from tests.test_boundaries import collection, square

MARKUP = "</title></script><script>document.title = 'taken'</script><b onclick=alert(1)>\"bold\"</b> &amp; <!-- -->"
ARABIC = "مسيرة من أجل السكن وسط المدينة ‮abc‬"
WORD = "Solidarity" * 25  # a title holds 255 characters
ORGANIZATIONS = {
    "all": "All",
    "markup": MARKUP,
    "arabic": ARABIC,
    "word": WORD,
    **{f"organization-{n}": organization(n) for n in range(500)},
}
ODD_HEAD = HEAD.replace(
    'koco = "KOCO"',
    "\n".join(f"{slug} = {json.dumps(name)}" for slug, name in ORGANIZATIONS.items()),
)
VENUE = f"""
[venues.word]
name = {json.dumps(WORD)}
address = {json.dumps(f"50 {WORD[:200]}, Chicago, IL 60604")}
neighborhood = "word"
coordinates = [41.87879, -87.6297]

[collections.word]
title = {json.dumps(WORD)}
topics = ["markup", "arabic"]
not-topics = ["labor"]
"""


def odd_areas() -> bytes:
    """Return the boundaries that the list names: one with thousands of corners, specks, names of all kinds."""
    circle = [
        [-87.7 + cos(radians(n / 20)) / 9, 41.8 + sin(radians(n / 20)) / 9] for n in range(7200)
    ]
    return collection(
        ("Loop", "Polygon", [square(-87.65, 41.85, 0.05)]),
        (WORD, "Polygon", [[*circle, circle[0]]]),
        (MARKUP, "MultiPolygon", [[square(-87.9, 41.7, 0.02)], [square(-87.8, 42, 0.00001)]]),
        (ARABIC, "Polygon", [square(-87.9, 42, 0.00001)]),
    )


def odd_list() -> str:
    """Return the list as TOML."""
    head = ODD_HEAD.replace('loop = "Loop"', f'loop = "Loop"\nword = {json.dumps(WORD)}')
    head = head.replace(
        "[topics]", f"[topics]\nmarkup = {json.dumps(MARKUP)}\narabic = {json.dumps(ARABIC)}"
    )
    head = head.replace(
        "domain =", 'boundaries = { file = "areas.geojson", name = "name" }\ndomain ='
    )
    return head + VENUE + "".join(_events())


def _events():
    crowd = [slug for slug in ORGANIZATIONS if slug.startswith("organization-")][:70]
    everything = {
        "title": WORD,
        "venue": "word",
        "hosts": ["markup", "arabic", "word", "all"],
        "supporters": crowd,
        "topics": ["markup", "arabic"],
        "description": f"{MARKUP}\n{ARABIC}\n{WORD * 2}\nhttps://calendar.chicago.org/{WORD}",
        "notice": f"{MARKUP} {WORD}",
        "ends_at": WORD,
        "contact": WORD,
        "signup": f"https://www.chicagodsa.org/{WORD}?a=%22&b='",
    }
    yield event("everything", **{key: json.dumps(value) for key, value in everything.items()})
    yield event("nothing", when='"Sat, March 20, 2021, 1 PM"', title='"Rally"')
    yield event("markup", title=json.dumps(MARKUP), venue='"Federal Plaza"', topics='["labor"]')
    yield event("arabic", title=json.dumps(ARABIC), when='"Sat, March 27, 2021"')
    yield event("series", title='"Vigil"', rrule='"FREQ=WEEKLY;COUNT=40"', topics='["housing"]')
    yield event("gone", status='"withdrawn"')
    yield event("off", title='"Meeting"', status='"cancelled"', hosts='["all"]')
    yield event("later", title='"March"', status='"postponed"', moved='"Larger crowd expected"')
