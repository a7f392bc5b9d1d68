-- Persons who arrive in a country in flows have it as a destination; the regions of a country add up to the country.
with arrivals as (
    select destination as country, year, sum(records) as records
    from {{ ref('flows') }}
    group by destination, year
),

departures as (
    select origin as country, year, sum(records) as records
    from {{ ref('flows') }}
    group by origin, year
),

countries as (
    select * from {{ ref('region_roles') }} where level = 'country'
),

regions as (
    select country, year, max(records) as largest, sum(records) as together
    from {{ ref('region_roles') }}
    where level = 'region'
    group by country, year
)

select country, year, 'arrivals' as what
from arrivals
left join countries using (country, year)
where arrivals.records > countries.destination_records
union all
select country, year, 'departures' as what
from departures
left join countries using (country, year)
where departures.records > countries.source_records
union all
select country, year, 'regions' as what
from countries
full join regions using (country, year)
where records < largest or records > together
union all
select country, year, 'roles' as what
from {{ ref('region_roles') }}
where
    greatest(source_records, transit_records, destination_records) > records
    or source_records + transit_records + destination_records < records
    or greatest(source_victims, transit_victims, destination_victims) > victims
