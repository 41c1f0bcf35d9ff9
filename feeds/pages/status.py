"""The outcome of an event: what pages and news say first, and what they still offer."""

from dataclasses import dataclass, replace

from feeds.entries import Entry
from feeds.translations import Translator


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an event: in a word, and in a sentence; both "" if nothing has changed.

    `state` is that word for style sheets. `attend`: to go there, or to sign up. `follow`: to hear of what changes.
    `dated`: its date is the one to go by. `online` and `joining` say in a word and a sentence that people can take part
    online, while they still can.
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
    """Return the outcome of an event; `over`: its date has passed."""
    found = _outcome(entry, translator, over=over)
    if "online" not in entry.attendance or not (found.attend and found.dated):
        return found
    label, sentence = translator.text("Online"), translator.text("This event is online.")
    if "in-person" in entry.attendance:
        label, sentence = (
            translator.text("Also online"),
            translator.text("Come in person or join online."),
        )
    later = "" if entry.join else translator.text("The link comes after you sign up.")
    return replace(found, online=label, joining=f"{sentence} {later}".strip())


def _outcome(entry: Entry, translator: Translator, *, over: bool) -> Outcome:
    text = translator.text
    if entry.status == "cancelled":
        sentence = text("This event is cancelled.")
        return Outcome(
            "cancelled", text("Cancelled"), sentence, attend=False, follow=False, dated=False
        )
    if entry.status == "postponed":
        sentence = text("This event is postponed. The new date has not been announced.")
        return Outcome("postponed", text("Postponed"), sentence, attend=not over, dated=False)
    if over and entry.status == "tentative":
        sentence = text("The date has passed, and the event was never confirmed.")
        return Outcome("unconfirmed", text("Never confirmed"), sentence, attend=False, follow=False)
    if over:
        return Outcome(
            "over", text("Over"), text("This event is over."), attend=False, follow=False
        )
    if entry.status == "tentative":
        return Outcome(
            "tentative", text("Not confirmed yet"), text("This event is not confirmed yet.")
        )
    return Outcome("moved", text("Moved")) if entry.moved else Outcome()
