with routes as (
    select * from {{ ref('stg_routes') }}
),

legs as (
    select
        partner_id,
        record_id,
        person,
        position,
        country,
        region,
        role,
        year,
        month,
        transport
    from routes
    array join
        arrayEnumerate(leg_countries) as position,
        leg_countries as country,
        leg_regions as region,
        leg_roles as role,
        leg_years as year,
        leg_months as month,
        leg_transports as transport
)

select * from legs
