-- zh: 各类机构不予公开的理由
-- en: Refusal grounds by category
-- read: pooled is the sum of the ground over the sum of all refusals in the category; n_agencies refused at all
with asked as (select 2022 as report_year)

select pools.category, pools.metric_key, metrics.zh, metrics.en, pools.pooled, pools.median, pools.n_agencies
from mart_category_year as pools
join asked using (report_year)
join dict_metric as metrics using (metric_key)
where metrics.family = 'refusal_share' and pools.pooled > 0
order by pools.category, pools.pooled desc, pools.metric_key
