{{ config(
    order_by=['origin', 'destination', 'year', 'corridor'],
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with routes as (
    {{ routes_to_count() }}
),

final as (
    select
        partner_id,
        arrayStringConcat(path, ' > ') as corridor,
        path,
        assumeNotNull(origin) as origin,
        assumeNotNull(destination) as destination,
        year,
        {{ persons() }} as victims,
        max(is_invented) as invented
    from routes
    where routes.origin is not null and routes.destination is not null
    group by partner_id, path, origin, destination, year
)

select * from final
{{ with_unchanged_rows() }}
