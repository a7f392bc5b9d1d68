/**
 * A column cannot change with what it does not read by its lineage: random queries run on two stores that differ in one column
 * of one table, and every column of the result that reads neither it nor rows that it decides must be the same.
 */
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { full, rounds } from "../../../test/fullRun.ts"
import { testFolder } from "../../../test/testFolder.ts"
import { bindQuery } from "../../src/lineage/bind/bindQuery.ts"
import { type Flow, flowOfReadings } from "../../src/lineage/Flow.ts"
import { parseSql } from "../../src/sql/parseSql.ts"
import { ClickHouse, type CompactResult } from "../../src/store/ClickHouse.ts"
import { layer as embedded } from "../../src/store/EmbeddedClickHouse.ts"
import { arbitrarySelect } from "../conformance/lineage/arbitrarySelect.ts"
import { known, selects, tables } from "../conformance/lineage/selects.ts"

const folder = testFolder("interference")

const lineage = (sql: string) =>
  bindQuery(parseSql(sql), {
    table: (parts) => {
      const name = parts.join(".")
      const columns = known[name]
      const flow = (column: string) => flowOfReadings([{ relation: name, column, was: "open", is: "open", by: [] }])
      return columns && { columns: new Map(columns.map((each) => [each, flow(each)])), rows: new Map() }
    },
    lowerings: new Map()
  })

const reads = (flow: Flow, table: string, column: string): boolean =>
  [...flow.values()].some((each) => each.relation === table && each.column === column)

/** The columns that are changed, each with what takes its values' place. */
const changes: ReadonlyArray<readonly [table: string, column: string, value: string]> = [
  ["s.r", "b", "intDiv(b, 2)"],
  ["s.r", "c", "ifNull(c, 7) - 2"],
  ["s.r", "arr", "arrayConcat(arr, ['new'])"],
  ["s.t", "b", "b % 2"],
  ["s.t", "e", "intDiv(e, 2)"],
  ["s.t", "f", "-f"],
  ["s.u", "v", "concat(v, '!')"]
]

const rowsOf: Readonly<Record<string, string>> = {
  "s.r": `select
    ['x', 'y', 'z'][number % 3 + 1] as a, toInt32(number % 5) as b, if(number % 4 = 0, null, toInt32(number % 7)) as c,
    arrayMap(i -> ['x', 'p'][i % 2 + 1], range(number % 3)) as arr, arrayMap(i -> toInt32(i), range(number % 4)) as nums,
    (toInt32(number), 'k') as t, map('k', toInt32(number % 3), 'l', 2) as m, toDate('2020-01-01') + number * 20 as d,
    ['A', 'B'] as \`legs.country\`, [2020, 2021] as \`legs.year\` from numbers(24)`,
  "s.t":
    "select ['x', 'y', 'w'][number % 3 + 1] as a, toInt32(number % 5) as b, toInt32(number % 4) as e, number / 2 as f from numbers(12)",
  "s.u": "select toInt32(number) as k, concat('v', toString(number)) as v from numbers(4)"
}

const columnText = ({ data }: CompactResult): ReadonlyArray<ReadonlyArray<string>> => {
  const width = data[0]?.length ?? 0
  return Array.from({ length: width }, (_, at) => data.map((row) => JSON.stringify(row[at])))
}

layer(embedded(join(folder, "store")), { excludeTestServices: true })("what a column does not read", (it) => {
  const prepare = Effect.gen(function* () {
    const clickhouse = yield* ClickHouse
    const databases = ["s", ...changes.map((_, index) => `s${index}`)]
    for (const [at, database] of databases.entries()) {
      yield* clickhouse.command(`create database ${database}`)
      for (const each of tables) yield* clickhouse.command(each.replace("create table s.", `create table ${database}.`))
      for (const [table, rows] of Object.entries(rowsOf)) {
        const change = changes[at - 1]
        const items = change?.[0] === table ? `* replace (${change[2]} as ${change[1]})` : "*"
        yield* clickhouse.command(`insert into ${table.replace("s.", `${database}.`)} select ${items} from (${rows})`)
      }
    }
  })

  /** Columns that changed against their lineage. */
  const leaks = Effect.fn("test.leaks")(function* (sql: string, changed: number) {
    const clickhouse = yield* ClickHouse
    const [table, column] = changes[changed] as (typeof changes)[number]
    const run = (database: string) => {
      const text = sql.replaceAll(/\bs\.(?=[rtu]\b)/g, `${database}.`)
      const settings = { max_threads: 1, ...(sql.includes("{p:") ? { param_p: "1" } : {}) }
      return Effect.map(clickhouse.queryCompact(text, settings), columnText)
    }
    const [before, after] = [yield* run("s"), yield* run(`s${changed}`)]
    const ours = lineage(sql)
    if (reads(ours.rows, table, column)) return []
    return [...ours.columns].flatMap(([name, flow], index) => {
      if (reads(flow, table, column)) return []
      const same =
        JSON.stringify([...(before[index] ?? [])].sort()) === JSON.stringify([...(after[index] ?? [])].sort())
      return same ? [] : [`${name} changes with ${table}.${column}`]
    })
  })

  it.effect("cannot change it: queries of every shape", () =>
    Effect.gen(function* () {
      yield* prepare
      const wrong: Array<string> = []
      let looked = 0
      let tried = 0
      for (const [at, sql] of selects.entries()) {
        for (const changed of changes.keys()) {
          if (!full && (at + changed) % 3 !== 0) continue
          tried++
          const found = yield* Effect.result(leaks(sql, changed))
          if (found._tag === "Failure") continue
          looked++
          for (const each of found.success) wrong.push(`${sql}: ${each}`)
        }
      }
      assert.deepStrictEqual(wrong, [])
      assert.isAbove(looked, tried * 0.9)
    })
  )

  it.effect("cannot change it: random queries", () =>
    Effect.gen(function* () {
      const context = yield* Effect.context<ClickHouse>()
      yield* Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(arbitrarySelect, fc.nat(changes.length - 1), async (sql, changed) => {
            const result = await Effect.runPromiseWith(context)(
              Effect.result(Effect.catchDefect(leaks(sql, changed), () => Effect.succeed([] as Array<string>)))
            )
            if (result._tag === "Success") assert.deepStrictEqual(result.success, [], sql)
          }),
          { numRuns: rounds(40, 400) }
        )
      )
    })
  )
})
