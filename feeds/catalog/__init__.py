"""What the list says, checked: the nouns as frozen records, or every problem at once."""

from feeds.catalog.announcement import parse_when
from feeds.catalog.loading import Loaded, Read, load
from feeds.catalog.names import nearest, slug_form
from feeds.catalog.nouns import (
    CANCELLED,
    STATUSES,
    Areas,
    Calendar,
    Cancelled,
    Catalog,
    Collection,
    Event,
    Geocoding,
    Near,
    Neighborhood,
    Noun,
    Organization,
    Point,
    Selection,
    Status,
    Text,
    Topic,
    Venue,
    Withdrawal,
    metres,
)
from feeds.catalog.problems import ListError, Problem, as_github, as_text
from feeds.catalog.when import When, WhenError, instant
from feeds.catalog.zones import zone

__all__ = [
    "CANCELLED",
    "STATUSES",
    "Areas",
    "Calendar",
    "Cancelled",
    "Catalog",
    "Collection",
    "Event",
    "Geocoding",
    "ListError",
    "Loaded",
    "Near",
    "Neighborhood",
    "Noun",
    "Organization",
    "Point",
    "Problem",
    "Read",
    "Selection",
    "Status",
    "Text",
    "Topic",
    "Venue",
    "When",
    "WhenError",
    "Withdrawal",
    "as_github",
    "as_text",
    "instant",
    "load",
    "metres",
    "nearest",
    "parse_when",
    "slug_form",
    "zone",
]
