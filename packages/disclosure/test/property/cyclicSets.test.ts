/** Which sets of margins determine less than the table that they are margins of: by reduction, naively, and by what is possible. */
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import { cyclicSets } from "../../src/tables/cyclicSets.ts"

const solver: LoadedSolver = await loadSolver()

const edges = (vertices: number, most: number) =>
  fc.array(fc.uniqueArray(fc.nat(vertices - 1), { minLength: 1, maxLength: vertices - 1 }), {
    minLength: 1,
    maxLength: most
  })

/** Vertices as bits; one step of Graham's reduction at a time, whichever is possible first. */
const isAcyclicNaively = (sets: ReadonlyArray<ReadonlyArray<number>>): boolean => {
  const left = sets.map((set) => set.reduce((bits, vertex) => bits | (1 << vertex), 0))
  for (;;) {
    const empty = left.indexOf(0)
    if (empty >= 0) {
      left.splice(empty, 1)
      continue
    }
    if (left.length === 0) return true
    let done = false
    for (let e = 0; e < left.length && !done; e++) {
      for (let bit = 1; bit <= (left[e] as number) && !done; bit <<= 1) {
        const isAlone = ((left[e] as number) & bit) !== 0 && left.every((other, o) => o === e || (other & bit) === 0)
        if (!isAlone) continue
        left[e] = (left[e] as number) & ~bit
        done = true
      }
      for (let o = 0; o < left.length && !done; o++) {
        if (o === e || ((left[e] as number) & ~(left[o] as number)) !== 0) continue
        left.splice(e, 1)
        done = true
      }
    }
    if (!done) return false
  }
}

/** Chordal and conformal, which comes to the same (Beeri, Fagin, Maier and Yannakakis 1983): by all subsets of vertices. */
const isAcyclicByDefinition = (sets: ReadonlyArray<ReadonlyArray<number>>, vertices: number): boolean => {
  const near = (a: number, b: number) => sets.some((set) => set.includes(a) && set.includes(b))
  const all = [...Array(vertices).keys()]
  for (let bits = 1; bits < 1 << vertices; bits++) {
    const some = all.filter((vertex) => (bits & (1 << vertex)) !== 0)
    const degree = some.map((a) => some.filter((b) => a !== b && near(a, b)).length)
    // A clique that no edge holds.
    if (some.length > 1 && degree.every((d) => d === some.length - 1))
      if (!sets.some((set) => some.every((vertex) => set.includes(vertex)))) return false
    // A circle of four or more without a chord: all have two neighbours in it, and it hangs together.
    if (some.length < 4 || degree.some((d) => d !== 2)) continue
    const reached = new Set([some[0] as number])
    for (const a of reached) for (const b of some) if (near(a, b)) reached.add(b)
    if (reached.size === some.length) return false
  }
  return true
}

/** Cells of a table with two labels in each dimension, as numbers of which bit d is the label of dimension d. */
const project = (cell: number, set: ReadonlyArray<number>): string => set.map((d) => (cell >> d) & 1).join("")

/** Least and most of a cell of one margin among tables of not negative numbers with what is fixed, by one programme each. */
const ends = (
  rows: ReadonlyArray<{
    readonly index: ReadonlyArray<number>
    readonly coefficient: ReadonlyArray<number>
    readonly right: number
  }>,
  columns: number,
  of: ReadonlyArray<number>
): readonly [number, number] => {
  const end = (sign: number) => {
    const cost = new Float64Array(columns)
    for (const column of of) cost[column] = sign
    const start = new Int32Array(rows.length + 1)
    rows.forEach(({ index }, r) => {
      start[r + 1] = (start[r] as number) + index.length
    })
    const right = Float64Array.from(rows, (row) => row.right)
    return solver.using(
      {
        columns,
        rows: rows.length,
        cost,
        low: new Float64Array(columns),
        high: new Float64Array(columns).fill(1000),
        rowLow: right,
        rowHigh: right,
        start,
        index: Int32Array.from(rows.flatMap(({ index }) => index)),
        coefficient: Float64Array.from(rows.flatMap(({ coefficient }) => coefficient)),
        whole: new Int32Array(columns).fill(1)
      },
      (programme) => {
        const solution = programme.solve({ seconds: 20 })
        assert.strictEqual(solution.outcome, "optimal")
        return Math.round(sign * solution.objective)
      }
    )
  }
  return [end(1), end(-1)]
}

