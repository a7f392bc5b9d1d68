{{ config(order_by=['origin', 'destination', 'year', 'corridor']) }}

with routes as (
    select * from {{ ref('int_routes') }}
),

final as (
    select
        path,
        arrayStringConcat(path, ' > ') as corridor,
        assumeNotNull(origin) as origin,
        assumeNotNull(destination) as destination,
        transit,
        toUInt8(notEmpty(transit)) as has_transit,
        year,
        {{ measures() }}
    from routes
    where routes.origin is not null and routes.destination is not null
    group by path, origin, destination, transit, year
)

select * from final
