"""What a Word file shows and does not write as text: pictures in cells, formulas, the prompts of fields not filled in."""

from __future__ import annotations

from lxml import etree

from pipelines.readers.raised import COMPUTED, OBJECT

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: Pictures, drawings of older programs, and parts of other files.
DRAWN = frozenset({f"{_W}drawing", f"{_W}pict", f"{_W}object"})
#: Who makes up the names of what Word knows.
_KNOWN = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/", "urn:schemas-microsoft-com:")


def shows_more(cell: etree._Element) -> bool:
    """Whether a cell without words shows something all the same: a picture, words in a box, a field never computed."""
    asked = "".join(part.text or "" for part in cell.iter(f"{_W}instrText")) or next(
        (field.get(f"{_W}instr", "") for field in cell.iter(f"{_W}fldSimple")), ""
    )
    return bool(COMPUTED.match(asked)) or any(map(_shows_more, cell.iter(*DRAWN)))


def _shows_more(drawn: etree._Element) -> bool:
    """Whether a drawing is a picture or has words; what else floats, as a slanted line does, belongs to no cell."""
    if drawn.find(f".//{_W}txbxContent") is not None:
        return any(text.text and not text.text.isspace() for text in drawn.iter(f"{_W}t"))
    is_floating = drawn.find(f".//{_WP}anchor") is not None or _floats(drawn)
    return not is_floating or next(drawn.iter(f"{_A}blip", f"{_V}imagedata"), None) is not None


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


def chosen(alternatives: etree._Element) -> etree._Element | None:
    """The one of several contents that Word shows: the first whose needs it knows; a file may leave all of them empty."""
    for option in alternatives:
        needs = [option.nsmap.get(prefix) or "" for prefix in option.get("Requires", "").split()]
        if len(option) and all(need.startswith(_KNOWN) for need in needs):
            return option
    return None
