"""The CPU seconds of building a calendar anew with icalendar, from Python values to bytes.

python -m bench.icalendar_build FILE
"""

import sys
import time
from pathlib import Path
from typing import Any

import icalendar


def rebuild(file: Path) -> float:
    """Return the CPU seconds of building a calendar anew with icalendar, from Python values to bytes."""
    old: Any = icalendar.Calendar.from_ical(file.read_bytes())
    head = [(name, _value(value)) for name, value in old.items()]
    zones = [part for part in old.subcomponents if part.name == "VTIMEZONE"]
    events = [
        [(name, _value(value)) for name, value in event.items()] for event in old.walk("VEVENT")
    ]
    start = time.process_time()
    new: Any = icalendar.Calendar()
    for name, value in head:
        new.add(name, value)
    for part in zones:
        new.add_component(part)
    for properties in events:
        event: Any = icalendar.Event()
        for name, value in properties:
            event.add(name, value)
        new.add_component(event)
    content = new.to_ical()
    used = time.process_time() - start
    assert content.count(b"BEGIN:VEVENT") == len(events)
    return used


def _value(found: Any) -> Any:
    """Return what a program would hand to icalendar for a property that was read."""
    if isinstance(found, icalendar.vDDDTypes):
        return found.dt
    if isinstance(found, icalendar.vText):
        return str(found)
    if isinstance(found, icalendar.vCategory):
        return [str(one) for one in found.cats]
    return found


if __name__ == "__main__":
    print(rebuild(Path(sys.argv[1])))
