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
            parts.append(_table(block))
    return ("\n".join(parts)).encode()


def _table(sheet: Sheet) -> str:
    lines = []
    for boxes in sheet.rows():
        cells = [box.text.replace("\n", "<br>") for box in boxes] + [""] * (sheet.n_cols - len(boxes))
        lines.append("| " + " | ".join(cells) + " |")
    lines.insert(1, "|" + "---|" * sheet.n_cols)
    return "\n".join(lines) + "\n"
