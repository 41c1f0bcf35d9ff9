"""The grammar of addresses: a selection as kind/slug,slug/kind/slug, in one canonical order."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from feeds.catalog import KINDS, NEAR, NEGATABLE, Near, Selection, metres, slug_form
from feeds.translations import Translator

NAMED = tuple(kind.slug for kind in NEGATABLE)
POSITIVE = (*NAMED, "near", *(kind.slug for kind in KINDS if not kind.negatable))
NEGATIVE = tuple(f"not-{slug}" for slug in NAMED)
FIELDS = frozenset((*POSITIVE, *NEGATIVE, "distance"))  # of a submitted form
MOST_SLUGS = 20
LONGEST = 1000  # characters of a path
DISTANCES = ("1km", "2km", "3km", "5km", "10km", "1mi", "2mi", "3mi", "5mi")  # offered by the form

# by kind, then by the slug forms of each noun's names
SlugsByName = Mapping[str, Mapping[str, str]]


class MalformedAddress(Exception):
    """An address that cannot be read; the message says what to change."""


class UnknownName(Exception):
    """A kind or noun that does not exist in the list."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(name)
        self.kind, self.name = kind, name


def subject_of(selection: Selection) -> str:
    """Return the canonical subject: feeds/organization/chicago-dsa/topic/labor."""
    names = {kind: ",".join(slugs) for kind, slugs in selection.any_of}
    names |= {f"not-{kind}": ",".join(slugs) for kind, slugs in selection.none_of}
    if near := selection.near:
        names["near"] = f"{near.slug},{near.distance}"
    parts = [f"{kind}/{names[kind]}" for kind in (*POSITIVE, *NEGATIVE) if kind in names]
    everything = not selection.any_of and not selection.near
    return "/".join(("feeds", *["all"] * everything, *parts))


def path_from_form(fields: Mapping[str, Sequence[str]]) -> str:
    """Return the path after feeds/ for the fields of a form, named as kinds, without validation.

    A form has one place and one distance. More of them are paired in order, so that the path is
    never longer than the query.
    """
    parts = ["all"]
    for kind in (*POSITIVE, *NEGATIVE):
        values = [value for value in fields.get(kind, ()) if value]
        if kind == "near":
            values = [",".join(pair) for pair in zip(values, fields.get("distance", ()))]
        if values:
            parts += [kind, ",".join(values)]
    return "/".join(parts)


def fields_of(selection: Selection) -> list[tuple[str, str]]:
    """Return the form's fields, each with a value, that describe a selection."""
    fields = [(kind, slug) for kind, slugs in selection.any_of for slug in slugs]
    if near := selection.near:
        fields += [("near", near.slug), ("distance", near.distance)]
    return fields + [(f"not-{kind}", slug) for kind, slugs in selection.none_of for slug in slugs]


def parse(parts: Sequence[str], slugs_by_name: SlugsByName, translator: Translator) -> Selection:
    """Return the selection of a path's `parts` after feeds/.

    Raise MalformedAddress or UnknownName.
    """
    rest = list(parts)
    if rest and slug_form(rest[0]) == "all":
        del rest[0]
    text = translator.text
    slugs: dict[str, tuple[str, ...]] = {}
    near = None
    for kind, value in zip_longest(rest[::2], rest[1::2]):
        kind = slug_form(kind)
        if kind not in POSITIVE and kind not in NEGATIVE:
            raise UnknownName("", kind)
        if value is None:
            raise MalformedAddress(text("Put a name after %(kind)s/.", kind=kind))
        if kind in slugs or (kind == "near" and near):
            found = text("Use %(kind)s/ only once, with commas between names.", kind=kind)
            raise MalformedAddress(found)
        if kind == "near":
            near = _near(value, slugs_by_name, translator)
        else:
            slugs[kind] = _slugs(kind, value, slugs_by_name, translator)
    return Selection(
        any_of=tuple((kind, slugs[kind]) for kind in POSITIVE if kind in slugs),
        none_of=tuple((kind, slugs[f"not-{kind}"]) for kind in NAMED if f"not-{kind}" in slugs),
        near=near,
    )


def _slugs(
    kind: str, value: str, slugs_by_name: SlugsByName, translator: Translator
) -> tuple[str, ...]:
    known = slugs_by_name[kind.removeprefix("not-")]
    slugs = set()
    for name in filter(None, map(slug_form, value.split(","))):
        if name not in known:
            raise UnknownName(kind, name)
        slugs.add(known[name])
    if not slugs:
        raise MalformedAddress(translator.text("Put a name after %(kind)s/.", kind=kind))
    if len(slugs) > MOST_SLUGS:
        found = translator.text("At most %(number)d names of one kind.", number=MOST_SLUGS)
        raise MalformedAddress(found)
    return tuple(sorted(slugs))


def _near(value: str, slugs_by_name: SlugsByName, translator: Translator) -> Near:
    place, _, distance = value.rpartition(",")
    radius = metres(distance) if place else None
    if radius is None:
        found = translator.text(
            "Put a place and a distance of up to 50 km after near/: near/federal-plaza,3km"
        )
        raise MalformedAddress(found)
    name = slug_form(place)
    for kind in NEAR:
        if name in slugs_by_name[kind]:
            return Near(slug=slugs_by_name[kind][name], metres=radius[1], distance=radius[0])
    raise UnknownName("near", name)
