"""What is remembered from one document to the next changes no answer: any order, and a first or a later look, give the same."""

import functools
import gc
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parsing.report import read_reports
from pipelines.readers import read_document
from pipelines.readers.document import Cell, Document, Grid, Text


def shown(seed: int, year: int, edition: str) -> Document:
    return read_document(render(make_figures(seed, "示例市水利局", year, edition), "html", "plain"))


def with_table(document: Document, change) -> Document:
    """A document whose table of requests is changed."""
    blocks = [
        change(block) if isinstance(block, Grid) and any("新收" in cell.text for cell in block.cells) else block
        for block in document.blocks
    ]
    return replace(document, blocks=tuple(blocks))


def with_cells(change):
    return lambda grid: replace(
        grid, cells=tuple(new for cell in grid.cells if (new := change(grid, cell)) is not None)
    )


def _exchanged(grid: Grid, cell: Cell) -> Cell:
    """The words as they are printed, the last two figures of every row standing the other way round."""
    last = grid.n_cols - 1
    is_moved = cell.text.isdecimal() and cell.col >= last - 1
    return replace(cell, col={last: last - 1, last - 1: last}[cell.col]) if is_moved else cell


def _blank(grid: Grid, cell: Cell) -> Cell:
    return replace(cell, text="") if cell.text.isdecimal() else cell


def _wide(grid: Grid, cell: Cell) -> Cell | None:
    """The first figure of every row reaching over the next one's place."""
    first = min(cell.col for cell in grid.cells if cell.text.isdecimal())
    if not cell.text.isdecimal() or cell.col > first + 1:
        return cell
    return replace(cell, col_span=2) if cell.col == first else None


def _short(grid: Grid, cell: Cell) -> Cell | None:
    return cell if cell.row < grid.n_rows // 2 else None


def _under_a_line(grid: Grid) -> Grid:
    """The table below a line of its own that gives it to a year."""
    moved = tuple(replace(cell, row=cell.row + 1) for cell in grid.cells)
    return Grid(grid.n_rows + 1, grid.n_cols, (Cell("2022年度申请情况", 0, 0, 1, grid.n_cols), *moved), grid.locator)


def _documents() -> dict[str, Document]:
    plain = shown(5, 2023, "2021")
    return {
        "plain": plain,
        "other figures": shown(8, 2023, "2021"),
        "another edition": shown(5, 2020, "2019"),
        "the year of a line": with_table(shown(5, 2022, "2021"), _under_a_line),
        "the year before": with_table(plain, _under_a_line),
        "figures exchanged": with_table(plain, with_cells(_exchanged)),
        "a figure over two": with_table(plain, with_cells(_wide)),
        "blanks": with_table(plain, with_cells(_blank)),
        "a second set": replace(plain, blocks=(*plain.blocks, Text("附件", 0, "line"), *shown(8, 2023, "2021").grids)),
        "half a table": with_table(plain, with_cells(_short)),
    }


DOCUMENTS = _documents()


def forget() -> None:
    """Empty all that the parser remembers."""
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and str(each.__module__).startswith("pipelines"):
            each.cache_clear()


@pytest.fixture(scope="module")
def alone():
    """What is read of each document where nothing was read before it."""
    found = {}
    for name, document in DOCUMENTS.items():
        forget()
        found[name] = read_reports(document)
    assert len({str(reports) for reports in found.values()}) == len(found)
    return found


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(sorted(DOCUMENTS)), min_size=2, max_size=8), st.booleans())
def test_documents_read_in_any_order_and_again_give_what_each_gives_alone(alone, names, is_cold):
    if is_cold:
        forget()
    for name in names:
        assert read_reports(DOCUMENTS[name]) == alone[name], name
