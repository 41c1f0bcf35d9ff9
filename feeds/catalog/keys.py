"""The keys of each table of a list, each declared once.

What reads it, what editors complete (events.schema.json) and what docs/format.md says of it: `./run docs` writes
these two from the rows below.
"""

from datetime import date
from typing import Any

from feeds.catalog import links, values
from feeds.catalog.kinds import NEGATABLE
from feeds.catalog.node import Node, Reader, Schema, reader
from feeds.catalog.nouns import CANCELLED, STATUSES, Areas, Geocoding, Text
from feeds.catalog.tables import REQUIRED, UNLESS_WITHDRAWN, Key, Table, read_table
from feeds.catalog.texts import clean_text, describe, line, localized, string, without_markup
from feeds.catalog.values import SLUG_SCHEMA, choice, flag, list_of
from feeds.catalog.when import HourError, Series, When, say_day

# The calendar

AREAS = Table(
    Key("file", values.file_below, "A GeoJSON file of Polygons or MultiPolygons.", 'file = "areas.geojson"', REQUIRED),
    Key("name", line(), "The property that holds an area's name.", 'name = "name"', REQUIRED),
)
GEOCODER = Table(
    Key("service", choice("nominatim", "photon"), "Which service.", 'service = "nominatim"', REQUIRED),
    Key(
        "user_agent",
        line(),
        "Who asks, as the service wants to know: the calendar's name and a way to reach it.",
        'user_agent = "Chicago Action Calendar, calendar.chicago.org"',
        REQUIRED,
    ),
    Key("domain", line(), "Its host, where it is not the public one.", 'domain = "photon.komoot.io"', "the public one"),
    Key("scheme", choice("https", "http"), "How it is reached.", 'scheme = "https"', '`"https"`'),
    Key("timeout", values.seconds, "How long an answer may take.", "timeout = 20", "`10`"),
)


@reader(AREAS.schema, "[table](#boundaries)")
def areas(node: Node) -> Areas | None:
    """Read which file has the boundaries of areas."""
    read = read_table(node, AREAS)
    return Areas(**read) if read and read.keys() == AREAS.keys.keys() else None


@reader(GEOCODER.schema, "[table](#geocoder)")
def geocoder(node: Node) -> Geocoding | None:
    """Read which geocoder to ask; its usage policy wants to know who asks."""
    read = read_table(node, GEOCODER) or {}
    service = read.pop("service", None)
    return Geocoding(service, tuple(read.items())) if service and read.get("user_agent") else None


CALENDAR = Table(
    Key(
        "title",
        localized(may_be_empty=False),
        "What the calendar is called, in the name of every feed.",
        'title = { en = "Chicago Action Calendar", es = "Calendario de acción de Chicago" }',
        REQUIRED,
    ),
    Key("timezone", values.timezone, "The zone of every hour in the list.", 'timezone = "America/Chicago"', REQUIRED),
    Key(
        "languages",
        values.languages,
        "The languages of the feeds; a text that is no table is in the first one.",
        'languages = ["en", "es"]',
        '`["en"]`',
    ),
    Key(
        "domain",
        links.domain,
        "The right side of every UID. It need not lead anywhere, and must never change.",
        'domain = "chicago-actions.example"',
        REQUIRED,
    ),
    Key(
        "url",
        links.public_address,
        "The public address of the feeds; `--url` and `HANDBILL_URL` override it.",
        'url = "https://calendar.chicago.org"',
        '`"http://127.0.0.1:8000"`',
    ),
    Key(
        "default_duration",
        values.duration,
        "How long an event without an announced end fills the calendar.",
        'default_duration = "1h30m"',
        '`"2h"`',
    ),
    Key(
        "cancelled",
        choice(*CANCELLED),
        "How cancelled events are [shown](changes.md#cancel-or-postpone): marked before the title, with "
        "STATUS:CANCELLED too, or not at all.",
        'cancelled = "mark"',
        '`"mark"`',
    ),
    Key(
        "clock",
        choice("24h", "12h"),
        "The clock of pages and feeds, and of a bare `9:00`, where it is not that of [language and "
        "territory](#language-and-territory).",
        'clock = "24h"',
        "by language and territory",
    ),
    Key("area", values.area, "The area served. A place outside is a warning.", "area = [41.4, -88.6, 42.6, -87.3]"),
    Key(
        "footer",
        localized(500, clean_text),
        "The last lines of every description.",
        'footer = "Check with the organizers before you go."',
    ),
    Key(
        "boundaries",
        areas,
        "Areas that name the neighborhood of venues which name none.",
        'boundaries = { file = "areas.geojson", name = "name" }',
    ),
    Key(
        "geocoder",
        geocoder,
        "The service that is asked for addresses without a pin; needs `area`.",
        'geocoder = { service = "photon", user_agent = "Chicago Action Calendar" }',
    ),
)

