-- Regions of UN M49 do not overlap, so flows between them, and NULL for places in no group, add up to all flows.
with between_regions as (
    select year, month, sum(records) as records
    from {{ ref('group_flows') }}
    where (origin_group is null or origin_group in (
        select place_group from {{ ref('place_groups') }} where kind = 'M49 region'
    )) and (destination_group is null or destination_group in (
        select place_group from {{ ref('place_groups') }} where kind = 'M49 region'
    ))
    group by year, month
),

by_flow as (
    select year, month, sum(records) as records
    from {{ ref('flows') }}
    group by year, month
)

select year, month, by_flow.records, between_regions.records
from by_flow
full join between_regions
    on by_flow.year = between_regions.year and ifNull(by_flow.month, 0) = ifNull(between_regions.month, 0)
where by_flow.records != between_regions.records
