with routes as (
    select * from {{ ref('int_routes_by_month') }}
)

select *
from routes
-- rows without legs mark replaced months
where notEmpty(leg_roles) and {{ not_withdrawn() }}
