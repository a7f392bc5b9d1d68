-- Number of members of the European Union on days around its enlargements and the withdrawal of the United Kingdom.
with days as (
    select toDate32(day_and_members.1) as day, day_and_members.2 as members
    from (
        select arrayJoin([
            ('2004-04-30', 15),
            ('2004-05-01', 25),
            ('2006-12-31', 25),
            ('2007-01-01', 27),
            ('2013-06-30', 27),
            ('2013-07-01', 28),
            ('2020-01-31', 28),
            ('2020-02-01', 27)
        ]) as day_and_members
    )
),

found as (
    select days.day as day, any(days.members) as expected, count() as members
    from {{ ref('place_groups') }} as place_groups
    cross join days
    where place_group = 'EU'
        and (member_from is null or member_from <= days.day)
        and (member_to is null or days.day <= member_to)
    group by days.day
)

select * from found where members != expected
