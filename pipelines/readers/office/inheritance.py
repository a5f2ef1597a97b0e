"""Styles of office documents that are based on one another.

How a format writes its styles belongs to `docx_styles.py` and `odt_styles.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, TypeVar

from pipelines.readers.packages import MAX_DEPTH


class _Based(Protocol):
    @property
    def parent(self) -> str: ...


Style = TypeVar("Style", bound=_Based)


def chain(styles: Mapping[str, Style], name: str) -> Iterator[Style]:
    """A style and those it is based on, nearest first; a circle of them ends at the limit on depth."""
    for _ in range(MAX_DEPTH):
        style = styles.get(name)
        if style is None:
            return
        yield style
        name = style.parent
