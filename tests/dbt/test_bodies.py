"""Who a report is of: codes, names through time, places, and how a body stands among its kind."""

from datetime import timedelta

from dbt_world import AREA, EDUCATION, NIGHT, SAMPLE, WATER, city, figures, portal

from warehouse.cookbook import FOLDER as QUERIES


def test_a_code_seen_once_is_the_body_s_key_in_every_year(replay):
    world = city()
    code = "11990100MB0000001X"
    world.report("sample", SAMPLE, 2022, figures("2021", 3, granted=3))
    world.report("sample", SAMPLE, 2023, figures("2021", 6, granted=6), credit_code=code)
    made = replay(world)
    assert made.rows("select distinct agency_id from fct_report") == [(code,)]
    assert made.row("select request_growth from mart_agency_year where report_year = 2023") == 1


def test_a_code_that_a_site_prints_on_every_page_is_no_body_s_key(replay):
    world = city()
    for agency in (SAMPLE, WATER):
        world.report("sample", agency, 2023, figures("2021", 3, granted=3), credit_code="11990100MB0000001X")
    # a year in which one page alone is known makes it no body's either
    world.report("sample", SAMPLE, 2022, figures("2021", 3, granted=3), credit_code="11990100MB0000001X")
    made = replay(world)
    ids = {agency_id for (agency_id,) in made.rows("select agency_id from fct_report")}
    assert len(ids) == 2
    assert all(agency_id.startswith("990100-") for agency_id in ids)


def test_a_body_renamed_under_one_code_keeps_its_series_and_both_names(replay):
    world = city()
    for year, name in ((2022, SAMPLE), (2023, "示例市数据局")):
        world.report("sample", name, year, figures("2021", 20, granted=20), credit_code="11990100MB0000001X")
    made = replay(world)
    assert made.rows("select agency_name, report_year, request_growth_status from mart_agency_year order by 2") == [
        ("示例市数据局", 2022, "missing_prior"),
        ("示例市数据局", 2023, "ok"),
    ]
    assert made.rows("select printed_name from dim_agency_name order by first_report_year") == [
        (SAMPLE,),
        ("示例市数据局",),
    ]


def test_a_division_that_no_list_knows_stands_below_the_one_its_code_says(replay):
    world = city()
    codes = {"980000": "甲", "981200": "乙", "981203": "丙"}
    for code, name in codes.items():
        world.report("sample", f"示例{name}局", 2023, figures("2021", 4, granted=4), credit_code=f"11{code}MB0000001X")
    made = replay(world)
    assert made.rows("select adcode, name, level, parent_adcode from dim_region where source is null order by 1") == [
        ("980000", None, "province", None),
        ("981200", None, "prefecture", "980000"),
        ("981203", None, "county", "981200"),
    ]
    # a county that no prefecture holds: the list knows better than the code
    assert made.row("select parent_adcode from dim_region where adcode = '429004' and valid_to is null") == "420000"


def test_two_bodies_of_one_name_in_two_cities_stay_two(replay):
    world = city(other=portal("other", "另一示例市", "990200", sandbox=True))
    for key in ("sample", "other"):
        world.report(key, "财政局", 2023, figures("2021", 3, granted=3), text=key)
    made = replay(world)
    assert made.row("select count(*) from dim_agency where agency_name = '财政局'") == 2


def test_a_document_added_by_hand_finds_its_body_where_portals_show_it(replay):
    world = city()
    world.report("sample", SAMPLE, 2023, figures("2021", 20, granted=20))
    world.report("inbox", SAMPLE, 2022, figures("2021", 10, granted=10), url="http://www.sample.gov.cn/old.pdf")
    made = replay(world)
    assert made.broken == []
    assert made.row("select count(*), any_value(portal_id) from dim_agency") == (1, "sample")
    assert made.row("select request_growth from mart_agency_year where report_year = 2023") == 1


def test_a_name_keeps_the_document_it_was_first_met_in_though_the_page_changes_its_frame(replay):
    world = city()
    first, *_ = [
        world.report(
            "sample", SAMPLE, 2023, figures("2021", 4, granted=4), text=f"frame {day}", seen=NIGHT - timedelta(days=day)
        )
        for day in (9, 8, 7, 6, 5)
    ]
    made = replay(world)
    assert made.row("select document_sha256 from dim_agency_name") == first


