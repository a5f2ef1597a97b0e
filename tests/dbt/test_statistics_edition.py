"""Reports of before the form: their statistics table is kept line by line, and only what compares enters the series."""

from dbt_world import ACCEPTED, NIGHT, WATER, World, figures, portal


def statistics(world, year, lines, agency=WATER):
    """A report of the edition stats; a line is (printed label, concept, this year, cumulative)."""
    sha = f"{year:064d}"
    key = {"portal_id": "sample", "document_sha256": sha, "report_index": 0}
    world.seen("sample", sha, f"http://www.sample.gov.cn/bg/{year}/1.html", NIGHT)
    told = {**ACCEPTED, "agency": agency}
    world.documents.append({**key, **told, "report_year": year, "edition": "stats", "scope": "agency", "title": "示例"})
    for label, concept, this_year, cumulative in lines:
        for column, value in (("this_year", this_year), ("cumulative", cumulative)):
            cell = {"table_key": "statistics", "row_key": label, "column_key": column, "concept": concept}
            state = {"value": value, "state": "blank" if value is None else "reported", "printed_text": f"{value}"}
            world.cells.append({**key, **cell, **state, "edition": "stats", "method": "html", "unit": "条"})


def sample():
    world = World(portals=[portal("sample", "示例市", "990100", sandbox=True)])
    statistics(world, 2017, [("收到申请数", "new_received", 10.0, 90.0), ("同意公开答复数", "granted", 7.0, 60.0)])
    statistics(
        world,
        2018,
        [
            ("收到申请数", "new_received", 20.0, 110.0),
            ("同意公开答复数", "granted", 15.0, 75.0),
            ("行政复议数", "review.total", None, 3.0),
            ("示例栏目更新数", None, 400.0, 900.0),
        ],
    )
    world.report("sample", WATER, 2019, figures("2019", 30, granted=30), edition="2019")
    return world


def test_the_series_of_new_requests_runs_over_the_break_and_the_rest_does_not(replay):
    build = replay(sample())
    assert build.broken == []
    assert build.rows("select report_year, request_count, request_growth from mart_agency_year order by 1") == [
        (2017, 10, None),
        (2018, 20, 1.0),
        (2019, 30, 0.5),
    ]
    refused = build.rows(
        """select distinct refused_because, value from mart_metric
        where report_year < 2019 and metric_key in ('disclosure_rate', 'full_disclosure_rate', 'workload')"""
    )
    assert refused == [("not_on_form", None)]


def test_every_line_of_the_table_is_kept_with_what_it_counts(replay):
    build = replay(sample())
    assert build.rows(
        """select row_key, concept, value from fct_report_cell
        where report_year = 2018 and column_key = 'this_year' order by row_key"""
    ) == [
        ("同意公开答复数", "granted", 15.0),
        ("收到申请数", "new_received", 20.0),
        ("示例栏目更新数", None, 400.0),
        ("行政复议数", "review.total", None),
    ]
    assert build.row("select count(*) from fct_report where edition = 'stats'") == 2
