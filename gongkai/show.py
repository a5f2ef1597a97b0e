"""How the commands print: tables and sentences for a person, JSON for a program; what each prints stands in `show_*.py`.

Formatting only; where the figures come from belongs to the packages.
"""

from __future__ import annotations

import csv
import json
import math
import sys
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
    _out.print(_table(columns, [list(row) for row in rows], shown, title))


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


def shown(value: Any) -> str:
    """A value in a cell of a table, None as nothing."""
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
    return shown(value)


def _in_csv(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=_plain) if isinstance(value, list | dict) else value


def cookbook(found: Sequence[Any], as_json: bool) -> None:
    """The queries of the cookbook: name and question."""
    if as_json:
        dump([asdict(one) for one in found])
        return
    for one in found:
        say(f"{one.name}\n  {one.zh}\n  {one.en}")
