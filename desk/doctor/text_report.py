"""Format an examination as text for a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from desk.doctor.clients import CLIENTS, EVERYONE, OTHERS
from desk.doctor.examination import Examination
from desk.doctor.faults import Diagnostic

MAX_DETAIL_CHARACTERS = 200  # of what a server sent
NAMES = {client.key: client.name for client in CLIENTS}
NAMES[OTHERS] = "Other programs"


def format_report(examination: Examination) -> str:
    """Return the report: what was read, then a block for each client.

    Before them comes a block of what all clients meet alike.
    """
    found = _merge_common(examination.diagnostics)
    common = [each for each in found if _is_common(each)]
    lines = list(_heading(examination))
    if common:
        lines += ["", "Every client", *_block(common, EVERYONE)]
    lines.append("")
    failing = 0
    for key, name in NAMES.items():
        own = [each for each in found if each.effect(key) is not None]
        state = _state(own, common)
        if state.startswith("fails"):
            failing += 1
        lines += [f"{name}: {state}", *_block(own, key)]
    lines += ["", _summary(failing, found)]
    return "".join(f"{printable(line)}\n" for line in lines)


def _heading(examination: Examination) -> Iterator[str]:
    response = examination.response
    events = _count(examination.events, "event")
    octets = len(response.body)
    yield f"{response.url}: {events}, {octets:,} octets, {response.seconds:.1f} s"
    for redirect in response.redirects:
        yield f"  {redirect.outcome} from {redirect.url}"
    if examination.other_feeds:
        others = _count(examination.other_feeds, "other calendar")
        yield f"  {others} beside it: give the address of one to read it"


def _merge_common(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics, failures first, then by rule.

    What every client got alike becomes one diagnostic of no client.
    """
    found = list(dict.fromkeys(diagnostics))
    of_first_client = [each for each in found if each.client == CLIENTS[0].key]
    for sample in of_first_client:
        same = [Diagnostic(sample.key, sample.detail, client.key) for client in CLIENTS]
        if EVERYONE in sample.fault.effects and set(same) <= set(found):
            rest = [each for each in found if each not in same]
            found = [Diagnostic(sample.key, sample.detail), *rest]
    return sorted(found, key=_gravity)


def _is_common(diagnostic: Diagnostic) -> bool:
    return not diagnostic.client and EVERYONE in diagnostic.fault.effects


def _gravity(diagnostic: Diagnostic) -> tuple[bool, int]:
    return not diagnostic.fault.fails, diagnostic.fault.rule


def _state(own: Sequence[Diagnostic], common: Sequence[Diagnostic]) -> str:
    if any(each.fault.fails for each in own):
        return "fails"
    if any(each.fault.fails for each in common):
        return "fails, as every client"
    return "works, could be better" if own else "works"


def _block(diagnostics: Iterable[Diagnostic], client: str) -> Iterator[str]:
    for diagnostic in diagnostics:
        fault = diagnostic.fault
        grade = "" if fault.fails else ", could be better"
        detail = diagnostic.detail[:MAX_DETAIL_CHARACTERS]
        words = f"{fault.words}: {detail}" if detail else fault.words
        effect = diagnostic.effect(client) or fault.effects[client]
        yield f"  rule {fault.rule}{grade}: {words} · {effect}"
        yield f"    {fault.remedy}"


def _summary(failing: int, diagnostics: Sequence[Diagnostic]) -> str:
    if failing:
        return f"fails for {failing} of {len(NAMES)}"
    summary = "nothing found that fails"
    return f"{summary}, could be better" if diagnostics else summary


def _count(number: int, noun: str) -> str:
    plural = "" if number == 1 else "s"
    return f"{number:,} {noun}{plural}"


def printable(line: str) -> str:
    """Return the line with a space for each character that is not printable.

    Strangers wrote parts of it, and an escape sequence steers a terminal.
    """
    return "".join(letter if letter.isprintable() else " " for letter in line)
