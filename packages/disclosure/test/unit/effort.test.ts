import { Effect, Logger } from "effect"
import { assert, beforeAll, describe, it } from "vitest"
import { attack } from "../../src/attack/attack.ts"
import { Effort } from "../../src/attack/Effort.ts"
import { type Displacement, maxDisplacement } from "../../src/attack/maxDisplacement.ts"
import { auditReport } from "../../src/protect/AuditReport.ts"
import { auditTables } from "../../src/protect/auditTables.ts"
import { type LoadedSolver, loadSolver, Solver } from "../../src/solver/Solver.ts"
import { classesOf } from "../../src/suppress/Classes.ts"
import { SuppressionPattern } from "../../src/suppress/SuppressionPattern.ts"
import { lossByValue } from "../../src/suppress/SuppressionProblem.ts"
import { suppress } from "../../src/suppress/suppress.ts"
import { suppressUntilSafe } from "../../src/suppress/suppressUntilSafe.ts"
import { stateCode } from "../../src/tables/CellState.ts"
import { systemFrom } from "../fixtures/arbitrarySystem.ts"
import { dimension, linkedTable, skewed } from "../fixtures/linkedTable.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"
import { tableOf } from "../fixtures/tableOf.ts"

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

/** Four dimensions with all margins, and unsafe counts hidden alone. */
const naive = () => {
  const draw = mulberry32(7)
  const leaves = Array.from({ length: 7 * 6 * 4 * 2 }, (_, k) => ({
    at: [k % 7, Math.floor(k / 7) % 6, Math.floor(k / 42) % 4, Math.floor(k / 168)].map(String),
    count: skewed(draw, 0.4)
  })).filter(({ count }) => count > 0)
  const table = tableOf(
    "naive",
    ["a", "b", "c", "d"],
    leaves,
    Array.from({ length: 4 }, () => () => ["Total"])
  )
  return {
    ...table,
    state: Uint8Array.from(table.count, (count) => (count < 11 ? stateCode.suppressed : stateCode.published)),
    count: table.count.map((count) => (count < 11 ? Number.NaN : count))
  }
}

const audited = async (maxWork?: number) => {
  const options = { total: "Total", hierarchy: [], threshold: 11, exactUpTo: 0 }
  const audit = await Effect.runPromise(
    auditTables([naive()], { ...options, ...(maxWork === undefined ? {} : { maxWork }) }).pipe(
      Effect.provide(Solver.layer),
      Effect.provide(Logger.layer([]))
    )
  )
  return { audit, report: auditReport(audit) }
}

describe("work that is counted", () => {
  it("ends an audit with the open cells undecided, and reports it; what was proved until then stays", async () => {
    const [all, some, none] = [await audited(), await audited(3e4), await audited(1)]
    assert.deepStrictEqual([all.report.undecided, all.report.unfinished], [0, false])
    assert.isAbove(all.report.narrow, 0)
    assert.isTrue(some.report.unfinished)
    assert.isTrue(none.report.unfinished)
    assert.isAbove(some.report.undecided, 0)
    assert.isAbove(none.report.undecided, some.report.undecided)
    const narrow = new Set(all.audit.verdict.narrow)
    for (const { audit } of [some, none]) {
      for (const cell of audit.verdict.narrow) assert.isTrue(narrow.has(cell))
      const undecided = new Set(audit.verdict.undecided)
      const failing = new Set([...audit.verdict.narrow, ...undecided])
      for (const cell of narrow) assert.isTrue(failing.has(cell))
    }
  })

  it("ends in the same place each time", async () => {
    const [one, other] = [await audited(3e4), await audited(3e4)]
    assert.deepStrictEqual(one.report, other.report)
  })

  it("refuses a protection that is not proved", () => {
    const draw = mulberry32(3)
    const system = linkedTable([dimension([12]), dimension([12]), dimension([7])], () => skewed(draw, 0.4))
    const primary = Uint8Array.from(system.value, (value) => (value < 11 ? 1 : 0))
    const known = {
      low: new Float64Array(system.cells).fill(1),
      high: new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
    }
    const need = { width: new Float64Array(system.cells).fill(5), reach: new Float64Array(system.cells), small: 11 }
    const problem = { system, primary, known, need, cost: lossByValue(system) }
    const spent = suppressUntilSafe(solver, problem, undefined, undefined, new Effort(1))
    assert.isAbove(spent.failing.length, 0)
    const { hidden, unprotected } = suppress(solver, problem, { patternUpTo: 0, effort: new Effort(1) })
    assert.isAbove(unprotected.length, 0)
    const judged = attack(solver, system, hidden, known, need)
    for (const cell of judged.narrow) assert.include([...unprotected], cell)
  })
})

describe("a cell that several sums determine together", () => {
  // 0 + 1 + 2 = 3 and 1 + 2 = 4: no sum alone lacks room, and yet 0 = 3 - 4.
  const system = systemFrom(
    [4, 60, 70, 134, 130],
    [
      { total: 3, parts: [0, 1, 2] },
      { total: 4, parts: [1, 2] }
    ]
  )
  const known = { low: new Float64Array(5).fill(1), high: new Float64Array(5).fill(Number.POSITIVE_INFINITY) }
  const need = { width: new Float64Array(5).fill(5), reach: Float64Array.of(11, 0, 0, 0, 0), small: 11 }
  const primary = Uint8Array.of(1, 1, 1, 0, 0)
  const problem = { system, primary, known, need, cost: lossByValue(system) }

  it("gets room in one of them, which a programme decides", () => {
    const classes = classesOf(problem)
    const of = classes.classOf[0] as number
    const look = () => maxDisplacement(solver, classes, of, 1, 7)
    const before = look() as Displacement
    assert.isUndefined(before.circulation)
    const pattern = new SuppressionPattern(solver, classes, {
      freeRounds: 1,
      seconds: 60,
      exactUpTo: 0,
      programmesUpTo: 0,
      maxWork: 0
    })
    assert.isTrue(pattern.explain(of, 7, 7).cut)
    assert.isTrue(pattern.hideMore())
    assert.isDefined(look()?.circulation)
  })

  it("is safe in a table taken for large as in a small one", () => {
    for (const how of [{ optimumUpTo: 0, patternUpTo: 0 }, {}]) {
      const { hidden, unprotected } = suppress(solver, problem, how)
      assert.deepStrictEqual([...unprotected], [])
      const { narrow, undecided } = attack(solver, system, hidden, known, need)
      assert.deepStrictEqual([[...narrow], [...undecided]], [[], []])
    }
  })
})

describe("a cell of a large table that cannot rise", () => {
  // 0 + 1 = 2: cell 0 is known to be 6 at most, and cell 1 is published nowhere and needs nothing.
  const system = { ...systemFrom([6, 20, 26], [{ total: 2, parts: [0, 1] }]), unshown: Uint8Array.of(0, 1, 0) }
  const known = { low: Float64Array.of(1, 1, 1), high: Float64Array.of(6, 400, 400) }
  const need = { width: Float64Array.of(5, 0, 0), reach: new Float64Array(3), small: 0 }
  const problem = { system, primary: Uint8Array.of(1, 0, 0), known, need, cost: lossByValue(system) }

  it("is safe because it can fall, and nothing else is hidden for it", () => {
    const { hidden, unprotected } = suppress(solver, problem, { optimumUpTo: 0, patternUpTo: 0 })
    assert.deepStrictEqual([[...hidden], [...unprotected]], [[1, 0, 0], []])
  })
})
