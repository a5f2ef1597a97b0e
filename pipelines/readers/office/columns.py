"""Cell edges of ragged rows to columns: how word processors place cells that only give their widths.

Works on twips, whatever the format they come from.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right

#: Edges of one column drift by some twips from row to row; the narrowest column of text is 160.
DRIFT = 80


def columns_of_edges(rows: list[list[int]]) -> list[list[tuple[int, int]]]:
    """For each row of edges from left to right, the (column, span) of the cells between them."""
    edges: list[int] = []
    for edge in sorted({edge for row in rows for edge in row}):
        if not edges or edge - edges[-1] > DRIFT:
            edges.append(edge)
    found = []
    for row in rows:
        at = [max(bisect_right(edges, place + DRIFT) - 1, 0) for place in row]
        found.append([(left, max(right - left, 1)) for left, right in itertools.pairwise(at)])
    return found
