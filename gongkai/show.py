"""What the commands print: tables and sentences for a person, JSON for a program.

Formatting only; where the figures come from belongs to the packages.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

#: A file or a pipe has no width of its own; tables there are not folded to that of a terminal.
_PIPE_WIDTH = 200
#: Wider than any table: what a table would take if nothing held it in.
_BOUNDLESS = 100_000

_out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
_err = Console(stderr=True, highlight=False, soft_wrap=True)
_LOCAL = ZoneInfo("Asia/Shanghai")

_CORRECTED = "a person's correction is used in place of the printed figure; mart_correction says whose and why"

#: What a method says beyond the name of a reader.
_SETTLED = {
    "ocr": "recognised in a picture; the looks at it agree, and the sums of the form, where there are any, prove it",
    "ocr+identity": "recognised in a picture; the looks at it left a doubt, and the sums of the form allow this figure alone",
    "split+identity": "run together with its neighbours in the text; the sums of the form allow this cut alone",
}


def say(text: str) -> None:
    """A plain line."""
    _out.print(text, markup=False)


def problem(text: str) -> None:
    """One sentence on what went wrong, to standard error."""
    _err.print(text, markup=False, style="red")


def dump(data: Any) -> None:
    """Data as JSON on standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> None:
    """A table sized to the terminal; None prints as nothing, numbers stand at the right."""
    _out.print(_table(columns, [list(row) for row in rows], _cell, title))


def _table(
    columns: Sequence[str], rows: list[list[Any]], cell: Callable[[Any], str], title: str | None = None
) -> Table:
    view = Table(title=title, title_justify="left", header_style="bold", show_edge=False)
    for place, name in enumerate(columns):
        values = [row[place] for row in rows if row[place] is not None]
        is_number = bool(values) and all(
            isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in values
        )
        view.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        view.add_row(*[cell(value) for value in row])
    return view


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float | Decimal):
        return _number(float(value))
    if isinstance(value, datetime):
        return local_time(value)
    return str(value).replace("[", "\\[")


def _number(value: float) -> str:
    """Whole where it is whole, else to four places, of a small figure to four digits."""
    if not math.isfinite(value) or abs(value) < 1:
        return f"{value:.4g}"
    return f"{value:.4f}".rstrip("0").rstrip(".")


def local_time(value: datetime) -> str:
    """A time of the archive in the time of the portals."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return f"{aware.astimezone(_LOCAL):%Y-%m-%d %H:%M:%S} (Asia/Shanghai)"


def answer(found: Any, *, as_json: bool, as_csv: bool) -> None:
    """Rows of a query: a table where it fits the terminal, else one block a row; times as the database holds them, UTC."""
    if as_json:
        dump([{name: _finite(value) for name, value in record.items()} for record in found.records()])
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(found.columns)
        writer.writerows([_in_csv(value) for value in row] for row in found.rows)
    else:
        view = _table(found.columns, [list(row) for row in found.rows], _answered)
        width = _out.measure(view, options=_out.options.update(width=_BOUNDLESS)).maximum
        if not sys.stdout.isatty():
            _out.width = max(width, _out.width)
        if width <= _out.width:
            _out.print(view)
        else:
            _blocks(found)
        say(f"{len(found.rows)} rows" if len(found.rows) != 1 else "1 row")


def _finite(value: Any) -> Any:
    """What divides by nought has no value that JSON could say."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _blocks(found: Any) -> None:
    """A row too wide for the terminal as a block of lines."""
    wide = max(cell_len(name) for name in found.columns)
    for number, row in enumerate(found.rows, start=1):
        _out.print(f"[bold]row {number}[/bold]")
        for name, value in zip(found.columns, row, strict=True):
            _out.print(f"  {escape(name)}{' ' * (wide - cell_len(name))}  {_answered(value)}")


def _answered(value: Any) -> str:
    """A value of a query; NULL is said, so that it is not taken for an empty text."""
    if value is None:
        return "[dim]NULL[/dim]"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, list | dict):
        return escape(json.dumps(value, ensure_ascii=False, default=_plain))
    return _cell(value)


