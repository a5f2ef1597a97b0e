{{ config(post_hook={"sql": "{{ comment_metrics(this) }}", "transaction": false}) }}
-- depends_on: {{ ref('dict_metric') }}
-- The measures with one value a year are the columns that _marts.yml marks *metric; counts name their measure there.
with

reports as (
    select * from {{ ref('fct_report') }}
),

metrics as (
    select
        document,
        {% for column in model.columns.values() if column.meta.metric -%}
        {% set figure = "any_value(value) filter (metric_key = '" ~ column.name ~ "')" -%}
        {{ whole(figure) if column.data_type == 'bigint' else figure }} as {{ column.name }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('kept_metric') }}
    join {{ ref('kept_metric_key') }} using (metric)
    group by document
),

counts as (
    select
        document,
        {% for column in model.columns.values() if column.meta.measure -%}
        {{ whole("any_value(value) filter (measure_key = '" ~ column.meta.measure ~ "')") }} as {{ column.name }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_measure') }}
    where column_key = 'total'
    group by document
)

select
    reports.agency_id,
    reports.report_year,
    reports.agency_name,
    reports.region_name,
    reports.report_id,
    agencies.kind,
    agencies.level,
    agencies.categories,
    reports.edition,
    reports.status,
    {{ whole('growth.prior_request_count') }} as prior_request_count,
    growth.prior_source,
    growth.request_growth_status,
    metrics.* exclude (document),
    counts.* exclude (document)
from reports
join {{ ref('dim_agency') }} as agencies using (agency_id)
join {{ ref('int_request_growth') }} as growth using (report_id)
join {{ ref('int_report') }} as current_reports using (report_id)
left join metrics on metrics.document = current_reports.document
left join counts on counts.document = current_reports.document
