import { Effect, Logger, Result } from "effect"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { protectTables } from "../../src/protect/protectTables.ts"
import { defaultProfile } from "../../src/rules/Profile.ts"
import { loadSolver, Solver } from "../../src/solver/Solver.ts"
import { type AprioriStatus, aprioriStatuses } from "../../src/tables/Apriori.ts"
import { personsInterval } from "../fixtures/personsInterval.ts"
import { all, counting, hierarchy, isLeaf, leaves, tableOf, type Vector } from "../fixtures/randomTables.ts"

const solver = await loadSolver()

const protectWith = (
  vectors: ReadonlyArray<Vector>,
  count: (v: Vector) => number,
  status: ReadonlyMap<Vector, AprioriStatus>
) => {
  const decisions = [...status].map(([[place = "", sex = "", year = ""], status], row) => ({
    cell: { place, sex, year },
    status,
    reason: "test",
    row
  }))
  return Effect.runPromise(
    Effect.result(
      protectTables([tableOf(vectors, count)], {
        total: "Total",
        profile: defaultProfile,
        hierarchy,
        apriori: { file: "apriori.csv", decisions }
      })
    ).pipe(Effect.provideService(Solver, solver), Effect.provide(Logger.layer([])))
  )
}

describe("decisions about single cells of random tables", () => {
  it("are followed or refused, and leave no suppressed cell narrow to an attacker who solves for the persons themselves", async () => {
    let followed = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.constant(0), fc.nat(9), fc.nat(60)), {
          minLength: leaves.length,
          maxLength: leaves.length
        }),
        fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...aprioriStatuses)), { minLength: 1, maxLength: 4 }),
        async (given, keep, drawn) => {
          const vectors = all.filter((v, i) => isLeaf(v) || keep[i] === true)
          const count = counting(given)
          const status = new Map(drawn.map(([at, one]) => [vectors[at % vectors.length] as Vector, one]))
          const result = await protectWith(vectors, count, status)
          if (Result.isFailure(result)) return assert.strictEqual(result.failure._tag, "WouldDisclose")
          followed += 1
          const { linked, hidden } = result.success
          const isHidden = (row: number) => hidden[linked.joined.cellOf[0]?.[row] as number] !== 0
          vectors.forEach((v, row) => {
            const isSmall = count(v) > 0 && count(v) < 11
            const decided = status.get(v)
            if (decided === "suppress") assert.isTrue(isHidden(row))
            else if (decided === "publish" || (decided === "keep" && !isSmall)) assert.isFalse(isHidden(row))
            else if (isSmall) assert.isTrue(isHidden(row))
          })
          const shown = vectors.flatMap((v, row) => (isHidden(row) ? [] : [[v, count(v)] as const]))
          const unseen = vectors.filter((_, row) => isHidden(row))
          const least = unseen.some((v) => count(v) === 0) ? 0 : 1
          for (const v of unseen) {
            const [low, high] = personsInterval(solver, shown, unseen, v, least)
            assert.isAtLeast(high - low, 5, "width")
            assert.isFalse(low >= 1 && high <= 10, "proved small")
          }
        }
      ),
      { numRuns: rounds(2, 60), seed: 22 }
    )
    assert.isAbove(followed, 0)
  })
})
