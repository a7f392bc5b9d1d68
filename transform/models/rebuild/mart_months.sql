{{ config(order_by=['mart', 'year', 'month', 'sequence']) }}

{%- set known = none if flags.FULL_REFRESH or not execute else adapter.get_relation(none, this.schema, this.identifier) %}

-- Rows are written by the marts as they are built; what they wrote stays, the last word on each month of a mart of it.
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
