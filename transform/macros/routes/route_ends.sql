{#-
    The CTEs of a query over staged routes, whose `final` adds their ends, path and date to their legs.
-#}
{% macro route_ends(routes) -%}
invented as (
    select partner_id from {{ ref('stg_partners') }} where is_demonstration
),

placed as (
    select
        *,
        -- 0 if no leg has the role
        indexOf(leg_roles, 'Origin') as origin_position,
        arrayLastIndex(role -> role = 'Destination', leg_roles) as destination_position,
        -- a route is dated by its destination, else by its last leg
        if(destination_position > 0, destination_position, length(leg_roles)) as dated_position
    from {{ routes }}
    where notEmpty(leg_roles)
),

final as (
    select
        partner_id,
        record_id,
        revision,
        key_version,
        content_hash,
        person,
        if(origin_position > 0, toString(leg_countries[origin_position]), null) as origin,
        if(destination_position > 0, toString(leg_countries[destination_position]), null) as destination,
        -- moving on within a country adds no step to the path
        arrayCompact(arrayMap(country -> toString(country), leg_countries)) as path,
        arrayCompact(arrayMap(
            country -> toString(country),
            arrayFilter((country, role) -> role = 'Transit', leg_countries, leg_roles)
        )) as transit,
        leg_years[dated_position] as year,
        leg_months[dated_position] as month,
        leg_countries,
        leg_regions,
        leg_roles,
        leg_years,
        leg_months,
        leg_transports,
        toUInt8(partner_id in (select partner_id from invented)) as is_invented
    from placed
)
{%- endmacro %}
