"""The name that a server gives to a file it sends: the Content-Disposition header, in whatever way it is spelled.

A name is for people to read. It never becomes a path, and what a file is, its bytes say.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from urllib.parse import unquote_to_bytes

#: RFC 5987: charset'language'percent-encoded; it goes before the plain spelling.
_EXTENDED = re.compile(r"filename\*\s*=\s*\"?([\w-]*)'[^']*'([^;\"]+)", re.IGNORECASE)
_PLAIN = re.compile(r"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]+))", re.IGNORECASE)
_LONGEST = 200
#: In the order tried; bytes that are valid UTF-8 are hardly ever meant as anything else.
_CODINGS = ("utf-8", "gb18030")


def named(disposition: str | None) -> str | None:
    """The file name in a Content-Disposition header, read as Latin-1 or UTF-8; None where it gives none.

    Raw bytes and percent-encoded ones are UTF-8 where they can be, else GB18030; folders before the name are left out.
    """
    if not disposition:
        return None
    if found := _EXTENDED.search(disposition):
        raw = unquote_to_bytes(found[2].strip())
        return _last_part(_decoded(raw, found[1]))
    plain = _PLAIN.search(disposition)
    if not plain:
        return None
    text = re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2].strip()
    if text.startswith("=?"):
        try:
            return _last_part(str(make_header(decode_header(text))))
        except (HeaderParseError, LookupError, UnicodeDecodeError):
            return None
    raw = _raw(text)
    return _last_part(_decoded(unquote_to_bytes(raw) if b"%" in raw else raw))


def _raw(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _decoded(raw: bytes, charset: str = "") -> str:
    for coding in (*([charset] if charset else []), *_CODINGS):
        try:
            return raw.decode(coding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")


def _last_part(name: str) -> str | None:
    printable = "".join(letter for letter in re.split(r"[/\\]", name)[-1] if letter.isprintable()).strip(" .")
    return printable[:_LONGEST] or None
