/** Multiple-systems estimation on random tables: what must not change when lists are named, ordered or counted otherwise. */

import { assert, beforeAll, describe, it } from "@effect/vitest"
import fc from "fast-check"
import { rounds } from "../../../test/fullRun.ts"
import { averageOnGrid } from "../../src/hidden/averageModels.ts"
import { type CaptureTable, captureTable, onAll } from "../../src/hidden/CaptureTable.ts"
import { checkCaptures } from "../../src/hidden/checkCaptures.ts"
import { decomposableGraphs } from "../../src/hidden/DecomposableGraph.ts"
import { estimateHidden } from "../../src/hidden/estimateHidden.ts"
import { fitPairModel } from "../../src/hidden/fitPairModel.ts"
import { type LinearSolver, loadLinearSolver } from "../../src/hidden/linearProgramme.ts"
import { ModelCheck } from "../../src/hidden/ModelCheck.ts"
import { allPairs, maskName, pairModel } from "../../src/hidden/PairModel.ts"
import { stepwise } from "../../src/hidden/stepwise.ts"

const seeded = { numRuns: rounds(30, 400), seed: 7 }

/** Three to five lists; cells are often empty. */
const tables = fc.integer({ min: 3, max: 5 }).chain((k) =>
  fc
    .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })), { minLength: 2 ** k - 1, maxLength: 2 ** k - 1 })
    .map((counts) =>
      captureTable(
        ["A", "B", "C", "D", "E"].slice(0, k),
        counts.map((count, i) => [i + 1, count] as const)
      )
    )
)

const tablesWithPairs = tables.chain((table) =>
  fc.tuple(fc.constant(table), fc.subarray([...allPairs(table.lists.length)]))
)

const permuteMask = (mask: number, order: ReadonlyArray<number>) =>
  order.reduce((sum, to, from) => ((mask & (1 << from)) !== 0 ? sum | (1 << to) : sum), 0)

/** The same persons, the list at place `i` now at place `order[i]`. */
const permuted = ({ lists, counts }: CaptureTable, order: ReadonlyArray<number>): CaptureTable =>
  captureTable(
    lists.map((_, to) => lists[order.indexOf(to)] as string),
    [...counts.entries()].map(([history, count]) => [permuteMask(history, order), count] as const)
  )

const near = (a: number | undefined, b: number | undefined, relative = 1e-7) =>
  assert.isAtMost(Math.abs((a ?? Number.NaN) - (b ?? Number.NaN)), 1e-7 + relative * Math.abs(a ?? 0))

