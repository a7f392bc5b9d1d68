{{ config(
    order_by=['origin', 'destination', 'year', 'corridor'],
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with routes as (
    {{ routes_to_count() }}
),

arrivals as (
    {{ first_arrivals() }}
),

final as (
    select
        partner_id,
        arrayStringConcat(arrayCompact(first.2), ' > ') as corridor,
        first.2[first.3] as origin,
        first.2[first.4] as destination,
        year,
        {{ counted('count()') }} as victims,
        max(is_invented) as invented
    from arrivals
    group by partner_id, corridor, origin, destination, year
)

select * from final
{{ with_unchanged_rows() }}
