"""The labelled prose of `sentences.yaml`, its labels filled in from the form, and claims written as it writes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from pipelines.parsing.claims import Claim
from warehouse.form import load_form

_SYMBOLS = {
    "G": "granted",
    "P": "partly_granted",
    "D": "refused",
    "U": "unavailable",
    "I": "declined",
    "O": "other",
}


@dataclass(frozen=True)
class Labelled:
    text: str
    year: int | None
    claims: tuple[str, ...]


def labels() -> dict[str, str]:
    form = load_form("2021")
    names: dict[str, str] = {}
    for cell in form.cells.values():
        if cell.table_key in ("requests", "disputes"):
            names.setdefault(cell.row_key, cell.row.label)
            names.setdefault(cell.column_key, cell.column.label)
    return names | {symbol: form.groups[key].label for symbol, key in _SYMBOLS.items()}


def labelled() -> list[Labelled]:
    items = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
    names = labels()
    return [Labelled(item["text"].format(**names), item.get("year"), tuple(item.get("claims", ()))) for item in items]


def written(claim: Claim) -> str:
    figure = {
        "count": [claim.value],
        "fee": [claim.value],
        "share": [claim.percent],
        "growth": [claim.percent, claim.base_year],
        "level": [claim.base_year],
    }.get(claim.kind, [])
    words = [claim.kind, claim.measure, *(f"{number:g}" for number in figure)]
    return " ".join(word for word in words if word)