describe("hidden persons", () => {
  let solver: LinearSolver
  beforeAll(async () => {
    solver = await loadLinearSolver()
  })

  it("the order of the lists changes nothing", () => {
    fc.assert(
      fc.property(
        tablesWithPairs.chain(([table, pairs]) =>
          fc.tuple(
            fc.constant(table),
            fc.constant(pairs),
            fc.shuffledSubarray([...table.lists.keys()], { minLength: table.lists.length })
          )
        ),
        ([table, pairs, order]) => {
          const other = permuted(table, order)
          const model = pairModel(pairs)
          const otherModel = pairModel(pairs.map((pair) => permuteMask(pair, order)))
          const existence = new ModelCheck(solver).existence(table, model)
          assert.strictEqual(new ModelCheck(solver).existence(other, otherModel), existence)
          if (existence !== "fits") return
          const a = fitPairModel(table, model)
          const b = fitPairModel(other, otherModel)
          near(a?.hidden, b?.hidden, 1e-6)
          near(a?.deviance, b?.deviance, 1e-6)
          near(a?.aic, b?.aic)
        }
      ),
      seeded
    )
  })

  it("a fit has the sums of the table, and the mean of hidden persons that follows from its parameters", () => {
    fc.assert(
      fc.property(tablesWithPairs, ([table, pairs]) => {
        const model = pairModel(pairs)
        if (new ModelCheck(solver).existence(table, model) !== "fits") return
        const fit = fitPairModel(table, model)
        assert.isDefined(fit)
        if (fit === undefined) return
        const seen = fit.means.map((mean, history) => (history === 0 ? 0 : mean))
        for (const mask of [0, ...table.lists.map((_, j) => 1 << j), ...model.pairs]) {
          const sum = seen.reduce((total, mean, history) => ((history & mask) === mask ? total + mean : total), 0)
          near(sum, onAll(table, mask), 1e-6)
        }
        // Without terms of three lists, the odds of any three follow from the pairs: the hidden cell from seven others.
        const [a, b, c] = [1, 2, 4]
        const m = (history: number) => fit.means[history] as number
        const others = m(a) * m(b) * m(c) * m(a | b | c)
        if (others > 1e-3) near(m(0), others / (m(a | b) * m(a | c) * m(b | c)), 1e-5)
      }),
      seeded
    )
  })

  it("as many persons in every cell times as many hidden", () => {
    fc.assert(
      fc.property(tablesWithPairs, fc.integer({ min: 2, max: 9 }), ([table, pairs], times) => {
        const model = pairModel(pairs)
        const many = captureTable(
          table.lists,
          [...table.counts.entries()].map(([history, count]) => [history, count * times] as const)
        )
        const existence = new ModelCheck(solver).existence(table, model)
        assert.strictEqual(new ModelCheck(solver).existence(many, model), existence)
        if (existence !== "fits") return
        near((fitPairModel(table, model)?.hidden ?? 0) * times, fitPairModel(many, model)?.hidden, 1e-6)
      }),
      seeded
    )
  })

  it("what a check remembers is what a new one finds", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const known = new ModelCheck(solver)
        const pairs = allPairs(table.lists.length)
        for (let size = pairs.length; size >= 0; size -= 2) {
          const model = pairModel(pairs.slice(0, size))
          assert.strictEqual(known.existence(table, model), new ModelCheck(solver).existence(table, model))
        }
      }),
      seeded
    )
  })

  it("a refused table has no estimate, and every other one has its range", () => {
    fc.assert(
      fc.property(tables, (table) => {
        if (table.lists.length === 5 || checkCaptures(table).length > 0) return
        if (new ModelCheck(solver).existence(table, pairModel([])) !== "fits") return
        const found = estimateHidden(solver, table)
        for (const { hidden } of [found.model, found.stepwise, ...found.models]) {
          assert.isAtLeast(hidden, found.range.low)
          assert.isAtMost(hidden, found.range.high)
        }
        assert.isAtLeast(found.supported.low, found.range.low)
        assert.isAtMost(found.supported.high, found.range.high)
        assert.strictEqual(
          found.models.length + found.withoutEstimate.length,
          found.range.possible,
          "every model of up to five lists is tried"
        )
        assert.deepStrictEqual(found.stepwise.terms.slice(0, table.lists.length), table.lists)
        const choice = stepwise(table, new ModelCheck(solver))?.path.at(-1)
        near(choice?.hidden, found.stepwise.hidden)
      }),
      { ...seeded, numRuns: Math.ceil(seeded.numRuns / 4) }
    )
  })

  it("hidden cells: what any table within the bounds' corners gives is inside", () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 7 }), (table, cell) => {
        const low = table.counts.slice()
        const high = table.counts.slice()
        low[cell] = 1
        high[cell] = 9
        const counts = table.counts.slice()
        counts[cell] = 5
        const hidden = { lists: table.lists, counts, low, high }
        if (new ModelCheck(solver).existence(hidden, pairModel([])) !== "fits") return
        const found = estimateHidden(solver, hidden)
        assert.strictEqual(found.fillings?.tables, 2)
        for (const count of [1, 9]) {
          const filled = captureTable(
            table.lists,
            [...counts.entries()].map(([history, n]) => [history, history === cell ? count : n] as const)
          )
          const { hidden: persons } = fitPairModel(filled, pairModel([])) ?? { hidden: Number.NaN }
          assert.isAtLeast(persons, (found.fillings?.low ?? Number.NaN) - 1e-9)
          assert.isAtMost(persons, (found.fillings?.high ?? Number.NaN) + 1e-9)
        }
      }),
      { ...seeded, numRuns: Math.ceil(seeded.numRuns / 4) }
    )
  })

  it("the average of models does not know the order of the lists", () => {
    fc.assert(
      fc.property(tables, (table) => {
        const order = [...table.lists.keys()].reverse()
        const grid = { limit: 400, step: 2 }
        const a = averageOnGrid(table, grid, 0.125, 0.9)
        const b = averageOnGrid(permuted(table, order), grid, 0.125, 0.9)
        near(a.hidden.mean, b.hidden.mean)
        assert.deepStrictEqual([a.hidden.low, a.hidden.high], [b.hidden.low, b.hidden.high])
      }),
      { ...seeded, numRuns: Math.ceil(seeded.numRuns / 4) }
    )
  })

  it("decomposable graphs: as many as there are chordal graphs, each clique once and none in another", () => {
    assert.deepStrictEqual(
      [1, 2, 3, 4, 5, 6].map((k) => decomposableGraphs(k).length),
      [1, 2, 8, 61, 822, 18154] // OEIS A058862
    )
    for (const { cliques, separators } of decomposableGraphs(5)) {
      assert.strictEqual(
        cliques.reduce((a, b) => a | b, 0),
        31
      )
      for (const one of cliques)
        assert.isFalse(
          cliques.some((other) => other !== one && (other & one) === one),
          maskName(["A"], one)
        )
      assert.isAtMost(separators.length, cliques.length - 1)
    }
  })
})
