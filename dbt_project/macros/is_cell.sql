{#- The table, row and column of a cell that a check or a verdict names, `requests.granted.total`, against those of a
    cell: names are taken apart, for putting together the keys of every cell takes longer than the join. -#}
{% macro is_cell(name, table, row, column) -%}
  split_part({{ name }}, '.', 1) = {{ table }}
  and split_part({{ name }}, '.', 2) = {{ row }}
  and split_part({{ name }}, '.', 3) = {{ column }}
{%- endmacro %}