# The nouns


def _name(about: str, example: str, *, default: str = UNLESS_WITHDRAWN, may_be_empty: bool = False) -> Key:
    """Return the key `name` of a noun."""
    return Key("name", localized(may_be_empty=may_be_empty), about, example, default)


def _aliases(example: str) -> Key:
    """Return the key `aliases` of a noun."""
    about = "Other names and former slugs; each finds it, and its old address leads here."
    return Key("aliases", list_of(line()), about, example)


ORGANIZATION = Table(
    _name("The name in full.", 'name = "Chicago Teachers Union"'),
    _aliases('aliases = ["CTU"]'),
    Key("url", links.url, "Its own site.", 'url = "https://www.ctulocal1.org"'),
    Key(
        "about",
        localized(500, clean_text),
        "Who it is, in a sentence or two.",
        'about = "The union of the teachers and staff of Chicago’s public schools."',
    ),
    Key(
        "withdrawn",
        flag,
        "It asked to be [taken down](changes.md#take-down): it is named nowhere, and its address answers with nothing.",
        "withdrawn = true",
        "`false`",
    ),
)
NEIGHBORHOOD = Table(
    _name("The name that residents use.", 'name = "Chinatown"', default=REQUIRED),
    _aliases('aliases = ["Barrio Chino"]'),
    Key(
        "within",
        list_of(line()),
        "The areas of `boundaries` it lies in.",
        'within = ["Armour Square"]',
        "that of its name",
    ),
)
ACCESSIBILITY = localized(500)
ROOM = Key("room", localized(100), "The room, where the place has several.", 'room = "Room 5"')


def _accessibility(about: str, example: str, default: str = "not known") -> Key:
    """Return the key `accessibility` of a venue or an event."""
    return Key("accessibility", ACCESSIBILITY, about, example, default)


VENUE_ACCESSIBILITY = _accessibility(
    "What was announced of how people get in and take part; shown with each event there.",
    'accessibility = "Step-free entrance on Clark St; no elevator."',
)
TOPIC = Table(
    _name("The name, best in every language.", 'name = { en = "Peace", es = "Paz" }', default=REQUIRED),
    _aliases('aliases = ["Antiwar"]'),
)
VENUE = Table(
    _name(
        "What people call it. Without a name it is called by its street.",
        'name = "Daley Plaza"',
        default="this or `address`",
        may_be_empty=True,
    ),
    _aliases('aliases = ["Washington & Dearborn"]'),
    Key(
        "address",
        line(),
        "As on a letter. Without one it is not geocoded.",
        'address = "50 W Washington St, Chicago, IL 60602"',
        "this or `name`",
    ),
    Key(
        "neighborhood",
        string,
        "The neighborhood it lies in: slug, name or alias.",
        'neighborhood = "Loop"',
        "by `boundaries`",
    ),
    Key(
        "coordinates",
        values.point,
        "A pin, which no geocoder overrides. None is better than a wrong one.",
        "coordinates = [41.8837, -87.6302]",
        "by `geocoder`",
    ),
    VENUE_ACCESSIBILITY,
    Key(
        "withdrawn",
        flag,
        "It asked to be [taken down](changes.md#take-down): its events show their neighborhoods, "
        "its address answers with nothing.",
        "withdrawn = true",
        "`false`",
    ),
    about="A place: a name, an address, or both.",
    one_of=("name", "address"),
)
INLINE_VENUE = Table(
    Key(
        "name",
        VENUE.keys["name"].reader,
        "What people call it. Without a name it is called by its street.",
        'name = "Unity Park"',
        "this or `address`",
    ),
    Key(
        "address",
        line(),
        "As on a letter. Without one it is not geocoded.",
        'address = "2636 N Kimball Ave, Chicago, IL"',
        "this or `name`",
    ),
    Key("coordinates", values.point, "A pin.", "coordinates = [41.9296, -87.7123]", "by `geocoder`"),
    ROOM,
    VENUE_ACCESSIBILITY,
    about="A place used once: a name, an address, or both.",
    one_of=("name", "address"),
)

# The collections

