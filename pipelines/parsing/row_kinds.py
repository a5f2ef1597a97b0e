"""What a row of a table is: part of its header, the heading of a chapter, a row of figures, or none of these.

Told by the form's labels and by figures alone. What its cells are belongs to `matching.py`.
"""

from __future__ import annotations

from pipelines.parsing.labels import LabelIndex
from pipelines.parsing.numbers import DASHES
from pipelines.parsing.rows import Row


def kind_of(row: Row, index: LabelIndex) -> str:
    """`header`, `heading` (names a chapter), `body` (has a row's label or figures) or `other`."""
    words = row.words
    if row.has_numbers:
        return "body"
    if sum(cell.text.strip() in DASHES for cell in row.cells) > len(words):
        return "body"  # a row of noughts that are said without a digit
    if not words:
        return "body" if any(cell.row == row.number for cell in row.cells) else "other"
    roles = [index.find(cell.text) for cell in words]
    if len(words) == 1 and any(role.kind == "heading" for role in roles[0]):
        return "heading"
    columns = 0
    is_frame = False
    for cell, found in zip(words, roles, strict=True):
        kinds = {role.kind for role in found}
        is_side = any(role.kind == "row" and role.block and role.block.layout == "one_row" for role in found)
        if "column" in kinds and ("row" not in kinds or cell.col > 0):
            columns += 1
        elif "frame" in kinds or is_side:
            is_frame = True
    only_labels = [found for found in roles if any(role.kind == "row" for role in found)]
    if columns >= 2 or (columns == 1 and (is_frame or not only_labels)) or (is_frame and not columns):
        return "header"
    return "body" if only_labels else "other"
