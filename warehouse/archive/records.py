"""WARC records as bytes: composing those of one exchange, and turning read records back into a row of the index.

The writer and the indexer share these functions, so that an index rebuilt from the files equals the one first
written. Files, folders and fsync do not belong here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from warehouse.archive.naming import named
from warehouse.home import BY_HAND

VERSION = "1.1"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"

#: Reads HTTP headers as whoever reads the file will.
_LOADER = ArcWarcRecordLoader(verify_http=False)

#: The records that make a capture, and of these the ones that hold its bytes.
CAPTURED = frozenset({"response", "revisit", "resource"})
HOLDS_BYTES = ("response", "resource")

Headers = tuple[tuple[bytes, bytes], ...]
Row = dict[str, Any]


class ArchiveError(Exception):
    """The archive cannot be written or read as it must be; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as they went over the wire; `body` is still content-coded.

    `role` is list, page, attachment, robots or home. `unmodified_sha256` names the payload a conditional
    request was about, and gives a 304 its meaning.
    """

    portal_id: str
    role: str
    url: str
    status: int
    fetched_at: datetime
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    response_headers: Headers = ()
    body: bytes = b""
    protocol: str = "HTTP/1.1"
    ip_address: str | None = None
    via: str | None = None
    link_title: str | None = None
    listed_on: date | None = None
    blocked_kind: str | None = None
    unmodified_sha256: str | None = None

    def header(self, name: bytes) -> str | None:
        """The answer's header of that name (any case), its values joined by a comma; None when absent."""
        values = [value for key, value in self.response_headers if key.lower() == name.lower()]
        return b", ".join(values).decode("latin-1") if values else None


@dataclass(frozen=True, slots=True)
class Added:
    """A document that a person obtained and handed in: its bytes, and what is known of where they come from.

    `url` is its address, or names the file where it has none; `command` took it in; agency and year are declared.
    """

    url: str
    data: bytes
    added_at: datetime
    file_name: str
    command: str
    content_type: str = "application/octet-stream"
    agency: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier record a revisit leads to."""

    record_id: str
    url: str
    date: str
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Read:
    """A record read back, with its payload as received; `sound` is False when a digest fails."""

    record: ArcWarcRecord
    payload: bytes
    sound: bool

    @property
    def kind(self) -> str:
        """The WARC-Type."""
        return str(self.record.rec_type)

    def header(self, name: str) -> str | None:
        """A WARC header; None when absent."""
        value = self.record.rec_headers.get_header(name)
        return None if value is None else str(value)

    def http(self, name: str) -> str | None:
        """An HTTP header; None when absent or empty."""
        value = self.record.http_headers.get_header(name) if self.record.http_headers else None
        return value or None


@dataclass(frozen=True, slots=True)
class Composed:
    """A record made: its bytes as they stand in a file, not compressed, and what reading them back gives."""

    data: bytes
    read: Read


class _Composer(WARCWriter):
    """Warcio's writer with sha256 in place of sha1, into memory and without gzip."""

    def __init__(self) -> None:
        self.buffer = BytesIO()
        super().__init__(self.buffer, gzip=False, warc_version=VERSION)

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")

    def bytes_of(self, record: ArcWarcRecord) -> bytes:
        """The record as it stands in a file, not compressed."""
        self.buffer.seek(0)
        self.buffer.truncate()
        self.write_record(record)
        return self.buffer.getvalue()

    def composed(self, record: ArcWarcRecord, payload: bytes) -> Composed:
        """The record with what reading it back gives: all but the HTTP headers is at hand, and need not be parsed."""
        data = self.bytes_of(record)
        if record.http_headers is not None:
            block = record.http_headers.headers_buff
            record.http_headers = _LOADER.load_http_headers(
                record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), BytesIO(block), len(block)
            )
        return Composed(data, Read(record, payload, sound=True))


class _HeadersAsReceived(StatusAndHeaders):
    """HTTP headers written byte for byte; warcio's own would percent-encode a file name sent in GBK."""

    def __init__(self, first_line: bytes, headers: Headers) -> None:
        super().__init__(first_line.decode("latin-1"), [])
        self._block = b"".join([first_line, b"\r\n", *(b"%s: %s\r\n" % pair for pair in headers), b"\r\n"])

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self._block


def compose_info(file_name: str, run_id: str, software: str) -> bytes:
    """The warcinfo record that opens a file."""
    composer = _Composer()
    info = {"software": software, "format": "WARC File Format 1.1", "isPartOf": run_id}
    info["conformsTo"] = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
    return composer.bytes_of(composer.create_warcinfo_record(file_name, info))


