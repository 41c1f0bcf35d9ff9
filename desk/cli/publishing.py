"""The commands that publish: into the record, and into a folder."""

import sys
import time
from argparse import Namespace
from contextlib import suppress

from click import progressbar

from desk.cli.opening import address_problems, fail, open_list, problems_of, summary
from desk.preview import against_published, as_lines
from feeds.app import now, today
from feeds.catalog import as_text, numbered
from feeds.export import ForeignFile, export
from feeds.places import keep, provenance, venues
from feeds.places.geocoding import answers, geocoder
from feeds.publishing import StaleFiles, publish
from feeds.record import Edition
from feeds.watch import OpenList


def publish_list(options: Namespace) -> int:
    """Look up unknown addresses and publish the list."""
    try:
        opened, published = _publish(options)
    except OSError as error:
        return fail(f"{error.filename} cannot be written: {error.strerror}; it is as it was", 1)
    inputs = opened.inputs
    for venue in venues(inputs.loaded.catalog):
        if venue.address and not venue.coordinates and venue.address not in inputs.answers:
            origin = provenance(venue, inputs.answers, inputs.calendar.languages)
            print(f"{venue.address}: {origin}")
    sys.stdout.write(as_lines(against_published(published)))
    print(f"{options.catalog}: {summary(opened, problems_of(options, opened))}")
    return 0


def _publish(options: Namespace) -> tuple[OpenList, Edition]:
    """Publish the list as it is now; read it again if it changes while places are looked up."""
    tried: set[str] = set()
    while True:
        opened = open_list(options)
        if not options.offline:
            _look_up(opened, tried)
        with suppress(StaleFiles):
            published = publish(opened.inputs, now(), opened.files.are_current)
            return opened, published


def _look_up(opened: OpenList, tried: set[str]) -> None:
    """Look up each unknown address and keep each answer at once; show progress.

    Addresses without an answer are added to `tried`, and not looked up again.
    """

    def unknown() -> list[str]:
        return [address for address in opened.inputs.unknown if address not in tried]

    calendar, addresses = opened.inputs.calendar, unknown()
    if calendar.geocoder is None or not addresses:
        return
    ask = geocoder(calendar.geocoder, calendar.area)
    found = answers(unknown, ask, calendar.geocoder.service, today, time.sleep, tries=3)
    hidden = not sys.stderr.isatty()
    with progressbar(length=len(addresses), label="places", file=sys.stderr, hidden=hidden) as bar:
        for answer in found:
            opened.add_answer(answer)
            keep(opened.file.parent, [answer])
            bar.update(1)
            place = answer.reason
            if answer.point:
                place = f"{answer.point.latitude}, {answer.point.longitude} ({answer.precision})"
            print(f"{answer.address}: {place}", flush=True)
    tried.update(unknown())


def build(options: Namespace) -> int:
    """Write everything into a folder."""
    opened = open_list(options)
    problems = problems_of(options, opened)
    sys.stderr.write("".join(map(as_text, address_problems(options))))
    try:
        exported = export(opened.snapshot, options.folder)
    except ForeignFile as error:
        remedy = "move it away or name another folder"
        return fail(f"{error}: this is not as a build wrote it, so it is not replaced; {remedy}")
    except OSError as error:
        return fail(f"{options.folder} cannot be written: {error.strerror}: {error.filename}")
    for file in exported.left:
        found = "gone from the list, but changed since a build wrote it; delete it by hand"
        print(f"{file}: {found}", file=sys.stderr)
    written = numbered(exported.files, "file")
    print(f"{options.folder}: {written}, {summary(opened, problems)}")
    return 1 if exported.left else 0
