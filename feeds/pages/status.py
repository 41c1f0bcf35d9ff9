"""The outcome of an event: the first words of pages and news, and what they still offer."""

from dataclasses import dataclass, replace

from feeds.entries import Entry
from feeds.translations import Translator


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an event, as a label and in a sentence; both "" if nothing has changed.

    `state` is its name in style sheets. People can still `attend` or sign up, and `follow` changes.
    If it is `dated`, its date is valid. `online` is a label, and `joining` a sentence, while people
    can take part online.
    """

    state: str = ""
    label: str = ""
    sentence: str = ""
    attend: bool = True
    follow: bool = True
    dated: bool = True
    online: str = ""
    joining: str = ""


def outcome(entry: Entry, translator: Translator, *, over: bool) -> Outcome:
    """Return the outcome of an event; `over` says that its date has passed."""
    found, text = _outcome(entry, translator, over=over), translator.text
    if "online" not in entry.attendance or not (found.attend and found.dated):
        return found
    label, sentence = text("Online"), text("This event is online.")
    if "in-person" in entry.attendance:
        label, sentence = text("Also online"), text("Come in person or join online.")
    later = "" if entry.join else text("The link comes after you sign up.")
    return replace(found, online=label, joining=f"{sentence} {later}".strip())


def _outcome(entry: Entry, translator: Translator, *, over: bool) -> Outcome:
    text = translator.text
    if entry.status == "cancelled":
        label, sentence = text("Cancelled"), text("This event is cancelled.")
        return Outcome("cancelled", label, sentence, attend=False, follow=False, dated=False)
    if entry.status == "postponed":
        sentence = text("This event is postponed. The new date has not been announced.")
        return Outcome("postponed", text("Postponed"), sentence, attend=not over, dated=False)
    if over and entry.status == "tentative":
        sentence = text("The date has passed, and the event was never confirmed.")
        return Outcome("unconfirmed", text("Never confirmed"), sentence, attend=False, follow=False)
    if over:
        sentence = text("This event is over.")
        return Outcome("over", text("Over"), sentence, attend=False, follow=False)
    if entry.status == "tentative":
        sentence = text("This event is not confirmed yet.")
        return Outcome("tentative", text("Not confirmed yet"), sentence)
    return Outcome("moved", text("Moved")) if entry.moved else Outcome()
