"""What SQL needs beside the facts: the form, portals, regions, agencies, rules and runs, written as Parquet.

A pure function of the form files, the reference files, the registry, the home's decisions and the run summaries; same inputs give
the same bytes. Nothing is computed here that SQL can compute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.decisions import load_agencies, load_corrections, load_lineage, load_verdicts
from warehouse.divisions import divisions
from warehouse.form import FormCell, load_forms, load_statistics
from warehouse.home import Home
from warehouse.reference_files import (
    REFERENCE,
    Agency,
    Deadline,
    Lineage,
    Population,
    ReferenceDataError,
    Region,
    Rules,
    load,
)
from warehouse.registry import Portal
from warehouse.run_tables import BALANCE, run_tables, summaries_of
from warehouse.schema import CAPTURES, PARSED, write_parquet

_TEXTS = pa.list_(pa.string())
_UTC = pa.timestamp("us", tz="UTC")


def _schema(texts: str, **others: pa.DataType) -> pa.Schema:
    """A schema of text columns named in `texts`, then the others."""
    return pa.schema([(name, pa.string()) for name in texts.split()] + list(others.items()))


_INT, _DATE, _FLAG = pa.int32(), pa.date32(), pa.bool_()

#: The tables of the reference folder, `<name>.parquet` each.
SCHEMAS: dict[str, pa.Schema] = {
    "form_cell": _schema(
        "edition table_key row_key column_key table_zh table_en row_number row_zh row_en column_zh column_en "
        "outcome_group unit",
        ordinal=_INT,
        compares_with=_TEXTS,
        is_money=_FLAG,
        is_signed=_FLAG,
    ),
    "form_group": _schema("edition outcome_group zh en", ordinal=_INT),
    "statistics_concept": _schema("edition concept zh en", compares_with=_TEXTS),
    "form_identity": _schema("edition rule_id table_key along zh en", parts=_TEXTS, totals=_TEXTS),
    "portal": _schema("portal_id name adcode platform list_url scope", since=_INT, is_sandbox=_FLAG, is_enabled=_FLAG),
    "region": _schema(
        "adcode name level parent_adcode source",
        valid_from=_DATE,
        valid_to=_DATE,
        successor_adcodes=_TEXTS,
    ),
    "agency_rule": _schema("field value pattern", ordinal=_INT),
    "category": _schema("category en", ordinal=_INT),
    "agency": _schema(
        "agency_name adcode credit_code kind level parent_name source",
        categories=_TEXTS,
        printed_as=_TEXTS,
        valid_from=_DATE,
        valid_to=_DATE,
    ),
    "lineage": _schema("predecessor predecessor_adcode successor successor_adcode kind source", effective_on=_DATE),
    "population": _schema("adcode source", year=_INT, population=pa.int64()),
    "deadline": _schema("applies_to source", last_report_year=_INT, month=_INT, day=_INT),
    "verdict": _schema("agency_name rule_id place verdict note decided_by", report_year=_INT, decided_on=_DATE),
    "correction": _schema(
        "agency_name table_key row_key column_key note source decided_by",
        report_year=_INT,
        expected_value=pa.float64(),
        value=pa.float64(),
        decided_on=_DATE,
    ),
    "run": _schema(
        "run_id published_digest",
        started_at=_UTC,
        ended_at=_UTC,
        parsed=_INT,
        quarantined=_INT,
        **dict.fromkeys(BALANCE, _INT),
    ),
    "run_portal": _schema(
        "run_id portal_id platform verdict reason_code reason reason_zh signs signs_zh", **dict.fromkeys(BALANCE, _INT)
    ),
    "run_reason": _schema("run_id portal_id url outcome reason_code reason reason_zh", ordinal=_INT),
}


def write_reference(
    home: Home,
    portals: Sequence[Portal],
    folder: Path,
    run: Mapping[str, Any] | None = None,
    files: Path = REFERENCE,
) -> dict[str, int]:
    """Write every reference table below `folder` and give the row counts by table.

    `run` is the summary of the run under way, which has no file yet; it wins over a file of its id. Below
    `folder/empty` lies one Parquet file without rows for each table of facts, which SQL reads where a home
    holds no facts yet. ReferenceDataError says which file is wrong.
    """
    tables: dict[str, list[dict[str, object]]] = {
        **_form_tables(),
        **_decided_tables(home, files, portals),
        **_decisions(home),
        **run_tables(summaries_of(home, run)),
        "portal": [_portal_row(portal) for portal in sorted(portals, key=lambda portal: portal.id)],
    }
    for name, schema in sorted(SCHEMAS.items()):
        write_parquet(folder / f"{name}.parquet", tables[name], schema)
    for name, schema in sorted({**PARSED, "captures": CAPTURES}.items()):
        write_parquet(folder / "empty" / f"{name}.parquet", [], schema)
    return {name: len(tables[name]) for name in sorted(tables)}


def _form_tables() -> dict[str, list[dict[str, object]]]:
    forms = [form for _, form in sorted(load_forms().items())]
    return {
        "form_cell": [
            _cell_row(cell, ordinal, form.tables[cell.table_key].label, form.tables[cell.table_key].en)
            for form in forms
            for ordinal, cell in enumerate(form.cells.values())
        ],
        "form_group": [
            {
                "edition": form.edition,
                "outcome_group": key,
                "zh": group.label,
                "en": group.en,
                "ordinal": ordinal,
            }
            for form in forms
            for ordinal, (key, group) in enumerate(form.groups.items())
        ],
        "statistics_concept": _statistics_concepts(),
        "form_identity": [
            {
                "edition": form.edition,
                "rule_id": identity.id,
                "table_key": identity.table,
                "along": identity.along,
                "zh": identity.label,
                "en": identity.en,
                "parts": list(identity.parts),
                "totals": list(identity.totals),
            }
            for form in forms
            for identity in form.identities
        ],
    }


def _statistics_concepts() -> list[dict[str, object]]:
    """One row a concept of the statistics table of 2008 to 2018, by the first line that bears it."""
    form = load_statistics()
    first = {line.concept: line for line in reversed(form.rows)}
    return [
        {
            "edition": form.edition,
            "concept": concept,
            "zh": line.label,
            "en": line.en,
            "compares_with": list(line.compares_with),
        }
        for concept, line in sorted(first.items())
    ]


def _cell_row(cell: FormCell, ordinal: int, table_zh: str, table_en: str) -> dict[str, object]:
    return {
        "edition": cell.edition,
        "table_key": cell.table_key,
        "row_key": cell.row_key,
        "column_key": cell.column_key,
        "table_zh": table_zh,
        "table_en": table_en,
        "row_number": cell.row.number,
        "row_zh": cell.row.label,
        "row_en": cell.row.en,
        "column_zh": cell.column.label,
        "column_en": cell.column.en,
        "outcome_group": None if cell.group == "flow" else cell.group,
        "unit": cell.unit,
        "ordinal": ordinal,
        "compares_with": list(cell.compares_with),
        "is_money": cell.money,
        "is_signed": cell.signed,
    }


def _portal_row(portal: Portal) -> dict[str, object]:
    return {
        "portal_id": portal.id,
        "name": portal.name,
        "adcode": portal.adcode,
        "platform": portal.platform,
        "list_url": portal.list_url,
        "scope": portal.scope,
        "since": portal.since,
        "is_sandbox": portal.sandbox,
        "is_enabled": portal.enabled,
    }


def decided_agencies(home: Home, rules: Rules, files: Path = REFERENCE) -> tuple[Agency, ...]:
    """The bodies that the reference files and the home decide; ReferenceDataError where they contradict each other."""
    known = {rule.value for rule in rules.categories}
    agencies = (*load("agencies", tuple[Agency, ...], files), *load_agencies(home))
    for agency in agencies:
        if strange := sorted(set(agency.categories) - known):
            raise ReferenceDataError(
                f"agencies.yaml gives {agency.name} the function {strange[0]}, "
                "which agency_rules.yaml does not list; mend either."
            )
    taken: dict[str, list[str | None]] = {}
    for agency in agencies:
        for printed in {agency.name, *agency.printed_as}:
            taken.setdefault(printed, []).append(agency.adcode)
    for printed, adcodes in sorted(taken.items()):
        if len(adcodes) > 1 and (None in adcodes or len(set(adcodes)) < len(adcodes)):
            raise ReferenceDataError(
                f"agencies.yaml gives the name {printed} to {len(adcodes)} bodies; "
                "give each its own adcode, or take the name from one."
            )
    return agencies


def _decided_tables(home: Home, files: Path, portals: Sequence[Portal]) -> dict[str, list[dict[str, object]]]:
    rules = load("agency_rules", Rules, files)
    agencies = decided_agencies(home, rules, files)
    return {
        "agency_rule": [
            {"field": field, "value": rule.value, "pattern": rule.pattern, "ordinal": ordinal}
            for field in ("kinds", "levels", "categories")
            for ordinal, rule in enumerate(getattr(rules, field))
        ],
        "category": [
            {"category": rule.value, "en": rule.en or rule.value, "ordinal": ordinal}
            for ordinal, rule in enumerate(rules.categories)
        ],
        "agency": [
            {
                **agency.model_dump(exclude={"name", "parent"}),
                "agency_name": agency.name,
                "parent_name": agency.parent,
                "printed_as": [agency.name, *agency.printed_as],
            }
            for agency in sorted(agencies, key=lambda agency: (agency.name, agency.adcode or ""))
        ],
        "deadline": [entry.model_dump() for entry in load("deadlines", tuple[Deadline, ...], files)],
        "lineage": [step.model_dump() for step in (*load("lineage", tuple[Lineage, ...], files), *load_lineage(home))],
        "population": [entry.model_dump() for entry in load("population", tuple[Population, ...], files)],
        "region": list(_regions(load("regions", tuple[Region, ...], files), portals)),
    }


def _decisions(home: Home) -> dict[str, list[dict[str, object]]]:
    common = {"note", "decided_by", "decided_on"}
    return {
        "verdict": [
            {
                "agency_name": one.agency,
                "report_year": one.year,
                "rule_id": one.rule,
                "place": one.place,
                "verdict": one.verdict,
                **one.model_dump(include=common),
            }
            for one in load_verdicts(home)
        ],
        "correction": [
            {
                "agency_name": one.agency,
                "report_year": one.year,
                **dict(zip(("table_key", "row_key", "column_key"), one.cell.split("."), strict=True)),
                "expected_value": one.expect,
                "value": one.value,
                "source": one.source,
                **one.model_dump(include=common),
            }
            for one in load_corrections(home)
        ],
    }


def _regions(decided: Sequence[Region], portals: Sequence[Portal]) -> Iterator[dict[str, object]]:
    """The decided divisions, then the country's, then those of the registry that neither names.

    A decided division is all that is known of its code, unless the code lives on under another name.

    Of several portals with one code the one of the whole area names it, before a body's own portal.
    """
    for region in sorted(decided, key=lambda region: (region.adcode, region.valid_from or date.min)):
        yield region.model_dump()
    renamed = {region.adcode: region.valid_to for region in decided if region.adcode in region.successor_adcodes}
    taken = {region.adcode for region in decided} - set(renamed)
    for region in divisions():
        if region.adcode not in taken:
            taken.add(region.adcode)
            until = renamed.get(region.adcode)
            yield region.model_dump() | ({"valid_from": until + timedelta(days=1)} if until else {})
    for portal in sorted(portals, key=lambda p: (p.adcode, p.scope == "agency", len(p.name), p.name, p.id)):
        if portal.adcode not in taken:
            taken.add(portal.adcode)
            yield {
                "adcode": portal.adcode,
                "name": portal.name,
                "source": f"registry entry {portal.id}",
                "successor_adcodes": [],
            }
