-- zh: 一个指标跨2020与2021年能否比较，不能比较的写明原因
-- en: A metric over 2020 and 2021: what compares, and why the rest does not
-- read: a refused year has no value and says why; documents in force and fees do not compare over the two forms
with asked as (select '示例市财政局' as agency_name, ['request_count', 'fee_income_cny_10k', 'documents_roll_gap'] as metric_keys)

select metrics.metric_key, metrics.report_year, metrics.edition, metrics.value, metrics.comparable, metrics.refused_because
from mart_metric as metrics
join asked on asked.agency_name = metrics.agency_name and list_contains(asked.metric_keys, metrics.metric_key)
order by metrics.metric_key, metrics.report_year
