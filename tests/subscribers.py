"""Calendar programs as they take a poll in: each believes in another sign that an event changed."""

import re
from dataclasses import dataclass, field
from datetime import datetime

Stamp = tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """One VEVENT as a program keeps it."""

    text: str

    def value(self, name: str) -> str:
        """Return the value of a property, "" where it is absent."""
        found = re.search(rf"^{name}(?:;[^:]*)?:(.*)$", self.text, re.MULTILINE)
        return found[1].rstrip("\r") if found else ""


def events(content: bytes) -> dict[str, Held]:
    """Return the VEVENTs of a calendar by UID, unfolded; a UID that stands twice is a fault."""
    text = content.decode().replace("\r\n ", "")
    found = [
        Held(part) for part in re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.DOTALL)
    ]
    by_uid = {one.value("UID"): one for one in found}
    assert len(by_uid) == len(found), "two events with one UID"
    return by_uid


@dataclass
class Subscriber:
    """A program that takes an event anew if it is newer; what is no more in the file leaves.

    This one takes whatever the file says, as Apple and Thunderbird do.
    """

    held: dict[str, Held] = field(default_factory=dict)

    def poll(self, content: bytes) -> None:
        """Take in what the server says now."""
        found = events(content)
        self.held = {
            uid: new
            if uid not in self.held or self.is_newer(self.held[uid], new)
            else self.held[uid]
            for uid, new in found.items()
        }

    def is_newer(self, old: Held, new: Held) -> bool:
        """Say whether the program takes `new` for a change."""
        return True


class BySequence(Subscriber):
    """Google and Outlook, as reported: an edit is one whose SEQUENCE rose."""

    def is_newer(self, old: Held, new: Held) -> bool:
        return int(new.value("SEQUENCE")) > int(old.value("SEQUENCE"))


class ByLastModified(Subscriber):
    """ICSx⁵: an edit is one whose LAST-MODIFIED grew."""

    def is_newer(self, old: Held, new: Held) -> bool:
        return _moment(new) > _moment(old)


class ByStamps(Subscriber):
    """Evolution: an edit is one whose DTSTAMP, LAST-MODIFIED or SEQUENCE is another."""

    def is_newer(self, old: Held, new: Held) -> bool:
        return _stamps(old) != _stamps(new)


KINDS = (BySequence, ByLastModified, ByStamps, Subscriber)


def _moment(held: Held) -> datetime:
    return datetime.strptime(held.value("LAST-MODIFIED"), "%Y%m%dT%H%M%SZ")


def _stamps(held: Held) -> Stamp:
    return tuple(held.value(name) for name in ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE"))
