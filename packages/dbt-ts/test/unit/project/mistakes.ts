/** Projects with one mistake each: the files next to a plain `dbt_project.yml`, and the expected message. */

export interface Mistake {
  readonly what: string
  readonly files: Readonly<Record<string, string>>
  readonly message: RegExp
  /** Set where real dbt lets it pass, or finds it only when it runs. */
  readonly dbtTakesIt?: true
}

export const projectFile = "name: small\nversion: '1.0'\nprofile: small\n"

const model = { "models/a.sql": "select 1 as id" }

export const mistakes: ReadonlyArray<Mistake> = [
  {
    what: "two models of one name",
    files: { ...model, "models/deep/a.sql": "select 2" },
    message: /models\/deep\/a\.sql: .*model\.small\.a.*models\/a\.sql/
  },
  {
    what: "a ref to nothing",
    files: { "models/a.sql": "select * from {{ ref('b') }}" },
    message: /models\/a\.sql.*'b'.*not found/
  },
  {
    what: "a ref to what is switched off",
    files: { "models/a.sql": "select * from {{ ref('b') }}", "models/b.sql": "{{ config(enabled=false) }} select 1" },
    message: /models\/a\.sql.*'b'.*disabled/
  },
  {
    what: "a source that is not there",
    files: { "models/a.sql": "select * from {{ source('x', 'y') }}" },
    message: /models\/a\.sql.*source 'x\.y'.*not found/
  },
  {
    what: "models in a circle",
    files: { "models/a.sql": "select * from {{ ref('b') }}", "models/b.sql": "select * from {{ ref('a') }}" },
    message: /circle: model\.small\.a <- model\.small\.b <- model\.small\.a/,
    dbtTakesIt: true
  },
  {
    what: "broken YAML",
    files: { ...model, "models/a.yml": "models:\n  - name: [a\n" },
    message: /models\/a\.yml: .*line 2/
  },
  {
    what: "a list that is none",
    files: { ...model, "models/a.yml": "models: {name: a}\n" },
    message: /models\/a\.yml: 'models' must be a list/
  },
  {
    what: "an entry without a name",
    files: { ...model, "models/a.yml": "models: [{description: x}]\n" },
    message: /models\/a\.yml: .*without a name/
  },
  { what: "broken Jinja", files: { "models/a.sql": "select\n{% if x %}" }, message: /Unexpected end of template/ },
  {
    what: "one model described twice",
    files: { ...model, "models/a.yml": "models: [{name: a}]\n", "models/b.yml": "models: [{name: a}]\n" },
    message: /models\/b\.yml: 'a' is described twice.*models\/a\.yml/
  },
  {
    what: "two macros of one name",
    files: { "macros/a.sql": "{% macro m() %}{% endmacro %}", "macros/b.sql": "{% macro m() %}{% endmacro %}" },
    message: /macros\/b\.sql: the macro 'm' is also in macros\/a\.sql/
  },
  {
    what: "a macro that is not closed",
    files: { "macros/a.sql": "{% macro m() %}\nx" },
    message: /macros\/a\.sql line 1: the macro block is not closed/
  },
  {
    what: "two docs blocks of one name",
    files: { "models/a.md": "{% docs x %}a{% enddocs %}\n{% docs x %}b{% enddocs %}" },
    message: /models\/a\.md line 2: the docs block 'x' is also in/
  },
  {
    what: "a docs block that is not there",
    files: { ...model, "models/a.yml": "models: [{name: a, description: \"{{ doc('x') }}\"}]\n" },
    message: /models\/a\.sql.*there is no docs block 'x'/
  },
  {
    what: "a snapshot without strategy",
    files: { "snapshots/s.sql": "{% snapshot s %}{{ config(unique_key='id') }} select 1 as id{% endsnapshot %}" },
    message: /snapshots\/s\.sql.*'strategy' and 'unique_key'/
  },
  {
    what: "a check snapshot without columns",
    files: {
      "snapshots/s.sql":
        "{% snapshot s %}{{ config(unique_key='id', strategy='check') }} select 1 as id{% endsnapshot %}"
    },
    message: /check_cols/
  },
  {
    what: "a latest version that is none",
    files: {
      "models/m_v1.sql": "select 1",
      "models/m.yml": "models: [{name: m, latest_version: 2, versions: [{v: 1}]}]\n"
    },
    message: /models\/m\.yml: latest_version 2 of 'm' is not one of its versions/
  },
  {
    what: "a version that is written twice",
    files: { "models/m_v1.sql": "select 1", "models/m.yml": "models: [{name: m, versions: [{v: 1}, {v: 1}]}]\n" },
    message: /version 1 of 'm' is written twice/
  },
  {
    what: "a version that is not there",
    files: {
      "models/m_v1.sql": "select 1",
      "models/m.yml": "models: [{name: m, versions: [{v: 1}]}]\n",
      "models/a.sql": "select * from {{ ref('m', v=7) }}"
    },
    message: /'m version 7' which was not found/
  },
  {
    what: "a private model of another group",
    files: {
      "models/p.sql": "{{ config(group='g', access='private') }} select 1",
      "models/a.sql": "select * from {{ ref('p') }}",
      "models/g.yml": "groups: [{name: g, owner: {name: x}}]\n"
    },
    message: /models\/a\.sql.*model\.small\.p.*private to the group 'g'/
  },
  {
    what: "a group that is not there",
    files: { "models/a.sql": "{{ config(group='g') }} select 1" },
    message: /the group 'g' is none/
  },
  {
    what: "a public ephemeral model",
    files: { "models/a.sql": "{{ config(access='public', materialized='ephemeral') }} select 1" },
    message: /an ephemeral model may not be public/
  },
  {
    what: "a wrong access",
    files: { "models/a.sql": "{{ config(access='open') }} select 1" },
    message: /'access' must be 'private', 'protected' or 'public'/
  },
  {
    what: "a wrong type of config",
    files: { "models/a.sql": "{{ config(enabled='maybe') }} select 1" },
    message: /models\/a\.sql: the config 'enabled' must be true or false/
  },
  {
    what: "a wrong severity",
    files: {
      ...model,
      "models/a.yml": "models: [{name: a, data_tests: [{unique: {column_name: id, severity: bad}}]}]\n"
    },
    message: /'severity' must be 'warn' or 'error'/
  },
  {
    what: "a test's setting given twice",
    files: {
      ...model,
      "models/a.yml":
        "models: [{name: a, data_tests: [{unique: {column_name: id, severity: warn, config: {severity: warn}}}]}]\n"
    },
    message: /'severity' of the test 'unique' is given twice/
  },
  {
    what: "a test of two names",
    files: { ...model, "models/a.yml": "models: [{name: a, data_tests: [{unique: {}, not_null: {}}]}]\n" },
    message: /a test must be one name with its settings/
  },
  {
    what: "a test that is not there",
    files: { ...model, "models/a.yml": "models: [{name: a, data_tests: [{nothing: {column_name: id}}]}]\n" },
    message: /the test 'nothing' of 'a' is not there/,
    dbtTakesIt: true
  },
  {
    what: "tests and data_tests",
    files: {
      ...model,
      "models/a.yml":
        "models: [{name: a, tests: [{unique: {column_name: id}}], data_tests: [{unique: {column_name: id}}]}]\n"
    },
    message: /'tests' and 'data_tests'/
  },
  {
    what: "meta in two places",
    files: { ...model, "models/a.yml": "models: [{name: a, meta: {a: 1}, config: {meta: {b: 1}}}]\n" },
    message: /'meta' of 'a' is given in 'config' and next to it/
  },
  {
    what: "a unit test of no model",
    files: { ...model, "models/a.yml": "unit_tests: [{name: u, model: b, given: [], expect: {rows: []}}]\n" },
    message: /models\/a\.yml: unit test 'u': there is no model 'b'/
  },
  {
    what: "a fixture that is not there",
    files: {
      ...model,
      "models/a.yml": "unit_tests: [{name: u, model: a, given: [], expect: {format: csv, fixture: f}}]\n"
    },
    message: /there is no fixture 'f'/
  },
  {
    what: "rows that are no rows",
    files: { ...model, "models/a.yml": "unit_tests: [{name: u, model: a, given: [], expect: {rows: 'a,b'}}]\n" },
    message: /'expect' of unit test 'u' must have its rows as a list/
  },
  {
    what: "versions of a unit test of a model without",
    files: {
      ...model,
      "models/a.yml": "unit_tests: [{name: u, model: a, given: [], expect: {rows: []}, versions: {include: [1]}}]\n"
    },
    message: /unit test 'u' has 'versions' and its model has none/
  },
  {
    what: "an exposure of a wrong type",
    files: { "models/a.yml": "exposures: [{name: e, type: page, owner: {name: x}}]\n" },
    message: /'type' of an exposure must be one of dashboard/
  },
  {
    what: "an exposure without owner",
    files: { "models/a.yml": "exposures: [{name: e, type: dashboard, owner: {}}]\n" },
    message: /the owner of exposure 'e' needs a 'name' or an 'email'/
  },
  {
    what: "an exposure of nothing",
    files: { "models/a.yml": "exposures: [{name: e, type: dashboard, owner: {name: x}, depends_on: [ref('z')]}]\n" },
    message: /exposure\.small\.e.*'z' which was not found/
  },
  {
    what: "a freshness in years",
    files: {
      "models/a.yml": "sources: [{name: s, freshness: {warn_after: {count: 1, period: year}}, tables: [{name: t}]}]\n"
    },
    message: /'period' of warn_after must be 'minute', 'hour' or 'day', not 'year'/
  },
  {
    what: "a table's age by column and query",
    files: { "models/a.yml": "sources: [{name: s, tables: [{name: t, loaded_at_field: a, loaded_at_query: b}]}]\n" },
    message: /both loaded_at_field and loaded_at_query/
  },
  {
    what: "one table of two models",
    files: { ...model, "models/b.sql": "{{ config(alias='a') }} select 1" },
    message: /has the table `small`\.`a` of models\/a\.sql/
  },
  {
    what: "a contract without columns",
    files: { ...model, "models/a.yml": "models: [{name: a, config: {contract: {enforced: true}}}]\n" },
    message: /models\/a\.sql: a contract needs the model's columns/
  },
  {
    what: "an incremental contract that ignores changes",
    files: { "models/a.sql": "{{ config(materialized='incremental', contract={'enforced': true}) }} select 1 as id" },
    message: /on_schema_change to 'append_new_columns' or 'fail', not 'ignore'/
  },
  {
    what: "a wrong constraint",
    files: { ...model, "models/a.yml": "models: [{name: a, columns: [{name: id, constraints: [{type: odd}]}]}]\n" },
    message: /a constraint of 'a\.id' must be one of check/
  },
  {
    what: "keys at the model and at a column",
    files: {
      ...model,
      "models/a.yml":
        "models: [{name: a, constraints: [{type: primary_key, columns: [id]}], columns: [{name: id, constraints: [{type: primary_key}]}]}]\n"
    },
    message: /declare the primary key at the model or at a column, not at both/
  },
  {
    what: "a package that is not installed",
    files: { ...model, "packages.yml": "packages: [{package: dbt-labs/dbt_utils, version: 1.3.0}]\n" },
    message: /packages\.yml: the package 'dbt_utils' is not installed/
  },
  {
    what: "a variable that is not set, in a property file",
    files: { ...model, "models/a.yml": "models: [{name: a, config: {alias: \"{{ var('nothing') }}\"}}]\n" },
    message: /models\/a\.yml.*Required var 'nothing' not found/
  },
  {
    what: "an environment variable that is not there",
    files: { "models/a.sql": "select '{{ env_var('DBT_NOT_THERE') }}'" },
    message: /models\/a\.sql.*Env var required but not provided: 'DBT_NOT_THERE'/
  },
  {
    what: "a project of a reserved name",
    files: { "dbt_project.yml": "name: target\nprofile: small\n" },
    message: /dbt_project\.yml: the name 'target' is reserved/
  },
  {
    what: "a key that no project has",
    files: { "dbt_project.yml": `${projectFile}nonsense: 1\n` },
    message: /dbt_project\.yml: 'nonsense' is not supported/
  },
  {
    what: "another version of dbt",
    files: { "dbt_project.yml": `${projectFile}require-dbt-version: ">=2.0.0"\n` },
    message: /needs another version of dbt: >=2\.0\.0/
  },
  {
    what: "a name with spaces",
    files: { "models/a b.sql": "select 1" },
    message: /a name may hold no spaces/
  },
  {
    what: "Python",
    files: { "models/a.py": "def model(dbt, session):\n    rows = 1\n    return rows\n" },
    message: /models\/a\.py: Python models are not supported/,
    dbtTakesIt: true
  },
  {
    what: "metrics",
    files: { "models/a.yml": "metrics: [{name: m}]\n" },
    message: /models\/a\.yml: 'metrics' are not supported/
  },
  {
    what: "sources of another package changed",
    files: { "models/a.yml": "sources: [{name: s, overrides: other, tables: [{name: t}]}]\n" },
    message: /'overrides' of the source 's' is not supported/,
    dbtTakesIt: true
  },
  {
    what: "a materialization that is not done",
    files: { "models/a.sql": "{{ config(materialized='dictionary') }} select 1" },
    message: /models\/a\.sql: the materialization 'dictionary' of a model is not supported/,
    dbtTakesIt: true
  },
  {
    what: "microbatches",
    files: {
      "models/a.sql":
        "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='t', begin='2020-01-01', batch_size='day') }} select 1"
    },
    message: /the incremental strategy 'microbatch' is not supported/,
    dbtTakesIt: true
  }
]
