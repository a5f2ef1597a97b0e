"""A document to what its tables hold: the form's blocks in its grids and its running text, or the lines of statistics.

What is in them, whether it adds up and what it makes of a report is decided in `report.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.parsing.broken import joined
from pipelines.parsing.chapters import tables_denied
from pipelines.parsing.flattened.flat import read_flat
from pipelines.parsing.identity.split import second_set
from pipelines.parsing.settle import settle
from pipelines.parsing.statistics.lines import Statistics
from pipelines.parsing.statistics.reading import read_statistics
from pipelines.parsing.statistics.settle import in_one_script, settle_statistics
from pipelines.parsing.tables.captions import without_years_before
from pipelines.parsing.tables.gathered import Matched, MatchedBlock
from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.tables.matching import Matcher
from pipelines.parsing.units import printed_units
from pipelines.parsing.unplaced import figures_outside
from pipelines.readers.document import Document, Grid
from pipelines.reasons import because
from warehouse.form import Form
from warehouse.reasons import Reason


@dataclass(frozen=True, slots=True)
class Tables:
    """What a document's tables hold.

    `grids` as they were read; `left_out` has the blocks that could not be read though their table could, with the
    reason; `units` those of amounts. Nothing is taken of a document that holds two sets of the form's tables.
    """

    matched: Matched
    left_out: dict[tuple[str, str], Reason]
    statistics: Statistics | None
    units: dict[tuple[str, str], str]
    grids: tuple[Grid, ...] = ()
    are_two_sets: bool = False

    @property
    def held(self) -> list[MatchedBlock]:
        """The blocks of the tables that are not in doubt."""
        return [block for block in self.matched.blocks if block.table not in self.matched.doubts]

    @property
    def has_any(self) -> bool:
        """Whether a table of a report stands in the document, readable or not."""
        return bool(self.matched.blocks or self.matched.doubts or self.left_out or self.statistics)

    def hold_most(self, forms: dict[str, Form]) -> bool:
        """Whether the tables that stand in the document have more than half of a form's cells, or are of statistics."""
        found = {block.table for block in self.matched.blocks} | {
            *self.matched.doubts,
            *(key for key, _ in self.left_out),
        }
        return self.statistics is not None or any(
            2 * sum(_n_cells(form, table) for table in found) > sum(_n_cells(form, table) for table in form.tables)
            for form in forms.values()
        )

    @property
    def has_figures(self) -> bool:
        """Whether a table holds at least one figure; a blank form does not."""
        blocks = any(re.search(r"\d", cell.text) for block in self.matched.blocks for cell in block.cells.values())
        return blocks or bool(self.matched.doubts or self.left_out or self.statistics)


def read_tables(document: Document, forms: dict[str, Form], year: int | None) -> Tables:
    """What the tables of a document that is one report of a year hold; `year` is None where the report names none."""
    units, of_several = printed_units(document)
    if _is_mixed(document, forms, year):
        return Tables(Matched((), {}), {}, None, units, are_two_sets=True)
    grids, matched, left_out = _match(document, forms, year)
    printed = in_one_script(document)
    statistics = None if matched.blocks else read_statistics(printed, year)
    if statistics is not None:  # its lines are no rows of the form without a header
        matched = Matched((), {})
    statistics = settle_statistics(statistics, printed)
    held = {(block.table, block.block.key) for block in matched.blocks}
    left_out |= {key: reason for key, reason in of_several.items() if key in held}
    return Tables(matched, left_out, statistics, units, grids)


#: The grids as they were read, what they and the running text hold, what of the text was left out.
_Match = tuple[tuple[Grid, ...], Matched, dict[tuple[str, str], Reason]]


def _match(document: Document, forms: dict[str, Form], year: int | None) -> _Match:
    """The blocks in the document's grids, then those that only its running text has; blocks left out with their reason."""
    matcher = Matcher(label_index(), forms, year)
    matched = settle(matcher.read(document.blocks), document.readings, forms)
    matched = joined(matched, forms, document.format)
    for elsewhere in (figures_outside(document, matched.blocks), tables_denied(document, matched.blocks)):
        more = {table: (*matched.doubts.get(table, ()), reason) for table, reason in elsewhere.items()}
        matched = Matched(matched.blocks, matched.doubts | more)
    grids = tuple(matcher.grids)
    held = {(block.table, block.block.key) for block in matched.blocks}
    in_doubt = {
        (table, block.key) for f in forms.values() for table in matched.doubts for block in f.tables[table].blocks
    }
    if any(_blocks(form) <= held | in_doubt for form in forms.values()):
        return grids, matched, {}
    texts = [text for text in document.texts if text.locator not in document.readings]
    printed, indents = [text.text for text in texts], [text.indent for text in texts]
    own = without_years_before(printed, year)
    flat, left_out = read_flat(own, forms, held | in_doubt, indents)
    if own != printed:
        found = {(block.table, block.block.key) for block in flat}
        others, doubts = read_flat(printed, forms, held | in_doubt | found, indents)
        before = {(block.table, block.block.key): because("of_year_before", table=block.table) for block in others}
        left_out |= doubts | before
    blocks = tuple(sorted([*matched.blocks, *flat], key=lambda block: (block.table, block.block.key)))
    return grids, Matched(blocks, matched.doubts), left_out


def _is_mixed(document: Document, forms: dict[str, Form], year: int | None) -> bool:
    """Whether a second set of the form's tables stands under the same title and says anything else than the first."""
    place = second_set(document)
    if place is None:
        return False
    grids = document.grids
    first, second = (Matcher(label_index(), forms, year).read(part) for part in (grids[:place], grids[place:]))
    if first.doubts or second.doubts:
        return True
    known, other = map(_filled, (first, second))
    left_blank = {(block.table, block.block.key) for block in first.blocks} - known.keys()
    if left_blank & other.keys():
        return True  # the first ones may be the report's own, who had nothing to count
    return any(
        known[key].cells.get(name, cell).text != cell.text
        for key in known.keys() & other.keys()
        for name, cell in other[key].cells.items()
    )


def _filled(matched: Matched) -> dict[tuple[str, str], MatchedBlock]:
    """The blocks with anything in their cells: a blank form beside a report says nothing else than it."""
    return {
        (block.table, block.block.key): block
        for block in matched.blocks
        if any(cell.text.strip() for cell in block.cells.values())
    }


def _n_cells(form: Form, table: str) -> int:
    blocks = form.tables[table].blocks if table in form.tables else ()
    return sum(len(block.rows) * len(block.columns) for block in blocks)


@cache
def _blocks(form: Form) -> frozenset[tuple[str, str]]:
    return frozenset((table_key, block.key) for table_key, table in form.tables.items() for block in table.blocks)
