"""The figures of one report as values: loading `figures/*.yaml`, what a reader must find, small changes.

A file holds one report, its figures by the form's keys in the form's column order; no label is spelled here.
How figures are invented stands in `invent.py`, how they are printed in `render/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from warehouse.form import Block, Form, load_form, load_forms

FIGURES = Path(__file__).parent / "figures"

#: The mark in the name of every body that does not exist.
INVENTED_MARK = "示例"

Key = tuple[str, str, str]
Number = int | float

#: What stands in a cell in place of a number (FORMS, cell states).
_DASHES = frozenset({"-", "—", "——", "/", "、", "无"})

_LEADING_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """What a cell prints and the number it means; None where it prints no number."""

    text: str
    value: Number | None

    @classmethod
    def of(cls, given: Number | str | Mapping[str, object] | None) -> Figure:
        """A number, None for a blank cell, a string that starts with its number, or a text and its value."""
        if given is None:
            return cls("", None)
        if isinstance(given, str):
            found = _LEADING_NUMBER.match(given)
            return cls(given, _number(found.group()) if found else None)
        if isinstance(given, Mapping):
            value = given["value"]
            return cls(str(given["text"]), value if isinstance(value, int | float) else None)
        return cls(str(given), given)

    @property
    def state(self) -> str:
        """The state a reader must give the cell: reported, blank, dash, text."""
        if self.value is not None:
            return "reported"
        return "dash" if self.text in _DASHES else "text" if self.text else "blank"


#: A cell that is there and empty.
BLANK = Figure("", None)


def _number(text: str) -> Number:
    return float(text) if "." in text else int(text)


@dataclass(frozen=True, slots=True)
class Prose:
    """The paragraphs of a report outside its tables: its foreword and the chapters 一, 五, 六."""

    foreword: tuple[str, ...] = ()
    overview: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report of one body and year: who, when, every figure, every sentence.

    `editions` names blocks printed by another edition than the report's own (a hybrid). `breaks` lists the
    identities its figures do not keep, as `A3:granted`; they are the publisher's errors and stay.
    """

    key: str
    agency: str
    region: str
    adcode: str
    report_year: int
    edition: str
    scope: str
    invented: bool
    source: str
    title: str
    issuer: str
    published_on: date
    period: tuple[date, date]
    figures: Mapping[Key, Figure]
    prose: Prose = field(default_factory=Prose)
    editions: Mapping[str, str] = field(default_factory=dict)
    breaks: tuple[str, ...] = ()

    def blocks(self, table: str) -> Iterator[Block]:
        """The blocks of a table as this report prints them."""
        for block in load_form(self.edition).tables[table].blocks:
            blocks = load_form(self.edition_of(block.key)).tables[table].blocks
            yield next(other for other in blocks if other.key == block.key)

    def edition_of(self, block_key: str) -> str:
        """The edition a block is printed by."""
        return self.editions.get(block_key, self.edition)

    def printed_cells(self) -> Iterator[Key]:
        """The cells this report prints, in the form's order; those of a statistics table in the order of its lines."""
        if self.edition not in load_forms():
            yield from self.figures
            return
        for table in load_form(self.edition).tables:
            for block in self.blocks(table):
                for row in block.rows:
                    for column in block.columns:
                        yield table, row.key, column.key

    def value(self, table: str, row: str, column: str) -> Number | None:
        """The number a cell means; None when it prints none or is not on this report's form."""
        figure = self.figures.get((table, row, column))
        return figure.value if figure else None


def expected_cells(report: Report) -> dict[Key, Number | None]:
    """Every cell the report prints, with the number a reader must find; None for a cell without a number."""
    return {key: report.value(*key) for key in report.printed_cells()}


def expected_states(report: Report) -> dict[Key, str]:
    """Every cell the report prints, with the state a reader must give it."""
    return {key: report.figures[key].state for key in report.printed_cells()}


def broken_identities(report: Report) -> tuple[str, ...]:
    """The identities whose printed parts do not make their printed totals, as `A3:granted`."""
    return tuple(
        name
        for table in (load_form(report.edition).tables if report.edition in load_forms() else ())
        # the tables with identities are one block each, of the same key
        for name in _broken(report, table, load_form(report.edition_of(table)))
    )


def _broken(report: Report, table: str, form: Form) -> Iterator[str]:
    for identity in form.identities:
        if identity.table != table:
            continue
        for place, parts, totals in form.places(identity):
            left = [report.value(cell.table_key, cell.row_key, cell.column_key) for cell in parts]
            right = [report.value(cell.table_key, cell.row_key, cell.column_key) for cell in totals]
            if None in right:
                continue
            # a blank part decides nothing, unless the parts that are printed exceed the total already
            excess = sum(filter(None, left)) - sum(filter(None, right))
            if excess > 0 or (excess and None not in left):
                yield f"{identity.id}:{place}"


