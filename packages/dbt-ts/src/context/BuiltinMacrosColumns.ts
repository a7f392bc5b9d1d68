import { dispatched } from "./DispatchedMacro.ts"

/** Returns a type that is named alike on all databases. */
const type = (name: string, label: string): string => `
${dispatched(`type_${name}`)}
{% macro default__type_${name}() %}{{ return(api.Column.translate_type('${label}')) }}{% endmacro %}`

/** Types, casts and columns. */
export const columnMacros = `
${[
  type("string", "string"),
  type("timestamp", "timestamp"),
  type("float", "float"),
  type("bigint", "bigint"),
  type("int", "integer"),
  type("boolean", "boolean")
].join("\n")}
${dispatched("type_numeric")}
{% macro default__type_numeric() %}{{ return(api.Column.numeric_type('numeric', 28, 6)) }}{% endmacro %}

${dispatched("cast", "field, type")}
{% macro default__cast(field, type) %}
    cast({{ field }} as {{ type }})
{% endmacro %}

${dispatched("safe_cast", "field, type")}
{% macro clickhouse__safe_cast(field, dtype) %}
  {%- if field == 'null' -%}
    CAST(defaultValueOfTypeName('{{ dtype | replace("'", "\\\\'") }}') AS {{ dtype }})
  {%- else -%}
    CAST({{ field }} AS {{ dtype }})
  {%- endif -%}
{% endmacro %}
{% macro default__safe_cast(field, type) %}
    cast({{ field }} as {{ type }})
{% endmacro %}

{% macro cast_bool_to_text(field) %}
  {{ adapter.dispatch('cast_bool_to_text', 'dbt')(field) }}
{% endmacro %}
{% macro clickhouse__cast_bool_to_text(field) %}
    multiIf({{ field }} > 0, 'true', {{ field }} = 0, 'false', NULL)
{% endmacro %}
{% macro default__cast_bool_to_text(field) %}
    cast({{ field }} as {{ api.Column.translate_type('string') }})
{% endmacro %}

${dispatched("get_columns_in_relation", "relation")}
{% macro default__get_columns_in_relation(relation) -%}
  {{ return(adapter.get_columns_in_relation(relation)) }}
{%- endmacro %}
{% macro sql_convert_columns_in_relation(table) -%}
  {%- set columns = [] -%}
  {%- for row in table -%}{%- do columns.append(api.Column(*row)) -%}{%- endfor -%}
  {{ return(columns) }}
{%- endmacro %}
{% macro get_list_of_column_names(columns) -%}
  {{ return(columns | map(attribute='name') | list) }}
{%- endmacro %}

${dispatched("get_empty_subquery_sql", "select_sql, select_sql_header=none")}
{% macro default__get_empty_subquery_sql(select_sql, select_sql_header=none) %}
    {%- if select_sql_header is not none -%}
    {{ select_sql_header }}
    {%- endif -%}
    select * from (
        {{ select_sql }}
    ) as __dbt_sbq
    where false
    limit 0
{% endmacro %}

{% macro get_column_schema_from_query(select_sql, select_sql_header=none) -%}
  {{ return(adapter.get_column_schema_from_query(get_empty_subquery_sql(select_sql, select_sql_header))) }}
{%- endmacro %}

${dispatched("get_columns_in_query", "select_sql")}
{% macro default__get_columns_in_query(select_sql) %}
  {{ return(adapter.get_column_schema_from_query(select_sql) | map(attribute='name') | list) }}
{% endmacro %}

${dispatched("get_empty_schema_sql", "columns")}
{% macro default__get_empty_schema_sql(columns) %}
    {%- for name in columns if columns[name]['data_type'] is not defined -%}
      {{ exceptions.column_type_missing(column_names=name) }}
    {%- endfor -%}
    select
    {% for i in columns %}
      {%- set column = columns[i] %}
      {{ cast('null', column['data_type']) }} as {{ adapter.quote(column['name']) if column.get('quote') else column['name'] }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{% endmacro %}
`
