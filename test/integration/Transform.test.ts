/** The whole project, and small projects written here, built on the embedded store. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { build, compile, ls, run, show, test } from "@corridor/dbt-ts/Transform"
import type { NodeProgress } from "@corridor/dbt-ts/TransformOptions"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { vi } from "vitest"
import { corridorTarget } from "../../infra/marts/CorridorTarget.ts"
import { over } from "../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { copyTables } from "../../ingest/keys/PersonTables.ts"
import { createRawTables } from "../property/marts/RawRows.ts"
import { projectsIn, rows, statuses } from "./transformProject.ts"

const { folder, project } = projectsIn("transform")

const corridor = new URL("../../transform", import.meta.url).pathname

layer(Layer.mergeAll(over(embeddedWarehouse(join(folder, "store"))), NodeServices.layer), {
  excludeTestServices: true
})("dbt-ts", (it) => {
  it.effect("builds Corridor's project on an empty store: every test passes, every mart is there", () =>
    Effect.gen(function* () {
      yield* createRawTables()
      const progress: Array<NodeProgress> = []
      const targetPath = join(folder, "corridor-target")
      const report = yield* build({
        projectDir: corridor,
        target: corridorTarget,
        targetPath,
        onProgress: (each) => Effect.sync(() => progress.push(each))
      })
      assert.deepStrictEqual(
        report.results.filter(({ status }) => !["success", "pass"].includes(status)),
        []
      )
      const nodes = report.results.filter(({ resourceType }) => resourceType !== "operation").length
      assert.strictEqual(progress.length, nodes, "every node reports its end; hooks are results only, as in dbt")
      assert.deepStrictEqual([...new Set(progress.map(({ of }) => of))], [nodes])
      const databases = yield* rows("select database, name, engine from system.tables where database like 'corridor_%'")
      const inMart = databases.filter(({ database }) => database === "corridor_mart")
      for (const name of ["flows", "corridors", "legs", "coverage"]) {
        assert.isTrue(
          inMart.some((each) => each["name"] === name),
          name
        )
      }
      const kept = (column: string) =>
        rows(
          `select concat(database, '.', table) as copy from system.columns
           where database = 'corridor_staging' and name = '${column}'
           and table not in (select name from system.tables where database = 'corridor_staging' and engine = 'View') order by copy`
        )
      assert.deepStrictEqual(
        (yield* kept("person")).map(({ copy }) => copy),
        [...copyTables],
        "persons are copied where withdrawals reach them, and nowhere else"
      )
      for (const { copy } of yield* kept("record_id"))
        assert.deepStrictEqual(yield* rows(`select count() as n from ${copy}`), [{ n: 0 }], `${copy} is left empty`)
      const personal = yield* rows(
        "select table, name from system.columns where database = 'corridor_mart' and name in ('person', 'record_id')"
      )
      assert.deepStrictEqual(personal, [], "no person-level rows in corridor_mart")
      const results = JSON.parse(readFileSync(join(targetPath, "run_results.json"), "utf8")) as {
        results: Array<unknown>
      }
      assert.strictEqual(results.results.length, report.results.length)
      assert.include(
        readFileSync(join(targetPath, "run/corridor/models/marts/routes/flows.sql"), "utf8"),
        "create table"
      )
    })
  )

  it.effect("every mart's description ends with its grain, and the first column of each is tested", () =>
    Effect.gen(function* () {
      const targetPath = join(folder, "described")
      yield* compile({ projectDir: corridor, target: corridorTarget, targetPath, select: ["marts"] })
      const manifest = JSON.parse(readFileSync(join(targetPath, "manifest.json"), "utf8")) as {
        nodes: Record<string, { resource_type: string; fqn: Array<string>; description: string }>
      }
      const marts = Object.values(manifest.nodes).filter(
        ({ resource_type, fqn }) => resource_type === "model" && fqn[1] === "marts"
      )
      assert.isAtLeast(marts.length, 4)
      for (const { description, fqn } of marts) assert.match(description.trim(), /One row per [^.]+\.$/, fqn.at(-1))
    })
  )

  it.effect("a failing test skips what depends on it, a warning does not, other nodes continue", () =>
    Effect.gen(function* () {
      const { results, failed } = yield* build(
        project({
          "models/a.sql": "select 1 as id",
          "models/b.sql": "select * from {{ ref('a') }}",
          "models/c.sql": "select * from {{ ref('b') }}",
          "models/w.sql": "select 1 as id",
          "models/after_w.sql": "select * from {{ ref('w') }}",
          "tests/a_is_two.sql": "select * from {{ ref('a') }} where id != 2",
          "tests/w_is_two.sql": "{{ config(severity='warn') }} select * from {{ ref('w') }} where id != 2"
        })
      )
      assert.deepStrictEqual(statuses(results), {
        a: "success",
        w: "success",
        a_is_two: "fail",
        w_is_two: "warn",
        b: "skipped",
        c: "skipped",
        after_w: "success"
      })
      assert.strictEqual(failed, 3)
    })
  )

  it.effect("a failing model leaves the earlier table unchanged, and no intermediate table", () =>
    Effect.gen(function* () {
      const model = (value: string) =>
        project({ "models/kept.sql": `{{ config(materialized='table') }} select ${value} as x` })
      yield* run(model("1"))
      const { results } = yield* run(model("throwIf(number = 5) from numbers(10) -- "))
      assert.deepStrictEqual(statuses(results), { kept: "error" })
      assert.deepStrictEqual(yield* rows("select x from small.kept"), [{ x: 1 }])
      const tables = yield* rows("select name from system.tables where database = 'small' and name like 'kept%'")
      assert.deepStrictEqual(tables, [{ name: "kept" }])
      yield* run(model("2"))
      assert.deepStrictEqual(yield* rows("select x from small.kept"), [{ x: 2 }])
    })
  )

  it.effect("turns a view into a table and back", () =>
    Effect.gen(function* () {
      const model = (kind: string) =>
        project({ "models/turning.sql": `{{ config(materialized='${kind}') }} select '${kind}' as x` })
      for (const kind of ["view", "table", "view"]) {
        assert.strictEqual((yield* run(model(kind))).failed, 0)
        assert.deepStrictEqual(yield* rows("select x from small.turning"), [{ x: kind }])
      }
    })
  )

  it.effect("a reader sees the whole old table or the whole new one while it is rebuilt", () =>
    Effect.gen(function* () {
      const model = project({
        "models/whole.sql":
          "{{ config(materialized='table') }} select number, {{ var('round') }} as round from numbers(50000)"
      })
      yield* run({ ...model, vars: { round: 0 } })
      let reading = true
      let seen = 0
      const reader = Effect.gen(function* () {
        while (reading) {
          const [row] = yield* rows("select count() as n, uniqExact(round) as rounds from small.whole")
          assert.deepStrictEqual(row, { n: 50000, rounds: 1 })
          seen++
        }
      })
      const writer = Effect.gen(function* () {
        for (let round = 1; round <= 10; round++) yield* run({ ...model, vars: { round } })
        reading = false
      })
      yield* Effect.all([reader, writer], { concurrency: 2 })
      assert.isAbove(seen, 5)
    })
  )

  it.effect("shows rows of the model's query, and lists what a selection chooses", () =>
    Effect.gen(function* () {
      const small = project({ "models/n.sql": "select number as n, toUInt64(number) as wide from numbers(7)" })
      assert.strictEqual((yield* show({ ...small, select: ["n"] })).rows.length, 5)
      const all = yield* show({ ...small, select: ["n"], limit: -1 })
      assert.deepStrictEqual(all.rows.at(-1), { n: 6, wide: 6 })
      assert.deepStrictEqual(
        (yield* ls({ ...small, select: ["n"] })).map(({ selector }) => selector),
        ["small.n"]
      )
      const error = yield* Effect.flip(show({ ...small, select: ["nothing"] }))
      assert.match(error.message, /needs one model/)
    })
  )

  it.effect("reads only the environment that it is given", () =>
    Effect.gen(function* () {
      const small = project({ "models/e.sql": "select '{{ env_var('DBT_X') }}' as x" })
      vi.stubEnv("DBT_X", "of the process")
      const without = yield* Effect.flip(run(small))
      vi.unstubAllEnvs()
      assert.match(without.message, /DBT_X/)
      yield* run({ ...small, env: { DBT_X: "given" } })
      assert.deepStrictEqual(yield* rows("select x from small.e"), [{ x: "given" }])
    })
  )

  it.effect("tests existing tables, with thresholds and conditions", () =>
    Effect.gen(function* () {
      const small = project({
        "models/t.sql": "select number as id, number % 2 as two from numbers(4)",
        "models/t.yml": `
models:
  - name: t
    columns:
      - name: two
        data_tests:
          - unique: {name: two_unique}
          - unique: {name: two_unique_there, config: {where: "id < 2"}}
          - unique: {name: two_unique_warn, config: {error_if: ">5"}}
          - accepted_values: {name: two_values, values: [0], quote: false, config: {severity: warn}}
          - relationships: {name: two_in_t, to: ref('t'), field: id}
`
      })
      yield* run(small)
      assert.deepStrictEqual(statuses((yield* test(small)).results), {
        two_unique: "fail",
        two_unique_there: "pass",
        two_unique_warn: "warn",
        two_values: "warn",
        two_in_t: "pass"
      })
    })
  )

  const refused: ReadonlyArray<readonly [string, Readonly<Record<string, string>>, RegExp]> = [
    ["Python models", { "models/m.py": "" }, /Python/],
    ["flags", { "dbt_project.yml": "name: small\nflags: {use_fast_test_edges: true}" }, /'use_fast_test_edges'/],
    ["refs to nothing", { "models/m.sql": "select * from {{ ref('gone') }}" }, /'gone' which was not found/],
    ["undescribed sources", { "models/m.sql": "select * from {{ source('a', 'b') }}" }, /'a.b' which was not found/],
    [
      "circles",
      { "models/a.sql": "select * from {{ ref('b') }}", "models/b.sql": "select * from {{ ref('a') }}" },
      /circle/
    ],
    ["templates that do not parse", { "models/m.sql": "select\n{% if %}" }, /models\/m\.sql line 2/],
    ["YAML that does not parse", { "models/m.yml": "models: [" }, /models\/m\.yml/],
    ["unknown selectors", { "models/m.sql": "select 1 as x" }, /'nothing'/]
  ]
  for (const [what, files, message] of refused) {
    it.effect(`refuses ${what} by name`, () =>
      Effect.gen(function* () {
        const select = what === "unknown selectors" ? ["nothing:x"] : []
        const error = yield* Effect.flip(build({ ...project(files), select }))
        assert.strictEqual(error._tag, "ProjectError")
        assert.match(error.message, message)
      })
    )
  }
})
