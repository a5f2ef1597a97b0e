"""Claims held against the report's own cells: match, another definition, mismatch, implied only, not assessable.

Pure comparison. Which cells are known is the caller's knowledge; last year's table is compared in the warehouse, where
both years stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from pipelines.parsing.claims.claim import (
    IMPLIED_ONLY,
    LUMPED,
    MATCH,
    MISMATCH,
    NOT_ASSESSABLE,
    OTHER_DEFINITION,
    OUTCOMES,
    Claim,
)
from pipelines.parsing.claims.priors import may_imply, numbers_beside, with_priors
from pipelines.parsing.claims.vocabulary import vocabulary
from warehouse.form import load_forms

Cells = Mapping[tuple[str, str, str], float | None]
#: A figure is held to half a unit of its last printed digit.
_HALF = Decimal("0.5")
#: Names of measures in the statistics tables of 2008 to 2018 where they are not the measure's own.
_CONCEPTS = {"refused": "refused_total", "review_total": "review.total", "litigation_total": "litigation.total"}
_APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")


@dataclass(slots=True)  # not frozen for the same reason as a document's cells
class Figure:
    """A figure of the tables and the cells it is made of; `value` is None where one of them is unknown."""

    value: float | None
    cells: tuple[str, ...]

    def __add__(self, other: Figure) -> Figure:
        known = self.value is not None and other.value is not None
        return Figure((self.value or 0) + (other.value or 0) if known else None, (*self.cells, *other.cells))


def judge_claims(claims: Sequence[Claim], cells: Cells, *, report_year: int | None = None) -> list[Claim]:
    """Hold each claim against `cells`: (table, row, column) to the printed or proved value, None where unknown.

    Rows the report's edition lacks are left out of `cells`. Counts, zeros and shares get their verdict; growth and level
    of new requests stay `implied_only` with the priors of the table's number; fees stand in no table.
    """
    tables = _Tables(cells)
    judged = _settle_forced([_judge(claim, tables, report_year) for claim in claims])
    judged = _settle_parts(judged, tables)
    received = tables.figure("new_received")
    beside = numbers_beside(judged)
    done = with_priors(judged, beside, received.value)
    if received.value is None:
        return done
    return [_with_base(claim, number, received) for claim, number in zip(done, beside, strict=True)]


def _with_base(claim: Claim, number: Claim | None, received: Figure) -> Claim:
    """A growth or level with the cell it stands on; without one where prose and table disagree about the number."""
    if not may_imply(claim):
        return claim
    if number is not None and number.value != received.value:
        return replace(
            claim,
            verdict=NOT_ASSESSABLE,
            verdict_detail="base_uncertain",
            implied_prior=(),
            held_against=received.cells,
        )
    return replace(claim, held_against=received.cells) if claim.verdict == IMPLIED_ONLY else claim


class _Tables:
    """The figures that claims are held against, by measure."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._figures: dict[str, Figure] = {}
        tables = {table for table, _, _ in cells}
        self._old_form = "statistics" in tables and "requests" not in tables

    def figure(self, measure: str) -> Figure:
        """The figure of a measure; a group is the sum of its rows, lawsuits the sum of both routes."""
        if measure not in self._figures:
            self._figures[measure] = self._work_out(measure)
        return self._figures[measure]

    def _work_out(self, measure: str) -> Figure:
        if measure == LUMPED:
            return self.figure("granted") + self.figure("partly_granted")
        if self._old_form:
            concept = _CONCEPTS.get(measure, measure)
            value = self._cells.get(("statistics", concept, "this_year"))
            return Figure(value, (f"statistics.{concept}.this_year",))
        if measure == "review_total":
            return self._sum("disputes", ("review",))
        if measure == "litigation_total":
            return self._sum("disputes", ("litigation_direct", "litigation_after_review"))
        if measure in _flow_rows():
            return self._sum("requests", (measure,))
        return self._sum("requests", self.rows_of(measure))

    def rows_of(self, group: str) -> tuple[str, ...]:
        """The rows of a group that the report's own edition has."""
        return tuple(row for row in _group_rows().get(group, ()) if ("requests", row, "total") in self._cells)

    def row(self, table: str, row: str) -> Figure:
        """The total of a row; where it is not known, the sum of the applicants, all of them known."""
        name = f"{table}.{row}.total"
        value = self._cells.get((table, row, "total"))
        if value is None and table == "requests":
            parts = [self._cells.get((table, row, column)) for column in _APPLICANTS]
            known = [part for part in parts if part is not None]
            if len(known) == len(parts):
                return Figure(sum(known), tuple(f"{table}.{row}.{column}" for column in _APPLICANTS))
        return Figure(value, (name,))

    def _sum(self, table: str, rows: Iterable[str]) -> Figure:
        figures = [self.row(table, row) for row in rows]
        if not figures:
            return Figure(None, ())
        total = figures[0]
        for figure in figures[1:]:
            total += figure
        return total


@cache
def _group_rows() -> dict[str, tuple[str, ...]]:
    """The rows of each group of outcomes, over all editions."""
    rows: dict[str, dict[str, None]] = {}
    for form in load_forms().values():
        for cell in form.cells.values():
            if cell.table_key == "requests" and cell.group in form.groups:
                rows.setdefault(cell.group or "", {})[cell.row_key] = None
    return {group: tuple(keys) for group, keys in rows.items()}


@cache
def _flow_rows() -> frozenset[str]:
    return frozenset(
        cell.row_key
        for form in load_forms().values()
        for cell in form.cells.values()
        if cell.table_key == "requests" and cell.group == "flow"
    )


