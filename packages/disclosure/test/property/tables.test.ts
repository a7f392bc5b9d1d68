import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { toSystem } from "../../src/tables/toSystem.ts"
import {
  all,
  counting,
  functional,
  hierarchy,
  isLeaf,
  leaves,
  leavesOf,
  tableOf,
  type Vector
} from "../fixtures/randomTables.ts"

/** Rank of a matrix by elimination. */
const rank = (rows: ReadonlyArray<ReadonlyArray<number>>): number => {
  const m = rows.map((row) => [...row])
  let done = 0
  for (let c = 0; c < (m[0]?.length ?? 0) && done < m.length; c++) {
    let best = done
    for (let r = done; r < m.length; r++) if (Math.abs(m[r]?.[c] as number) > Math.abs(m[best]?.[c] as number)) best = r
    const pivot = m[best] as Array<number>
    if (Math.abs(pivot[c] as number) < 1e-9) continue
    m[best] = m[done] as Array<number>
    m[done] = pivot
    for (let r = done + 1; r < m.length; r++) {
      const row = m[r] as Array<number>
      const by = (row[c] as number) / (pivot[c] as number)
      if (by !== 0) for (let k = c; k < row.length; k++) row[k] = (row[k] as number) - by * (pivot[k] as number)
    }
    done += 1
  }
  return done
}

const counts = fc.array(fc.nat(6), { minLength: leaves.length, maxLength: leaves.length })
const marks = fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length })
const withMargins = (keep: ReadonlyArray<boolean>) => all.filter((v, i) => isLeaf(v) || keep[i] === true)

