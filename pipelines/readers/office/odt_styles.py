"""What the styles of an OpenDocument file say: heading levels, what is hidden, raised, centred or too faint to be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.readers.office.inheritance import chain

NS = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE = f"{{{NS}text:1.0}}", f"{{{NS}table:1.0}}"
_STYLE, _FO = f"{{{NS}style:1.0}}", f"{{{NS}xsl-fo-compatible:1.0}}"
_STRUCK = ("style", "type")


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says; None where it leaves that to the style it is based on."""

    parent: str
    hidden: bool | None
    raised: bool | None
    is_faint: bool
    centred: bool | None
    level: int | None
    shown: bool


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by their name."""

    by_name: dict[str, Style]

    def chain(self, name: str) -> Iterator[Style]:
        """A style and those it is based on, nearest first."""
        return chain(self.by_name, name)


def read_styles(roots: list[etree._Element]) -> Styles:
    """The styles that the parts of a file declare."""
    styles: dict[str, Style] = {}
    for root in roots:
        for style in root.iter(f"{_STYLE}style"):
            text, paragraph = style.find(f"{_STYLE}text-properties"), style.find(f"{_STYLE}paragraph-properties")
            table = style.find(f"{_STYLE}table-properties")
            level = style.get(f"{_STYLE}default-outline-level", "")
            display = None if text is None else text.get(f"{TEXT}display")
            if text is not None and any(
                text.get(f"{_STYLE}text-line-through-{how}", "none") != "none" for how in _STRUCK
            ):
                display = "none"  # struck out: no longer said
            place = None if text is None else text.get(f"{_STYLE}text-position")
            align = None if paragraph is None else paragraph.get(f"{_FO}text-align")
            styles.setdefault(
                style.get(f"{_STYLE}name", ""),
                Style(
                    parent=style.get(f"{_STYLE}parent-style-name", ""),
                    hidden=None if display is None else display == "none",
                    raised=None if not place else not re.match(r"0?%? |0%?$", f"{place}"),
                    is_faint=text is not None and _is_faint(text),
                    centred=None if align is None else align == "center",
                    level=int(level) if level.isdecimal() else None,
                    shown=table is None or table.get(f"{TABLE}display", "true") != "false",
                ),
            )
    return Styles(styles)


def _is_faint(text: etree._Element) -> bool:
    """Whether letters are written in white on no ground of their own, or a point high."""
    is_white = text.get(f"{_FO}color", "").lower() == "#ffffff"
    is_grounded = text.get(f"{_FO}background-color", "transparent") != "transparent"
    return text.get(f"{_FO}font-size") in {"1pt", "0.5pt"} or (is_white and not is_grounded)
