"""Writes a small release database without dbt, with the tables of a real one: the pages' tests build on it.

What a metric means is not decided here; the models of `dbt_project/` do that, and their contract makes the tables.
"""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml
from release_figures import AGENCIES, Agency, Report

from warehouse.form import Form, load_form, load_forms

RUN_ID = "20241123T023000Z-1f3a"
CAPTURED = datetime(2024, 11, 23, 2, 31, 7, tzinfo=UTC)
#: What dbt holds the published tables to: their columns and types.
CONTRACT = Path(__file__).parents[2] / "dbt_project" / "models" / "marts" / "_marts.yml"
DERIVED = Path(__file__).parent / "release_derived.sql"

_GROUPS = load_form("2021").groups
_METRICS = (
    # key, zh, kind of value, unit, formula, guard: what dict_metric says of the measures the fixture has
    ("request_count", "新收申请量", "count", "件", "new_received", None),
    ("request_growth", "新收增长率", "growth", "比例", "new_received(y) / new_received(y-1) - 1", None),
    ("disclosure_rate", "公开率", "proportion", "比例", "(granted + partly_granted) / total_handled", 30),
    ("refusal_rate", f"{_GROUPS['refused'].label}率", "proportion", "比例", "refused / total_handled", None),
    (
        "unavailable_rate",
        f"{_GROUPS['unavailable'].label}率",
        "proportion",
        "比例",
        "unavailable / total_handled",
        None,
    ),
    *(
        (f"outcome_share:{key}", f"办理结果构成：{group.label}", "proportion", "比例", f"{key} / total_handled", None)
        for key, group in _GROUPS.items()
    ),
    ("review_rate", "复议率", "per_100", "每百件", "100 * review.total / total_handled", None),
    (
        "litigation_rate",
        "诉讼率",
        "per_100",
        "每百件",
        "100 * (litigation_direct.total + litigation_after_review.total) / total_handled",
        None,
    ),
    ("publication_lag_days", "发布时滞", "days", "天", "published_on - deadline", None),
)
_RUN_COUNTS = ("discovered", "archived", "unchanged", "failed", "blocked", "out_of_scope", "parsed", "quarantined")
_RUNS = (
    (RUN_ID, 23, (60, 50, 6, 2, 1, 1, 48, 1)),
    ("20241122T023000Z-0aa1", 22, (10, 10, 0, 0, 0, 0, 10, 0)),
)


