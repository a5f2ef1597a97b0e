-- depends_on: {{ ref('dict_metric') }}
with

described as (
    {{ described_columns() }}
)

select
    described.table_name,
    described.column_name,
    described.ordinal,
    described.data_type,
    coalesce(described.zh, metrics.zh) as zh,
    coalesce(described.en, metrics.en) as en,
    metrics.formula,
    metrics.unit,
    metrics.guard,
    metrics.caveat
from described
left join {{ ref('dict_metric') }} as metrics
    on metrics.metric_key = described.column_name and described.zh is null
