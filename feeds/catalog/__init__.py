"""The list, checked: its nouns as frozen records, or every problem at once."""

from feeds.catalog.catalog import CANCELLED, Areas, Calendar, Cancelled, Catalog, Geocoding
from feeds.catalog.details import DETAILS, Shown, is_free
from feeds.catalog.kinds import BUILT_IN, KIND_BY_SLUG, KINDS, NEAR, NEGATABLE, Kind, selectable
from feeds.catalog.loading import Loaded, ReadFiles, load
from feeds.catalog.markup import plain_text
from feeds.catalog.names import NameIndex, cached_slug_form, nearest, slug_form
from feeds.catalog.near import metres
from feeds.catalog.nouns import (
    STATUSES,
    Attendance,
    Collection,
    Event,
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
)
from feeds.catalog.positions import Locator
from feeds.catalog.problems import ListError, Problem, as_github, as_text, counts, numbered
from feeds.catalog.when import LONGEST_RULE, MOST_DATES, When, WhenError, instant, parse_when
from feeds.catalog.zones import zone
