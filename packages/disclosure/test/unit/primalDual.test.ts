import { beforeAll, describe, expect, test } from "vitest"
import { attack } from "../../src/attack/attack.ts"
import { raiseTogether } from "../../src/attack/byPrimalDual.ts"
import { ComponentSearch } from "../../src/attack/ComponentSearch.ts"
import { PrimalDual } from "../../src/attack/PrimalDual.ts"
import { Witnesses } from "../../src/attack/Witnesses.ts"
import { type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import { payTolls } from "../../src/suppress/payTolls.ts"
import { systemFrom } from "../fixtures/arbitrarySystem.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

const [rows, columns] = [20, 28]
const at = (r: number, c: number) => r * columns + c

/** A table of small counts with both margins, of which only those are shown. */
const crossed = (seed: number) => {
  const draw = mulberry32(seed)
  const inner = Array.from({ length: rows * columns }, () => 1 + Math.floor(draw() * 9))
  const across = Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (__, c) => at(r, c)))
  const down = Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (__, r) => at(r, c)))
  const sums = [...across, ...down].map((parts, s) => ({ total: inner.length + s, parts }))
  const value = [...inner, ...sums.map(({ parts }) => parts.reduce((sum, cell) => sum + (inner[cell] as number), 0))]
  const system = systemFrom(value, sums)
  return {
    system,
    sums,
    hidden: Uint8Array.from(value, (_, cell) => (cell < inner.length ? 1 : 0)),
    known: {
      low: new Float64Array(value.length).fill(1),
      high: new Float64Array(value.length).fill(Number.POSITIVE_INFINITY)
    },
    need: {
      width: new Float64Array(value.length).fill(5),
      reach: new Float64Array(value.length).fill(14),
      small: 11
    }
  }
}

const equationsFor = ({ system: { value }, sums }: ReturnType<typeof crossed>) => {
  const unknowns = rows * columns
  const start = [0]
  for (const { parts } of sums) start.push((start.at(-1) as number) + parts.length)
  return {
    unknowns,
    low: new Float64Array(unknowns).fill(1),
    high: new Float64Array(unknowns).fill(400),
    rows: sums.length,
    start: Int32Array.from(start),
    index: Int32Array.from(sums.flatMap(({ parts }) => parts)),
    coefficient: new Float64Array(start.at(-1) as number).fill(1),
    right: Float64Array.from(sums, ({ total }) => value[total] as number)
  }
}

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

describe("pushes", () => {
  const table = crossed(1)
  const truth = Float64Array.from(table.system.value.slice(0, rows * columns))
  const requested = Array.from(truth.keys()).filter((v) => v % 9 === 0)
  const pushed = () => {
    const primalDual = new PrimalDual(equationsFor(table), truth)
    const weight = new Float64Array(truth.length)
    for (const v of requested) weight[v] = 1
    primalDual.run({ weight, target: new Float64Array(truth.length).fill(14) }, 1500, 0.01)
    return primalDual.exact()
  }

  test("come to a solution after few steps, although balancing moves unknowns beyond their bounds", () => {
    const equations = equationsFor(table)
    const primalDual = new PrimalDual(equations, truth)
    const weight = truth.map((_, v) => (v % 3 === 0 ? 1 : 0))
    primalDual.run({ weight, target: new Float64Array(truth.length).fill(14) }, 20, 0.01)
    const point = primalDual.exact()
    expect(Math.min(...point)).toBeGreaterThanOrEqual(1 - 1e-5)
    for (let r = 0; r < equations.rows; r++) {
      const own = equations.index.slice(equations.start[r], equations.start[r + 1])
      const sum = own.reduce((all, v) => all + (point[v] as number), 0)
      expect(Math.abs(sum - (equations.right[r] as number))).toBeLessThan(1e-5)
    }
  })

  test("raise the requested unknowns, in a point that balances every row within all bounds", () => {
    const point = pushed()
    for (const { total, parts } of table.sums) {
      const sum = parts.reduce((all, cell) => all + (point[cell] as number), 0)
      expect(Math.abs(sum - (table.system.value[total] as number))).toBeLessThan(1e-5)
    }
    expect(Math.min(...point)).toBeGreaterThanOrEqual(1)
    const raised = requested.filter((v) => (point[v] as number) > 13.9)
    expect(raised.length).toBeGreaterThan(0.9 * requested.length)
  })

  test("the same equations, the same point", () => {
    expect(pushed()).toEqual(pushed())
  })
})

