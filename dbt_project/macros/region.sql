{#- The level a division code says: 370000 a province, 371500 a prefecture, else a county. -#}
{% macro level_of(adcode) -%}
  case
    when {{ adcode }} = '000000' then null
    when {{ adcode }} like '%0000' then 'province'
    when {{ adcode }} like '%00' then 'prefecture'
    else 'county'
  end
{%- endmacro %}

{#- The code of the division above; NULL for a province. -#}
{% macro parent_of(adcode) -%}
  case
    when {{ adcode }} like '%0000' then null
    when {{ adcode }} like '%00' then left({{ adcode }}, 2) || '0000'
    else left({{ adcode }}, 4) || '00'
  end
{%- endmacro %}

{#- The key of a body that prints no credit code: the division it stands in and its full name. -#}
{% macro key_of_a_name(adcode, agency_name) -%}
  {{ adcode }} || '-' || left(sha256({{ agency_name }}), 8)
{%- endmacro %}
