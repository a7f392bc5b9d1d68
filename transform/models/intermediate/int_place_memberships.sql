with members as (
    select * from {{ ref('place_group_members') }}
),

final as (
    select
        country,
        groupArray((
            place_group,
            -- The first month whose first day is within the membership.
            if(
                member_from = '',
                0,
                toYear(toDate32(member_from) - 1) * 12 + toMonth(toDate32(member_from) - 1)
            ),
            -- Later than any record: no end.
            if(member_to = '', 1000000, toYear(toDate32(member_to)) * 12 + toMonth(toDate32(member_to)) - 1)
        )) as memberships
    from members
    group by country
)

select * from final
