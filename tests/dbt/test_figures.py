"""The published tables say what the reports print: one query a question."""

import math
from datetime import date, datetime

import pytest
from dbt_world import AREA, EDUCATION, HUAIAN, LIAOCHENG, NIGHT, PINGTAN, SAMPLE, WATER

Z = 1.959963984540054


def test_the_sample_world_builds_green(healthy):
    assert healthy.broken == []
    assert len(healthy.statuses) > 90
    assert set(healthy.statuses.values()) == {"success", "pass"}


def test_liaocheng_doubled_from_an_implied_two(healthy):
    assert healthy.row(
        f"""select request_count, prior_request_count, prior_source, request_growth, request_growth_status
        from mart_agency_year where agency_name = '{LIAOCHENG}' and report_year = 2022"""
    ) == (4, 2, "implied", 1.0, "small_base")


def test_what_the_table_for_people_says_of_a_body_goes_before_what_the_rules_propose(healthy):
    bodies = healthy.rows(
        f"select agency_name, kind, classified_by from dim_agency where agency_name in ('{LIAOCHENG}', '{SAMPLE}') order by 3"
    )
    assert bodies == [(LIAOCHENG, "department", "decided"), (SAMPLE, "department", "proposed")]


def test_liaocheng_s_outcomes_are_a_quarter_a_quarter_and_a_half(healthy):
    shares = healthy.rows(
        f"""select outcome_group, request_count, share from mart_outcome_share
        where agency_name = '{LIAOCHENG}' and outcome_key is null and share > 0 order by 1"""
    )
    assert shares == [("granted", 1, 0.25), ("partly_granted", 1, 0.25), ("unavailable", 2, 0.5)]
    rows = healthy.rows(
        f"""select outcome_group, outcome_key, request_count, total_handled from mart_outcome_share
        where agency_name = '{LIAOCHENG}' and outcome_key is not null and share > 0 order by 1"""
    )
    assert rows == [
        ("granted", "granted", 1, 4),
        ("partly_granted", "partly_granted", 1, 4),
        ("unavailable", "unavailable_not_held", 2, 4),
    ]


def test_the_series_of_pingtan_grows_only_between_years_that_are_known(healthy):
    series = healthy.rows(
        f"""select report_year, request_count, prior_request_count, request_growth_status, round(request_growth, 4)
        from mart_agency_year where agency_name = '{PINGTAN}' order by 1"""
    )
    assert series == [
        (2021, 70, None, "missing_prior", None),
        (2022, 74, 70, "ok", 0.0571),
        (2024, 218, None, "missing_prior", None),
    ]


def test_agencies_of_one_year_stand_side_by_side(healthy):
    rows = healthy.rows("select agency_name, request_count from mart_agency_year where report_year = 2024 order by 2")
    assert rows == [(EDUCATION, 40), (PINGTAN, 218), (AREA, 900), (WATER, 1000), (HUAIAN, 3119)]


def test_a_prior_of_nought_gives_no_growth_and_is_said(healthy):
    assert healthy.row(
        f"""select prior_request_count, prior_source, request_growth, request_growth_status, request_log_change
        from mart_agency_year where agency_name = '{SAMPLE}' and report_year = 2021"""
    ) == (0, "reported", None, "from_zero", math.log(6))


def test_a_doubling_from_500_is_ok_and_ranked(healthy):
    assert healthy.row(
        f"""select value, numerator, denominator, passes_guard, rank_in_category from mart_metric
        where agency_name = '{WATER}' and report_year = 2024 and metric_key = 'request_growth'"""
    ) == (1.0, 1000, 500, True, 1)
    assert healthy.row(
        f"""select value, passes_guard, rank_in_category, quality from mart_metric
        where agency_name = '{LIAOCHENG}' and metric_key = 'request_growth'"""
    ) == (1.0, False, None, "implied_prior")


def test_every_interval_is_wilson_s(healthy):
    rows = healthy.rows(
        "select numerator, denominator, ci_low, ci_high from mart_metric where ci_low is not null and numerator > 0"
    )
    assert len(rows) > 50
    for hits, n, low, high in rows:
        share = hits / n
        middle, half = share + Z * Z / 2 / n, Z * math.sqrt(share * (1 - share) / n + Z * Z / 4 / n / n)
        assert low == pytest.approx((middle - half) / (1 + Z * Z / n), abs=1e-12)
        assert high == pytest.approx((middle + half) / (1 + Z * Z / n), abs=1e-12)


def test_a_blank_stays_blank_in_the_facts_and_a_proved_zero_is_marked_in_the_metrics(healthy):
    where = f"agency_name = '{SAMPLE}' and report_year = 2020"
    assert healthy.row(
        f"""select value, state, implied_value from fct_report_cell
        where {where} and row_key = 'new_received' and column_key = 'business'"""
    ) == (None, "blank", 0)
    assert healthy.row(f"select new_received from fct_request_flow where {where} and column_key = 'business'") is None
    assert healthy.row(f"select value, quality from mart_metric where {where} and metric_key = 'request_count'") == (
        0,
        "reported",
    )


