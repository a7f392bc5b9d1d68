import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import type { Equations } from "../../src/attack/Equations.ts"
import { madeFrom } from "../../src/attack/innerLoopsCode.ts"
import {
  boundUnknown,
  type PrimalDualState,
  primalDualState,
  primalDualSteps
} from "../../src/attack/primalDualSteps.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

const draw = mulberry32(5)
const below = (most: number) => Math.floor(draw() * most)

/** Random rows, of which some are empty, and unknowns without an upper bound. */
const randomEquations = (unknowns: number, rows: number): Equations => {
  const lines = Array.from({ length: rows }, () =>
    [...new Set(Array.from({ length: below(7) }, () => below(unknowns)))].map((v) => [v, below(2) * 3 - 1] as const)
  )
  const start = [0]
  for (const line of lines) start.push((start.at(-1) as number) + line.length)
  return {
    unknowns,
    rows,
    low: Float64Array.from({ length: unknowns }, () => below(2)),
    high: Float64Array.from({ length: unknowns }, () => (below(3) === 0 ? Number.POSITIVE_INFINITY : 2 + below(90))),
    start: Int32Array.from(start),
    index: Int32Array.from(lines.flatMap((line) => line.map(([v]) => v))),
    coefficient: Float64Array.from(lines.flatMap((line) => line.map(([, by]) => by))),
    right: Float64Array.from(lines, () => below(200))
  }
}

/** One step in the words of the method: by what each row has too much, unknown by unknown. */
const stepByDefinition = (
  { index, coefficient, start, rows, right }: Equations,
  state: PrimalDualState,
  barrier: number
): { readonly point: ReadonlyArray<number>; readonly price: ReadonlyArray<number> } => {
  const entries = Array.from({ length: rows }, (_, r) =>
    Array.from(
      index.slice(start[r], start[r + 1]),
      (v, k) => [v, coefficient[(start[r] as number) + k] as number] as const
    )
  )
  const clamp = (x: number, v: number) => Math.min(state.highest[v] as number, Math.max(state.lowest[v] as number, x))
  const point = Array.from(state.point, (before, v) => {
    const asked = entries.reduce((sum, row, r) => {
      const by = row.find(([of]) => of === v)?.[1] ?? 0
      return sum + by * (state.price[r] as number)
    }, 0)
    const step = state.unknownStep[v] as number
    const [home, fee, weight] = [state.home[v] as number, step * (state.toll[v] as number), state.weight[v] as number]
    const from = before - step * asked
    if (fee > 0) return clamp(Math.abs(from - home) <= fee ? home : from - Math.sign(from - home) * fee, v)
    const low = state.low[v] as number
    const offBound = (x: number) => low + (x - low + Math.hypot(x - low, 2 * Math.sqrt(step * barrier))) / 2
    const [pulled, free, enough] = [offBound(from + step * weight), offBound(from), state.target[v] as number]
    if (weight > 0 && pulled > enough) return clamp(Math.max(free, enough), v)
    if (weight < 0 && pulled < enough) return clamp(Math.min(free, enough), v)
    return clamp(pulled, v)
  })
  const price = Array.from(state.price, (before, r) => {
    const has = (entries[r] ?? []).reduce(
      (sum, [v, by]) => sum + by * (2 * (point[v] as number) - (state.point[v] as number)),
      0
    )
    return before + (state.rowStep[r] as number) * (has - (right[r] as number))
  })
  return { point, price }
}

describe("the inner loops", () => {
  for (const [unknowns, rows] of [
    [1, 1],
    [40, 25],
    [83, 60]
  ] as const)
    test(`do what the method says with ${unknowns} unknowns in ${rows} rows`, () => {
      const equations = randomEquations(unknowns, rows)
      const start = Float64Array.from(equations.low, (low, v) => Math.min(low + below(40), equations.high[v] as number))
      const state = primalDualState(equations, start, 200)
      start.forEach((home, v) => {
        if (v % 5 === 0) boundUnknown(state, v, home, home)
        else if (v % 5 === 1) state.toll[v] = 0.3 * below(4)
        else if (v % 5 === 2) state.weight[v] = below(2) * 6 - 3
        state.target[v] = home + below(9) - 4
      })
      for (let steps = 0; steps < 40; steps++) {
        const expected = stepByDefinition(equations, state, 0.01)
        primalDualSteps(state, 1, 0.01)
        state.point.forEach((x, v) => {
          expect(x).toBeCloseTo(expected.point[v] as number, 8)
        })
        state.price.forEach((x, r) => {
          expect(x).toBeCloseTo(expected.price[r] as number, 8)
        })
      }
    })

  test("were made from the text that is in the repository", () => {
    const text = readFileSync(new URL("../../kernel/innerLoops.wat", import.meta.url), "utf8")
    expect(createHash("sha256").update(text).digest("hex")).toBe(madeFrom)
  })
})
