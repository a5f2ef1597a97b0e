{#- How the figures of bodies are pooled, once for regions and for functions. -#}

{#- The figures of `metrics` that a pool adds up, by body. Sums are taken in decimals, so the order of the rows cannot move the
    last digit; what has no value takes part with neither of its sides. -#}
{% macro figures_to_pool() -%}
  metrics.metric,
  metrics.value,
  case when metrics.value is not null then metrics.numerator::decimal(38, 4) end as numerator,
  case when metrics.value is not null then metrics.denominator::decimal(38, 4) end as denominator
{%- endmacro %}

{#- The columns of a pool of such `figures` with their `definitions`: sum over sum, and quantiles of the bodies' own values. The
    quantiles are asked for as one list, which sorts the values once. -#}
{% macro pool_columns() -%}
  {%- set top = "sum(figures.numerator)::double" -%}
  {%- set ratio = top ~ " / nullif(sum(figures.denominator), 0)::double" -%}
  case any_value(definitions.value_kind)
    when 'proportion' then {{ ratio }}
    when 'growth' then {{ ratio }} - 1
    when 'per_100' then 100 * {{ ratio }}
    when 'per_10k' then 10000 * {{ ratio }}
    when 'count' then {{ top }}
    when 'amount' then {{ top }}
  end as pooled,
  {% for name in ['p10', 'p25', 'median', 'p75', 'p90'] -%}
  quantile_cont(figures.value, [0.1, 0.25, 0.5, 0.75, 0.9])[{{ loop.index }}] as {{ name }},
  {% endfor -%}
  count(figures.value)::int as n_agencies
{%- endmacro %}
