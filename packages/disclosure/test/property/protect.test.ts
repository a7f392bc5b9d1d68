import { Effect, Logger } from "effect"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { full } from "../../../test/fullRun.ts"
import { protectTables } from "../../src/protect/protectTables.ts"
import { defaultProfile } from "../../src/rules/Profile.ts"
import { loadSolver, Solver } from "../../src/solver/Solver.ts"
import type { CountTable } from "../../src/tables/CountTable.ts"
import { personsInterval } from "../fixtures/personsInterval.ts"
import { all, counting, hierarchy, isLeaf, leaves, tableOf } from "../fixtures/randomTables.ts"

const solver = await loadSolver()

const protectNow = (table: CountTable) =>
  Effect.runPromise(
    protectTables([table], { total: "Total", profile: defaultProfile, hierarchy }).pipe(
      Effect.provideService(Solver, solver),
      Effect.provide(Logger.layer([]))
    )
  )

describe("protected tables", () => {
  it("leave no hidden cell narrow to an attacker who solves for the persons themselves", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constant(0), fc.nat(9), fc.nat(60)), {
          minLength: leaves.length,
          maxLength: leaves.length
        }),
        fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
        async (given, keep) => {
          const vectors = all.filter((v, i) => isLeaf(v) || keep[i] === true)
          const count = counting(given)
          const table = tableOf(vectors, count)
          const { linked, hidden } = await protectNow(table)
          const isHidden = (row: number) => hidden[linked.joined.cellOf[0]?.[row] as number] !== 0
          vectors.forEach((v, row) => {
            // What is small is never shown, what is zero always.
            if (count(v) > 0 && count(v) < 11) assert.isTrue(isHidden(row))
            if (count(v) === 0) assert.isFalse(isHidden(row))
          })
          const shown = vectors.flatMap((v, row) => (isHidden(row) ? [] : [[v, count(v)] as const]))
          const unseen = vectors.filter((_, row) => isHidden(row))
          for (const v of unseen) {
            const [low, high] = personsInterval(solver, shown, unseen, v)
            assert.isAtLeast(high - low, 5, "width")
            assert.isFalse(low >= 1 && high <= 10, "proved small")
            if (count(v) < 11) assert.isAtLeast(high, Math.max(11, count(v) + 5), "reach")
          }
        }
      ),
      { numRuns: full ? 60 : 2, seed: 11 }
    )
  })
})
