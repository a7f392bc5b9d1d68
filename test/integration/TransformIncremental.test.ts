/**
 * Incremental models on the embedded store: for any batches, and wherever a statement fails, the table equals a plain list of rows, either
 * before the run or after it.
 */
import { join } from "node:path"
import { Relation } from "@corridor/dbt-ts/context/Relation"
import { buildIncremental } from "@corridor/dbt-ts/run/materialise/Incremental"
import { makeNodeStore } from "@corridor/dbt-ts/run/NodeStore"
import { assert, layer } from "@effect/vitest"
import { Effect, Exit } from "effect"
import fc from "fast-check"
import { over } from "../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { rounds, sample } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { type Fault, transformNode, withFault } from "./transformNode.ts"

const folder = testFolder("incremental")

interface Row {
  readonly id: number
  readonly part: number
  readonly value: number
}

type Config = Readonly<Record<string, unknown>>

/** What becomes of a list of rows, in plain TypeScript. */
type Naive = (old: ReadonlyArray<Row>, incoming: ReadonlyArray<Row>) => ReadonlyArray<Row>

const without =
  (key: (row: Row) => string): Naive =>
  (old, incoming) => {
    const keys = new Set(incoming.map(key))
    return [...old.filter((row) => !keys.has(key(row))), ...incoming]
  }

const byId = without(({ id }) => String(id))

const strategies: Readonly<Record<string, readonly [Config, Naive]>> = {
  append: [{}, (old, incoming) => [...old, ...incoming]],
  "append with a key": [{ unique_key: "id", incremental_strategy: "append" }, (old, incoming) => [...old, ...incoming]],
  inserts_only: [{ unique_key: "id", inserts_only: true }, (old, incoming) => [...old, ...incoming]],
  "legacy, the default": [{ unique_key: "id" }, byId],
  "delete+insert": [{ unique_key: "id", incremental_strategy: "delete+insert" }, byId],
  "delete_insert by two columns": [
    { unique_key: ["id", "part"], incremental_strategy: "delete_insert" },
    without(({ id, part }) => `${id} ${part}`)
  ],
  "delete_insert with a predicate": [
    { unique_key: "id", incremental_strategy: "delete_insert", incremental_predicates: ["part > 0"] },
    (old, incoming) => {
      const ids = new Set(incoming.map(({ id }) => id))
      return [...old.filter(({ id, part }) => !(ids.has(id) && part > 0)), ...incoming]
    }
  ],
  insert_overwrite: [
    { partition_by: "part", incremental_strategy: "insert_overwrite" },
    without(({ part }) => String(part))
  ]
}

/** One of each way of changing a table. */
const faulted = new Set(["append", "legacy, the default", "delete+insert", "insert_overwrite"])

const select = (rows: ReadonlyArray<Row>): string => {
  const values = rows.map(({ id, part, value }) => `(${id}, ${part}, ${value})`).join(", ")
  const none = rows.length === 0 ? " where 0" : ""
  return `select * from values('id Int32, part Int32, value Int32', ${values === "" ? "(0, 0, 0)" : values})${none}`
}

const sorted = (rows: ReadonlyArray<Row>): ReadonlyArray<string> =>
  rows.map(({ id, part, value }) => `${id} ${part} ${value}`).sort()

const relation = (name: string): Relation => new Relation("small", name, "table")

const stored = Effect.fn("test.stored")(function* (name: string) {
  const warehouse = yield* Warehouse
  return sorted(yield* warehouse.query<Row>(`select id, part, value from small.${name}`))
})

/** Names of tables left next to a table. */
const temporaryTables = Effect.fn("test.temporaryTables")(function* (name: string) {
  const warehouse = yield* Warehouse
  const found = yield* warehouse.query<{ readonly name: string }>(
    `select name from system.tables where database = 'small' and startsWith(name, '${name}') and name != '${name}' order by name`
  )
  return found.map((each) => each.name)
})

const build = Effect.fn("test.build")(function* (name: string, config: Config, sql: string, fullRefresh = false) {
  const store = yield* makeNodeStore("test")
  const node = transformNode(name, { materialized: "incremental", ...config })
  return yield* buildIncremental(store, node, relation(name), sql, { fullRefresh, lightweightDeletes: false })
})

const drop = (name: string) =>
  Effect.flatMap(Warehouse, (warehouse) => warehouse.command(`drop table if exists small.${name} sync`))

const row = fc.record({ id: fc.integer({ min: 0, max: 5 }), part: fc.integer({ min: 0, max: 2 }), value: fc.nat(99) })
const run = fc.record({
  rows: fc.array(row, { maxLength: 6 }),
  kind: fc.constantFrom("normal", "normal", "normal", "full refresh", "fails")
})

