"""Which Handbill this is: the release, and the commit if it runs from a clone."""

from pathlib import Path

from desk.history import HistoryError, head

VERSION = "1.0.0"  # as in CHANGELOG.md
ROOT = Path(__file__).parent.parent


def version() -> str:
    """Return the release and its commit in words: `Handbill 1.0.0 (3f2c1ab9d0e4)`."""
    # inside another repository, git would report that one's commit
    if not (ROOT / ".git").exists():
        return f"Handbill {VERSION}"
    try:
        return f"Handbill {VERSION} ({head(ROOT)})"
    except HistoryError:
        return f"Handbill {VERSION}"
