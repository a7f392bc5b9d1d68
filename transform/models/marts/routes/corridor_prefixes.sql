{{ config(
    order_by=['prefix', 'has_transit', 'year'],
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with routes as (
    {{ routes_to_count() }}
),

beginnings as (
    select
        partner_id,
        record_id,
        person,
        is_invented,
        arrayJoin(arrayEnumerate(path)) as places,
        arraySlice(path, 1, places) as path_so_far,
        places = length(path) as is_whole,
        toUInt8(notEmpty(transit)) as has_transit,
        year
    from routes
    where routes.origin is not null and routes.destination is not null
),

final as (
    select
        arrayStringConcat(path_so_far, ' > ') as prefix,
        path_so_far as path,
        toUInt8(length(path_so_far)) as places,
        has_transit,
        year,
        {{ measures(once=true) }},
        {{ counted("countIf(is_whole)") }} as records_ending_here
    from beginnings
    group by path_so_far, has_transit, year
)

select * from final
{{ with_unchanged_rows() }}
