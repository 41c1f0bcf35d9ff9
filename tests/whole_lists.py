"""Whole lists at random, as TOML: any Unicode, many zones, series, few events or many."""

from datetime import date

from hypothesis import strategies as st

from tests.test_hostile import toml

# Without zones that changed their rules lately: readers know them by the tzdata of the machine, we
# by pytz's.
ZONES = """
UTC Africa/Cairo Africa/Johannesburg America/Argentina/Buenos_Aires America/Caracas
America/Chicago America/Mexico_City America/New_York America/Nuuk America/Sao_Paulo America/St_Johns
Antarctica/Troll Asia/Dubai Asia/Gaza Asia/Istanbul Asia/Kathmandu Asia/Kolkata Asia/Pyongyang Asia/Singapore
Asia/Tehran Asia/Tokyo Australia/Lord_Howe Europe/Berlin Europe/Dublin Europe/Lisbon Europe/London Pacific/Apia
Pacific/Chatham
"""
LANGUAGES = ["en", "es", "de", "fr", "pt"]
HOSTILE = [
    "<script>alert(1)</script>",
    "a\r\nEND:VEVENT",
    '";X-EVIL="y":z',
    "\u202eabc",
    "& < > ' \"",
    "\\n\\;",
    "😀",
]

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60) | st.sampled_from(HOSTILE)
days = st.dates(date(1990, 1, 1), date(2037, 12, 31))
names = texts.map("A{}".format)  # a text of blanks and controls is refused
hours = st.times().map("{:%H:%M}".format)


@st.composite
def times(draw: st.DrawFn) -> str:
    """Draw a value of `when`: an hour, a day, several days, from hour to hour, a series."""
    day = draw(days).isoformat()
    form = draw(st.sampled_from(["day", "hour", "span", "days", "list", "rule"]))
    if form == "day":
        return toml(day)
    if form == "hour":
        return toml(f"{day} {draw(hours)}")
    if form == "span":
        begin, end = sorted((draw(hours), draw(hours)))
        return toml(f"{day} {begin} – {end}")
    if form == "days":
        first, last = sorted((day, draw(days).isoformat()))
        return toml(f"{first} – {last}")
    if form == "list":
        dates = [draw(days).isoformat() for _ in range(draw(st.integers(1, 4)))]
        return "[" + ", ".join(toml(f"{each} {draw(hours)}") for each in dates) + "]"
    hour = draw(hours)
    rule = draw(
        st.sampled_from(["FREQ=WEEKLY;COUNT=5", "FREQ=YEARLY;COUNT=3", "FREQ=DAILY;COUNT=9"])
    )
    return toml(f"{day} {hour}") + f"\nrrule = {toml(rule)}"


@st.composite
def events(draw: st.DrawFn, number: int) -> str:
    """Draw one [[events]] table with the id `event-<number>`."""
    lines = [f'id = "event-{number}"', f"title = {toml(draw(names))}", f"when = {draw(times())}"]
    for key in ("description", "notice", "ends_at", "contact", "notes"):
        if draw(st.integers(0, 5)) == 0:
            lines.append(f"{key} = {toml(draw(texts))}")
    place = draw(st.sampled_from(["nothing", "venue", "inline"]))
    if place == "venue":
        lines.append('venue = "hall"')
    if place == "inline":
        lines.append(f"venue = {{ name = {toml(draw(names))}, address = {toml(draw(names))} }}")
    if draw(st.booleans()):
        lines.append('hosts = ["one"]')
    if draw(st.integers(0, 3)) == 0:
        status = draw(st.sampled_from(["cancelled", "postponed", "tentative", "confirmed"]))
        lines.append(f'status = "{status}"')
    return "\n[[events]]\n" + "\n".join(lines) + "\n"


@st.composite
def lists(draw: st.DrawFn, most: int = 12) -> str:
    """Draw a list of 0 to `most` events."""
    zone, language = draw(st.sampled_from(ZONES.split())), draw(st.sampled_from(LANGUAGES))
    number = draw(st.integers(0, most))
    return (
        f"[calendar]\ntitle = {toml(draw(names))}\n"
        f'timezone = "{zone}"\nlanguages = ["{language}"]\ndomain = "calendar.chicago.org"\n'
        f"[organizations]\none = {toml(draw(names))}\n"
        f"[venues.hall]\nname = {toml(draw(names))}\ncoordinates = [41.9, -87.7]\n"
        + "".join(draw(events(n)) for n in range(number))
    )
