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
    -- one row per route, place and role of the place on it, of countries and of regions; '' is a region that is not known
    select
        partner_id,
        record_id,
        person,
        is_invented,
        year,
        'country' as level,
        country,
        '' as region_or_blank,
        role,
        place_number = 1 as is_first
    from routes
    array join
        leg_countries as country,
        leg_roles as role,
        arrayEnumerateUniq(leg_countries) as place_number,
        arrayEnumerateUniq(leg_countries, leg_roles) as stay_number
    where stay_number = 1

    union all

    select
        partner_id,
        record_id,
        person,
        is_invented,
        year,
        'region' as level,
        country,
        ifNull(region, '') as region_or_blank,
        role,
        place_number = 1 as is_first
    from routes
    array join
        leg_countries as country,
        leg_regions as region,
        leg_roles as role,
        arrayEnumerateUniq(leg_countries, leg_regions) as place_number,
        arrayEnumerateUniq(leg_countries, leg_regions, leg_roles) as stay_number
    where stay_number = 1
),

compared as (
    select
        stays.*,
        expected_roles
    from stays
    left join expected on stays.region_or_blank = expected.expected_region
),

final as (
    select
        level,
        country,
        nullIf(region_or_blank, '') as region,
        year,
        {{ persons('is_first') }} as victims,
        {{ counted('countIf(is_first)') }} as records,
        {{ partners() }} as partners,
        max(is_invented) as invented,
        {{ persons("role = 'Origin'") }} as source_victims,
        {{ persons("role = 'Transit'") }} as transit_victims,
        {{ persons("role = 'Destination'") }} as destination_victims,
        {{ counted("countIf(role = 'Origin')") }} as source_records,
        {{ counted("countIf(role = 'Transit')") }} as transit_records,
        {{ counted("countIf(role = 'Destination')") }} as destination_records,
        source_records / records as source_share,
        transit_records / records as transit_share,
        destination_records / records as destination_share,
        expected_roles,
        if(
            empty(expected_roles),
            null,
            {{ counted("uniqExactIf((partner_id, record_id), has(expected_roles, role))") }} / records
        ) as expected_share
    from compared
    group by level, country, region_or_blank, year, expected_roles
)

select * from final
{{ with_unchanged_rows() }}
