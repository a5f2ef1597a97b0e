{#- The join that brings the rule for reports of a year by bodies of a kind as `deadlines`, and the day it sets. -#}
{% macro join_deadlines(year, kind) -%}
asof left join {{ ref('dim_deadline') }} as deadlines
        on deadlines.applies_to = case when {{ kind }} = 'government' then 'government' else 'other' end
        and {{ year }} <= deadlines.last_report_year
{%- endmacro %}

{% macro deadline(year) -%}
  make_date({{ year }} + 1, deadlines.month, deadlines.day)
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
