{#- dbt asks this for the schema of every model: the one that the model names, as it stands. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ custom_schema_name or target.schema }}
{%- endmacro %}
