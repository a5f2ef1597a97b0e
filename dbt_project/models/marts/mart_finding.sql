with

-- A finding keeps its first day; it is told as the latest version that has it tells it.
latest as (
    select * replace (min(first_seen_at) over same_place as first_seen_at)
    from {{ ref('int_finding') }}
    window same_place as (partition by report_id, rule_id, place)
    qualify row_number() over (partition by report_id, rule_id, place order by version_number desc) = 1
)

select
    findings.report_id,
    findings.rule_id,
    findings.place,
    reports.agency_id,
    agencies.agency_name,
    agencies.region_name,
    reports.report_year,
    findings.severity,
    findings.printed,
    findings.expected,
    findings.printed - findings.expected as delta,
    findings.cells,
    findings.sentence,
    findings.explanation_zh,
    findings.explanation_en,
    findings.repair,
    findings.first_seen_at,
    resolved.version_id as resolved_by_version,
    verdicts.verdict,
    verdicts.note as verdict_note,
    verdicts.decided_by as verdict_by,
    verdicts.decided_on as verdict_on
from latest as findings
join {{ ref('int_report') }} as reports using (report_id)
join {{ ref('dim_agency') }} as agencies using (agency_id)
-- versions end with the current one, so what the current one still says is resolved by none
left join {{ ref('int_version_told') }} as resolved
    on resolved.report_id = findings.report_id
    and resolved.version_number = findings.version_number + 1
-- what a person found it to be; it stays with the finding through every rebuild
left join {{ reference('verdict') }} as verdicts
    on verdicts.agency_name = agencies.agency_name
    and verdicts.report_year = reports.report_year
    and verdicts.rule_id = findings.rule_id
    and verdicts.place = findings.place
