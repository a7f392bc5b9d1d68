with assistance as (
    select * from {{ ref('stg_assistance') }}
),

invented as (
    select partner_id from {{ ref('stg_partners') }} where is_demonstration
),

final as (
    select
        partner_id,
        record_id,
        person,
        assistance_type,
        country,
        region,
        -- the date is that of the start, else of the request, else of the end
        coalesce(started_year, requested_year, ended_year) as year,
        multiIf(
            started_year is not null, started_month,
            requested_year is not null, requested_month,
            ended_month
        ) as month,
        {{ month_number('started') }} - ({{ month_number('requested') }}) as waiting_months,
        {{ month_number('ended') }} - ({{ month_number('started') }}) as duration_months,
        requested_year is not null as is_requested,
        started_year is not null as is_started,
        ended_year is not null as is_ended,
        outcome,
        toUInt8(partner_id in (select partner_id from invented)) as is_invented
    from assistance
)

select * from final
