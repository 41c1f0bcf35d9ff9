"""published.jsonl, the record of what subscribers have: revisions, moves, cancellations."""

from feeds.record.digest import differing, digest, fields
from feeds.record.edition import Edition, as_published, edition
from feeds.record.ids import renamed_ids, retired_ids
from feeds.record.lines import FILE, NewerRecord, checksum, read_record, write_record
from feeds.record.losses import losses, lost_slugs
from feeds.record.moves import same_place
from feeds.record.pairs import MOST_PAIRS, pairs
from feeds.record.publication import record_after
from feeds.record.published import PublishedNoun, Record
from feeds.record.rebuilt import missing, rebuild
from feeds.record.redaction import mentions_withdrawn
from feeds.record.revisions import UNPUBLISHED, Revision
