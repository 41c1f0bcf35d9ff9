"""The programs that poll feeds, and the headers each one sends, read from clients.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Client:
    """A calendar program: its key in faults.toml, its name, its headers."""

    key: str
    name: str
    headers: Mapping[str, str]


ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
CLIENTS = tuple(Client(key, **row) for key, row in ROWS.items())  # in the order of the report

# The headers of a program that servers do not know.
NEUTRAL = {"User-Agent": "Handbill-doctor"}

# Two more keys of faults.toml: every client, and any other program that follows the standards
# to the letter.
EVERYONE, OTHERS = "all", "others"
