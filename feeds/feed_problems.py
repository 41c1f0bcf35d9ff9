"""What subscribers of single feeds may miss or misread."""

from collections.abc import Iterator

from feeds.calendar import outlook_risk
from feeds.catalog import Problem
from feeds.contents import Contents
from feeds.limits import MOST_IN_FEED
from feeds.record import MOST_PAIRS, pairs


def feed_problems(contents: Contents, file: str) -> Iterator[Problem]:
    """Yield the problems of the feeds of the list in `file`."""
    calendar = contents.calendar
    for feed in contents.routes.directory.feeds.values():
        picked = len(contents.selected(feed, calendar.cancelled))
        shown = MOST_IN_FEED  # certain without rendering any
        if picked <= MOST_IN_FEED:
            shown = len(contents.within_limits(feed, calendar.languages[0]))
        if shown < picked:
            found = (
                f"/{feed.subject}.ics holds at most {shown} of {picked} events: "
                "Google accepts no more"
            )
            remedy = "leave out old events, or make a narrower collection"
            yield Problem(file, 0, "", found, remedy, "warning")
    _, left_out = pairs(contents.edition.catalog, contents.edition.record)
    if left_out:
        found = (
            f"{MOST_PAIRS} pairs of a topic and a neighborhood fit in a folder: "
            f"{left_out} more are left out"
        )
        remedy = "a server answers every pair; on a static host, merge topics or neighborhoods"
        yield Problem(file, 0, "", found, remedy, "warning")
    interval = contents.index.interval(contents.index.events)
    if found := outlook_risk(contents.zone, interval):
        remedy = "Outlook may show events around those changes an hour off"
        yield Problem(file, 0, "", found, remedy, "note")