def test_a_name_that_came_back_has_a_row_for_each_time(replay):
    world = city()
    code = "11990100MB0000001X"
    shas = {
        year: world.report("sample", name, year, figures("2021", 4, granted=4), credit_code=code)
        for year, name in (
            (2019, SAMPLE), (2020, SAMPLE), (2021, "示例市数据局"), (2023, "示例市数据局"), (2024, SAMPLE),
        )
    }  # fmt: skip
    made = replay(world)
    assert made.rows(
        """select printed_name, first_report_year, last_report_year, document_sha256, agency_name, region_name, source
        from dim_agency_name order by 2"""
    ) == [
        (SAMPLE, 2019, 2020, shas[2019], SAMPLE, "示例市", "its own report for 2019"),
        ("示例市数据局", 2021, 2023, shas[2021], SAMPLE, "示例市", "its own report for 2021"),
        (SAMPLE, 2024, 2024, shas[2024], SAMPLE, "示例市", "its own report for 2024"),
    ]


def test_the_whole_area_is_named_by_its_scope_whatever_its_name(replay):
    world = city()
    world.report("sample", "示例经济开发区管理委员会", 2023, figures("2021", 4, granted=4), scope="area")
    world.report("sample", "示例高新区管理委员会", 2023, figures("2021", 4, granted=4))
    world.report("sample", "示例议事会", 2023, figures("2021", 1, granted=1) | {("disputes", "review", "total"): 2})
    world.report("sample", "示例高新区管理委员会", 2024, figures("2021", 4, granted=4))
    made = replay(world)
    assert made.rows("select agency_name, kind, classified_by from dim_agency order by 1") == [
        ("示例经济开发区管理委员会", "government", "proposed"),
        ("示例议事会", None, "unknown"),
        ("示例高新区管理委员会", "dispatched", "proposed"),
    ]
    # what is no whole area, be its kind unknown, is one of the area's agencies: pooled, and missed a year later
    assert made.rows(
        """select report_year, n_agencies, pooled, coverage from mart_region_year where metric_key = 'disclosure_rate'
        order by 1"""
    ) == [(2023, 2, 1, 1), (2024, 1, 1, 0.5)]
    # and it has no population; two reviews over one request are two hundred a hundred
    assert made.rows(
        """select metric_key, value, refused_because from mart_metric
        where agency_name = '示例议事会' and metric_key in ('disclosure_rate', 'requests_per_10k', 'review_rate') order by 1"""
    ) == [("disclosure_rate", 1, None), ("requests_per_10k", None, "whole_areas_only"), ("review_rate", 200, None)]
    assert (
        made.row(
            """select share from mart_outcome_share
        where agency_name = '示例议事会' and outcome_group = 'granted' and outcome_key is null"""
        )
        == 1
    )


def test_a_body_of_two_functions_is_ranked_once_in_each_by_the_column_in_its_first(replay):
    world = city()
    both = "示例市教育体育局"
    handled = {
        both: 31,
        EDUCATION: 33,
        "示例市体育局": 30,
        "示例市体育发展局": 32,
        "示例市体育中心": 29,
        "示例议事会": 34,
        WATER: 35,
    }
    for name, count in handled.items():
        world.report("sample", name, 2023, figures("2021", count, granted=count - 1, declined_repeat=1))
    world.report("sample", AREA, 2023, figures("2021", 999, granted=999), scope="area")
    world.report("sample", EDUCATION, 2022, figures("2021", 9, granted=9))
    world.report("sample", EDUCATION, 2021, figures("2021", 40, granted=40))
    made = replay(world)
    assert made.row(f"select categories from dim_agency where agency_name = '{both}'") == ["教育", "体育"]
    assert made.rows(
        """select category, agency_name, rank_in_category, category_n, percentile_in_category
        from category_ranks('disclosure_rate') order by category, report_year desc, rank_in_category"""
    ) == [
        ("体育", "示例市体育发展局", 1, 3, 1),
        ("体育", both, 2, 3, 0.5),
        ("体育", "示例市体育局", 3, 3, 0),
        ("教育", EDUCATION, 1, 2, 1),
        ("教育", both, 2, 2, 0),
        ("教育", EDUCATION, 1, 1, None),  # the year before, of which no other report is known
        ("水利", WATER, 1, 1, None),  # among none but itself it has a place and no percentile
    ]
    assert made.row(
        f"""select rank_in_category, category_n, percentile_in_category from mart_metric
        where agency_name = '{both}' and metric_key = 'disclosure_rate'"""
    ) == (2, 2, 0)
    # a body without a function has its place in the region alone
    assert made.row(
        """select rank_in_category, category_n, percentile_in_category, rank_in_region, region_n from mart_metric
        where agency_name = '示例议事会' and metric_key = 'disclosure_rate'"""
    ) == (None, None, None, 2, 6)
    query = (QUERIES / "same-bureau-across-cities.sql").read_text(encoding="utf-8")
    asked = query.replace("'财政'", "'体育'").replace("2022", "2023").rstrip()
    assert made.rows(f"select agency_name, rank_in_category, category_n from ({asked}) order by rank_in_category") == [
        ("示例市体育发展局", 1, 3),
        (both, 2, 3),
        ("示例市体育局", 3, 3),
        ("示例市体育中心", None, None),
    ]
