{{ config(order_by=['origin', 'destination', 'year']) }}

with routes as (
    select * from {{ ref('int_routes') }}
),

final as (
    select
        assumeNotNull(origin) as origin,
        assumeNotNull(destination) as destination,
        year,
        uniqExact(partner_id, person) as victims,
        count() as records,
        uniqExact(partner_id) as partners,
        max(is_invented) as invented
    from routes
    where routes.origin is not null and routes.destination is not null
    group by origin, destination, year
)

select * from final
