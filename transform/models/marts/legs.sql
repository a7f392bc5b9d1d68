{{ config(order_by=['from_country', 'to_country', 'year']) }}

with route_legs as (
    select * from {{ ref('int_route_legs') }}
),

invented as (
    select partner_id from {{ ref('stg_partners') }} where is_demonstration
),

steps as (
    select
        earlier.partner_id as partner_id,
        earlier.record_id as record_id,
        earlier.person as person,
        earlier.country as from_country,
        earlier.region as from_region,
        earlier.role as from_role,
        later.country as to_country,
        later.region as to_region,
        later.role as to_role,
        later.year as year,
        later.month as month,
        later.transport as transport
    from route_legs as earlier
    inner join route_legs as later
        on earlier.partner_id = later.partner_id
        and earlier.record_id = later.record_id
        and earlier.position + 1 = later.position
),

final as (
    select
        from_country,
        from_region,
        from_role,
        to_country,
        to_region,
        to_role,
        year,
        month,
        transport,
        uniqExact(partner_id, person) as victims,
        uniqExact(partner_id, record_id) as records,
        uniqExact(partner_id) as partners,
        toUInt8(max(partner_id in (select partner_id from invented))) as invented
    from steps
    group by
        from_country, from_region, from_role, to_country, to_region, to_role, year, month, transport
)

select * from final
