/** Ways by which person-level rows could leave without a model: project hooks, operations, stored failures, `show`. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { build, runOperation, show } from "@corridor/dbt-ts/Transform"
import { defaultTarget } from "@corridor/dbt-ts/TransformOptions"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { over } from "../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("ways-around")

const common: Readonly<Record<string, string>> = {
  "dbt_project.yml": `
name: small
profile: small
vars:
  privacy_lowerings:
    counted: { from: [quasi, pseudonym], to: aggregate, functions: [count], groups: true }
models:
  small:
    steps: { +materialized: view, +meta: { privacy: { may_expose: [open, quasi, pseudonym] } } }
    marts: { +materialized: table, +meta: { privacy: { may_expose: [open, aggregate, dimension] } } }
`,
  "models/sources.yml": `
sources:
  - name: raw
    schema: raw_around
    tables:
      - name: person
        columns:
          - { name: person, config: { meta: { privacy: pseudonym } } }
          - { name: origin, config: { meta: { privacy: quasi } } }
`,
  "models/steps/persons.sql": "select * from {{ source('raw', 'person') }}",
  "models/marts/counts.sql":
    "select origin, {{ counted('count()') }} as victims from {{ ref('persons') }} group by origin",
  "macros/counted.sql": "{% macro counted(expression) -%}\n/* privacy: counted */ {{ expression }}\n{%- endmacro %}"
}

let made = 0

const project = (files: Readonly<Record<string, string>>, more = "") => {
  const projectDir = join(folder, `project-${made++}`)
  const all = { ...common, ...files }
  for (const [path, text] of Object.entries({ ...all, "dbt_project.yml": `${all["dbt_project.yml"]}${more}` })) {
    mkdirSync(dirname(join(projectDir, path)), { recursive: true })
    writeFileSync(join(projectDir, path), text)
  }
  return { projectDir, target: { ...defaultTarget, schema: "around" } }
}

const tables = Effect.fn("test.tables")(function* (database: string) {
  const found = yield* (yield* Warehouse).query<{ name: string }>(
    `select name from system.tables where database = '${database}' order by name`
  )
  return found.map(({ name }) => name)
})

