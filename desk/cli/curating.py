"""The curator's commands: check, preview, import, new, doctor."""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

from desk.clean import NotAPicture
from desk.clean import clean as clean_picture
from desk.cli.opening import base_url, day_of, fail, open_list, problems_of, reason, size_of
from desk.drafts import MOST_BYTES, SourceError, append, propose, report
from desk.drafts import as_lines as as_lines_of_list
from desk.drafts import read as read_announcements
from desk.history import HistoryError, check_out
from desk.new import NotEmpty, Settings, start
from desk.preview import Preview, against_published, as_lines, as_markdown, compare
from feeds.app import now
from feeds.catalog import ListError, Problem, as_github, as_text, counts, numbered
from feeds.entries import map_link
from feeds.places import provenance, settle
from feeds.publishing import make_edition
from feeds.record import Edition
from feeds.watch import OpenList

ASKED = {
    "title": "What is the calendar called? ",
    "timezone": "Its time zone, like Europe/Madrid: ",
    "language": "Its language, like en or es-AR: ",
    "domain": "A domain as the end of its identifiers, which never changes: ",
}


def check(options: argparse.Namespace) -> int:
    """Report every problem of the list."""
    opened = open_list(options)
    problems = problems_of(options, opened)
    render = as_github if options.format == "github" else as_text
    sys.stdout.write("".join(map(render, problems)))
    if options.places:
        sys.stdout.write("".join(_place_lines(opened)))
    print(f"{options.catalog}: {size_of(opened.snapshot)}, {counts(problems)}")
    return 0


def _place_lines(opened: OpenList) -> Iterator[str]:
    """Yield the lines of each venue: its position, how it is known, its neighborhood, its events, a map link."""
    catalog, known = opened.inputs.loaded.catalog, opened.inputs.answers
    language = catalog.calendar.languages[0]
    numbers = Counter(event.venue for event in catalog.events)
    for venue, found in settle(catalog, known, opened.inputs.places.boundaries).items():
        title = ", ".join(
            part for part in (venue.name.in_language(language), venue.address) if part
        )
        area = found.neighborhood.title(language) if found.neighborhood else "no neighborhood"
        point = ", ".join(map(str, found.coordinates)) if found.coordinates else "no coordinates"
        origin = provenance(venue, known, catalog.calendar.languages)
        about = f"{origin} · {area} · {numbered(numbers[venue], 'event')}"
        yield f"{venue.slug or '(used once)'}: {title}\n    {point} · {about}\n"
        yield f"    {map_link(found.coordinates)}\n" if found.coordinates else ""


def preview(options: argparse.Namespace) -> int:
    """Show what publishing will change, and for whom; return 1 when an event would be lost."""
    opened = open_list(options)
    problems = problems_of(options, opened)
    inputs = opened.inputs
    after = make_edition(inputs.loaded, inputs.catalog(), inputs.record, now())
    try:
        if options.against is None:
            preview = against_published(after, problems)
        else:
            preview = _since(options, opened.file, after, problems)
    except HistoryError as error:
        return fail(f"--against {options.against}: {error}")
    sys.stdout.write(as_markdown(preview) if options.format == "markdown" else as_lines(preview))
    return int(preview.loses)


def _since(
    options: argparse.Namespace, file: Path, after: Edition, problems: Sequence[Problem]
) -> Preview:
    """Return the differences from the list at a git revision; raise HistoryError."""
    with tempfile.TemporaryDirectory() as folder:
        check_out(file.parent, options.against, Path(folder))
        try:
            before = OpenList(Path(folder, file.name), base_url(options))
        except ListError as error:
            raise HistoryError(f"the list had errors then: {error.problems[0].found}") from error
        known = {(problem.key, problem.found) for problem in before.inputs.problems}
        new = [problem for problem in problems if (problem.key, problem.found) not in known]
        return compare(before.snapshot.edition, after, new)


def import_drafts(options: argparse.Namespace) -> int:
    """Print drafts of the events that a source announces, or append them to the list."""
    opened = OpenList(Path(options.catalog), None)
    inputs = opened.inputs
    try:
        with sys.stdin.buffer if options.source == "-" else Path(options.source).open("rb") as file:
            found = read_announcements(
                file.read(MOST_BYTES + 1),
                "" if options.source == "-" else Path(options.source).name,
                inputs.zone,
                day_of(options, inputs.zone),
            )
        proposed = propose(found.drafts, inputs.loaded.catalog, inputs.record.by_id())
        if options.append:
            append(opened.file, inputs.loaded, proposed)
        else:
            sys.stdout.write(as_lines_of_list(proposed))
    except (OSError, SourceError) as error:
        return fail(f"{options.source}: {reason(error)}", 1)
    sys.stderr.write("".join(f"{options.source}: {line}\n" for line in report(found, proposed)))
    return 0


def new(options: argparse.Namespace) -> int:
    """Write the folder of a new calendar; ask for settings that were not given."""
    given = {name: getattr(options, name) for name in ASKED}
    missing = [name for name, value in given.items() if not value]
    if missing and not sys.stdin.isatty():
        return fail(f"missing: {', '.join(f'--{name}' for name in missing)}")
    answers = {name: input(ASKED[name]).strip() for name in missing}
    try:
        names = start(options.folder, day_of(options, UTC), Settings(**{**given, **answers}))
    except ListError as error:
        errors = [problem for problem in error.problems if problem.severity == "error"]
        sys.stderr.write(
            "".join(f"{problem.key}: {problem.found}; {problem.remedy}\n" for problem in errors)
        )
        return 2
    except NotEmpty as error:
        return fail(
            f"{error}: something is there already, and nothing was written; name a new folder"
        )
    except OSError as error:
        return fail(f"{options.folder} cannot be written: {error.strerror}: {error.filename}")
    print(
        f"{options.folder}: {', '.join(names)}; {options.folder / 'README.md'} tells what comes next"
    )
    return 0


def clean(options: argparse.Namespace) -> int:
    """Remove the metadata from a picture."""
    try:
        octets = clean_picture(options.picture)
    except (NotAPicture, OSError) as error:
        return fail(f"{options.picture}: {reason(error)}", 1)
    print(f"{options.picture}: {f'{octets:,} octets taken out' if octets else 'clean'}")
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Read a published feed as each client would; return 1 when something fails."""
    # Imported here: HTTP and TLS would slow the start of every other command.
    from desk.doctor import Limits, NotAFeed, examine, format_report, printable

    try:
        examination = examine(options.address, Limits(private=options.private))
    except NotAFeed as error:
        return fail(printable(f"{options.address}: {error}"))
    sys.stdout.write(format_report(examination))
    return int(examination.fails)