CONDITIONS = {  # what a collection says by kind of selection, without and with `not-`; examples of either
    "organization": ("Hosted or supported by any of these.", "Neither hosted nor supported by any of these."),
    "host": ("Hosted by any of these.", "Not hosted by any of these."),
    "neighborhood": ("In any of these.", "In none of these."),
    "topic": ("About any of these.", "About none of these."),
    "venue": ("At any of these.", "At none of these."),
}
CONDITION_EXAMPLES = {
    "organizations": '["KOCO"]',
    "hosts": '["Chicago DSA"]',
    "neighborhoods": '["Loop"]',
    "topics": '["Labor", "Housing"]',
    "venues": '["Federal Plaza"]',
    "not-organizations": '["KOCO"]',
    "not-hosts": '["KOCO"]',
    "not-neighborhoods": '["Loop"]',
    "not-topics": '["Labor"]',
    "not-venues": '["Federal Plaza"]',
}


def _conditions(negation: str, default: str) -> list[Key]:
    """Return the keys of a collection that ask for nouns, or with `not-` leave them out."""
    keys = []
    for kind in NEGATABLE:
        name = negation + kind.plural
        about = CONDITIONS[kind.slug][1 if negation else 0]
        keys.append(Key(name, values.names, about, f"{name} = {CONDITION_EXAMPLES[name]}", default))
    return keys


NEAR = Reader(
    line().read,
    {"type": "string", "pattern": r"^\s*(.+?\s*,\s*[0-9]+(\.[0-9]{1,3})?\s*(km|mi))?\s*$"},
    "a venue or neighborhood, and a distance",
)
COLLECTION = Table(
    Key("title", localized(may_be_empty=False), "What the feed is called.", 'title = "Work and housing"', REQUIRED),
    _aliases('aliases = ["Workers’ week"]'),
    *_conditions("", "all"),
    *_conditions("not-", "none"),
    Key("near", NEAR, "Within a distance of it, up to 50 km or 31 mi.", 'near = "federal-plaza,3km"', "anywhere"),
    about="Events that meet every condition; several names in one condition: any of them.",
)

# The events


@reader({"anyOf": [string.schema, INLINE_VENUE.schema]}, "one name, or an [inline venue](#inline-venue)")
def event_venue(node: Node) -> str | dict[str, Any] | None:
    """Read where an event takes place: the name of a venue, or a table that describes one used once."""
    if isinstance(node.value, str):
        return string(without_markup(node))
    if isinstance(node.value, dict):
        return read_table(node, INLINE_VENUE)
    node.problem(f"{describe(node.value)} where a venue belongs", 'write its name, like "Federal Plaza"')
    return None


@reader(
    {"anyOf": [values.when.schema, {"type": "array", "minItems": 1, "items": values.when.schema}]},
    "a [date](#when), or a list of them: a series",
)
def dates(node: Node) -> When | Series | None:
    """Read when an event takes place, or the dates of a series: a list, or words that name several."""
    if not isinstance(node.value, list):
        return values.when_or_series(node)
    if not node.value:
        node.problem("no date at all", 'write at least one, like ["Tue, March 7, 2017, 6 PM"]')
        return None
    found: dict[date, When | HourError] = {}
    complete = True
    for index in range(len(node.value)):
        item = node.item(index)
        read = values.when_or_series(item)
        complete = complete and read is not None
        for day, when in _days(read):
            if day in found:
                item.problem(f"{say_day(day)} is already a date of this series", "make it an event of its own")
            found.setdefault(day, when)
    return Series(tuple(found.items())) if complete else None


def _days(read: When | Series | None) -> tuple[tuple[date, When | HourError], ...]:
    if isinstance(read, When):
        return ((read.start_day, read),)
    return read.dates if read else ()


@reader(
    {"type": "array", "items": {"type": "string"}},
    "list of [days](#when)",
)
def exceptions(node: Node) -> dict[date, Node] | None:
    """Read the days on which a series does not take place, each with where it is written."""
    if not isinstance(node.value, list):
        values.refuse_other_than_list(node)
        return None
    found: dict[date, Node] = {}
    for item in map(node.item, range(len(node.value))):
        when = values.when(item)
        if when is None:
            continue
        if when.all_day and when.end is None:
            found[when.start_day] = item
        else:
            item.problem("more than a day, where one day belongs", f'write "{when.start_day}"')
    return found


REASON = localized(500)


@reader({"anyOf": [*REASON.schema["anyOf"], {"const": False}]}, f"{REASON.type}; or `false`")
def moved(node: Node) -> Text | bool | None:
    """Read why an event moved, or `false`: it never was anywhere else."""
    if node.value is True:
        node.problem("what moved shows by itself", 'leave it out, or write the reason: moved = "Larger crowd expected"')
        return None
    return False if node.value is False else REASON(node)


