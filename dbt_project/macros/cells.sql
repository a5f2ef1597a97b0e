{#- The cells of `reports`, a relation of current reports, with `columns` of it, as they are used: as printed, or as a person corrected them where
    the printed value is the one that the correction expects. Joined once: the cells are the largest table by far. -#}
{% macro cells_as_used(reports, columns) -%}
  select
    {% for column in columns -%}
    reports.{{ column }},
    {% endfor -%}
    cells.* exclude (portal_id, report_index, value),
    coalesce(corrections.value, cells.value) as value,
    corrections.value is not null as is_corrected
  from {{ reports }} as reports
  join {{ ref('stg_cells') }} as cells using (portal_id, document_sha256, report_index)
  left join (
    select bodies.agency_id, given.*
    from {{ reference('correction') }} as given
    join {{ ref('int_agency') }} as bodies using (agency_name)
  ) as corrections
    on corrections.agency_id = reports.agency_id
    and corrections.report_year = reports.report_year
    and corrections.table_key = cells.table_key
    and corrections.row_key = cells.row_key
    and corrections.column_key = cells.column_key
    and corrections.expected_value = cells.value
{%- endmacro %}

{#- The table, row and column of a cell that a check or a verdict names, `requests.granted.total`, against those of a
    cell: names are taken apart, for putting together the keys of every cell takes longer than the join. -#}
{% macro is_cell(name, table, row, column) -%}
  split_part({{ name }}, '.', 1) = {{ table }}
  and split_part({{ name }}, '.', 2) = {{ row }}
  and split_part({{ name }}, '.', 3) = {{ column }}
{%- endmacro %}
