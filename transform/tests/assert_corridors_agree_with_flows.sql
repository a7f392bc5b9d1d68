with by_corridor as (
    select origin, destination, year, sum(records) as records
    from {{ ref('corridors') }}
    group by origin, destination, year
),

by_flow as (
    select origin, destination, year, sum(records) as records
    from {{ ref('flows') }}
    group by origin, destination, year
)

(select * from by_corridor except select * from by_flow)
union all
(select * from by_flow except select * from by_corridor)
