import fc from "fast-check"
import type { Knowledge, LinkedSystem, Need } from "../../src/system/LinkedSystem.ts"
import { dimension, linkedTable } from "../fixtures/linkedTable.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

/** A random linked table by a threshold: what is unsafe, known and needed. */
export interface RandomTable {
  readonly system: LinkedSystem
  readonly primary: Uint8Array
  readonly known: Knowledge
  readonly need: Need
}

/** Threshold rules on any system: counts from 1 to threshold - 1 are unsafe; hidden cells are known to be above zero. */
export const byThreshold = (system: LinkedSystem, threshold: number, width: number): RandomTable => {
  const primary = Uint8Array.from(system.value, (v) => (v > 0 && v < threshold ? 1 : 0))
  return {
    system,
    primary,
    known: {
      low: Float64Array.from(system.value, (v) => (v > 0 ? 1 : 0)),
      high: new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
    },
    need: {
      width: new Float64Array(system.cells).fill(width),
      reach: Float64Array.from(system.value, (v, cell) => (primary[cell] === 1 ? Math.max(threshold, v + width) : 0)),
      small: threshold
    }
  }
}

const shapes: ReadonlyArray<ReadonlyArray<ReadonlyArray<number>>> = [
  [[4], [5]],
  [[3, 2], [4]],
  [
    [2, 3],
    [3, 2]
  ],
  [[3], [3], [3]],
  [[2, 2], [3], [2]],
  [
    [2, 1, 3],
    [2, 3],
    [2, 2]
  ]
]

/** Two and three dimensions, with and without levels; some empty, some full; counts mostly small. */
export const arbitraryTable: fc.Arbitrary<RandomTable> = fc
  .record({
    shape: fc.constantFrom(...shapes),
    seed: fc.nat(1_000_000),
    empty: fc.constantFrom(0, 0.3, 0.6),
    top: fc.constantFrom(4, 12, 40, 400),
    threshold: fc.constantFrom(3, 5, 11),
    width: fc.constantFrom(2, 5)
  })
  .map(({ shape, seed, empty, top, threshold, width }) => {
    const draw = mulberry32(seed)
    const system = linkedTable(shape.map(dimension), () =>
      draw() < empty ? 0 : Math.floor(draw() ** 3 * top) + (draw() < 0.3 ? 0 : 1)
    )
    return byThreshold(system, threshold, width)
  })