def edition_of_year(year: int) -> str:
    """The edition usual for a report year; ValueError before the first."""
    for edition, form in load_forms().items():
        first, last = form.usual_years
        if first <= year and (last is None or year <= last):
            return edition
    raise ValueError(f"No edition of the form is usual for the report year {year}.")


def with_figure(report: Report, key: Key, value: Number | None) -> Report:
    """The same report with one cell changed and nothing else."""
    if key not in report.figures:
        raise KeyError(f"{report.key} has no cell {'.'.join(key)}")
    return replace(report, figures={**report.figures, key: Figure.of(value)})


def with_zeros_as(report: Report, printed: Figure = BLANK) -> Report:
    """The same report with another figure in place of every zero: a blank cell, a dash, a letter O."""
    figures = {key: printed if figure.value == 0 else figure for key, figure in report.figures.items()}
    return replace(report, figures=figures)


def with_digit_changed(report: Report) -> Report:
    """The report as republished in silence: another last digit in one decision count, no identity broken."""
    for key in sorted(report.figures):
        value = report.figures[key].value
        if key[0] == "proactive" and key[2] == "decisions" and isinstance(value, int):
            return with_figure(report, key, value - 1 if value % 10 else value + 1)
    raise ValueError(f"{report.key} prints no decision count to change.")


class _ReportFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    agency: str
    region: str
    adcode: str = Field(pattern=r"^\d{6}$")
    report_year: int
    edition: str
    scope: str
    invented: bool
    source: str
    title: str | None = None
    issuer: str | None = None
    published_on: date
    period: tuple[date, date]
    editions: dict[str, str] = Field(default_factory=dict)
    breaks: tuple[str, ...] = ()
    tables: dict[str, dict[str, list[int | float | str | dict[str, object] | None]]]
    prose: dict[str, tuple[str, ...]] = Field(default_factory=dict)


def default_title(agency: str, year: int) -> str:
    """The usual title of an agency's report."""
    return f"{agency}{year}年政府信息公开工作年度报告"


def prose_words(edition: str) -> dict[str, str]:
    """Words of the form a sentence may name in braces: each group of outcomes, `review` and `litigation`."""
    form = load_form(edition)
    routes = {row.key: row for block in form.tables["disputes"].blocks for row in block.rows}
    words = {key: group.label for key, group in form.groups.items()}
    return {**words, "review": routes["review"].label, "litigation": routes["litigation_direct"].under[0]}


def load_report(path: Path) -> Report:
    """The report of one figures file; ValueError names the row whose cells do not fit the form."""
    file = _ReportFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    words = prose_words(file.edition)
    prose = {
        chapter: tuple(sentence.format_map(words) for sentence in sentences)
        for chapter, sentences in file.prose.items()
    }
    report = Report(
        key=path.stem,
        title=file.title or default_title(file.agency, file.report_year),
        issuer=file.issuer or file.agency,
        prose=Prose(**prose),
        figures={},
        **file.model_dump(exclude={"title", "issuer", "prose", "tables"}),
    )
    return replace(report, figures=_figures(path, report, file.tables))


def _figures(path: Path, report: Report, tables: Mapping[str, Mapping[str, list]]) -> dict[Key, Figure]:
    figures: dict[Key, Figure] = {}
    wanted = {
        (table, row.key)
        for table in load_form(report.edition).tables
        for block in report.blocks(table)
        for row in block.rows
    }
    given = {(table, row) for table, rows in tables.items() for row in rows}
    if wanted != given:
        odd = ", ".join(".".join(name) for name in sorted(wanted ^ given))
        raise ValueError(f"{path.name}: rows missing or not on the form: {odd}.")
    for table in sorted(tables):
        for block in report.blocks(table):
            for row in block.rows:
                cells = tables[table][row.key]
                if len(cells) != len(block.columns):
                    raise ValueError(
                        f"{path.name}: {table}.{row.key} needs {len(block.columns)} cells, has {len(cells)}."
                    )
                for column, cell in zip(block.columns, cells, strict=True):
                    figures[table, row.key, column.key] = Figure.of(cell)
    return figures


@cache
def load_reports() -> dict[str, Report]:
    """Every report that has a figures file, by its key."""
    return {path.stem: load_report(path) for path in sorted(FIGURES.glob("*.yaml"))}
