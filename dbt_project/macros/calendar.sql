{#- The last day for a report of a year: 31 March for a whole area, 31 January for any other body (article 49). -#}
{% macro deadline(year, kind) -%}
  case when {{ kind }} = 'government' then make_date({{ year }} + 1, 3, 31) else make_date({{ year }} + 1, 1, 31) end
{%- endmacro %}

{#- The day of publication: what the page prints, then the list, then the meta tag, which may be a generation time. -#}
{% macro published_on() -%}
  coalesce(printed_on, listed_on, meta_published_on)
{%- endmacro %}

{% macro published_on_source() -%}
  case
    when printed_on is not null then 'page'
    when listed_on is not null then 'list'
    when meta_published_on is not null then 'meta'
  end
{%- endmacro %}
