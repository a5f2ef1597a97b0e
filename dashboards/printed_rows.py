"""What documents print in the rows of their cells, written so that reports of one wording share it.

A row is its words, its columns and the heads over them; its figures are those of the cells and are not sent again.
`static/agency-file.js` puts them together.
"""

from __future__ import annotations

import duckdb

_ROW, _FIELD = "\n", "\x1f"


class Shapes:
    """The shapes of the reports of one file; each word is written once, and so is each shape.

    A shape has a line a row: the step from the form's place of the row before, the places in `words` of its words and of
    its columns and heads, between tabs; the last is left out where it is that of the row before.
    """

    def __init__(self) -> None:
        self.shapes: list[str] = []
        self._known: dict[str, int] = {}
        self._words: dict[str, int] = {}

    @property
    def words(self) -> list[str]:
        """Words of rows, and columns and heads, by place."""
        return list(self._words)

    def place_of(self, shape: str | None) -> int | None:
        """The place of a report's shape, as `shapes_of` gives it; None for a report without a printed row."""
        if shape is None:
            return None
        if shape not in self._known:
            self._known[shape] = len(self.shapes)
            self.shapes.append(_ROW.join(self._lines(shape)))
        return self._known[shape]

    def _lines(self, shape: str) -> list[str]:
        lines, before, named = [], 0, None
        for row in shape.split(_ROW):
            place, words, heads = row.split(_FIELD)
            line = [str(int(place) - before), str(self._place(words))]
            if heads != named:
                line.append(str(self._place(heads)))
            lines.append("\t".join(line))
            before, named = int(place), heads
        return lines

    def _place(self, word: str) -> int:
        return self._words.setdefault(word, len(self._words))


def shapes_of(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], str]:
    """By agency and year the shape of the report of each of the `chosen`: a line a row, in the form's order."""
    return {(agency, year): shape for agency, year, shape in con.execute(_SHAPES).fetchall()}


# The texts that are figures of the row stay empty: the cells say them.
_SHAPES = """
    with form_row as (
        select edition, table_key, row_key, min(cell_place) as place from form_place group by all
    ), printed as (
        select agency_id, report_year, form_row.place, list_aggregate(list_transform(
            list_zip(string_split(printed_row, chr(9)), string_split(column_keys, chr(9))),
            lambda text: case when text[2] = '' then text[1] else '' end
        ), 'string_agg', chr(9)) as words, column_keys || chr(10) || printed_heads as heads
        from fct_report_row join chosen using (agency_id) join form_row using (edition, table_key, row_key)
    )
    select agency_id, report_year, string_agg(
        concat_ws(chr(31), place, words, replace(heads, chr(10), chr(30))), chr(10) order by place
    ) from printed group by all
"""
