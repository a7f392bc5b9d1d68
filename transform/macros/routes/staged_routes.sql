{#- Columns of routes in staging, from rows of `route_record` with the newest revision of each record. -#}
{% macro staged_routes(latest) -%}
select
        partner_id,
        record_id,
        revision,
        key_version,
        content_hash,
        person,
        citizenship,
        {{ travelled('country') }} as leg_countries,
        {{ travelled('region') }} as leg_regions,
        {{ travelled('role') }} as leg_roles,
        {{ travelled('year') }} as leg_years,
        {{ travelled('month') }} as leg_months,
        {{ travelled('transport') }} as leg_transports,
        {{ travelled('borderCrossing') }} as leg_border_crossings,
        {{ travelled('flowMonitoringPoint') }} as leg_flow_monitoring_points
    from {{ latest }}
    where {{ not_withdrawn() }}
{%- endmacro %}
