{{ config(order_by=['mart', 'year', 'month', 'sequence']) }}

{%- set known = none if flags.FULL_REFRESH or not execute else adapter.get_relation(none, this.schema, this.identifier) %}

-- Marts write rows while they are built. Of earlier rows only the latest of each month of a mart is kept.
with nothing as (
    select
        '' as mart,
        toUInt16(0) as year,
        toUInt8(0) as month,
        toUInt64(0) as fingerprint,
        toUInt64(0) as records,
        toUInt64(0) as version,
        '' as definition,
        toUInt8(0) as is_built,
        toUInt64(0) as sequence
    where 0
)

select * from nothing
{%- if known is not none %}
union all
select * from (
    select {{ columns_of(this) }}
    from {{ this }}
    order by mart, year, month, sequence desc
    limit 1 by mart, year, month
)
{%- endif %}