class Tables:
    """Rows by table, written in one go a table: DuckDB takes an Arrow table far faster than single rows."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def add(self, table: str, *rows: dict[str, Any]) -> None:
        self.rows.setdefault(table, []).extend(rows)

    def write(self, con: duckdb.DuckDBPyConnection) -> None:
        for table, rows in self.rows.items():
            names = sorted({name for row in rows for name in row})
            con.register("given", pa.Table.from_pylist([{name: row.get(name) for name in names} for row in rows]))
            con.execute(f"insert into {table} by name select * from given")
            con.unregister("given")


def make_database(path: Path, agencies: tuple[Agency, ...] = AGENCIES, *, with_run: bool = True) -> Path:
    """Write the release database of `agencies` to `path`; no agency gives an empty release."""
    tables = Tables()
    tables.add("dim_form_cell", *_form_cells())
    for ordinal, (key, zh, kind, unit, formula, floor) in enumerate(_METRICS):
        guard = f"total_handled >= {floor}" if floor else None
        words = {
            "metric_key": key,
            "family": key.partition(":")[0],
            "ordinal": ordinal,
            "zh": zh,
            "en": key,
            "value_kind": kind,
        }
        tables.add("dict_metric", words | {"formula": formula, "unit": unit, "guard": guard})
    for agency in agencies:
        _add_agency(tables, agency)
    if with_run:
        _add_runs(tables)
    with duckdb.connect(str(path)) as con:
        con.execute("set timezone = 'UTC'")
        con.execute(published_tables())
        tables.write(con)
        con.execute(DERIVED.read_text(encoding="utf-8"))
    return path


@cache
def published_tables() -> str:
    """The statements that make every published table, empty, as a release has it."""
    models = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))["models"]
    made = {
        model["name"]: ", ".join(f"{one['name']} {one['data_type']}" for one in model["columns"]) for model in models
    }
    return "".join(f"create table {name} ({columns});\n" for name, columns in made.items())


def form_of(report: Report) -> Form:
    """The form a report is printed on; a hybrid one is mostly the new."""
    return load_form("2019" if report.edition == "2019" else "2021")


def _form_cells() -> list[dict[str, Any]]:
    rows = []
    for edition, form in sorted(load_forms().items()):
        for ordinal, cell in enumerate(form.cells.values()):
            table = form.tables[cell.table_key]
            group = form.groups.get(cell.group or "")
            row: dict[str, Any] = {"edition": edition, "ordinal": ordinal, "table_key": cell.table_key}
            row |= {"row_key": cell.row_key, "column_key": cell.column_key, "row_number": cell.row.number}
            row |= {"table_zh": table.label, "row_zh": cell.row.label, "column_zh": cell.column.label}
            row |= {"table_en": table.en, "row_en": cell.row.en, "column_en": cell.column.en, "unit": cell.unit}
            if group:
                row |= {"outcome_group": cell.group, "group_zh": group.label, "group_en": group.en}
            rows.append(row | {"compares_with": list(cell.compares_with)})
    return rows


def _add_runs(tables: Tables) -> None:
    for run_id, day, numbers in _RUNS:
        started, ended = (datetime(2024, 11, day, 2, minute, tzinfo=UTC) for minute in (30, 33))
        counts = dict(zip(_RUN_COUNTS, numbers, strict=True))
        row = {"run_id": run_id, "started_at": started, "ended_at": ended, "published_digest": "ab" * 32}
        tables.add("mart_run", row | counts)
    portal = {"run_id": RUN_ID, "portal_id": "shili", "portal_name": "示例市", "platform": "trs", "verdict": "partial"}
    portal |= {"reason_code": "lost_pages", "reason": "2 list pages were not read", "reason_zh": "两页没有取到"}
    portal |= {"signs": "a new report: http://127.0.0.1:1/b.html", "signs_zh": "新出现 1 份报告"}
    tables.add("fct_run_portal", portal | dict(zip(_RUN_COUNTS[:6], _RUNS[0][2], strict=False)))
    reason = {"run_id": RUN_ID, "portal_id": "shili", "ordinal": 0, "url": "http://127.0.0.1:1/a.html"}
    tables.add("fct_run_reason", reason | {"outcome": "failed", "reason_zh": "服务器答复 500"})


def _add_agency(tables: Tables, agency: Agency) -> None:
    own = {"agency_id": agency.id, "agency_name": agency.name, "region_name": agency.region}
    row = {"adcode": agency.adcode, "level": agency.level, "kind": agency.kind, "valid_from": date(2008, 5, 1)}
    tables.add("dim_agency", own | row | {"categories": list(agency.categories)})
    for name, years in (
        (agency.former, [report.year for report in agency.reports if report.year < agency.renamed]),
        (agency.name, [report.year for report in agency.reports if report.year >= agency.renamed]),
    ):
        if years:
            row = {"printed_name": name, "first_report_year": min(years), "last_report_year": max(years)}
            tables.add("dim_agency_name", own | row)
    before: Report | None = None
    for report in agency.reports:
        _add_report(tables, agency, report, before if before and before.year == report.year - 1 else None)
        before = report
    for year, state in sorted(agency.states.items()):
        row = {"report_year": year, "is_expected": True, "state": state, "last_checked_at": CAPTURED}
        tables.add("mart_coverage", own | row)


def _add_report(tables: Tables, agency: Agency, report: Report, before: Report | None) -> None:
    key = {"agency_id": agency.id, "agency_name": agency.name, "region_name": agency.region}
    key |= {"report_year": report.year}
    own = {"report_id": f"{agency.id}-{report.year}"} | key
    sha = document_of(agency, report)
    address = report.url or f"http://127.0.0.1:1/{agency.id}/{report.year}.html"
    row: dict[str, Any] = {"edition": report.edition, "status": report.status, "document_sha256": sha}
    row |= {
        "scope": "area" if agency.kind == "government" else "agency",
        "reasons": list(report.reasons),
        "reasons_zh": list(report.reasons),
    }
    row |= {
        "title": f"{agency.name}{report.year}年政府信息公开工作年度报告",
        "published_on": published_on(report),
    }
    row |= {"source_url": address, "page_url": report.url or f"http://127.0.0.1:1/{agency.id}/", "n_versions": 1}
    row |= {"captured_at": CAPTURED, "warc_file": f"{RUN_ID}-0.warc.gz", "warc_offset": 4096 + report.year}
    by_hand = {"added_by": "gongkai add", "file_name": f"{report.year}.html", "is_declared": True}
    row |= by_hand if report.by_hand else {}
    row |= {"format": "html", "portal_id": "shili", "parser_version": "1", "is_stale": False}
    tables.add("fct_report", own | row)
    due_on = date(report.year + 1, 3 if agency.kind == "government" else 1, 31)
    covered = {"is_expected": True, "state": report.status, "due_on": due_on, "last_checked_at": CAPTURED}
    covered |= {"published_on": published_on(report), "is_late": published_on(report) > due_on}
    tables.add("mart_coverage", key | covered)
    if report.status == "accepted":
        _add_cells(tables, own, report, sha)
        _add_rows(tables, own, report, sha)
        kind = {"kind": agency.kind, "level": agency.level, "categories": list(agency.categories)}
        kind |= {"edition": report.edition, "status": report.status}
        _add_marts(tables, key, kind, report, before, lag=(published_on(report) - due_on).days)
        _add_sentences(tables, own, report, before)


def published_on(report: Report) -> date:
    """The day on which a report was published, in the year after the one it is about."""
    return date(report.year + 1, *report.published)


def document_of(agency: Agency, report: Report) -> str:
    """The digest the fixture gives a report's document."""
    return hashlib.sha256(f"{agency.id}{report.year}".encode()).hexdigest()


