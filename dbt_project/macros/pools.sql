{#- The columns of a pool of `metrics` with their `definitions`: sum over sum, and quantiles of the bodies' own values.
    Sums are taken in decimals, so the order of the rows cannot move the last digit. Only rows that have a value. -#}
{% macro pool_columns() -%}
  {%- set top = "sum(metrics.numerator::decimal(38, 4)) filter (metrics.value is not null)::double" -%}
  {%- set base = "nullif(sum(metrics.denominator::decimal(38, 4)) filter (metrics.value is not null), 0)::double" -%}
  case any_value(definitions.value_kind)
    when 'proportion' then {{ top }} / {{ base }}
    when 'growth' then {{ top }} / {{ base }} - 1
    when 'per_100' then 100 * {{ top }} / {{ base }}
    when 'per_10k' then 10000 * {{ top }} / {{ base }}
    when 'count' then {{ top }}
    when 'amount' then {{ top }}
  end as pooled,
  quantile_cont(metrics.value, 0.5) as median,
  {% for percent in [10, 25, 75, 90] -%}
  quantile_cont(metrics.value, {{ percent / 100 }}) as p{{ percent }},
  {% endfor -%}
  count(metrics.value)::int as n_agencies
{%- endmacro %}
