"""WARC records read back: one from its bytes, and those of a file folded into rows of the index.

The bytes of a member are told apart in `members.py`; where they lie in a file belongs to `index.py` and `payload.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from warehouse.archive.naming import named
from warehouse.archive.records import CAPTURED, ArchiveError, Original, Read, Row

#: What ends a record.
_AFTER = b"\r\n\r\n"


def parse(data: bytes) -> Read:
    """Read one uncompressed record; ArchiveError when the bytes are none."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(data), check_digests=True)))
        payload = record.raw_stream.read()
    except (ArchiveLoadFailed, StatusAndHeadersParserException, StopIteration, EOFError, ValueError) as error:
        raise ArchiveError(f"The bytes are no WARC record ({error}).") from error
    headers = {name.lower(): value for name, value in reversed(record.rec_headers.headers)}
    return Read(record.rec_type, headers, record.http_headers, payload, record.digest_checker.passed is not False)


def payload_apart(data: bytes) -> tuple[Original, str | None, bytes] | None:
    """What a revisit says of an uncompressed response, its content coding and its body; None where it is not as composed here.

    What is read of a record to refer to it: a tenth of the work of `parse`. Nothing is verified; whoever asks does that.
    """
    head, _, block = data.partition(b"\r\n\r\n")
    http, _, body = block.partition(b"\r\n\r\n")
    named, answered = (_named(part) for part in (head, http))
    length = named.get("content-length", "")
    if named.get("warc-type") != "response" or length != str(len(block) - len(_AFTER)) or not block.endswith(_AFTER):
        return None
    told = [named.get(name) for name in ("warc-record-id", "warc-target-uri", "warc-date", "warc-payload-digest")]
    if not all(told) or "transfer-encoding" in answered:
        return None
    return Original(*map(str, told)), answered.get("content-encoding"), body.removesuffix(_AFTER)


def _named(head: bytes) -> dict[str, str]:
    """The headers of a head by lower-case name, the first of each."""
    lines = (line.partition(":") for line in reversed(head.decode("utf-8", "replace").split("\r\n")[1:]))
    return {name.lower(): value.strip() for name, _, value in lines}


def original_of(read: Read) -> Original:
    """What a revisit says of the record it leads to."""
    return Original(
        record_id=read.header("WARC-Record-ID") or "",
        url=read.header("WARC-Target-URI") or "",
        date=read.header("WARC-Date") or "",
        payload_digest=read.header("WARC-Payload-Digest") or "",
    )


class Grouping:
    """Folds the records of a file, in their order, into rows of the index (schema CAPTURES)."""

    def __init__(self, run_id: str, warc_file: str) -> None:
        self._place: Row = {"run_id": run_id, "warc_file": warc_file}
        self._fields: dict[str, dict[str, str]] = {}
        self._methods: dict[str, str] = {}

    def add(self, read: Read, offset: int, length: int) -> Row | None:
        """The row of a response, revisit or resource; None for the records that only go before one."""
        answer_id = read.header("WARC-Concurrent-To") or ""
        if read.kind == "metadata":
            self._fields[answer_id] = dict(_lines(read.payload.decode("utf-8", "replace").splitlines()))
        elif read.kind == "request":
            self._methods[answer_id] = read.http_headers.protocol if read.http_headers is not None else ""
        if read.kind not in CAPTURED:
            return None
        own_id = read.header("WARC-Record-ID") or ""
        fields = self._fields.pop(own_id, {})
        listed, size, year = (fields.get(name) for name in ("listed-on", "payload-bytes", "declared-year"))
        http = read.http_headers
        return self._place | {
            "portal_id": fields.get("portal"),
            "url": read.header("WARC-Target-URI"),
            "role": fields.get("role"),
            "via": fields.get("via"),
            "link_title": fields.get("link-title"),
            "listed_on": date.fromisoformat(listed) if listed else None,
            "method": self._methods.pop(own_id, None),
            "status": int(http.get_statuscode()) if http else None,
            "fetched_at": datetime.fromisoformat(read.header("WARC-Date") or ""),
            "content_type": read.http("Content-Type") if http else read.header("Content-Type"),
            "etag": read.http("ETag"),
            "last_modified": read.http("Last-Modified"),
            "blocked_kind": fields.get("blocked-kind"),
            "payload_sha256": fields.get("payload-sha256"),
            "payload_bytes": int(size) if size else None,
            "record_type": read.kind,
            "warc_offset": offset,
            "warc_length": length,
            "file_name": fields.get("file-name") or named(read.http("Content-Disposition")),
            "added_by": fields.get("added-by"),
            "declared_agency": fields.get("declared-agency"),
            "declared_year": int(year) if year else None,
        }


def _lines(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(":")
        if colon and value.strip():
            yield name, value.strip()
