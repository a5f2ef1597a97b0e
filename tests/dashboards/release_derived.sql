-- What follows from the fixture's reports: the facts beside the cells, and the pools, as plain sums and quantiles.
insert into dim_category select row_number() over (order by category), category, category || ' (en)'
from (select distinct unnest(categories) as category from dim_agency);

insert into fct_dispute by name
select agency_id, report_year, row_key as route, column_key as result, agency_name, region_name, report_id,
    value::bigint as case_count, state
from fct_report_cell where table_key = 'disputes';

insert into fct_request_flow by name
select agency_id, report_year, column_key, value::bigint as total_handled
from fct_report_cell where table_key = 'requests' and row_key = 'total_handled';

insert into fct_request_outcome by name
select agency_id, report_year, column_key, row_key as outcome_key, outcome_group, value::bigint as request_count
from fct_report_cell join dim_form_cell using (edition, table_key, row_key, column_key)
where table_key = 'requests' and outcome_group is not null;

insert into mart_outcome_share by name
select agency_id, agency_name, region_name, report_year, outcome_group, row_key as outcome_key, value::bigint as request_count
from fct_report_cell join dim_form_cell using (edition, table_key, row_key, column_key)
where table_key = 'requests' and outcome_group is not null and column_key = 'total';

insert into fct_report_version by name
select report_id as version_id, report_id, agency_id, agency_name, region_name, report_year, captured_at as first_seen_at,
    captured_at as last_seen_at, false as is_alternate
from fct_report;

-- A body of 2024 came out of another that was split: its growth is refused.
update mart_agency_year set request_growth = null, request_growth_status = 'split'
where agency_name = '示例市农业农村局' and report_year = 2024;

update mart_metric set value = null, quality = null, passes_guard = false, refused_because = 'split'
where agency_name = '示例市农业农村局' and report_year = 2024 and metric_key = 'request_growth';

create temp table pool as
select metric_key, report_year, unnest(categories) as category, agency_id, adcode, region_name, value, numerator, denominator
from mart_metric join dim_agency using (agency_id, agency_name, region_name)
where kind <> 'government' and value is not null;

insert into mart_category_year by name
select category, report_year, metric_key,
    case when count(denominator) > 0 then sum(numerator) / sum(denominator) else sum(value) end as pooled,
    median(value) as median, quantile_cont(value, 0.1) as p10, quantile_cont(value, 0.25) as p25,
    quantile_cont(value, 0.75) as p75, quantile_cont(value, 0.9) as p90, count(*) as n_agencies, 1.0 as coverage
from pool group by all;

insert into mart_region_year by name
with area as (
    select adcode, report_year, metric_key, value as area_value
    from mart_metric join dim_agency using (agency_id) where kind = 'government'
), region as (
    select adcode, region_name, report_year, metric_key,
        case when count(denominator) > 0 then sum(numerator) / sum(denominator) else sum(value) end as pooled,
        median(value) as median, quantile_cont(value, 0.1) as p10, quantile_cont(value, 0.25) as p25,
        quantile_cont(value, 0.75) as p75, quantile_cont(value, 0.9) as p90, count(*) as n_agencies, 1.0 as coverage
    from (select distinct * exclude (category) from (
        select metric_key, report_year, null as category, agency_id, adcode, region_name, value, numerator, denominator
        from mart_metric join dim_agency using (agency_id, agency_name, region_name)
        where kind <> 'government' and value is not null
    )) group by all
)
select * from region full join area using (adcode, report_year, metric_key);

-- Ranks as the models give them: highest first among the rows that pass the guard, in a body's first function and in its region.
create temp table rankable as
select metric_key, report_year, agency_id, value, adcode, categories
from mart_metric join dim_agency using (agency_id, agency_name, region_name)
where kind <> 'government' and value is not null and passes_guard;

create temp table ranked as
with one as (select * exclude (categories), unnest(categories) as category, categories[1] as first_category from rankable)
select metric_key, report_year, agency_id, category = first_category as is_first,
    rank() over (partition by metric_key, report_year, category order by value desc) as place,
    count(*) over (partition by metric_key, report_year, category) as n,
    percent_rank() over (partition by metric_key, report_year, category order by value) as percentile
from one;

update mart_metric set rank_in_category = place, category_n = ranked.n, percentile_in_category = percentile
from ranked where is_first and ranked.metric_key = mart_metric.metric_key and ranked.report_year = mart_metric.report_year
    and ranked.agency_id = mart_metric.agency_id;

update mart_metric set rank_in_region = place, region_n = local.n
from (
    select metric_key, report_year, agency_id, rank() over side as place, count(*) over (partition by metric_key, report_year, adcode) as n
    from rankable window side as (partition by metric_key, report_year, adcode order by value desc)
) as local
where local.metric_key = mart_metric.metric_key and local.report_year = mart_metric.report_year
    and local.agency_id = mart_metric.agency_id;

update mart_agency_year set request_log_change = ln((request_count + 1) / (prior_request_count + 1))
where request_count is not null and prior_request_count is not null;

insert into mart_continuity by name
select agency_id, report_year, 'X1' as rule_id, 'requests' as table_key, 'carried_in' as row_key, 'total' as column_key,
    agency_name, region_name, report_year - 1 as prior_year, 4 as prior_value, 4 as expected_value, 0 as current_value,
    -4 as gap, 'breaks' as status
from fct_report where agency_name = '示例市生态环境局' and report_year = 2024;

insert into mart_revision by name
select agency_id, report_year, report_id as new_version_id, agency_name, region_name, report_id, source_url,
    captured_at - interval 1 day as unchanged_until, captured_at as changed_by,
    ['requests.new_received.total: 87 -> 88'] as cells_changed, ['- 旧句。', '+ <b>新句</b>。'] as sentences_changed,
    ['A1:total'] as resolves_finding
from fct_report where agency_name = '示例市教育局' and report_year = 2024;

insert into bridge_agency_lineage by name
select agency_id as successor_agency_id, 'merge' as kind, date '2021-05-01' as effective_on, '示例市教育体育局' as predecessor_name,
    agency_name as successor_name, '示例' as source
from dim_agency where agency_name = '示例市教育局'
union all
select agency_id, 'split', date '2024-03-01', '示例市农业和水务局', agency_name, '示例'
from dim_agency where agency_name = '示例市农业农村局';
insert into bridge_agency_lineage by name
select old.agency_id as predecessor_agency_id, new.agency_id as successor_agency_id, 'rename' as kind, date '2024-03-01' as effective_on,
    old.agency_name as predecessor_name, new.agency_name as successor_name, '示例' as source
from dim_agency as old, dim_agency as new where old.agency_name = '示例二市林业局' and new.agency_name = '示例二市林业和草原局';

insert into dict_table by name select table_name, table_name as zh, table_name as en from duckdb_tables()
where not temporary and table_name <> 'dict_table';