def _add_sentences(tables: Tables, own: dict[str, Any], report: Report, before: Report | None) -> None:
    if report.claimed_growth is not None:
        row = {"claim_index": 0, "measure": "new_received", "kind": "growth", "percent": report.claimed_growth * 100}
        row |= {"sentence": report.sentence, "verdict": "implied_only", "implied_prior_min": report.implied_prior}
        if before is not None:
            prior = before.figures["new_received"]
            row |= {"printed_prior": prior, "agrees_with_prior": prior == report.implied_prior}
        tables.add("fct_claim", own | row | {"held_against": ["requests.new_received.total"]})
    if report.contradicted is not None:
        row = {"claim_index": 1, "measure": "new_received", "kind": "growth", "percent": report.contradicted}
        tables.add("fct_claim", own | row | {"sentence": report.sentence, "verdict": "mismatch"})
        finding = {
            "rule_id": "claim:growth",
            "place": "new_received",
            "severity": "warning",
            "sentence": report.sentence,
        }
        tables.add("mart_finding", own | finding | {"printed": report.contradicted, "first_seen_at": CAPTURED})
    if report.broken:
        rule, printed, expected = report.broken
        rule_id, place = rule.split(":")
        row = {"rule_id": rule_id, "place": place, "severity": "error", "printed": printed, "expected": expected}
        row |= {"cells": ["requests.total_handled.total", "requests.carried_out.total"], "delta": printed - expected}
        row |= {"repair": "requests.carried_out.total = 3"}
        tables.add("mart_finding", own | row | {"explanation_zh": report.explanation, "first_seen_at": CAPTURED})


def _add_cells(tables: Tables, own: dict[str, Any], report: Report, sha: str) -> None:
    form = form_of(report)
    for number, (table, row, column) in enumerate(form.cells):
        figure = row if table == "requests" and column in {"total", "natural_person"} else f"{row}.{column}"
        blank = row in report.blank
        value = None if blank else float(report.figures.get(figure, 0))
        cell = {"table_key": table, "row_key": row, "column_key": column, "edition": form.edition, "value": value}
        cell |= {"state": "blank" if blank else "reported", "printed_text": "" if blank else f"{value:g}"}
        cell |= {"method": "html", "locator": f"table[2]/tr[{number // 7}]/td[{number % 7}]", "document_sha256": sha}
        tables.add("fct_report_cell", own | cell)


def printed_row(report: Report, table: str, row: str) -> list[tuple[str, str, str]]:
    """A row as the fixture's documents print it: (text, column, head), the label in words of their own."""
    form = form_of(report)
    cells = [cell for key, cell in form.cells.items() if key[:2] == (table, row)]
    figure = {cell.column_key: f"{row}.{cell.column_key}" for cell in cells}
    if table == "requests":
        figure |= {key: row for key in ("total", "natural_person") if key in figure}
    blank = row in report.blank
    texts = [(f"〔{cells[0].row.label}〕", "", "")]
    return texts + [
        (
            "" if blank else f"{report.figures.get(figure[cell.column_key], 0):g}",
            cell.column_key,
            f"〔{cell.column.label}〕",
        )
        for cell in cells
    ]


