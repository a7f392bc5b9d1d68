{{ config(
    order_by=['origin', 'destination', 'year'],
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
        from_country as origin,
        to_country as destination,
        year,
        nullIf(first.1, 13) as month,
        {{ counted('count()') }} as victims,
        max(is_invented) as invented
    from arrivals
    group by partner_id, from_country, to_country, year, month
)

select * from final
{{ with_unchanged_rows() }}
