"""Figures of a written table that a narrow column broke over lines: joined where the sums of the form prove it.

Two lines of digits in a cell may be two figures as well, so without that proof they stay what they are, no number. Figures of
pictures are settled in `settle`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipelines.parsing.numbers import read_number
from pipelines.parsing.settle import Key, Sum, sums_of
from pipelines.parsing.tables.gathered import Matched, MatchedBlock
from warehouse.form import Form

_BROKEN = re.compile(r"[1-9１-９]\d*(?:\s*\n\s*\d+)+")


def joined(matched: Matched, forms: Mapping[str, Form], method: str) -> Matched:
    """The blocks with each broken figure as one, where with all of a block joined every sum they take part in holds.

    `method` is how the document's cells were read; that of a joined cell says that the sums settled it.
    """
    return replace(matched, blocks=tuple(_joined(block, forms[block.edition], method) for block in matched.blocks))


def _joined(block: MatchedBlock, form: Form, method: str) -> MatchedBlock:
    broken = {key for key, cell in block.cells.items() if "\n" in cell.text and _BROKEN.fullmatch(cell.text.strip())}
    if not broken:
        return block
    cells = {
        key: replace(cell, text=re.sub(r"\s+", "", cell.text)) if key in broken else cell
        for key, cell in block.cells.items()
    }
    values = {key: read_number(cell.text).value or 0.0 for key, cell in cells.items()}
    sums = sums_of(form, block)
    if not all(_is_proven(key, broken, sums, values) for key in broken):
        return block
    return replace(block, cells=cells, methods={**block.methods, **dict.fromkeys(broken, f"{method}+identity")})


def _is_proven(key: Key, broken: set[Key], sums: list[Sum], values: Mapping[Key, float]) -> bool:
    """Whether the sums of a figure hold, of which it has one alone or more than one: two in a single sum may make up."""
    own = [one for one in sums if key in one.keys]
    if not all(sum(values[k] for k in one.parts) == sum(values[k] for k in one.totals) for one in own):
        return False
    return len(own) > 1 or any(broken.isdisjoint(set(one.keys) - {key}) for one in own)
