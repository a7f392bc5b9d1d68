-- A year has the records of its months, at most as many victims, and at least as many as its largest month.
with by_month as (
    select origin, destination, year, sum(records) as records, sum(victims) as most, max(victims) as least
    from {{ ref('flows') }}
    group by origin, destination, year
)

select *
from {{ ref('flows_by_year') }} as by_year
full join by_month using (origin, destination, year)
where by_year.records != by_month.records or by_year.victims > by_month.most or by_year.victims < by_month.least
