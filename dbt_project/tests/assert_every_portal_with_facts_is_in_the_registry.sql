{{ config(severity='warn') }}
-- A portal taken out of the registry by mistake would leave its bodies without a place; `enabled: false` retires one.
select documents.portal_id, count(*) as n_documents
from {{ ref('stg_documents') }} as documents
anti join {{ reference('portal') }} as portal using (portal_id)
where documents.portal_id <> 'inbox'
group by documents.portal_id
