"""Which Handbill this is: the release, and the commit if it runs from a clone."""

from contextlib import suppress
from pathlib import Path

from desk.history import HistoryError, head

VERSION = "1.0.0"  # as in CHANGELOG.md
ROOT = Path(__file__).parent.parent


def version() -> str:
    """Return the release and its commit: `Handbill 1.0.0 (3f2c1ab9d0e4)`."""
    # Inside another repository, git would report the commit of that one.
    if (ROOT / ".git").exists():
        with suppress(HistoryError):
            return f"Handbill {VERSION} ({head(ROOT)})"
    return f"Handbill {VERSION}"