def _in_csv(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=_plain) if isinstance(value, list | dict) else value


def cookbook(found: Sequence[Any], as_json: bool) -> None:
    """The queries of the cookbook: name and question."""
    if as_json:
        dump([asdict(one) for one in found])
        return
    for one in found:
        say(f"{one.name}\n  {one.zh}\n  {one.en}")


def run(summary: dict[str, Any], as_json: bool) -> None:
    """What a run came to, portal by portal, with every reason."""
    if as_json:
        dump(summary)
        return
    portals = summary.get("portals") or {}
    if portals:
        names = ("discovered", "archived", "unchanged", "failed", "blocked", "out_of_scope")
        rows = [
            [portal_id, portal["verdict"], *[portal[name] for name in names]]
            for portal_id, portal in sorted(portals.items())
        ]
        rows.append(["all", "", *[summary["balance"][name] for name in names]])
        table(["portal", "verdict", "found", "new", "unchanged", "failed", "blocked", "out of scope"], rows)
    for portal_id, portal in sorted(portals.items()):
        if portal.get("reason"):
            say(f"  {portal_id}: {portal['reason']}")
        for row in portal.get("reasons", []):
            say(f"  {portal_id}: {row['outcome']}: {row['url']}: {row['reason']}")
    for row in summary.get("refused", []):
        say(f"  {row['portal_id']}: {row['status']}: {row['url']}: {' '.join(row['reasons'][:2])}")
    for row in summary.get("inbox", []):
        say(f"  inbox: {row['outcome']}: {row['told']}")
    if summary.get("published"):
        say(f"Published release {summary['published']}.")


def parsed(report: dict[str, Any]) -> None:
    """One parsed file in a few lines."""
    for one in report.get("reports", [report]):
        say(f"{report['file']}: {one['status']}")
        for reason in one["reasons"]:
            say(f"  {reason}")
        if one["agency"] or one["report_year"]:
            states: dict[str, int] = {}
            for cell in one["cells"]:
                states[cell["state"]] = states.get(cell["state"], 0) + 1
            counted = ", ".join(f"{count} {state}" for state, count in sorted(states.items())) or "none"
            say(f"  {one['agency']}, {one['report_year']}, edition {one['edition']}, scope {one['scope']}")
            say(f"  cells: {counted}; claims: {len(one['claims'])}; findings: {len(one['findings'])}")
        for finding in one["findings"]:
            say(f"  {finding['id']}: printed {finding['printed']}, expected {finding['expected']}")
        claims(one["claims"])


def claims(found: list[dict[str, Any]]) -> None:
    """Claims, one line each."""
    for claim in found:
        figure = f"{claim['percent']:+g}%" if claim["kind"] == "growth" else None
        if figure is None and claim["percent"] is not None:
            figure = f"{claim['percent']:g}%"
        if figure is None:
            figure = "" if claim["value"] is None else f"{claim['value']:g}"
        implied = f" (last year: {' or '.join(map(str, claim['implied_prior']))})" if claim["implied_prior"] else ""
        start, end = claim["span"]
        words = claim["sentence"][start:end].replace("\n", " ")
        say(f"  {claim['kind']} {claim['measure'] or ''} {figure}{implied}: {claim['verdict']}: {words}")


