-- zh: 2021版表式内历年的收费金额
-- en: Fee income by year within the 2021 form
-- read: in 10,000 yuan; the form of 2019 prints a number of fee items there, which is refused and never added
select report_year, sum(fee_income_cny_10k::decimal(18, 4))::double as fee_income_cny_10k, count(fee_income_cny_10k) as reports
from mart_agency_year
where kind is distinct from 'government'
group by report_year
having count(fee_income_cny_10k) > 0
order by report_year
