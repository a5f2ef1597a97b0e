"""Holds what `gongkai parse --json` says of a document against the figures it was made from.

Everything is taken from the public answer; how a document is read is not known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from crawlers.sandbox.figures import Key, Number, Report, broken_identities, expected_cells, expected_states

Answer = Mapping[str, Any]


@dataclass
class Score:
    """Counts over one document or many; `silent` lists every figure that is wrong although nothing says so."""

    documents: int = 0
    accepted: int = 0
    cells: int = 0
    exact: int = 0
    reports: int = 0
    agencies: int = 0
    years: int = 0
    editions: int = 0
    injected: int = 0
    found: int = 0
    false_alarms: int = 0
    silent: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Take another score's counts in."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    @property
    def refused(self) -> int:
        """Documents that were refused in whole or in part, with their reason."""
        return self.documents - self.accepted


def score(
    answer: Answer, printed: Sequence[Report], true: Sequence[Report], *, name: str, fault: bool = False
) -> Score:
    """The score of one document: `printed` are its reports as they stand in it, `true` with the figures behind blanks."""
    found = list(answer["reports"]) if "reports" in answer else [answer]
    total = Score(documents=1, accepted=int(all(one["status"] == "accepted" for one in found)))
    for report, behind in zip(printed, true, strict=True):
        total.add(_score_report(_answer_for(report, found), report, behind, name=name, fault=fault))
    if not total.accepted:
        reasons = [reason for one in found for reason in one["reasons"]]
        total.notes.append(f"{name}: {reasons[0] if reasons else 'no reason given'}")
        if not reasons:
            total.silent.append(f"{name}: refused without a reason")
    return total


def _answer_for(report: Report, found: Sequence[Answer]) -> Answer:
    """The answer about a report: by its agency and year where there are several."""
    same = [one for one in found if (one["agency"], one["report_year"]) == (report.agency, report.report_year)]
    return (same or list(found))[0]


def cells_of(answer: Answer) -> dict[Key, Answer]:
    """The cells of an answer by table, row and column."""
    return {(cell["table"], cell["row"], cell["column"]): cell for cell in answer.get("cells", ())}


def _score_report(answer: Answer, report: Report, behind: Report, *, name: str, fault: bool) -> Score:
    held = cells_of(answer)
    numbers, states = expected_cells(report), expected_states(report)
    wanted = set(broken_identities(report))
    raised = {finding["id"] for finding in answer.get("findings", ())}
    score = Score(
        reports=1,
        cells=len(numbers),
        exact=sum(_is_exact(held.get(key), numbers[key], states[key]) for key in numbers),
        agencies=int(answer.get("agency") == report.agency),
        years=int(answer.get("report_year") == report.report_year),
        editions=int(answer.get("edition") == edition_of(report)),
        false_alarms=len(raised - wanted),
    )
    if fault:
        score.injected, score.found = len(wanted), len(wanted & raised)
    score.silent += [f"{name}: {error}" for error in silent_errors(answer, report, behind)]
    return score


def edition_of(report: Report) -> str:
    """The edition a reader must name: hybrid where blocks mix."""
    return "hybrid" if set(report.editions.values()) - {report.edition} else report.edition


def _is_exact(cell: Answer | None, number: Number | None, state: str) -> bool:
    return cell is not None and cell["value"] == number and cell["state"] == state


def silent_errors(answer: Answer, report: Report, behind: Report) -> list[str]:
    """Figures that would be published wrong: another number than printed, a proof that is none, a loss that is accepted."""
    numbers = expected_cells(report)
    held = cells_of(answer)
    errors = []
    for key, cell in sorted(held.items()):
        name = ".".join(key)
        if cell["value"] is not None and cell["value"] != numbers.get(key):
            errors.append(f"{name} printed {numbers.get(key)}, read {cell['value']}")
        proved = cell.get("implied_value")
        true = behind.value(*key)  # None where the publisher left a blank and nobody knows
        if proved is not None and true is not None and proved != true:
            errors.append(f"{name} is proved to be {proved} but stands for {true}")
    if answer["status"] == "accepted":
        lost = sorted(key for key, number in numbers.items() if number is not None and not _has_number(held.get(key)))
        errors += [f"{'.'.join(key)} printed {numbers[key]}, not read, yet the report is accepted" for key in lost]
    return errors


def _has_number(cell: Answer | None) -> bool:
    return cell is not None and cell["value"] is not None
