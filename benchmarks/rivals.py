"""Other programs that read tables, on the same documents: `pandas.read_html` for pages, pdfplumber for PDF.

Each does less than `gongkai parse`, which also names every cell, checks the sums and judges the claims; what both read
is compared figure by figure. Only the rivals and that comparison live here.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable

import pandas as pd
import pdfplumber

from pipelines.readers import read_document

_FIGURE = re.compile(r"[\d,.]+")


def pandas_bytes(data: bytes) -> list[pd.DataFrame]:
    """Every table of a page, from its bytes, by lxml, the fastest of its parsers."""
    return pd.read_html(io.BytesIO(data), flavor="lxml")


def pandas_text(data: bytes) -> list[pd.DataFrame]:
    """The same from text already decoded."""
    return pd.read_html(io.StringIO(data.decode()), flavor="lxml")


def pdfplumber_tables(data: bytes) -> list[list[list[str | None]]]:
    """Every table of a PDF, page by page."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [table for page in pdf.pages for table in page.extract_tables()]


def figures_of_pandas(data: bytes) -> Counter[float]:
    """The figures in pandas' tables, each with its number of places."""
    return _count(str(value) for frame in pandas_bytes(data) for value in frame.to_numpy().ravel())


def figures_of_pdfplumber(data: bytes) -> Counter[float]:
    """The figures in pdfplumber's tables."""
    return _count(text or "" for table in pdfplumber_tables(data) for row in table for text in row)


def figures_of_ours(data: bytes, *, spread: bool) -> Counter[float]:
    """The figures in our grids; `spread` counts a cell for each place it covers, as pandas prints it."""
    grids = read_document(data).grids
    if spread:
        return _count(cell.text for grid in grids for row in grid.lattice() for cell in row if cell is not None)
    return _count(cell.text for grid in grids for cell in grid.cells)


def same(ours: Counter[float], theirs: Counter[float]) -> str:
    """`figures both read / figures ours / figures theirs`."""
    return f"{(ours & theirs).total()} / {ours.total()} / {theirs.total()}"


def _count(texts: Iterable[str]) -> Counter[float]:
    found: Counter[float] = Counter()
    for text in texts:
        plain = "".join(text.split()).replace(",", "")
        if _FIGURE.fullmatch(plain) and plain.count(".") <= 1 and plain != ".":
            value = float(plain)
            if math.isfinite(value):
                found[value] += 1
    return found


Reader = Callable[[bytes], object]
