"""What follows from the words of a table alone: asked once for all tables that print the same ones, whatever their figures.

The form is one and most reports copy it. What is asked of words stands with whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from pipelines.readers.document import Grid, Wording

#: Wordings of which an answer is remembered.
_MOST_WORDINGS = 256

Answer = TypeVar("Answer")


def of_wording(work: Callable[[Wording], Answer]) -> Callable[[Grid], Answer]:
    """Ask a table what `work` makes of its wording; what is made of one is remembered, unless no copy of the form is so large."""
    known = lru_cache(maxsize=_MOST_WORDINGS)(work)

    @wraps(work)
    def of(grid: Grid) -> Answer:
        return work(grid.wording) if grid.is_large else known(grid.wording)

    return of
