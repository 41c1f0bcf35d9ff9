"""The commands that publish: into the record, and into a folder."""

import argparse
import sys
from contextlib import suppress

from click import progressbar

from desk.cli.opening import about_address, fail, open_list, pause, problems_of, size_of
from desk.preview import against_published, as_lines
from feeds.app import now, today
from feeds.catalog import as_text, counts, numbered
from feeds.export import ForeignFile, export
from feeds.places import keep, provenance, settle
from feeds.places.geocoding import answers, geocoder
from feeds.publishing import StaleFiles, publish
from feeds.record import Edition
from feeds.watch import OpenList


def publish_list(options: argparse.Namespace) -> int:
    """Look up unknown addresses and publish the list."""
    try:
        opened, published = _publish(options)
    except OSError as error:
        return fail(f"{error.filename} cannot be written: {error.strerror}; it is as it was", 1)
    inputs, problems = opened.inputs, problems_of(options, opened)
    known = inputs.answers
    for venue, found in settle(inputs.loaded.catalog, known, inputs.places.boundaries).items():
        if venue.address and not found.coordinates and venue.address not in known:
            print(f"{venue.address}: {provenance(venue, known, inputs.calendar.languages)}")
    sys.stdout.write(as_lines(against_published(published)))
    print(f"{options.catalog}: {size_of(opened.snapshot)}, {counts(problems)}")
    return 0


def _publish(options: argparse.Namespace) -> tuple[OpenList, Edition]:
    """Publish the list as it is now: if it changes meanwhile (geocoding takes time), read it again."""
    asked: set[str] = set()
    while True:
        opened = open_list(options)
        if not options.offline:
            _look_up(opened, asked)
        with suppress(StaleFiles):
            published = publish(opened.inputs, now(), opened.files.are_current)
            return opened, published


def _look_up(opened: OpenList, asked: set[str]) -> None:
    """Look up each unknown address and keep each answer at once; show progress.

    Addresses without an answer are added to `asked`, and not looked up again.
    """

    def unknown() -> list[str]:
        return [address for address in opened.inputs.unknown if address not in asked]

    calendar, addresses = opened.inputs.calendar, unknown()
    if calendar.geocoder is None or not addresses:
        return
    ask = geocoder(calendar.geocoder, calendar.area)
    found = answers(unknown, ask, calendar.geocoder.service, today, pause, tries=3)
    with progressbar(
        length=len(addresses), label="places", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        for answer in found:
            opened.add_answer(answer)
            keep(opened.file.parent, [answer])
            bar.update(1)
            where = answer.reason
            if answer.point:
                where = f"{answer.point.latitude}, {answer.point.longitude} ({answer.precision})"
            print(f"{answer.address}: {where}", flush=True)
    asked.update(unknown())


def build(options: argparse.Namespace) -> int:
    """Write everything into a folder."""
    opened = open_list(options)
    problems = problems_of(options, opened)
    sys.stderr.write("".join(map(as_text, about_address(options))))
    try:
        exported = export(opened.snapshot, options.folder)
    except ForeignFile as error:
        remedy = "move it away or name another folder"
        return fail(f"{error}: this is not as a build wrote it, so it is not replaced; {remedy}")
    except OSError as error:
        return fail(f"{options.folder} cannot be written: {error.strerror}: {error.filename}")
    for file in exported.left:
        print(
            f"{file}: gone from the list, but changed since a build wrote it; delete it by hand",
            file=sys.stderr,
        )
    print(
        f"{options.folder}: {numbered(exported.files, 'file')}, {size_of(opened.snapshot)}, {counts(problems)}"
    )
    return 1 if exported.left else 0
