{{ config(
    order_by=['year', 'is_certain'],
    meta={'seeds': ['place_group_members']},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with routes as (
    {{ routes_to_count() }}
),

memberships as (
    select * from {{ ref('int_place_memberships') }}
),

flows as (
    -- the groups of both ends are looked up once for all routes of a flow
    select distinct
        assumeNotNull(origin) as origin,
        assumeNotNull(destination) as destination,
        year,
        month
    from routes
    where routes.origin is not null and routes.destination is not null
),

grouped_flows as (
    select
        flows.origin as origin,
        flows.destination as destination,
        flows.year as year,
        flows.month as month,
        {{ groups_at('origins.memberships', 'flows.year', 'flows.month') }} as origin_groups,
        {{ groups_at('destinations.memberships', 'flows.year', 'flows.month') }} as destination_groups
    from flows
    left join memberships as origins on flows.origin = origins.country
    left join memberships as destinations on flows.destination = destinations.country
),

counted as (
    select
        routes.partner_id as partner_id,
        routes.record_id as record_id,
        routes.person as person,
        routes.is_invented as is_invented,
        -- a place of no group is not left out
        arrayJoin(if(empty(origin_groups), [('', toUInt8(1))], origin_groups)) as origin_place,
        arrayJoin(if(empty(destination_groups), [('', toUInt8(1))], destination_groups)) as destination_place,
        routes.year as year,
        routes.month as month
    from routes
    inner join grouped_flows
        on assumeNotNull(routes.origin) = grouped_flows.origin
        and assumeNotNull(routes.destination) = grouped_flows.destination
        and routes.year = grouped_flows.year
        and ifNull(routes.month, 0) = ifNull(grouped_flows.month, 0)
    where routes.origin is not null and routes.destination is not null
),

final as (
    select
        nullIf(origin_place.1, '') as origin_group,
        nullIf(destination_place.1, '') as destination_group,
        toUInt8(origin_place.2 and destination_place.2) as is_certain,
        year,
        month,
        {{ measures() }}
    from counted
    group by origin_group, destination_group, is_certain, year, month
)

select * from final
{{ with_unchanged_years() }}
