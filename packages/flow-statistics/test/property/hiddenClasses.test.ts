/** The stated range when persons are not alike: two latent classes, one of which is several times less often on each list. */
import { assert, beforeAll, describe, it } from "@effect/vitest"
import { rounds } from "../../../test/fullRun.ts"
import { captureTable, checkCaptures, estimateHidden, type LinearSolver, loadLinearSolver } from "../../src/index.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"

interface Population {
  readonly persons: number
  /** Share of the reluctant class. */
  readonly reluctant: number
  /** Probability of each list for the others, and how many times lower it is for the reluctant. */
  readonly lists: ReadonlyArray<number>
  readonly times: number
}

const populations: ReadonlyArray<Population> = [
  { persons: 1500, reluctant: 0.6, lists: [0.35, 0.3, 0.4], times: 6 },
  { persons: 1000, reluctant: 0.6, lists: [0.3, 0.25, 0.35, 0.2], times: 5 },
  { persons: 2000, reluctant: 0.7, lists: [0.4, 0.4, 0.3, 0.5], times: 8 },
  { persons: 5000, reluctant: 0.7, lists: [0.4, 0.3, 0.35, 0.25], times: 4 },
  { persons: 2000, reluctant: 0.6, lists: [0.3, 0.25, 0.35, 0.2, 0.3], times: 6 }
]

/** The lists of one population, drawn person by person. */
const drawTable = ({ persons, reluctant, lists, times }: Population, seed: number) => {
  const random = seededNumbers(seed)
  const cells: Array<readonly [number, number]> = []
  for (let person = 0; person < persons; person++) {
    const divisor = random.next() < reluctant ? times : 1
    const history = lists.reduce((sum, p, j) => (random.next() < p / divisor ? sum | (1 << j) : sum), 0)
    if (history > 0) cells.push([history, 1])
  }
  return captureTable(["A", "B", "C", "D", "E"].slice(0, lists.length), cells)
}

describe("a reluctant class", () => {
  let solver: LinearSolver
  beforeAll(async () => {
    solver = await loadLinearSolver()
  })

  it.each(populations)(
    "$persons persons, $lists.length lists, $times times lower: the range contains the total, and it is at least N",
    (population) => {
      const runs = population.lists.length > 4 ? rounds(3, 100) : rounds(8, 200)
      let inside = 0
      let tooMany = 0
      for (let run = 0; run < runs; run++) {
        const table = drawTable(population, 1 + run)
        assert.isEmpty(checkCaptures(table))
        const { answer, range, supported } = estimateHidden(solver, table)
        const { persons } = population
        if (supported.total.low <= persons && persons <= supported.total.high) inside += 1
        if (answer.atLeast > persons) tooMany += 1
        if (population.lists.length < 4) assert.isUndefined(answer.atMost)
        assert.isAtMost(range.total.low, supported.total.low)
        assert.isAtLeast(range.total.high, supported.total.high)
      }
      // In a few runs, one may miss by chance.
      assert.isAtLeast(inside, Math.min(0.9 * runs, runs - 1))
      assert.isAtMost(tooMany, 0.05 * runs)
    }
  )
})
