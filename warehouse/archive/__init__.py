"""The archive: every answer of a portal and every document added by hand as WARC 1.1, an index of it, and the way back
from an index row to the bytes.

What was fetched and how it is kept belongs here; what to fetch belongs to the crawlers, what it says to the
parsers.
"""

from warehouse.archive.index import captures_of, indexed_runs, load_captures, marks_of, recover, reindex, rows_of
from warehouse.archive.payload import MAX_PAYLOAD, decode_payload, read_payload
from warehouse.archive.places import Places, fill, open_temporary
from warehouse.archive.records import Added, ArchiveError, Exchange, Row
from warehouse.archive.verify import Problem, Verification, verify
from warehouse.archive.writer import ArchiveWriter

__all__ = [
    "MAX_PAYLOAD",
    "Added",
    "ArchiveError",
    "ArchiveWriter",
    "Exchange",
    "Places",
    "Problem",
    "Row",
    "Verification",
    "captures_of",
    "decode_payload",
    "fill",
    "indexed_runs",
    "load_captures",
    "marks_of",
    "open_temporary",
    "read_payload",
    "recover",
    "reindex",
    "rows_of",
    "verify",
]
