"""Calendar programs as they take a poll in: each believes in another sign that an event changed."""

import re
from dataclasses import dataclass, field
from datetime import datetime

Stamp = tuple[str, ...]


@dataclass(frozen=True)
class Stored:
    """One VEVENT as a program keeps it."""

    text: str

    def value(self, name: str) -> str:
        """Return the value of a property, "" where it is absent."""
        found = re.search(rf"^{name}(?:;[^:]*)?:(.*)$", self.text, re.MULTILINE)
        return found[1].rstrip("\r") if found else ""


def events(content: bytes) -> dict[str, Stored]:
    """Return the VEVENTs of a calendar by UID, unfolded; a UID that stands twice is a fault."""
    text = content.decode().replace("\r\n ", "")
    found = [
        Stored(part) for part in re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.DOTALL)
    ]
    by_uid = {one.value("UID"): one for one in found}
    assert len(by_uid) == len(found), "two events with one UID"
    return by_uid


@dataclass
class Subscriber:
    """A program that takes an event anew if it is newer; what is no more in the file leaves.

    This one takes whatever the file says, as Apple and Thunderbird do.
    """

    stored: dict[str, Stored] = field(default_factory=dict)

    def poll(self, content: bytes) -> None:
        """Take in what the server says now."""
        found = events(content)
        self.stored = {
            uid: new
            if uid not in self.stored or self.is_newer(self.stored[uid], new)
            else self.stored[uid]
            for uid, new in found.items()
        }

    def is_newer(self, old: Stored, new: Stored) -> bool:
        """Say whether the program takes `new` for a change."""
        return True


class BySequence(Subscriber):
    """Google and Outlook, as reported: an edit is one whose SEQUENCE rose."""

    def is_newer(self, old: Stored, new: Stored) -> bool:
        return int(new.value("SEQUENCE")) > int(old.value("SEQUENCE"))


class ByLastModified(Subscriber):
    """ICSx⁵: an edit is one whose LAST-MODIFIED grew."""

    def is_newer(self, old: Stored, new: Stored) -> bool:
        return _moment(new) > _moment(old)


class ByStamps(Subscriber):
    """Evolution: an edit is one whose DTSTAMP, LAST-MODIFIED or SEQUENCE is another."""

    def is_newer(self, old: Stored, new: Stored) -> bool:
        return _stamps(old) != _stamps(new)


KINDS = (BySequence, ByLastModified, ByStamps, Subscriber)


def _moment(stored: Stored) -> datetime:
    return datetime.strptime(stored.value("LAST-MODIFIED"), "%Y%m%dT%H%M%SZ")


def _stamps(stored: Stored) -> Stamp:
    return tuple(stored.value(name) for name in ("DTSTAMP", "LAST-MODIFIED", "SEQUENCE"))
