-- zh: 类型或职能尚未认定的机构
-- en: Bodies whose kind or functions nobody has settled
-- read: decide them in warehouse/reference/agencies.yaml or the home's decisions/agencies.yaml; until then they stand outside every category
select agency_id, agency_name, region_name, kind, categories, classified_by, last_report_year
from dim_agency
where kind is null or (len(categories) = 0 and kind not in ('government', 'street_town', 'dispatched'))
order by region_name, agency_name
