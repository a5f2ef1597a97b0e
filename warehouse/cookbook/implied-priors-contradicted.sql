-- zh: 正文推得的上年数与上年报告不符
-- en: Implied prior values that contradict last year's table
-- read: the sentence admits the numbers from implied_prior_min to implied_prior_max; last year's report prints another
select agency_name, report_year, percent, implied_prior_min, implied_prior_max, printed_prior, sentence
from fct_claim
where not agrees_with_prior
order by agency_name, report_year, claim_index