def _judge(claim: Claim, tables: _Tables, report_year: int | None) -> Claim:
    if claim.kind in ("count", "zero"):
        return _judge_count(claim, tables)
    if claim.kind == "share":
        return _judge_share(claim, tables)
    if claim.kind == "period" and report_year is not None and claim.verdict_detail:
        whole = claim.verdict_detail == f"{report_year}-01-01/{report_year}-12-31"
        return replace(claim, verdict=MATCH if whole else MISMATCH)
    return claim


def _judge_count(claim: Claim, tables: _Tables) -> Claim:
    assert claim.measure is not None
    figure = tables.figure(claim.measure)
    if figure.value is None:
        return claim.judged(NOT_ASSESSABLE, figure.cells)
    if claim.value == figure.value:
        return claim.judged(MATCH, figure.cells)
    for detail, other in _other_counts(claim, tables):
        if other.value is not None and other.value == claim.value:
            return claim.judged(OTHER_DEFINITION, other.cells, detail)
    return claim.judged(MISMATCH, figure.cells, _why_off(claim, tables))


def _other_counts(claim: Claim, tables: _Tables) -> list[tuple[str, Figure]]:
    """What else an office may mean by the word, in the order of how usual it is."""
    measure = claim.measure
    if measure == "new_received":
        both = tables.figure("new_received") + tables.figure("carried_in")
        return [("new_received+carried_in", both), ("total_handled", tables.figure("total_handled"))]
    if measure == "total_handled":
        return [("new_received+carried_in", tables.figure("new_received") + tables.figure("carried_in"))]
    if measure == "granted":
        return [(LUMPED, tables.figure(LUMPED))]
    if measure == "litigation_total":
        return [(row, tables.row("disputes", row)) for row in ("litigation_direct", "litigation_after_review")]
    if measure in ("unavailable", "refused", "declined", "other") and not _names_group(claim):
        return [(row, tables.row("requests", row)) for row in tables.rows_of(measure)]
    return []


def _names_group(claim: Claim) -> bool:
    """Whether the words are the form's own for the group, and so mean all of it."""
    words = "".join(claim.words.split())
    return any(form.groups[claim.measure or ""].label in words for form in load_forms().values())


def _why_off(claim: Claim, tables: _Tables) -> str | None:
    """What a wrong count happens to be: one row of its group alone, or a sentence about a whole area."""
    for row in tables.rows_of(claim.measure or ""):
        if tables.row("requests", row).value == claim.value and claim.value:
            return f"one_row:{row}"
    before = "".join(claim.sentence[: claim.span[1]].split())
    return "area_in_words" if any(area in before for area in vocabulary().within) else None


def _judge_share(claim: Claim, tables: _Tables) -> Claim:
    assert claim.measure is not None
    part = tables.figure(claim.measure)
    bases = [
        ("total_handled", tables.figure("total_handled")),
        ("new_received", tables.figure("new_received")),
        ("new_received+carried_in", tables.figure("new_received") + tables.figure("carried_in")),
    ]
    if claim.measure not in OUTCOMES:  # a share of the requests themselves
        bases = [*bases[1:], bases[0]] if claim.measure != "total_handled" else bases[1:]
    if part.value is None or all(not base.value for _, base in bases):
        return claim.judged(NOT_ASSESSABLE, (*part.cells, *bases[0][1].cells))
    for place, (name, base) in enumerate(bases):
        if base.value and _agrees(claim, part.value, base.value):
            cells = (*part.cells, *base.cells)
            return claim.judged(OTHER_DEFINITION, cells, f"base={name}") if place else claim.judged(MATCH, cells)
    return claim.judged(MISMATCH, (*part.cells, *bases[0][1].cells))


def _agrees(claim: Claim, part: float, base: float) -> bool:
    exact = Decimal(part) * 100 / Decimal(base)
    tolerance = _HALF * Decimal(10) ** -(claim.digits or 0)
    return abs(exact - Decimal(str(claim.percent))) <= tolerance


def _settle_parts(claims: list[Claim], tables: _Tables) -> list[Claim]:
    """Reasons counted one by one that add to their group are its parts, none of them a wrong whole.

    `非本机关职责5件，信息不存在3件` where the table has 8 in the group of what could not be provided.
    """
    by_group: dict[tuple[str, str], list[int]] = {}
    for at, claim in enumerate(claims):
        if claim.kind == "count" and claim.measure in _group_rows() and not _names_group(claim):
            by_group.setdefault((claim.sentence, claim.measure or ""), []).append(at)
    done = list(claims)
    for (_, measure), places in by_group.items():
        if len(places) > 1 and sum(claims[at].value or 0 for at in places) == tables.figure(measure).value:
            for at in places:
                if claims[at].verdict == MISMATCH:
                    done[at] = claims[at].judged(OTHER_DEFINITION, tables.figure(measure).cells, "part")
    return done


def _settle_forced(claims: list[Claim]) -> list[Claim]:
    """Where shares said together add to exactly 100 and one alone is off, that one was bent to make them add up."""
    by_place: dict[str, list[int]] = {}
    for at, claim in enumerate(claims):
        if claim.kind == "share":
            by_place.setdefault(claim.sentence, []).append(at)
    done = list(claims)
    for places in by_place.values():
        off = [at for at in places if claims[at].verdict == MISMATCH]
        printed = sum(Decimal(str(claims[at].percent)) for at in places)
        if len(off) == 1 and len(places) > 1 and printed == 100:
            done[off[0]] = replace(claims[off[0]], verdict_detail="rounding_forced")
    return done
