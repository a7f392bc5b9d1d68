{#-
    The routes from which a mart is counted: all, or those that touch a year which changed. `by` is the column that dates the
    rows of the mart, none where it has no such column yet.
-#}
{% macro routes_to_count(by='year') -%}
{%- if not execute -%}
    {%- set seen = [ref('int_routes'), ref('int_changed_routes'), ref('mart_years'), ref('route_years')] -%}
{%- endif -%}
{%- if rebuilds_all() -%}
select * from {{ ref('int_routes') }}
{%- else -%}
select * from {{ ref('int_changed_routes') }}
    {%- if by is not none %}
    where {{ by }} in {{ years_to_rebuild() }}
    {%- endif %}
{%- endif -%}
{%- endmacro %}

{#- The same for a mart whose rows get their year later. -#}
{% macro only_years_to_rebuild(year) -%}
{%- if not rebuilds_all() -%}
where {{ year }} in {{ years_to_rebuild() }}
{%- endif -%}
{%- endmacro %}

{#- The end of a mart: years that did not change stay as they were. -#}
{% macro with_unchanged_years() -%}
{%- if not rebuilds_all() -%}
union all

select {{ columns_of(this) }}
from {{ this }}
where year not in {{ years_to_rebuild() }}
{%- endif -%}
{%- endmacro %}
