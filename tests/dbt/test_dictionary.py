"""What the published file says of itself: comments, dictionaries, and tables that are parts of one another."""

import duckdb
import pytest


def test_every_table_and_column_carries_its_meaning_as_a_comment(healthy):
    bare = healthy.rows(
        """select table_name, column_name from duckdb_columns()
        where database_name = 'gongkai' and (comment is null or comment not like '% | %')"""
    )
    assert bare == []
    assert healthy.row("select count(*) from duckdb_tables() where comment not like '% | %'") == 0


def test_the_dictionary_says_by_which_columns_the_rows_of_every_table_are_told_apart(healthy):
    said = dict(healthy.rows("select table_name, grain from dict_table"))
    assert said["fct_report_cell"] == ["report_id", "table_key", "row_key", "column_key"]
    assert {name for name, grain in said.items() if not grain} == {
        "cells_as_of",
        "cells_changed",
        "reports_as_of",
        "category_ranks",
    }


def test_the_dictionary_says_the_formula_that_is_computed(healthy):
    assert healthy.row("select formula, guard from dict_metric where metric_key = 'disclosure_rate_resolvable'") == (
        "(granted + partly_granted) / (granted + partly_granted + refused)",
        "total_handled >= 30",
    )
    unsaid = """select distinct metric_key from mart_metric join dict_metric using (metric_key)
        where value is not null and not passes_guard and guard is null"""
    assert healthy.rows(unsaid) == []
    assert (
        healthy.row(
            "select formula from dict_column where table_name = 'mart_agency_year' and column_name = 'carry_rate'"
        )
        == "carried_out / (new_received + carried_in)"
    )


def test_nothing_but_the_marts_is_published_beside_what_they_are_views_on(healthy):
    found = healthy.rows("select schema_name, table_name from duckdb_tables() where not internal")
    marts = {name.split("_")[0] for schema, name in found if schema == "main"}
    assert marts == {"dim", "bridge", "fct", "mart", "dict"}
    assert {name.split("_")[0] for schema, name in found if schema != "main"} == {"kept"}
    assert healthy.rows("select view_name from duckdb_views() where not internal order by 1") == [
        ("fct_dispute",),
        ("fct_proactive",),
        ("fct_report_cell",),
        ("fct_report_row",),
        ("fct_request_outcome",),
        ("mart_metric",),
    ]


@pytest.mark.parametrize(
    ("name", "count", "part"),
    [
        ("fct_dispute", "case_count", "table_key = 'disputes'"),
        ("fct_proactive", "value", "table_key = 'proactive'"),
        (
            "fct_request_outcome",
            "request_count",
            """table_key = 'requests' and (edition, row_key) in (
                select (edition, row_key) from dim_form_cell where table_key = 'requests' and outcome_group is not null)""",
        ),
    ],
)
def test_a_table_of_one_part_of_the_form_holds_its_cells_and_no_others(healthy, name, count, part):
    found = healthy.row(f"select count(*), sum({count}), count(distinct report_id) from {name}")
    assert found == healthy.row(
        f"select count(*), sum(value), count(distinct report_id) from fct_report_cell where {part}"
    )
    assert found[0] > 100


def test_a_view_answers_under_any_name_the_file_is_attached_by(healthy):
    with duckdb.connect() as connection:
        connection.execute(f"attach '{healthy.database}' as another (read_only)")
        found = connection.execute("select count(*) from another.fct_report_cell").fetchall()
    assert found == healthy.rows("select count(*) from fct_report_cell")
