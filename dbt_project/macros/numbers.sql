{#- A count as a whole number; NULL where the figure is not whole, never rounded. -#}
{% macro whole(figure) -%}
  case when ({{ figure }}) = floor({{ figure }}) then ({{ figure }})::bigint end
{%- endmacro %}

{#- A figure as text without a needless `.0`. -#}
{% macro plain(figure) -%}
  regexp_replace(({{ figure }})::varchar, '\.0$', '')
{%- endmacro %}

{#- A bound of the 95% Wilson interval of hits in n trials: side '-' the lower, '+' the upper. NULL without trials or
    where the hits are no part of them. -#}
{% macro wilson(hits, n, side) -%}
  case when {{ n }} > 0 and {{ hits }} between 0 and {{ n }} then
    least(1, greatest(0,
      ({{ hits }} + 1.920729410347062 {{ side }} 1.959963984540054
        * sqrt({{ hits }} * ({{ n }} - {{ hits }}) / {{ n }} + 0.960364705173531))
      / ({{ n }} + 3.841458820694124)
    ))
  end
{%- endmacro %}
