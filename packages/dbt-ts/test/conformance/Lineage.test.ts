/** dbt-ts's lineage of columns against what ClickHouse resolves itself. */
import { join } from "node:path"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { rounds } from "../../../test/fullRun.ts"
import { testFolder } from "../../../test/testFolder.ts"
import { bindQuery } from "../../src/lineage/bind/bindQuery.ts"
import { type Flow, flowOfReadings } from "../../src/lineage/Flow.ts"
import type { LineageTable } from "../../src/lineage/LineageTable.ts"
import { parseSql } from "../../src/sql/parseSql.ts"
import { ClickHouse } from "../../src/store/ClickHouse.ts"
import { layer as embedded } from "../../src/store/EmbeddedClickHouse.ts"
import { arbitrarySelect } from "./lineage/arbitrarySelect.ts"
import { queryReads } from "./lineage/QueryTree.ts"
import { finer, known, selects, tables } from "./lineage/selects.ts"

const folder = testFolder("lineage")

const tableOf = (name: string): LineageTable | undefined => {
  const columns = known[name]
  if (columns === undefined) return undefined
  const flow = (column: string) => flowOfReadings([{ relation: name, column, was: "open", is: "open", by: [] }])
  return { columns: new Map(columns.map((each) => [each, flow(each)])), rows: new Map() }
}

const lineage = (sql: string) =>
  bindQuery(parseSql(sql), { table: (parts) => tableOf(parts.join(".")), lowerings: new Map() })

const texts = (flow: Flow) => [...flow.values()].map(({ relation, column }) => `${relation}.${column}`)

/** The engine's reads, and how ours differ from them: nothing for a query whose lineage is right. */
const compare = Effect.fn("test.compare")(function* (sql: string) {
  const clickhouse = yield* ClickHouse
  const settings = sql.includes("{p:") ? { param_p: "1" } : {}
  const lines = yield* clickhouse.query<{ explain: string }>(`explain query tree passes = 1 ${sql}`, settings)
  const engine = queryReads(lines.map(({ explain }) => `${explain}\n`).join(""), known)
  const ours = yield* Effect.try({ try: () => lineage(sql), catch: (error) => error as Error })
  const differences: Array<string> = []
  if (engine.columns.length !== ours.columns.size) {
    differences.push(`${ours.columns.size} columns for ${engine.columns.length}`)
  }
  let equal = 0
  ;[...ours.columns].forEach(([name, flow], index) => {
    const mine = new Set(texts(flow))
    const theirs = engine.columns[index] ?? new Set<string>()
    const written = engine.names[index]
    // Names that the engine makes of an expression are not made here.
    if (written !== undefined && !/[@(]/.test(name) && name !== written) differences.push(`${name} is named ${written}`)
    const missed = [...theirs].filter((each) => !mine.has(each))
    const invented = [...mine].filter((each) => !theirs.has(each) && !engine.rows.has(each))
    if (missed.length > 0) differences.push(`${name} misses ${missed.join(", ")}`)
    if (invented.length > 0) differences.push(`${name} has ${invented.join(", ")} too much`)
    if (mine.size === theirs.size) equal++
  })
  const rows = new Set(texts(ours.rows))
  const missed = [...engine.rows].filter((each) => !rows.has(each))
  const invented = [...rows].filter((each) => !engine.rows.has(each))
  if (missed.length > 0) differences.push(`the rows miss ${missed.join(", ")}`)
  if (invented.length > 0) differences.push(`the rows have ${invented.join(", ")} too much`)
  return { differences, equal, columns: engine.columns.length }
})

layer(embedded(join(folder, "store")), { excludeTestServices: true })("lineage of columns", (it) => {
  it.effect("is that of ClickHouse's own resolved tree, query by query", () =>
    Effect.gen(function* () {
      const clickhouse = yield* ClickHouse
      yield* clickhouse.command("create database s")
      for (const each of tables) yield* clickhouse.command(each)
      const wrong: Array<string> = []
      let equal = 0
      let columns = 0
      for (const sql of selects) {
        const compared = yield* compare(sql).pipe(
          Effect.catch((error) => Effect.succeed({ differences: [error.message], equal: 0, columns: 0 }))
        )
        equal += compared.equal
        columns += compared.columns
        if (compared.differences.length > 0) wrong.push(`${sql}\n    ${compared.differences.join("\n    ")}`)
      }
      assert.deepStrictEqual(wrong, [])
      assert.isAtLeast(selects.length, 60)
      // The others have what decides how many rows they count or where they stand among them.
      assert.isAbove(equal / columns, 0.85)
    })
  )

  it.effect("is finer than the engine's tree where that hides something", () =>
    Effect.sync(() => {
      for (const [sql, columns] of finer) {
        const found = [...lineage(sql).columns].map(([name, flow]) => [name, texts(flow).sort().join(" ")])
        assert.deepStrictEqual(Object.fromEntries(found), columns, sql)
      }
    })
  )

  it.effect("is that of ClickHouse on random queries", () =>
    Effect.gen(function* () {
      const context = yield* Effect.context<ClickHouse>()
      let compared = 0
      let refused = 0
      yield* Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(arbitrarySelect, async (sql) => {
            const result = await Effect.runPromiseWith(context)(Effect.result(compare(sql)))
            compared++
            if (result._tag === "Failure") refused++
            else assert.deepStrictEqual(result.success.differences, [], sql)
          }),
          { numRuns: rounds(300, 2000) }
        )
      )
      // Some have types that do not go together, some have aliases that are defined by each other: some 15 %.
      assert.isBelow(refused / compared, 0.2)
    })
  )
})
