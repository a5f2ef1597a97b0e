"""A document to its reports: puts splitting, identity, matching, numbers, sums and claims together, and decides what is
accepted.

Pure: a Document goes in, values come out. Bytes, files and processes belong to `pipelines/parse.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.parsing.claims import Claim, find_claims, judge_claims
from pipelines.parsing.document_tables import Tables, read_tables
from pipelines.parsing.exchanged import exchanged_columns
from pipelines.parsing.facts import (
    CellFact,
    FactKey,
    bad_figures,
    doubtful_figures,
    edition_of,
    imply_zeros,
    known_figures,
    known_lines,
    main_edition,
    read_cells,
    statistics_cells,
    with_missing,
)
from pipelines.parsing.identities import Check, check_identities, implied_zeros
from pipelines.parsing.identity.identify import ReportIdentity, identify
from pipelines.parsing.identity.other_sets import without_other_sets
from pipelines.parsing.identity.split import Part, split_reports
from pipelines.parsing.padded import WRITTEN, tables_filled_up
from pipelines.parsing.printed import PrintedRow, printed_rows
from pipelines.parsing.prose import prose_of
from pipelines.parsing.settle import certain_words
from pipelines.parsing.shifted import shifted_rows
from pipelines.parsing.statistics.lines import EDITION
from pipelines.parsing.tables.gathered import Matched, MatchedBlock
from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.unplaced import holds_lines, rows_outside
from pipelines.parsing.unread_pictures import may_show_table
from pipelines.readers.document import Document
from pipelines.reasons import because
from warehouse.form import Form, load_forms
from warehouse.reasons import Reason

#: A page with fewer Chinese characters than this and no claim only points at a report.
SHORTEST_PROSE = 300
#: From this many titles of different reports on, a page without a report of its own is a list.
FEWEST_LISTED = 3
#: The form with its tables is required of reports from this year on (国办公开办函〔2019〕60号).
FIRST_FORM_YEAR = 2019
#: Reports of before the form that have no table at all.
PROSE = "prose"

_TWO_SETS = because("two_sets")


@dataclass(frozen=True, slots=True)
class Report:
    """One report as read; `status` is accepted, quarantined or not_a_report, and `reasons` say why it is not accepted.

    `notes` say what of the document was not read although nothing is lacking for it.
    """

    status: str
    reasons: tuple[Reason, ...]
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
    rows: tuple[PrintedRow, ...] = ()
    claims: tuple[Claim, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[Reason, ...] = ()

    @property
    def findings(self) -> tuple[Check, ...]:
        """The checks that fail."""
        return tuple(check for check in self.checks if check.state == "fails")


def read_reports(document: Document, *, with_rows: bool = False) -> list[Report]:
    """The reports of a document; one that holds none gives a single row that says why.

    `with_rows` also keeps the printed row of every cell, which the warehouse shows and nothing here asks for.

    A document with several reports gives each with its own body, year, cells and claims, in their order.
    """
    document = certain_words(document)
    parts = split_reports(document, label_index())
    reports = [_read(part, with_rows=with_rows) for part in parts]
    held = [report for report in reports if report.status != "not_a_report"]
    return held or reports[:1]


def unreadable(reason: Reason) -> Report:
    """What is said of bytes that no reader can read."""
    return Report("quarantined", (reason,))


def _read(part: Part, *, with_rows: bool) -> Report:
    document = part.document
    identity = identify(document, part.heading, part.page)
    if identity.kind == "other":
        return _no_report(identity)
    forms = load_forms()
    own = without_other_sets(document, label_index(), identity.report_year, identity.agency)
    document, problems = own.document, own.reasons
    tables = read_tables(document, forms, identity.report_year)
    if tables.are_two_sets:
        return _assemble(document, identity, forms, tables, [], (*problems, _TWO_SETS))
    if identity.title is None and not tables.hold_most(forms):
        return _no_report(identity)
    prose = prose_of(document)
    claims = find_claims(prose, identity.report_year)
    reason = _why_none(identity, tables, prose, claims)
    if reason is not None:
        return _no_report(identity, reason)
    report = replace(_assemble(document, identity, forms, tables, claims, problems), notes=own.notes)
    return replace(report, rows=tuple(printed_rows(report.cells, tables.grids, document))) if with_rows else report


def _why_none(identity: ReportIdentity, tables: Tables, prose: str, claims: Sequence[Claim]) -> Reason | None:
    """Why a page with a report's title is none; None where it is one."""
    if identity.kind == "publication" and not tables.has_figures:
        return because("only_announces")
    if identity.kind == "public_body" and not tables.has_any:
        return because("of_public_body", agency=identity.agency)
    if tables.has_any:
        return None
    if identity.n_titles >= FEWEST_LISTED and _chinese(_paragraphs(prose)) < SHORTEST_PROSE:
        return because("lists_titles", n=identity.n_titles)
    if not claims and _chinese(prose) < SHORTEST_PROSE:
        return because("only_names")
    return None


