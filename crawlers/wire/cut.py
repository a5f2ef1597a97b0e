"""Answers that end in their middle though nothing announced a length: known by the end their format must have."""

from __future__ import annotations

import re

#: What the last bytes of a whole file hold, by its first; how far from the end it may stand.
_ENDS = (
    (b"%PDF-", re.compile(rb"%%EOF"), 2048),
    (b"PK\x03\x04", re.compile(rb"PK\x05\x06"), 66_000),
    (b"\x89PNG", re.compile(rb"IEND"), 64),
    (b"\xff\xd8\xff", re.compile(rb"\xff\xd9"), 4096),
    (b"<", re.compile(rb"</(html|body)\s*>", re.IGNORECASE), 4096),
)


def is_cut(body: bytes) -> bool:
    """Whether a file or page of a known kind lacks its end."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for first, end, within in _ENDS:
        if start.startswith(first):
            return end.search(body[-within:]) is None
    return False
