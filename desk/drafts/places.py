"""Where an event takes place, as calendars and pages write it: a place, a meeting online, or both."""

import re
from typing import NamedTuple

from feeds.catalog import Point

LINK = re.compile(r"https?://[^\s<>\"()]*[^\s<>\"().,;]")
SERVICES = r"zoom\.(?:us|com)|teams\.(?:microsoft|live)\.com|meet\.(?:google\.com|jit\.si)|webex\.com|gotomeeting\.com"
MEETING_LINK = re.compile(rf"https?://(?:[\w-]+\.)*(?:{SERVICES})/[^\s<>\"()]*[^\s<>\"().,;]", re.IGNORECASE)
ONLINE = r"""(?:zoom|online|virtual(?:ly)?|en\sl[ií]nea|live\s?stream(?:ed)?|(?:microsoft\s)?teams|google\smeet|webinar
    |jitsi|remote)(?:\s(?:meeting|event|call|webinar|only))?"""
JOINT = r"(?:[,;/&+(–—:]|\s-|\b(?:and|or|plus|y|o)\b)[\s,;/&+(–—:-]*+(?:(?:and|or|also|y|o)\s+)?+"
BEHIND = re.compile(
    rf"^(.*?){JOINT}(?:also\s)?(?:on\s|via\s|por\s|en\s)?{ONLINE}[\s).]*+$", re.VERBOSE | re.I | re.DOTALL
)
BEFORE = re.compile(rf"^{ONLINE}\s*(?!,){JOINT}(?:in\sperson(?:\sat)?:?\s)?(.*)$", re.VERBOSE | re.I | re.DOTALL)
ALONE = re.compile(rf"{ONLINE}[\s.]*", re.VERBOSE | re.IGNORECASE)
EDGES = " ,;()-–—:&+/\n"
LONGEST = 500  # characters of a place


class Where(NamedTuple):
    """A place in words and figures, the link to join or whether there is one, and other links that stood there."""

    place: str = ""
    online: str | bool = False
    links: tuple[str, ...] = ()
    room: str = ""
    point: Point | None = None


def where(text: str) -> Where:
    """Return what a text says of the place."""
    links = LINK.findall(text)
    meeting = next(filter(MEETING_LINK.match, links), "")
    rest = LINK.sub(" ", text[:LONGEST])
    place = "\n".join(" ".join(line.split()).strip(EDGES) for line in rest.splitlines()).strip()
    online: str | bool = meeting
    if ALONE.fullmatch(place):
        place, online = "", meeting or (links or [True])[0]
    elif found := BEHIND.match(place) or BEFORE.match(place):
        place, online = found[1].strip(EDGES), meeting or True
    return Where(place, online or False, tuple(link for link in links if link != online))
