"""What subscribers hold, published.jsonl, and what a list makes of it: revisions, moves, cancellations."""

from feeds.record.digest import differing, digest, fields
from feeds.record.edition import Edition, as_published, edition, missing, rebuilding
from feeds.record.losses import losses, lost_slugs
from feeds.record.published import (
    FILE,
    UNPUBLISHED,
    First,
    NewerRecord,
    Published,
    Record,
    Revision,
    Slug,
    keep,
    read_record,
    write_record,
)

__all__ = [
    "FILE",
    "UNPUBLISHED",
    "Edition",
    "First",
    "NewerRecord",
    "Published",
    "Record",
    "Revision",
    "Slug",
    "as_published",
    "differing",
    "digest",
    "edition",
    "fields",
    "keep",
    "losses",
    "lost_slugs",
    "missing",
    "read_record",
    "rebuilding",
    "write_record",
]
