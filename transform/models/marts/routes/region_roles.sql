{{ config(
    order_by=['level', 'country', 'year'],
    meta={'seeds': ['pilot_region_roles']},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with routes as (
    {{ routes_to_count() }}
),

expected as (
    select
        region as expected_region,
        arraySort(groupUniqArray(role)) as expected_roles
    from {{ ref('pilot_region_roles') }}
    group by region
),

stays as (
    -- one row per route and place, with the roles that the place has on it; '' is a region that is not known
    select
        partner_id,
        record_id,
        person,
        is_invented,
        year,
        arrayMap(region -> ifNull(region, ''), leg_regions) as regions,
        arrayJoin(arrayDistinct(arrayConcat(
            arrayMap(country -> ('country', toString(country), ''), leg_countries),
            arrayMap((country, region) -> ('region', toString(country), region), leg_countries, regions)
        ))) as place,
        place.1 as level,
        place.2 as country,
        place.3 as region_or_blank,
        arrayFilter(
            (role, leg_country, leg_region) ->
                leg_country = country and (level = 'country' or leg_region = region_or_blank),
            leg_roles,
            leg_countries,
            regions
        ) as roles
    from routes
),

compared as (
    select
        stays.*,
        expected_roles,
        has(roles, 'Origin') as is_source,
        has(roles, 'Transit') as is_transit,
        has(roles, 'Destination') as is_destination
    from stays
    left join expected on stays.region_or_blank = expected.expected_region
),

final as (
    select
        level,
        country,
        nullIf(region_or_blank, '') as region,
        year,
        {{ measures() }},
        {{ persons('is_source') }} as source_victims,
        {{ persons('is_transit') }} as transit_victims,
        {{ persons('is_destination') }} as destination_victims,
        {{ counted("countIf(is_source)") }} as source_records,
        {{ counted("countIf(is_transit)") }} as transit_records,
        {{ counted("countIf(is_destination)") }} as destination_records,
        source_records / records as source_share,
        transit_records / records as transit_share,
        destination_records / records as destination_share,
        expected_roles,
        if(empty(expected_roles), null, {{ counted("countIf(hasAny(roles, expected_roles))") }} / records) as expected_share
    from compared
    group by level, country, region_or_blank, year, expected_roles
)

select * from final
{{ with_unchanged_years() }}
