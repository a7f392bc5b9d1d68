{#-
    The rest of a query that gives the rows of `int_routes` which touch what a mart counts again. `changed` makes a list of
    that from year and month, `touched` a list of the same kind from the legs of a raw record.
-#}
{% macro changed_routes(changed, touched) -%}
months as (
    select {{ changed }} as changed
    from (
        select year, month, is_built
        from {{ ref('mart_months') }}
        order by sequence desc
        limit 1 by mart, year, month
    )
    where not is_built
),

candidates as (
    -- All revisions of records of which any touches them, so that the newest of them is found among these.
    select *
    from {{ source('corridor_raw', 'route_record') }}
    where (partner_id, record_id) in (
        select partner_id, record_id
        from {{ source('corridor_raw', 'route_record') }}
        where hasAny({{ touched }}, (select changed from months))
    )
),

latest as (
    {{ latest_revision('candidates') }}
),

routes as (
    {{ staged_routes('latest') }}
),

{{ route_ends('routes') }}
{%- endmacro %}
