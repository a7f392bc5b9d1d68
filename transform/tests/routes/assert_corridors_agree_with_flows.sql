with by_corridor as (
    select origin, destination, year, sum(records) as records
    from {{ ref('corridors') }}
    group by origin, destination, year
),

by_flow as (
    select origin, destination, year, sum(records) as records
    from {{ ref('flows') }}
    group by origin, destination, year
),

differences as (
    select *, 'corridors' as only_in from by_corridor where (origin, destination, year, records) not in by_flow
    union all
    select *, 'flows' as only_in from by_flow where (origin, destination, year, records) not in by_corridor
)

select * from differences
