{{ config(materialized='view') }}

with years as (
    select groupUniqArray(year) as changed
    from (
        select year, is_built
        from {{ ref('mart_years') }}
        order by sequence desc
        limit 1 by mart, year
    )
    where not is_built
),

candidates as (
    -- All revisions of records of which any touches such a year, so that the newest of them is found among these.
    select *
    from {{ source('corridor_raw', 'route_record') }}
    where (partner_id, record_id) in (
        select partner_id, record_id
        from {{ source('corridor_raw', 'route_record') }}
        where hasAny(`legs.year`, (select changed from years))
    )
),

latest as (
    {{ latest_revision('candidates') }}
),

routes as (
    {{ staged_routes('latest') }}
),

{{ route_ends('routes') }}
