/** Oracle: attacker.py (scipy's HiGHS, no propagation, no aliases, no code in common) on random linked tables. */

import { attack } from "@corridor/disclosure/attack/attack"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import type { Hidden, Knowledge, LinkedSystem, Need } from "@corridor/disclosure/system/LinkedSystem"
import { beforeAll, describe, expect, test } from "vitest"
import { mulberry32 } from "../../ingest/demo/mulberry32.ts"
import { contradicting, glotip, hasGlotip } from "../../packages/disclosure/test/fixtures/glotip.ts"
import { dimension, hideByLines, linkedTable, skewed } from "../../packages/disclosure/test/fixtures/linkedTable.ts"
import {
  attackerInput,
  hasPythonAttacker,
  pythonAttack
} from "../../packages/disclosure/test/fixtures/pythonAttacker.ts"
import { full } from "../fixtures/fullRun.ts"

const tables = full ? 60 : 12

interface Attacked {
  readonly system: LinkedSystem
  readonly hidden: Hidden
  readonly known: Knowledge
  readonly need: Need
}

/** A table of two or three dimensions, flat or with groups; hidden by threshold alone, or by lines, or by chance. */
const randomTable = (seed: number): Attacked => {
  const draw = mulberry32(seed)
  const size = (most: number) => 2 + Math.floor(draw() * (most - 1))
  const one = () => dimension(draw() < 0.5 ? [size(5)] : [size(3), size(3)])
  const dimensions = draw() < 0.5 ? [one(), one()] : [one(), one(), dimension([size(3)])]
  const system = linkedTable([...dimensions], () => skewed(draw, 0.3))
  const way = draw()
  const hidden =
    way < 0.3
      ? Uint8Array.from(system.value, (v) => (v < 11 ? 1 : 0))
      : way < 0.7
        ? hideByLines(system, 11)
        : Uint8Array.from(system.value, () => (draw() < 0.5 ? 1 : 0))
  const zerosShown = draw() < 0.5 ? 1 : 0
  const capped = draw() < 0.5
  return {
    system,
    hidden,
    known: {
      low: Float64Array.from(hidden, (mark) => (mark === 0 ? 0 : zerosShown)),
      high: Float64Array.from(system.value, (v) => (capped ? v + 40 : Number.POSITIVE_INFINITY))
    },
    need: {
      width: new Float64Array(system.cells).fill(5),
      reach: Float64Array.from(system.value, (v, cell) => (hidden[cell] === 1 ? Math.max(11, v + 5) : 0)),
      small: 11
    }
  }
}

const number = (x: number) => (Number.isFinite(x) ? x : null)

describe.skipIf(!hasPythonAttacker(full))(
  "the attacker and an independent one",
  { meta: { needs: "Python with scipy" } },
  () => {
    let solver: LoadedSolver
    const made = Array.from({ length: tables }, (_, seed) => randomTable(seed + 1)).filter(
      ({ system }) => system.cells > 0
    )
    beforeAll(async () => {
      solver = await loadSolver()
    })

    test(`find the same intervals on ${tables} random linked tables`, { timeout: 900_000 }, () => {
      const theirs = pythonAttack(made.map(({ system, hidden, known }) => attackerInput(system, hidden, known)))
      made.forEach(({ system, hidden, known, need }, k) => {
        const judge = hidden.map((mark) => (mark === 0 ? 0 : 1))
        const ours = attack(solver, system, hidden, known, need, { aim: "intervals", judge, wholeUpTo: 60 })
        const other = theirs[k] as (typeof theirs)[number]
        expect(other.infeasible + other.broken).toBe(0)
        expect(ours.contradictions).toBe(0)
        expect(other.cells.map((cell) => number(ours.intervals.low[cell] as number))).toEqual(other.low)
        expect(other.cells.map((cell) => number(ours.intervals.high[cell] as number))).toEqual(other.high)
        expect(ours.pinned).toBe(other.pinned)
      })
    })

    test("name the same narrow cells", { timeout: 900_000 }, () => {
      const theirs = pythonAttack(
        made.map(({ system, hidden, known, need }) => attackerInput(system, hidden, known, need))
      )
      let narrow = 0
      made.forEach(({ system, hidden, known, need }, k) => {
        const judge = hidden.map((mark) => (mark === 0 ? 0 : 1))
        const ours = attack(solver, system, hidden, known, need, { judge, wholeUpTo: 60 })
        expect([...ours.undecided]).toEqual([])
        expect([...ours.narrow]).toEqual(theirs[k]?.narrow)
        narrow += ours.narrow.length
      })
      expect(narrow).toBeGreaterThan(full ? 100 : 50)
    })

    test("name the same narrow cells of four dimensions, of which only unsafe ones are hidden and zeros are possible", {
      timeout: 900_000
    }, () => {
      const draw = mulberry32(4)
      const system = linkedTable([dimension([9]), dimension([6]), dimension([5]), dimension([2])], () =>
        skewed(draw, 0.2)
      )
      const hidden = Uint8Array.from(system.value, (value) => (value < 11 ? 1 : 0))
      const known = { low: new Float64Array(system.cells), high: new Float64Array(system.cells).fill(400) }
      const width = Float64Array.from(hidden, (mark) => 5 * mark)
      const need = { width, reach: new Float64Array(system.cells), small: 11 }
      const [theirs] = pythonAttack([attackerInput(system, hidden, known, need)])
      const published = { ...system, value: system.value.map((v, cell) => (hidden[cell] === 0 ? v : Number.NaN)) }
      // With the primal-dual method and without it, when programmes over independent rows are what decides.
      for (const ellipsoid of [true, false]) {
        const options = { wholeUpTo: 60, largeFrom: 100, everyCell: true, ellipsoid }
        const ours = attack(solver, published, hidden, known, need, options)
        expect([...ours.undecided]).toEqual([])
        expect([...ours.narrow]).toEqual(theirs?.narrow)
        // Neither all nor none.
        expect(ours.narrow.length).toBeLessThan(hidden.filter((mark) => mark === 1).length)
        if (!ellipsoid) expect(ours.programmes).toBeGreaterThan(20)
      }
    })

    const unodc = { timeout: 900_000, meta: { needs: full ? "the shared tables" : "npm run test:full" } }
    test.skipIf(!full || !hasGlotip())("find the same in UNODC's table along sex and age", unodc, () => {
      const bad = contradicting(glotip())
      const { system, hidden, known } = glotip((group) => !bad.has(group))
      const [theirs] = pythonAttack([attackerInput(system, hidden, known)])
      const need = { width: new Float64Array(system.cells), reach: new Float64Array(system.cells), small: 0 }
      const ours = attack(solver, system, hidden, known, need, { aim: "intervals" })
      // What scipy 1.17.1 found on the table to 2017: 16.5 % of the cells of sums that can be true, 3 parts that can't.
      expect([theirs?.cells.length, theirs?.pinned, theirs?.infeasible]).toEqual([11_029, 1_818, 3])
      expect(theirs?.cells.map((cell) => ours.intervals.low[cell])).toEqual(theirs?.low)
      expect(theirs?.cells.map((cell) => ours.intervals.high[cell])).toEqual(theirs?.high)
      expect(ours.contradictions).toBeGreaterThanOrEqual(3)
    })
  }
)
