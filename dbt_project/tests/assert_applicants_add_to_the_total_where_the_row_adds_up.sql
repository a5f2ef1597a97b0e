-- Summing the applicants gives the printed total wherever the report's own sum holds.
select flow.report_id
from {{ ref('fct_request_flow') }} as flow
join {{ ref('int_report') }} as reports using (report_id)
join {{ ref('stg_checks') }} as checks using (portal_id, document_sha256, report_index)
-- the sum holds for what is printed, which a correction replaces
anti join (select report_id from {{ ref('mart_correction') }} where is_applied) as corrected using (report_id)
where checks.rule_id = 'A3' and checks.place = 'new_received' and checks.state = 'holds'
group by flow.report_id
having sum(flow.new_received) filter (flow.column_key <> 'total')
    <> any_value(flow.new_received) filter (flow.column_key = 'total')
