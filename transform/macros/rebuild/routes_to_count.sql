{#-
    The routes from which a mart is counted: all, or those in the partitions that hold routes of a month, or a year, which is
    counted again. Of a mart that is dated by legs the legs have to be chosen later, by `only_counted_again`.
-#}
{% macro routes_to_count() -%}
{%- if not execute -%}
    {#- While the project is parsed nobody knows yet which of these it will be. -#}
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

{#- A condition for rows that get their year and month after the routes were chosen. -#}
{% macro only_counted_again() -%}
{%- if not rebuilds_all() -%}
where {{ is_counted_again() }}
{%- endif -%}
{%- endmacro %}

{#- The end of a mart: months, or years, that did not change stay as they were. -#}
{% macro with_unchanged_rows() -%}
{%- if not rebuilds_all() -%}
union all

select {{ columns_of(this) }}
from {{ this }}
where not ({{ is_counted_again() }})
{%- endif -%}
{%- endmacro %}
