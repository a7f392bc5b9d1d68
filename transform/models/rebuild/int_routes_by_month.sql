{{ config(
    materialized='incremental',
    incremental_strategy='insert_overwrite',
    partition_by='arrival_month',
    order_by=['partner_id', 'record_id'],
    on_schema_change='fail',
    query_settings={
        'max_partitions_per_insert_block': 0,
        'max_threads': 1,
        'max_insert_threads': 1,
        'min_insert_block_size_rows': 500000,
        'min_insert_block_size_bytes': 0
    },
    pre_hook='{{ find_changed_routes() }}',
    post_hook=['{{ routes_are_built() }}', '{{ forget_withdrawn() }}', 'truncate table {{ ref("route_changes") }}']
) }}

{%- set whole = not is_incremental() or rebuilds_routes() %}
{%- set until = known_until(ref('route_buckets')) %}
{%- set changes = ref('route_changes') %}

with raw_routes as (
    select * from {{ source('corridor_raw', 'route_record') }}
),
{% if whole %}
routes as (
    select * from {{ ref('stg_routes') }}
),
{% else %}
candidates as (
    -- rows stored since are found by time, earlier rows by their key
    select *
    from raw_routes
    where loaded_at > {{ until }}
        and (partner_id, record_id, revision, key_version, content_hash) in (
            select partner_id, record_id, revision, key_version, content_hash from {{ changes }} where is_there
        )

    union all

    select *
    from raw_routes
    -- first the column that leaves few rows
    where record_id in (select record_id from {{ changes }} where is_there and not is_new)
        and (partner_id, record_id, revision, key_version, content_hash) in (
            select partner_id, record_id, revision, key_version, content_hash from {{ changes }} where is_there and not is_new
        )
),

latest as (
    {{ latest_revision('candidates') }}
),

routes as (
    {{ staged_routes('latest') }}
),
{% endif %}
{{ route_ends('routes') }},

fresh as (
    select
        *,
        {{ route_row_hash() }} as row_hash,
        toUInt32(year * 100 + ifNull(month, 0)) as arrival_month
    from final
),

months as (
    {%- if not whole %}
    select arrayJoin(known_months) as arrival_month from {{ changes }}
    union distinct
    select arrival_month from fresh
    {%- elif is_incremental() %}
    select distinct arrival_month from {{ this }}
    {%- else %}
    select toUInt32(0) as arrival_month where 0
    {%- endif %}
),

marks as (
    -- A replaced month has a row without legs, so that a partition that lost all its routes is replaced, too.
    select
        toLowCardinality('') as partner_id,
        toUUID('00000000-0000-0000-0000-000000000000') as record_id,
        toUInt32(0) as revision,
        toUInt16(0) as key_version,
        toUInt64(0) as content_hash,
        toUUID('00000000-0000-0000-0000-000000000000') as person,
        cast(null, 'Nullable(String)') as origin,
        cast(null, 'Nullable(String)') as destination,
        cast([], 'Array(String)') as path,
        cast([], 'Array(String)') as transit,
        toUInt16(0) as year,
        cast(null, 'Nullable(UInt8)') as month,
        cast([], 'Array(String)') as leg_countries,
        cast([], 'Array(Nullable(String))') as leg_regions,
        cast([], 'Array(String)') as leg_roles,
        cast([], 'Array(UInt16)') as leg_years,
        cast([], 'Array(Nullable(UInt8))') as leg_months,
        cast([], 'Array(Nullable(String))') as leg_transports,
        toUInt8(0) as is_invented,
        toUInt64(0) as row_hash,
        arrival_month
    from months
)

select * from (
    select * from fresh
    union all
    select * from marks
    {%- if not whole %}
    union all
    select {{ columns_of(this) }}
    from {{ this }}
    where arrival_month in (select arrival_month from months)
        and notEmpty(leg_roles)
        and (partner_id, record_id) not in (select partner_id, record_id from {{ changes }})
    {%- endif %}
)
