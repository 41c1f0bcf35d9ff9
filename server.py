"""Handbill: calendar feeds from one curated list of events.

`python server.py --help` lists the commands.
"""

import sys

from desk.cli import main
from feeds.app import create_app

__all__ = ["create_app"]

if __name__ == "__main__":
    sys.exit(main())
