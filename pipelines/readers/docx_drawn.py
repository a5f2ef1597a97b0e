"""What a Word file shows and does not write as text: pictures in cells, formulas, the prompts of fields not filled in."""

from __future__ import annotations

from lxml import etree

from pipelines.readers.raised import OBJECT

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: Pictures, drawings of older programs, and parts of other files.
DRAWN = frozenset({f"{_W}drawing", f"{_W}pict", f"{_W}object"})


def shows_picture(cell: etree._Element) -> bool:
    """Whether a picture stands in the line of a cell's text; one that floats belongs to no cell, a text box is no picture."""
    return any(
        drawn.find(f".//{_W}txbxContent") is None and drawn.find(f".//{_WP}anchor") is None and not _floats(drawn)
        for drawn in cell.iter(*DRAWN)
    )


def _floats(drawn: etree._Element) -> bool:
    return any("position:absolute" in (shape.get("style") or "").replace(" ", "") for shape in drawn.iter())


def formula_text(formula: etree._Element) -> str:
    """The characters of a formula that is one row of them; of a fraction or a power only that something is shown."""
    plain = {f"{MATH}{name}" for name in ("oMathPara", "oMath", "r", "t", "rPr", "sty", "oMathParaPr", "jc", "ctrlPr")}
    texts = [part.text or "" for part in formula.iter(f"{MATH}t")]
    is_row = all(part.tag in plain or not str(part.tag).startswith(MATH) for part in formula.iter(etree.Element))
    return "".join(texts) if is_row else OBJECT


def is_placeholder(element: etree._Element) -> bool:
    """Whether a field still shows its prompt, which Word takes for nothing filled in."""
    return element.tag == f"{_W}sdt" and element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