def explanation(record: dict[str, Any], as_json: bool) -> None:
    """The way back from a figure."""
    if as_json:
        dump(record)
        return
    value = record["value"] if record["value"] is not None else record["implied_value"]
    shown = "no number" if value is None else f"{value:g}"
    if record["value"] is None and value is not None:
        shown += f" (implied by {record['implied_by']}; the cell is {record['state']})"
    say(f"{record['agency_name']} {record['report_year']}: {shown}")
    lines = [
        ("cell", f"{record['table_key']}.{record['row_key']}.{record['column_key']}"),
        ("row and column", f"{record['table_zh']} / {record['row_zh']} / {record['column_zh']}"),
        ("state, printed text", f"{record['state']}, {record['printed_text']!r}"),
        ("row as printed", " | ".join(record["printed_row"]) if record["printed_row"] else None),
        ("label as printed", record["printed_label"]),
        ("header as printed", record["printed_head"]),
        ("corrected", _CORRECTED if record["flag"] == "corrected" else None),
        ("edition, method", f"{record['edition']}, {record['method']}"),
        ("how it was settled", _SETTLED.get(record["method"])),
        ("report", f"{record['title']} ({record['status']})"),
        ("place in the document", record["locator"]),
        ("document", f"{record['format']}, sha256 {record['document_sha256']}"),
        ("URL", record["source_url"]),
        ("linked from", record["page_url"] if record["page_url"] != record["source_url"] else None),
        (
            "published",
            f"{record['published_on']} (from the {record['published_on_source']})" if record["published_on"] else None,
        ),
        ("added by hand", f"{record['file_name']}, by {record['added_by']}" if record["added_by"] else None),
        (
            "whose and which year",
            "said by the person who added it, not by the document" if record["is_declared"] else None,
        ),
        ("captured", local_time(record["captured_at"])),
        ("archive", f"{record['warc_file']}, offset {record['warc_offset']}"),
    ]
    for name, text in lines:
        if text:
            say(f"  {name}: {text}")
    for check in record["checks"]:
        say(
            f"  finding {check['rule_id']}:{check['place']}: printed {_cell(check['printed'])}, expected {_cell(check['expected'])}"
        )
    if not record["checks"]:
        say("  checks: no finding touches this cell")


def verification(result: Any, as_json: bool) -> None:
    """What verifying the archive found."""
    problems = [{"kind": p.kind, "file": p.file, "offset": p.offset, "message": p.message} for p in result.problems]
    if as_json:
        dump({"ok": result.ok, "counts": result.counts, "problems": problems})
        return
    for one in problems:
        say(f"{one['kind']}: {one['file']}: {one['message']}")
    counts = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in result.counts.items())
    say(f"{'The archive is whole' if result.ok else 'The archive is damaged'}: {counts}.")


def differences(earlier: str, later: str, found: list[Any], as_json: bool) -> None:
    """The cells that differ between two releases, counted by cause, then one by one."""
    from warehouse.release_diff import CAUSES

    if as_json:
        dump({"earlier": earlier, "later": later, "cells": [asdict(one) for one in found]})
        return
    if not found:
        say(f"No cell differs from {earlier} to {later}.")
        return
    counts = Counter((one.cause, one.change) for one in found)
    say(f"{len(found)} cells differ from {earlier} to {later}:")
    for cause, meaning in CAUSES.items():
        told = ", ".join(f"{n} {change}" for (named, change), n in sorted(counts.items()) if named == cause)
        if told:
            say(f"  {told}: {meaning}")
    # cells of reports that came or went whole are counted above; the rest is what a reader looks for
    single = [one for one in found if one.cause not in {"new_coverage", "no_longer_held"}]
    if single:
        table(
            ["agency", "year", "cell", "before", "after", "cause"],
            [
                [
                    one.agency_name,
                    one.report_year,
                    one.cell,
                    _stands(one.old_value, one.old_state),
                    _stands(one.new_value, one.new_state),
                    one.cause,
                ]
                for one in single
            ],
        )


def _stands(value: float | None, state: str | None) -> str:
    return state or "absent" if value is None else f"{value:g}"


def releases(found: list[Any], as_json: bool) -> None:
    """The releases, newest first."""
    rows = [
        {
            "release": one.id,
            "published_at": one.published_at,
            "is_current": one.is_current,
            "reports": one.reports,
            "digest": one.digest,
            "gates": {gate.name: list(gate.failures) for gate in one.gates},
        }
        for one in found
    ]
    if as_json:
        dump(rows)
    elif not rows:
        say("There is no release yet; run `gongkai refresh` first.")
    else:
        shown = [
            [
                row["release"],
                row["published_at"] or "candidate",
                "current" if row["is_current"] else "",
                row["reports"],
                (row["digest"] or "")[:12],
            ]
            for row in rows
        ]
        table(["release", "published", "", "reports", "digest"], shown)
