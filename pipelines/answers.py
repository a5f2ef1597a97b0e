"""The answers of `gongkai parse`: documents read and put as JSON in workers, so that the command itself loads no reader.

What an answer holds is decided in `parse`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pebble import ProcessPool

from pipelines.workers import Lost, each


def answers(documents: Iterable[tuple[str, bytes]], pool: ProcessPool) -> Iterator[dict[str, Any]]:
    """The JSON of (name, bytes) pairs, in their order."""
    for name, answer in each(documents, pool, _answer):
        yield _of_lost(name, answer) if isinstance(answer, Lost) else {**answer, "file": name}


def _answer(data: bytes) -> dict[str, Any]:
    from pipelines.parse import parse_bytes, to_json

    return to_json("", parse_bytes(data))


def _of_lost(name: str, document: Lost) -> dict[str, Any]:
    from pipelines.parse import lost, to_json

    return to_json(name, lost(document))
