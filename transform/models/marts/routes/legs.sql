{{ config(
    order_by=['from_country', 'to_country', 'year'],
    meta={'counts': 'months', 'dated_by': 'leg'},
    pre_hook='{{ begin_rebuild() }}',
    post_hook='{{ end_rebuild() }}'
) }}

with routes as (
    {{ routes_to_count() }}
),

steps as (
    select
        partner_id,
        record_id,
        person,
        is_invented,
        from_country,
        from_region,
        from_role,
        to_country,
        to_region,
        to_role,
        year,
        month,
        transport
    from (
        -- A route has one step less than places.
        select
            partner_id,
            record_id,
            person,
            is_invented,
            arrayPopBack(leg_countries) as from_countries,
            arrayPopBack(leg_regions) as from_regions,
            arrayPopBack(leg_roles) as from_roles,
            arrayPopFront(leg_countries) as to_countries,
            arrayPopFront(leg_regions) as to_regions,
            arrayPopFront(leg_roles) as to_roles,
            arrayPopFront(leg_years) as years,
            arrayPopFront(leg_months) as months,
            arrayPopFront(leg_transports) as transports
        from routes
    ) as pairs
    array join
        from_countries as from_country,
        from_regions as from_region,
        from_roles as from_role,
        to_countries as to_country,
        to_regions as to_region,
        to_roles as to_role,
        years as year,
        months as month,
        transports as transport
    {{ only_counted_again() }}
),

final as (
    select
        {%- for place in ['from_country', 'from_region', 'from_role', 'to_country', 'to_region', 'to_role'] %}
        toLowCardinality({{ place }}) as {{ place }},
        {%- endfor %}
        year,
        month,
        toLowCardinality(transport) as transport,
        {{ measures() }}
    from steps
    group by
        from_country, from_region, from_role, to_country, to_region, to_role, year, month, transport
)

select * from final
{{ with_unchanged_rows() }}
