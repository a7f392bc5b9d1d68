with victims as (
    select * from {{ ref('int_victims_by_year') }}
)

select *
from victims
-- a person who is held to be no victim is none; one about whom nothing is decided is a possible victim
where ifNull(toString(trafficking_status), '') != 'NotAVictimOfTrafficking'
    -- rows of no partner are marks of years
    and partner_id != ''
    and {{ not_withdrawn() }}
