"""Rows of the index as an Arrow table, and columns of one as values, without the libraries of frames.

pyarrow makes an array of a list only after it has loaded pandas, and casts with a module of its own, each a part of a
second of every night; so the buffers of an array are written here as the format says (Arrow columnar format, 1.0).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

import pyarrow as pa

from warehouse.archive.records import Row
from warehouse.schema import CAPTURES

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_FIRST_DAY = date(1970, 1, 1).toordinal()


def as_table(rows: Sequence[Row]) -> pa.Table:
    """Rows of the index as a table (CAPTURES), which holds them in a quarter of the memory."""
    return pa.Table.from_arrays(
        [_column([row[one.name] for row in rows], one.type) for one in CAPTURES], schema=CAPTURES
    )


def values(column: pa.Array) -> list[Any]:
    """The values of a column; a moment in microseconds since 1970, which is a tenth of the work."""
    if pa.types.is_timestamp(column.type):
        column = column.view(pa.int64())
    found: list[Any] = column.to_pylist()
    return found


def _column(given: list[Any], kind: pa.DataType) -> pa.Array:
    holds = [value is not None for value in given]
    valid = None if all(holds) else pa.py_buffer(_bits(holds))
    if pa.types.is_string(kind):
        texts = [b"" if value is None else value.encode() for value in given]
        offsets = array("i", [0, *accumulate(map(len, texts))])
        buffers = [valid, pa.py_buffer(offsets.tobytes()), pa.py_buffer(b"".join(texts))]
    else:
        numbers = array(
            "q" if kind.bit_width == 64 else "i", [0 if value is None else _number(value) for value in given]
        )
        buffers = [valid, pa.py_buffer(numbers.tobytes())]
    return pa.Array.from_buffers(kind, len(given), buffers)


def _bits(holds: list[bool]) -> bytes:
    """One bit a value, the first the lowest."""
    whole = int("".join("1" if one else "0" for one in reversed(holds)), 2)
    return whole.to_bytes((len(holds) + 7) // 8, "little")


def _number(value: datetime | date | int) -> int:
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND
    return value.toordinal() - _FIRST_DAY if isinstance(value, date) else value
