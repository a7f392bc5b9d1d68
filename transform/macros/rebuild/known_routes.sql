{#- What `int_routes_by_month` was last built from, a row per bucket. -#}
{% macro known_buckets() -%}
(
    select *
    from {{ ref('route_buckets') }}
    where is_built
    order by sequence desc
    limit 1 by partner_id, bucket
)
{%- endmacro %}

{#- The newest moment of storing among the rows of that build. -#}
{% macro known_until(buckets) -%}
(select max(loaded_until) from {{ buckets }} where is_built)
{%- endmacro %}

{#- Buckets of which rows that were there came late, went or changed. -#}
{% macro changed_buckets() -%}
(
    select {{ bucket_key('bucket') }}
    from {{ known_buckets() }} as known
    full join (select * from {{ ref('route_buckets') }} where not is_built) as now using (partner_id, bucket)
    where known.fingerprint != now.fingerprint_before
)
{%- endmacro %}
