"""Bytes to text: which encoding a page or a text file really is in.

Only decoding belongs here; what the text means belongs to the readers.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)
# Pages that declare GB2312 use characters of its supersets; GB18030 reads all of them.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}

# Single-byte encodings decode anything and hold no Chinese: a server's default, never the truth.
_NEVER_CHINESE = frozenset(
    {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii"}
)


def decode(data: bytes) -> str:
    """The text of `data`: byte order mark, else valid UTF-8, else what it declares, else GB18030, else a guess.

    UTF-8 that decodes without an error is almost never anything else, so it goes before the declaration: headers and
    meta tags of real portals are often wrong. Bytes that nothing decodes become U+FFFD, never an error.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    cut = data[:-3] if len(data) > 64 else data  # a document cut inside its last character is still UTF-8
    for name in filter(None, ("utf-8", _declared(data), "gb18030")):
        if _is_valid(cut, name):
            return data.decode(name, errors="replace")
    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "utf-8", errors="replace")


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    if not match:
        return None
    name = match[1].decode("ascii").lower()
    name = _SUPERSETS.get(name, name)
    if name in _NEVER_CHINESE:
        return None
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name


def _is_valid(data: bytes, name: str) -> bool:
    for end in (len(data), len(data) - 1, len(data) - 2, len(data) - 3):
        try:
            data[:end].decode(name)
        except UnicodeDecodeError as error:
            if error.start < end - 4:
                return False
        else:
            return True
    return False
