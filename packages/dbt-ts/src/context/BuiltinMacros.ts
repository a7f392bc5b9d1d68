/**
 * The macros that every project has: our own text, with the layout that makes compiled SQL equal to real dbt's on
 * ClickHouse. A project's macro of the same name takes precedence, and so does one named for a dispatch:
 * `clickhouse__dateadd` or `default__dateadd`.
 */
import { columnMacros } from "./BuiltinMacrosColumns.ts"
import { dateMacros } from "./BuiltinMacrosDates.ts"
import { runMacros } from "./BuiltinMacrosRun.ts"
import { sqlMacros } from "./BuiltinMacrosSql.ts"
import { storeMacros } from "./BuiltinMacrosStore.ts"
import { testMacros } from "./BuiltinMacrosTests.ts"
import { dispatched } from "./DispatchedMacro.ts"

/** Where a node goes and what it is called there. */
const nameMacros = `
${dispatched("generate_schema_name", "custom_schema_name=none, node=none")}
{% macro default__generate_schema_name(custom_schema_name, node) -%}
  {{ target.schema if custom_schema_name is none else target.schema ~ '_' ~ (custom_schema_name | trim) }}
{%- endmacro %}

{% macro generate_schema_name_for_env(custom_schema_name, node) -%}
  {{ custom_schema_name | trim if target.name == 'prod' and custom_schema_name is not none else target.schema }}
{%- endmacro %}

${dispatched("generate_alias_name", "custom_alias_name=none, node=none")}
{% macro default__generate_alias_name(custom_alias_name=none, node=none) -%}
  {%- if custom_alias_name -%} {{ custom_alias_name | trim }}
  {%- elif node.version -%} {{ return(node.name ~ '_v' ~ (node.version | string | replace('.', '_'))) }}
  {%- else -%} {{ node.name }}
  {%- endif -%}
{%- endmacro %}

${dispatched("generate_database_name", "custom_database_name=none, node=none")}
{% macro clickhouse__generate_database_name(custom_database_name=none, node=none) -%}
  {{ return('') }}
{%- endmacro %}
{% macro default__generate_database_name(custom_database_name=none, node=none) -%}
  {{ target.database if custom_database_name is none else custom_database_name }}
{%- endmacro %}
`

export const builtinMacros = [
  ...[columnMacros, dateMacros, nameMacros, runMacros, sqlMacros, storeMacros, testMacros]
].join("\n")
