{#- What `int_routes_by_month` was last built from, one row per bucket. -#}
{% macro known_buckets() -%}
(
    select *
    from {{ ref('route_buckets') }}
    where is_built
    order by sequence desc
    limit 1 by partner_id, bucket
)
{%- endmacro %}

{#- The time at which the newest row of that build was stored. -#}
{% macro known_until(buckets) -%}
(select max(loaded_until) from {{ buckets }} where is_built)
{%- endmacro %}

{#- Buckets whose older rows changed: a row came late, was removed or changed. -#}
{% macro changed_buckets() -%}
(
    select {{ bucket_key('bucket') }}
    from {{ known_buckets() }} as known
    full join (select * from {{ ref('route_buckets') }} where not is_built) as now using (partner_id, bucket)
    where known.fingerprint != now.fingerprint_before
)
{%- endmacro %}