VENUE_KEY = Key(
    "venue",
    event_venue,
    "Where: slug, name or alias of a venue; or what a place is that only this event uses.",
    'venue = "Federal Plaza"',
)
TITLE = Key(
    "title",
    localized(may_be_empty=False),
    "What the announcement calls it.",
    'title = "Solidarity Rally: Stand With #Bamazon Workers!"',
    UNLESS_WITHDRAWN,
)
DESCRIPTION = Key(
    "description",
    localized(None, clean_text),
    "Two to four sentences of your own, in plain neutral words; 2,500 characters are shown.",
    'description = "A rally for the workers of the warehouse."',
)
NOTICE = Key(
    "notice",
    localized(500, clean_text),
    "What people must know before they go.",
    'notice = { en = "Masks required.", es = "Mascarilla obligatoria." }',
)
STATUS = Key(
    "status",
    choice(*STATUSES),
    "Whether it takes place; withdrawn (its organizers took it down) needs only the id beside it.",
    'status = "cancelled"',
    '`"confirmed"`',
)
MOVED = Key(
    "moved",
    moved,
    "[Why it moved](changes.md#move); that it moved shows by itself. `false`: it was a correction.",
    'moved = "Larger crowd expected"',
    "by itself",
)
COST = Key(
    "cost",
    localized(500),
    "What it costs, in the words of the announcement.",
    'cost = "$5 – 20, nobody turned away"',
)
CHANGE = Table(
    Key(
        "venue",
        event_venue,
        "Where it takes place instead; not in the series' `room`.",
        'venue = { name = "Unity Park" }',
        "the series'",
    ),
    Key("room", ROOM.reader, "In which room instead.", 'room = "Room 7"', "the series'"),
    Key("online", links.online, "Where people join this one, or `false`.", "online = false", "the series'"),
    Key("title", TITLE.reader, "What it is called instead.", 'title = "Vigil with speakers"', "the series'"),
    Key(
        "description",
        DESCRIPTION.reader,
        "What it is about instead.",
        'description = "This time with speakers."',
        "the series'",
    ),
    Key(
        "notice",
        NOTICE.reader,
        "What people must know before they go to this one.",
        'notice = "At the north side this time."',
        "the series'",
    ),
    Key("cost", COST.reader, "What this one costs.", 'cost = "Free"', "the series'"),
    _accessibility("What was announced for this one.", 'accessibility = "No interpretation this time."', "the series'"),
    Key("status", STATUS.reader, "Whether this one takes place.", 'status = "cancelled"', "the series'"),
    Key("moved", moved, "Why this one moved.", 'moved = "The plaza is closed."', "by itself"),
    Key(
        "when", values.when, "When it takes place instead.", 'when = "Sun, March 21, 2021, 1 PM – 3 PM"', "the series'"
    ),
    about="What is different on one date of a series.",
)


@reader(
    {
        "type": "object",
        "propertyNames": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "additionalProperties": CHANGE.schema,
    },
    "table of [changes](#change) by date",
)
def changes(node: Node) -> dict[date, Node] | None:
    """Read what is different on single dates of a series: the table of each date, yet unread."""
    if not isinstance(node.value, dict):
        node.problem(f"{describe(node.value)} where a table belongs", 'write [events.changes."2017-03-07"]')
        return None
    found: dict[date, Node] = {}
    for key in node.value:
        try:
            day = date.fromisoformat(key)
        except ValueError:
            day = date.min
        if day.isoformat() == key:
            found[day] = node.item(key)
        else:
            node.item(key).problem(f'"{key}" is not a date', 'write it like "2017-03-07"', key=True)
    return found


