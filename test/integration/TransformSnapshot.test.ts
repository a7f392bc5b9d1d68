/**
 * Snapshots on the embedded store, compared with the tables that dbt-core 1.10.23 with dbt-clickhouse 1.10.3 made of the same two states
 * of a source, and with a plain list of versions for random histories.
 */
import { join } from "node:path"
import { Relation } from "@corridor/dbt-ts/context/Relation"
import { makeNodeStore } from "@corridor/dbt-ts/run/NodeStore"
import { buildSnapshot } from "@corridor/dbt-ts/run/snapshot/Snapshot"
import { assert, layer } from "@effect/vitest"
import { Effect, Exit } from "effect"
import fc from "fast-check"
import { over } from "../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { transformNode, withFault } from "./transformNode.ts"
import { rows } from "./transformProject.ts"

const folder = testFolder("snapshot")

type Config = Readonly<Record<string, unknown>>

const send = (sql: string) => Effect.flatMap(Warehouse, (warehouse) => warehouse.command(sql))

const take = Effect.fn("test.take")(function* (name: string, config: Config, sql: string) {
  const store = yield* makeNodeStore("test")
  const node = transformNode(name, { materialized: "snapshot", ...config }, {}, "snapshot")
  return yield* buildSnapshot(store, node, new Relation("small", name, "table"), sql)
})

const people = (...values: ReadonlyArray<string>) =>
  `select * from values('id Int32, name String, n Nullable(Int32), at DateTime(\\'UTC\\')', ${values.join(", ")})`
const first = people(
  "(1,'a',1,'2024-01-01 00:00:00')",
  "(2,'b',NULL,'2024-01-01 00:00:00')",
  "(3,'c',3,'2024-01-01 00:00:00')"
)
const second = people(
  "(1,'a2',1,'2024-01-02 00:00:00')",
  "(2,'b',5,'2024-01-01 00:00:00')",
  "(4,'d',4,'2024-01-02 00:00:00')",
  "(0,'z',4,'2024-01-02 00:00:00')"
)

/** Real dbt's rows: id, name, n, dbt_scd_id, dbt_updated_at, dbt_valid_to, after the second run. */
const byTimestamp = [
  "0 z 4 12346452021825777386 2024-01-02 open",
  "1 a 1 10076245018445050633 2024-01-01 2024-01-02",
  "1 a2 1 3965309229367293562 2024-01-02 open",
  "2 b NULL 17934702309397529499 2024-01-01 open",
  "3 c 3 3952329163571722104 2024-01-01 open",
  "4 d 4 14173202095264486639 2024-01-02 open"
]
/** Of the strategy `check` the times are those of the runs: id, name, n and whether the version is open. */
const byCheck = ["0 z 4 open", "1 a 1 ended", "1 a2 1 open", "2 b 5 open", "2 b NULL ended", "3 c 3 open", "4 d 4 open"]

const timestamp = { strategy: "timestamp", unique_key: "id", updated_at: "at" }

interface Version {
  readonly id: number
  readonly name: string
  /** Day of January 2024, or `now`. */
  readonly from: number | "now"
  to: number | "now" | null
  readonly deleted: string
}
interface Person {
  readonly id: number
  readonly name: string
  readonly day: number
}

/** dbt's rules as a loop over a list. */
const naive = (
  versions: ReadonlyArray<Version>,
  source: ReadonlyArray<Person>,
  hardDeletes: "ignore" | "invalidate" | "new_record",
  keyed: (one: { readonly id: number; readonly name: string }) => string
): ReadonlyArray<Version> => {
  const kept = versions.map((version) => ({ ...version }))
  const added: Array<Version> = []
  const records = hardDeletes === "new_record"
  for (const { id, name, day } of source) {
    const current = kept.find((version) => version.to === null && keyed(version) === keyed({ id, name }))
    const isOld =
      current !== undefined && ((current.from !== "now" && current.from < day) || current.deleted === "True")
    if (current !== undefined && !isOld) continue
    if (current !== undefined) current.to = day
    added.push({ id, name, from: day, to: null, deleted: records ? "False" : "" })
  }
  if (hardDeletes !== "ignore") {
    for (const current of [...kept]) {
      const isThere = source.some((person) => keyed(person) === keyed(current))
      if (current.to !== null || isThere || current.deleted === "True") continue
      current.to = "now"
      if (records) added.push({ ...current, from: "now", to: null, deleted: "True" })
    }
  }
  return [...kept, ...added]
}

const shown = (versions: ReadonlyArray<Version>): ReadonlyArray<string> =>
  versions.map(({ id, name, from, to, deleted }) => `${id} ${name} ${from} ${to} ${deleted}`).sort()

/** A day of January 2024, or `now` for a time of the run. */
const day = (column: string) =>
  `if(isNull(${column}), NULL, if(${column} > '2025-01-01 00:00:00', 'now', toString(toDayOfMonth(assumeNotNull(${column})))))`

