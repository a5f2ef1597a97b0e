"""What the fields and links of a Word file ask for whose result a run shows; what that makes of the run is told by the reader."""

from __future__ import annotations

from lxml import etree

from pipelines.readers.office.docx_styles import W
from pipelines.readers.packages import first_child

#: What a field is written with: marks of its beginning, its result and its end, and its instruction.
FIELD_MARKS = frozenset({f"{W}fldChar", f"{W}instrText"})


class Fields:
    """The fields that are open where a paragraph is read; they may reach over runs and paragraphs."""

    def __init__(self) -> None:
        self._open: list[str] = []  # what each asks for, outermost first
        self._shown: list[bool] = []  # whether the result of each has begun
        self._n_asking = 0  # those whose result has not

    def take(self, mark: etree._Element) -> str:
        """Take in a mark or a piece of an instruction; what it shows itself: the chosen line of a list."""
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._open.append("")
            self._shown.append(False)
            self._n_asking += 1
            return _chosen_line(mark)
        if kind == "separate" and self._open:
            self._n_asking -= not self._shown[-1]
            self._shown[-1] = True
        elif kind == "end" and self._open:
            self._open.pop()
            self._n_asking -= not self._shown.pop()
        elif self._open and mark.tag == f"{W}instrText":
            self._open[-1] += mark.text or ""
        return ""

    @property
    def is_asked(self) -> bool:
        """Whether what is read is the result of a field in the instruction of another, which alone is not shown."""
        return self._n_asking > (bool(self._shown) and not self._shown[-1])

    def around(self, run: etree._Element) -> str:
        """What the field asks for whose result a run is, a link into the text written as one; nothing outside of any."""
        if self._open:
            return self._open[-1]
        parent = run.getparent()
        if parent is None or parent.tag == f"{W}p":
            return ""
        place = parent.get(f"{W}anchor")
        return f"HYPERLINK \\l {place}" if place else parent.get(f"{W}instr", "")


def _chosen_line(mark: etree._Element) -> str:
    """The line of a drop-down list that is chosen, by its number or the first one; nothing for other fields."""
    choice = mark.find(f"{W}ffData/{W}ddList")
    lines = [] if choice is None else choice.findall(f"{W}listEntry")
    if choice is None or not lines:
        return ""
    result = first_child(choice, f"{W}result")
    number = "0" if result is None else result.get(f"{W}val", "0")
    return lines[int(number)].get(f"{W}val", "") if number.isdecimal() and int(number) < len(lines) else ""
