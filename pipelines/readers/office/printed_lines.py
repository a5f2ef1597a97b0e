"""The lines that a paragraph of a word processor prints, from the signs that its file has for it.

Which signs those are is known to the reader of each format.
"""

from __future__ import annotations

import re

_SPACES = re.compile(r"[ \t\r\f\xa0]+")
#: A gap that sets two figures apart: without it they read as one, whose digits are often set apart by a blank.
_GAP = re.compile(r"(?<=\d)(?:[ \r\f\xa0]*\t[ \t\r\f\xa0]*|[ \xa0]{3,})(?=\d)")
#: What stands for such a gap while blanks are made one.
_HELD = "\x00"


def printed_lines(text: str) -> str:
    """The lines that hold anything, each with single blanks; a tab or a wide gap that parts two figures is a tab."""
    held = _GAP.sub(_HELD, text.replace(_HELD, ""))
    lines = (_SPACES.sub(" ", line).strip() for line in held.split("\n"))
    return "\n".join(line for line in lines if line).replace(_HELD, "\t")
