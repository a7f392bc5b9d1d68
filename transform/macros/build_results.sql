{#-
  How each model and test ended when it was last run, in corridor_staging.build_results. `vintage create` freezes nothing while one of them failed or
  did not end. The hooks of dbt_project.yml call these. Corridor creates the table; without it, nothing is recorded.
-#}
{% macro build_results() -%}
    {{ return(adapter.get_relation(database=none, schema='corridor_staging', identifier='build_results')) }}
{%- endmacro %}

{#- A build of the whole project removes models and tests that no longer exist. -#}
{% macro forget_build_results() -%}
    {%- set args = invocation_args_dict -%}
    {%- if flags.WHICH == 'build' and not args.select and not args.exclude and not args.selector and build_results() -%}
    truncate table {{ build_results() }}
    {%- endif -%}
{%- endmacro %}

{#- `rows`: a list of an id and a status each. Commands that only compile, such as `docs generate`, run hooks too. -#}
{% macro insert_build_results(rows) -%}
    {%- if rows and flags.WHICH not in ['compile', 'generate'] and build_results() -%}
    insert into {{ build_results() }} (node, status, at) values
        {% for id, status in rows | sort %}('{{ id }}', '{{ status }}', now64(6)){{ ', ' if not loop.last }}{% endfor %}
    {%- endif -%}
{%- endmacro %}

{% macro write_started() -%}
    {%- set rows = [] -%}
    {#- The others are not run: ephemeral models and exposures. -#}
    {%- for id in selected_resources if id in graph.nodes and graph.nodes[id].config.materialized != 'ephemeral' -%}
        {%- do rows.append((id, 'started')) -%}
    {%- endfor -%}
    {{ insert_build_results(rows) }}
{%- endmacro %}

{% macro write_results(results) -%}
    {%- set rows = [] -%}
    {%- for result in results if result.node -%}
        {%- do rows.append((result.node.unique_id, result.status | string)) -%}
    {%- endfor -%}
    {{ insert_build_results(rows) }}
{%- endmacro %}
