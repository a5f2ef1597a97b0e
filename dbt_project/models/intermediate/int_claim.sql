-- One row a claim of a version, of the versions that spoke for a report up to the current one at its address: with the
-- new requests that an earlier report prints, where the sentence implies or quotes what they were.
with

versions as (
    select
        report_id, agency_id, report_year, version_number, version_id, first_seen_at, document, portal_id, document_sha256,
        report_index, is_current
    from {{ ref('int_version_told') }}
),

said as (
    select
        versions.*,
        claims.* exclude (portal_id, document_sha256, report_index),
        coalesce(claims.base_year, versions.report_year - 1) as compared_year,
        claims.measure = 'new_received'
            and (len(claims.implied_prior) > 0 or claims.quoted_prior is not null) as speaks_of_prior
    from versions
    join {{ ref('stg_claims') }} as claims using (portal_id, document_sha256, report_index)
),

-- Printed figures alone: a zero that the sums prove contradicts nobody.
printed as (
    select reports.report_id, reports.agency_id, reports.report_year, measures.value as new_received
    from {{ ref('int_report') }} as reports
    join {{ ref('int_measure') }} as measures using (document)
    where measures.measure_key = 'new_received' and measures.column_key = 'total' and not measures.uses_implied
),

-- Last year's report may bear the body's former name; what was split is not held against what it was part of.
compared as (
    select
        said.*,
        case
            when said.compared_year = said.report_year - 1 then last_year.new_received
            else other_year.new_received
        end as printed_prior
    from said
    join {{ ref('int_previous_report') }} as previous on previous.report_id = said.report_id
    left join printed as last_year
        on last_year.report_id = case
            when said.speaks_of_prior and previous.is_consecutive and not previous.is_split
                then previous.previous_report_id
        end
    left join printed as other_year
        on other_year.agency_id = case when said.speaks_of_prior then said.agency_id end
        and other_year.report_year = said.compared_year
)

select
    * exclude (speaks_of_prior, compared_year, printed_prior),
    {{ whole('printed_prior') }} as printed_prior,
    case
        when printed_prior is not null and len(implied_prior) > 0
            then list_contains(implied_prior, printed_prior::bigint)
    end as agrees_with_prior
from compared