def compose(exchange: Exchange, payload_sha256: str, payload_bytes: int, original: Original | None) -> list[Composed]:
    """The records of one exchange, in the order written: metadata, request, then response or revisit.

    The answer comes last: it alone makes a capture, so a crash in between leaves no capture without its
    metadata.
    """
    composer = _Composer()
    day = exchange.fetched_at.astimezone(UTC).strftime(_DATE)
    answer = _answer(composer, exchange, day, original)
    beside = {"WARC-Date": day, "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")}
    block = _fields(exchange, payload_sha256, payload_bytes)
    metadata = composer.create_warc_record(
        exchange.url, "metadata", payload=BytesIO(block), length=len(block), warc_headers_dict=dict(beside)
    )
    request = composer.create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(exchange.request_body),
        length=len(exchange.request_body),
        warc_headers_dict=dict(beside),
        http_headers=_HeadersAsReceived(_request_line(exchange), exchange.request_headers),
    )
    return [
        composer.composed(metadata, block),
        composer.composed(request, exchange.request_body),
        composer.composed(answer, exchange.body if original is None else b""),
    ]


def compose_added(added: Added, payload_sha256: str) -> list[Composed]:
    """The records of a document added by hand, in the order written: metadata, then the resource.

    A resource record is WARC's own for bytes that came without an exchange (WARC 1.1, section 6.4).
    """
    composer = _Composer()
    day = added.added_at.astimezone(UTC).strftime(_DATE)
    resource = composer.create_warc_record(
        added.url,
        "resource",
        payload=BytesIO(added.data),
        length=len(added.data),
        warc_content_type=added.content_type,
        warc_headers_dict={"WARC-Date": day},
    )
    block = _block(
        [
            ("portal", BY_HAND),
            ("role", "added"),
            ("file-name", added.file_name),
            ("added-by", added.command),
            ("declared-agency", added.agency),
            ("declared-year", added.year),
            ("payload-sha256", payload_sha256),
            ("payload-bytes", len(added.data)),
        ]
    )
    metadata = composer.create_warc_record(
        added.url,
        "metadata",
        payload=BytesIO(block),
        length=len(block),
        warc_headers_dict={"WARC-Date": day, "WARC-Concurrent-To": resource.rec_headers.get_header("WARC-Record-ID")},
    )
    return [composer.composed(metadata, block), composer.composed(resource, added.data)]


def _answer(composer: _Composer, exchange: Exchange, day: str, original: Original | None) -> ArcWarcRecord:
    headers = {"WARC-Date": day}
    if exchange.ip_address:
        headers["WARC-IP-Address"] = exchange.ip_address
    phrase = HTTPStatus(exchange.status).phrase if exchange.status in set(HTTPStatus) else "-"
    line = f"{exchange.protocol} {exchange.status} {phrase}".encode("latin-1")
    http = _HeadersAsReceived(line, exchange.response_headers)
    if original is None:
        return composer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            warc_headers_dict=headers,
            http_headers=http,
        )
    headers["WARC-Refers-To"] = original.record_id
    record = composer.create_revisit_record(
        exchange.url,
        original.payload_digest,
        original.url,
        original.date,
        http_headers=http,
        warc_headers_dict=headers,
    )
    if exchange.status == HTTPStatus.NOT_MODIFIED:
        record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED_PROFILE)
    return record


def _request_line(exchange: Exchange) -> bytes:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return f"{exchange.method} {target} HTTP/1.1".encode("latin-1", "replace")


def _fields(exchange: Exchange, payload_sha256: str, payload_bytes: int) -> bytes:
    """The block of the metadata record: what the index needs and neither URL nor headers say."""
    return _block(
        [
            ("portal", exchange.portal_id),
            ("role", exchange.role),
            ("via", exchange.via),
            ("link-title", exchange.link_title),
            ("listed-on", exchange.listed_on),
            ("blocked-kind", exchange.blocked_kind),
            ("payload-sha256", payload_sha256),
            ("payload-bytes", payload_bytes),
        ]
    )


def _block(fields: list[tuple[str, object]]) -> bytes:
    # a title may hold line breaks, which would end its line
    lines = [f"{name}: {' '.join(str(value).split())}\r\n" for name, value in fields if value is not None]
    return "".join(lines).encode()


def parse(data: bytes) -> Read:
    """Read one uncompressed record; ArchiveError when the bytes are none."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(data), check_digests=True)))
        payload = record.raw_stream.read()
    except (ArchiveLoadFailed, StatusAndHeadersParserException, StopIteration, EOFError, ValueError) as error:
        raise ArchiveError(f"The bytes are no WARC record ({error}).") from error
    return Read(record, payload, record.digest_checker.passed is not False)


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
            self._methods[answer_id] = read.record.http_headers.protocol
        if read.kind not in CAPTURED:
            return None
        own_id = read.header("WARC-Record-ID") or ""
        fields = self._fields.pop(own_id, {})
        listed, size, year = (fields.get(name) for name in ("listed-on", "payload-bytes", "declared-year"))
        http = read.record.http_headers
        return self._place | {
            "portal_id": fields.get("portal"),
            "url": read.header("WARC-Target-URI"),
            "role": fields.get("role"),
            "via": fields.get("via"),
            "link_title": fields.get("link-title"),
            "listed_on": date.fromisoformat(listed) if listed else None,
            "method": self._methods.pop(own_id, None),
            "status": int(http.get_statuscode()) if http else None,
            "fetched_at": datetime.strptime(read.header("WARC-Date") or "", _DATE).replace(tzinfo=UTC),
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
