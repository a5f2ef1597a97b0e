{#- What stands in place of a portal's id for documents added by hand (warehouse/home.py). -#}
{% macro by_hand() -%}inbox{%- endmacro %}

{#- Whether a row of the captures index holds a document: a page or a file that a portal gave (304 says that the bytes
    known before are still there), or a document added by hand, which came without a status. -#}
{% macro holds_a_document(captures) -%}
  (
    ({{ captures }}.http_status in (200, 304) and {{ captures }}.role in ('page', 'attachment'))
    or {{ captures }}.role in ('added', 'joined')
  )
{%- endmacro %}
