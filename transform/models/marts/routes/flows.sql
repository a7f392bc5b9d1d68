{{ config(
    order_by=['origin', 'destination', 'year'],
    meta={'counts': 'months'},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with routes as (
    {{ routes_to_count() }}
),

final as (
    select
        assumeNotNull(origin) as origin,
        assumeNotNull(destination) as destination,
        year,
        month,
        {{ measures(once=true) }}
    from routes
    where routes.origin is not null and routes.destination is not null
    group by origin, destination, year, month
)

select * from final
{{ with_unchanged_rows() }}
