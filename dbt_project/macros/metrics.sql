{#- The terms of a metric as a reader writes the sum: `a b -c` is (a + b - c), `a@x` is a[x]. -#}
{% macro sum_of(terms) -%}
  (case when contains({{ terms }}, ' ')
    then '(' || replace(replace(replace({{ terms }}, ' -', '~'), ' ', ' + '), '~', ' - ') || ')'
    else {{ terms }} end).regexp_replace('@(\w+)', '[\1]', 'g')
{%- endmacro %}

{#- The terms of one side of every metric, one row each. -#}
{% macro terms_of(side, column) -%}
  select metric_key, '{{ side }}' as side, unnest(string_split({{ column }}, ' ')) as term
  from {{ ref('int_metric') }}
  where {{ column }} is not null
{%- endmacro %}
