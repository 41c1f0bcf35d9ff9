"""Format an examination as text for a terminal."""

from collections.abc import Iterator, Sequence

from desk.doctor.clients import CLIENTS, EVERYONE, OTHERS
from desk.doctor.examination import Examination
from desk.doctor.faults import Diagnostic

MOST_DETAIL_CHARACTERS = 200  # of what a server sent
NAMES = {client.key: client.name for client in CLIENTS}
NAMES[OTHERS] = "Other programs"


def format_report(examination: Examination) -> str:
    """Return the report: the feed, what concerns all clients, then a block for each client."""
    found = sorted(examination.diagnostics, key=_severity)
    common = [each for each in found if each.effect(EVERYONE)]
    lines = list(_heading(examination))
    if common:
        lines += ["", "Every client", *_block(common, EVERYONE)]
    lines.append("")
    failing = 0
    for key, name in NAMES.items():
        own = [each for each in found if each.effect(key)]
        state = _state(own, common)
        failing += state.startswith("fails")
        lines += [f"{name}: {state}", *_block(own, key)]
    summary = f"fails for {failing} of {len(NAMES)}" if failing else "nothing found that fails"
    if found and not failing:
        summary += ", could be better"
    lines += ["", summary]
    return "".join(f"{printable(line)}\n" for line in lines)


def _severity(diagnostic: Diagnostic) -> tuple[bool, int]:
    return not diagnostic.fault.fails, diagnostic.fault.rule


def _heading(examination: Examination) -> Iterator[str]:
    response = examination.response
    events, octets = examination.events, len(response.body)
    plural = "" if events == 1 else "s"
    size = f"{events:,} event{plural}, {octets:,} octets"
    yield f"{response.url}: {size}, {response.seconds:.1f} s"
    for redirect in response.redirects:
        yield f"  {redirect.outcome} from {redirect.url}"


def _state(own: Sequence[Diagnostic], common: Sequence[Diagnostic]) -> str:
    if any(each.fault.fails for each in own):
        return "fails"
    if any(each.fault.fails for each in common):
        return "fails, as every client"
    return "works, could be better" if own else "works"


def _block(diagnostics: Sequence[Diagnostic], client: str) -> Iterator[str]:
    for diagnostic in diagnostics:
        fault = diagnostic.fault
        grade = "" if fault.fails else ", could be better"
        detail = diagnostic.detail[:MOST_DETAIL_CHARACTERS]
        words = f"{fault.words}: {detail}" if detail else fault.words
        yield f"  rule {fault.rule}{grade}: {words} · {diagnostic.effect(client)}"
        yield f"    {fault.remedy}"


def printable(line: str) -> str:
    """Return the line with a space for each character that is not printable.

    Parts of it are untrusted, and escape sequences control a terminal.
    """
    return "".join(letter if letter.isprintable() else " " for letter in line)
