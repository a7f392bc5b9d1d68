import { Redacted } from "effect"
import fc from "fast-check"
import { assert, beforeAll, describe, it } from "vitest"
import { privateCells } from "../../src/private/privateCells.ts"
import { projectSums } from "../../src/private/projectSums.ts"
import { keyedWords } from "../../src/private/RandomWords.ts"
import { rational } from "../../src/private/Rational.ts"
import { type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import type { LinkedSystem } from "../../src/system/LinkedSystem.ts"
import { arbitraryCase, systemFrom } from "./arbitrarySystem.ts"

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

const words = (seed: number) => keyedWords(Redacted.make(String(seed)), "cells")

/** Oracle: orthonormal rows by Gram and Schmidt, then each taken out: no gradients, no iteration. */
const projectedDense = ({ cells, relations }: LinkedSystem, value: ReadonlyArray<number>): ReadonlyArray<number> => {
  const basis: Array<Array<number>> = []
  const along = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
    a.reduce((sum, x, i) => sum + x * (b[i] as number), 0)
  const without = (row: ReadonlyArray<number>) =>
    basis.reduce<ReadonlyArray<number>>((left, one) => {
      const k = along(left, one)
      return left.map((x, i) => x - k * (one[i] as number))
    }, row)
  for (let r = 0; r < relations.count; r++) {
    const row = new Array<number>(cells).fill(0)
    for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++) {
      const cell = relations.part[at] as number
      row[cell] = (row[cell] as number) - 1
    }
    const total = relations.total[r] as number
    row[total] = (row[total] as number) + 1
    const left = without(without(row))
    const length = Math.sqrt(along(left, left))
    if (length > 1e-9) basis.push(left.map((x) => x / length))
  }
  return without(value)
}

/** Countries in two regions, by year, with all margins: a person stands in six cells. */
const flows = (count: (country: number, year: number) => number) => {
  const value: Array<number> = []
  const sums: Array<{ total: number; parts: Array<number> }> = []
  const at = (place: number, year: number) => place * 5 + year
  // Places 0 … 5 countries, 6 and 7 regions, 8 the world; years 0 … 3, 4 all.
  const members = (place: number) =>
    place < 6 ? [place] : place === 6 ? [0, 1, 2] : place === 7 ? [3, 4, 5] : [0, 1, 2, 3, 4, 5]
  for (let place = 0; place < 9; place++)
    for (let year = 0; year < 5; year++) {
      let sum = 0
      for (const country of members(place)) for (const y of year < 4 ? [year] : [0, 1, 2, 3]) sum += count(country, y)
      value.push(sum)
    }
  for (let place = 0; place < 9; place++)
    sums.push({ total: at(place, 4), parts: [0, 1, 2, 3].map((year) => at(place, year)) })
  for (let year = 0; year < 5; year++) {
    sums.push({ total: at(6, year), parts: [0, 1, 2].map((place) => at(place, year)) })
    sums.push({ total: at(7, year), parts: [3, 4, 5].map((place) => at(place, year)) })
    sums.push({ total: at(8, year), parts: [at(6, year), at(7, year)] })
  }
  return systemFrom(value, sums)
}

describe("private cells of linked tables", () => {
  it("the projection is the nearest point whose sums hold", () =>
    fc.assert(
      fc.property(
        arbitraryCase,
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 20, maxLength: 20 }),
        ({ system }, noise) => {
          const noisy = system.value.map((value, cell) => value + (noise[cell] as number))
          const found = projectSums(system.relations, noisy)
          assert.isDefined(found)
          projectedDense(system, [...noisy]).forEach((value, cell) => {
            assert.closeTo(found?.[cell] as number, value, 1e-5)
          })
        }
      ),
      { numRuns: 200 }
    ))

  it("sums of what is shown hold, nobody is made up, nothing that can't be is shown, and the figures are near", () => {
    const system = flows((country, year) =>
      country === 5 || (country === 4 && year === 0) ? 0 : 60 * (country + 1) + 25 * year
    )
    const possible = new Uint8Array(system.cells).fill(1)
    // Country 4 cannot be in year 0 by public knowledge.
    possible[4 * 5] = 0
    let [shownCells, additive] = [0, 0]
    for (let seed = 0; seed < 40; seed++) {
      const found = privateCells(words(seed), solver, system, {
        rho: rational(1, 2),
        standing: 6,
        inventing: 1e-3,
        possible
      })
      assert.isDefined(found)
      if (found === undefined) continue
      assert.isNaN(found.shown[4 * 5] as number)
      found.shown.forEach((figure, cell) => {
        if (Number.isNaN(figure)) return
        shownCells += 1
        assert.isAbove(system.value[cell] as number, 0)
        assert.isTrue(Number.isInteger(figure))
      })
      if (!found.additive) continue
      additive += 1
      const { count, start, part, total } = system.relations
      for (let r = 0; r < count; r++) {
        const parts = [...part.subarray(start[r], start[r + 1])].map((cell) => found.shown[cell] as number)
        const sum = parts.reduce((a, b) => a + b, 0)
        const whole = found.shown[total[r] as number] as number
        if (Number.isNaN(whole)) continue
        if (!Number.isNaN(sum)) assert.equal(sum, whole)
      }
    }
    assert.isAbove(shownCells, 40 * 25)
    assert.isAbove(additive, 30)
  })

  it("a list of what can be that persons contradict is told, and nothing is shown", () => {
    const system = flows(() => 100)
    const possible = new Uint8Array(system.cells).fill(1)
    possible[3] = 0
    const rule = { rho: rational(1, 2), standing: 6, inventing: 1e-3, possible }
    assert.isUndefined(privateCells(words(1), solver, system, rule))
  })

  it("the projection takes noise away: margins and cells are nearer than what was drawn", () => {
    const system = flows((country, year) => 200 + 10 * country + year)
    let [squares, n, deviation] = [0, 0, 0]
    for (let seed = 0; seed < 60; seed++) {
      const found = privateCells(words(seed), solver, system, { rho: rational(1, 2), standing: 6, inventing: 1e-3 })
      deviation = found?.deviation as number
      found?.shown.forEach((figure, cell) => {
        squares += (figure - (system.value[cell] as number)) ** 2
        n += 1
      })
    }
    assert.equal(n, 60 * 45)
    assert.closeTo(deviation, Math.sqrt(6), 1e-9)
    // 24 of 45 dimensions are left of the noise; a little more by rounding.
    assert.isBelow(squares / n, 6 * 0.65)
    assert.isAbove(squares / n, 6 * 0.45)
  })
})
