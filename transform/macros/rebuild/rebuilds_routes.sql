{#-
    True if `int_routes_by_month` is rebuilt as a whole: on its first build, with `--full-refresh`, if its SQL or its macros
    changed, and if more than a third of the records are new, have another key or are found to be invented. Otherwise only months
    with a changed record are replaced.
-#}
{% macro rebuilds_routes() -%}
{%- if not execute or not this or flags.FULL_REFRESH -%}
    {{ return(true) }}
{%- elif adapter.get_relation(none, this.schema, this.identifier) is none -%}
    {{ return(true) }}
{%- endif -%}
{%- set answer = run_query(
    'select max(known.definition) != ' ~ definition_of_routes()
    ~ ' or 3 * sum(if((known.oldest_key, known.invented) = (now.oldest_key, now.invented), now.new_records, now.records))'
    ~ ' > sum(now.records)'
    ~ ' from (select * from ' ~ ref('route_buckets') ~ ' where not is_built) as now'
    ~ ' full join ' ~ known_buckets() ~ ' as known using (partner_id, bucket)'
) -%}
{{ return(answer.rows[0][0] | int == 1) }}
{%- endmacro %}

{#- What the rows of `int_routes_by_month` depend on in addition to the records, as SQL text. -#}
{% macro definition_of_routes() -%}
'{{ local_md5(modules.re.sub('/[*].*?[*]/', '', staged_routes('') ~ route_ends('') ~ latest_revision('') ~ route_row_hash())) }}'
{%- endmacro %}
