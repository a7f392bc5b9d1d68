import { Effect, Redacted } from "effect"
import { beforeAll, describe, expect, it } from "vitest"
import { auditCells } from "../../src/methods/auditCells.ts"
import { tableOf as perturbationTableOf } from "../../src/methods/cellKeyMethods.ts"
import type { MethodInput, ProtectedCells, ProtectionMethod } from "../../src/methods/ProtectionMethod.ts"
import { protectionMethods } from "../../src/methods/protectionMethods.ts"
import { roundedCells } from "../../src/methods/roundingMethods.ts"
import { perturbed } from "../../src/perturb/PerturbationTable.ts"
import { midpoint6, nearest } from "../../src/perturb/Rounding.ts"
import { publicKnowledge } from "../../src/protect/publicKnowledge.ts"
import { type Profile, profiles } from "../../src/rules/Profile.ts"
import { primaryCells } from "../../src/rules/primaryCells.ts"
import { type LoadedSolver, loadSolver, Solver } from "../../src/solver/Solver.ts"
import type { CountTable } from "../../src/tables/CountTable.ts"
import { toSystem } from "../../src/tables/toSystem.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"
import { tableOf } from "../fixtures/tableOf.ts"

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

const profile = profiles.get("ctdc-11") as Profile

const inputOf = (tables: ReadonlyArray<CountTable>): MethodInput => {
  const linked = toSystem(tables, [], { total: "Total" })
  return {
    linked,
    profile,
    primary: primaryCells(linked.system, profile, { contributors: undefined, contributions: undefined }),
    known: publicKnowledge(linked.system),
    key: Redacted.make("a secret of this test")
  }
}

const protect = (method: ProtectionMethod, input: MethodInput): ProtectedCells | undefined =>
  Effect.runSync(
    method.protect(input).pipe(
      Effect.provideService(Solver, solver),
      Effect.catchTag("MethodRefused", () => Effect.succeed(undefined))
    )
  )

/** A small table of two dimensions. */
const small = (seed: number, rows: number, columns: number): CountTable => {
  const draw = mulberry32(seed)
  const leaves = Array.from({ length: rows * columns }, (_, k) => ({
    at: [`r${k % rows}`, `c${Math.floor(k / rows)}`],
    count: draw() < 0.5 ? Math.floor(draw() * 12) : 11 + Math.floor(draw() * 25)
  }))
  return tableOf("small", ["row", "column"], leaves)
}

/** Does a count give the figure under the method, whatever the key? */
const able: Readonly<Record<string, (count: number, figure: number) => boolean>> = {
  suppression: (count, figure) => count === figure,
  rounding: (count, figure) => (count === 0 || count >= 11) && nearest(5).round(count) === figure,
  "midpoint-6": (count, figure) => (count === 0 || count >= 11) && midpoint6.round(count) === figure,
  "cell-key": (count, figure) => {
    const table = perturbationTableOf(profile)
    if (table === undefined || (count > 0 && count < 11)) return false
    for (let key = 0; key < table.keys; key++) if (perturbed(table, count, key) === figure) return true
    return false
  }
}

/**
 * All that hidden cells can be, by trying every table of 2 x 2 whose figures are those shown. Follows the tables' labels, not the
 * system's sums, and rounds again instead of using the bounds that the method claims.
 */
const bruteForce = (table: CountTable, input: MethodInput, cells: ProtectedCells, method: string) => {
  const most = 75
  const cellOf = input.linked.joined.cellOf[0] as Int32Array
  const row = (r: string, c: string) => {
    for (let at = 0; at < table.rows; at++)
      if (
        table.codes[0]?.[table.key[at * 2] as number] === r &&
        table.codes[1]?.[table.key[at * 2 + 1] as number] === c
      )
        return cellOf[at] as number
    return -1
  }
  const names = ["r0", "r1", "Total"].flatMap((r) => ["c0", "c1", "Total"].map((c) => row(r, c)))
  const fits = (cell: number, count: number) =>
    cells.hidden[cell] !== 0
      ? count >= 1
      : (able[method] as (count: number, figure: number) => boolean)(count, cells.shown[cell] as number)
  const fitting = names.map((cell) =>
    Uint8Array.from({ length: 4 * most + 1 }, (_, count) => (fits(cell, count) ? 1 : 0))
  )
  const ok = (k: number, count: number) => (fitting[k] as Uint8Array)[count] === 1
  const low = new Float64Array(9).fill(Number.POSITIVE_INFINITY)
  const high = new Float64Array(9).fill(-1)
  for (let a = 0; a <= most; a++) {
    if (!ok(0, a)) continue
    for (let b = 0; b <= most; b++) {
      if (!ok(1, b) || !ok(2, a + b)) continue
      for (let c = 0; c <= most; c++) {
        if (!ok(3, c) || !ok(6, a + c)) continue
        for (let d = 0; d <= most; d++) {
          if (!ok(4, d) || !ok(5, c + d) || !ok(7, b + d) || !ok(8, a + b + c + d)) continue
          const counts = [a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d]
          counts.forEach((count, k) => {
            low[k] = Math.min(low[k] as number, count)
            high[k] = Math.max(high[k] as number, count)
          })
        }
      }
    }
  }
  return names.map((cell, k) => ({ cell, low: low[k] as number, high: high[k] as number }))
}