describe("an attack by pushes alone", () => {
  const { system, hidden, known, need } = crossed(4)
  const alone = { programmesUpTo: 0 }
  const blind = { ...system, value: system.value.map((value, cell) => (hidden[cell] === 0 ? value : Number.NaN)) }

  test("shows all to be safe without a solution to begin with", () => {
    const verdict = attack(solver, blind, hidden, known, need, alone)
    expect([verdict.narrow.length, verdict.undecided.length]).toEqual([0, 0])
  })

  test("takes nothing for safe that the exact attack finds narrow", () => {
    const tight = { ...need, reach: need.reach.map(() => 121) }
    const exact = attack(solver, system, hidden, known, tight)
    const verdict = attack(solver, blind, hidden, known, tight, alone)
    const failing = new Set([...verdict.narrow, ...verdict.undecided])
    expect(exact.narrow.length).toBeGreaterThan(0)
    for (const cell of exact.narrow) expect(failing.has(cell)).toBe(true)
  })
})

/** Least and most that a cell of a two-way table can be whose margins are shown and whose cells are 1 at least (Fréchet 1940). */
const frechet = ({ system: { value }, sums }: ReturnType<typeof crossed>, cell: number) => {
  const inner = rows * columns
  const above = (s: number) => (value[inner + s] as number) - (sums[s]?.parts.length as number)
  const [row, column] = [above(Math.floor(cell / columns)), above(rows + (cell % columns))]
  const all = sums.slice(0, rows).reduce((sum, _, s) => sum + above(s), 0)
  return { low: 1 + Math.max(0, row + column - all), high: 1 + Math.min(row, column) }
}

describe("cells that have exactly the room they need", () => {
  const table = crossed(6)
  const { system, hidden, known } = table
  const blind = { ...system, value: system.value.map((value, cell) => (hidden[cell] === 0 ? value : Number.NaN)) }
  const judge = hidden.map((mark, cell) => (mark === 1 && cell % 29 === 0 ? 1 : 0))
  const judged = [...judge.keys()].filter((cell) => judge[cell] === 1)
  const needing = (more: (cell: number) => number) => {
    const width = new Float64Array(system.cells)
    const reach = new Float64Array(system.cells)
    for (const cell of judged) {
      const { low, high } = frechet(table, cell)
      width[cell] = high - low + more(cell)
      reach[cell] = high
    }
    return { width, reach, small: 0 }
  }
  const lacks = judged.filter((_, k) => k % 5 === 0)

  for (const [name, options] of [
    ["pushes, which have to end on bounds", { programmesUpTo: 0 }],
    ["single programmes, the last step of large tables", { programmesUpTo: 0, ellipsoid: false }]
  ] as const)
    test(`are found safe from nothing but what is published, and those that lack one person are not: by ${name}`, () => {
      const safe = attack(
        solver,
        blind,
        hidden,
        known,
        needing(() => 0),
        { ...options, judge }
      )
      expect([safe.contradictions, [...safe.narrow], [...safe.undecided]]).toEqual([0, [], []])
      const without = needing((cell) => (lacks.includes(cell) ? 1 : 0))
      const verdict = attack(solver, blind, hidden, known, without, { ...options, judge })
      expect([[...verdict.narrow], [...verdict.undecided]]).toEqual([lacks, []])
      if ("ellipsoid" in options) expect(safe.programmes).toBeGreaterThan(0)
    })
})

