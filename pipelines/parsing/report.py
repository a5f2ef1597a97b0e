"""A document to its reports: puts identity, matching, numbers, sums and claims together, and decides what is accepted.

Pure: a Document goes in, values come out. Bytes, files and processes belong to `pipelines/parse.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from pipelines.parsing.claims import Claim, find_claims, judge_claims
from pipelines.parsing.flat import read_flat
from pipelines.parsing.identify import ReportIdentity, identify
from pipelines.parsing.identities import Check, check_identities, implied_zeros
from pipelines.parsing.labels import label_index
from pipelines.parsing.matching import Matched, MatchedBlock, Matcher
from pipelines.parsing.numbers import in_unit, read_number
from pipelines.readers.document import Document
from warehouse.form import Form, FormCell, load_forms

#: A page with fewer Chinese characters than this and no claim only points at a report.
SHORTEST_PROSE = 300
#: The form with its tables is required of reports from this year on (国办公开办函〔2019〕60号).
FIRST_FORM_YEAR = 2019


@dataclass(frozen=True, slots=True)
class CellFact:
    """One cell of the form as one report has it; `value` is None unless `state` is reported."""

    table: str
    row: str
    column: str
    edition: str
    value: float | None
    state: str
    text: str | None
    implied_value: float | None
    implied_by: str | None
    method: str
    locator: str | None
    unit: str

    @property
    def name(self) -> str:
        """`table.row.column`."""
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(frozen=True, slots=True)
class Report:
    """One report as read; `status` is accepted, quarantined or not_a_report, and `reasons` say why it is not accepted."""

    status: str
    reasons: tuple[str, ...]
    title: str | None = None
    agency: str | None = None
    report_year: int | None = None
    edition: str | None = None
    scope: str | None = None
    period: tuple[date, date] | None = None
    printed_on: date | None = None
    meta_published_on: date | None = None
    credit_code: str | None = None
    cells: tuple[CellFact, ...] = ()
    claims: tuple[Claim, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def findings(self) -> tuple[Check, ...]:
        """The checks that fail."""
        return tuple(check for check in self.checks if check.state == "fails")


def read_reports(document: Document) -> list[Report]:
    """The reports of a document; one that holds none gives a single row that says why."""
    identity = identify(document)
    forms = load_forms()
    matched, left_out = _match(document, forms, identity.report_year)
    if identity.title is None and not matched.blocks:
        return [_no_report(identity)]
    prose = "\n".join(text.text for text in document.texts)
    claims = find_claims(prose, identity.report_year)
    if not matched.blocks and not matched.doubts and not left_out and not claims and _chinese(prose) < SHORTEST_PROSE:
        reason = (
            "The page names a report but holds neither its tables nor its prose; the report may hang on it as a file."
        )
        return [_no_report(identity, reason)]
    return [_assemble(document, identity, forms, matched, left_out, claims)]


def _match(document: Document, forms: dict[str, Form], year: int | None) -> tuple[Matched, dict[tuple[str, str], str]]:
    """The blocks in the document's grids, then those that only its running text has; blocks left out with their reason."""
    matched = Matcher(label_index(), forms, year).read(document.grids)
    held = {(block.table, block.block.key) for block in matched.blocks}
    doubted = {
        (table, block.key) for f in forms.values() for table in matched.doubts for block in f.tables[table].blocks
    }
    if any(_blocks(form) <= held | doubted for form in forms.values()):
        return matched, {}
    flat, left_out = read_flat([text.text for text in document.texts], forms, held | doubted)
    blocks = tuple(sorted([*matched.blocks, *flat], key=lambda block: (block.table, block.block.key)))
    return Matched(blocks, matched.doubts), left_out


def _blocks(form: Form) -> set[tuple[str, str]]:
    return {(table_key, block.key) for table_key, table in form.tables.items() for block in table.blocks}


def unreadable(reason: str) -> Report:
    """What is said of bytes that no reader can read."""
    return Report("quarantined", (reason,))


def _no_report(identity: ReportIdentity, reason: str | None = None) -> Report:
    reasons = (reason,) if reason else identity.reasons
    return Report(
        "not_a_report",
        reasons,
        title=identity.title,
        printed_on=identity.printed_on,
        meta_published_on=identity.meta_published_on,
    )


