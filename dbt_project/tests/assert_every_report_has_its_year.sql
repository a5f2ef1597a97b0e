-- A report that a join dropped: in the facts and not in a mart of years, or the other way round.
select agency_id, report_year from {{ ref('fct_report') }}
except
select agency_id, report_year from {{ ref('mart_agency_year') }}

union all

(
    select agency_id, report_year from {{ ref('mart_agency_year') }}
    except
    select agency_id, report_year from {{ ref('fct_report') }}
)

union all

(
    select agency_id, report_year from {{ ref('fct_report') }}
    except
    select agency_id, report_year from {{ ref('mart_coverage') }} where state in ('accepted', 'quarantined')
)
