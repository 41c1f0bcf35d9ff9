"""Handbill: calendar feeds from one curated list of events. `python server.py --help` lists the commands."""

import sys

from feeds.cli import create_app, main

__all__ = ["create_app"]

if __name__ == "__main__":
    sys.exit(main())
