import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { type AdditiveFigures, controlledRounding } from "../../src/perturb/controlledRounding.ts"
import { midpoint6, nearest, roundingKnowledge } from "../../src/perturb/Rounding.ts"
import { type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import type { LinkedSystem } from "../../src/system/LinkedSystem.ts"
import { dimension, linkedTable } from "../fixtures/linkedTable.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

/** Each cell's tie from its number. */
const tieOf = (system: LinkedSystem): Float64Array =>
  Float64Array.from({ length: system.cells }, (_, cell) => ((cell * 0.618_033_988_7) % 1) as number)

const round = (
  system: LinkedSystem,
  base: number,
  free = new Uint8Array(system.cells),
  tie = tieOf(system)
): AdditiveFigures | undefined => controlledRounding(solver, { system, target: system.value, free, base, tie })

/** Do all relations hold among the figures, hidden ones left out with their relations? */
const addsUp = ({ relations }: LinkedSystem, figure: Float64Array): boolean => {
  for (let r = 0; r < relations.count; r++) {
    let sum = -(figure[relations.total[r] as number] as number)
    for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++)
      sum += figure[relations.part[at] as number] as number
    if (!Number.isNaN(sum) && sum !== 0) return false
  }
  return true
}

/**
 * Least sum of distances of any zero-restricted rounding that adds up, by trying out all of them on the cells that are no sum of
 * others; undefined where there is none. Shares nothing with what it judges: sums are followed by depth from the leaves.
 */
const bruteForce = ({ cells, value, relations }: LinkedSystem, base: number): number | undefined => {
  const isTotal = new Uint8Array(cells)
  for (const total of relations.total) isTotal[total] = 1
  const leaves = Array.from({ length: cells }, (_, c) => c).filter((c) => isTotal[c] === 0)
  let best: number | undefined
  for (let pattern = 0; pattern < 2 ** leaves.length; pattern++) {
    const figure = new Float64Array(cells).fill(Number.NaN)
    let possible = true
    leaves.forEach((leaf, k) => {
      const up = (pattern >> k) & 1
      const below = Math.floor((value[leaf] as number) / base) * base
      if (up === 1 && below === value[leaf]) possible = false
      figure[leaf] = below + up * base
    })
    if (!possible) continue
    for (let found = true; found; ) {
      found = false
      for (let r = 0; r < relations.count; r++) {
        let sum = 0
        for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++)
          sum += figure[relations.part[at] as number] as number
        const total = relations.total[r] as number
        if (Number.isNaN(sum)) continue
        if (Number.isNaN(figure[total] as number)) {
          figure[total] = sum
          found = true
        } else if (figure[total] !== sum) possible = false
      }
    }
    let distance = 0
    for (let c = 0; c < cells && possible; c++) {
      const off = Math.abs((figure[c] as number) - (value[c] as number))
      if (!(off < base)) possible = false
      distance += off
    }
    if (possible && (best === undefined || distance < best)) best = distance
  }
  return best
}

const distance = (system: LinkedSystem, figure: Float64Array): number =>
  figure.reduce((sum, one, cell) => sum + (Number.isNaN(one) ? 0 : Math.abs(one - (system.value[cell] as number))), 0)

const random = (sizes: ReadonlyArray<ReadonlyArray<number>>, seed: number, most: number): LinkedSystem => {
  const draw = mulberry32(seed)
  return linkedTable(sizes.map(dimension), () => Math.floor(draw() * (most + 1)))
}

describe("rounding one count", () => {
  it("midpoint 6 as published: 0 -> 0, 1-6 -> 3, 7-12 -> 9, 13-18 -> 15", () => {
    const counts = Array.from({ length: 19 }, (_, c) => c)
    expect(counts.map(midpoint6.round)).toEqual([0, 3, 3, 3, 3, 3, 3, 9, 9, 9, 9, 9, 9, 15, 15, 15, 15, 15, 15])
  })

  it.each([nearest(5), nearest(3), nearest(10), midpoint6])(
    "$name: the interval behind a figure is exactly what gives it",
    (rounding) => {
      for (let figure = 0; figure < 200; figure++) {
        const able = Array.from({ length: 400 }, (_, c) => c).filter((count) => rounding.round(count) === figure)
        if (able.length === 0) continue
        const known = roundingKnowledge(Float64Array.of(figure), Uint8Array.of(0), rounding, 1, { low: 0, high: 9 })
        expect([known.low[0], known.high[0]]).toEqual([able[0], able.at(-1)])
      }
    }
  )

  it("where counts under a threshold are hidden, the figure at the threshold discloses more, and zero is zero", () => {
    const known = roundingKnowledge(Float64Array.of(10, 0, Number.NaN), Uint8Array.of(0, 0, 1), nearest(5), 11, {
      low: 1,
      high: 99
    })
    expect([...known.low]).toEqual([11, 0, 1])
    expect([...known.high]).toEqual([12, 0, 99])
  })
})

