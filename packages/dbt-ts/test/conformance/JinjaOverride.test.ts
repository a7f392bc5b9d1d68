/**
 * A project may replace any of dbt's macros and generic tests, whole or by the name that a dispatch looks for. What is
 * expected here was compiled by dbt 1.10.23 with dbt-clickhouse 1.10.3.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { testFolder } from "../../../test/testFolder.ts"
import { compile } from "../../src/Transform.ts"
import { defaultTarget } from "../../src/TransformOptions.ts"
import { noStore } from "./jinja/NoStore.ts"

const files = {
  "dbt_project.yml": "name: corridor\nprofile: corridor\n",
  "models/m.sql":
    "select {{ dbt.dateadd('day', 1, 'x') }} as a, {{ dbt.hash('x') }} as b, {{ dbt.concat(['a']) }} as c, {{ any_value('y') }} as d, '{{ type_string() }}' as e",
  "models/m.yml": "models: [{name: m, columns: [{name: a, data_tests: [unique, not_null]}]}]\n",
  "macros/own.sql": `
{% macro clickhouse__dateadd(datepart, interval, from_date_or_timestamp) %}own_{{ datepart }}({{ interval }}){% endmacro %}
{% macro default__hash(field) %}own_hash{% endmacro %}
{% macro default__concat(fields) %}own_concat{% endmacro %}
{% macro any_value(expression) %}own_any{% endmacro %}
{% macro default__type_string() %}OwnText{% endmacro %}
{% macro default__test_unique(model, column_name) %}select 'own unique' from {{ model }}{% endmacro %}
{% macro generate_alias_name(custom_alias_name=none, node=none) %}al_{{ node.name }}{% endmacro %}
`,
  "tests/generic/not_null.sql":
    "{% test not_null(model, column_name) %}\nselect 'own not null' from {{ model }}\n{% endtest %}\n"
}

const projectDir = testFolder("override")

it.effect("a project's own macros and tests are taken in dbt's order", () =>
  Effect.gen(function* () {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(projectDir, path)), { recursive: true })
      writeFileSync(join(projectDir, path), text)
    }
    const { results } = yield* compile({ projectDir, target: { ...defaultTarget, schema: "mart" } })
    const compiled = Object.fromEntries(results.map((each) => [each.name, each.compiled ?? each.message]))
    assert.deepStrictEqual(compiled, {
      m: "select own_day(1) as a, own_hash as b, own_concat as c, own_any as d, 'OwnText' as e",
      not_null_m_a: "\nselect 'own not null' from `mart`.`al_m`\n",
      unique_m_a: "\n    \n    select 'own unique' from `mart`.`al_m`\n"
    })
  }).pipe(Effect.provide(Layer.mergeAll(noStore, NodeServices.layer)))
)
