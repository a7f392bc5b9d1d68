{{ config(
    materialized='incremental',
    incremental_strategy='insert_overwrite',
    partition_by='year',
    order_by=['partner_id', 'record_id'],
    on_schema_change='fail',
    query_settings={'max_partitions_per_insert_block': 0},
    post_hook='{{ forget_withdrawn() }}'
) }}

{%- if not execute %}
    {#- Queried while a build runs; the project has to declare it while it is parsed. #}
    {%- set noted = ref('victim_years') %}
{%- endif %}
{%- set is_partial = is_incremental() and not flags.FULL_REFRESH %}
{%- set years = changed_victim_years() if is_partial else [] %}
{%- set list_of_years = "cast([" ~ years | join(', ') ~ "], 'Array(UInt16)')" %}

with raw_victims as (
    select * from {{ source('corridor_raw', 'victim_record') }}
),

{% if is_partial -%}
-- all revisions of each record that has a revision in one of the years
candidates as (
    select *
    from raw_victims
    where (partner_id, record_id) in (
        select partner_id, record_id
        from raw_victims
        where has({{ list_of_years }}, registeredYear)
    )
),

latest as (
    {{ latest_revision('candidates') }}
),

victims as (
    {{ staged_victims('latest') }}
),
{%- else -%}
victims as (
    select * from {{ ref('stg_victims') }}
),
{%- endif %}

{{ victims_of('victims') }},

final as (
    select
        * except (high_risk_groups),
        {{ victim_row_hash() }} as row_hash
    from described
)

select * from final
{%- if is_partial %}
where has({{ list_of_years }}, year)
union all
-- A replaced year has a row without a partner, so that a partition that lost all its victims is replaced, too.
select {{ columns_of(this) }}
from (select arrayJoin({{ list_of_years }}) as year) as years
left join (select * from {{ this }} where 0) as nobody using (year)
{%- endif %}
