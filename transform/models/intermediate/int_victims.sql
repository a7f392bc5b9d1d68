with victims as (
    select * from {{ ref('int_victims_by_year') }}
)

select *
from victims
-- a person without a decision is a possible victim
where ifNull(toString(trafficking_status), '') != 'NotAVictimOfTrafficking'
    -- rows without a partner mark replaced years
    and partner_id != ''
    and {{ not_withdrawn() }}