def _add_rows(tables: Tables, own: dict[str, Any], report: Report, sha: str) -> None:
    for table, row in dict.fromkeys(key[:2] for key in form_of(report).cells):
        texts = printed_row(report, table, row)
        printed: dict[str, Any] = {"table_key": table, "row_key": row, "edition": form_of(report).edition}
        for place, name in enumerate(("printed_row", "column_keys", "printed_heads")):
            printed[name] = "\t".join(text[place] for text in texts)
        tables.add("fct_report_row", own | printed | {"printed_label": texts[0][0], "document_sha256": sha})


def _groups(report: Report) -> dict[str, float | None]:
    form = form_of(report)
    sums: dict[str, float | None] = {}
    for group in form.groups:
        keys = {cell.row_key for cell in form.cells.values() if cell.group == group}
        blank = any(key in report.blank for key in keys)
        sums[group] = None if blank else sum(report.figures.get(key, 0) for key in sorted(keys))
    return sums


def _growth(new: float, prior: float | None) -> tuple[float | None, str]:
    if prior is None:
        return None, "missing_prior"
    if prior == 0:
        return None, "from_zero"
    return new / prior - 1, "small_base" if prior < 10 else "ok"


def _interval(k: float, n: float) -> tuple[float, float]:
    z = 1.959963984540054
    middle = (k / n + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))
    return middle - half, middle + half


def _add_marts(
    tables: Tables, key: dict[str, Any], kind: dict[str, Any], report: Report, before: Report | None, lag: int
) -> None:
    new, handled = report.figures.get("new_received", 0), report.figures.get("total_handled", 0)
    reported = before.figures.get("new_received", 0) if before and before.status == "accepted" else None
    prior = report.implied_prior if reported is None else reported
    source = "none" if prior is None else "implied" if reported is None else "reported"
    growth, status = _growth(new, prior)
    yearly = {"request_count": new, "prior_request_count": prior, "prior_source": source, "total_handled": handled}
    yearly["publication_lag_days"] = lag
    tables.add("mart_agency_year", key | kind | yearly | {"request_growth": growth, "request_growth_status": status})

    def metric(name: str, value: float | None, top: float | None, bottom: float | None, **more: Any) -> None:
        row = {"metric_key": name, "value": value, "numerator": top, "denominator": bottom, "n": bottom}
        row |= {"edition": report.edition, "comparable": True, "quality": None if value is None else "reported"}
        row |= {"refused_because": "unknown_cells" if value is None else None, "passes_guard": value is not None}
        tables.add("mart_metric", key | row | more)

    metric("request_count", new, new, None)
    metric("publication_lag_days", lag, lag, None)
    refused = None if growth is not None else status
    metric("request_growth", growth, new, prior, passes_guard=status == "ok", refused_because=refused)
    groups = _groups(report)
    for name, parts, floor in (
        ("disclosure_rate", ("granted", "partly_granted"), 30),
        ("refusal_rate", ("refused",), 0),
        ("unavailable_rate", ("unavailable",), 0),
        *((f"outcome_share:{group}", (group,), 0) for group in groups),
    ):
        counts = [groups[part] for part in parts]
        top = None if None in counts else sum(count for count in counts if count is not None)
        if top is None or not handled:
            metric(name, None, top, handled)
        else:
            low, high = _interval(top, handled)
            metric(name, top / handled, top, handled, ci_low=low, ci_high=high, passes_guard=handled >= floor)
    for name, routes in (
        ("review_rate", ("review",)),
        ("litigation_rate", ("litigation_direct", "litigation_after_review")),
    ):
        cases = sum(report.figures.get(f"{route}.total", 0) for route in routes)
        metric(name, 100 * cases / handled if handled else None, cases, handled)
    for group, count in groups.items():
        share = count / handled if count is not None and handled else None
        row = {"outcome_group": group, "request_count": count, "total_handled": handled, "share": share}
        tables.add("mart_outcome_share", key | row)
