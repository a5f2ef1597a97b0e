"""Payloads: undoing a content coding, and reading the payload of a capture back with its digest checked.

Nothing here judges what the bytes are.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from warehouse.archive.index import load_captures
from warehouse.archive.members import read_member
from warehouse.archive.reading import parse
from warehouse.archive.records import HOLDS_BYTES, ArchiveError, Read
from warehouse.home import Home

if TYPE_CHECKING:
    import polars as pl

#: No document of this kind comes near it; what unpacks to more is a bomb or not for us.
MAX_PAYLOAD = 64 * 2**20
_CHUNK = 1 << 20


def decode_payload(coding: str | None, body: bytes) -> bytes | None:
    """The body without its content coding; None when it is cut, damaged or unpacks to more than MAX_PAYLOAD.

    gzip and deflate are undone, the only ones the crawlers ask for; a body in any other coding, or one that
    is not in the coding its header names, is given back as it is.
    """
    codings = [part.strip().lower() for part in (coding or "").split(",") if part.strip()]
    for name in reversed(codings):
        if not body:
            return body
        if name in {"gzip", "x-gzip"} and body.startswith(b"\x1f\x8b"):
            unpacked = _inflate(body, 16 + zlib.MAX_WBITS)
        elif name == "deflate":
            # some servers send the bare stream without the zlib header the standard asks for
            unpacked = _inflate(body, zlib.MAX_WBITS)
            unpacked = _inflate(body, -zlib.MAX_WBITS) if unpacked is None else unpacked
        else:
            return body
        if unpacked is None:
            return None
        body = unpacked
    return body


def _inflate(body: bytes, window: int) -> bytes | None:
    parts: list[bytes] = []
    total = 0
    while body:
        inflate = zlib.decompressobj(window)
        rest = body
        try:
            while rest and not inflate.eof:
                parts.append(inflate.decompress(rest, _CHUNK))
                total += len(parts[-1])
                if total > MAX_PAYLOAD:
                    return None
                rest = inflate.unconsumed_tail
            parts.append(inflate.flush())
        except zlib.error:
            return None
        if not inflate.eof:
            return None
        body = inflate.unused_data if inflate.unused_data.startswith(b"\x1f\x8b") else b""
    return b"".join(parts)


def payload_of(coding: str | None, body: bytes) -> tuple[bytes, bool]:
    """The payload as the index counts it, and whether it could be decoded; if not, it is the body as received."""
    decoded = decode_payload(coding, body)
    return (body, False) if decoded is None else (decoded, True)


def sha256(data: bytes) -> str:
    """The hex digest of `data`."""
    return hashlib.sha256(data).hexdigest()


def payload_in(read: Read, expected_sha256: str | None) -> bytes | None:
    """The payload of a read response or resource when its sha256 is the one expected, else None."""
    payload, _ = payload_of(read.http("Content-Encoding"), read.payload)
    for candidate in (payload, read.payload):
        if sha256(candidate) == expected_sha256:
            return candidate
    return None


def read_payload(home: Home, which: Mapping[str, Any] | str, captures: pl.DataFrame | None = None) -> bytes:
    """The decoded payload of a capture (a row of the index) or of a payload sha256.

    A revisit leads to the response that holds its bytes; `captures` saves loading the index for that.
    ArchiveError when no record holds the payload or the record's bytes no longer have its digest.
    """
    if isinstance(which, str) or which["record_type"] not in HOLDS_BYTES:
        digest = which if isinstance(which, str) else which["payload_sha256"]
        rows = _responses(load_captures(home) if captures is None else captures, digest)
        if not rows:
            raise ArchiveError(f"No archived record holds the payload {digest}; run `gongkai archive verify`.")
    else:
        rows = [dict(which)]
    problem = ""
    for row in rows:
        place = f"The record at {row['warc_offset']} of {row['warc_file']} ({row['url']})"
        try:
            data = read_member(home.warc / row["warc_file"], row["warc_offset"], row["warc_length"])
            payload = payload_in(parse(data), row["payload_sha256"])
        except (OSError, ValueError, ArchiveError) as error:
            problem = problem or f"{place} cannot be read ({error}); run `gongkai archive verify`."
            continue
        if payload is not None:
            return payload
        problem = problem or f"{place} no longer has the digest it was archived with; run `gongkai archive verify`."
    raise ArchiveError(problem)


def _responses(captures: pl.DataFrame, digest: str) -> list[dict[str, Any]]:
    import polars as pl

    wanted = (pl.col("payload_sha256") == digest) & pl.col("record_type").is_in(HOLDS_BYTES)
    return captures.filter(wanted).to_dicts()
