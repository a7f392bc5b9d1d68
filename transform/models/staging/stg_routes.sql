with latest as (
    {{ latest_revision(source('corridor_raw', 'route_record')) }}
),

final as (
    {{ staged_routes('latest') }}
)

select * from final
