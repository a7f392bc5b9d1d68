{#-
    The routes from which a mart is counted: all, or those in the partitions with routes of a period that is counted again. A mart
    that is dated by legs also filters the legs, with `only_counted_again`.
-#}
{% macro routes_to_count() -%}
{%- if not execute -%}
    {#- While the project is parsed, it is not known yet which of these will be read. -#}
    {%- set noted = [ref('mart_months'), ref('route_months'), ref('int_routes_by_month')] -%}
{%- endif -%}
select *
from {{ ref('int_routes') }}
{%- if not rebuilds_all() %}
    {%- if dated_by() == 'arrival' %}
where arrival_month in (
    select year * 100 + {{ 'month' if counts_months() else 'arrayJoin(range(13))' }}
    from {{ months_of_mart() }}
    where not is_built
)
    {%- elif route_months_are(as_it_is_now(routes_version())) %}
where arrival_month in (
    select arrival_month
    from {{ ref('route_months') }}
    where dated_by = '{{ dated_by() }}' and {{ is_counted_again() }}
)
    {%- endif %}
{%- endif %}
{%- endmacro %}

{#- Condition for rows whose year and month are derived after the routes were chosen. -#}
{% macro only_counted_again() -%}
{%- if not rebuilds_all() -%}
where {{ is_counted_again() }}
{%- endif -%}
{%- endmacro %}

{#- The last part of a mart: copies the periods that did not change. -#}
{% macro with_unchanged_rows() -%}
{%- if not rebuilds_all() -%}
union all

select {{ columns_of(this) }}
from {{ this }}
where not ({{ is_counted_again() }})
{%- endif -%}
{%- endmacro %}
