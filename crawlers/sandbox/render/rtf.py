"""Reports as RTF: rows of cell edges in twips, vertical merges by flags, words as Unicode escapes."""

from __future__ import annotations

from crawlers.sandbox.render.blocks import Sheet
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import Printed

_HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
#: Twips between the margins of an A4 page.
_WIDTH = 9600


def render(copy: Printed, layout: Layout) -> bytes:
    """An .rtf file; the same report gives the same bytes."""
    parts = [
        _table(block) + "\\pard\\par\n" if isinstance(block, Sheet) else _paragraph(block.text, r"\fi480")
        for block in copy.blocks
    ]
    return (_HEAD + _paragraph(copy.title, r"\qc\b") + "".join(parts) + "}").encode("ascii")


def _paragraph(text: str, properties: str) -> str:
    return rf"{{\pard{properties} {_escaped(text)}\par}}" + "\n"


def _escaped(text: str) -> str:
    """Each character outside ASCII as its UTF-16 units, signed, as the format wants them."""
    written = []
    for char in text:
        if char == "\n":
            written.append(r"\line ")
        elif char in "\\{}":
            written.append("\\" + char)
        elif char.isascii():
            written.append(char)
        else:
            units = char.encode("utf-16-le")
            written += [
                f"\\u{int.from_bytes(units[at : at + 2], 'little', signed=True)}?" for at in range(0, len(units), 2)
            ]
    return "".join(written)


def _table(sheet: Sheet) -> str:
    rows = []
    for row in range(sheet.n_rows):
        edges, cells = "", ""
        for box in sheet.touching(row):
            merge = "" if box.rows == 1 else r"\clvmgf" if box.row == row else r"\clvmrg"
            edges += rf"{merge}\cellx{(box.col + box.cols) * _WIDTH // sheet.n_cols}"
            cells += rf"\pard\intbl {_escaped(box.text) if box.row == row else ''}\cell "
        rows.append(rf"\trowd{edges} {cells}\row" + "\n")
    return "".join(rows)
