"""Between two releases every cell that differs is named, with why it does."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.home import Home
from warehouse.release_diff import CAUSES, NotComparableError, diff

A, B = "20260301T183000Z-aaaa", "20260302T183000Z-bbbb"


def release(home: Home, name: str, reports: list[tuple], cells: list[tuple]) -> None:
    """Reports as (id, document, parser), cells as (report, row, value, flag)."""
    folder = home.releases / name
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "gongkai.duckdb")) as connection:
        connection.execute("create table fct_report (report_id text, document_sha256 text, parser_version text)")
        connection.execute(
            "create table fct_report_cell (report_id text, agency_name text, report_year int, table_key text, "
            "row_key text, column_key text, value double, state text, flag text)"
        )
        for row in reports:
            connection.execute("insert into fct_report values (?, ?, ?)", row)
        for report, row_key, value, flag in cells:
            connection.execute(
                "insert into fct_report_cell values (?, ?, 2023, 'requests', ?, 'total', ?, ?, ?)",
                [report, f"示例{report}局", row_key, value, "blank" if value is None else "reported", flag],
            )


def found(home: Home) -> dict[str, tuple]:
    return {
        f"{one.agency_name}.{one.cell.split('.')[1]}": (one.change, one.old_value, one.new_value, one.cause)
        for one in diff(home, A, B)
    }


def test_each_difference_has_its_cause(tmp_path):
    home = Home(tmp_path)
    same = ("same", "d0", "1")
    release(
        home,
        A,
        [
            same,
            ("again", "d1", "1"),
            ("reread", "d2", "1"),
            ("gone", "d3", "1"),
            ("mended", "d4", "1"),
            ("odd", "d6", "1"),
        ],
        [
            ("same", "granted", 1, None),
            ("again", "granted", 1, None),
            ("again", "refused", 1, None),
            ("reread", "granted", None, None),
            ("gone", "granted", 4, None),
            ("mended", "granted", 5, None),
            ("odd", "granted", 5, None),
        ],
    )
    release(
        home,
        B,
        [
            same,
            ("again", "d9", "1"),
            ("reread", "d2", "2"),
            ("new", "d5", "2"),
            ("mended", "d4", "1"),
            ("odd", "d6", "1"),
        ],
        [
            ("same", "granted", 1, None),
            ("again", "granted", 2, None),
            ("reread", "granted", 3, None),
            ("new", "granted", 0, None),
            ("mended", "granted", 6, "corrected"),
            ("odd", "granted", 6, None),
        ],
    )
    assert found(home) == {
        "示例again局.granted": ("changed", 1, 2, "republished"),
        "示例again局.refused": ("removed", 1, None, "republished"),
        "示例reread局.granted": ("changed", None, 3, "parser_changed"),
        "示例gone局.granted": ("removed", 4, None, "no_longer_held"),
        "示例new局.granted": ("added", None, 0, "new_coverage"),
        "示例mended局.granted": ("changed", 5, 6, "correction"),
        "示例odd局.granted": ("changed", 5, 6, "unexplained"),
    }
    assert {cause for *_, cause in found(home).values()} == set(CAUSES)


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from(["granted", "refused", "carried_in"]), st.none() | st.integers(0, 9)))
def test_a_release_does_not_differ_from_itself_and_differences_reverse(cells):
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        release(home, A, [("x", "d", "1")], [("x", row, value, None) for row, value in cells.items()])
        release(home, B, [("x", "e", "1")], [("x", row, 1, None) for row in ("granted", "refused")])
        assert diff(home, A, A) == []
        there, back = diff(home, A, B), diff(home, B, A)
        assert [(one.cell, one.old_value, one.new_value) for one in there] == [
            (one.cell, one.new_value, one.old_value) for one in back
        ]


def test_a_release_that_is_not_there_or_damaged_is_named(tmp_path):
    home = Home(tmp_path)
    release(home, A, [], [])
    with pytest.raises(NotComparableError, match=f"no release {B}"):
        diff(home, A, B)
    (home.releases / B).mkdir()
    (home.releases / B / "gongkai.duckdb").write_bytes(b"not a database")
    with pytest.raises(NotComparableError, match=f"release {B} cannot be opened"):
        diff(home, A, B)
