"""The form as the pages need it: cells in the order of the printed form, groups and rules with their names.

Cells and groups are the release's own; only the names of the identities, which it does not hold, come from the form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.form import Form

#: A measure as the dictionary writes it: a row of the requests, a group, or row.column, perhaps of one [column].
_MEASURE = re.compile(r"\b(?P<measure>[a-z][a-z0-9_]+(?:\.[a-z0-9_]+)?)(?:\[(?P<column>[a-z_]+)\])?")
_SIGNS = ((" / ", " ÷ "), (" * ", " × "), (">=", "≥"), (" - ", " − "))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells (one a place), groups of outcomes and identities, each in the form's order."""

    cells: tuple[dict[str, Any], ...]
    groups: tuple[dict[str, str], ...]
    rules: dict[str, str]
    is_numbered: bool = True  # the numbers of the printed rows are Chinese and say nothing beside English words

    @property
    def editions(self) -> list[str]:
        """The editions that have cells, newest first."""
        return list(dict.fromkeys(cell["edition"] for cell in self.cells))

    def measures(self, terms: Mapping[str, str]) -> dict[str, str]:
        """Names of what a sentence may speak of: groups, rows of the requests, and `terms` for what is no row."""
        rows = {cell["row_key"]: cell["row_label"] for cell in reversed(self.cells) if cell["table_key"] == "requests"}
        return {**terms, **rows, **{group["key"]: group["label"] for group in self.groups}}

    def place_name(self, place: str, cells: Sequence[str]) -> str:
        """The printed name of the column or row a finding stands at; its key where none of its cells has it."""
        for cell in self.cells:
            if f"{cell['table_key']}.{cell['row_key']}.{cell['column_key']}" in cells:
                if cell["column_key"] == place:
                    return str(cell["column_label"])
                if cell["row_key"] == place:
                    return str(cell["row_label"])
        return place

    def row_name(self, table: str, row: str) -> str:
        """The newest printed name of a row of a table; its key where no edition has it."""
        found = (cell["row_label"] for cell in self.cells if (cell["table_key"], cell["row_key"]) == (table, row))
        return str(next(found, row))

    def columns_of(self, table: str) -> dict[str, str]:
        """The columns of a table by key, in the form's order; each under its newest name."""
        columns: dict[str, str] = {}
        for cell in self.cells:
            if cell["table_key"] == table:
                columns.setdefault(cell["column_key"], cell["column_label"])
        return columns

    def cell_name(self, name: str) -> str:
        """`table.row.column` as a reader finds it on the form; the key itself where the form has no such cell."""
        for cell in self.cells:
            if f"{cell['table_key']}.{cell['row_key']}.{cell['column_key']}" == name:
                return f"{cell['row_label']}·{cell['column_label']}"
        return name

    def readable(self, formula: str | None, terms: Mapping[str, str]) -> str | None:
        """A formula of the dictionary with the form's own words in place of keys, and `terms` for what is no cell.

        An unknown name stays as it is.
        """
        if formula is None:
            return None
        named = {**terms, **self._names()}

        def word(match: re.Match[str]) -> str:
            name = named.get(match["measure"], match["measure"])
            return f"{name} [{self._columns().get(match['column'], match['column'])}]" if match["column"] else name

        text = _MEASURE.sub(word, formula)
        years = (("(y-1)", f" ({terms['year_before']})"), ("(y)", f" ({terms['this_year']})"))
        for written, printed in (*years, *_SIGNS):
            text = text.replace(written, printed)
        return text

    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for cell in reversed(self.cells):
            if cell["table_key"] == "requests":
                names[cell["row_key"]] = _numbered(cell["row_number"] if self.is_numbered else None, cell["row_label"])
            else:
                names[cell["column_key"]] = cell["column_label"]
                names[f"{cell['row_key']}.{cell['column_key']}"] = f"{cell['row_label']}·{cell['column_label']}"
        return names | {group["key"]: group["label"] for group in self.groups}

    def _columns(self) -> dict[str, str]:
        return self.columns_of("requests")

    def labels(self, terms: Mapping[str, str]) -> dict[str, Any]:
        """What most pages need of the form: groups, rules, and names of what a sentence may speak of; `terms` as there."""
        return {"groups": list(self.groups), "rules": self.rules, "measures": self.measures(terms)}

    def as_data(self) -> dict[str, Any]:
        """Every cell by the places of its words in one list, -1 for none: labels repeat, a list of them is a tenth as long."""
        rows = [
            (
                *(cell[name] for name in ("edition", "table_key", "row_key", "column_key")),
                *(cell[name] for name in ("table_label", "row_label", "column_label")),
                cell["outcome_group"] if cell["group_label"] else None,
                cell["unit"],
            )
            for cell in self.cells
        ]
        words = sorted({word for row in rows for word in row if word is not None})
        places = {None: -1} | {word: place for place, word in enumerate(words)}
        return {"words": words, "cells": [[places[word] for word in row] for row in rows]}


def _numbered(number: str | None, label: str) -> str:
    """A row with the number that tells it from others of its name; Arabic numbers start anew in each group and tell nothing."""
    if not number or number.isdigit():
        return label
    return f"{number}{'' if number.endswith('）') else '、'}{label}"


def make_sheet(rows: Sequence[dict[str, Any]], forms: Mapping[str, Form], language: str = "zh") -> Sheet:
    """The rows of `Release.form_cells` with the groups in the order they stand in; the rules' names are the forms'."""
    groups = {row["outcome_group"]: row["group_label"] for row in reversed(rows) if row["group_label"]}
    order = list(dict.fromkeys(row["outcome_group"] for row in rows if row["outcome_group"] in groups))
    rules: dict[str, str] = {}
    for form in forms.values():
        for identity in form.identities:
            rules.setdefault(identity.id, identity.en if language == "en" else identity.label)
    return Sheet(tuple(rows), tuple({"key": key, "label": groups[key]} for key in order), rules, language == "zh")
