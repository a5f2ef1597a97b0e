create table dim_agency (agency_id varchar, agency_name varchar, credit_code varchar, adcode varchar, region_name varchar,
    level varchar, kind varchar, categories varchar[], parent_agency_id varchar, valid_from date, valid_to date);
create table dim_agency_name (agency_id varchar, printed_name varchar, first_report_year integer, last_report_year integer,
    agency_name varchar, region_name varchar, kind varchar, effective_on date);
create table dim_region (adcode varchar, valid_from date, name varchar, valid_to date);
create table dim_form_cell (edition varchar, table_key varchar, row_key varchar, column_key varchar, ordinal integer,
    table_zh varchar, table_en varchar, row_number varchar, row_zh varchar, row_en varchar, column_zh varchar, column_en varchar,
    outcome_group varchar, group_zh varchar, group_en varchar, unit varchar, compares_with varchar[]);
create table dict_metric (metric_key varchar, ordinal integer, family varchar, zh varchar, en varchar, value_kind varchar,
    formula varchar, unit varchar, guard varchar, caveat varchar, caveat_en varchar, numerator varchar, denominator varchar);
create table fct_report (report_id varchar, agency_id varchar, agency_name varchar, region_name varchar, report_year integer,
    edition varchar, scope varchar, status varchar, title varchar, published_on date, published_on_source varchar,
    source_url varchar, page_url varchar, document_sha256 varchar, n_versions bigint, identity_pass_rate double,
    captured_at timestamptz, warc_file varchar, warc_offset bigint, format varchar, portal_id varchar, reason_codes varchar[], reasons varchar[], reasons_zh varchar[],
    parser_version varchar, is_stale boolean, file_name varchar, added_by varchar, is_declared boolean);
create table fct_report_cell (report_id varchar, agency_id varchar, agency_name varchar, region_name varchar, report_year integer,
    table_key varchar, row_key varchar, column_key varchar, edition varchar, value double, state varchar, printed_text varchar,
    implied_value double, implied_by varchar, method varchar, locator varchar, document_sha256 varchar, flag varchar);
create table fct_report_row (report_id varchar, agency_id varchar, agency_name varchar, region_name varchar, report_year integer,
    table_key varchar, row_key varchar, edition varchar, printed_label varchar, printed_row varchar, column_keys varchar,
    printed_heads varchar, document_sha256 varchar);
create table fct_claim (report_id varchar, agency_id varchar, agency_name varchar, region_name varchar, report_year integer,
    claim_index integer, measure varchar, kind varchar, value double, percent double, sentence varchar, verdict varchar,
    held_against varchar[], implied_prior_min bigint, implied_prior_max bigint,
    printed_prior bigint, agrees_with_prior boolean);
create table mart_agency_year (agency_id varchar, agency_name varchar, region_name varchar, report_year integer,
    request_count bigint, prior_request_count bigint, prior_source varchar, request_growth double,
    request_growth_status varchar, request_log_change double, total_handled bigint);
create table mart_metric (agency_id varchar, agency_name varchar, region_name varchar, report_year integer, metric_key varchar,
    value double, numerator double, denominator double, n double, ci_low double, ci_high double, edition varchar,
    comparable boolean, refused_because varchar, quality varchar, passes_guard boolean, rank_in_category bigint, percentile_in_category double,
    category_n bigint, rank_in_region bigint, region_n bigint);
create table mart_outcome_share (agency_id varchar, agency_name varchar, region_name varchar, report_year integer,
    outcome_group varchar, outcome_key varchar, request_count bigint, total_handled bigint, share double, prior_share double, change_pp double);
create table mart_finding (report_id varchar, agency_id varchar, agency_name varchar, region_name varchar, report_year integer,
    rule_id varchar, place varchar, severity varchar, printed double, expected double, delta double, cells varchar[],
    sentence varchar, explanation_zh varchar, explanation_en varchar, repair varchar, first_seen_at timestamptz,
    resolved_by_version varchar);
create table mart_coverage (agency_id varchar, agency_name varchar, region_name varchar, report_year integer,
    is_expected boolean, state varchar, due_on date, published_on date, is_late boolean, evidence varchar, evidence_zh varchar, last_checked_at timestamptz);
create table mart_run (run_id varchar, started_at timestamptz, ended_at timestamptz, discovered bigint, archived bigint,
    unchanged bigint, failed bigint, blocked bigint, out_of_scope bigint, parsed bigint, quarantined bigint,
    published_digest varchar);
create table fct_run_portal (run_id varchar, portal_id varchar, portal_name varchar, platform varchar, verdict varchar, reason_code varchar,
    reason varchar, reason_zh varchar, signs varchar, signs_zh varchar, discovered bigint,
    archived bigint, unchanged bigint, failed bigint, blocked bigint, out_of_scope bigint);
create table fct_run_reason (run_id varchar, portal_id varchar, ordinal integer, url varchar, outcome varchar, reason_code varchar,
    reason varchar, reason_zh varchar);
create table dim_category (ordinal integer, category varchar, category_en varchar);
create table bridge_agency_lineage (predecessor_agency_id varchar, successor_agency_id varchar, kind varchar, effective_on date,
    predecessor_name varchar, successor_name varchar, source varchar);
create table fct_dispute (agency_id varchar, report_year integer, route varchar, result varchar, agency_name varchar,
    region_name varchar, report_id varchar, case_count bigint, state varchar);
create table fct_request_flow (agency_id varchar, report_year integer, column_key varchar, total_handled bigint);
create table fct_request_outcome (agency_id varchar, report_year integer, column_key varchar, outcome_key varchar,
    outcome_group varchar, request_count bigint);
create table fct_report_version (version_id varchar, report_id varchar, agency_id varchar, agency_name varchar, region_name varchar,
    report_year integer, first_seen_at timestamptz, last_seen_at timestamptz, is_alternate boolean, supersedes varchar);
create table mart_category_year (category varchar, report_year integer, metric_key varchar, pooled double, median double, p10 double,
    p25 double, p75 double, p90 double, n_agencies integer, coverage double);
create table mart_region_year (adcode varchar, report_year integer, metric_key varchar, region_name varchar, pooled double,
    median double, p10 double, p25 double, p75 double, p90 double, n_agencies integer, coverage double, area_value double);
create table mart_continuity (agency_id varchar, report_year integer, rule_id varchar, table_key varchar, row_key varchar,
    column_key varchar, agency_name varchar, region_name varchar, prior_year integer, prior_value double, expected_value double,
    current_value double, gap double, status varchar, skipped_because varchar);
create table mart_revision (agency_id varchar, report_year integer, new_version_id varchar, agency_name varchar,
    region_name varchar, report_id varchar, source_url varchar, changed_between varchar, unchanged_until timestamptz,
    changed_by timestamptz, cells_changed varchar[], sentences_changed varchar[], resolves_finding varchar[]);
create table dict_table (table_name varchar, zh varchar, en varchar);
