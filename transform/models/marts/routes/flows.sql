{{ config(order_by=['origin', 'destination', 'year']) }}

with routes as (
    select * from {{ ref('int_routes') }}
),

final as (
    select
        assumeNotNull(origin) as origin,
        assumeNotNull(destination) as destination,
        year,
        month,
        {{ measures() }}
    from routes
    where routes.origin is not null and routes.destination is not null
    group by origin, destination, year, month
)

select * from final
