/** Oracle: a linear programme over all rows and hidden classes at once. */
import fc from "fast-check"
import { beforeAll, expect, test } from "vitest"
import type { LinearProgramme } from "../../src/solver/LinearProgramme.ts"
import { type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import { BoundReasons } from "../../src/suppress/BoundReasons.ts"
import { type Classes, classesOf, classState } from "../../src/suppress/Classes.ts"
import { exposedClasses } from "../../src/suppress/exposedClasses.ts"
import { SuppressionPattern } from "../../src/suppress/SuppressionPattern.ts"
import { lossByValue } from "../../src/suppress/SuppressionProblem.ts"
import { dimension, linkedTable, skewed } from "../fixtures/linkedTable.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"
import { arbitraryTable, byThreshold } from "../fixtures/randomTable.ts"

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

const isHidden = ({ state }: Classes, of: number) => state[of] !== classState.published

/** How far a class can move: all hidden classes are free within their bounds, and all rows stay balanced. */
const maxDisplacement = (classes: Classes, target: number, direction: 1 | -1): number => {
  const { count, rows, start, index, coefficient, value, low, high } = classes
  const room = (end: Float64Array) => end.map((x, of) => (isHidden(classes, of) ? x - (value[of] as number) : 0))
  return solver.using(
    {
      columns: count,
      rows,
      cost: Float64Array.from(value, (_, of) => (of === target ? direction : 0)),
      low: room(low),
      high: room(high),
      rowLow: new Float64Array(rows),
      rowHigh: new Float64Array(rows),
      start,
      index,
      coefficient
    },
    (programme) => {
      programme.seek("most")
      return programme.solve().objective
    }
  )
}

/** What multipliers prove: the target's change is a sum of the other classes' changes, each within its bounds. */
const provedBy = (
  classes: Classes,
  target: number,
  direction: 1 | -1,
  reason: { rows: ReadonlyArray<number>; multiplier: Float64Array }
) => {
  const { count, start, index, coefficient, value, low, high } = classes
  const share = new Float64Array(count)
  share[target] = direction
  reason.rows.forEach((r, k) => {
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const of = index[at] as number
      share[of] = (share[of] as number) - (reason.multiplier[k] as number) * (coefficient[at] as number)
    }
  })
  return share.reduce((sum, by, of) => {
    if (!isHidden(classes, of) || Math.abs(by) < 1e-9) return sum
    return sum + by * ((by > 0 ? (high[of] as number) : (low[of] as number)) - (value[of] as number))
  }, 0)
}

test("reasons prove bounds that hold, and nearly all that bounds propagation finds exposed", () => {
  let proved = 0
  let exposed = 0
  fc.assert(
    fc.property(arbitraryTable, fc.nat(1000), (table, seed) => {
      const classes = classesOf({ ...table, cost: lossByValue(table.system) })
      classes.state.forEach((state, of) => {
        if (state === classState.published && (of * 7919 + seed) % 5 === 0) classes.state[of] = classState.secondary
      })
      const reasons = new BoundReasons(classes)
      const found = new Set(exposedClasses(classes))
      for (let of = 0; of < Math.min(15, classes.count); of++)
        for (const direction of [1, -1] as const) {
          const reason = isHidden(classes, of) ? reasons.of(of, direction, 10) : undefined
          if (direction === 1 && found.has(of)) exposed += 1
          if (reason === undefined) continue
          const bound = provedBy(classes, of, direction, reason)
          const most = maxDisplacement(classes, of, direction)
          expect(bound).toBeGreaterThanOrEqual(most - 1e-6)
          if (direction === 1 && found.has(of) && bound < (classes.high[of] as number) - (classes.value[of] as number))
            proved += 1
        }
    }),
    { numRuns: 25, seed: 66 }
  )
  expect(exposed).toBeGreaterThan(30)
  expect(proved / exposed).toBeGreaterThan(0.9)
})

test("a choice opens few programmes, because the bounds of rows explain what is exposed", () => {
  const draw = mulberry32(7)
  const system = linkedTable([dimension([9]), dimension([8]), dimension([3])], () => skewed(draw, 0.4))
  const { primary, known, need } = byThreshold(system, 11, 5)
  let opened = 0
  const counting = Object.assign(Object.create(solver) as LoadedSolver, {
    open: (programme: LinearProgramme) => {
      opened += 1
      return solver.open(programme)
    }
  })
  const classes = classesOf({ system, primary, known, need, cost: lossByValue(system) })
  new SuppressionPattern(counting, classes, {
    freeRounds: 15,
    seconds: 60,
    exactUpTo: 0,
    programmesUpTo: 12_000,
    maxWork: Number.POSITIVE_INFINITY
  }).choose()
  expect(classes.count).toBeGreaterThan(150)
  expect(exposedClasses(classes)).toEqual([])
  expect(opened).toBeLessThan(10)
})
