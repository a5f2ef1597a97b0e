"""核验: every sum that fails and every sentence that a report's own table, or last year's, contradicts."""

from __future__ import annotations

from dashboards import say
from dashboards.queries import Row
from dashboards.render import Build, Page

KEY = "findings"
FILE = "findings.html"


def make(build: Build) -> Page:
    """All findings of the current reports: sums first, then sentences."""
    sums = [_sum(row, build) for row in build.release.findings("error")]
    values = {
        "sums": sums,
        "reports": len({(row["agency_id"], row["report_year"]) for row in sums}),
        "sentences": _sentences(build.release.findings("warning"), build),
    }
    return Page(KEY, FILE, values)


def _sum(row: Row, build: Build) -> Row:
    cell, equals, value = (row["repair"] or "").partition(" = ")
    return row | {
        "rule": build.sheet.rules.get(row["rule_id"], row["rule_id"]),
        "place_label": build.sheet.place_name(row["place"], row["cells"] or []),
        "repair": f"{build.sheet.cell_name(cell)}{equals}{value}",
    }


def _sentences(rows: list[Row], build: Build) -> list[Row]:
    """One row a sentence and rule; a sentence that says several things wrongly says them in one row."""
    measures = build.sheet.measures(build.words.family("measure"))
    said: dict[tuple[object, ...], Row] = {}
    for row in rows:
        rule, _, kind = row["rule_id"].partition(":")
        key = (row["agency_id"], row["report_year"], rule, row["sentence"])
        known = said.setdefault(key, row | {"rule": build.words.name("rule", rule), "said": []})
        name = "＋".join(measures.get(part, part) for part in row["place"].partition("#")[0].split("+"))
        known["said"].append(f"{name} {say.count(row['printed'])}{'%' if kind in {'share', 'growth'} else ''}")
    return list(said.values())
