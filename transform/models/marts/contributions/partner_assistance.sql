{{ config(order_by=['assistance_type', 'country']) }}

with assistance as (
    select
        partner_id,
        person,
        is_invented,
        assistance_type,
        ifNull(country, 'NotKnown') as country,
        year
    from {{ ref('int_assistance') }}
),

final as (
    select
        partner_id,
        assistance_type,
        country,
        year,
        {{ persons() }} as victims,
        max(is_invented) as invented
    from assistance
    group by partner_id, assistance_type, country, year
)

select * from final