def test_an_edition_without_the_cell_refuses_the_metric_with_the_reason(healthy):
    rows = healthy.rows(
        f"""select metric_key, refused_because from mart_metric
        where agency_name = '{SAMPLE}' and report_year = 2020 and not comparable order by 1"""
    )
    refused = ["documents_net", "documents_roll_gap", "fee_income_cny_10k", "regulations_net", "regulations_roll_gap"]
    assert rows == [*((key, "not_on_form") for key in refused), ("requests_per_10k", "whole_areas_only")]
    assert healthy.row(
        f"""select refused_because, comparable from mart_metric
        where agency_name = '{SAMPLE}' and report_year = 2021 and metric_key = 'documents_roll_gap'"""
    ) == ("edition_break", False)


def test_stocks_roll_over_the_years_of_the_new_form(healthy):
    assert healthy.row(
        f"""select documents_net, documents_roll_gap, fee_income_cny_10k from mart_agency_year
        where agency_name = '{WATER}' and report_year = 2024"""
    ) == (2, 0, 12.5)


def test_reviews_are_counted_per_hundred_and_corrected_among_the_concluded(healthy):
    assert healthy.row(
        f"""select review_rate, review_correction_rate, review_correction_rate_of_total, dispute_pending_rate
        from mart_agency_year where agency_name = '{WATER}' and report_year = 2024"""
    ) == (1.2, 3 / 11, 0.25, 1 / 12)


def test_a_body_is_known_by_its_code_or_by_place_and_name(healthy):
    assert healthy.row(
        f"select agency_id, adcode, kind, level, categories from dim_agency where agency_name = '{LIAOCHENG}'"
    ) == ("11371500MB2802354X", "371500", "department", "prefecture", ["大数据"])
    agency_id, region, kind = healthy.row(
        f"select agency_id, region_name, kind from dim_agency where agency_name = '{AREA}'"
    )
    assert agency_id.startswith("990100-")
    assert (region, kind) == ("示例市", "government")


def test_a_copy_is_kept_as_an_alternate_and_the_page_is_read(healthy):
    versions = healthy.rows(
        f"""select role, is_current, is_alternate from fct_report_version
        where agency_name = '{WATER}' and report_year = 2024 order by 1"""
    )
    assert versions == [("attachment", False, True), ("page", True, False)]
    assert healthy.row(f"select count(*) from fct_report where agency_name = '{WATER}' and report_year = 2024") == 1


def test_a_new_frame_makes_no_version_and_a_mended_number_does(healthy):
    assert healthy.row(f"select n_versions, captured_at from fct_report where agency_name = '{EDUCATION}'") == (
        2,
        NIGHT.replace(tzinfo=None),
    )
    assert healthy.row(
        """select cells_changed, sentences_changed, resolves_finding, unchanged_until from mart_revision"""
    ) == (
        ["requests.granted.total: 41 -> 40"],
        [],
        ["A2:total", "A3:granted"],
        datetime(2026, 2, 28, 18, 30),  # noqa: DTZ001  the database keeps UTC without a zone
    )


def test_a_finding_keeps_its_first_day_and_the_version_that_mended_it(healthy):
    rows = healthy.rows(
        f"""select rule_id, place, printed, expected, delta, first_seen_at::date, resolved_by_version
        from mart_finding where agency_name = '{EDUCATION}' order by 1"""
    )
    mended = healthy.row(f"select version_id from fct_report where agency_name = '{EDUCATION}'")
    assert rows == [
        ("A2", "total", 40, 41, -1, date(2026, 2, 18), mended),
        ("A3", "granted", 41, 40, 1, date(2026, 2, 18), mended),
    ]
    still = healthy.rows(f"select resolved_by_version from mart_finding where agency_name = '{AREA}'")
    assert still == [(None,), (None,)]


def test_cells_of_a_finding_are_flagged(healthy):
    flagged = healthy.rows(
        f"""select distinct row_key || '.' || column_key, value from fct_report_cell
        where agency_name = '{AREA}' and flag = 'in_finding' and value > 0 order by 1"""
    )
    assert flagged == [("granted.natural_person", 900), ("granted.total", 890), ("total_handled.total", 900)]


def test_an_explanation_says_it_in_both_languages_with_the_form_s_own_words(healthy):
    zh, en = healthy.row(
        f"""select explanation_zh, explanation_en from mart_finding
        where agency_name = '{AREA}' and rule_id = 'A2'"""
    )
    label = healthy.row(
        """select distinct column_zh from dim_form_cell
        where edition = '2021' and table_key = 'requests' and column_key = 'total'"""
    )
    assert zh.startswith(label)
    assert "900" in zh
    assert "890" in zh
    assert "890" in en
    assert "相差10。" in zh
    assert en.endswith("a difference of 10.")