describe("every sum among the cells of tables", () => {
  it("leaves the attacker what the persons themselves leave: as many free directions, whatever is hidden", () =>
    fc.assert(
      fc.property(counts, marks, marks, (given, keep, hide) => {
        const vectors = withMargins(keep)
        const { system, joined, broken } = toSystem([tableOf(vectors, counting(given))], hierarchy, { total: "Total" })
        assert.deepStrictEqual(broken, [])
        // The oracle: persons are the unknowns, each published cell fixes a sum of them.
        const shown = vectors.filter((_, i) => hide[i] !== true)
        const freeByPersons = leaves.length - rank(shown.map(functional))
        // The system: hidden and unshown cells are the unknowns, each relation ties them.
        const unknown = new Map<number, number>()
        vectors.forEach((_, row) => {
          if (hide[row] === true) unknown.set(joined.cellOf[0]?.[row] as number, unknown.size)
        })
        for (let cell = 0; cell < system.cells; cell++) if (system.unshown[cell] === 1) unknown.set(cell, unknown.size)
        const { relations } = system
        const rows = Array.from({ length: relations.count }, (_, r) => {
          const row = new Array<number>(unknown.size).fill(0)
          const put = (cell: number, by: number) => {
            const at = unknown.get(cell)
            if (at !== undefined) row[at] = (row[at] as number) + by
          }
          put(relations.total[r] as number, -1)
          for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++)
            put(relations.part[at] as number, 1)
          return row
        })
        // Finest cells are all there, so that each person is in some cell; those that are zero and hidden count as any.
        assert.strictEqual(unknown.size - rank(rows), freeByPersons)
      }),
      { numRuns: 80, seed: 6 }
    ))

  it("ties tables that share no finer one by the margins that both add up to, though no table has those", () => {
    const levels = [
      [["Total"], ["a", "b", "c", "d"], ["West", "East"]],
      [["Total"], ["f", "m"]],
      [["Total"], ["1", "2", "3"], ["Early", "3"]]
    ] as const
    const shape = fc.tuple(fc.nat(2), fc.nat(1), fc.nat(2))
    const cross = ([p, s, y]: readonly [number, number, number]): ReadonlyArray<Vector> =>
      (levels[0][p] ?? []).flatMap((a) =>
        (levels[1][s] ?? []).flatMap((b) => (levels[2][y] ?? []).map((c) => [a, b, c]))
      )
    // Groups that overlap are tied by what they are made of, which is not there.
    const disjoint = hierarchy.filter(({ parent }) => parent !== "Coast")
    let tied = 0
    fc.assert(
      fc.property(fc.array(shape, { minLength: 2, maxLength: 4 }), (shapes) => {
        const tables = shapes.map((one) =>
          tableOf(
            cross(one),
            counting(leaves.map((_, i) => i + 1)),
            [0, 1, 2].filter((d) => one[d as 0 | 1 | 2] > 0)
          )
        )
        const { system, joined, broken } = toSystem(tables, disjoint, { total: "Total" })
        assert.deepStrictEqual(broken, [])
        const vectors = Array.from({ length: system.cells }, (_, cell) =>
          ["place", "sex", "year"].map((name) => {
            const d = joined.dimensions.indexOf(name)
            return d < 0 ? "Total" : ((joined.codes[d] as ReadonlyArray<string>)[joined.cells.at(cell, d)] as string)
          })
        )
        const { relations } = system
        const rows = Array.from({ length: relations.count }, (_, r) => {
          const row = new Array<number>(system.cells).fill(0)
          row[relations.total[r] as number] = -1
          for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number); at++)
            row[relations.part[at] as number] = 1
          return row
        })
        if (system.unshown.includes(1)) tied += 1
        // The oracle: cells are sums of persons; whatever those do not leave free some relation has to tie.
        assert.strictEqual(rank(rows), system.cells - rank(vectors.map(functional)))
      }),
      { numRuns: 150, seed: 8 }
    )
    assert.isAbove(tied, 10)
  })

  it("ties a group whose members change within a part of the years to other tables, wherever the tables determine it", () => {
    const dated = (child: string, from: string, to: string) => ({
      dimension: "place",
      child,
      parent: "Union",
      grouping: "Union",
      dated: { along: "year", from, to }
    })
    // In 'Early', the years 1 and 2, 'a' is a member for half of the time.
    const changing = [
      ...hierarchy.filter(({ dimension, parent }) => dimension === "year" || parent === "Coast"),
      dated("a", "1", "1"),
      dated("b", "1", "3")
    ]
    const isMember = (leaf: string) => leaf.startsWith("b") || leaf === "af1" || leaf === "am1"
    const meant = ([place, sex, year]: Vector): Array<number> =>
      place === "Union"
        ? functional(["Total", sex as string, year as string]).map((x, i) => (isMember(leaves[i] as string) ? x : 0))
        : functional([place as string, sex as string, year as string])
    const levels = [
      [["Total"], ["a", "b", "c", "d"], ["Union"], ["a", "b", "c", "d", "Coast", "Union", "Total"]],
      [["Total"], ["f", "m"], ["f", "m", "Total"]],
      [["Total"], ["1", "2", "3"], ["Early", "3"], ["Early", "3", "Total"]]
    ] as const
    const shape = fc.tuple(fc.nat(3), fc.nat(2), fc.nat(3))
    let [undetermined, whole] = [0, 0]
    fc.assert(
      fc.property(fc.array(shape, { minLength: 1, maxLength: 3 }), counts, fc.boolean(), (shapes, given, isSparse) => {
        const persons = given.map((x) => (isSparse ? Math.max(0, x - 2) : x + 1))
        const count = (v: Vector) => meant(v).reduce((sum, x, i) => sum + x * (persons[i] as number), 0)
        /** The finest cells that a cell sums, without those of nobody. */
        const summed = (v: Vector) => meant(v).map((x, i) => (persons[i] === 0 ? 0 : x))
        // Cells without persons have no row.
        const tables = shapes.map(([p, s, y]) =>
          tableOf(
            (levels[0][p] ?? [])
              .flatMap((a) => (levels[1][s] ?? []).flatMap((b) => (levels[2][y] ?? []).map((c) => [a, b, c])))
              .filter((v) => count(v) > 0),
            count,
            [0, 1, 2]
          )
        )
        const { system, joined, broken } = toSystem(tables, changing, { total: "Total" })
        assert.deepStrictEqual(broken, [])
        const vectors = Array.from({ length: system.cells }, (_, cell) =>
          joined.codes.map((codes, d) => codes[joined.cells.at(cell, d)] as string)
        )
        const { relations } = system
        const used = new Set([...system.unshown.keys()].filter((cell) => system.unshown[cell] === 0))
        for (let r = 0; r < relations.count; r++) {
          const total = relations.total[r] as number
          const parts = [...relations.part.slice(relations.start[r], relations.start[r + 1])]
          for (const cell of [total, ...parts]) used.add(cell)
          const sum = parts
            .map((cell) => summed(vectors[cell] as Vector))
            .reduce((a, b) => a.map((x, i) => x + (b[i] as number)))
          assert.deepStrictEqual(sum, summed(vectors[total] as Vector))
        }
        for (const cell of used) assert.strictEqual(system.value[cell], count(vectors[cell] as Vector))
        const list = [...used]
        const rows = Array.from({ length: relations.count }, (_, r) => {
          const row = new Array<number>(list.length).fill(0)
          row[list.indexOf(relations.total[r] as number)] = -1
          for (const part of relations.part.slice(relations.start[r], relations.start[r + 1]))
            row[list.indexOf(part)] = 1
          return row
        })
        // Whatever persons do not leave free among these cells some relation has to tie. Cells of nobody would make more equal.
        if (!isSparse)
          assert.strictEqual(rank(rows), list.length - rank(list.map((cell) => summed(vectors[cell] as Vector))))
        if (used.size < system.cells) undetermined += 1
        else whole += 1
      }),
      { numRuns: 120, seed: 9 }
    )
    assert.isAbove(undetermined, 5)
    assert.isAbove(whole, 10)
  })

  it("holds on the true counts, and a count that is changed breaks one", () =>
    fc.assert(
      fc.property(counts, marks, fc.nat(1000), (given, keep, pick) => {
        const vectors = withMargins(keep)
        const margins = vectors.map((v, i) => [v, i] as const).filter(([v]) => !isLeaf(v))
        fc.pre(margins.length > 0)
        const [, changed] = margins[pick % margins.length] as readonly [Vector, number]
        const table = tableOf(vectors, counting(given))
        assert.lengthOf(toSystem([table], hierarchy, { total: "Total" }).broken, 0)
        table.count[changed] = (table.count[changed] as number) + 1
        assert.isAbove(toSystem([table], hierarchy, { total: "Total" }).broken.length, 0)
      }),
      { numRuns: 60, seed: 7 }
    ))

  it("a cell in two tables is one cell", () => {
    const count = (v: Vector) => leavesOf(v).reduce((sum, leaf) => sum + leaves.indexOf(leaf) + 1, 0)
    const byPlace = all.filter((v) => v[1] === "Total" && v[2] === "Total")
    const bySex = all.filter((v) => v[0] === "Total" && v[2] === "Total")
    const linked = toSystem([tableOf(byPlace, count, [0]), tableOf(bySex, count, [1, 2])], hierarchy, {
      total: "Total"
    })
    assert.strictEqual(linked.joined.cellOf[0]?.[7], linked.joined.cellOf[1]?.[2])
    assert.strictEqual(linked.system.cells, byPlace.length + bySex.length - 1)
    const other = tableOf(bySex, (v) => count(v) + 1, [1, 2])
    const clash = toSystem([tableOf(byPlace, count, [0]), other], hierarchy, { total: "Total" })
    assert.strictEqual(clash.joined.clashes[0]?.rule, "same-cell-other-count")
  })

  it("a dated membership holds within its dates only, and for no sum over dates", () => {
    const dated = (child: string, from: string, to: string) => ({
      dimension: "place",
      child,
      parent: "Union",
      grouping: "",
      dated: { along: "year", from, to }
    })
    const cells: ReadonlyArray<readonly [string, string, number]> = [
      ["a", "1", 3],
      ["b", "1", 4],
      ["Union", "1", 3],
      ["a", "2", 5],
      ["b", "2", 6],
      ["Union", "2", 11],
      ["a", "Total", 8],
      ["b", "Total", 10],
      ["Union", "Total", 14]
    ]
    const vectors = cells.map(([place, year]) => [place, "Total", year])
    const table = tableOf(
      vectors,
      (v) => (cells[vectors.indexOf(v as Array<string>)] as readonly [string, string, number])[2],
      [0, 2]
    )
    const dates = [dated("a", "1", ""), dated("b", "2", "")]
    assert.lengthOf(toSystem([table], dates, { total: "Total" }).broken, 0)
    // As if b had always been a member.
    assert.deepStrictEqual(
      toSystem([table], [dated("a", "1", ""), dated("b", "1", "")], { total: "Total" }).broken.map(
        ({ where }) => where
      ),
      [["year=1"]]
    )
  })
})
