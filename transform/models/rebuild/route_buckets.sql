{{ config(order_by=['is_built', 'partner_id', 'bucket']) }}

{%- set known = none if flags.FULL_REFRESH or not execute else adapter.get_relation(none, this.schema, this.identifier) %}
{%- set until = known_until(this) if known is not none else "toDateTime(0, 'UTC')" %}

-- The state of the last build and the current state.
with found as (
    select * from {{ route_bucket_scan(until) }}
),

final as (
    select
        partner_id,
        bucket,
        fingerprint,
        fingerprint_before,
        records,
        new_records,
        oldest_key,
        invented,
        max(loaded_until) over () as loaded_until,
        toUInt64({{ as_it_is_now(raw_version()) }}) as version,
        '' as definition,
        toUInt8(0) as is_built,
        toUInt64(0) as sequence
    from found
)

select * from final
{%- if known is not none %}
union all
select * from (
    select {{ columns_of(this) }}
    from {{ this }}
    where is_built
    order by sequence desc
    limit 1 by partner_id, bucket
)
where fingerprint != 0
{%- endif %}