layer(over(embeddedWarehouse(join(folder, "store"))), { excludeTestServices: true })("snapshots", (it) => {
  it.effect("have a database", () => send("create database small"))

  for (const hardDeletes of [undefined, "invalidate"]) {
    // dbt-clickhouse detects deleted rows only if outer joins give NULL: here the key is not Nullable.
    it.effect(`timestamp, hard_deletes ${hardDeletes}: ids and versions are real dbt's`, () =>
      Effect.gen(function* () {
        yield* send("drop table if exists small.by_time sync")
        const config = hardDeletes === undefined ? timestamp : { ...timestamp, hard_deletes: hardDeletes }
        yield* take("by_time", config, first)
        yield* take("by_time", config, second)
        const found = yield* rows(
          `select concat(toString(id), ' ', name, ' ', ifNull(toString(n), 'NULL'), ' ', toString(dbt_scd_id), ' ',
             toString(toDate(dbt_updated_at)), ' ', ifNull(toString(toDate(dbt_valid_to)), 'open')) as line
           from small.by_time order by line`
        )
        assert.deepStrictEqual(
          found.map(({ line }) => line),
          byTimestamp
        )
      })
    )
  }

  it.effect("the table has real dbt's columns, types and keys", () =>
    Effect.gen(function* () {
      const columns = yield* rows(
        "select name, type from system.columns where database = 'small' and table = 'by_time' order by position"
      )
      assert.deepStrictEqual(
        columns.map(({ name, type }) => `${name} ${type}`),
        [
          "id Int32",
          "name String",
          "n Nullable(Int32)",
          "at DateTime('UTC')",
          "dbt_scd_id UInt64",
          "dbt_updated_at DateTime('UTC')",
          "dbt_valid_from DateTime('UTC')",
          "dbt_valid_to Nullable(DateTime('UTC'))"
        ]
      )
      const [table] = yield* rows("select engine_full from system.tables where database = 'small' and name = 'by_time'")
      assert.strictEqual(table?.["engine_full"], "MergeTree ORDER BY (tuple()) SETTINGS index_granularity = 8192")
    })
  )

  for (const checked of [["name", "n"], "all"] as const) {
    it.effect(`check of ${checked}: versions are real dbt's`, () =>
      Effect.gen(function* () {
        yield* send("drop table if exists small.by_check sync")
        // The column `at` changes with every change of a row, so both strategies give the same versions.
        const config = { strategy: "check", unique_key: "id", check_cols: checked }
        yield* take("by_check", config, first)
        yield* take("by_check", config, second)
        const found = yield* rows(
          `select concat(toString(id), ' ', name, ' ', ifNull(toString(n), 'NULL'), ' ',
             if(dbt_valid_to is null, 'open', 'ended')) as line from small.by_check order by line`
        )
        assert.deepStrictEqual(
          found.map(({ line }) => line),
          byCheck
        )
      })
    )
  }

  const histories: ReadonlyArray<readonly [string, Config, "ignore" | "invalidate" | "new_record", boolean]> = [
    ["timestamp", {}, "ignore", false],
    ["hard_deletes invalidate with a Nullable key", { hard_deletes: "invalidate" }, "invalidate", false],
    ["hard_deletes new_record", { hard_deletes: "new_record" }, "new_record", false],
    ["a key of two columns", { unique_key: ["id", "name"], hard_deletes: "invalidate" }, "invalidate", true],
    [
      "columns with other names",
      { snapshot_meta_column_names: { dbt_valid_to: "until", dbt_scd_id: "version" } },
      "ignore",
      false
    ],
    ["dbt_valid_to_current", { dbt_valid_to_current: "toDateTime('2100-01-01 00:00:00', 'UTC')" }, "ignore", false]
  ]
  /** One person in one run: there or not, changed or not. */
  const seenOnce = fc.record({
    id: fc.integer({ min: 1, max: 4 }),
    name: fc.constantFrom("x", "y"),
    touched: fc.boolean()
  })
  type SeenOnce = { readonly id: number; readonly name: string; readonly touched: boolean }
  /** A person who is new, returns or is touched was changed in this run; the days of runs increase. */
  const dated = (
    history: ReadonlyArray<ReadonlyArray<SeenOnce>>,
    keyed: (one: { readonly id: number; readonly name: string }) => string
  ): ReadonlyArray<ReadonlyArray<Person>> => {
    let before = new Map<string, Person>()
    return history.map((state, index) => {
      const now = state.map(({ touched, ...one }): Person => {
        const known = before.get(keyed(one))
        return touched || known === undefined ? { ...one, day: index + 1 } : { ...known, name: one.name }
      })
      before = new Map(now.map((one) => [keyed(one), one]))
      return now
    })
  }
  for (const [title, config, hardDeletes, both] of histories) {
    it.effect(`${title}: random histories equal a list of versions`, () =>
      Effect.gen(function* () {
        const keyed = ({ id, name }: { readonly id: number; readonly name: string }) =>
          both ? `${id} ${name}` : `${id}`
        const states = fc.uniqueArray(seenOnce, { selector: (one) => keyed(one), maxLength: 4 })
        const until = title === "columns with other names" ? "until" : "dbt_valid_to"
        const open =
          title === "dbt_valid_to_current" ? `nullIf(${until}, toDateTime('2100-01-01 00:00:00', 'UTC'))` : until
        for (const history of fc.sample(fc.array(states, { minLength: 2, maxLength: 5 }), {
          numRuns: rounds(3, 8),
          seed: 7
        })) {
          yield* send("drop table if exists small.history sync")
          let versions: ReadonlyArray<Version> = []
          for (const state of dated(history, keyed)) {
            const values = state.map((one) => `(${one.id}, '${one.name}', '2024-01-0${one.day} 00:00:00')`)
            const from = `values('id Nullable(Int32), name String, at DateTime(\\'UTC\\')', ${values.join(", ") || "(0, '', '2024-01-01 00:00:00')"})`
            const sql = `select * from ${from}${state.length === 0 ? " where 0" : ""}`
            yield* take("history", { ...timestamp, ...config }, sql)
            versions = naive(versions, state, hardDeletes, keyed)
            const deleted = hardDeletes === "new_record" ? "dbt_is_deleted" : "''"
            const found = yield* rows(
              `select concat(toString(id), ' ', name, ' ', ${day("dbt_valid_from")}, ' ', ifNull(${day(open)}, 'null'), ' ', ${deleted}) as line from small.history order by line`
            )
            assert.deepStrictEqual<unknown>(
              found.map(({ line }) => line),
              shown(versions),
              JSON.stringify(history)
            )
          }
        }
      })
    )
  }

  it.effect("a new column of the source is added, a removed one keeps its values", () =>
    Effect.gen(function* () {
      yield* take("wider", timestamp, people("(1,'a',1,'2024-01-01 00:00:00')"))
      const more = "select 2 :: Int32 as id, 'b' as name, toDateTime('2024-01-02 00:00:00', 'UTC') as at, 'x' as place"
      yield* take("wider", timestamp, more)
      assert.deepStrictEqual(yield* rows("select id, name, n, place from small.wider order by id"), [
        { id: 1, name: "a", n: 1, place: "" },
        { id: 2, name: "b", n: null, place: "x" }
      ])
    })
  )

  for (const hard of [{ hard_deletes: "new_record" }, { unique_key: ["id", "name"], hard_deletes: "invalidate" }]) {
    it.effect(`with ${JSON.stringify(hard)} a new column has the source's type`, () =>
      Effect.gen(function* () {
        yield* send("drop table if exists small.typed sync")
        yield* take("typed", { ...timestamp, ...hard }, people("(1,'a',1,'2024-01-01 00:00:00')"))
        const more = "select *, 'x' as place, toDate('2024-01-02') :: Nullable(Date) as day"
        const wider = `${more} from (${people("(2,'b',1,'2024-01-02 00:00:00')")})`
        yield* take("typed", { ...timestamp, ...hard }, wider)
        const added =
          "select name, type from system.columns where database = 'small' and table = 'typed' and name in ('place', 'day')"
        assert.deepStrictEqual(yield* rows(`${added} order by name`), [
          { name: "day", type: "Nullable(Date)" },
          { name: "place", type: "String" }
        ])
      })
    )
  }

  it.effect("a fault at any statement leaves the versions before or after, and the next run is right", () =>
    Effect.gen(function* () {
      const config = { strategy: "check", unique_key: "id", check_cols: "all" }
      const state = rows("select id, name, dbt_valid_to is null as open from small.faulted order by all")
      const seen = new Set<number>()
      for (let at = 1; ; at++) {
        yield* send("drop table if exists small.faulted sync")
        yield* take("faulted", config, first)
        const before = yield* state
        const { exit, statements } = yield* withFault({ at, forGood: true }, take("faulted", config, second))
        const after = yield* state
        if (Exit.isFailure(exit)) assert.isTrue(JSON.stringify(after) === JSON.stringify(before) || after.length === 7)
        seen.add(after.length)
        yield* take("faulted", config, second)
        assert.strictEqual((yield* state).length, 7)
        const tables = yield* rows("select name from system.tables where database = 'small' and name like 'faulted%'")
        assert.deepStrictEqual(tables, [{ name: "faulted" }])
        if (statements < at) break
      }
      assert.deepStrictEqual([...seen].sort(), [3, 7])
    })
  )

  const refused: ReadonlyArray<readonly [Config, RegExp]> = [
    [{ strategy: "mine", unique_key: "id" }, /strategy 'mine'/],
    [{ strategy: "timestamp", unique_key: "id" }, /needs updated_at/],
    [{ strategy: "check", unique_key: "id", check_cols: [] }, /Invalid value for 'check_cols'/],
    [{ ...timestamp, hard_deletes: "all" }, /Invalid setting for property hard_deletes/],
    [{ ...timestamp, hard_deletes: "ignore", invalidate_hard_deletes: true }, /cannot set both/],
    [{ strategy: "timestamp", updated_at: "at" }, /unique_key/]
  ]
  for (const [config, words] of refused) {
    it.effect(`refuses ${JSON.stringify(config)} by name`, () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(take("refused", config, first))
        assert.match(error._tag === "ProjectError" ? error.message : error._tag, words)
      })
    )
  }
})
