/** Oracle: attacker.py (scipy's HiGHS, no code in common) on what suppression leaves of random linked tables. */

import { loadSolver } from "@corridor/disclosure/solver/Solver"
import { lossByValue } from "@corridor/disclosure/suppress/SuppressionProblem"
import { suppress } from "@corridor/disclosure/suppress/suppress"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  attackerInput,
  hasPythonAttacker,
  pythonAttack
} from "../../packages/disclosure/test/fixtures/pythonAttacker.ts"
import { arbitraryTable } from "../../packages/disclosure/test/fixtures/randomTable.ts"
import { full } from "../fixtures/fullRun.ts"

describe.skipIf(!hasPythonAttacker(full))(
  "suppression and an independent attacker",
  { meta: { needs: "Python with scipy" } },
  () => {
    test(`0 narrow cells on ${full ? 60 : 5} random linked tables`, { timeout: 1_800_000 }, async () => {
      const solver = await loadSolver()
      const made = fc.sample(arbitraryTable, { numRuns: full ? 60 : 5, seed: 67 }).map((table) => {
        const { hidden, unprotected } = suppress(
          solver,
          { ...table, cost: lossByValue(table.system) },
          { optimumUpTo: 20 }
        )
        return { ...table, hidden, unprotected }
      })
      const verdicts = pythonAttack(
        made.map(({ system, hidden, known, need }) => attackerInput(system, hidden, known, need))
      )
      made.forEach(({ unprotected }, k) => {
        const verdict = verdicts[k]
        expect(verdict?.broken).toBe(0)
        expect(verdict?.infeasible).toBe(0)
        expect(verdict?.narrow).toEqual([...unprotected])
      })
      // The method for large tables, on the same tables: it may fail where a solution exists, but lets no narrow interval pass.
      const large = made.map((table) => {
        const cost = lossByValue(table.system)
        return { ...table, ...suppress(solver, { ...table, cost }, { optimumUpTo: 0, patternUpTo: 0 }) }
      })
      pythonAttack(large.map(({ system, hidden, known, need }) => attackerInput(system, hidden, known, need))).forEach(
        ({ narrow, broken, infeasible }, k) => {
          expect([broken, infeasible]).toEqual([0, 0])
          expect([...narrow]).toEqual([...(large[k]?.unprotected ?? [])])
        }
      )
      // The attacker can find something: the same tables with their unsafe cells hidden alone.
      const naive = pythonAttack(
        made.map(({ system, primary, known, need }) => attackerInput(system, primary, known, need))
      )
      expect(naive.reduce((sum, { narrow }) => sum + narrow.length, 0)).toBeGreaterThan(full ? 50 : 20)
    })
  }
)