def test_carry_over_is_compared_where_both_years_are_known(healthy):
    rows = healthy.rows(
        f"""select report_year, prior_value, current_value, gap, status, skipped_because from mart_continuity
        where agency_name = '{PINGTAN}' and rule_id = 'X1' and column_key = 'total' order by 1"""
    )
    assert rows == [(2022, 1, 1, 0, "holds", None), (2024, 0, 0, None, "skipped", "year_missing")]


def test_stocks_carry_on_with_what_was_issued_and_repealed_and_an_edition_without_them_says_so(healthy):
    assert healthy.row(
        f"""select table_key, row_key, column_key, prior_value, expected_value, current_value, gap, status
        from mart_continuity where agency_name = '{WATER}' and rule_id = 'X2' and row_key = 'normative_documents'"""
    ) == ("proactive", "normative_documents", "in_force", 10, 12, 12, 0, "holds")
    assert healthy.rows(
        f"""select distinct rule_id, table_key, skipped_because from mart_continuity
        where agency_name = '{SAMPLE}' and report_year = 2021 and status = 'skipped' order by all"""
    ) == [
        ("X1", "requests", "prior_not_printed"),
        ("X2", "proactive", "not_on_form"),
        ("X3", "proactive", "not_on_form"),
    ]


def test_an_area_whose_agencies_are_not_known_shows_its_own_figure_and_no_pool(healthy):
    assert healthy.row(
        """select n_agencies, coverage, pooled, area_value from mart_region_year
        where adcode = '350128' and report_year = 2022 and metric_key = 'request_count'"""
    ) == (0, None, None, 74)


def test_coverage_knows_missing_late_undue_and_blocked(healthy):
    states = {
        (name, year): (state, late)
        for name, year, state, late in healthy.rows(
            "select agency_name, report_year, state, is_late from mart_coverage"
        )
    }
    assert states[PINGTAN, 2023] == ("missing", None)
    assert states[AREA, 2024] == ("accepted", True)
    assert states[WATER, 2024] == ("accepted", False)
    assert states[WATER, 2025] == ("missing", None)
    assert states[HUAIAN, 2025] == ("not_due", None)
    assert states["聊城市东昌府区人民政府", 2024] == ("blocked", None)
    assert {year for name, year in states if name == "聊城市东昌府区人民政府"} == {2024, 2025}


def test_a_region_pools_its_bodies_and_shows_the_area_s_own_figure_beside(healthy):
    assert healthy.row(
        """select pooled, median, n_agencies, area_value from mart_region_year
        where region_name = '示例市' and report_year = 2024 and metric_key = 'request_count'"""
    ) == (1040, 520, 2, 900)
    pooled = dict(
        healthy.rows(
            """select metric_key, pooled from mart_region_year
            where region_name = '示例市' and report_year = 2024 and n_agencies > 0"""
        )
    )
    expected = {
        "disclosure_rate": 640 / 1040, "review_rate": 100 * 12 / 1040, "request_growth": 1, "fee_income_cny_10k": 12.5,
        # a median says it, a sum does not
        "publication_lag_days": None, "request_log_change": None,
    }  # fmt: skip
    assert {key: pooled[key] for key in expected} == expected
    unpooled = "select count(*) from mart_category_year where pooled is not null and metric_key"
    assert healthy.row(f"{unpooled} in ('publication_lag_days', 'request_log_change')") == 0


def test_a_category_s_quantiles_are_interpolated(healthy):
    assert healthy.row(
        """select pooled, median, p25, n_agencies from mart_category_year
        where category = '水利' and report_year = 2024 and metric_key = 'disclosure_rate'"""
    ) == (0.6, 0.6, 0.6, 1)


def test_functions_have_their_names_in_both_languages(healthy):
    names = healthy.rows("select category, category_en from dim_category")
    assert len(names) == 36
    assert all(en.isascii() and not zh.isascii() for zh, en in names)
    assert ("水利", "water") in names


def test_documents_and_places_are_numbered_in_the_order_of_what_they_stand_for(healthy):
    for table, number, words in (
        ("kept_document", "document", "report_id, portal_id, document_sha256, report_index"),
        ("kept_place", "place", "table_key, column_key, row_key, edition"),
        ("kept_cell", "rowid", "document, place"),
        ("kept_metric_key", "metric", "metric_key"),
    ):
        numbers = healthy.rows(f"select {number} from kept.{table} order by {words}")
        assert numbers == sorted(numbers), table
    assert healthy.row("select count(*) from kept.kept_document where in_finding <> list_sort(in_finding)") == 0
    assert healthy.row("select max(len(in_finding)) from kept.kept_document") > 1


def test_every_report_leads_back_to_its_bytes(healthy):
    assert healthy.row("select count(*) from fct_report where warc_file is null or warc_offset is null") == 0
    assert healthy.row(
        f"""select distinct source_url, captured_at, published_on, published_on_source
        from fct_report where agency_name = '{AREA}'"""
    )[1:] == (NIGHT.replace(tzinfo=None), date(2025, 4, 2), "meta")
