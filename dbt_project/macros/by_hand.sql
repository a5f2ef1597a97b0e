{#- What stands in place of a portal's id for documents added by hand (warehouse/home.py). -#}
{% macro by_hand() -%}inbox{%- endmacro %}
