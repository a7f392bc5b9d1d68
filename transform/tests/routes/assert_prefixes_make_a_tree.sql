-- Routes of a beginning end there or continue to one next country; the first countries count the routes of corridors.
with prefixes as (
    select path, has_transit, year, records, records_ending_here
    from {{ ref('corridor_prefixes') }}
),

steps as (
    select arrayPopBack(path) as before, has_transit, year, records
    from {{ ref('corridor_prefixes') }}
    where places > 1
),

longer as (
    select before as path, has_transit, year, sum(records) as going_on
    from steps
    group by before, has_transit, year
),

leaks as (
    select prefixes.path as path, prefixes.year as year, records, records_ending_here + going_on as expected
    from prefixes
    left join longer using (path, has_transit, year)
),

whole as (
    select path, has_transit, year, sum(records) as expected
    from {{ ref('corridors') }}
    group by path, has_transit, year
),

endings as (
    select path, year, records_ending_here as records, expected
    from prefixes
    left join whole using (path, has_transit, year)
),

starts as (
    select [] as path, year, started.records as records, expected.records as expected
    from (
        select year, sum(records) as records
        from {{ ref('corridor_prefixes') }}
        where places = 1
        group by year
    ) as started
    full join (select year, sum(records) as records from {{ ref('flows') }} group by year) as expected using (year)
)

select * from leaks where records != expected
union all
select * from endings where records != expected
union all
select * from starts where records != expected
