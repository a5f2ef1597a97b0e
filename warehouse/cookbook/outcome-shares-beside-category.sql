-- zh: 一个机构的办理结果构成，与同类机构的中位数并列
-- en: Outcome shares of one agency beside the median of its category
-- read: shares are of the handled total as printed; a body of two functions has a row for each
with asked as (select '示例市财政局' as agency_name, 2022 as report_year)

select categories.category, shares.outcome_group, shares.request_count, shares.share, pools.median, pools.n_agencies
from mart_outcome_share as shares
join asked using (agency_name, report_year)
join (select agency_id, unnest(categories) as category from dim_agency) as categories using (agency_id)
left join mart_category_year as pools
    on pools.category = categories.category
    and pools.report_year = shares.report_year
    and pools.metric_key = 'outcome_share:' || shares.outcome_group
where shares.outcome_key is null
order by categories.category, shares.share desc, shares.outcome_group
