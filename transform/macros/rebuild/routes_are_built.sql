{#-
    Runs after `int_routes_by_month` was built: records that it was built from what `route_buckets` found. Buckets that changed
    since then are recorded as unknown and compared again in the next run.
-#}
{% macro routes_are_built() -%}
{%- set until = "(select max(loaded_until) from " ~ ref('route_buckets') ~ " where not is_built)" -%}
{%- set is_settled = not execute or run_query(
    'select max(version) = ' ~ raw_version() ~ ' from ' ~ ref('route_buckets') ~ ' where not is_built'
).rows[0][0] | int == 1 %}
insert into {{ ref('route_buckets') }}
select
    partner_id,
    bucket,
    {{ 'sum(found)' if is_settled else 'if(sum(found) = sum(later), sum(found), toUInt64(1))' }},
    toUInt64(0),
    sum(found_records),
    toUInt64(0),
    max(found_key),
    max(found_invented),
    {{ until }},
    (select max(version) from {{ ref('route_buckets') }} where not is_built),
    {{ definition_of_routes() }},
    toUInt8(1),
    (select max(sequence) + 1 from {{ ref('route_buckets') }})
from (
    select
        partner_id,
        bucket,
        fingerprint as found,
        toUInt64(0) as later,
        records as found_records,
        oldest_key as found_key,
        invented as found_invented
    from {{ ref('route_buckets') }}
    where not is_built

    union all

    -- a bucket may be empty now
    select partner_id, bucket, toUInt64(0), toUInt64(0), toUInt64(0), toUInt16(0), toUInt8(0)
    from {{ known_buckets() }}
    {%- if not is_settled %}

    union all

    select partner_id, bucket, toUInt64(0), fingerprint, toUInt64(0), toUInt16(0), toUInt8(0)
    from {{ route_bucket_scan(until) }}
    {%- endif %}
)
group by partner_id, bucket
{%- endmacro %}