layer(Layer.mergeAll(over(embeddedWarehouse(join(folder, "store"))), NodeServices.layer), {
  excludeTestServices: true
})("ways around the privacy of models", (it) => {
  it.effect("there is a person", () =>
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      yield* warehouse.command("create database raw_around")
      yield* warehouse.command(
        "create table raw_around.person (person String, origin String) engine = MergeTree order by person"
      )
      yield* warehouse.command("insert into raw_around.person values ('p-1', 'UKR'), ('p-2', 'UKR')")
      assert.strictEqual((yield* build(project({}))).failed, 0)
    })
  )

  for (const time of ["on-run-start", "on-run-end"]) {
    it.effect(`${time} may not copy persons, nor do what cannot be analysed`, () =>
      Effect.gen(function* () {
        const run = (hook: string) => build(project({}, `\n${time}: "${hook}"\n`))
        for (const hook of [
          "create table around.copy engine = Memory as select * from {{ ref('persons') }}",
          "create table around.copy clone as raw_around.person",
          "alter table around.counts replace partition tuple() from raw_around.person",
          "rename table raw_around.person to around.copy",
          "select person from {{ ref('persons') }} into outfile '/tmp/persons'"
        ]) {
          const { failed, results } = yield* run(hook)
          assert.isAbove(failed, 0, hook)
          assert.match(JSON.stringify(results), /privacy: what .* writes cannot be determined/, hook)
        }
        const put = yield* run("insert into around.counts select person, 1 from {{ ref('persons') }}")
        assert.include(JSON.stringify(put.results), "writes 'pseudonym' into around.counts, which may not contain it")
        const asked = yield* run(
          "insert into around.counts select '{{ run_query('select max(person) from raw_around.person').rows[0][0] if execute }}', 1"
        )
        assert.include(JSON.stringify(asked.results), "writes 'pseudonym' into around.counts")
        for (const hook of [
          "insert into around.counts select origin, {{ counted('count()') }} from {{ ref('persons') }} group by origin",
          "optimize table around.counts",
          "set max_threads = 1"
        ]) {
          const { failed, results } = yield* run(hook)
          assert.strictEqual(failed, 0, `${hook}: ${JSON.stringify(results)}`)
        }
        assert.deepStrictEqual(yield* tables("around"), ["counts", "persons"])
      })
    )
  }

  it.effect("failing rows are kept only where they may be seen", () =>
    Effect.gen(function* () {
      const withTest = (config: string) =>
        project({
          "tests/no_origin.sql": `{{ config(store_failures=true${config}) }}\nselect person from {{ ref('persons') }}`
        })
      const { results } = yield* build(withTest(""))
      const found = results.find(({ name }) => name === "no_origin")
      assert.strictEqual(found?.status, "error")
      assert.include(found?.message, "the table of no_origin's failing rows would show 'pseudonym'")
      const groups = project({
        "tests/small_groups.sql":
          "{{ config(store_failures=true) }}\nselect origin, victims from {{ ref('counts') }} where victims > 100"
      })
      const kept = yield* build(groups)
      assert.strictEqual(kept.results.find(({ name }) => name === "small_groups")?.status, "pass")
      assert.notInclude(yield* tables("around_dbt_test__audit"), "no_origin")
      const said = ", meta={'privacy': {'may_expose': ['pseudonym']}}"
      const allowed = yield* build(withTest(said))
      assert.strictEqual(allowed.results.find(({ name }) => name === "no_origin")?.status, "fail")
      const flagged = yield* build({
        ...project({ "tests/no_origin.sql": "select person from {{ ref('persons') }}" }),
        storeFailures: true
      })
      assert.strictEqual(flagged.results.find(({ name }) => name === "no_origin")?.status, "error")
    })
  )

  it.effect("show prints counts and no persons", () =>
    Effect.gen(function* () {
      const options = project({})
      const counts = yield* show({ ...options, select: ["counts"] })
      assert.deepStrictEqual(counts.rows, [{ origin: "UKR", victims: 2 }])
      const whole = yield* Effect.flip(show({ ...options, select: ["persons"] }))
      assert.include(whole.message, "show of persons would show 'pseudonym'")
      const typed = yield* Effect.flip(
        show({ ...options, inline: "select upper(person) as x from {{ ref('persons') }}" })
      )
      assert.include(typed.message, "would show 'pseudonym'")
      const refused = yield* Effect.flip(show({ ...options, inline: "select * from raw_around.person" }))
      assert.include(refused.message, "would show 'pseudonym'")
      const group = yield* show({
        ...options,
        inline: "select {{ counted('count()') }} as n from {{ ref('persons') }}"
      })
      assert.deepStrictEqual(group.rows, [{ n: 2 }])
    })
  )

  it.effect("show of an incremental model that reads itself prints counts, and no person through it", () =>
    Effect.gen(function* () {
      const grown = (expression: string) =>
        project({
          "models/marts/grown.sql": `{{ config(materialized='incremental', schema='grown', order_by='origin') }}
select origin, ${expression} as victims from {{ ref('persons') }} group by origin
{% if is_incremental() %}union all select origin, victims from {{ this }} where origin = 'none'{% endif %}`
        })
      const counts = { ...grown("{{ counted('count()') }}"), select: ["grown"] }
      for (let run = 0; run < 2; run++) {
        assert.strictEqual((yield* build(counts)).failed, 0)
        assert.deepStrictEqual((yield* show(counts)).rows, [{ origin: "UKR", victims: 2 }])
      }
      const persons = yield* Effect.flip(show({ ...grown("max(person)"), select: ["grown"] }))
      assert.include(persons.message, "would show 'pseudonym'")
    })
  )

  it.effect("an operation neither shows persons nor copies them", () =>
    Effect.gen(function* () {
      const options = project({
        "macros/operations.sql": `
{% macro show_persons() %}{{ return(run_query("select person from raw_around.person").rows[0][0]) }}{% endmacro %}
{% macro persons_copied() %}{% do run_query("create table around.copy engine = Memory as select * from raw_around.person") %}{% endmacro %}
{% macro show_counts() %}{{ return(run_query("select " ~ counted('count()') ~ " as n from raw_around.person").rows[0][0]) }}{% endmacro %}`
      })
      const refused = yield* Effect.flip(runOperation({ ...options, macro: "show_persons" }))
      assert.include(refused.message, "operation show_persons would show 'pseudonym'")
      const copied = yield* Effect.flip(runOperation({ ...options, macro: "persons_copied" }))
      assert.include(copied.message, "cannot be determined")
      assert.notInclude(yield* tables("around"), "copy")
      const { returned } = yield* runOperation({ ...options, macro: "show_counts" })
      assert.strictEqual(Number(returned), 2)
    })
  )
})
