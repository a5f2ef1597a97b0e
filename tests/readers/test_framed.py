"""Numbers that count the rows and columns of a table are taken off as a whole frame, and figures never."""

import pytest

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes
from pipelines.readers import html, text
from pipelines.readers.spans.framed import is_framed, unframed

INNER = [["类别", "件数"], ["新收", "3"], ["结转", "4"]]


def framed(rows, first=0):
    width = len(rows[0])
    head = ["", *(str(first + at) for at in range(width))]
    return [head, *([str(first + at), *row] for at, row in enumerate(rows))]


def as_page(rows) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><table>{cells}</table></body></html>".encode()


@pytest.mark.parametrize("first", [0, 1])
def test_a_frame_of_numbers_goes_and_every_cell_keeps_its_place_in_the_file(first):
    (grid,) = html.read(as_page(framed(INNER, first))).grids
    inner = unframed(grid)
    assert [(cell.text, cell.row, cell.col) for cell in inner.cells] == [
        (word, row, col) for row, words in enumerate(INNER) for col, word in enumerate(words)
    ]
    assert inner.cells[-1].locator.endswith("tr[4]/td[3]")
    (written,) = text.read("\n".join("\t".join(row) for row in framed(INNER, first)).encode()).grids
    assert [cell.text for cell in written.cells] == [word for words in INNER for word in words]
    assert written.cells[-1].locator == "line 4/cell 3"


@pytest.mark.parametrize(
    "rows",
    [
        INNER,
        [["", "0", "1"], ["新收", "0", "1"], ["结转", "1", "2"]],
        [["", "0", "1"], ["0", "3", "4"], ["2", "5", "6"]],
        [["项", "0", "1"], ["0", "3", "4"], ["1", "5", "6"]],
        [["", "0", "2"], ["0", "3", "4"], ["1", "5", "6"]],
    ],
)
def test_what_is_no_whole_frame_stays(rows):
    assert not is_framed(rows)


def test_the_tables_of_a_report_are_read_inside_their_frames():
    report = make_figures(5, "示例市水利局", 2023, "2021")
    document = html.read(render(report, "html", "unmerged"))
    parts = []
    for block in document.blocks:
        rows = (
            [[cell.text if cell else "" for cell in row] for row in block.lattice()] if hasattr(block, "cells") else []
        )
        parts.append("\n".join(",".join(row) for row in framed(rows)) if rows else block.text)
    (found,) = parse_bytes("\n\n".join(parts).encode()).reports
    assert found.status == "accepted", found.reasons
    assert {(c.table, c.row, c.column): c.value for c in found.cells} == expected_cells(report)
