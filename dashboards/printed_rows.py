"""What documents print in the rows of their cells, written so that reports of one wording share it.

A row is its words, its columns and the heads over them; its figures are those of the cells and are not sent again.
`static/agency-file.js` puts them together.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

_ROW, _FIELD = "\n", "\x1f"


class Shapes:
    """The shapes of the reports of one file; each word is written once, and so is each shape.

    A shape has a line a row: the step from the form's place of the row before, the places in `words` of its words and of
    its columns and heads, between tabs; the last is left out where it is that of the row before.
    """

    def __init__(self, printed: Printed) -> None:
        self.shapes: list[str] = []
        self._printed = printed
        self._known: dict[str, int] = {}
        self._words: dict[str, int] = {}

    @property
    def words(self) -> list[str]:
        """Words of rows, and columns and heads, by place."""
        return list(self._words)

    def place_of(self, agency: str, year: int) -> int | None:
        """The place of a report's shape; None for a report without a printed row."""
        shape = self._printed.shapes.get((agency, year))
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
                line.append(str(self._place(self._printed.heads[heads])))
            lines.append("\t".join(line))
            before, named = int(place), heads
        return lines

    def _place(self, word: str) -> int:
        return self._words.setdefault(word, len(self._words))


@dataclass(frozen=True, slots=True)
class Printed:
    """By agency and year the rows of its report, a line each in the form's order; by their mark columns and heads of rows."""

    shapes: dict[tuple[str, int], str]
    heads: dict[str, str]


def printed_of(con: duckdb.DuckDBPyConnection) -> Printed:
    """The printed rows of the reports of the `chosen`."""
    shapes = {(agency, year): shape for agency, year, shape in con.execute(_SHAPES).fetchall()}
    return Printed(shapes, dict(con.execute(_HEADS).fetchall()))


# Reports have few columns and heads between them: a row names its own by a mark, and they are fetched once.
_MARK = "hash(column_keys, printed_heads)::varchar"
_HEADS = f"""
    select {_MARK}, column_keys || chr(30) || printed_heads
    from (select distinct column_keys, printed_heads from fct_report_row join chosen using (agency_id))
"""
# The texts that are figures of the row stay empty: the cells say them.
_SHAPES = f"""
    with form_row as (
        select edition, table_key, row_key, min(cell_place) as place from form_place group by all
    ), printed as (
        select agency_id, report_year, form_row.place, array_to_string(list_transform(
            list_zip(string_split(printed_row, chr(9)), string_split(column_keys, chr(9))),
            lambda text: case when text[2] = '' then text[1] else '' end
        ), chr(9)) as words, {_MARK} as heads
        from fct_report_row join chosen using (agency_id) join form_row using (edition, table_key, row_key)
    )
    select agency_id, report_year, string_agg(concat_ws(chr(31), place, words, heads), chr(10) order by place)
    from printed group by all
"""
