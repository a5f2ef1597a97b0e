-- zh: 一个机构历年的申请人构成
-- en: Applicant mix over time
-- read: each share is of the total as printed, so the six add to one only where the row adds up
with asked as (select '示例市教育局' as agency_name)

select metrics.report_year, split_part(metrics.metric_key, ':', 2) as column_key, words.zh, metrics.numerator, metrics.value as share
from mart_metric as metrics
join asked using (agency_name)
join dict_metric as words using (metric_key)
where words.family = 'applicant_share'
order by metrics.report_year, words.ordinal
