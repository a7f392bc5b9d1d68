{{ config(
    order_by=['year', 'is_certain'],
    meta={'counts': 'months', 'seeds': ['place_group_members']},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with all_routes as (
    {{ routes_to_count() }}
),

routes as (
    select
        partner_id,
        record_id,
        person,
        is_invented,
        assumeNotNull(origin) as from_country,
        assumeNotNull(destination) as to_country,
        year,
        -- 0 is an unknown month, because NULL does not join
        ifNull(month, 0) as month_or_zero
    from all_routes
    where all_routes.origin is not null and all_routes.destination is not null
),

memberships as (
    select * from {{ ref('int_place_memberships') }}
),

flows as (
    -- counts by partner: persons are those of one partner, so that counts add up over partners
    select
        from_country,
        to_country,
        year,
        month_or_zero,
        partner_id,
        {{ persons() }} as flow_victims,
        {{ counted('count()') }} as flow_records,
        max(is_invented) as flow_invented
    from routes
    group by from_country, to_country, year, month_or_zero, partner_id
),

grouped_flows as (
    {{ with_groups('flows') }}
),

counted_flows as (
    select
        partner_id,
        flow_victims,
        flow_records,
        flow_invented,
        year,
        known_month,
        {{ group_pair('origin_groups', 'destination_groups') }}
    from grouped_flows
),

totals as (
    select
        origin_group,
        destination_group,
        is_certain,
        year,
        known_month,
        sum(flow_victims) as persons_of_flows,
        sum(flow_records) as group_records,
        {{ partners() }} as group_partners,
        max(flow_invented) as group_invented
    from counted_flows
    group by origin_group, destination_group, is_certain, year, known_month
),

movers as (
    -- persons with several flows in a month
    select partner_id, person, year, month_or_zero
    from routes
    group by partner_id, person, year, month_or_zero
    having min(cityHash64(from_country, to_country)) != max(cityHash64(from_country, to_country))
),

their_flows as (
    select distinct partner_id, person, from_country, to_country, year, month_or_zero
    from routes
    where (partner_id, person, year, month_or_zero) in (select partner_id, person, year, month_or_zero from movers)
),

their_groups as (
    select
        partner_id,
        person,
        year,
        known_month,
        {{ group_pair('origin_groups', 'destination_groups') }}
    from (
        {{ with_groups('their_flows') }}
    )
),

repeats as (
    -- how many times the sum over flows counts a person again
    select
        origin_group,
        destination_group,
        is_certain,
        year,
        known_month,
        {{ counted('count()') }} - {{ persons() }} as repeated
    from their_groups
    group by origin_group, destination_group, is_certain, year, known_month
),

final as (
    select
        nullIf(totals.origin_group, '') as origin_group,
        nullIf(totals.destination_group, '') as destination_group,
        totals.is_certain as is_certain,
        totals.year as year,
        totals.known_month as month,
        toUInt64(persons_of_flows - repeated) as victims,
        group_records as records,
        group_partners as partners,
        group_invented as invented
    from totals
    left join repeats
        on totals.origin_group = repeats.origin_group
        and totals.destination_group = repeats.destination_group
        and totals.is_certain = repeats.is_certain
        and totals.year = repeats.year
        and ifNull(totals.known_month, 0) = ifNull(repeats.known_month, 0)
)

select * from final
{{ with_unchanged_rows() }}
