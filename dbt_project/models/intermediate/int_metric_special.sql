-- One row a current report and metric that needs more than the cells of one report: last year, the calendar, the
-- checks, the population.
with

reports as (
    select reports.*, agencies.kind, agencies.adcode
    from {{ ref('int_report') }} as reports
    join {{ ref('int_agency') }} as agencies using (agency_id)
),

growth as (
    select
        report_id,
        unnest([
            {
                'metric_key': 'request_growth',
                'value': request_growth,
                'reason': case
                    when request_growth_status in ('from_zero', 'missing_prior', 'split') then request_growth_status
                    else 'unknown_cells'
                end,
                'passes': request_growth_status = 'ok'
            },
            {
                'metric_key': 'request_log_change',
                'value': request_log_change,
                'reason': case
                    when is_split then 'split'
                    when request_growth_status = 'missing_prior' then 'missing_prior'
                    else 'unknown_cells'
                end,
                'passes': true
            }
        ]) as change,
        request_count as numerator,
        prior_request_count as denominator,
        edition,
        case
            when prior_source = 'implied' then 'implied_prior'
            when uses_implied or prior_uses_implied then 'uses_implied'
            else 'reported'
        end as quality
    from {{ ref('int_request_growth') }}
),

-- The stock of documents against last year's stock and this year's movements; both years on a form that counts them.
stock_parts (metric_key, part, measure_key) as (
    values
        ('documents_roll_gap', 'in_force', 'normative_documents.in_force'),
        ('documents_roll_gap', 'issued', 'normative_documents.issued'),
        ('documents_roll_gap', 'repealed', 'normative_documents.repealed'),
        ('regulations_roll_gap', 'in_force', 'regulations.in_force'),
        ('regulations_roll_gap', 'issued', 'regulations.issued'),
        ('regulations_roll_gap', 'repealed', 'regulations.repealed')
),

stocks as (
    select
        reports.report_id,
        stock_parts.metric_key,
        any_value(measures.value) filter (stock_parts.part = 'in_force') as in_force,
        any_value(measures.value) filter (stock_parts.part = 'issued') as issued,
        any_value(measures.value) filter (stock_parts.part = 'repealed') as repealed,
        coalesce(bool_or(measures.uses_implied), false) as uses_implied,
        min(measures.edition) as edition
    from reports
    cross join stock_parts
    left join {{ ref('int_measure') }} as measures
        on measures.document = reports.document
        and measures.measure_key = stock_parts.measure_key
    group by all
),

roll_gaps as (
    select
        now.report_id,
        now.metric_key,
        case when not pairs.is_split then now.in_force - (before.in_force + now.issued - now.repealed) end as value,
        case
            when now.edition is null then 'not_on_form'
            when pairs.is_split then 'split'
            when before.report_id is null then 'missing_prior'
            when before.edition is null then 'edition_break'
            else 'unknown_cells'
        end as reason,
        now.uses_implied or coalesce(before.uses_implied, false) as uses_implied,
        now.edition
    from stocks as now
    join {{ ref('int_previous_report') }} as pairs on pairs.report_id = now.report_id
    left join stocks as before
        on before.report_id = case when pairs.is_consecutive then pairs.previous_report_id end
        and before.metric_key = now.metric_key
),

lags as (
    select
        report_id,
        edition,
        {{ published_on() }} - {{ deadline('report_year') }} as value
    from reports
    {{ join_deadlines('reports.report_year', 'reports.kind') }}
),

passes as (
    select
        reports.report_id,
        reports.edition,
        count(*) filter (checks.state = 'holds') as numerator,
        count(*) filter (checks.state in ('holds', 'fails')) as denominator
    from reports
    left join {{ ref('stg_checks') }} as checks
        on checks.portal_id = reports.portal_id
        and checks.document_sha256 = reports.document_sha256
        and checks.report_index = reports.report_index
        and checks.rule_id in ('A1', 'A2', 'A3', 'A4')
    group by all
),

per_head as (
    select
        reports.report_id,
        measures.edition,
        measures.value as numerator,
        population.population as denominator,
        coalesce(measures.uses_implied, false) as uses_implied,
        reports.kind is not distinct from 'government' as is_area
    from reports
    left join {{ ref('int_measure') }} as measures
        on measures.document = reports.document
        and measures.measure_key = 'new_received'
        and measures.column_key = 'total'
    -- the census is taken every ten years: the latest one before the year counts until the next
    asof left join (select adcode, year, population from {{ reference('population') }}) as population
        on population.adcode = case when reports.kind = 'government' then reports.adcode end
        and population.year <= reports.report_year
),

figures as (
    select
        report_id, change.metric_key, change.value, numerator, denominator, edition,
        change.reason, quality, change.passes
    from growth

    union all

    select
        report_id, metric_key, value, value, null, edition, reason,
        case when uses_implied then 'uses_implied' else 'reported' end, true
    from roll_gaps

    union all

    select report_id, 'publication_lag_days', value, value, null, edition, 'unknown_date', 'reported', true
    from lags

    union all

    select
        report_id, 'identity_pass_rate', case when denominator > 0 then numerator / denominator end,
        numerator, denominator, edition, 'zero_denominator', 'reported', true
    from passes

    union all

    select
        report_id, 'requests_per_10k', 10000 * numerator / denominator, numerator, denominator, edition,
        case
            when not is_area then 'whole_areas_only'
            when denominator is null then 'no_population'
            else 'unknown_cells'
        end,
        case when uses_implied then 'uses_implied' else 'reported' end, true
    from per_head
)

select
    reports.document,
    figures.metric_key,
    figures.value,
    figures.numerator::double as numerator,
    figures.denominator::double as denominator,
    coalesce(figures.edition, reports.edition) as edition,  -- a metric none of whose cells is printed goes by the report's
    not (figures.value is null and figures.reason in ('not_on_form', 'edition_break', 'split', 'whole_areas_only'))
        as comparable,
    case when figures.value is null then figures.reason end as refused_because,
    case when figures.value is not null then figures.quality end as quality,
    figures.value is not null and figures.passes as passes_guard
from figures
join reports using (report_id)
