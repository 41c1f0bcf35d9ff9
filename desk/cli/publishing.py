"""Publishing: into the record, and into a folder."""

import argparse
import sys

from click import progressbar

from desk.cli.opening import about_address, open_list, pause, problems_of, size_of
from desk.preview import against_published, as_lines
from feeds.app import now, today
from feeds.catalog import as_text, counts, numbered
from feeds.export import ForeignFile, export
from feeds.places import FILE as PLACES
from feeds.places import how_known, keep, settle, venues
from feeds.places.geocoding import answers, geocoder
from feeds.publishing import publish
from feeds.record import FILE as PUBLISHED
from feeds.watch import OpenList


def publish_list(options: argparse.Namespace) -> int:
    """Look unknown places up and publish the list."""
    opened = open_list(options)
    problems = problems_of(options, opened)
    catalog, folder = opened.loaded.catalog, opened.file.parent
    writing = PLACES
    try:
        if not options.offline:
            _look_up(opened)
        keep(folder, (), listed={venue.address for venue in venues(catalog)})
        writing = PUBLISHED
        published = publish(folder, opened.loaded, opened.catalog, now())
    except OSError as error:
        print(f"{folder / writing} cannot be written: {error.strerror}; it is as it was", file=sys.stderr)
        return 1
    for venue, found in settle(catalog, opened.known(), opened.places.boundaries).items():
        if venue.address and not found.coordinates and venue.address not in opened.known():
            print(f"{venue.address}: {how_known(venue, opened.known(), catalog.calendar.languages)}")
    sys.stdout.write(as_lines(against_published(published)))
    print(f"{options.catalog}: {size_of(opened.snapshot)}, {counts(problems)}")
    return 0


def _look_up(opened: OpenList) -> None:
    """Ask the geocoder for each unknown address and write down what it says, one at a time; show progress."""
    calendar, addresses = opened.loaded.catalog.calendar, opened.unknown()
    if calendar.geocoder is None or not addresses:
        return
    ask = geocoder(calendar.geocoder, calendar.area)
    found = answers(opened.unknown, ask, calendar.geocoder.service, today, pause, tries=3)
    with progressbar(length=len(addresses), label="places", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for answer in found:
            opened.learn(answer)
            keep(opened.file.parent, [answer])
            bar.update(1)
            where = (
                f"{answer.point.latitude}, {answer.point.longitude} ({answer.precision})"
                if answer.point
                else answer.reason
            )
            print(f"{answer.address}: {where}", flush=True)


def build(options: argparse.Namespace) -> int:
    """Write everything into a folder."""
    opened = open_list(options)
    problems = problems_of(options, opened)
    sys.stderr.write("".join(map(as_text, about_address(options))))
    try:
        exported = export(opened.snapshot, options.folder)
    except ForeignFile as error:
        remedy = "move it away or name another folder"
        print(f"{error}: no build wrote this as it is, so none replaces it; {remedy}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.folder} cannot be written: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2
    for file in exported.left:
        print(f"{file}: gone from the list, but changed since a build wrote it; delete it by hand", file=sys.stderr)
    print(f"{options.folder}: {numbered(exported.files, 'file')}, {size_of(opened.snapshot)}, {counts(problems)}")
    return 1 if exported.left else 0
