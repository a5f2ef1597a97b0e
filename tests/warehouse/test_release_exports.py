"""The tables of a release as files: the same bytes every time, in order, and safe to open in a spreadsheet."""

import csv

import duckdb

from warehouse.release import export_tables
from warehouse.release_exports import _numbered
from warehouse.release_files import digest


def test_the_same_data_gives_the_same_files(tmp_path):
    digests = []
    for seed, threads in ((1, 1), (2, 4)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        with duckdb.connect(str(folder / "gongkai.duckdb"), config={"threads": threads}) as connection:
            connection.execute(
                """create table many as select i % 7 as a, 'x' || i as b, [i, i % 3] as c, i / 3 as d
                from range(300000) as r (i) order by hash(i + ?)""",
                [seed],
            )
        assert export_tables(folder) == {"many": 300000}
        digests.append([digest(folder / name) for name in ("tables/many.parquet", "csv/many.csv")])
    assert digests[0] == digests[1]


def test_no_text_in_a_csv_can_act_as_a_formula(tmp_path):
    dangerous = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1"]
    with duckdb.connect(str(tmp_path / "gongkai.duckdb")) as connection:
        connection.execute("create table t (text varchar, number integer, many varchar[])")
        for text in [*dangerous, "公开", None, "1=1"]:
            connection.execute("insert into t values (?, -4, ['=1'])", [text])
    export_tables(tmp_path)
    raw = (tmp_path / "csv" / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "csv" / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["number"] for row in rows} == {"-4"}
    assert {row["text"] for row in rows} == {f"'{text}" for text in dangerous} | {"公开", "", "1=1"}
    assert not any(value[0] in "=+@\t\r＝＋" for row in rows for value in (row["text"], row["many"]) if value)


def test_rows_of_a_file_stand_in_the_order_of_the_grain_that_the_dictionary_says(tmp_path):
    with duckdb.connect(str(tmp_path / "gongkai.duckdb")) as connection:
        connection.execute(
            "create table said as select 3 - i as other, i as key from range(3) as r (i) order by key desc"
        )
        connection.execute("create table unsaid as from said")
        connection.execute("create table dict_table as select 'said' as table_name, ['key'] as grain")
    export_tables(tmp_path)
    keys = {name: duckdb.sql(f"select key from '{tmp_path}/tables/{name}.parquet'") for name in ("said", "unsaid")}
    assert keys["said"].fetchall() == [(0,), (1,), (2,)]
    assert keys["unsaid"].fetchall() == [(2,), (1,), (0,)]


def kept_cells(folder, n_documents, n_earlier):
    """A release of cells kept as numbers under a view; `n_earlier` documents spoke once and do no longer."""
    folder.mkdir()
    with duckdb.connect(str(folder / "gongkai.duckdb")) as connection:
        connection.execute("create schema kept")
        every = f"range({n_documents + n_earlier}) as r (i)"
        connection.execute(
            f"create table kept.kept_document as select i as document, 'd' || i as sha256, i < {n_documents} as is_current from {every}"
        )
        connection.execute(
            "create table kept.kept_place as select i as place, 'p' || i as row_key from range(40) as r (i)"
        )
        connection.execute(
            "create table kept.kept_reading as select i as reading, 'm' || i as method from range(4) as r (i)"
        )
        connection.execute(
            # what no longer speaks has places and readings that no other document has
            f"create table kept.kept_cell as select i as document, p as place, p % 2 + if(i < {n_documents}, 0, 2) as reading "
            f"from {every} cross join range(20) as c (p) where i < {n_documents} or p > 10 order by document, place"
        )
        connection.execute(
            "create view cells as select documents.document, documents.sha256, places.place, places.row_key, readings.method "
            "from kept.kept_cell as cells "
            "join kept.kept_document as documents on documents.document = cells.document and documents.is_current "
            "join kept.kept_place as places on places.place = cells.place "
            "join kept.kept_reading as readings on readings.reading = cells.reading"
        )
    return folder


def test_a_view_over_many_cells_gives_them_in_the_order_they_are_kept_in_and_its_words_as_texts(tmp_path):
    folder = kept_cells(tmp_path / "one", 30000, 0)
    assert export_tables(folder) == {"cells": 600000}
    file = f"read_parquet('{folder}/tables/cells.parquet', file_row_number = true)"
    misplaced = f"select count(*) from {file} where document * 20 + place <> file_row_number"
    assert duckdb.sql(misplaced).fetchall() == [(0,)]
    assert duckdb.sql(f"select distinct method, typeof(method) from {file} order by 1").fetchall() == [
        ("m0", "VARCHAR"),
        ("m1", "VARCHAR"),
    ]


def test_one_thread_alone_reads_the_rows_of_a_file_however_many_files_are_written_at_a_time(tmp_path):
    # with more a join gives them in an order of chance, which no comparison of two runs is sure to meet
    folder = kept_cells(tmp_path / "one", 5, 0)
    for n_workers in (1, 8):
        with _numbered(folder / "gongkai.duckdb", n_workers) as connection:
            assert connection.execute("select current_setting('threads')").fetchall() == [(1,)]


def test_the_same_cells_give_the_same_bytes_whatever_documents_spoke_before(tmp_path):
    alone, among_others = kept_cells(tmp_path / "alone", 50, 0), kept_cells(tmp_path / "among_others", 50, 70)
    assert export_tables(alone) == export_tables(among_others) == {"cells": 1000}
    digests = [digest(folder / "tables" / "cells.parquet") for folder in (alone, among_others)]
    assert digests[0] == digests[1]


def test_tables_that_do_not_fit_in_memory_are_sorted_aside_by_each_worker_and_nothing_of_it_stays(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("warehouse.release_exports.memory_limit", lambda _: "40MB")
    with duckdb.connect(str(tmp_path / "gongkai.duckdb")) as connection:
        for name in ("one", "other"):
            connection.execute(
                f"create table {name} as select md5(i::varchar) as a, md5((-i)::varchar) as b from range(400000) as r (i)"
            )
    assert export_tables(tmp_path) == {"one": 400000, "other": 400000}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["csv", "gongkai.duckdb", "tables"]


def test_a_table_longer_than_a_spreadsheet_is_packed_and_holds_every_row_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr("warehouse.release_exports.SHEET_ROWS", 2)
    with duckdb.connect(str(tmp_path / "gongkai.duckdb")) as connection:
        connection.execute("create table long as select 3 - i as number, '=' || i as text from range(3) as r (i)")
        connection.execute("create table short as select 1 as number")
        connection.execute(
            """create table said as select * from (values (1, 'a,b', ''), (2, '甲"乙"', null), (3, '=1,2', 'x'), (4, E'c\nd', 'y'))
            as r (number, text, more)"""
        )
    export_tables(tmp_path)
    assert sorted(path.name for path in (tmp_path / "csv").iterdir()) == ["long.csv.zst", "said.csv.zst", "short.csv"]
    packed = duckdb.sql(f"from read_csv('{tmp_path}/csv/long.csv.zst', all_varchar = true)")
    assert packed.fetchall() == [("1", "'=2"), ("2", "'=1"), ("3", "'=0")]
    quoted = duckdb.sql(f"from read_csv('{tmp_path}/csv/said.csv.zst', all_varchar = true, allow_quoted_nulls = false)")
    assert quoted.fetchall() == [("1", "a,b", ""), ("2", '甲"乙"', None), ("3", "'=1,2", "x"), ("4", "c\nd", "y")]
