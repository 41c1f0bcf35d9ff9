"""The curator's commands: check, preview, import, new, doctor."""

import sys
import tempfile
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

from desk import drafts
from desk.clean import NotAPicture
from desk.clean import clean as clean_picture
from desk.cli.opening import base_url, day_of, fail, open_list, problems_of, reason, summary
from desk.history import HistoryError, check_out
from desk.new import Settings, start
from desk.preview import Preview, against_published, as_lines, as_markdown, compare
from feeds.app import now
from feeds.catalog import ListError, Problem, as_github, as_text, numbered
from feeds.entries import map_link
from feeds.places import locate, provenance
from feeds.publishing import make_edition
from feeds.record import Edition
from feeds.watch import OpenList

QUESTIONS = {
    "title": "What is the calendar called? ",
    "timezone": "Its time zone, like Europe/Madrid: ",
    "language": "Its language, like en or es-AR: ",
    "domain": "A domain as the end of its identifiers, which never changes: ",
}


def check(options: Namespace) -> int:
    """Report every problem of the list."""
    opened = open_list(options)
    problems = problems_of(options, opened)
    render = as_github if options.format == "github" else as_text
    sys.stdout.write("".join(map(render, problems)))
    if options.places:
        sys.stdout.write("".join(_place_lines(opened)))
    print(f"{options.catalog}: {summary(opened, problems)}")
    return 0


def _place_lines(opened: OpenList) -> Iterator[str]:
    """Yield the lines of each venue: name, position and its origin, area, events, a map link."""
    catalog, answers = opened.inputs.loaded.catalog, opened.inputs.answers
    languages = catalog.calendar.languages
    numbers = Counter(event.venue for event in catalog.events)
    for venue, placed in locate(catalog, answers, opened.inputs.places.boundaries).items():
        name, neighborhood = venue.name.in_language(languages[0]), placed.neighborhood
        title = ", ".join(filter(None, (name, venue.address)))
        area = neighborhood.title(languages[0]) if neighborhood else "no neighborhood"
        point = ", ".join(map(str, placed.coordinates or ())) or "no coordinates"
        origin = provenance(venue, answers, languages)
        events = numbered(numbers[venue], "event")
        yield f"{venue.slug or '(used once)'}: {title}\n"
        yield f"    {point} · {origin} · {area} · {events}\n"
        if placed.coordinates:
            yield f"    {map_link(placed.coordinates)}\n"


def preview(options: Namespace) -> int:
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
    render = as_markdown if options.format == "markdown" else as_lines
    sys.stdout.write(render(preview))
    return int(preview.loses)


def _since(options: Namespace, file: Path, after: Edition, problems: Sequence[Problem]) -> Preview:
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


def import_drafts(options: Namespace) -> int:
    """Print drafts of the events that a source announces, or append them to the list."""
    opened = OpenList(Path(options.catalog), None)
    inputs, source = opened.inputs, Path(options.source)
    piped = options.source == "-"
    try:
        with sys.stdin.buffer if piped else source.open("rb") as file:
            content = file.read(drafts.MOST_BYTES + 1)
        name, day = "" if piped else source.name, day_of(options, inputs.zone)
        found = drafts.read(content, name, inputs.zone, day)
        proposed = drafts.propose(found.drafts, inputs.loaded.catalog, inputs.record.by_id())
        if options.append:
            drafts.append(opened.file, inputs.loaded, proposed)
        else:
            sys.stdout.write(drafts.as_lines(proposed))
    except (OSError, drafts.SourceError) as error:
        return fail(f"{options.source}: {reason(error)}", 1)
    for line in drafts.report(found, proposed):
        print(f"{options.source}: {line}", file=sys.stderr)
    return 0


def new(options: Namespace) -> int:
    """Write the folder of a new calendar; ask for settings that were not given."""
    given = {name: getattr(options, name) for name in QUESTIONS}
    missing = [name for name, value in given.items() if not value]
    if missing and not sys.stdin.isatty():
        return fail(f"missing: {', '.join(f'--{name}' for name in missing)}")
    given |= {name: input(QUESTIONS[name]).strip() for name in missing}
    folder = options.folder
    try:
        names = start(folder, day_of(options, UTC), Settings(**given))
    except ListError as error:
        lines = (f"{each.key}: {each.found}; {each.remedy}" for each in error.problems)
        return fail("\n".join(lines))
    except FileExistsError:
        return fail(
            f"{folder}: something is there already, and nothing was written; name a new folder"
        )
    except OSError as error:
        return fail(f"{folder} cannot be written: {error.strerror}: {error.filename}")
    print(f"{folder}: {', '.join(names)}; {folder / 'README.md'} explains the next steps")
    return 0


def clean(options: Namespace) -> int:
    """Remove the metadata from a picture."""
    try:
        octets = clean_picture(options.picture)
    except (NotAPicture, OSError) as error:
        return fail(f"{options.picture}: {reason(error)}", 1)
    print(f"{options.picture}: {f'{octets:,} octets removed' if octets else 'clean'}")
    return 0


def doctor(options: Namespace) -> int:
    """Read a published feed as each client would; return 1 when something fails."""
    # Imported here: HTTP and TLS would slow the start of every other command.
    from desk.doctor import NotAFeed, examine, format_report, printable

    try:
        examination = examine(options.address, private=options.private)
    except NotAFeed as error:
        return fail(printable(f"{options.address}: {error}"))
    sys.stdout.write(format_report(examination))
    return int(examination.fails)
