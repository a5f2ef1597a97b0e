"""The WARC records of one exchange, or of one document added by hand, as bytes.

What reading them back gives is told with them, so that an index rebuilt from the files (`reading.py`) equals the one first
written. Files, folders and fsync do not belong here.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urlsplit
from uuid import uuid4

from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders

from warehouse.archive.records import Added, Composed, Exchange, Headers, Original, Read

VERSION = "1.1"
SAME_PAYLOAD_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"
_FIELDS, _HTTP = "application/warc-fields", "application/http; msgtype="
_STATUSES = {*HTTPStatus}

#: Reads HTTP headers as whoever reads the file will.
_LOADER = ArcWarcRecordLoader(verify_http=False)


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
