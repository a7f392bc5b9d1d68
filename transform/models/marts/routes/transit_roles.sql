{{ config(
    order_by=['level', 'country', 'year'],
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with all_routes as (
    {{ routes_to_count() }}
),

routes as (
    select
        partner_id,
        record_id,
        person,
        is_invented,
        assumeNotNull(origin) as route_origin,
        assumeNotNull(destination) as route_destination,
        year,
        arrayFilter((country, role) -> role = 'Transit', leg_countries, leg_roles) as transit_countries,
        -- '' is an unknown region
        arrayMap(
            region -> ifNull(region, ''), arrayFilter((region, role) -> role = 'Transit', leg_regions, leg_roles)
        ) as transit_regions
    from all_routes
    where all_routes.origin is not null and all_routes.destination is not null
),

passes as (
    -- one row per route and place of transit, at the level of countries and at that of regions
    select
        partner_id,
        record_id,
        person,
        is_invented,
        route_origin,
        route_destination,
        year,
        arrayJoin(arrayDistinct(arrayConcat(
            arrayMap(country -> ('country', country, ''), transit_countries),
            arrayMap((country, region) -> ('region', country, region), transit_countries, transit_regions)
        ))) as place,
        place.1 as level,
        place.2 as country,
        place.3 as region_or_blank,
        country = transit_countries[1]
        and (level = 'country' or region_or_blank = transit_regions[1]) as is_entry,
        country = transit_countries[-1]
        and (level = 'country' or region_or_blank = transit_regions[-1]) as is_exit
    from routes
),

pairs as (
    select year, route_origin, route_destination, {{ counted("count()") }} as pair_records
    from routes
    group by year, route_origin, route_destination
),

years as (
    -- all pairs of ends of a year with their records, and the number of records of each
    select
        year,
        sum(pair_records) as year_records,
        groupArrayIf((route_origin, route_destination, pair_records), route_origin != route_destination) as year_pairs,
        mapFromArrays(
            arrayMap(pair -> concat(pair.1, pair.2), year_pairs), arrayMap(pair -> pair.3, year_pairs)
        ) as records_of_pair
    from pairs
    group by year
),

passes_of_pairs as (
    select
        level,
        country,
        region_or_blank,
        year,
        concat(route_origin, route_destination) as pair,
        {{ counted("count()") }} as passing
    from passes
    where route_origin != route_destination and route_origin != country and route_destination != country
    group by level, country, region_or_blank, year, pair
),

betweenness as (
    select
        level,
        country,
        region_or_blank,
        year,
        sum(passing) as passing_records,
        -- decimals, because a sum of floats depends on its order
        sum(toDecimal128(passing / records_of_pair[pair], 15)) as passing_shares
    from passes_of_pairs
    inner join years using (year)
    group by level, country, region_or_blank, year
),

places as (
    select
        level,
        country,
        region_or_blank,
        year,
        {{ measures(once=true) }},
        {{ counted("countIf(is_entry)") }} as entry_records,
        {{ counted("countIf(is_exit)") }} as exit_records
    from passes
    group by level, country, region_or_blank, year
),

final as (
    select
        level,
        country,
        nullIf(region_or_blank, '') as region,
        year,
        victims,
        records,
        partners,
        invented,
        year_records as all_records,
        records / all_records as share,
        entry_records,
        exit_records,
        entry_records / records as entry_share,
        exit_records / records as exit_share,
        passing_records as between_records,
        arrayFilter(pair -> pair.1 != country and pair.2 != country, year_pairs) as pairs_of_others,
        arraySum(pair -> pair.3, pairs_of_others) as other_records,
        length(pairs_of_others) as other_pairs,
        if(other_records = 0, null, between_records / other_records) as between_share,
        if(other_pairs = 0, null, toFloat64(passing_shares) / other_pairs) as betweenness
    from places
    inner join years using (year)
    left join betweenness using (level, country, region_or_blank, year)
)

select * except (pairs_of_others) from final
{{ with_unchanged_rows() }}
