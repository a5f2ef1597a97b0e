{#- The columns of a pool of `metrics` with their `definitions`: sum over sum, and quantiles of the bodies' own values.
    Sums are taken in decimals, so the order of the rows cannot move the last digit. Only rows that have a value. The quantiles
    are asked for as one list, which sorts the values once. -#}
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
  {% for name in ['p10', 'p25', 'median', 'p75', 'p90'] -%}
  quantile_cont(metrics.value, [0.1, 0.25, 0.5, 0.75, 0.9])[{{ loop.index }}] as {{ name }},
  {% endfor -%}
  count(metrics.value)::int as n_agencies
{%- endmacro %}
