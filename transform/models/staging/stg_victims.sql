with latest as (
    {{ latest_revision(source('corridor_raw', 'victim_record')) }}
),

final as (
    {{ staged_victims('latest') }}
)

select * from final
