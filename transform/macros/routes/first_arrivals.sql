{#-
    One row per person, route and year at a partner: the person's first arrival on that route in that year, and of two in one
    month the one whose places sort first. Tables by month and by region count each person of `partner_routes` once with it, and
    therefore add up. Reads the CTE `routes`.
-#}
{% macro first_arrivals() -%}
{%- set month_or_last = 'ifNull(month, 13)' -%}
{%- set places = 'arrayMap((region, country) -> ifNull(region, country), leg_regions, leg_countries)' -%}
{%- set origin_place = "indexOf(leg_roles, 'Origin')" -%}
{%- set destination_place = "arrayLastIndex(role -> role = 'Destination', leg_roles)" -%}
select
        partner_id,
        path,
        assumeNotNull(origin) as from_country,
        assumeNotNull(destination) as to_country,
        year,
        person,
        max(is_invented) as is_invented,
        min(({{ month_or_last }}, {{ places }}, {{ origin_place }}, {{ destination_place }})) as first
    from routes
    where routes.origin is not null and routes.destination is not null
    group by partner_id, path, from_country, to_country, year, person
{%- endmacro %}
