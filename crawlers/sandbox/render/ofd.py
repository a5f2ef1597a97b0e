"""Reports as OFD (GB/T 33190): characters and rules placed on one long page, in millimetres.

Lines are broken here as a narrow cell breaks them; where a page ends inside a table is shown by the PDFs.
"""

from __future__ import annotations

import io
import zipfile
from html import escape

from crawlers.sandbox.render.blocks import Box, Sheet
from crawlers.sandbox.render.fixed_zip import with_fixed_times
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import Printed

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_LEFT, _WIDTH, _TOP = 20.0, 170.0, 20.0
_SIZE, _LEADING, _PAD = 3.2, 4.2, 1.2


def render(copy: Printed, layout: Layout) -> bytes:
    """An .ofd file; the same report gives the same bytes."""
    objects: list[str] = []
    below = _TOP
    for text in (copy.title, *copy.blocks):
        if isinstance(text, Sheet):
            below = _table(objects, text, below) + 2 * _LEADING
        else:
            below = (
                _lines(objects, "　　" + text if isinstance(text, str) else "　　" + text.text, _LEFT, below, _WIDTH)
                + _LEADING
            )
    return _package(copy, "".join(objects), below + _TOP)


def _width(char: str) -> float:
    return _SIZE / 2 if char.isascii() else _SIZE


def _wrapped(text: str, width: float) -> list[str]:
    lines: list[str] = []
    for part in text.split("\n"):
        line, room = "", width
        for char in part:
            if line and room < _width(char):
                lines.append(line)
                line, room = "", width
            line += char
            room -= _width(char)
        lines.append(line)
    return lines


def _lines(objects: list[str], text: str, x: float, y: float, width: float) -> float:
    """Place a text and give back where it ends."""
    for line in _wrapped(text, width):
        if line.strip():
            steps = " ".join(f"{_width(char):g}" for char in line[:-1])
            objects.append(
                f'<ofd:TextObject Boundary="{x:g} {y:g} {width:g} {_LEADING:g}" Size="{_SIZE:g}">'
                f'<ofd:TextCode X="0" Y="{_SIZE:g}" DeltaX="{steps}">{escape(line)}</ofd:TextCode></ofd:TextObject>'
            )
        y += _LEADING
    return y


def _edges(sheet: Sheet) -> list[float]:
    """The rules between columns; the labels of the requests are wider than its figures."""
    shares = [1.0] * sheet.n_cols
    if sheet.table == "requests":
        shares[:3] = [1.2, 1.4, 3.0]
    return [_LEFT + _WIDTH * sum(shares[:col]) / sum(shares) for col in range(sheet.n_cols + 1)]


def _table(objects: list[str], sheet: Sheet, top: float) -> float:
    edges = _edges(sheet)

    def room(box: Box) -> float:
        return edges[box.col + box.cols] - edges[box.col] - 2 * _PAD

    heights = [_LEADING + 2 * _PAD] * sheet.n_rows
    for box in sorted(sheet.boxes, key=lambda box: box.rows):
        need = len(_wrapped(box.text, room(box))) * _LEADING + 2 * _PAD
        last = box.row + box.rows - 1
        heights[last] += max(need - sum(heights[box.row : last + 1]), 0)
    tops = [top + sum(heights[:row]) for row in range(sheet.n_rows + 1)]
    for box in sheet.boxes:
        x, y = edges[box.col], tops[box.row]
        width, height = edges[box.col + box.cols] - x, tops[box.row + box.rows] - y
        objects.append(
            f'<ofd:PathObject Boundary="{x:g} {y:g} {width:g} {height:g}" LineWidth="0.2"><ofd:AbbreviatedData>'
            f"M 0 0 L {width:g} 0 L {width:g} {height:g} L 0 {height:g} C</ofd:AbbreviatedData></ofd:PathObject>"
        )
        _lines(objects, box.text, x + _PAD, y + _PAD, room(box))
    return tops[-1]


def _package(copy: Printed, page: str, height: float) -> bytes:
    parts = {
        "OFD.xml": f"<ofd:OFD {_NAMESPACE}><ofd:DocBody><ofd:DocInfo><ofd:Title>{escape(copy.title)}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>0 0 210 {height:g}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {_NAMESPACE}><ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return with_fixed_times(out.getvalue())
