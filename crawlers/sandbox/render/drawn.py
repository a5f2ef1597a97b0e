"""Tables of plain text drawn with lines of signs, every column as wide as its widest cell."""

from __future__ import annotations

import unicodedata

from crawlers.sandbox.render.blocks import Box, Sheet


def drawn(sheet: Sheet) -> str:
    """The table drawn with lines of signs, spans included, as browsers of consoles print it."""
    widths = [4] * sheet.n_cols
    for box in sorted(sheet.boxes, key=lambda box: box.cols):
        lacking = _columns(box.text) - sum(widths[box.col : box.col + box.cols]) - box.cols + 1
        widths[box.col + box.cols - 1] += max(lacking, 0)
    edges = [sum(widths[:col]) + col for col in range(sheet.n_cols + 1)]
    area = {
        (row, col): box
        for box in sheet.boxes
        for row in range(box.row, box.row + box.rows)
        for col in range(box.col, box.col + box.cols)
    }
    lines: list[str] = []
    for row in range(sheet.n_rows + 1):
        lines.append(_rule(area, row, widths))
        if row < sheet.n_rows:
            line = ""
            for box in sheet.touching(row):
                room = edges[box.col + box.cols] - edges[box.col] - 1
                text = box.text if row == box.row + (box.rows - 1) // 2 else ""
                line += "│" + text + " " * (room - _columns(text))
            lines.append(line + "│")
    return "\n".join(lines) + "\n\n"


def _rule(area: dict[tuple[int, int], Box], row: int, widths: list[int]) -> str:
    """The line above a row, open where a cell reaches through it."""
    line = ""
    for col in range(len(widths) + 1):
        is_level = [area.get((row - 1, at)) is not area.get((row, at)) for at in (col - 1, col)]
        is_upright = [area.get((at, col - 1)) is not area.get((at, col)) for at in (row - 1, row)]
        line += _JOINTS[8 * is_upright[0] + 4 * is_upright[1] + 2 * is_level[0] + is_level[1]]
        if col < len(widths):
            line += ("─" if is_level[1] else " ") * widths[col]
    return line


#: The sign where lines meet: one goes up counts 8, down 4, left 2, right 1.
_JOINTS = "   ─ ┌┐┬ └┘┴│├┤┼"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1 for char in text)
