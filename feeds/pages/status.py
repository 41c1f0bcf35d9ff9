"""What has become of an event: what pages and news say first, and what they still offer."""

from dataclasses import dataclass

from feeds.entries import Entry
from feeds.translations import Translator


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of an event, in a sentence, "" where nothing has, and what still makes sense.

    `attend`: to go there, or to sign up. `follow`: to hear of what changes. `dated`: its date is the one to go by.
    """

    sentence: str
    attend: bool = True
    follow: bool = True
    dated: bool = True


def outcome(entry: Entry, translator: Translator, *, over: bool) -> Outcome:
    """Return what has become of an event; `over` says that its date has passed."""
    if entry.status == "cancelled":
        return Outcome(translator.text("This event is cancelled."), attend=False, follow=False, dated=False)
    if entry.status == "postponed":
        sentence = translator.text("This event is postponed. The new date has not been announced.")
        return Outcome(sentence, attend=not over, dated=False)
    if over and entry.status == "tentative":
        sentence = translator.text("The date of this event has passed. It was never confirmed here.")
        return Outcome(sentence, attend=False, follow=False)
    if over:
        return Outcome(translator.text("This event is over."), attend=False, follow=False)
    return Outcome(translator.text("Not confirmed yet.") if entry.status == "tentative" else "")