layer(over(embeddedWarehouse(join(folder, "store"))), { excludeTestServices: true })("incremental models", (it) => {
  it.effect("have a database", () =>
    Effect.flatMap(Warehouse, (warehouse) => warehouse.command("create database small"))
  )

  for (const [title, [config, naive]] of Object.entries(strategies)) {
    it.effect(`${title}: any sequence of runs equals plain lists`, () =>
      Effect.gen(function* () {
        const runs = fc.sample(fc.array(run, { minLength: 1, maxLength: 6 }), { numRuns: rounds(3, 8), seed: 5 })
        for (const sequence of runs) {
          yield* drop("grown")
          let expected: ReadonlyArray<Row> | undefined
          for (const { rows, kind } of sequence) {
            const failing = `${select(rows)} union all select throwIf(number = 0), 0, 0 from numbers(1)`
            const sql = kind === "fails" ? failing : select(rows)
            const exit = yield* Effect.exit(build("grown", config, sql, kind === "full refresh"))
            assert.strictEqual(Exit.isFailure(exit), kind === "fails")
            if (kind !== "fails") {
              expected = expected === undefined || kind === "full refresh" ? rows : naive(expected, rows)
            }
            assert.deepStrictEqual(yield* temporaryTables("grown"), [])
            if (expected !== undefined) assert.deepStrictEqual(yield* stored("grown"), sorted(expected))
          }
        }
      })
    )

    const old: ReadonlyArray<Row> = [
      { id: 1, part: 0, value: 1 },
      { id: 2, part: 1, value: 2 },
      { id: 3, part: 2, value: 3 }
    ]
    const incoming: ReadonlyArray<Row> = [
      { id: 2, part: 1, value: 20 },
      { id: 4, part: 2, value: 40 }
    ]
    if (!faulted.has(title)) continue
    for (const forGood of sample(`faults of ${title}`, [false, true], 1)) {
      const what = forGood ? "the store is gone from any statement on" : "any one statement fails"
      it.effect(`${title}: ${what}, and readers see the old rows or the new ones`, () =>
        Effect.gen(function* () {
          const before = sorted(old)
          const after = sorted(naive(old, incoming))
          const outcomes = new Set<string>()
          for (let at = 1; ; at++) {
            yield* drop("faulted")
            yield* build("faulted", config, select(old))
            const fault: Fault = { at, forGood }
            const { exit, statements } = yield* withFault(fault, build("faulted", config, select(incoming)))
            const now = yield* stored("faulted")
            const isOld = JSON.stringify(now) === JSON.stringify(before)
            assert.isTrue(isOld || JSON.stringify(now) === JSON.stringify(after), `statement ${at}: ${now}`)
            outcomes.add(isOld ? "old" : "new")
            if (Exit.isFailure(exit) && !forGood) assert.deepStrictEqual(yield* temporaryTables("faulted"), [])
            // The next run after an interrupted one is correct and leaves nothing behind.
            yield* build("faulted", config, select([{ id: 9, part: 0, value: 9 }]))
            assert.deepStrictEqual(yield* temporaryTables("faulted"), [])
            const last = naive(isOld ? old : naive(old, incoming), [{ id: 9, part: 0, value: 9 }])
            assert.deepStrictEqual(yield* stored("faulted"), sorted(last))
            if (statements < at) break
          }
          assert.deepStrictEqual([...outcomes].sort(), ["new", "old"])
        })
      )
    }
  }

  it.effect("a reader in the middle of many runs sees whole states alone", () =>
    Effect.gen(function* () {
      const config = { unique_key: "id", incremental_strategy: "delete_insert", order_by: "id" }
      const sql = (round: number) => `select toInt32(number) as id, 0 as part, ${round} as value from numbers(20000)`
      yield* build("read", config, sql(0))
      let reading = true
      let seen = 0
      const warehouse = yield* Warehouse
      const reader = Effect.gen(function* () {
        while (reading) {
          const [state] = yield* warehouse.query("select count() as n, uniqExact(value) as rounds from small.read")
          assert.deepStrictEqual(state, { n: 20000, rounds: 1 })
          seen++
        }
      })
      const writer = Effect.gen(function* () {
        for (let round = 1; round <= 6; round++) yield* build("read", config, sql(round))
        reading = false
      })
      yield* Effect.all([reader, writer], { concurrency: 2 })
      assert.isAbove(seen, 3)
    })
  )
})
