{#- The measure of a claim, numbered from the second on where several sentences of a version say the same thing. -#}
{% macro numbered_place(same) -%}
  coalesce(measure, '') || case
    when row_number() over (partition by report_id, version_number, {{ same }} order by claim_index) = 1 then ''
    else '#' || row_number() over (partition by report_id, version_number, {{ same }} order by claim_index)
  end
{%- endmacro %}

{#- A set of whole numbers as a reader would say it: one of them, or its ends. -#}
{% macro between(numbers) -%}
  case
    when len({{ numbers }}) = 1 then {{ numbers }}[1]::varchar
    else list_min({{ numbers }})::varchar || '–' || list_max({{ numbers }})::varchar
  end
{%- endmacro %}
