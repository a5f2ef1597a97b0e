{#- How bodies stand within a function, once: for the column of mart_metric, which shows a body's first function, and for
    the table macro that has each of its functions. -#}

{#- The window over ranked rows, lowest first; `group` are the columns that say which rows are ranked together. -#}
{% macro category_windows(group) -%}
  lowest_first as (partition by {{ group }} order by value)
{%- endmacro %}

{#- All values are sorted once: as many stand above a body as are not at or below it. A body alone in its function has a rank
    and no percentile. -#}
{% macro category_rank_columns() -%}
  {%- set n = 'count(*) over (lowest_first rows between unbounded preceding and unbounded following)' -%}
  ({{ n }} - count(*) over lowest_first + 1)::int as rank_in_category,
  case when {{ n }} > 1 then percent_rank() over lowest_first end as percentile_in_category,
  ({{ n }})::int as category_n
{%- endmacro %}

{#- A table macro that the published file carries, for `select * from category_ranks('disclosure_rate')`. -#}
{% macro rank_macros() %}
  create or replace macro category_ranks(of_metric) as table
    with ranked as (
      select
        unnest(bodies.categories) as category, metrics.report_year, metrics.metric_key, metrics.agency_id,
        metrics.agency_name, metrics.region_name, metrics.value, metrics.n
      from mart_metric as metrics
      join dim_agency as bodies using (agency_id)
      where metrics.metric_key = of_metric and metrics.passes_guard and bodies.kind is distinct from 'government'
    )
    select *, {{ category_rank_columns() }}
    from ranked
    window {{ category_windows('category, report_year') }};

  {% for name, said in rank_words().items() -%}
  comment on macro table {{ name }} is '{{ said }}';
  {% endfor %}
{% endmacro %}

{#- What the table macro says, "中文 | English", as the tables say theirs. -#}
{% macro rank_words() -%}
  {%- do return({
    'category_ranks': '一项指标在各类职能中的名次，机构的每个职能各一行，全域报告与未达门槛者不排；列名同 mart_metric（rank_in_category、percentile_in_category、category_n）：select * from category_ranks(指标键) | ranks of one metric in every function, one row a body, year and each of its functions, without whole areas and what fails the guard; columns as in mart_metric (rank_in_category, percentile_in_category, category_n): select * from category_ranks(metric_key)',
  }) -%}
{%- endmacro %}
