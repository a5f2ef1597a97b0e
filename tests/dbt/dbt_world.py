"""A small world of reports as Parquet: what the parser and the crawler would leave, made from figures alone.

Liaocheng 2022, Pingtan and Huai'an carry the figures their reports print; every body of 示例市 is made up. Keys come
from the form; nothing here reads a page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml

from warehouse import reference_data
from warehouse.form import Form, load_form
from warehouse.home import Home, write_json
from warehouse.reference_data import SCHEMAS, write_reference
from warehouse.reference_files import REFERENCE
from warehouse.registry import Portal
from warehouse.schema import CAPTURES, PARSED, write_parquet

Row = dict[str, Any]
Figures = dict[tuple[str, str, str], float | None]

LIAOCHENG, PINGTAN, HUAIAN, SAMPLE = "聊城市大数据局", "平潭综合实验区管委会", "淮安市人民政府", "示例市大数据局"
WATER, EDUCATION, AREA = "示例市水利局", "示例市教育局", "示例市人民政府"
NIGHT = datetime(2026, 3, 20, 18, 30, tzinfo=UTC)
#: Who decided on a correction of these tests, when and why.
DECIDED = {"decided_by": "示例", "decided_on": "2026-04-01", "note": "the attached table prints 6"}
#: What the parser says of a page that it reads whole.
ACCEPTED = {"parser_version": "1", "format": "html", "status": "accepted"} | {
    name: [] for name in ("reason_codes", "reasons", "reasons_zh")
}
OUTCOMES = ("granted", "partly_granted", "refused_third_party", "unavailable_not_held", "declined_repeat")


def portal(key: str, name: str, adcode: str, **more: Any) -> Portal:
    """A registry entry with an address of its own."""
    return Portal(id=key, name=name, adcode=adcode, list_url=f"http://www.{key}.gov.cn/bg/", **more)


def figures(edition: str, new: int, carried_in: int = 0, carried_out: int = 0, **outcomes: int) -> Figures:
    """A consistent request table in which natural persons ask for everything; the rest of the form is nought."""
    made: Figures = dict.fromkeys(load_form(edition).cells, 0)
    rows = {"new_received": new, "carried_in": carried_in, "carried_out": carried_out, **outcomes}
    rows["total_handled"] = new + carried_in - carried_out
    assert sum(outcomes.values()) == rows["total_handled"], "the outcomes must add up"
    for row, count in rows.items():
        made["requests", row, "natural_person"] = made["requests", row, "total"] = count
    return made


def identity_checks(form: Form, values: Figures) -> list[Row]:
    """Every identity of the form at every place, by the figures as printed."""
    checks = []
    for identity in form.identities:
        for place, parts, totals in form.places(identity):
            sides = [[values.get((c.table_key, c.row_key, c.column_key)) for c in side] for side in (parts, totals)]
            whole = all(value is not None for side in sides for value in side)
            expected, printed = (sum(value or 0 for value in side) for side in sides)
            state = "not_assessable" if not whole else "holds" if printed == expected else "fails"
            checks.append(
                {
                    "rule_id": identity.id,
                    "place": place,
                    "state": state,
                    "printed": float(printed),
                    "expected": float(expected),
                    "cells": [cell.name for cell in (*parts, *totals)],
                }
            )
    return checks


def printed_rows(form: Form, values: Figures) -> list[Row]:
    """Every row of the form as a page prints it: its label, then its figures under the names of their columns."""
    rows: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for (table, row, column), value in values.items():
        cell = form.cells[table, row, column]
        texts = rows.setdefault((table, row), [(cell.row.label, "", "")])
        texts.append(("" if value is None else f"{value:g}", column, cell.column.label))
    return [
        {
            "table_key": table,
            "row_key": row,
            "printed_label": texts[0][0],
            **{
                name: "\t".join(text[place] for text in texts)
                for place, name in enumerate(("printed_row", "column_keys", "printed_heads"))
            },
        }
        for (table, row), texts in rows.items()
    ]


@dataclass
class World:
    """Rows of the tables of facts and of the captures index, with the portals and runs beside them."""

    portals: list[Portal] = field(default_factory=list)
    runs: list[Row] = field(default_factory=list)
    captures: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    cells: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    checks: list[Row] = field(default_factory=list)
    lost_rows: tuple[str, ...] = ()
    verdicts: list[Row] = field(default_factory=list)
    corrections: list[Row] = field(default_factory=list)

    def report(
        self,
        portal_id: str,
        agency: str,
        year: int,
        values: Figures,
        *,
        edition: str = "2021",
        seen: datetime = NIGHT,
        url: str | None = None,
        role: str = "page",
        text: str = "",
        claims: tuple[Row, ...] = (),
        implied: tuple[tuple[str, str, str], ...] = (),
        sha: str | None = None,
        report_index: int = 0,
        **document: Any,
    ) -> str:
        """Add a report with its capture; `text` makes another document of the same facts. Gives its digest.

        A document of several reports is added once for each, with the digest that the first gave.
        """
        sha = sha or hashlib.sha256(f"{agency}{year}{sorted(values.items())}{claims}{text}{role}".encode()).hexdigest()
        url = url or f"http://www.{portal_id}.gov.cn/bg/{year}/{hashlib.md5(agency.encode()).hexdigest()[:6]}.html"
        key = {"portal_id": portal_id, "document_sha256": sha, "report_index": report_index}
        form = load_form(edition)
        via = document.pop("via", None)
        if report_index == 0:
            self.seen(portal_id, sha, url, seen, role=role, via=via)
        if any(row.items() >= key.items() for row in self.documents):
            return sha
        self.documents.append(
            {
                **key,
                **ACCEPTED,
                "agency": agency,
                "report_year": year,
                "edition": edition,
                "scope": "agency",
                "title": f"{agency}{year}",
                "period_start": date(year, 1, 1),
                "period_end": date(year, 12, 31),
                "printed_on": date(year + 1, 1, 20),
                **document,
            }
        )
        for ordinal, ((table, row, column), value) in enumerate(values.items()):
            blank = value is None
            self.cells.append(
                {
                    **key,
                    "table_key": table,
                    "row_key": row,
                    "column_key": column,
                    "edition": edition,
                    "value": None if blank else float(value),
                    "state": "blank" if blank else "reported",
                    "printed_text": "" if blank else f"{value:g}",
                    "implied_value": 0.0 if (table, row, column) in implied else None,
                    "implied_by": "identity" if (table, row, column) in implied else None,
                    "method": "html",
                    "locator": f"table[1]/cell[{ordinal}]",
                    "unit": form.cells[table, row, column].unit,
                }
            )
        self.rows += [{**key, "edition": edition, **row} for row in printed_rows(form, values)]
        self.claims += [{**key, "claim_index": index, **claim} for index, claim in enumerate(claims)]
        self.checks += [{**key, **check} for check in identity_checks(form, values)]
        return sha

    def seen(self, portal_id: str, sha: str, url: str, when: datetime, **more: Any) -> None:
        """Add a capture of an archived document."""
        self.captures.append(
            {
                "run_id": f"{when:%Y%m%dT%H%M%SZ}-0000",
                "portal_id": portal_id,
                "url": url,
                "role": "page",
                "method": "GET",
                "status": 200,
                "fetched_at": when,
                "payload_sha256": sha,
                "record_type": "response",
                "warc_file": f"{when:%Y%m%dT%H%M%SZ}-0000-1.warc.gz",
                "warc_offset": 1000 * len(self.captures),
                **more,
            }
        )

    def run(self, run_id: str, portals: dict[str, Row] | None = None, **counts: int) -> Row:
        """Add a run whose balance holds unless `counts` say otherwise."""
        balance = dict.fromkeys(("archived", "unchanged", "failed", "blocked", "out_of_scope"), 0) | counts
        balance.setdefault("discovered", sum(balance.values()))
        self.runs.append(
            {
                "run_id": run_id,
                "started_at": NIGHT.isoformat(),
                "ended_at": (NIGHT + timedelta(minutes=2)).isoformat(),
                "balance": balance,
                "portals": portals or {},
                "parsed": {"accepted": len(self.documents)},
                "quarantined": [],
            }
        )
        return self.runs[-1]

    def find(self, table: str, **keys: Any) -> Row:
        """The one row of a table that has these values."""
        found = [row for row in getattr(self, table) if all(row[k] == v for k, v in keys.items())]
        assert len(found) == 1, f"{len(found)} rows of {table} have {keys}"
        return found[0]

    def write(self, root: Path) -> Home:
        """Write everything into a home at `root`, the reference tables into `root`/reference."""
        home = Home(root).create()
        portals = sorted({row["portal_id"] for row in self.documents})
        for name, schema in PARSED.items():
            for portal_id in portals:
                rows = [row for row in getattr(self, name) if row["portal_id"] == portal_id]
                write_parquet(home.parsed / f"portal={portal_id}" / f"{name}.parquet", rows, schema)
        for run_id in sorted({row["run_id"] for row in self.captures}):
            rows = [row for row in self.captures if row["run_id"] == run_id]
            write_parquet(home.captures / f"{run_id}.parquet", rows, CAPTURES)
        reference = root / "reference"
        for run in self.runs:
            write_json(home.runs / f"{run['run_id']}.json", run)
        for name in ("verdicts", "corrections"):
            if decisions := getattr(self, name):
                home.decisions.mkdir(exist_ok=True)
                (home.decisions / f"{name}.yaml").write_text(yaml.safe_dump(decisions), encoding="utf-8")
        write_reference(home, self.portals, reference)
        if self.lost_rows:
            form = reference / "form_cell.parquet"
            kept = [row for row in pq.read_table(form).to_pylist() if row["row_key"] not in self.lost_rows]
            write_parquet(form, kept, SCHEMAS["form_cell"])
        return home


def growth_claim(percent: float, prior: list[int], **more: Any) -> Row:
    """A sentence about the growth of new requests that admits these numbers for the year before."""
    return {
        "kind": "growth",
        "measure": "new_received",
        "percent": percent,
        "sentence": f"比上年增加{percent:g}%",
        "verdict": "implied_only",
        "held_against": ["requests.new_received.total"],
        "implied_prior": prior,
        **more,
    }


def sample_world(change: Callable[[World], object] | None = None) -> World:
    """The world of these tests; `change` may spoil it before it is written."""
    world = World(
        portals=[
            portal("huaian", "淮安市", "320800"),
            portal("liaocheng", "聊城市", "371500"),
            portal("pingtan", "平潭综合实验区", "350128"),
            portal("walled", "聊城市东昌府区", "371502"),
            portal("sample", "示例市", "990100", sandbox=True),
        ]
    )
    world.report(
        "liaocheng",
        LIAOCHENG,
        2022,
        figures("2021", 4, granted=1, partly_granted=1, unavailable_not_held=2),
        claims=(growth_claim(100, [2]),),
        credit_code="11371500MB2802354X",
    )
    _pingtan(world)
    world.report(
        "huaian",
        HUAIAN,
        2024,
        figures("2021", 3119, 34, 103, granted=1362, partly_granted=454, unavailable_not_held=1234),
        scope="area",
    )
    _sample_city(world)
    world.run("20260320T183000Z-0000", {"walled": {"verdict": "blocked", "reason": "a challenge page"}}, archived=9)
    if change is not None:
        change(world)
    return world


def _pingtan(world: World) -> None:
    pages = {"scope": "area"}
    world.report("pingtan", PINGTAN, 2021, figures("2021", 70, 0, 1, granted=60, unavailable_not_held=9), **pages)
    world.report("pingtan", PINGTAN, 2022, figures("2021", 74, 1, 0, granted=65, unavailable_not_held=10), **pages)
    world.report("pingtan", PINGTAN, 2024, figures("2021", 218, 0, 1, granted=180, declined_repeat=37), **pages)


def _sample_city(world: World) -> None:
    """示例市: a zero prior, a doubling from 500, an old form with blanks, a mended report, a broken one, a copy."""
    old = figures("2019", 0)
    for cell in old:
        if cell[0] == "requests" and cell[2] not in {"natural_person", "total"}:
            old[cell] = None
    blanks = tuple(cell for cell, value in old.items() if value is None)
    world.report("sample", SAMPLE, 2020, old, edition="2019", implied=blanks)
    world.report("sample", SAMPLE, 2021, figures("2021", 5, granted=5))
    water = {2023: 500, 2024: 1000}
    for year, count in water.items():
        made = figures("2021", count, granted=count * 3 // 5, refused_third_party=count * 2 // 5)
        made["proactive", "normative_documents", "in_force"] = 10 if year == 2023 else 12
        made["proactive", "normative_documents", "issued"] = 3
        made["proactive", "normative_documents", "repealed"] = 1
        made["proactive", "fees", "amount_cny_10k"] = 12.5
        made["disputes", "review", "upheld"] = 8
        made["disputes", "review", "corrected"] = 3
        made["disputes", "review", "pending"] = 1
        made["disputes", "review", "total"] = 12
        world.report("sample", WATER, year, made, text="page")
        world.report(
            "sample",
            WATER,
            year,
            made,
            text="copy",
            role="attachment",
            url=f"http://www.sample.gov.cn/bg/{year}/water.pdf",
            via=f"http://www.sample.gov.cn/bg/{year}/",
            format="pdf",
        )
    wrong = figures("2021", 40, granted=40)
    wrong["requests", "granted", "total"] = 41
    world.report("sample", EDUCATION, 2024, wrong, seen=NIGHT - timedelta(days=30))
    world.report("sample", EDUCATION, 2024, wrong, seen=NIGHT - timedelta(days=20), text="new frame")
    world.report("sample", EDUCATION, 2024, figures("2021", 40, granted=40))
    broken = figures("2021", 900, granted=900)
    broken["requests", "granted", "total"] = 890
    world.report("sample", AREA, 2024, broken, scope="area", printed_on=None, meta_published_on=date(2025, 4, 2))


def city(**registry) -> World:
    """A city of no report yet, and further portals beside it."""
    return World(portals=[portal("sample", "示例市", "990100", sandbox=True), *registry.values()])


def with_reference(monkeypatch, folder, **files: str) -> None:
    """Let the worlds written from here on be built with these reference files, as `lineage="- {predecessor: ..."`."""
    for path in REFERENCE.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(f"{__name__}.write_reference", partial(reference_data.write_reference, files=folder))
