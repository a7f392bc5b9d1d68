{#-
    A number that is another one after every insert, deletion and merge in the tables from which routes are read: the store
    numbers what it does to a table. Equal numbers before and after mean that nothing happened in between.
-#}
{% macro raw_version() -%}
(
    select cityHash64(groupArray((table, newest, changed, parts_rows)))
    from (
        select
            table,
            max(max_block_number) as newest,
            max(data_version) as changed,
            sum(rows) as parts_rows
        from system.parts
        where active
            and database = 'corridor_raw'
            and table in ('route_record', 'withdrawal', 'partner')
        group by table
        order by table
    )
)
{%- endmacro %}

{#- The same as a number that is known before the query that it stands in begins. -#}
{% macro raw_version_now() -%}
{{ run_query('select toString(' ~ raw_version() ~ ') as version').rows[0][0] if execute else 0 }}
{%- endmacro %}
