with

-- The day the archive speaks of: its last capture or its last run, never the clock of the machine that builds.
as_of as (
    select (greatest(captures.seen_at, runs.seen_at) + interval 8 hours)::date as today
    from (select max(fetched_at) as seen_at from {{ ref('stg_captures') }}) as captures
    cross join (
        select max(coalesce(ended_at, started_at)) at time zone 'UTC' as seen_at from {{ reference('run') }}
    ) as runs
),

-- A portal that lets nobody in was looked at all the same: the run that tried counts.
looks as (
    select portal_id, max(looked_at) as last_checked_at
    from (
        select portal_id, fetched_at as looked_at
        from {{ ref('stg_captures') }}
        where role in ('list', 'page')

        union all

        select run_portal.portal_id, runs.started_at at time zone 'UTC'
        from {{ reference('run_portal') }} as run_portal
        join {{ reference('run') }} as runs using (run_id)
    )
    group by portal_id
),

last_verdicts as (
    select portal_id, verdict, reason, reason_zh
    from {{ reference('run_portal') }}
    qualify row_number() over (partition by portal_id order by run_id desc) = 1
),

agencies as (
    select
        agencies.*,
        coalesce(agencies.first_report_year, portal.since, year(as_of.today) - 2) as first_year,
        as_of.today,
        looks.last_checked_at,
        last_verdicts.verdict,
        last_verdicts.reason,
        coalesce(last_verdicts.reason_zh, last_verdicts.reason) as reason_zh,
        portal.list_url
    from {{ ref('dim_agency') }} as agencies
    cross join as_of
    left join {{ reference('portal') }} as portal using (portal_id)
    left join looks using (portal_id)
    left join last_verdicts using (portal_id)
),

years as (
    -- a body that ended reports for the years before its last one
    select agency_id, unnest(range(first_year, least(year(today), coalesce(year(valid_to), year(today)))))::int as report_year
    from agencies

    union

    select agency_id, report_year
    from {{ ref('fct_report') }}
),

judged as (
    select
        years.agency_id,
        years.report_year,
        agencies.agency_name,
        agencies.region_name,
        {{ deadline('years.report_year') }} as due_on,
        agencies.today,
        agencies.kind,
        agencies.verdict,
        agencies.reason,
        agencies.reason_zh,
        agencies.list_url,
        agencies.last_checked_at,
        reports.status,
        reports.published_on,
        reports.source_url,
        reports.report_id
    from years
    join agencies using (agency_id)
    {{ join_deadlines('years.report_year', 'agencies.kind') }}
    left join {{ ref('fct_report') }} as reports
        on reports.agency_id = years.agency_id and reports.report_year = years.report_year
)

select
    agency_id,
    report_year,
    agency_name,
    region_name,
    report_id,
    due_on < today as is_expected,
    case
        when status is not null then status
        when due_on >= today then 'not_due'
        when verdict = 'blocked' and kind = 'government' then 'blocked'
        else 'missing'
    end as state,
    due_on,
    published_on,
    case when status is not null then published_on > due_on end as is_late,
    case
        when status is not null then source_url
        when reason is not null then coalesce(list_url || ': ', '') || reason
        else list_url
    end as evidence,
    case
        when status is not null then source_url
        when reason_zh is not null then coalesce(list_url || '：', '') || reason_zh
        else list_url
    end as evidence_zh,
    last_checked_at
from judged
