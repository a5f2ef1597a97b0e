"""Real published reports with their truth, where the folder that holds them stands beside this checkout."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from benchmarks.evaluation.score import Score, cells_of
from pipelines.parse import parse_bytes, to_json

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "reports"

#: What the truth files call the lines of a statistics table, where the warehouse has another word.
_CONCEPTS = {
    "requests_total": "new_received",
    "answers_total": "total_handled",
    "answers_granted": "granted",
    "answers_partial": "partly_granted",
    "answers_denied": "refused_total",
    "fee_reduction_yuan": "fee_reduction",
    "reviews": "review.total",
    "lawsuits": "litigation.total",
}


def real_reports() -> list[tuple[Path, dict[str, Any]]]:
    """Each report with its truth; none where the folder is not there."""
    found = []
    for truth in sorted((REPORTS / "truth").glob("*.json")):
        files = [path for path in sorted(REPORTS.glob(f"{truth.stem}.*")) if path.is_file()]
        found += [(path, json.loads(truth.read_text(encoding="utf-8"))) for path in files]
    return found


def score_real(path: Path, truth: dict[str, Any]) -> Score:
    """The score of one real report; a cell of its truth that was left out counts as not read, a wrong one as silent."""
    answer = to_json(path.name, parse_bytes(path.read_bytes()))
    accepted = answer["status"] == "accepted"
    score = Score(documents=1, accepted=int(accepted), reports=1)
    score.agencies = int(answer["agency"] == truth["agency"])
    score.years = int(answer["report_year"] == truth["report_year"])
    held = {key: cell["value"] for key, cell in cells_of(answer).items()}
    expected = {tuple(cell[:3]): _number(cell[3]) for cell in truth["cells"]}
    if "statistics" in truth:
        held = {("statistics", c.get("concept"), c["column"]): c["value"] for c in answer.get("cells", ())}
        expected = {
            ("statistics", _CONCEPTS.get(row, row), column): number
            for row, columns in truth["statistics"].items()
            for column, number in columns.items()
        }
    score.cells = len(expected)
    score.exact = sum(key in held and held[key] == number for key, number in expected.items())
    for key, number in sorted(expected.items()):
        value = held.get(key)
        if (value is not None and value != number) or (value is None and number is not None and accepted):
            score.silent.append(f"{path.name}: {'.'.join(map(str, key))} is {number}, read {value}")
    if not accepted:
        score.notes.append(f"{path.name}: {answer['reasons'][0]}")
    return score


def _number(value: Any) -> Any:
    found = re.fullmatch(r"([\d.]+)元", value) if isinstance(value, str) else None
    return float(found[1]) if found else value
