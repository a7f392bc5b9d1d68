{{ config(order_by=['year']) }}

{%- set known = none if flags.FULL_REFRESH or not execute else adapter.get_relation(none, this.schema, this.identifier) %}
{%- set version = as_it_is_now(victims_raw_version()) %}
{%- set definition = victim_row_hash() %}
{%- set is_known = known is not none and run_query(
    'select count() from ' ~ this ~ ' where version = ' ~ version ~ " and definition = '" ~ local_md5(definition) ~ "'"
).rows[0][0] | int > 0 %}

{%- if is_known %}
-- The raw tables have not changed since.
select {{ columns_of(this) }} from {{ this }}
{%- else %}
with latest as (
    select *
    from (
        select partner_id, record_id, revision, key_version, content_hash, person, registeredYear as year
        from {{ source('corridor_raw', 'victim_record') }}
    )
    order by partner_id desc, record_id desc, revision desc, key_version desc, content_hash desc
    limit 1 by partner_id, record_id
),

hashed as (
    select year, {{ definition }} as row_hash
    from (
        select
            *,
            toUInt8(partner_id in (
                select partner_id from {{ ref('stg_partners') }} where is_demonstration
            )) as is_invented
        from latest
        where {{ not_withdrawn() }}
    )
)

select
    year,
    {{ fingerprint_and_records() }},
    toUInt64({{ version }}) as version,
    '{{ local_md5(definition) }}' as definition
from hashed
group by year
{%- endif %}
