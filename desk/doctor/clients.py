"""The programs that poll feeds, and the headers each one sends, read from clients.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("clients.toml")


@dataclass(frozen=True, slots=True)
class Client:
    """A calendar program: its key in faults.toml, its name, its headers."""

    key: str
    name: str
    headers: Mapping[str, str]


def _read_table() -> tuple[Client, ...]:
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    return tuple(Client(key, **row) for key, row in rows.items())


CLIENTS = _read_table()  # in the order of the report

# How a server treats a program it has never heard of.
NEUTRAL = {"User-Agent": "Handbill-doctor"}

# Two more keys of faults.toml: every client alike, and any program that
# is not named above and goes by the letter of the standards.
EVERYONE, OTHERS = "all", "others"
