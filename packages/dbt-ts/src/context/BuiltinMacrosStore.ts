import { dispatched } from "./DispatchedMacro.ts"

/** Schemas and relations of the store. */
export const storeMacros = `
{% macro create_schema(relation) -%}
  {{ adapter.dispatch('create_schema', 'dbt')(relation) }}
{% endmacro %}
{% macro default__create_schema(relation) -%}
  {%- call statement('create_schema') -%}create database if not exists {{ relation.without_identifier() }}{%- endcall -%}
{%- endmacro %}

{% macro drop_schema(relation) -%}
  {{ adapter.dispatch('drop_schema', 'dbt')(relation) }}
{% endmacro %}
{% macro default__drop_schema(relation) -%}
  {%- call statement('drop_schema') -%}drop database if exists {{ relation.without_identifier() }}{%- endcall -%}
{%- endmacro %}

${dispatched("list_schemas", "database")}
{% macro default__list_schemas(database) -%}
  {{ return(run_query('select name from system.databases')) }}
{%- endmacro %}

{% macro check_schema_exists(information_schema, schema) -%}
  {{ return(adapter.check_schema_exists('', schema)) }}
{%- endmacro %}

${dispatched("drop_relation", "relation")}
{% macro default__drop_relation(relation) -%}
  {%- set kind = 'view' if relation.type == 'view' else 'dictionary' if relation.type == 'dictionary' else 'table' -%}
  {%- call statement('drop_relation', auto_begin=False) -%}drop {{ kind }} if exists {{ relation }} sync{%- endcall -%}
{%- endmacro %}
{% macro drop_relation_if_exists(relation) %}
  {%- if relation is not none -%}{%- do adapter.drop_relation(relation) -%}{%- endif -%}
{% endmacro %}

${dispatched("rename_relation", "from_relation, to_relation")}
{% macro default__rename_relation(from_relation, to_relation) -%}
  {%- call statement('drop_relation') -%}drop table if exists {{ to_relation }} sync{%- endcall -%}
  {%- call statement('rename_relation') -%}rename table {{ from_relation }} to {{ to_relation }}{%- endcall -%}
{%- endmacro %}

${dispatched("truncate_relation", "relation")}
{% macro default__truncate_relation(relation) -%}
  {%- call statement('truncate_relation') -%}truncate table {{ relation }}{%- endcall -%}
{%- endmacro %}

${dispatched("alter_column_type", "relation, column_name, new_column_type")}
{% macro default__alter_column_type(relation, column_name, new_column_type) -%}
  {%- call statement('alter_column_type') -%}
    alter table {{ relation }} modify column {{ adapter.quote(column_name) }} {{ new_column_type }}
  {%- endcall -%}
{%- endmacro %}

${dispatched("get_or_create_relation", "database, schema, identifier, type")}
{% macro default__get_or_create_relation(database, schema, identifier, type) %}
  {%- set found = adapter.get_relation(database=database, schema=schema, identifier=identifier) -%}
  {{ return([true, found] if found else [false, api.Relation.create(schema=schema, identifier=identifier, type=type)]) }}
{% endmacro %}
{% macro load_cached_relation(relation) %}
  {% do return(adapter.get_relation(database=relation.database, schema=relation.schema, identifier=relation.identifier)) %}
{% endmacro %}
{% macro load_relation(relation) %}{{ return(load_cached_relation(relation)) }}{% endmacro %}

${["intermediate", "temp"]
  .map(
    (kind) => `
${dispatched(`make_${kind}_relation`, "base_relation, suffix='__dbt_tmp'")}
{% macro default__make_${kind}_relation(base_relation, suffix) %}
  {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix})) }}
{% endmacro %}`
  )
  .join("\n")}
${dispatched("make_backup_relation", "base_relation, backup_relation_type, suffix='__dbt_backup'")}
{% macro default__make_backup_relation(base_relation, backup_relation_type, suffix) %}
  {{ return(base_relation.incorporate(path={'identifier': base_relation.identifier ~ suffix}, type=backup_relation_type)) }}
{% endmacro %}

{% macro get_limit_subquery_sql(sql, limit) -%}
  {{ adapter.dispatch('get_limit_sql', 'dbt')(sql, limit) }}
{%- endmacro %}
{% macro default__get_limit_sql(sql, limit) %}
  {{ sql }}
  {% if limit is not none %}
  limit {{ limit }}
  {%- endif -%}
{% endmacro %}
{% macro get_show_sql(compiled_code, sql_header, limit) -%}
  {%- if sql_header is not none -%}
  {{ sql_header }}
  {%- endif %}
  {{ get_limit_subquery_sql(compiled_code, limit) }}
{% endmacro %}
`