def _assemble(
    document: Document,
    identity: ReportIdentity,
    forms: dict[str, Form],
    matched: Matched,
    left_out: dict[tuple[str, str], str],
    claims: list[Claim],
) -> Report:
    held = [block for block in matched.blocks if block.table not in matched.doubts]
    reasons = list(identity.reasons)
    reasons += [reason for table in matched.doubts.values() for reason in table[:3]]
    reasons += left_out.values()
    main = _main_edition(matched.blocks, identity.report_year)
    cells: list[CellFact] = []
    checks: list[Check] = []
    if main is not None:
        facts = _read_cells(document, forms, held)
        reasons += _bad_figures(facts)
        tables = _editions_of_tables(held)
        values = {(fact.table, fact.row, fact.column): fact.value for fact in facts}
        rules = {table: forms[edition] for table, edition in tables.items()}
        zeros = implied_zeros(rules, values)
        checks = check_identities(rules, values)
        cells = _with_missing(
            [_imply(fact) if (fact.table, fact.row, fact.column) in zeros else fact for fact in facts],
            forms,
            held,
            main,
            document.format,
            {(table, None) for table in matched.doubts} | set(left_out),
        )
        doubted = set(matched.doubts) | {table for table, _ in left_out}
        missing = [table for table in forms[main].tables if table not in tables and table not in doubted]
        reasons += [f"The document holds no table {table}, which edition {main} of the form has." for table in missing]
    elif (identity.report_year or 0) >= FIRST_FORM_YEAR:
        reasons.append("The document holds none of the form's tables as text; they may be pictures or another file.")
    if not document.whole and any(fact.state == "missing" for fact in cells):
        reasons.append("The file ends too early: its markup is not closed and parts of the form are missing.")
    known = {(f.table, f.row, f.column): _known(f) for f in cells if f.state != "missing"}
    judged = judge_claims(claims, known, report_year=identity.report_year)
    return Report(
        "quarantined" if reasons else "accepted",
        tuple(dict.fromkeys(reasons)),
        title=identity.title,
        agency=identity.agency,
        report_year=identity.report_year,
        edition=_edition(held) or ("prose" if main is None else main),
        scope=identity.scope,
        period=identity.period,
        printed_on=identity.printed_on,
        meta_published_on=identity.meta_published_on,
        credit_code=identity.credit_code,
        cells=tuple(cells),
        claims=tuple(judged),
        checks=tuple(checks),
    )


def _chinese(text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", text))


def _known(fact: CellFact) -> float | None:
    return fact.value if fact.value is not None else fact.implied_value


def _edition(blocks: list[MatchedBlock]) -> str | None:
    editions = sorted({block.edition for block in blocks})
    return None if not editions else editions[0] if len(editions) == 1 else "hybrid"


def _main_edition(blocks: tuple[MatchedBlock, ...], year: int | None) -> str | None:
    """The edition most blocks have; it says which cells a report lacks."""
    if not blocks:
        return None
    counts = Counter(block.edition for block in blocks)
    return max(counts, key=lambda edition: (counts[edition], edition))


def _editions_of_tables(blocks: list[MatchedBlock]) -> dict[str, str]:
    return {block.table: block.edition for block in blocks}


def _read_cells(document: Document, forms: dict[str, Form], blocks: list[MatchedBlock]) -> list[CellFact]:
    facts = []
    for block in blocks:
        for (row, column), cell in sorted(block.cells.items()):
            form_cell = forms[block.edition].cells[block.table, row, column]
            reading = read_number(cell.text, money=form_cell.money, signed=form_cell.signed)
            facts.append(
                CellFact(
                    block.table,
                    row,
                    column,
                    block.edition,
                    in_unit(reading, form_cell.unit),
                    reading.state,
                    cell.text,
                    None,
                    None,
                    block.method or document.format,
                    cell.locator,
                    form_cell.unit,
                )
            )
    return facts


def _bad_figures(facts: list[CellFact]) -> list[str]:
    """A cell with digits that are no number is a doubt; its number column stays empty."""
    bad = [fact for fact in facts if fact.state == "unreadable"]
    return [f"{fact.name} prints {(fact.text or '')[:30]!r}, which is no single number." for fact in bad[:3]]


def _imply(fact: CellFact) -> CellFact:
    return CellFact(
        fact.table,
        fact.row,
        fact.column,
        fact.edition,
        fact.value,
        fact.state,
        fact.text,
        0.0,
        "identity",
        fact.method,
        fact.locator,
        fact.unit,
    )


def _with_missing(
    facts: list[CellFact],
    forms: dict[str, Form],
    blocks: list[MatchedBlock],
    main: str,
    method: str,
    left_out: Set[tuple[str, str | None]],
) -> list[CellFact]:
    """The cells in the form's order, with a `missing` one wherever the edition has a cell and the document has none."""
    by_key = {(fact.table, fact.row, fact.column): fact for fact in facts}
    edition_of = {(block.table, block.block.key): block.edition for block in blocks}
    ordered: list[CellFact] = []
    known_blocks = {(table, block.key) for table, t in forms[main].tables.items() for block in t.blocks}
    extra = sorted(set(edition_of) - known_blocks)
    names = [(table, block.key) for table, t in forms[main].tables.items() for block in t.blocks] + extra
    for table, block_key in names:
        if {(table, None), (table, block_key)} & left_out:
            continue
        form = forms[edition_of.get((table, block_key), main)]
        for cell in form.cells.values():
            if cell.table_key == table and cell.block.key == block_key:
                key = (cell.table_key, cell.row_key, cell.column_key)
                ordered.append(by_key.get(key) or _missing(cell, method))
    return ordered


def _missing(cell: FormCell, method: str) -> CellFact:
    return CellFact(
        cell.table_key,
        cell.row_key,
        cell.column_key,
        cell.edition,
        None,
        "missing",
        None,
        None,
        None,
        method,
        None,
        cell.unit,
    )
