"""The data files beside these modules."""

import tomllib
from pathlib import Path
from typing import Any


def read_data(name: str) -> dict[str, Any]:
    """Return the tables of the .toml file `name` beside this module."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


WORDS = read_data("words")
