{{ config(
    order_by=['partner_id', 'year'],
    meta={'counts': 'months'},
    query_settings={'max_bytes_before_external_group_by': 500000000},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with routes as (
    {{ routes_to_count() }}
),

final as (
    select
        partner_id,
        year,
        month,
        {{ counted("count()") }} as records,
        {{ persons() }} as persons
    from routes
    group by partner_id, year, month
)

select * from final
{{ with_unchanged_rows() }}
