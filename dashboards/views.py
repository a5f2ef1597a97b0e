"""What most pages are made of: an answer in a sentence, then pictures, then tables, as plain data that one script draws.

A page gives its views by choice (a year); each is a small file a reader's browser fetches when it is chosen. Cells carry
their value and how it is written stays with the column's kind, so a table sorts, searches and exports by value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlencode

from dashboards.queries import Row

#: A cell: text or a number as it is, or a dict of
#: `v` value, `a` agency id (`k` its name of now), `f` figure, `s` sum, `b` badge, `c` class, `u` address, `p` page, `n` language.
Cell = Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its kind: text, agency, sentence, state, or a kind of number of the dictionary."""

    title: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the name its downloads bear."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Section:
    """A card of a page: a title, a chart, a table, a note; `empty` is said where there is neither.

    `facts` are (word, what it says) of the measure shown, `more` (words, address) where the rest of a list is.
    """

    title: str
    chart: dict[str, Any] | None = None
    table: Table | None = None
    note: str = ""
    empty: str = ""
    half: bool = False
    text: Sequence[str] = ()
    codes: Sequence[tuple[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()
    more: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows for one choice; `tiles` are (label, value, note, whether it is bad, the page it leads to or "")."""

    lead: str
    sections: Sequence[Section] = ()
    tiles: Sequence[tuple[str, str, str, bool, str]] = field(default=())

    def as_data(self) -> dict[str, Any]:
        """The view as its file holds it, without what is empty."""
        return _plain(self) | {"sections": [_section(part) for part in self.sections]}


def _plain(part: Any) -> dict[str, Any]:
    # not `asdict`, which copies every cell of every table
    return {one.name: getattr(part, one.name) for one in fields(part)}


def _section(section: Section) -> dict[str, Any]:
    data = {name: value for name, value in _plain(section).items() if value}
    if section.table:
        data["table"] = _plain(section.table) | {"columns": [_plain(column) for column in section.table.columns]}
    return data


def figure(value: float | None, row: Row, what: str, kind: str = "cell", *, mark: str = "") -> Cell:
    """A figure that leads to its source; nothing stays nothing. `mark` is a class: implied, broken, small."""
    if value is None:
        return None
    return {"v": value, "f": [row["agency_id"], row["report_year"], what, kind], "c": mark}


def summed(value: float | None, page: str, what: str, year: int) -> Cell:
    """A sum over agencies (or a share of one) that leads to the reports behind it (`sum_files.py`); nothing and nought lead nowhere."""
    return {"v": value, "s": [page, what, year]} if value else value


def link(value: Cell, page: str, **state: object) -> Cell:
    """A cell that leads to what it was added up from: another page in a state; nothing stays nothing."""
    return None if value is None else {"v": value, "p": address_of(page, **state)}


def address_of(page: str, **state: object) -> str:
    """The address of a page in a state."""
    return f"{page}#{urlencode(state)}"


def badge(text: str, mark: str = "") -> Cell:
    """A word in a frame; `mark` is bad or good."""
    return {"v": text, "b": mark or "plain"}


def reason(text: str | None, language: str) -> Cell:
    """A sentence of the data as it is; marked as English where the page is not and it has no Chinese in it."""
    foreign = language != "en" and bool(text) and not any("\u3400" <= character <= "\u9fff" for character in text or "")
    return {"v": text, "n": "en"} if foreign else text


def address(url: str | None) -> Cell:
    """An address, a link where it is one of the web."""
    return {"v": url or "", "u": 1}


def stack(rows: Iterable[tuple[str, str, Sequence[float | None]]], legend: Sequence[str] = ()) -> dict[str, Any]:
    """A chart of shares side by side, a row each (name, note, shares); `legend` names them, else the form's groups do."""
    found = [{"name": name, "note": note, "shares": list(shares)} for name, note, shares in rows]
    return {"kind": "stack", "rows": found, "legend": list(legend)}


def columns(rows: Iterable[tuple[str, float]]) -> dict[str, Any]:
    """A chart of upright bars; `name|note` is written in two lines."""
    return {"kind": "columns", "rows": [{"name": name, "value": value} for name, value in rows]}


def bars(
    rows: Iterable[Row], value: str, kind: str, *, small: str = "", head: str = "", dots: bool = False, text: str = ""
) -> dict[str, Any]:
    """A row an agency (or another `name`) with its value: bars, or dots with their intervals; `small` rows stand apart."""
    found = []
    for row in rows:
        low, high = row.get("ci_low"), row.get("ci_high")
        name = row.get("name") or row["agency_name"]
        part = {"name": name, "id": row.get("agency_id"), "value": row[value], "low": low, "high": high}
        found.append(part | {"small": bool(small and row[small]), "text": row.get(text, "") if text else ""})
    return {"kind": "dots" if dots else "bars", "measure": kind, "rows": found, "head": head}
