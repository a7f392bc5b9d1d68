/** Tables of one population after another, some of which changed: what the others give away is found all the same, and what was skipped is named. */
import { Effect, Logger } from "effect"
import { assert, describe, it } from "vitest"
import { type AuditReport, auditReport } from "../../src/protect/AuditReport.ts"
import { auditTables } from "../../src/protect/auditTables.ts"
import { auditVerdict } from "../../src/protect/auditVerdict.ts"
import { publicKnowledge } from "../../src/protect/publicKnowledge.ts"
import { cellFacts } from "../../src/rules/CellFacts.ts"
import { defaultProfile } from "../../src/rules/Profile.ts"
import { primaryCells } from "../../src/rules/primaryCells.ts"
import { loadSolver, Solver } from "../../src/solver/Solver.ts"
import { lossByValue } from "../../src/suppress/SuppressionProblem.ts"
import { suppressUntilSafe } from "../../src/suppress/suppressUntilSafe.ts"
import { stateCode } from "../../src/tables/CellState.ts"
import type { CountTable } from "../../src/tables/CountTable.ts"
import { toSystem } from "../../src/tables/toSystem.ts"
import { type CyclicTables, cyclicTables } from "../fixtures/cyclicTables.ts"

const solver = await loadSolver()
const threshold = 11
const profile = { ...defaultProfile, contributors: 0, dominance: undefined, pPercent: undefined }

/** Tables as readers have them, hidden by the sums among them alone: as margins of one joint table they may give something away. */
const published = (made: CyclicTables): ReadonlyArray<CountTable> => {
  const linked = toSystem(made.tables, made.hierarchy, { total: "Total" })
  const { system, joined } = linked
  const { primary, need } = primaryCells(system, profile, cellFacts(made.tables, linked))
  const problem = { system, primary, known: publicKnowledge(system), need, cost: lossByValue(system) }
  const { hidden } = suppressUntilSafe(solver, problem, undefined)
  return made.tables.map((table, t) => {
    const isHidden = (row: number) => hidden[joined.cellOf[t]?.[row] as number] !== 0
    return {
      ...table,
      name: `${t}.csv`,
      count: table.count.map((count, row) => (isHidden(row) ? Number.NaN : count)),
      state: table.state.map((state, row) => (isHidden(row) ? stateCode.suppressed : state))
    }
  })
}

/** The same table of a population that has three times as many. */
const changed = (table: CountTable): CountTable => ({
  ...table,
  name: "changed.csv",
  count: table.count.map((count) => 3 * count)
})

/** The same table with the names of two origins exchanged: it agrees with tables without origins, and not with others. */
const exchanged = (table: CountTable): CountTable => ({
  ...table,
  name: "exchanged.csv",
  codes: table.codes.map((codes) => codes.map((code) => (code === "o0" ? "o1" : code === "o1" ? "o0" : code)))
})

const audited = async ({ hierarchy }: CyclicTables, now: CountTable, earlier: ReadonlyArray<CountTable>) => {
  const releases = earlier.map((one) => [one])
  const audit = await Effect.runPromise(
    auditTables([now], { total: "Total", hierarchy, threshold, earlier: releases }).pipe(
      Effect.provideService(Solver, solver),
      Effect.provide(Logger.layer([]))
    )
  )
  return auditReport(audit)
}

const narrowIn = ({ intervals, earlierFailing }: AuditReport) => ({
  now: intervals.flatMap(({ cell, verdict }) => (verdict === "narrow" ? [cell] : [])),
  earlier: earlierFailing
})

/** In these some cell is too narrow only where all tables are margins of one joint table. By number, and which of them is the last. */
const leaking = [
  [20, 1],
  [22, 1],
  [48, 0],
  [48, 1]
] as const

const madeOf = (seed: number, last: number) => {
  const made = cyclicTables(seed)
  const all = published(made)
  const [first, ...rest] = all.toSpliced(last, 1) as [CountTable, ...Array<CountTable>]
  return { made, now: all[last] as CountTable, first, rest }
}

const otherCounts = (report: AuditReport) =>
  auditVerdict(report).unchecked.filter((text) => text.includes("with other counts"))

const assertFound = (report: AuditReport, expected: ReturnType<typeof narrowIn>, what: string) => {
  const { now, earlier } = narrowIn(report)
  assert.includeDeepMembers([...now], expected.now, what)
  assert.isAtLeast(earlier, expected.earlier, what)
}

describe("tables after earlier ones of one population", { timeout: 60_000 }, () => {
  it("are attacked together although others changed, which the verdict names and counts", async () => {
    for (const [seed, last] of leaking) {
      const { made, now, first, rest } = madeOf(seed, last)
      const together = await audited(made, now, [first, ...rest])
      assert.deepStrictEqual(otherCounts(together), [])
      const expected = narrowIn(together)
      assert.isAbove(expected.now.length + expected.earlier, 0)
      assert.deepStrictEqual(narrowIn(await audited(made, now, rest)), { now: [], earlier: 0 })
      for (const place of [0, 2]) {
        const report = await audited(made, now, [first, ...rest].toSpliced(place, 0, changed(first)))
        assertFound(report, expected, `${seed} ${last} ${place}`)
        assert.deepStrictEqual(otherCounts(report), [
          "1 earlier table with other counts (changed.csv) was not attacked as a margin of one joint table with these"
        ])
      }
    }
  })

  it("are attacked with each set of earlier tables that agree", async () => {
    for (const [seed, last] of leaking) {
      const { made, now, first, rest } = madeOf(seed, last)
      const expected = narrowIn(await audited(made, now, [first, ...rest]))
      assertFound(await audited(made, now, [exchanged(first), first, ...rest]), expected, `${seed} ${last}`)
    }
  })
})
