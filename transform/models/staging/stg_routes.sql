with latest as (
    {{ latest_revision(source('corridor_raw', 'route_record')) }}
),

final as (
    select
        partner_id,
        record_id,
        revision,
        person,
        citizenship,
        {{ travelled('country') }} as leg_countries,
        {{ travelled('region') }} as leg_regions,
        {{ travelled('role') }} as leg_roles,
        {{ travelled('year') }} as leg_years,
        {{ travelled('month') }} as leg_months,
        {{ travelled('transport') }} as leg_transports,
        {{ travelled('borderCrossing') }} as leg_border_crossings,
        {{ travelled('flowMonitoringPoint') }} as leg_flow_monitoring_points
    from latest
    where {{ not_withdrawn() }}
)

select * from final