EVENT = Table(
    Key(
        "id", values.slug, "Its address and UID, for ever, best with the year.", 'id = "bamazon-workers-2021"', REQUIRED
    ),
    Key(
        "aliases",
        list_of(values.slug),
        "Its [former ids](changes.md#rename): their addresses lead here, and its UID stays that of the first.",
        'aliases = ["bamazon-2021"]',
    ),
    TITLE,
    Key(
        "when",
        dates,
        "As the announcement writes it: Sat, March 20, 2021, 1 PM – 3 PM · 20 de marzo de 2021, 6 PM · "
        "June 4 – 6, 2021.",
        'when = "Sat, March 20, 2021, 1 PM – 3 PM"',
        UNLESS_WITHDRAWN,
    ),
    Key(
        "rrule",
        line(),
        "Repeats the one date in `when`, as in [RFC 5545](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10), with "
        "`COUNT` or `UNTIL`, at most 100 times.",
        'rrule = "FREQ=WEEKLY;COUNT=6"',
    ),
    Key(
        "except",
        exceptions,
        "Days of a series, by list or rule, on which it does not take place.",
        'except = ["2021-03-27"]',
    ),
    Key(
        "changes",
        changes,
        "What is different on single dates of a series, by the date as the series has it.",
        'changes."2021-03-27" = { status = "cancelled" }',
    ),
    VENUE_KEY,
    ROOM,
    Key(
        "online",
        links.online,
        "Where people join it online; `true`: the link comes after signing up, best where it should stay with those "
        "who do. With a venue it is both.",
        "online = true",
        "`false`",
    ),
    Key(
        "hosts",
        values.names,
        "Who holds it: slugs, names or aliases of organizations.",
        'hosts = ["Chicago DSA", "KOCO"]',
    ),
    Key("supporters", values.names, "The organizations that co-sponsor or endorse it.", 'supporters = ["KOCO"]'),
    Key("and_others", flag, "The announcement says “and many others”.", "and_others = true", "`false`"),
    Key("topics", values.names, "What it is about.", 'topics = ["Labor"]'),
    Key(
        "neighborhoods",
        values.names,
        "Where it takes place when there is no single venue, or more than one.",
        'neighborhoods = ["Loop"]',
        "the venue's",
    ),
    DESCRIPTION,
    NOTICE,
    COST,
    _accessibility(
        "What was announced of how people take part in this event, beside what the venue says.",
        'accessibility = "Spanish and ASL interpretation; masks required."',
    ),
    Key("signup", links.url, "Where to sign up.", 'signup = "https://chicago.gov/signup"'),
    Key("url", links.url, "The announcement.", 'url = "https://chicago.gov/announcement"', "its page"),
    Key(
        "contact",
        links.contact,
        "Whom to ask, never a private person.",
        'contact = "info@chicago.gov"',
        "the first host",
    ),
    Key("ends_at", localized(), "Where a march ends: a venue, or plain words.", 'ends_at = "Daley Plaza"'),
    STATUS,
    MOVED,
    Key(
        "uid",
        links.uid,
        "A UID that subscribers already have from elsewhere.",
        'uid = "event-17@chicago.gov"',
        "id@domain",
    ),
    Key(
        "notes",
        localized(None, clean_text),
        "For the curators: in no feed. But the file is public: no telephone numbers, no secret links.",
        'notes = "The listing says 13 PM."',
    ),
    Key("source", line(), "Where the event was found, never a secret address.", 'source = "listing of March 19"'),
    about="One gathering, or a series.",
    withdrawn=("status", "withdrawn"),
)

# The list


def _section(schema: Schema, type: str) -> Reader[Node]:
    """Return the reader of a table that has a module of its own."""
    return Reader(lambda node: node, schema, type)


def _nouns(table: Table, noun: str, *, short: bool = True) -> Reader[Node]:
    """Return the reader of the nouns of a kind, by slug; where `short`, each may be its name alone."""
    schema = table.schema
    if short:
        name = table.keys["name"].reader.schema["anyOf"]
        schema = {
            "description": f"A name, a table of language = name, or {{ {', '.join(table.keys)} }}.",
            "anyOf": [*name, schema],
        }
    by_slug = {"type": "object", "propertyNames": SLUG_SCHEMA, "additionalProperties": schema}
    return _section(by_slug, f"table of [{noun}s](#{noun}) by slug")


LIST = Table(
    Key(
        "calendar",
        _section(CALENDAR.schema, "[table](#calendar)"),
        "The calendar as a whole, in the first file.",
        "[calendar]",
        "needed once",
    ),
    Key(
        "organizations",
        _nouns(ORGANIZATION, "organization"),
        "Who hosts or supports events. Never a person.",
        "[organizations]",
    ),
    Key(
        "neighborhoods",
        _nouns(NEIGHBORHOOD, "neighborhood"),
        "Neighborhoods, by the names residents use.",
        "[neighborhoods]",
    ),
    Key("topics", _nouns(TOPIC, "topic"), "What events are about.", "[topics]"),
    Key("venues", _nouns(VENUE, "venue", short=False), "Places, a table each.", "[venues.federal-plaza]"),
    Key(
        "collections",
        _nouns(COLLECTION, "collection", short=False),
        "Named combinations, each a feed like the others.",
        "[collections.workers]",
    ),
    Key(
        "events",
        _section({"type": "array", "items": EVENT.schema}, "list of [events](#event)"),
        "The events, a table each.",
        "[[events]]",
    ),
    Key(
        "include",
        list_of(values.file_pattern),
        "Further files of nouns and events, below the folder of this one; `*` is allowed.",
        'include = ["events/*.toml"]',
    ),
    about="What may be in events.toml and the files it includes. Editors offer keys and mark slips; "
    "`python server.py check` has the last word.",
)
