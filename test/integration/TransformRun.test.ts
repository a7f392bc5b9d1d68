/** What happens around the building of nodes: hooks, contracts, stored failures, unit tests, options, interruption. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { build, run, runOperation, seed, show, sourceFreshness, test } from "@corridor/dbt-ts/Transform"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Fiber, Layer, Schedule } from "effect"
import { over } from "../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { projectsIn, rows, type SmallProject, statuses } from "./transformProject.ts"

const { folder, project } = projectsIn("transform-run")

const messages = (results: ReadonlyArray<{ readonly name: string; readonly message: string | null }>) =>
  Object.fromEntries(results.map(({ name, message }) => [name, message]))

const artefact = ({ projectDir }: SmallProject, name: string) =>
  JSON.parse(readFileSync(join(projectDir, "target", name), "utf8"))

layer(Layer.mergeAll(over(embeddedWarehouse(join(folder, "store"))), NodeServices.layer), {
  excludeTestServices: true
})("runs", (it) => {
  it.effect(
    "hooks go before and after in order, rendered when they are sent, and settings of one last to the node's end",
    () =>
      Effect.gen(function* () {
        const small = project(
          {
            "dbt_project.yml": `
name: hooked
on-run-start:
  - create database if not exists hooked
  - create table if not exists hooked.log (n UInt8, what String) engine = Memory
models:
  +pre-hook: "insert into hooked.log values (1, 'before {{ this.identifier }}')"
on-run-end:
  - "insert into hooked.log values (9, '{{ results | map(attribute='status') | join(' ') }} {{ schemas | join(' ') }} {{ database_schemas[0][1] }}')"
`,
            "models/m.sql": `{{ config(materialized='table',
            pre_hook=["set max_block_size = 7", {"sql": "insert into hooked.log values (2, 'first')", "transaction": false}],
            post_hook="insert into hooked.log select 3, toString(x) from {{ this }}") }}
            select getSetting('max_block_size') as x`
          },
          "hooked"
        )
        const { failed } = yield* run(small)
        assert.strictEqual(failed, 0)
        assert.deepStrictEqual(yield* rows("select what from hooked.log order by n"), [
          { what: "before m" },
          { what: "first" },
          { what: "7" },
          { what: "success hooked hooked" }
        ])
      })
  )

  it.effect("a failing hook fails its node, and a project's hook is a separate result that stops later ones", () =>
    Effect.gen(function* () {
      const small = project({
        "dbt_project.yml": "name: small\non-run-start: [select 1, not sql at all, select 2]",
        "models/m.sql": "{{ config(post_hook='select * from nowhere.at_all') }} select 1 as x",
        "models/n.sql": "select * from {{ ref('m') }}"
      })
      const { results, failed } = yield* run(small)
      assert.deepStrictEqual(statuses(results), {
        "small-on-run-start-0": "success",
        "small-on-run-start-1": "error",
        "small-on-run-start-2": "skipped",
        m: "error",
        n: "skipped"
      })
      assert.strictEqual(failed, 4)
      const { m, "small-on-run-start-1": start } = messages(results)
      assert.match(String(m), /^Database Error in model m \(models\/m\.sql\)\n {2}.*nowhere/)
      assert.match(String(start), /^small\.on-run-start\.1 failed, error:/)
    })
  )

  it.effect("a contract lists every column that is not as promised, and keeps the old table", () =>
    Effect.gen(function* () {
      const model = (sql: string) =>
        project({
          "models/m.sql": `{{ config(materialized='table', contract={'enforced': true}) }} ${sql}`,
          "models/m.yml": `
models:
  - name: m
    constraints: [{type: check, name: small, expression: "a < 10"}]
    columns:
      - {name: a, data_type: UInt8, codec: "ZSTD(3)"}
      - {name: b, data_type: String}
`
        })
      assert.strictEqual((yield* run(model("select 'x' as b, 1 as a"))).failed, 0)
      const create = yield* rows(
        "select create_table_query as q from system.tables where database = 'small' and name = 'm'"
      )
      assert.match(
        String(create[0]?.["q"]),
        /`a` UInt8 CODEC\(ZSTD\(3\)\), `b` String, CONSTRAINT small CHECK \(?a < 10/
      )
      const { results } = yield* run(model("select 1 :: UInt16 as a, 2 as c"))
      assert.strictEqual(
        messages(results)["m"]?.split("\n").slice(4).join("\n"),
        [
          "  | column_name | definition_type | contract_type | mismatch_reason       |",
          "  | ----------- | --------------- | ------------- | --------------------- |",
          "  | a           | UInt16          | UInt8         | data type mismatch    |",
          "  | b           |                 | String        | missing in definition |",
          "  | c           | UInt8           |               | missing in contract   |"
        ].join("\n")
      )
      const broken = yield* run(model("select 'y' as b, 20 as a"))
      assert.match(String(messages(broken.results)["m"]), /VIOLATED_CONSTRAINT/)
      assert.deepStrictEqual(yield* rows("select a, b from small.m"), [{ a: 1, b: "x" }])
    })
  )

  it.effect("descriptions become comments, views have rights, tables have projections, indexes and time to live", () =>
    Effect.gen(function* () {
      const small = project({
        "models/t.sql": `{{ config(materialized='table', order_by=['d', 'x'], primary_key=['d'], partition_by='toYYYYMM(d)',
          ttl="d + interval 100 year", settings={'min_bytes_for_wide_part': 0}, persist_docs={'relation': true, 'columns': true},
          projections=[{'name': 'by_x', 'query': 'select x, count() group by x'}],
          indexes=[{'name': 'bloom', 'definition': 'x type bloom_filter granularity 1'}]) }}
          select toDate('2024-01-01') as d, 5 as x`,
        "models/v.sql": "{{ config(sql_security='invoker') }} select * from {{ ref('t') }}",
        "models/w.sql": "{{ config(sql_security='somebody') }} select 1 as x",
        "models/t.yml": 'models: [{name: t, description: It\'s "all", columns: [{name: x, description: a $ sign}]}]'
      })
      assert.match(String(messages((yield* run(small)).results)["w"]), /only definer \| invoker allowed/)
      const [table] = yield* rows(
        "select comment, sorting_key, primary_key, partition_key, create_table_query as q from system.tables where database = 'small' and name = 't'"
      )
      const { q, ...keys } = table ?? {}
      assert.deepStrictEqual(keys, {
        comment: 'It\'s "all"',
        sorting_key: "d, x",
        primary_key: "(d)",
        partition_key: "(toYYYYMM(d))"
      })
      for (const part of ["PROJECTION by_x", "INDEX bloom x TYPE bloom_filter", "TTL d + toIntervalYear(100)"]) {
        assert.include(String(q), part)
      }
      assert.match(String(q), /SETTINGS .*min_bytes_for_wide_part = 0/)
      assert.deepStrictEqual(
        yield* rows("select comment from system.columns where database = 'small' and table = 't' and name = 'x'"),
        [{ comment: "a $ sign" }]
      )
      const [view] = yield* rows(
        "select create_table_query as q from system.tables where database = 'small' and name = 'v'"
      )
      assert.include(String(view?.["q"]), "SQL SECURITY INVOKER")
    })
  )

  it.effect("failing rows are stored if a test or a flag says so", () =>
    Effect.gen(function* () {
      const small = project({
        "models/m.sql": "select number as x from numbers(5)",
        "tests/kept.sql": "{{ config(store_failures=true, limit=2) }} select * from {{ ref('m') }} where x > 0",
        "tests/seen.sql":
          "{{ config(store_failures_as='view', alias='looked_at') }} select * from {{ ref('m') }} where x > 3",
        "tests/not_kept.sql": "{{ config(store_failures_as='ephemeral') }} select * from {{ ref('m') }}",
        "tests/by_flag.sql": "select * from {{ ref('m') }} where x = 4",
        "tests/sum.sql": "{{ config(fail_calc='sum(x)', error_if='> 10', warn_if='> 9') }} select * from {{ ref('m') }}"
      })
      const { results } = yield* build({ ...small, storeFailures: true })
      assert.deepStrictEqual(
        Object.fromEntries(
          results.map(({ name, status, failures, storedFailures }) => [name, [status, failures, storedFailures]])
        ),
        {
          m: ["success", undefined, undefined],
          kept: ["fail", 2, "`small_dbt_test__audit`.`kept`"],
          seen: ["fail", 1, "`small_dbt_test__audit`.`looked_at`"],
          not_kept: ["fail", 5, undefined],
          by_flag: ["fail", 1, "`small_dbt_test__audit`.`by_flag`"],
          sum: ["warn", 10, "`small_dbt_test__audit`.`sum`"]
        }
      )
      assert.deepStrictEqual(yield* rows("select * from small_dbt_test__audit.looked_at"), [{ x: 4 }])
      assert.deepStrictEqual(statuses((yield* test({ ...small, warnError: true, select: ["sum"] })).results), {
        sum: "fail"
      })
      // Without the flag nothing is kept.
      assert.strictEqual((yield* test({ ...small, select: ["by_flag"] })).results[0]?.storedFailures, undefined)
    })
  )

  it.effect("unit tests compare rows in any order, by the columns they name, and a failing one skips its model", () =>
    Effect.gen(function* () {
      const small = project({
        "models/a.sql":
          "{{ config(materialized='table') }} select 1 :: Int32 as id, 'x' as name, 1 :: Nullable(Int32) as n",
        "models/m.sql": `{{ config(materialized='incremental', unique_key='id') }}
          select id, concat(name, '{{ var("end", "?") }}') as name, n from {{ ref('a') }}
          {% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}`,
        "models/after.sql": "select * from {{ ref('m') }}",
        "models/u.yml": `
unit_tests:
  - name: any_order
    model: m
    overrides: {macros: {is_incremental: false}, vars: {end: "!"}}
    given:
      - input: ref('a')
        rows: [{id: 2, name: "it's"}, {id: 1, name: b, n: 7}]
    expect: {rows: [{name: "b!", id: 1}, {id: 2, name: "it's!"}]}
  - name: nothing_new
    model: m
    overrides: {macros: {is_incremental: true}}
    given:
      - {input: ref('a'), format: csv, rows: "id,name\\n1,x\\n"}
      - {input: this, format: sql, rows: "select 5 as id"}
    expect: {rows: []}
  - name: wrong
    model: m
    overrides: {macros: {is_incremental: false}}
    given:
      - {input: ref('a'), rows: [{id: 1, name: x}, {id: 2, name: y}, {id: 3, name: "NULL"}]}
    expect:
      rows: [{id: 1, name: "x?", n: null}, {id: 2, name: "z?", n: null}, {id: 9, name: "q", n: 9}]
`
      })
      const first = yield* build(small)
      assert.deepStrictEqual(statuses(first.results), {
        a: "success",
        any_order: "pass",
        nothing_new: "pass",
        wrong: "fail",
        m: "skipped",
        after: "skipped"
      })
      assert.strictEqual(
        messages(first.results)["wrong"],
        [
          "",
          "",
          "actual differs from expected:",
          "",
          "@@ ,id,name ,n",
          "   ,1 ,x?   ,NULL",
          "→  ,2 ,z?→y?,NULL",
          "+++,3 ,NULL?,NULL",
          "---,9 ,q    ,9",
          ""
        ].join("\n")
      )
      const outcome = yield* test({ ...small, select: ["test_type:unit"] })
      assert.deepStrictEqual(statuses(outcome.results), { any_order: "pass", nothing_new: "pass", wrong: "fail" })
    })
  )

  it.effect("a unit test that names a missing column is an error", () =>
    Effect.gen(function* () {
      const given = (name: string, model: string, input: string) => `
  - name: ${name}
    model: ${model}
    given: [{input: "${input}", rows: [{x: 1}]}]
    expect: {rows: [{x: 1}]}`
      const small = project({
        "models/a.sql": "select 1 as x",
        "models/b.sql": "select 1 as y",
        "models/m.sql": "select a.x as x, b.y as y from {{ ref('a') }} a, {{ ref('b') }} b",
        "models/n.sql": "select y as x from {{ ref('b') }}",
        "models/u.yml": `unit_tests:${given("no_rows", "m", "ref('a')")}${given("no_column", "n", "ref('b')")}`
      })
      yield* run(small)
      const said = messages((yield* test(small)).results)
      assert.match(String(said["no_rows"]), /gives no rows for ref\('b'\)/)
      assert.match(String(said["no_column"]), /Invalid column name: 'x' in unit test fixture for 'b'/)
    })
  )

  it.effect("seeds keep their columns until a full refresh, and large ones are inserted in blocks", () =>
    Effect.gen(function* () {
      const lines = Array.from({ length: 45_000 }, (_, index) => `${index},name ${index}`).join("\n")
      const seeds = (csv: string) => project({ "seeds/s.csv": csv })
      const first = yield* seed(seeds(`id,name\n${lines}\n`))
      assert.deepStrictEqual(messages(first.results), { s: "INSERT 45000" })
      assert.deepStrictEqual(yield* rows("select count() as n, uniqExact(id) as ids, max(name) as m from small.s"), [
        { n: 45000, ids: 45000, m: "name 9999" }
      ])
      const wider = yield* seed(seeds("id,name,more\n1,a,2.5\n"))
      assert.match(String(messages(wider.results)["s"]), /^Database Error in seed s .*\n.*more/)
      assert.deepStrictEqual(yield* rows("select count() as n from small.s"), [{ n: 45000 }])
      const anew = yield* seed({ ...seeds("id,name,more\n1,a,2.5\n"), fullRefresh: true })
      assert.deepStrictEqual(messages(anew.results), { s: "CREATE 1" })
      assert.deepStrictEqual(yield* rows("select * from small.s"), [{ id: 1, name: "a", more: 2.5 }])
    })
  )

  it.effect("full_refresh of a model goes before the flag", () =>
    Effect.gen(function* () {
      const small = project({
        "models/kept.sql": "{{ config(materialized='incremental', full_refresh=false) }} select 1 as x",
        "models/anew.sql": "{{ config(materialized='incremental', full_refresh=true) }} select 1 as x",
        "models/asked.sql": "{{ config(materialized='incremental') }} select {{ is_incremental() }} as x"
      })
      yield* run(small)
      yield* run(small)
      yield* run({ ...small, fullRefresh: true })
      const counts = yield* rows(
        "select (select count() from small.kept) as kept, (select count() from small.anew) as anew, (select groupArray(x) from small.asked) as asked"
      )
      assert.deepStrictEqual(counts, [{ kept: 3, anew: 1, asked: [false] }])
    })
  )

  it.effect("with --empty no row is read, with --fail-fast no other node is started", () =>
    Effect.gen(function* () {
      const small = project({
        "models/a.sql": "{{ config(materialized='table') }} select number as x from numbers(3)",
        "models/b.sql": "{{ config(materialized='table') }} select count() as n from {{ ref('a') }}",
        "models/c.sql": "select throwIf(n = 0) as bad from {{ ref('b') }} where n = 0 settings nowhere = 1",
        "models/d.sql": "select * from {{ ref('b') }}"
      })
      yield* run({ ...small, empty: true, select: ["a", "b"] })
      assert.deepStrictEqual(yield* rows("select n from small.b"), [{ n: 0 }])
      const { results } = yield* run({ ...small, failFast: true, threads: 1 })
      assert.deepStrictEqual(statuses(results), { a: "success", b: "success", c: "error", d: "skipped" })
      assert.strictEqual(messages(results)["d"], "Skipping due to fail_fast")
    })
  )

  const refusedModels: ReadonlyArray<readonly [string, RegExp]> = [
    ["materialized='incremental', unique_key='x', incremental_strategy='merge'", /'merge' is not valid for ClickHouse/],
    [
      "materialized='incremental', unique_key='x', incremental_strategy='insert_overwrite', partition_by='x'",
      /'insert_overwrite' strategy does not support unique_key/
    ],
    ["materialized='incremental', incremental_strategy='insert_overwrite'", /requires non-empty 'partition_by'/],
    [
      "materialized='incremental', unique_key='x', incremental_strategy='legacy', incremental_predicates=['x > 1']",
      /Cannot apply incremental predicates with 'legacy'/
    ],
    ["materialized='table', projections=[{'name': 'p'}]", /Projection 'p' must specify either 'query' or 'index'/]
  ]
  it.effect("an unsupported feature fails its node by name and nothing else", () =>
    Effect.gen(function* () {
      const files = refusedModels.map(([config], at) => [`models/m${at}.sql`, `{{ config(${config}) }} select 1 as x`])
      const { results } = yield* run(project({ ...Object.fromEntries(files), "models/ok.sql": "select 1 as x" }))
      const said = messages(results)
      for (const [at, [, words]] of refusedModels.entries()) assert.match(String(said[`m${at}`]), words)
      assert.strictEqual(statuses(results)["ok"], "success")
    })
  )

  it.effect("a node that reads an ephemeral model that cannot be compiled is skipped, with the reason", () =>
    Effect.gen(function* () {
      const small = project({
        "models/e.sql":
          "{{ config(materialized='ephemeral') }} select {{ exceptions.raise_compiler_error('not so') if execute }} 1 as x",
        "models/m.sql": "select * from {{ ref('e') }}",
        "models/n.sql": "select * from {{ ref('m') }}"
      })
      const { results, failed } = yield* run(small)
      assert.deepStrictEqual(statuses(results), { m: "skipped", n: "skipped" })
      assert.strictEqual(failed, 2)
      assert.match(
        String(messages(results)["m"]),
        /^Compilation Error in model\.small\.m, caused by compilation error in referenced ephemeral model model\.small\.e\n[\s\S]*not so/
      )
    })
  )

  it.effect("SQL that is given is shown, and a macro is run", () =>
    Effect.gen(function* () {
      const small = project({
        "models/a.sql": "{{ config(materialized='table') }} select number as x from numbers(3)",
        "models/e.sql": "{{ config(materialized='ephemeral') }} select x + 1 as y from {{ ref('a') }}",
        "macros/m.sql": `{% macro tidy(name, times=1) %}
          {% do run_query('create or replace table small.tidied engine = Memory as select ' ~ times ~ ' as x') %}
          {{ return(name ~ ' ' ~ run_query('select x from small.tidied').rows[0][0]) }}
        {% endmacro %}`
      })
      yield* run(small)
      const inline = yield* show({ ...small, inline: "select sum(y) as total from {{ ref('e') }}" })
      assert.deepStrictEqual(inline.rows, [{ total: 6 }])
      const done = yield* runOperation({ ...small, macro: "tidy", args: { name: "a", times: 4 } })
      assert.strictEqual(done.returned, "a 4")
      const error = yield* Effect.flip(runOperation({ ...small, macro: "gone" }))
      assert.match(error.message, /no macro 'gone'/)
    })
  )

  it.effect("sources are as fresh as their newest row", () =>
    Effect.gen(function* () {
      yield* rows("select 1")
      const small = project({
        "models/m.sql": `{{ config(materialized='table') }}
          select now() - interval number hour as at, toNullable(at) as maybe, toString(at) as text, number as n from numbers(3, 5)`,
        "models/s.yml": `
sources:
  - name: feed
    schema: small
    config:
      loaded_at_field: at
      freshness: {warn_after: {count: 2, period: hour}, error_after: {count: 1, period: day}}
    tables:
      - {name: warned, identifier: m}
      - {name: fine, identifier: m, config: {freshness: {warn_after: {count: 1, period: day}, error_after: null}}}
      - {name: old, identifier: m, config: {freshness: {error_after: {count: 5, period: hour}, warn_after: null, filter: n > 5}}}
      - {name: none, identifier: m, config: {loaded_at_field: maybe, freshness: {filter: "n > 100"}}}
      - {name: asked, identifier: m, config: {loaded_at_query: "select min(at) from {{ this }}"}}
      - {name: text, identifier: m, config: {loaded_at_field: text}}
      - {name: gone, identifier: nowhere}
      - {name: unasked, config: {freshness: null}}
`
      })
      yield* run(small)
      const { results, failed } = yield* sourceFreshness(small)
      const found = Object.fromEntries(results.map(({ uniqueId, status }) => [uniqueId.split(".").at(-1), status]))
      assert.deepStrictEqual(found, {
        warned: "warn",
        fine: "pass",
        old: "error",
        none: "error",
        asked: "warn",
        text: "runtime error",
        gone: "runtime error"
      })
      assert.strictEqual(failed, 4)
      assert.strictEqual(artefact(small, "sources.json").results.length, 7)
    })
  )

  it.effect("an interrupted run stops its statement, keeps the old table and reports what ended before", () =>
    Effect.gen(function* () {
      const model = (slow: string) =>
        project({
          "models/a.sql": "{{ config(materialized='table') }} select 1 as x",
          "models/b.sql": `{{ config(materialized='table') }} select ${slow} as x from {{ ref('a') }}`
        })
      yield* run(model("x"))
      const slow = model("(select max(number) from numbers(100000000000))")
      const fiber = yield* Effect.forkChild(run(slow))
      const awaitRunning = (count: number) =>
        rows(
          "select count() as n from system.processes where query like '%b__dbt_new%' and query not like '%system.processes%'"
        ).pipe(
          Effect.repeat({ until: ([row]) => row?.["n"] === count, schedule: Schedule.spaced("100 millis") }),
          Effect.timeout("1 minute")
        )
      yield* awaitRunning(1)
      yield* Fiber.interrupt(fiber)
      yield* awaitRunning(0)
      const tables = yield* rows("select name from system.tables where database = 'small' and name like 'b%'")
      assert.deepStrictEqual(tables, [{ name: "b" }])
      assert.deepStrictEqual(yield* rows("select x from small.b"), [{ x: 1 }])
      const { results } = artefact(slow, "run_results.json")
      assert.deepStrictEqual(
        results.map(({ unique_id, status }: { unique_id: string; status: string }) => [unique_id, status]),
        [["model.small.a", "success"]]
      )
    })
  )
})