describe("controlled rounding", () => {
  it("of two dimensions is always zero-restricted, adds up, and is as near as the best of all", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom([2, 3], [3, 3], [2, 4]),
        (seed, [rows, columns]) => {
          const system = random([[rows as number], [columns as number]], seed, 30)
          const found = round(system, 5)
          expect(found?.beyond).toBe(0)
          if (found === undefined) return
          expect(addsUp(system, found.figure)).toBe(true)
          expect(distance(system, found.figure)).toBeLessThanOrEqual((bruteForce(system, 5) as number) + 1e-9)
        }
      ),
      { numRuns: 40, seed: 6 }
    )
  })

  it("of three dimensions, and with levels, is zero-restricted exactly where any is", () => {
    let impossible = 0
    let possible = 0
    for (let seed = 1; seed <= 60; seed++) {
      const system =
        seed % 3 === 0 ? random([[2, 2], [2]], seed, 13) : random([[2], [2], [2]], seed, seed % 2 === 0 ? 3 : 12)
      const base = seed % 2 === 0 ? 2 : 5
      const best = bruteForce(system, base)
      const found = round(system, base)
      expect(found).toBeDefined()
      if (found === undefined) continue
      expect(addsUp(system, found.figure)).toBe(true)
      expect(found.beyond === 0).toBe(best !== undefined)
      if (best === undefined) impossible += 1
      else {
        possible += 1
        expect(distance(system, found.figure)).toBeLessThanOrEqual(best + 0.02 * base * system.cells)
      }
    }
    expect(possible).toBeGreaterThan(20)
    expect(impossible).toBeGreaterThan(2)
  })

  it("depends on nothing that is hidden", () => {
    let compared = 0
    for (let seed = 1; seed <= 30; seed++) {
      const system = random([[3], [3]], seed, 20)
      // Hidden counts change, all that is shown stays.
      const value = system.value.slice()
      const { relations } = system
      const free = Uint8Array.from(value, (v) => (v > 0 && v < 11 ? 1 : 0))
      const other = { ...system, value: value.map((v, c) => (free[c] === 1 ? v + 1 + (c % 3) : v)) }
      expect(relations.count).toBeGreaterThan(0)
      const [a, b] = [round(system, 5, free), round(other, 5, free)]
      expect(a).toBeDefined()
      expect(b?.figure).toEqual(a?.figure)
      compared += free.reduce((sum, mark) => sum + mark, 0)
    }
    expect(compared).toBeGreaterThan(30)
  })

  it("is the same in whatever order the cells come", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const system = random([[3], [4]], seed, 40)
      const tie = tieOf(system)
      const to = Array.from({ length: system.cells }, (_, c) => (c * 7 + 3) % system.cells)
      if (new Set(to).size < system.cells) continue
      const moved = {
        ...system,
        value: new Float64Array(system.cells),
        relations: {
          ...system.relations,
          part: system.relations.part.map((c) => to[c] as number),
          total: system.relations.total.map((c) => to[c] as number)
        }
      }
      const movedTie = new Float64Array(system.cells)
      to.forEach((at, c) => {
        moved.value[at] = system.value[c] as number
        movedTie[at] = tie[c] as number
      })
      const a = round(system, 5)
      const b = round(moved, 5, new Uint8Array(system.cells), movedTie)
      expect(to.map((at) => b?.figure[at])).toEqual([...(a?.figure ?? [])])
    }
  })

  it("never makes a figure of a zero", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const system = random([[2], [2], [3]], seed, 2)
      const value = system.value
      const found = round(system, 5)
      found?.figure.forEach((figure, c) => {
        if (value[c] === 0) expect(figure).toBe(0)
      })
    }
  })
})
