"""Bytes to text: which encoding a page or a text file really is in.

Only decoding belongs here; what the text means belongs to the readers.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)
#: Of the characters beyond ASCII, so many may be broken in a page that is still in that encoding; in a wrong one nearly
#: every second is.
_BROKEN_SHARE = 0.1
#: Characters looked at to tell one encoding's text from another's.
_SAMPLE = 20_000


def decode(data: bytes) -> str:
    """The text of `data`: byte order mark, else UTF-8, else GB18030 or Big5, else a guess.

    UTF-8 that decodes without an error, or with a damaged character here and there, is almost never anything else, so it
    goes before the declaration: headers and meta tags of real portals are often wrong. Bytes that nothing decodes become
    U+FFFD, never an error.
    """
    return decoded(data)[0]


def decoded(data: bytes) -> tuple[str, bytes | None]:
    """The same with its bytes in UTF-8 where `data` holds them as they are, else None: to encode a page again is spared."""
    data = data.removeprefix(codecs.BOM_UTF8)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), None
    if wide := wide_name(data):
        return data.decode(wide, errors="replace"), None
    try:
        return data.decode("utf-8"), data
    except UnicodeDecodeError:
        return _guessed(data), None


def _guessed(data: bytes) -> str:
    """The text of bytes that are not all UTF-8."""
    text = data.decode("utf-8", errors="replace")
    if _broken(text) <= _BROKEN_SHARE:
        return text
    texts = [data.decode(name, errors="replace") for name in _candidates(data)]
    found = max(texts, key=lambda text: (_broken(text) <= _BROKEN_SHARE, _usual(text)))
    if _broken(found) <= _BROKEN_SHARE:
        return found
    from charset_normalizer import from_bytes  # takes as long to load as a page to read, and next to none needs it

    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "utf-8", errors="replace")


def wide_name(data: bytes) -> str | None:
    """utf-16-le or utf-16-be for markup of two bytes a character that has no byte order mark, else None."""
    if data[1:2] == b"\0" and data[:1] not in b"\0" and data[3:4] == b"\0":
        return "utf-16-le"
    if data[:1] == b"\0" and data[1:2] not in b"\0" and data[2:3] == b"\0":
        return "utf-16-be"
    return None


def _candidates(data: bytes) -> Iterator[str]:
    """GB18030, which holds GB2312 and GBK whole, and Big5 where the page names it; no other holds Chinese."""
    yield "gb18030"
    declared = _DECLARED.search(data[:4096])
    if declared and declared[1].lower().startswith(b"big5"):
        yield "big5hkscs"


def _broken(text: str) -> float:
    """The share of the characters beyond ASCII that are none; 0 where there are none such."""
    wide = len(text) - len(text.encode("ascii", errors="ignore"))
    return text.count("\ufffd") / wide if wide else 0.0


def _usual(text: str) -> float:
    """The share of Chinese characters that are among the 3,755 commonest, those of GB2312's first level."""
    chinese = [char for char in text[:_SAMPLE] if "\u4e00" <= char <= "\u9fff"]
    common = sum(b"\xb0" <= char.encode("gb2312", errors="replace")[:1] <= b"\xd7" for char in chinese)
    return common / len(chinese) if chinese else 0.0
