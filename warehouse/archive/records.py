"""What stands in the archive: an exchange or a document added by hand before it is written, a record once it is.

Making records belongs to `composing.py`, reading them back to `reading.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from warcio.statusandheaders import StatusAndHeaders

from warehouse.home import BY_HAND

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
