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
        `legs.country` as leg_countries,
        `legs.region` as leg_regions,
        `legs.role` as leg_roles,
        `legs.year` as leg_years,
        `legs.month` as leg_months,
        `legs.transport` as leg_transports,
        `legs.borderCrossing` as leg_border_crossings,
        `legs.flowMonitoringPoint` as leg_flow_monitoring_points
    from latest
    where {{ not_withdrawn() }}
)

select * from final
