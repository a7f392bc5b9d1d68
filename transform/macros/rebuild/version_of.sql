{#-
    A number that changes with every insert, deletion and merge of repeated rows in the tables, given as `database.table`. It is
    computed from the store's own numbers of parts and mutations. Equal numbers before and after mean that nothing changed in
    between.
-#}
{% macro version_of(tables) -%}
(
    select cityHash64(groupArray((table, newest, changed, parts_rows)))
    from (
        select
            table,
            max(max_block_number) as newest,
            -- for a part without mutations this is its first block, which merges lower
            max(if(data_version = min_block_number, 0, data_version)) as changed,
            sum(rows) as parts_rows
        from system.parts
        where active and concat(database, '.', table) in ('{{ tables | join("', '") }}')
        group by table
        order by table
    )
)
{%- endmacro %}

{#- The version of the tables from which routes are derived. -#}
{% macro raw_version() -%}
{{ version_of(['corridor_raw.route_record', 'corridor_raw.withdrawal', 'corridor_raw.partner']) }}
{%- endmacro %}

{#- The version of the tables from which marts of routes are counted. -#}
{% macro routes_version() -%}
{%- set routes = ref('int_routes_by_month') -%}
{{ version_of([routes.schema ~ '.' ~ routes.identifier, 'corridor_raw.withdrawal']) }}
{%- endmacro %}

{#- The version of the tables from which the mart is counted. -#}
{% macro version_counted() -%}
{%- if dated_by() == 'victim' -%}
{%- set victims = ref('int_victims_by_year') -%}
{{ version_of([victims.schema ~ '.' ~ victims.identifier, 'corridor_raw.withdrawal']) }}
{%- else -%}
{{ routes_version() }}
{%- endif -%}
{%- endmacro %}

{#- A version as a number that is known before the query that contains it begins. -#}
{% macro as_it_is_now(version) -%}
{{ run_query('select toString(' ~ version ~ ') as version').rows[0][0] if execute else 0 }}
{%- endmacro %}
