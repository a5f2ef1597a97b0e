"""Labelled prose and claims written as its labels are: `sentences.yaml`, its labels filled in from the form, and
`claims_corpus.yaml`, with the count of what was found right, found wrongly and missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from pipelines.parsing.claims import Claim, find_claims
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


@dataclass(frozen=True)
class Score:
    """Claims as they are written, each with its text: found right, found wrongly and missed."""

    right: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        return len(self.right) / (len(self.right) + len(self.missed))

    @property
    def errors(self) -> str:
        found = [f"found wrongly: {claim}: {text}" for claim, text in self.wrong]
        return "\n".join([*found, *(f"missed: {claim}: {text}" for claim, text in self.missed)])

    def of(self, kind: str) -> Score:
        """The same of the claims of one kind."""
        kept = [tuple(pair for pair in pairs if pair[0].split()[0] == kind) for pairs in (self.right, self.wrong)]
        return Score(kept[0], kept[1], tuple(pair for pair in self.missed if pair[0].split()[0] == kind))


def corpus() -> dict[str, list[Labelled]]:
    """The labelled corpus by the set that an item was written for."""
    sets: dict[str, list[Labelled]] = {}
    for item in yaml.safe_load((Path(__file__).parent / "claims_corpus.yaml").read_text(encoding="utf-8")):
        sets.setdefault(item["set"], []).append(Labelled(item["text"], item["year"], tuple(item.get("claims", ()))))
    return sets


def score(items: Iterable[Labelled]) -> Score:
    """What `find_claims` finds in the items beside what they are labelled with; a claim is right with its figure alone."""
    right: list[tuple[str, str]] = []
    wrong: list[tuple[str, str]] = []
    missed: list[tuple[str, str]] = []
    for item in items:
        found = Counter(written(claim) for claim in find_claims(item.text, item.year))
        said = Counter(item.claims)
        for kept, claims in ((right, found & said), (wrong, found - said), (missed, said - found)):
            kept += [(claim, item.text) for claim in claims.elements()]
    return Score(tuple(right), tuple(wrong), tuple(missed))
