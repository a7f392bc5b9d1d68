{{ config(order_by=['dated_by', 'year', 'month', 'arrival_month']) }}

{%- set known = none if flags.FULL_REFRESH or not execute else adapter.get_relation(none, this.schema, this.identifier) %}
{%- if known is not none and 'with_unknown_roles' not in columns_of(known) %}
    {#- The table of an earlier version does not have that column. #}
    {%- set known = none %}
{%- endif %}
{%- set routes = ref('int_routes_by_month') %}
{%- set version = as_it_is_now(routes_version()) %}

with files as (
    select each.1 as arrival_month, each.2 as files
    from (select arrayJoin(cast({{ files_of_partitions(routes) }}, 'Array(Tuple(UInt32, UInt64))')) as each)
),
{% if known is not none %}
unchanged as (
    select {{ columns_of(this) }} from {{ this }} where (arrival_month, files) in (select arrival_month, files from files)
),
{% endif %}
routes as (
    select *
    from {{ ref('int_routes') }}
    {%- if known is not none %}
    where arrival_month not in (select arrival_month from unchanged)
    {%- endif %}
),

counted as (
    {{ route_fingerprints('routes', version) }}
)

select counted.*, files.files as files
from counted
inner join files using (arrival_month)
{%- if known is not none %}
union all
select * replace (toUInt64({{ version }}) as version) from unchanged
{%- endif %}
