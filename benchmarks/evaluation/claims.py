"""The claims of labelled prose: how many of the labelled ones are found, how many of the found ones are labelled."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipelines.parsing.claims import Claim, find_claims
from warehouse.form import load_form

_CORPORA = Path(__file__).parents[2] / "tests" / "parsing" / "claims"
_SYMBOLS = {"G": "granted", "P": "partly_granted", "D": "refused", "U": "unavailable", "I": "declined", "O": "other"}


@dataclass(frozen=True)
class Recall:
    """A labelled set: its pieces of prose, claims labelled in them, claims found, and claims that are both."""

    name: str
    texts: int
    labelled: int
    found: int
    right: int


def judge(corpus: Path) -> list[Recall]:
    """Read a corpus of `text`, `year`, `claims` items and count, set by set where its items name one."""
    names = _labels()
    sets: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in yaml.safe_load(corpus.read_text(encoding="utf-8")):
        sets[f"{corpus.stem} {item.get('set', '')}".strip()].append(item)
    return [_judge(name, items, names) for name, items in sets.items()]


def _judge(name: str, items: list[dict[str, Any]], names: dict[str, str]) -> Recall:
    labelled = found = right = 0
    for item in items:
        wanted = Counter(item.get("claims", ()))
        got = Counter(written(claim) for claim in find_claims(item["text"].format(**names), item.get("year")))
        labelled, found, right = labelled + wanted.total(), found + got.total(), right + (wanted & got).total()
    return Recall(name, len(items), labelled, found, right)


def corpora() -> list[Path]:
    """The labelled corpora beside the tests, none where the tests are not installed."""
    return sorted(_CORPORA.glob("*.yaml"))


def written(claim: Claim) -> str:
    """A claim as the corpora write it: kind, measure, figure, base year."""
    figures: dict[str, list[float | int | None]] = {
        "count": [claim.value],
        "fee": [claim.value],
        "share": [claim.percent],
        "growth": [claim.percent, claim.base_year],
        "level": [claim.base_year],
    }
    figure = figures.get(claim.kind, [])
    words = [claim.kind, claim.measure, *(f"{number:g}" for number in figure if number is not None)]
    return " ".join(word for word in words if word)


def _labels() -> dict[str, str]:
    form = load_form("2021")
    names: dict[str, str] = {}
    for cell in form.cells.values():
        if cell.table_key in {"requests", "disputes"}:
            names.setdefault(cell.row_key, cell.row.label)
            names.setdefault(cell.column_key, cell.column.label)
    return names | {symbol: form.groups[key].label for symbol, key in _SYMBOLS.items()}
