select partner_id, record_kind, year, month
from {{ ref('coverage') }}
where (state = 'reported') != (ifNull(records, 0) > 0)
    or (state = 'zero') != (ifNull(records, 1) = 0)
    or persons > records
    or (records is null) != (persons is null)
    or (state != 'reported' and (year is null or month is null))
union all
-- twelve months a year, except in a partner's first and last year
select partner_id, record_kind, year, null as month
from {{ ref('coverage_by_year') }}
where months_reported + months_zero + months_not_reported + months_not_known + months_not_collected > 12
    or (records > 0) != (is_reporting = 1)
