-- Tables by month and by region count the same persons as `partner_routes`.
with routes as (
    select partner_id, origin, destination, year, sum(victims) as victims
    from {{ ref('partner_routes') }}
    group by partner_id, origin, destination, year
),

months as (
    select partner_id, origin, destination, year, sum(victims) as victims
    from {{ ref('partner_route_months') }}
    group by partner_id, origin, destination, year
),

all_routes as (
    select partner_id, year, sum(victims) as victims from {{ ref('partner_routes') }} group by partner_id, year
),

places as (
    select partner_id, year, sum(victims) as victims from {{ ref('partner_route_places') }} group by partner_id, year
)

select routes.partner_id as partner, routes.year as year
from routes
full join months using (partner_id, origin, destination, year)
where routes.victims != months.victims

union all

select all_routes.partner_id, all_routes.year
from all_routes
full join places using (partner_id, year)
where all_routes.victims != places.victims
