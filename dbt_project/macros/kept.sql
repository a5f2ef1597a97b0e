{#- A relation as a view of the published file names it: without the name of the file, which a reader may have attached
    under another. -#}
{% macro within(relation) -%}
  {{ relation.include(database=false) }}
{%- endmacro %}

{#- The cells of current reports with what their keys stand for, for views on them; the cells come first, so rows come
    in the order they are kept in. -#}
{% macro current_cells() -%}
  {{ within(ref('kept_cell')) }} as cells
  join {{ within(ref('kept_document')) }} as documents on documents.document = cells.document and documents.is_current
  join {{ within(ref('kept_place')) }} as places on places.place = cells.place
  join {{ within(ref('kept_reading')) }} as readings on readings.reading = cells.reading
  left join {{ within(ref('kept_correction')) }} as corrections
    on corrections.document = cells.document and corrections.place = cells.place
{%- endmacro %}
