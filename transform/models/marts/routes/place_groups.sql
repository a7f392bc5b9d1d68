{{ config(order_by=['place_group', 'country']) }}

with members as (
    select * from {{ ref('place_group_members') }}
),

final as (
    select
        place_group,
        label,
        kind,
        country,
        toDate32OrNull(member_from) as member_from,
        toDate32OrNull(member_to) as member_to,
        source
    from members
)

select * from final