describe.each(["suppression", "rounding", "midpoint-6", "cell-key"])("%s", (name) => {
  const method = protectionMethods.get(name) as ProtectionMethod

  it("leaves every hidden cell of small tables as wide as it must be: every table that gives the figures is tried", () => {
    let judged = 0
    let shown = 0
    for (let seed = 1; seed <= 25; seed++) {
      const table = small(seed, 2, 2)
      const input = inputOf([table])
      const cells = protect(method, input)
      if (cells === undefined) continue
      const { need } = input.primary
      for (const { cell, low, high } of bruteForce(table, input, cells, name)) {
        const value = input.linked.system.value[cell] as number
        expect(low, `${name} ${seed}`).toBeLessThanOrEqual(value)
        expect(high).toBeGreaterThanOrEqual(value)
        if (cells.hidden[cell] === 0) {
          shown += 1
          continue
        }
        judged += 1
        expect(high - low, `width, seed ${seed}`).toBeGreaterThanOrEqual(need.width[cell] as number)
        expect(high, `reach, seed ${seed}`).toBeGreaterThanOrEqual(need.reach[cell] as number)
        expect(low >= 1 && high <= need.small - 1).toBe(false)
      }
    }
    expect(judged).toBeGreaterThan(20)
    expect(shown).toBeGreaterThan(20)
  })
})

it("rounding with unsafe cells hidden and no others is found out by trying all tables: the tests above can fail", () => {
  let narrow = 0
  for (let seed = 1; seed <= 25; seed++) {
    const table = small(seed, 2, 2)
    const input = inputOf([table])
    const { need, primary } = input.primary
    const cells = roundedCells(input, nearest(5), primary)
    const found = bruteForce(table, input, cells, "rounding").filter(
      ({ cell, low, high }) =>
        cells.hidden[cell] !== 0 &&
        (high - low < (need.width[cell] as number) || high < (need.reach[cell] as number) || high < need.small)
    )
    const verdict = auditCells(solver, input.linked.system, cells, input.primary)
    // What is found by trying, the attack has too.
    const had = new Set([...verdict.narrow, ...verdict.undecided])
    for (const { cell } of found) expect(had.has(cell), `seed ${seed}`).toBe(true)
    narrow += found.length
  }
  expect(narrow).toBeGreaterThan(5)
})

describe.each([...protectionMethods.keys()])("%s on larger tables", (name) => {
  const method = protectionMethods.get(name) as ProtectionMethod

  it("passes its audit, shows no unsafe cell, keeps zeros, has the counts within its bounds, and repeats exactly", () => {
    for (const seed of [1, 2, 3]) {
      const input = inputOf([small(seed, 4, 5), small(seed, 4, 5)])
      const cells = protect(method, input)
      expect(cells, `${name} ${seed}`).toBeDefined()
      if (cells === undefined) continue
      const verdict = auditCells(solver, input.linked.system, cells, input.primary)
      expect([verdict.narrow.length, verdict.undecided.length, verdict.contradictions]).toEqual([0, 0, 0])
      input.linked.system.value.forEach((value, cell) => {
        if (input.primary.primary[cell] === 1) expect(cells.hidden[cell]).not.toBe(0)
        expect(Number.isNaN(cells.shown[cell] as number)).toBe(cells.hidden[cell] !== 0)
        if (value === 0) expect(cells.shown[cell]).toBe(0)
        expect(cells.known.low[cell] as number).toBeLessThanOrEqual(value)
        expect(cells.known.high[cell] as number).toBeGreaterThanOrEqual(value)
      })
      const again = protect(method, input)
      expect(again?.shown).toEqual(cells.shown)
    }
  })

  it("adds up where it is additive", () => {
    for (const seed of [4, 5]) {
      const input = inputOf([small(seed, 4, 4)])
      const cells = protect(method, input)
      if (cells?.additive !== true) continue
      const { count, start, part, total } = input.linked.system.relations
      for (let r = 0; r < count; r++) {
        let sum = -(cells.shown[total[r] as number] as number)
        for (let at = start[r] as number; at < (start[r + 1] as number); at++)
          sum += cells.shown[part[at] as number] as number
        if (!Number.isNaN(sum)) expect(sum).toBe(0)
      }
    }
  })
})