describe("a balanced point", () => {
  const equations = () => ({
    unknowns: 3,
    low: new Float64Array(3).fill(1),
    high: new Float64Array(3).fill(9),
    rows: 1,
    start: Int32Array.of(0, 3),
    index: Int32Array.of(0, 1, 2),
    coefficient: Float64Array.of(1, 1, 1),
    right: Float64Array.of(12)
  })
  const none = new Float64Array(0)
  const needs = { start: new Int32Array(4), sign: new Int8Array(0), offset: none, width: none, reach: none, small: 0 }
  const taken = (to: Float64Array) => {
    const search = new ComponentSearch({ members: Int32Array.of(0, 1, 2), equations: equations() }, needs)
    search.absorbToward(Float64Array.of(1, 2, 9), to)
    return search.seenHigh[1]
  }

  test("that leaves a bound by an error of numbers is taken whole", () => {
    expect(taken(Float64Array.of(1 - 4e-8, 7, 4 + 4e-8))).toBe(7)
  })

  test("that leaves a bound is taken up to it", () => {
    expect(taken(Float64Array.of(0, 8, 4))).toBe(2)
    expect(taken(Float64Array.of(1, 10, 1))).toBe(9)
  })
})

describe("unknowns that pay a toll", () => {
  /** Unknown 0 can rise only if one of the others falls. */
  const among = (tolls: ReadonlyArray<number>) => {
    const unknowns = 1 + tolls.length
    const start = Float64Array.from({ length: unknowns }, (_, v) => (v === 0 ? 5 : 50))
    const primalDual = new PrimalDual(
      {
        unknowns,
        low: new Float64Array(unknowns).fill(1),
        high: new Float64Array(unknowns).fill(400),
        rows: 1,
        start: Int32Array.of(0, unknowns),
        index: Int32Array.from(start.keys()),
        coefficient: new Float64Array(unknowns).fill(1),
        right: Float64Array.of(5 + 50 * tolls.length)
      },
      start
    )
    const published = tolls.map((_, k) => k + 1)
    const request = { unknowns: [0], from: () => 5, to: () => 11 }
    const manner = { goOn: [0.5], more: 0.1, pull: () => 3, lands: false }
    const { paid, come } = payTolls(primalDual, request, manner, published, (v) => tolls[v - 1] as number)
    return { paid, come, point: raiseTogether(primalDual, { ...request, unknowns: come }, manner) }
  }

  test("move where that is cheapest, and the others stay where they were", () => {
    const { paid, point } = among([0.9, 0.2, 0.5])
    expect(paid).toEqual([2])
    expect(point[0]).toBeGreaterThanOrEqual(11)
    expect([point[1], point[3]]).toEqual([50, 50])
  })

  test("stay if the toll is more than what the move is worth", () => {
    const { paid, come, point } = among([9, 9])
    expect([paid, come]).toEqual([[], []])
    expect([...point.slice(1)]).toEqual([50, 50])
  })
})

describe("witnesses", () => {
  const { system, hidden, known, need } = crossed(2)

  test("an attack that begins with what another found, with less hidden, looks only for what is new", () => {
    const witnesses = new Witnesses()
    const first = attack(solver, system, hidden, known, need, { witnesses })
    expect([...first.narrow, ...first.undecided]).toEqual([])
    const more = hidden.slice()
    const isNew = rows * columns
    more[isNew] = 2
    const again = attack(solver, system, more, known, need, { witnesses, ellipsoid: false, maxProgrammes: 0 })
    expect([...again.narrow, ...again.undecided]).toEqual([isNew])
    const without = attack(solver, system, more, known, need, { ellipsoid: false, maxProgrammes: 0 })
    expect(without.undecided.length).toBeGreaterThan(1)
  })

  test("a point that does not solve this table proves nothing", () => {
    const witnesses = new Witnesses()
    const other = crossed(3)
    attack(solver, other.system, other.hidden, known, need, { witnesses })
    const bare = { ellipsoid: false, maxProgrammes: 0 }
    const verdict = attack(solver, system, hidden, known, need, { ...bare, witnesses })
    expect([...verdict.undecided]).toEqual([...attack(solver, system, hidden, known, need, bare).undecided])
    expect(verdict.undecided.length).toBeGreaterThan(0)
  })
})
