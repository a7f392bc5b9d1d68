/** Features of dbt on ClickHouse that dbt-ts lacks: a project that uses one is refused with its name. */
import { type Mistake, projectFile } from "./mistakes.ts"

const a = { "models/a.sql": "select 1 as id" }
const materialized = (name: string, more = "") => ({
  what: `the materialization ${name}`,
  files: { "models/a.sql": `{{ config(materialized='${name}'${more}) }} select 1 as id` },
  message: new RegExp(`models/a\\.sql.*the materialization '${name}' of a model is not supported`)
})
const listed = (key: string) => ({
  what: key,
  files: { ...a, "models/a.yml": `${key}: [{name: m}]\n` },
  message: new RegExp(`models/a\\.yml: '${key}' are not supported`)
})

export const refusals: ReadonlyArray<Mistake> = [
  materialized("materialized_view"),
  materialized("dictionary", ", source_type='clickhouse', primary_key='id'"),
  materialized("distributed_table", ", sharding_key='id'"),
  materialized("distributed_incremental", ", sharding_key='id'"),
  materialized("s3_table"),
  materialized("my_own"),
  listed("semantic_models"),
  listed("metrics"),
  listed("saved_queries"),
  listed("functions"),
  {
    what: "a materialization of the project's own",
    files: { ...a, "macros/m.sql": "{% materialization my_own, default %}{{ return({}) }}{% endmaterialization %}" },
    message: /macros\/m\.sql.*materialization.*not supported/
  },
  {
    what: "a Python model",
    files: { "models/p.py": "def model(dbt, session):\n    return session\n" },
    message: /models\/p\.py: Python models are not supported/
  },
  {
    what: "microbatches",
    files: {
      "models/a.sql":
        "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='t', begin='2020-01-01', batch_size='day') }} select 1"
    },
    message: /models\/a\.sql.*the incremental strategy 'microbatch' is not supported/
  },
  {
    what: "a strategy of snapshots of the project's own",
    files: {
      ...a,
      "snapshots/s.sql":
        "{% snapshot s %}{{ config(strategy='mine', unique_key='id') }} select * from {{ ref('a') }}{% endsnapshot %}"
    },
    message: /snapshots\/s\.sql.*the snapshot strategy 'mine' is not supported/
  },
  ...[
    "clickhouse__create_table_as",
    "default__create_view_as",
    "create_table_as",
    "get_create_table_as_sql",
    "clickhouse__list_relations_without_caching",
    "get_test_sql",
    "clickhouse__snapshot_hash_arguments",
    "default__persist_docs",
    "apply_grants",
    "clickhouse__rename_relation",
    "load_csv_rows"
  ].map((name) => ({
    what: `an override of ${name}`,
    files: { ...a, "macros/m.sql": `{% macro ${name}() %}{% endmacro %}` },
    message: new RegExp(`macros/m\\.sql: the macro '${name}' overrides dbt's '\\w+', which dbt-ts does not call`)
  })),
  {
    what: "an override in a package that dbt dispatches to",
    files: {
      ...a,
      "dbt_project.yml": `${projectFile}dispatch: [{ macro_namespace: dbt, search_order: [small, other, dbt] }]\n`,
      "packages.yml": "packages: [{ local: other }]\n",
      "other/dbt_project.yml": "name: other\n",
      "other/macros/m.sql": "{% macro clickhouse__create_table_as() %}{% endmacro %}"
    },
    message: /m\.sql: the macro 'clickhouse__create_table_as' overrides dbt's 'create_table_as'/
  },
  ...["query-comment: made by us", "query-comment: { comment: made by us, append: true }"].map((line) => ({
    what: line,
    files: { ...a, "dbt_project.yml": `${projectFile}${line}\n` },
    message: /dbt_project\.yml: 'query-comment' is not supported/
  })),
  ...[
    [
      "skip_nodes_if_on_run_start_fails: true",
      /the flag 'skip_nodes_if_on_run_start_fails' is only supported as false/
    ],
    ["source_freshness_run_project_hooks: false", /'source_freshness_run_project_hooks' is only supported as true/],
    ["warn_error_options: { error: all }", /the flag 'warn_error_options' is not supported/],
    ["indirect_selection: careful", /the flag 'indirect_selection' must be one of eager, cautious/]
  ].map(([line, message]) => ({
    what: `the flag ${line}`,
    files: { ...a, "dbt_project.yml": `${projectFile}flags: { ${line} }\n` },
    message: message as RegExp
  })),
  {
    what: "a warning of a template, if warnings are errors for the project",
    files: {
      "models/a.sql": "{{ exceptions.warn('careful') }} select 1",
      "dbt_project.yml": `${projectFile}flags: { warn_error: true }\n`
    },
    message: /models\/a\.sql.*careful/
  },
  {
    what: "an environment variable that cannot be read, with a default",
    files: { "models/a.sql": "select '{{ env_var('SHELTER_CITY', 'Lviv') }}' as city" },
    message: /models\/a\.sql.*env_var\('SHELTER_CITY'\): only variables whose names begin with DBT_/
  },
  {
    what: "the project of another repository",
    files: { ...a, "dependencies.yml": "projects:\n  - name: upstream\n" },
    message: /dependencies\.yml: 'projects' of other repositories are not supported/
  },
  {
    what: "settings of metrics",
    files: { ...a, "dbt_project.yml": `${projectFile}metrics: { small: { +enabled: true } }\n` },
    message: /dbt_project\.yml: 'metrics' are not supported/
  },
  {
    what: "a flag of the project that is not known",
    files: { ...a, "dbt_project.yml": `${projectFile}flags: { fly: true }\n` },
    message: /dbt_project\.yml: the flag 'fly' is not supported/
  },
  {
    what: "an exposure of a metric",
    files: {
      ...a,
      "models/e.yml": "exposures: [{name: e, type: dashboard, owner: {name: n}, depends_on: [\"metric('m')\"]}]\n"
    },
    message: /models\/e\.yml: metrics, .*'e', are not supported/
  },
  {
    what: "a key of a unit test that is not known",
    files: {
      ...a,
      "models/u.yml": "unit_tests: [{name: u, model: a, given: [], expect: {rows: []}, anyhow: 1}]\n"
    },
    message: /models\/u\.yml: 'anyhow' of unit test 'u' is not supported/
  },
  ...["include 'x.sql'", "extends 'x.sql'", "import 'x.sql' as x"].map((tag) => ({
    what: `the tag ${tag.split(" ")[0]}`,
    files: { "models/a.sql": `{% ${tag} %} select 1` },
    message: new RegExp(`models/a\\.sql.*the tag '${tag.split(" ")[0]}' is not supported`)
  }))
]
