{{ config(
    order_by=['year', 'origin', 'destination', 'corridor'],
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with routes as (
    {{ routes_to_count() }}
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
        {{ measures(once=true) }}
    from routes
    where routes.origin is not null and routes.destination is not null
    group by path, origin, destination, transit, year
)

select * from final
{{ with_unchanged_rows() }}