def _no_report(identity: ReportIdentity, reason: Reason | None = None) -> Report:
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
    tables: Tables,
    claims: Sequence[Claim],
    problems: Sequence[Reason],
) -> Report:
    matched, held = tables.matched, tables.held
    reasons = [*identity.reasons, *problems]
    reasons += [reason for table in matched.doubts.values() for reason in table[:3]]
    reasons += tables.left_out.values()
    main = main_edition(matched.blocks)
    cells: list[CellFact] = []
    known: dict[FactKey, float | None] = {}
    checks: list[Check] = []
    if main is not None:
        facts = read_cells(held, forms, document.format, tables.units)
        read = [fact for own in facts.values() for fact in own.values()]
        reasons += bad_figures(read)
        if all(fact.state == "blank" for fact in read) and len({fact.table for fact in read}) > 1:
            reasons.append(because("all_blank"))
        editions = {block.table: block.edition for block in held}
        rules = {table: forms[edition] for table, edition in editions.items()}
        left_out = {(table, None) for table in matched.doubts} | set(tables.left_out)
        whole = with_missing(facts, forms, held, main, document.format, left_out)
        values = {key: fact.value for key, fact in whole.items()}
        checks = check_identities(rules, values)
        strange = exchanged_columns(rules, values) if any(check.state == "fails" for check in checks) else []
        doubts = {table: (because("columns_exchanged", table=table),) for table in strange}
        padded = tables_filled_up(rules, facts) if document.format in WRITTEN else []
        doubts |= {table: (because("row_filled_up", table=table),) for table in padded}
        doubts |= {table: (because("row_shifted", table=table),) for table in shifted_rows(rules, values)}
        if doubts:
            doubted = Matched(matched.blocks, {**matched.doubts, **doubts})
            return _assemble(document, identity, forms, replace(tables, matched=doubted), claims, problems)
        proved = imply_zeros(whole, implied_zeros(rules, values))
        cells, known = list(proved.values()), known_figures(proved)
        without = set(matched.doubts) | {table for table, _ in tables.left_out}
        missing = [table for table in forms[main].tables if table not in editions and table not in without]
        reasons += [because("no_table", table=table, edition=main) for table in missing]
        reasons += _lacks(cells, held)
        reasons += rows_outside(document, cells, forms)
    elif tables.statistics is not None:
        cells = statistics_cells(tables.statistics.lines, document.format)
        known = known_lines(cells)
        reasons += tables.statistics.doubts
        reasons += doubtful_figures(tables.statistics.lines, cells)
    elif (identity.report_year or 0) >= FIRST_FORM_YEAR and not problems:
        reasons.append(because("no_tables"))
    elif not problems and may_show_table(document):
        reasons.append(because("pictured_table"))
    elif not problems and holds_lines(document):
        reasons.append(because("statistics_in_one_cell"))
    if not document.whole and any(fact.state == "missing" for fact in cells):
        reasons.append(because("ends_early"))
    if cut := document.meta.get("cut_pages"):
        reasons.append(because("off_paper", page=cut.partition(" ")[0]))
    judged = judge_claims(claims, known, report_year=identity.report_year) if claims else []
    return Report(
        "quarantined" if reasons else "accepted",
        tuple(dict.fromkeys(reasons)),
        title=identity.title,
        agency=identity.agency,
        report_year=identity.report_year,
        edition=edition_of(held) or main or (EDITION if tables.statistics is not None else PROSE),
        scope=identity.scope,
        period=identity.period,
        printed_on=identity.printed_on,
        meta_published_on=identity.meta_published_on,
        credit_code=identity.credit_code,
        cells=tuple(cells),
        claims=tuple(judged),
        checks=tuple(checks),
    )


def _lacks(cells: list[CellFact], held: list[MatchedBlock]) -> list[Reason]:
    """A table that holds some of its edition's cells and lacks others was not read whole, or not printed whole.

    A row that the publisher left out is no lack where the sums of the rest prove that nothing was in it; a column that
    is not there was on the form, and is behind the edge of the paper.
    """
    missing = [cell for cell in cells if cell.state == "missing"]
    if not missing:
        return []
    editions = {(block.table, block.edition) for block in held}
    printed = {(cell.table, cell.row) for cell in cells if cell.state != "missing"}
    lacking = [
        cell.name
        for cell in missing
        if (cell.table, cell.edition) in editions and (cell.implied_value is None or (cell.table, cell.row) in printed)
    ]
    if not lacking:
        return []
    return [because("lacking_cells", n=len(lacking), cell=lacking[0])]


def _chinese(text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", text))


def _paragraphs(prose: str) -> str:
    """The lines that are sentences, not entries of a list."""
    return "\n".join(line for line in prose.split("\n") if len(line) > 60)
