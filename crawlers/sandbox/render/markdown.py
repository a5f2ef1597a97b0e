"""Reports as Markdown tables, as page-to-text tools leave them: spans lost, short rows filled with blanks."""

from __future__ import annotations

from crawlers.sandbox.render.blocks import Heading, Paragraph, Sheet
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import Printed


def render(copy: Printed, layout: Layout) -> bytes:
    """The whole text in UTF-8, title first."""
    parts = [f"# {copy.title}\n"]
    for block in copy.blocks:
        if isinstance(block, Heading):
            parts.append(f"## {block.text}\n")
        elif isinstance(block, Paragraph):
            parts.append(f"{block.text}\n")
        else:
            parts.append(_written_out(block) if layout.style == "written_out" else _table(block))
    return ("\n".join(parts)).encode()


def _table(sheet: Sheet) -> str:
    lines = []
    for boxes in sheet.rows():
        cells = [box.text.replace("\n", "<br>") for box in boxes] + [""] * (sheet.n_cols - len(boxes))
        lines.append("| " + " | ".join(cells) + " |")
    lines.insert(1, "|" + "---|" * sheet.n_cols)
    return "\n".join(lines) + "\n"


def _written_out(sheet: Sheet) -> str:
    """Blanks behind wide cells and nothing for what tall ones cover, below a header of blanks, as other tools leave it."""
    lines = ["|" + " |" * sheet.n_cols, "|" + " --- |" * sheet.n_cols]
    lines += ["|" + "".join(f" {box.text} |" + " |" * (box.cols - 1) for box in boxes) for boxes in sheet.rows()]
    return "\n".join(lines) + "\n"
