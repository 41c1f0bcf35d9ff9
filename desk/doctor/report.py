"""An examination in words, for a terminal: what was read, then client by client what works and what fails."""

from collections.abc import Iterable, Iterator, Sequence

from desk.doctor.clients import CLIENTS, EVERYONE, OTHERS
from desk.doctor.examination import Examination
from desk.doctor.faults import Finding

LONGEST = 200  # characters of what a server says
NAMES = {**{client.key: client.name for client in CLIENTS}, OTHERS: "Other programs"}


def fails(examination: Examination) -> bool:
    """Say whether the feed fails for any client."""
    return any(finding.fault.must for finding in examination.findings)


def as_lines(examination: Examination) -> str:
    """Return the report: one block for what all meet, one for each client."""
    answer, findings = examination.answer, _shared(examination.findings)
    lines = [
        f"{answer.address}: {_number(examination.events, 'event')}, {len(answer.body):,} octets, {answer.seconds:.1f} s"
    ]
    lines += (f"  {hop.said} from {hop.address}" for hop in answer.hops)
    if examination.others:
        lines.append(f"  {_number(examination.others, 'other calendar')} beside it: give the address of one to read it")
    common = [finding for finding in findings if EVERYONE in finding.fault.effects and not finding.client]
    lines += ["", "Every client", *_block(common, EVERYONE)] if common else []
    lines.append("")
    failing = 0
    for key, name in NAMES.items():
        own = [finding for finding in findings if finding.effect(key) is not None]
        state = _state(own, common)
        failing += state.startswith("fails")
        lines += [f"{name}: {state}", *_block(own, key)]
    lines += ["", _summary(failing, findings)]
    return "".join(f"{printable(line)}\n" for line in lines)


def _state(own: Sequence[Finding], common: Sequence[Finding]) -> str:
    if any(finding.fault.must for finding in own):
        return "fails"
    if any(finding.fault.must for finding in common):
        return "fails, as every client"
    return "works, could be better" if own else "works"


def _shared(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, the gravest first; what every client was answered alike is said once."""
    found = list(dict.fromkeys(findings))
    alike = [Finding(finding.key, finding.detail) for finding in found if finding.client == CLIENTS[0].key]
    for finding in alike:
        each = [Finding(finding.key, finding.detail, client.key) for client in CLIENTS]
        if EVERYONE in finding.fault.effects and set(each) <= set(found):
            found = [finding, *(one for one in found if one not in each)]
    return sorted(found, key=lambda finding: (not finding.fault.must, finding.fault.rule))


def _block(findings: Iterable[Finding], client: str) -> Iterator[str]:
    for finding in findings:
        fault = finding.fault
        grade = "" if fault.must else ", could be better"
        detail = f": {finding.detail[:LONGEST]}" if finding.detail else ""
        yield f"  rule {fault.rule}{grade}: {fault.words}{detail} · {finding.effect(client) or fault.effects[client]}"
        yield f"    {fault.remedy}"


def _summary(failing: int, findings: Sequence[Finding]) -> str:
    if failing:
        return f"fails for {failing} of {len(NAMES)}"
    return "nothing found that fails" + (", could be better" if findings else "")


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def printable(line: str) -> str:
    """Return the line without what could steer a terminal: strangers wrote parts of it."""
    return "".join(letter if letter.isprintable() else " " for letter in line)
