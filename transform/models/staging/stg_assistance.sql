with latest as (
    {{ latest_revision(source('corridor_raw', 'assistance_record')) }}
),

final as (
    select
        partner_id,
        record_id,
        revision,
        person,
        type as assistance_type,
        country,
        region,
        requestedYear as requested_year,
        requestedMonth as requested_month,
        startedYear as started_year,
        startedMonth as started_month,
        endedYear as ended_year,
        endedMonth as ended_month,
        outcome
    from latest
    where {{ not_withdrawn() }}
)

select * from final