describe("sets of margins", () => {
  it("are cyclic where a naive reduction and the definition agree", () => {
    let cyclic = 0
    fc.assert(
      fc.property(edges(6, 7), (sets) => {
        const found = cyclicSets(sets.map((set) => new Set(set)))
        const isAcyclic = isAcyclicNaively(sets)
        if (!isAcyclic) cyclic += 1
        assert.strictEqual(found.length === 0, isAcyclic)
        assert.strictEqual(isAcyclicByDefinition(sets, 6), isAcyclic)
        for (const part of found) {
          // Each part is cyclic itself, is made of what its edges were, and has no edge that holds two sides together.
          assert.isFalse(isAcyclicNaively(part.map(({ vertices }) => [...vertices])))
          for (const { of, vertices } of part)
            for (const vertex of vertices) assert.include(sets[of] as ReadonlyArray<number>, vertex)
          assert.deepStrictEqual(
            cyclicSets(part.map(({ vertices }) => vertices)).map((again) => again.length),
            [part.length]
          )
        }
      }),
      { numRuns: rounds(400, 2000), seed: 3 }
    )
    assert.isAbove(cyclic, rounds(60, 300))
  })

  it("determine all of their cells where they are acyclic, and less somewhere where they are not", () => {
    let [acyclic, more] = [0, 0]
    fc.assert(
      fc.property(
        edges(4, 4),
        fc.array(fc.nat(3), { minLength: 16, maxLength: 16 }),
        fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }),
        (given, persons, hide) => {
          const sets = [...new Map(given.map((set) => [set.toSorted().join(), set.toSorted()])).values()]
          const cells = sets.flatMap((set) =>
            [...new Set(persons.map((_, cell) => project(cell, set)))].map((key) => ({ set, key }))
          )
          const under = ({ set, key }: (typeof cells)[number]) =>
            persons.flatMap((_, cell) => (project(cell, set) === key ? [cell] : []))
          const count = (one: (typeof cells)[number]) =>
            under(one).reduce((sum, cell) => sum + (persons[cell] as number), 0)
          const hidden = cells.flatMap((_, c) => (hide[c] === true ? [c] : []))
          fc.pre(hidden.length > 0 && hidden.length <= 12)
          // By the table itself: what is shown fixes sums of its cells.
          const byTable = cells.flatMap((one, c) =>
            hide[c] === true ? [] : [{ index: under(one), coefficient: under(one).map(() => 1), right: count(one) }]
          )
          // By margins alone: cells of each, which agree on what any two have in common.
          const byMargins = cells.flatMap((one, c) =>
            hide[c] === true ? [] : [{ index: [c], coefficient: [1], right: count(one) }]
          )
          sets.forEach((a, i) => {
            for (const b of sets.slice(0, i)) {
              const common = a.filter((d) => b.includes(d))
              for (const key of new Set(persons.map((_, cell) => project(cell, common)))) {
                const part = (set: ReadonlyArray<number>) =>
                  cells.flatMap((one, c) =>
                    one.set === set && common.map((d) => one.key[set.indexOf(d)]).join("") === key ? [c] : []
                  )
                const [left, right] = [part(a), part(b)]
                const coefficient = [...left.map(() => 1), ...right.map(() => -1)]
                byMargins.push({ index: [...left, ...right], coefficient, right: 0 })
              }
            }
          })
          // The total is public.
          const all = persons.reduce((sum, count) => sum + count, 0)
          byTable.push({ index: [...persons.keys()], coefficient: persons.map(() => 1), right: all })
          for (const set of sets) {
            const own = cells.flatMap((one, c) => (one.set === set ? [c] : []))
            byMargins.push({ index: own, coefficient: own.map(() => 1), right: all })
          }
          const isAcyclic = isAcyclicNaively(sets)
          for (const c of hidden) {
            const table = ends(byTable, persons.length, under(cells[c] as (typeof cells)[number]))
            const margins = ends(byMargins, cells.length, [c])
            if (isAcyclic) assert.deepStrictEqual(table, margins)
            else if (table[0] > margins[0] || table[1] < margins[1]) more += 1
          }
          if (isAcyclic) acyclic += 1
        }
      ),
      { numRuns: 300, seed: 5 }
    )
    assert.isAbove(acyclic, 100)
    assert.isAbove(more, 0)
  })
})
