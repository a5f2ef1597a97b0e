-- The six groups make the whole wherever the report's own sum holds.
select shares.report_id, sum(shares.share) as total_share
from {{ ref('mart_outcome_share') }} as shares
join {{ ref('int_report') }} as reports using (report_id)
join {{ ref('stg_checks') }} as checks using (portal_id, document_sha256, report_index)
-- the sum holds for what is printed, which a correction replaces
anti join (select report_id from {{ ref('mart_correction') }} where is_applied) as corrected using (report_id)
where shares.outcome_key is null
    and checks.rule_id = 'A2' and checks.place = 'total' and checks.state = 'holds'
group by shares.report_id
having abs(sum(shares.share) - 1) > 1e-9
