"""What the fields and links of a Word file ask for whose result a run shows; what that makes of the run is told by the reader."""

from __future__ import annotations

from lxml import etree

from pipelines.readers.office.docx_styles import W

#: What a field is written with: marks of its beginning, its result and its end, and its instruction.
FIELD_MARKS = frozenset({f"{W}fldChar", f"{W}instrText"})


class Fields:
    """The fields that are open where a paragraph is read; they may reach over runs and paragraphs."""

    def __init__(self) -> None:
        self._open: list[str] = []  # what each asks for, outermost first

    def take(self, mark: etree._Element) -> None:
        """Take in a mark or a piece of an instruction."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._open.append("")
        elif kind == "end":
            del self._open[-1:]
        elif self._open and mark.tag == f"{W}instrText":
            self._open[-1] += mark.text or ""

    def around(self, run: etree._Element) -> str:
        """What the field asks for whose result a run is, a link into the text written as one; nothing outside of any."""
        if self._open:
            return self._open[-1]
        parent = run.getparent()
        if parent is None or parent.tag == f"{W}p":
            return ""
        place = parent.get(f"{W}anchor")
        return f"HYPERLINK \\l {place}" if place else parent.get(f"{W}instr", "")
