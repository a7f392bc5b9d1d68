import { Effect } from "effect"
import type { UnitTest } from "../../project/Node.ts"
import { reading } from "../../project/Reading.ts"
import { columnsOfQuery } from "../materialise/Existing.ts"
import type { NodeStore } from "../NodeStore.ts"
import { whereOf } from "./CompileUnitTest.ts"
import { fixtureRows } from "./FixtureRows.ts"
import { byLowerName, expectedSql, unitTestQuestion } from "./FixtureSql.ts"
import { differenceText, type Row, rowDifference } from "./RowDifference.ts"

const text = (cell: unknown): string =>
  cell === null ? "NULL" : typeof cell === "string" ? cell : JSON.stringify(cell)

/** Marks a text that looks like a missing value. */
const distinct = (cell: unknown): string => (cell === "NULL" ? '"NULL"' : text(cell))

/** Compares what the model's SQL gives with what the test expects, in the columns that it names. */
export const runUnitTest = Effect.fn("RunUnitTest.run")(function* (store: NodeStore, test: UnitTest, sql: string) {
  const where = whereOf(test)
  const columns = byLowerName(yield* columnsOfQuery(store, sql))
  const rows = yield* reading(() => fixtureRows(where, test.expect))
  const expected =
    rows === undefined
      ? { sql: String(test.expect.rows), columns: [...columns.values()].map(({ name }) => `"${name}"`) }
      : yield* reading(() => expectedSql(where, columns, rows))
  const { meta, data } = yield* store.ask(unitTestQuestion(sql, expected))
  const of = (kind: string): ReadonlyArray<Row> =>
    data.filter((row) => row.at(-1) === kind).map((row) => row.slice(0, -1).map(distinct))
  const difference = rowDifference(of("expected"), of("actual"))
  if (difference === undefined) return { status: "pass", failures: 0, message: null } as const
  const names = meta.slice(0, -1).map(({ name }) => name)
  return { status: "fail", failures: 1, message: differenceText(names, difference) } as const
})
