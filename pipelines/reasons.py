"""Why a document is no report, or not read whole: the reasons of `reasons.yaml`, which declares their words.

A reason names tables, rows and cells by the form's keys; in Chinese it is told by the form's labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from warehouse.form import load_forms
from warehouse.reasons import Reason, Reasons

WORDS = Path(__file__).with_name("reasons.yaml")

_REASONS = Reasons(WORDS)
#: Places of a sentence that are filled with keys of the form.
_KEYS = ("table", "row", "next_row", "cell")


def because(code: str, /, **values: object) -> Reason:
    """The reason of a code, its places filled; keys of the form (`table`, `table.row`, `table.row.column`) by name."""
    labelled = {name: _named(str(values[name])) for name in _KEYS if name in values}
    return _REASONS.because(code, **{**values, **labelled})


def declared() -> dict[str, dict[str, str]]:
    """The words of every code, by language."""
    return _REASONS.declared


def in_words(name: str, zh: str) -> Reason:
    """A value of a sentence that has a name in each language."""
    return Reason("", name, zh)


def _named(key: str) -> Reason:
    """A key of the form with its label; a key that no edition has, as printed labels of the statistics table, as it is."""
    return in_words(key, _labels().get(key, key))


@cache
def _labels() -> dict[str, str]:
    """Labels by table, by table and row, by row alone and by cell; the newest edition's where they differ."""
    labels: dict[str, str] = {}
    for form in load_forms().values():
        for table_key, table in form.tables.items():
            labels.setdefault(table_key, table.label)
        for (table_key, row_key, _), cell in form.cells.items():
            labels.setdefault(f"{table_key}.{row_key}", cell.row.label)
            labels.setdefault(cell.name, f"{cell.row.label}·{cell.column.label}")
    for key, label in list(labels.items()):
        if key.count(".") == 1:
            labels.setdefault(key.split(".")[1], label)
    return labels


def in_columns(reasons: Iterable[Reason]) -> dict[str, list[str]]:
    """Reasons as the columns that keep them: their codes, and their words in English and in Chinese."""
    found = [*reasons]
    return {
        "reason_codes": [reason.code for reason in found],
        "reasons": [str(reason) for reason in found],
        "reasons_zh": [reason.zh for reason in found],
    }
