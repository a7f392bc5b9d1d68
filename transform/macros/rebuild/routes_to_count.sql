{#-
    The routes from which a mart is counted: all, or those that arrived in a month, or a year, which is counted again. Of a
    mart that is dated by legs the legs have to be chosen later, by `only_counted_again`.
-#}
{% macro routes_to_count() -%}
{%- if not execute -%}
    {#- While the project is parsed nobody knows yet which of these it will be. -#}
    {%- set changed = [ref('int_routes_of_changed_months'), ref('int_routes_of_changed_years')] -%}
    {%- set noted = [ref('mart_months'), ref('route_months')] -%}
{%- endif -%}
{%- if rebuilds_all() -%}
select * from {{ ref('int_routes') }}
{%- else -%}
select *
from {{ ref('int_routes_of_changed_months') if counts_months() else ref('int_routes_of_changed_years') }}
    {%- if (config.get('meta') or {}).get('dated_by', 'arrival') == 'arrival' %}
    where {{ is_counted_again() }}
    {%- endif %}
{%- endif -%}
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
