"""WARC records as bytes: composing those of one exchange, and turning read records back into a row of the index.

The writer and the indexer share these functions, so that an index rebuilt from the files equals the one first
written. Files, folders and fsync do not belong here.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException

from warehouse.archive.naming import named
from warehouse.home import BY_HAND

VERSION = "1.1"
SAME_PAYLOAD_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"
_FIELDS, _HTTP = "application/warc-fields", "application/http; msgtype="
_STATUSES = {*HTTPStatus}

#: Reads HTTP headers as whoever reads the file will.
_LOADER = ArcWarcRecordLoader(verify_http=False)

#: The records that make a capture, and of these the ones that hold its bytes.
CAPTURED = frozenset({"response", "revisit", "resource"})
HOLDS_BYTES = ("response", "resource")

#: What ends a record.
_AFTER = b"\r\n\r\n"

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
    """Bytes that came without an exchange, and what is known of where they come from: a document that a person obtained
    and handed in, or, under a `portal_id` and `role` of its own, what the crawl made of a portal's answers.

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
    portal_id: str = BY_HAND
    role: str = "added"
    via: str | None = None
    link_title: str | None = None
    listed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier record a revisit leads to."""

    record_id: str
    url: str
    date: str
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Read:
    """A record as it is read back: its WARC-Type, its WARC headers by lower-case name, its HTTP headers, its payload as
    received; `sound` is False when a digest fails.
    """

    kind: str
    headers: Mapping[str, str]
    http_headers: StatusAndHeaders | None
    payload: bytes
    sound: bool

    def header(self, name: str) -> str | None:
        """A WARC header; None when absent."""
        return self.headers.get(name.lower())

    def http(self, name: str) -> str | None:
        """An HTTP header; None when absent or empty."""
        value = self.http_headers.get_header(name) if self.http_headers else None
        return value or None


@dataclass(frozen=True, slots=True)
class Composed:
    """A record made: its bytes as they stand in a file, not compressed, and what reading them back gives."""

    data: bytes
    read: Read


def _digest(*parts: bytes) -> str:
    made = sha256()
    for part in parts:
        made.update(part)
    return f"sha256:{b32encode(made.digest()).decode()}"


def _record_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _composed(
    kind: str, headers: list[tuple[str, str]], head: bytes, payload: bytes, http: StatusAndHeaders | None = None
) -> Composed:
    """A record of the WARC headers given and those that follow from its block: an HTTP head, if any, and the payload.

    Written here and read by warcio: its writer parses and copies each record several times, which was a sixth of a crawl.
    """
    lines = [("WARC-Type", kind), *headers, ("WARC-Block-Digest", _digest(head, payload))]
    lines.append(("Content-Length", str(len(head) + len(payload))))
    top = f"WARC/{VERSION}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines)
    data = b"".join((top.encode(), b"\r\n", head, payload, b"\r\n\r\n"))
    return Composed(data, Read(kind, {name.lower(): value for name, value in lines}, http, payload, sound=True))


def _head(first_line: bytes, headers: Headers) -> bytes:
    """HTTP headers byte for byte as received; a library's own would percent-encode a file name sent in GBK."""
    return b"".join([first_line, b"\r\n", *(b"%s: %s\r\n" % pair for pair in headers), b"\r\n"])


def compose_info(file_name: str, run_id: str, software: str) -> bytes:
    """The warcinfo record that opens a file."""
    info = {"software": software, "format": "WARC File Format 1.1", "isPartOf": run_id}
    info["conformsTo"] = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
    headers = [("WARC-Record-ID", _record_id()), ("WARC-Filename", file_name)]
    headers += [("WARC-Date", datetime.now(UTC).strftime(_DATE)), ("Content-Type", _FIELDS)]
    return _composed("warcinfo", headers, b"", _block([*info.items()])).data


def compose(exchange: Exchange, payload_sha256: str, payload_bytes: int, original: Original | None) -> list[Composed]:
    """The records of one exchange, in the order written: metadata, request, then response or revisit.

    The answer comes last: it alone makes a capture, so a crash in between leaves no capture without its
    metadata.
    """
    day = exchange.fetched_at.astimezone(UTC).strftime(_DATE)
    answer_id = _record_id()
    beside = _beside(exchange.url, day, answer_id)
    line = _request_line(exchange)
    method = StatusAndHeaders("", [], protocol=exchange.method)
    return [
        _composed(
            "metadata", [*beside(), ("Content-Type", _FIELDS)], b"", _fields(exchange, payload_sha256, payload_bytes)
        ),
        _composed(
            "request",
            [*beside(), ("Content-Type", f"{_HTTP}request")],
            _head(line, exchange.request_headers),
            exchange.request_body,
            method,
        ),
        _answer(exchange, day, answer_id, original),
    ]


def _beside(url: str, day: str, answer_id: str) -> Callable[[], list[tuple[str, str]]]:
    """The headers of a record beside an answer, an id of its own each time."""
    return lambda: [
        ("WARC-Record-ID", _record_id()),
        ("WARC-Target-URI", url),
        ("WARC-Date", day),
        ("WARC-Concurrent-To", answer_id),
    ]


def compose_added(added: Added, payload_sha256: str) -> list[Composed]:
    """The records of a document added by hand, in the order written: metadata, then the resource.

    A resource record is WARC's own for bytes that came without an exchange (WARC 1.1, section 6.4).
    """
    day = added.added_at.astimezone(UTC).strftime(_DATE)
    own_id = _record_id()
    block = _block(
        [
            ("portal", added.portal_id),
            ("role", added.role),
            ("via", added.via),
            ("link-title", added.link_title),
            ("listed-on", added.listed_on),
            ("file-name", added.file_name),
            ("added-by", added.command),
            ("declared-agency", added.agency),
            ("declared-year", added.year),
            ("payload-sha256", payload_sha256),
            ("payload-bytes", len(added.data)),
        ]
    )
    headers = [("WARC-Record-ID", own_id), ("WARC-Target-URI", added.url), ("WARC-Date", day)]
    headers += [("WARC-Payload-Digest", _digest(added.data)), ("Content-Type", added.content_type)]
    return [
        _composed("metadata", [*_beside(added.url, day, own_id)(), ("Content-Type", _FIELDS)], b"", block),
        _composed("resource", headers, b"", added.data),
    ]


def _answer(exchange: Exchange, day: str, own_id: str, original: Original | None) -> Composed:
    headers = [("WARC-Record-ID", own_id), ("WARC-Target-URI", exchange.url), ("WARC-Date", day)]
    if exchange.ip_address:
        headers.append(("WARC-IP-Address", exchange.ip_address))
    phrase = HTTPStatus(exchange.status).phrase if exchange.status in _STATUSES else "-"
    head = _head(f"{exchange.protocol} {exchange.status} {phrase}".encode("latin-1"), exchange.response_headers)
    kind, payload = ("response", exchange.body) if original is None else ("revisit", b"")
    if original is None:
        headers.append(("WARC-Payload-Digest", _digest(payload)))
    else:
        unmodified = exchange.status == HTTPStatus.NOT_MODIFIED
        headers += [
            ("WARC-Profile", NOT_MODIFIED_PROFILE if unmodified else SAME_PAYLOAD_PROFILE),
            ("WARC-Refers-To", original.record_id),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", original.date),
            ("WARC-Payload-Digest", original.payload_digest),
        ]
    headers.append(("Content-Type", f"{_HTTP}response"))
    # read as whoever reads the file will
    http = _LOADER.load_http_headers(kind, exchange.url, BytesIO(head), len(head))
    return _composed(kind, headers, head, payload, http)


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
